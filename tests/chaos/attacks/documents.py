"""A document of the catalogue with pieces cut out, doubled or put in: the command answers as it always does."""

from __future__ import annotations

from random import Random

from chaos.bench import Bench, Tried, called, one_line
from tableau2net.read import catalogue

PIECES = (
    "*", "&a ", "*a", "- ", "[", "]", "{", "}", ": ", ",", "'", '"', "|\n", "#", "\t", "\n", "---\n", "<<: ", "? ",
    "!!python/object:os.system", "null", "NaN", "-1", "1/0", "9**9**9", "((pi+1)**64)**64", "sqrt(-2)",
    "root(1,-2,0,1)",
    "__import__('os')", "1e400", "\x1b[2J", "\u202e", "\ufeff", "é", "9" * 500, "[" * 40, "kind: network\n",
    "scheme: rk4\n",
    "scheme: /etc/passwd\n", "custom: os:kill\n", "$(touch pwned)",
)  # fmt: skip
CALLS = (["check"], ["check", "--json"], ["show"], ["compile"])


def attempt(bench: Bench, draw: Random) -> Tried:
    text = draw.choice(catalogue()).path.read_text(encoding="utf-8")
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.randrange(20))
        text = text[:start] + draw.choice((*PIECES, text[start:end] * 2)) + text[end:]
    path = bench.folder / "document.yaml"
    path.write_text(text, encoding="utf-8")
    call = draw.choice(CALLS)
    status, out, err = called([*call, str(path)])
    wrong = []
    if status not in (0, 1, 2, 3) or (err and not one_line(err)):
        wrong.append(f"status {status}, {err[-300:]!r}: kept as {_kept(bench, path.read_bytes())}")
    if not out.replace("\n", "").replace("\t", "").isprintable():
        wrong.append("characters that a terminal obeys")
    if (bench.folder / "pwned").exists():
        wrong.append("something of the document was run")
    return Tried(call[0], tuple(wrong))


def _kept(bench: Bench, content: bytes) -> str:
    for number in range(1000):
        path = bench.folder / f"kept{number}.yaml"
        if not path.exists():
            path.write_bytes(content)
            return str(path)
    return "nothing"
