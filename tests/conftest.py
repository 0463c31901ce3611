"""What holds for every test: the network is out of reach, and where CI runs nothing is skipped."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest

_HERE = ("localhost", "127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets reach this machine only: a test that needs the network fails wherever it runs, not in CI alone."""
    connect = socket.socket.connect

    def near(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _HERE:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", near)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With LEARNINGS_SKIP_NOTHING set, as in `.ci/run`, a test skipped for want of a program is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("LEARNINGS_SKIP_NOTHING") or exitstatus != 0 or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", ()) if "not installed" in str(report.longrepr)]
    for report in skipped:
        reporter.write_line(f"\nSKIPPED, and may not be: {report.nodeid}: {report.longrepr[-1]}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
