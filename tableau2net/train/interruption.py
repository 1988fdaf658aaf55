"""Work that is asked to end, by Ctrl-C or by SIGTERM: it goes on to where nothing is lost, and ends there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from time import sleep
from types import FrameType

from tableau2net.errors import Interrupted, TrainingError
from tableau2net.train.machine import distributed, launched

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_TURN = 0.5  # seconds between two looks


class Interruption:
    """Whether the work was `asked` to end, and by which signal. A second signal ends it where it stands."""

    def __init__(self) -> None:
        self.received: int | None = None

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
        if self.received is not None:
            raise Interrupted(self.received)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.heed()
        self.received = number


@contextmanager
def ending_with_others(tell: Callable[[TrainingError], None]) -> Iterator[None]:
    """Within it SIGTERM, which torchrun sends to its processes where one of them has ended, ends this one at once, and
    with a word: also while it waits inside torch for the others, where Python runs no handler. After it the process is
    about to end by itself. A process that torchrun did not start is left as it is.
    """
    if not launched():
        yield
        return
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    torchrun = os.getppid()
    speaking = Lock()

    def end(reason: str) -> None:
        with speaking:
            tell(TrainingError(f"training ended {reason}"))
            os._exit(128 + signal.SIGTERM)

    def listen() -> None:
        while os.read(reader, 1)[0] != signal.SIGTERM:
            pass
        end("by SIGTERM, as torchrun ends all processes where one of them has ended")

    def follow() -> None:
        while os.getppid() == torchrun:
            sleep(_TURN)
        end("with torchrun, which has been killed")

    Thread(target=follow, daemon=True).start()
    heard_there: set[signal.Signals] = set()
    if distributed() and signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.set_wakeup_fd(writer)
        Thread(target=listen, daemon=True).start()
        heard_there = {
            signal.SIGTERM
        }  # by these threads: here it would interrupt torch, which tells so at length
    before = signal.pthread_sigmask(signal.SIG_BLOCK, heard_there)
    try:
        yield
    finally:
        speaking.acquire()  # and never released: who has it tells how this process ends
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
