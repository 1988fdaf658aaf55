"""A page on which a tableau that is typed is drawn and proved in the browser, and the files that it needs for that."""

from __future__ import annotations

import base64
import gzip
import os
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from trial import vendored

WORKER = Path(vendored.__file__).parent / "worker.js"
WITHOUT = "TRY_IT"  # a variable of the environment: `no` leaves out the files, for previews without a network

EXAMPLES = {
    "A document": """name: my_method
kind: runge-kutta
order: 2
A:
  - []
  - [2/3]
b: [1/4, 3/4]
""",
    "LaTeX": r"""\begin{array}{c|cc}
  0   &     &   \\
  1/2 & 1/2 &   \\
  \hline
      & 0   & 1
\end{array}
""",
    "Python": """A = [[0, 0, 0], [1/2, 0, 0], [-1, 2, 0]]
b = [1/6, 2/3, 1/6]
c = [0, 1/2, 1]
""",
    "A wrong claim": """name: wrong
kind: runge-kutta
order: 3
A:
  - []
  - [2/3]
b: [1/4, 3/4]
""",
    "A name": "gauss:4\n",
}
LEAD = """A tableau that you type is drawn and proved here, in your browser, by the package itself: nothing is sent
anywhere. It may be in any notation that `tableau2net check` reads: a document in YAML, LaTeX, Python, Julia, C, MATLAB,
a table in plain text; or it is a name of the catalogue. The first proof loads Python, some 20 MB."""


def make() -> Iterator[tuple[str, str | bytes]]:
    """The page, and Python and its packages as scripts."""
    files = _files()
    for name, content in files.items():
        packed = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
        yield f"try-it/{name}.js", f'give("{name}", "{packed}");\n'
    yield "try-it.md", _page(list(files))


def _files() -> dict[str, bytes]:
    """All of them; none where they cannot be had, which the page says, and whoever builds the site is told why."""
    if os.environ.get(WITHOUT) == "no":
        return {}
    try:
        return {**vendored.files(), "worker.js": WORKER.read_bytes()}
    except vendored.UnavailableError as error:
        print(f"the page on which tableaux are tried is left without Python: {error}", file=sys.stderr)
        return {}


def _page(names: list[str]) -> str:
    head = f"---\ntitle: Try it\nhide: [navigation, toc]\n---\n\n# Try it\n\n{LEAD}\n\n"
    if not names:
        return f"{head}This site was built without the files of Python, so that nothing can be tried in it.\n"
    options = "".join(
        f'<option value="example-{n}">{escape(name)}</option>' for n, name in enumerate(EXAMPLES)
    )
    texts = "".join(
        f'<script type="text/plain" id="example-{n}">{text}</script>'
        for n, text in enumerate(EXAMPLES.values())
    )
    first = escape(next(iter(EXAMPLES.values())))
    form = f"""<form id="typed" data-files="{" ".join(names)}">
<div class="fields"><label>Example <select name="example">{options}</select></label></div>
<label class="text">The tableau
<textarea name="text" rows="12" spellcheck="false" autocapitalize="off" autocomplete="off">{first}</textarea></label>
<p class="count"><button type="submit" name="prove">Prove</button>
<button type="button" id="stop" hidden>Stop</button>
<output id="state" aria-live="polite"></output></p>
</form>
<div id="result" aria-live="polite"></div>"""
    return f'{head}<div class="gallery">\n{form}\n{texts}\n<script src="assets/try-it.js" defer></script>\n</div>\n'
