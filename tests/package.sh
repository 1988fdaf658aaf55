#!/usr/bin/env bash
# The wheel, and the editable install, work in an environment of their own. `tests/package.sh PYTHON` (default python3)
set -euo pipefail
python=$(command -v "${1:-python3}")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m build --quiet --wheel --outdir "$work/dist" "$root"
"$python" -m venv "$work/env"
pip() { "$work/env/bin/pip" --disable-pip-version-check --quiet "$@" -c "$root/constraints.txt"; }
cd "$work"

works() {
    test "$(env/bin/tableau2net check rk4 | head -1)" = "rk4: order 4, proved exactly; stage order 1"
    env/bin/tableau2net compile resnet20 -o "$1.py"
    env/bin/python -c "import runpy; runpy.run_path('$1.py')"
    env/bin/python -c "import tableau2net; assert len(tableau2net.load('dopri5').method.A) == 7"
    if env/bin/python -c "import cli" 2>/dev/null; then echo "a package 'cli' was installed" >&2; exit 1; fi
    echo "$1: passed"
}

pip install dist/*.whl
works wheel
env/bin/pip --quiet uninstall --yes tableau2net
pip install --editable "$root"
works editable
