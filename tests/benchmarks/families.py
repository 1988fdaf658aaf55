"""Every family at 100 stages, steps or rows, or at the most that it has: CPU seconds from its document to its
certificate and to its analysis, and what it leaves open. Each in a process of its own, imports not counted."""

from __future__ import annotations

import subprocess
import sys
import time

WIDTH = 72  # of a reason
MEMBERS = {
    "gauss": "stages: 100",
    "radau-ia": "stages: 100",
    "radau-iia": "stages: 100",
    "lobatto-iiia": "stages: 100",
    "lobatto-iiib": "stages: 100",
    "lobatto-iiic": "stages: 100",
    "lobatto-iiid": "stages: 100",
    "adams-bashforth": "steps: 100",
    "adams-moulton": "steps: 100",
    "bdf": "steps: 100",
    "extrapolated-bdf": "steps: 100",
    "nystrom": "steps: 100",
    "milne-simpson": "steps: 100",
    "extrapolation": "base: euler\nrows: 14",  # 92 stages
    "ssprk2": "stages: 100",
    "ssprk3": "stages: 100",
    "rkc1": "stages: 100",
    "rkc2": "stages: 100",
    "fractal": "columns: 6",  # 63 stages
}


def main() -> None:
    width = max(map(len, MEMBERS))
    print(f"{'':<{width}}  {'argument':<12}  {'check':>7}  {'analyze':>7}  left open, or refused")
    for family in MEMBERS:
        shown = subprocess.run(
            [sys.executable, __file__, family], capture_output=True, text=True, check=True, timeout=600
        ).stdout
        print(f"{family:<{width}}  {MEMBERS[family].splitlines()[-1]:<12}  {shown}", end="", flush=True)


def measure(family: str) -> None:
    from tableau2net.analyse import analyse
    from tableau2net.errors import TableauError
    from tableau2net.read.model import Source
    from tableau2net.read.schemes.scheme_class import read_scheme
    from tableau2net.read.text import parse_bytes
    from tableau2net.verify import verify

    def read(text: str):  # type: ignore[no-untyped-def]
        return read_scheme(parse_bytes(text.encode(), "scheme.yaml"), Source("path", "scheme.yaml"))

    small = read("{name: small, kind: runge-kutta, A: [[], [1]], b: [1/2, 1/2]}")
    verify(small)
    analyse(small)
    text, open_ = f"name: long\nkind: family\nfamily: {family}\n{MEMBERS[family]}\n", ""
    try:
        begun = time.process_time()
        verify(read(text))
        checked = time.process_time()
        findings = [each for section in analyse(read(text)).sections for each in section.findings]
        left = list(dict.fromkeys(each.remark for each in findings if each.value is None and each.remark))
        open_ = "; ".join(left)
    except TableauError as error:
        checked, open_ = time.process_time(), str(error)
    shown = open_ if len(open_) <= WIDTH else f"{open_[: WIDTH - 1].rstrip()}…"
    print(f"{checked - begun:7.2f}  {time.process_time() - checked:7.2f}  {shown}")


if __name__ == "__main__":
    measure(sys.argv[1])
