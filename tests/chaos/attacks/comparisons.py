"""Comparisons on one file of results are killed, two at once, or find it damaged: every trial is there, and once.

Their workers are forked, so that a comparison takes a second. Those of its user are started anew.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from functools import partial
from pathlib import Path
from random import Random
from time import sleep

from kill_points import NETWORK

from chaos.bench import Bench, Running, Tried, damaged, one_line
from tableau2net.compare import records, sweep, table
from tableau2net.compare.records import OUTCOME, Record
from tableau2net.compare.runners import here
from tableau2net.data import load
from tableau2net.train import fit

LOADED = (sweep, table, fit)  # before anything is forked
ENDS = {signal.SIGKILL: {0, -9}, signal.SIGTERM: {0, 143, -15}}
LATEST = 1.5  # seconds in which a comparison is about over


def attempt(bench: Bench, draw: Random) -> Tried:
    unbroken = _unbroken(bench)
    results = bench.folder / "compared" / f"{len(list((bench.folder / 'compared').iterdir()))}.jsonl"
    kind = draw.choice(["killed", "two at once", "two at once, and one is killed", "damaged"])
    end = draw.choice(list(ENDS))
    wrong = list[str]()
    begun = [_begun(bench, results)]
    if kind.startswith("two"):
        sleep(draw.choice([0.0, draw.uniform(0, LATEST)]))
        begun.append(_begun(bench, results))
    if "killed" in kind or draw.random() < 0.5:
        sleep(draw.uniform(0.01, LATEST))
        os.kill(begun[0].process, end)  # or what is left of it, as it has not been waited for
        kind = (
            kind if "killed" in kind else f"{kind}, and one is killed" if "two" in kind else f"killed, {kind}"
        )
        allowed = [ENDS[end], {0}]
    else:
        allowed = [{0}, {0}]
    for running, statuses in zip(begun, allowed, strict=False):
        status, _, errors = running.ended()
        if (
            status not in statuses
            or (status == 143 and not errors.startswith("interrupted; "))
            or errors.count("\n") > 3
        ):
            wrong.append(f"status {status}: {errors[-300:]}")
        if not running.all_ended():
            wrong.append("processes are left")
    if "damaged" in kind and results.exists():
        how, content = damaged(results.read_bytes(), draw)
        results.write_bytes(content)
        kind = f"{kind}: {how}"
    else:
        how, content = "", b""
    running = _begun(bench, results)
    status, _, errors = running.ended()
    if not running.all_ended():
        wrong.append("processes are left")
    if how and status == 2 and one_line(errors):
        wrong += [] if results.read_bytes() == content else ["refused, and yet changed"]
    elif status:
        wrong.append(f"the same call again: status {status}: {errors[-300:]}")
    else:
        # One flipped bit may make a record one of something else, which no line can tell.
        wrong += faults(unbroken, results, exact=how != "bit flip")
        wrong += ["claims are left"] if results.with_name(f".{results.name}.claims").exists() else []
    return Tried(f"{kind} ({end.name})" if "killed" in kind else kind, tuple(wrong))


def faults(unbroken: list[Record], results: Path, *, exact: bool) -> list[str]:
    """Trials that are missing, there twice, or came to anything else than where nothing was broken."""
    found = {each.key: each for each in records.read(results)}
    lines = results.read_bytes().count(b"\n")
    wrong = [f"{each.network}, seed {each.seed} is missing" for each in unbroken if each.key not in found]
    if exact:
        wrong += [f"{lines} lines of {len(unbroken)} trials"] if lines != len(unbroken) else []
        wrong += [
            f"{each.network}, seed {each.seed}: another {name}"
            for each in unbroken
            for name in OUTCOME
            if each.key in found and repr(getattr(found[each.key], name)) != repr(getattr(each, name))
        ]
    return wrong


def _begun(bench: Bench, results: Path) -> Running:
    networks = [str(bench.folder / f"{name}.yaml") for name in ("small", "wide")]
    options = [
        "--images",
        "30",
        "--epochs",
        "1",
        "--seeds",
        "2",
        "--runner",
        "here",
        "--results",
        str(results),
    ]
    fork = partial(setattr, here, "get_context", lambda _: multiprocessing.get_context("fork"))
    return Running.begun(["compare", *networks, *options], first=fork)


def _unbroken(bench: Bench) -> list[Record]:
    """What a comparison leaves that nothing breaks; it is made once."""
    results = bench.folder / "compared" / "unbroken.jsonl"
    if not results.exists():
        results.parent.mkdir()
        load("digits")
        for name, channels in (("small", 2), ("wide", 3)):
            text = NETWORK.replace("tiny", name).replace("channels: 2", f"channels: {channels}")
            (bench.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        running = _begun(bench, results)
        status, _, errors = running.ended()
        assert status == 0, errors
        assert running.all_ended()
    return records.read(results)
