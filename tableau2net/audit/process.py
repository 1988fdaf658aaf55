"""The child process in which code is run: limited in time and memory, ended with all that it started, and leaving no
file behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from tableau2net import files
from tableau2net.errors import InputError, Position

PROGRAM = "tableau2net.audit.child.program"
MOST = 1 << 26  # bytes of an answer
_PIECE = 1 << 16
_TURN, _TURNS = 0.01, 50  # seconds between two looks whether anything is left, and how many


def answered(
    request: dict[str, Any], place: str, seconds: float, memory: int, source: str | None = None
) -> dict[str, Any]:
    """The answer of a child process to a request. `memory` is in bytes of address space; a `source` is what the file of
    the request holds, where there is no such file yet.

    Raises InputError, of the `place`, where there is none: the time or the memory did not suffice, or the code ended
    the process.
    """
    with TemporaryDirectory(prefix="tableau2net-audit-", ignore_cleanup_errors=True) as folder:
        if source is not None:
            path = Path(folder, "emitted.py")
            files.write_atomically(path, source)
            request = {**request, "file": str(path)}
        reading, writing = os.pipe()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", PROGRAM, str(writing)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            pass_fds=(writing,),
            start_new_session=True,
        )
        try:
            os.close(writing)
            data = _exchanged(
                child, {**request, "memory": memory, "seconds": int(seconds) + 1}, reading, seconds
            )
            if data is None:
                _end(child)
                raise InputError(
                    "the code was stopped at its limit",
                    Position(place),
                    f"no answer after {seconds:g} s",
                    "a larger --seconds",
                )
            if not data:
                status = _ended(child)
                raise InputError(
                    "the code ended the process in which it ran",
                    Position(place),
                    status,
                    "a step that returns a state",
                )
        finally:
            _end(child)
            os.close(reading)
    try:
        found: dict[str, Any] = json.loads(data)
    except ValueError:
        raise InputError("the answer of the process cannot be read", Position(place)) from None
    if "message" in found:
        raise InputError(found["message"], Position(place), found["found"], found["expected"])
    return found


def _environment(folder: str) -> dict[str, str]:
    """One thread, no accelerator, double precision, and temporary files in the folder."""
    variables = {
        "TMPDIR": folder,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "JAX_PLATFORMS": "cpu",
        "JAX_ENABLE_X64": "1",
        "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    }
    return {**os.environ, **variables}


def _exchanged(
    child: subprocess.Popen[bytes], request: dict[str, Any], reading: int, seconds: float
) -> bytes | None:
    """The bytes of the answer, none where the process ended without; None where it takes longer than that."""
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(request).encode())
        child.stdin.close()
    end, data = monotonic() + seconds, bytearray()
    while (left := end - monotonic()) > 0 and len(data) <= MOST:
        ready, _, _ = select([reading], [], [], left)
        piece = os.read(reading, _PIECE) if ready else b""
        if ready and not piece:
            return bytes(data)
        data += piece
    return None


def _ended(child: subprocess.Popen[bytes]) -> str:
    """How a process ended that gave no answer."""
    with suppress(subprocess.TimeoutExpired):
        status = child.wait(timeout=1)
        if status < 0:
            name = signal.Signals(-status).name
            return f"the signal {name}{', at the limit of its memory or time' if -status in _LIMITS else ''}"
        return f"exit status {status}"
    return "it closed its standard streams"


_LIMITS = (signal.SIGKILL, signal.SIGXCPU, signal.SIGABRT, signal.SIGSEGV)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started in its session, which is over a moment later."""
    with suppress(BrokenPipeError):
        if child.stdin is not None:
            child.stdin.close()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    with suppress(ProcessLookupError, PermissionError):
        for _ in range(_TURNS):
            os.killpg(child.pid, 0)
            sleep(_TURN)
