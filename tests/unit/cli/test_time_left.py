"""An import at a terminal says how far it is and how long it will take; scripts are told nothing."""

import argparse
import io
import sys

import pytest

from crm_core.cli import storing


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(monkeypatch, to, how, seconds, share):
    """What an import writes after so many seconds with this share done."""
    now = [100.0]
    monkeypatch.setattr(storing.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys, "stderr", to)
    progress = storing._show_progress(argparse.Namespace(format=how))
    now[0] += seconds
    progress(share, "orders.csv")
    return to.getvalue()


@pytest.mark.parametrize(
    ("seconds", "share", "expected"),
    [
        (10, 0.25, "about 30 s left"),  # a quarter took 10 s: three quarters take 30
        (90, 0.9, "about 10 s left"),
        (1, 0.5, ""),  # too early to tell
        (10, 0.04, ""),
        (10, 1.0, ""),
    ],
)
def test_the_time_left_follows_from_the_share_that_is_done(monkeypatch, seconds, share, expected):
    written = shown(monkeypatch, Terminal(), "text", seconds, share)
    assert f"{share:4.0%} orders.csv" in written
    assert ("left" in written) == bool(expected)
    assert expected in written


@pytest.mark.parametrize(("to", "how"), [(Terminal, "json"), (io.StringIO, "text")])
def test_scripts_and_files_are_told_nothing(monkeypatch, to, how):
    assert shown(monkeypatch, to(), how, 10, 0.5) == ""
