"""What is reported where a training ends in an error that is not of the training itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tableau2net.emit.loading import RAISED, reason
from tableau2net.errors import TableauError, TrainingError
from tableau2net.read import NetworkDocument
from tableau2net.train.machine import distributed


@contextmanager
def failures_of(document: NetworkDocument) -> Iterator[None]:
    """Around what runs the network of a document: raises TrainingError where its device has no memory left, where
    stages are not solved or another process ends, and where a class of the user's own raises an error that its trial
    did not show."""
    import torch

    try:
        yield
    except (TableauError, OSError):
        raise
    except torch.OutOfMemoryError as error:
        raise TrainingError(f"there is no memory left; a smaller batch may help: {reason(error)}") from error
    except RuntimeError as error:  # torch's, of the machine and of other processes, and a solver's
        ended = "training ended, perhaps because another process did" if distributed() else "training ended"
        raise TrainingError(f"{ended}: {reason(error)}") from error
    except RAISED as error:
        custom = any(part.component.custom for _, part in document.parts())
        if not custom or _is_an_interruption(error):
            raise
        raise TrainingError(f"training ended: {reason(error)}") from error


@contextmanager
def of_threads() -> Iterator[None]:
    """Around what starts threads: raises the OSError that ends one of them, as TensorBoard's on a full disk, where
    Python would print it and go on."""
    there, before, ended = set(threading.enumerate()), threading.excepthook, list[OSError]()

    def keep(failures_of: threading.ExceptHookArgs) -> None:
        if isinstance(failures_of.exc_value, OSError):
            ended.append(failures_of.exc_value)
        else:
            before(failures_of)

    threading.excepthook = keep
    try:
        yield
    finally:
        for thread in set(threading.enumerate()) - there:
            if getattr(thread, "exception", None) is not None:  # TensorBoard's, on its way to the hook
                thread.join()
        threading.excepthook = before
    if ended:
        raise ended[0]


def _is_an_interruption(error: BaseException) -> bool:
    """Whether Lightning exits for a signal: by a class of its own, or while it handles a KeyboardInterrupt."""
    if not isinstance(error, SystemExit):
        return False
    return type(error) is not SystemExit or isinstance(error.__context__, KeyboardInterrupt)
