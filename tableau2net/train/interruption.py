"""A training that is asked to end, by Ctrl-C or by SIGTERM: it finishes its step, writes a checkpoint, and ends."""

from __future__ import annotations

import signal
from types import FrameType

from tableau2net.errors import Interrupted
from tableau2net.train.machine import distributed

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether the training was `asked` to end, and by which signal. A second signal ends it where it stands."""

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

    def heed(self) -> None:
        """Raises Interrupted where the training was asked to end."""
        if self.asked is not None:
            raise Interrupted(self.asked)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.heed()
        self.asked = number
