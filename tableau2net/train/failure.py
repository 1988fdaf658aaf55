"""Why a training ended before its end."""

from __future__ import annotations

from tableau2net.errors import TableauError


class TrainingError(TableauError):
    """A training that could not go on: what happened, and what is left of it."""

    status = 1
