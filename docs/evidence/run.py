"""Train whatever of a plan the results lack, one comparison after another. `python run.py [--plan full] [OPTIONS…]`

Comparisons that are superseded are passed over. Other options are passed on to `tableau2net compare`, as `--workers 2`,
or `--accelerator gpu --precision bf16-mixed --compile`. Run it again to go on where it was interrupted.

The plan of comparisons.yaml takes half a day on two cores. data/cifar10-jpeg.tar.xz is CIFAR-10, JPEG re-encoded, one
folder a class below train/ and test/; Fashion-MNIST is Debian's package dataset-fashion-mnist. The plan `full`
(plan_full.md) is for a GPU; its data are the published archives cifar-10-binary.tar.gz and cifar-100-binary.tar.gz, in
data/.

With `--two-steps` every network of the plan is trained for two steps of 100 of scikit-learn's digits, at 32×32, so that
it is seen to train, and how long a step takes. Nothing is kept.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from comparisons import HERE, PLANS, Comparison, Plan, read_plan

TWO_STEPS = ("--images", "200", "--with", "batch=100", "--epochs", "1", "--size", "32")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train whatever of a plan the results lack.")
    parser.add_argument("--plan", choices=PLANS, default="small")
    parser.add_argument("--two-steps", action="store_true", help="try every network for two steps, on digits")
    options, others = parser.parse_known_args()
    plan = read_plan(options.plan)
    if options.two_steps:
        with tempfile.TemporaryDirectory() as folder:
            for comparison in plan.comparisons:
                results = ["--results", str(Path(folder) / "results.jsonl")]
                _run([*_once(comparison).command(_on_digits(plan)), *TWO_STEPS, *results, *others])
        return
    if plan.teacher and not (HERE / plan.teacher["output"] / "weights.pt").exists():
        _run(plan.teaching())
    for comparison in plan.comparisons:
        if not comparison.superseded:
            _run([*comparison.command(plan), *others])


def _once(comparison: Comparison) -> Comparison:
    return replace(comparison, pairs=1)


def _on_digits(plan: Plan) -> Plan:
    return replace(plan, data={name: {**each, "reference": "digits"} for name, each in plan.data.items()})


def _run(call: list[str]) -> None:
    print(f"$ {shlex.join(call)}", flush=True)
    subprocess.run(call, check=True, cwd=HERE)


if __name__ == "__main__":
    main()
