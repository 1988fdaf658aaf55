"""The initialisation of a network that holds classes of the user's own."""

from collections.abc import Callable

from torch import nn


def initialise_others(
    module: nn.Module, apply: Callable[[nn.Module], None], own: tuple[type, ...]
) -> None:
    """Apply a function to all modules but those of the classes `own`.

    These have initialised themselves, with all that they hold.
    """
    if not isinstance(module, own):
        for child in module.children():
            initialise_others(child, apply, own)
        apply(module)
