"""Weights that were saved, back in a network."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import torch
from torch import nn

from tableau2net.errors import InputError, Position
from tableau2net.train import seal


def load_weights(network: nn.Module, file: Path | str, name: str) -> None:
    """Give a network, which messages call `name`, the weights of a file: a state_dict as `torch.save` writes it, or a
    mapping that holds one under `state_dict`.

    Raises InputError where the file cannot be read, or does not fit the network.
    """
    place = Position(str(file))
    try:
        saved = torch.load(BytesIO(seal.unbroken(file)), map_location="cpu", weights_only=True)
    except InputError:
        raise
    except Exception:  # of other data torch.load may raise anything
        raise InputError("this is not a checkpoint", place, "other data", "what torch.save writes") from None
    weights = saved.get("state_dict", saved) if isinstance(saved, dict) else saved
    if not isinstance(weights, dict):
        raise InputError("this is not a checkpoint", place, type(saved).__name__, "a state_dict")
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        found = " ".join(str(error).split())[:300]
        raise InputError(f"these weights do not fit {name}", place, found, "its own state_dict") from None
