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

from comparisons import HERE, PLANS, Comparison, Plan, plan

TWO_STEPS = ("--images", "200", "--with", "batch=100", "--epochs", "1", "--size", "32")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train whatever of a plan the results lack.")
    parser.add_argument("--plan", choices=PLANS, default="small")
    parser.add_argument("--two-steps", action="store_true", help="try every network for two steps, on digits")
    asked, others = parser.parse_known_args()
    told = plan(asked.plan)
    if asked.two_steps:
        with tempfile.TemporaryDirectory() as folder:
            for comparison in told.comparisons:
                results = ["--results", str(Path(folder) / "results.jsonl")]
                _run([*_once(comparison).command(_on_digits(told)), *TWO_STEPS, *results, *others])
        return
    if told.teacher and not (HERE / told.teacher["output"] / "weights.pt").exists():
        _run(told.teaching())
    for comparison in told.comparisons:
        if not comparison.superseded:
            _run([*comparison.command(told), *others])


def _once(comparison: Comparison) -> Comparison:
    return replace(comparison, pairs=1)


def _on_digits(told: Plan) -> Plan:
    return replace(told, data={name: {**each, "reference": "digits"} for name, each in told.data.items()})


def _run(call: list[str]) -> None:
    print(f"$ {shlex.join(call)}", flush=True)
    subprocess.run(call, check=True, cwd=HERE)


if __name__ == "__main__":
    main()
