"""What the product says of a scheme: through its public functions, and now and then through its command line."""

from __future__ import annotations

import io
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tableau2net.analyse import analyse
from tableau2net.errors import TableauError
from tableau2net.read.model import Source
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.text import parse_bytes
from tableau2net.verify import verify


@dataclass
class Answers:
    """`values` by their name: those of the certificate, and those of the analysis as they are printed. `error`: the one
    line by which the input is refused; `crash`: the end of a traceback. `bounds`: of numbers that are not known, which
    have the lower one as their value."""

    values: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    error: str = ""
    crash: str = ""
    text: str = ""
    bounds: dict[str, tuple[int, int | None]] = field(default_factory=dict)


def ask(text: str, *, analysed: bool = True) -> Answers:
    """What check and analyze say of a scheme."""
    answers = Answers()
    try:
        document = read_scheme(parse_bytes(text.encode(), "scheme.yaml"), Source("path", "scheme.yaml"))
        certificate = verify(document)
    except TableauError as error:
        answers.error = str(error)
        return answers
    except Exception:
        answers.crash = f"check: {_last_lines()}"
        return answers
    answers.text = certificate.describe()
    answers.bounds = {each.number.replace("_", " "): (each.least, each.most) for each in certificate.bounds}
    answers.values = {
        "order": certificate.order,
        "embedded order": certificate.embedded_order,
        "stage order": certificate.stage_order,
        "effective order": certificate.effective_order,
        "rescaled order": certificate.rescaled_order,
        "zero-stable": certificate.zero_stable,
        "explicit": certificate.explicit,
        "refuted": tuple(sorted(certificate.refuted)),
        "left open": tuple(certificate.left_open),
        "within the digits": certificate.within_digits,
        "special values": {each.point: each.order for each in certificate.special if not each.rescaled},
    }
    if certificate.error_constant is not None:
        answers.values["error constant"] = certificate.error_constant
    if not analysed:
        return answers
    try:
        found = analyse(document)
    except TableauError as error:
        answers.error = f"analyze: {error}"
    except Exception:
        answers.crash = f"analyze: {_last_lines()}"
    else:
        for section in found.sections:
            for each in section.findings:
                if each.name == "effective order" and answers.values[each.name] is None:
                    answers.values[each.name] = each.value
                answers.values.setdefault(each.name, each.value)
                answers.remarks[each.name] = each.remark
    return answers


def _last_lines() -> str:
    kind, value, trace = sys.exc_info()
    places = [f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(trace)[-3:]]
    return f"{kind.__name__ if kind else ''}: {str(value)[:200]} ({' < '.join(reversed(places))})"


@dataclass(frozen=True)
class Run:
    """A command: its exit status, and what it printed."""

    status: int
    output: str
    errors: str


def run(command: str, text: str) -> Run:
    """`tableau2net COMMAND FILE` in this process, on a file with the text."""
    from tableau2net.cli import main

    output, errors = io.StringIO(), io.StringIO()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scheme.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            with redirect_stdout(output), redirect_stderr(errors):
                status = main([command, str(file)])
        except Exception:
            return Run(70, output.getvalue(), f"{errors.getvalue()}{traceback.format_exc()}")
    return Run(status, output.getvalue(), errors.getvalue())
