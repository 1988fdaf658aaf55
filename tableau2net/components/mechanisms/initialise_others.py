"""The initialisation of a network that holds classes of the user's own."""

from collections.abc import Callable

from torch import nn


def initialise_others(
    module: nn.Module,
    apply: Callable[[nn.Module], None],
    own: tuple[Callable[..., nn.Module], ...],
) -> None:
    """Apply a function to all modules but those of the classes among `own`.

    These have initialised themselves, with all that they hold; what a function of the
    user's own made of torch's modules has not.
    """
    classes = tuple(each for each in own if isinstance(each, type))
    if not isinstance(module, classes):
        for child in module.children():
            initialise_others(child, apply, own)
        apply(module)
