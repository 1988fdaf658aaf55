"""example-name: one trial."""

from __future__ import annotations

from tableau2net import data
from tableau2net.compare.records import Record
from tableau2net.compare.runners.example_name import run
from tableau2net.compare.trial import Trial
from tableau2net.train.machine import Machine

SMALL = "periods=[{channels: 4, steps: 1}, {channels: 8, steps: 1}]"


def test_example_name_gives_each_trial_its_record() -> None:
    trial = Trial("resnet20", (SMALL,), "short", ("epochs=1",), 0)
    ((ended, record),) = filter(None, run([trial], data.load("digits", images=100), Machine("cpu"), 1, None))
    assert ended == trial
    assert isinstance(record, Record)
