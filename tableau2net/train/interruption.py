"""Work that is asked to end, by Ctrl-C or by SIGTERM: it goes on to where nothing is lost, and ends there."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tableau2net.errors import Interrupted
from tableau2net.train.machine import distributed

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether the work was `asked` to end, and by which signal. A second signal ends it where it stands."""

    def __init__(self) -> None:
        self.asked: int | None = None

    def listen(self) -> None:
        """From here on signals are noted, and obeyed when it suits, until Lightning puts back what was there before it
        began. torchrun ends its processes itself, all at once, and what is told to ignore a signal goes on ignoring it.
        """
        if distributed():
            return
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._note)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within it signals are noted; after it what was there before is put back."""
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        self.listen()
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def heed(self) -> None:
        """Raises Interrupted where the work was asked to end."""
        if self.asked is not None:
            raise Interrupted(self.asked)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.heed()
        self.asked = number
