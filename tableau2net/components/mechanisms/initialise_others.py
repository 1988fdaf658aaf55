"""The initialisation of a network that holds classes of the user's own."""

from collections.abc import Callable

from torch import nn


def initialise_others(
    module: nn.Module, initialise: Callable[[nn.Module], None], own: tuple[type, ...]
) -> None:
    """Apply `initialise` to all modules but those of the classes `own`.

    These have initialised themselves, with all that they hold.
    """
    if not isinstance(module, own):
        for child in module.children():
            initialise_others(child, initialise, own)
        initialise(module)
