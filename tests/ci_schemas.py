"""The schemas of the files that systems of CI read, as check-jsonschema has them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest


def validator(name: str) -> Any:
    """What tells the faults of a document by a schema, as `github-workflows` or `gitlab-ci`. A test is skipped where it
    is not installed."""
    jsonschema = pytest.importorskip("jsonschema")
    pytest.importorskip("check_jsonschema")
    vendored = files("check_jsonschema") / "builtin_schemas" / "vendor"
    (path,) = [each for each in vendored.iterdir() if each.name.startswith(f"{name}.")]
    schema = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)
