"""Initial weights that networks have in common: the design that makes the comparison of two of them a paired one.

The i-th convolution of a shape starts with weights that depend on the seed, the shape and i alone. So two networks
agree in the weights of all convolutions whose shapes agree, whatever else they are made of; likewise for other modules.
"""

from __future__ import annotations

from collections import Counter

import torch
from torch import nn

from tableau2net.emit.loading import loaded
from tableau2net.pipeline import build
from tableau2net.read import NetworkDocument
from tableau2net.train.plan import derived


def seeded(document: NetworkDocument, seed: int) -> nn.Module:
    """The network of a document with the initial weights of a seed. torch's random numbers are left as they were.

    Raises InputError and ClaimError as `tableau2net.compile` does.
    """
    initialiser = loaded(document.initialisation) if document.initialisation else None
    met: Counter[tuple[object, ...]] = Counter()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived(seed, "scalars"))  # learned coefficients are drawn when they are made
        network = build(document)
        for module in network.modules():
            reset = getattr(module, "reset_parameters", None)
            if reset is None:
                continue
            kind = (type(module).__name__, *(tuple(each.shape) for each in module.parameters(recurse=False)))
            torch.manual_seed(derived(seed, *kind, met[kind]))
            met[kind] += 1
            reset()
            if initialiser is not None:
                initialiser(module)
    return network
