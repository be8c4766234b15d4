"""An import at a terminal says how far it is and how long it will take; scripts are told nothing."""

import argparse
import io
import sys

import pytest

from crm_core.cli import storing


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def at_terminal(monkeypatch):
    """A terminal in place of standard error."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands at the given second."""
    now = [100.0]
    monkeypatch.setattr(storing.time, "monotonic", lambda: now[0])
    return now


def show(now, how, *told):
    progress = storing._show_progress(argparse.Namespace(format=how))
    for seconds, share in told:
        now[0] = 100.0 + seconds
        progress(share, "orders.csv")


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
def test_the_time_left_follows_from_the_share_that_is_done(at_terminal, clock, seconds, share, expected):
    show(clock, "text", (seconds, share))
    shown = at_terminal.getvalue()
    assert f"{share:4.0%} orders.csv" in shown
    assert ("left" in shown) == bool(expected)
    assert expected in shown


def test_scripts_and_files_are_told_nothing(at_terminal, clock, monkeypatch):
    show(clock, "json", (10, 0.5))
    assert at_terminal.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    show(clock, "text", (10, 0.5))
    assert sys.stderr.getvalue() == ""
