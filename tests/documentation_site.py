"""The site that `make docs` writes, for tests: with few of the gallery's pages."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from plugins import ROOT

SITE = ROOT / "docs" / "site"
SHOWN = (
    "ark324l2sa", "bdf3", "dopri5", "explicit-5", "gauss2", "gauss3", "lm2", "rk4", "rk4_theta", "ssprk54_shu_osher",
    "lm_resnet20", "rk4_resnet",
)  # fmt: skip


def build(folder: Path, trial: str = "no") -> Path:
    """The site, built in strict mode in a folder, which is returned; without the Python that the page on which tableaux
    are tried loads, unless `trial` is yes."""
    if find_spec("mkdocs") is None:
        pytest.skip("the site needs pip install 'tableau2net[docs]'")
    call = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(SITE / "mkdocs.yml")]
    environment = {**os.environ, "GALLERY": " ".join(SHOWN), "TRY_IT": trial}
    done = subprocess.run(
        [*call, "--site-dir", str(folder)], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return folder
