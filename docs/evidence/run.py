"""Train whatever of comparisons.yaml the results lack, one comparison after another. `python run.py [OPTIONS…]`

Options are passed on to `tableau2net compare`, as `--workers 2`. Run it again to go on where it was interrupted.
data/cifar10-jpeg.tar.xz is CIFAR-10, JPEG re-encoded, one folder a class below train/ and test/; Fashion-MNIST is
Debian's package dataset-fashion-mnist. It takes half a day on two cores.
"""

from __future__ import annotations

import shlex
import subprocess
import sys

from comparisons import HERE, plan


def main() -> None:
    told = plan()
    if not (HERE / told.teacher["output"] / "weights.pt").exists():
        _run(told.teaching())
    for comparison in told.comparisons:
        _run([*comparison.command(told), *sys.argv[1:]])


def _run(call: list[str]) -> None:
    print(f"$ {shlex.join(call)}", flush=True)
    subprocess.run(call, check=True, cwd=HERE)


if __name__ == "__main__":
    main()
