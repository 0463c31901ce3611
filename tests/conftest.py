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
    """With LEARNINGS_SKIP_NOTHING set, as in `.ci/run`, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("LEARNINGS_SKIP_NOTHING") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        reporter.write_line("")
        for report in reporter.stats["skipped"]:
            reporter.write_line(f"SKIPPED, and nothing may be: {report.nodeid}: {report.longrepr[-1]}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
