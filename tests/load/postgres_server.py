"""A PostgreSQL server for tests: its own data, its own port, on this machine only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
PASSWORD = "s3cret:p@ss/word"
ESCAPED = "s3cret%3Ap%40ss%2Fword"


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, or None where PostgreSQL is not installed."""
    beside = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    homes = [*beside, *(home for place in PLACES for home in sorted(Path("/").glob(place[1:]), reverse=True))]
    return next((home for home in homes if (home / "initdb").is_file() and (home / "pg_ctl").is_file()), None)


class Server:
    """One server. It may be stopped in the hard way and started again."""

    def __init__(self, bin_folder: Path, home: Path) -> None:
        self.bin, self.home = bin_folder, home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        user = _user()
        self.who: dict[str, Any] = {"user": user} if user else {}
        if user:
            shutil.chown(home, user)
        (home / "password").write_text(PASSWORD, encoding="utf-8")
        (home / "password").chmod(0o644)
        self.run("initdb", "-D", f"{home}/data", "-U", "owner", "-E", "UTF8", "--locale=C", "--auth-local=trust",
                 "--auth-host=scram-sha-256", f"--pwfile={home}/password", "--no-sync")  # fmt: skip
        self.start()

    @property
    def url(self) -> str:
        """Over the socket, without a password."""
        return f"postgresql://owner@/postgres?host={self.home}&port={self.port}"

    def over_tcp(self, password: str, database: str = "postgres") -> str:
        """Over the loopback interface, with a password."""
        return f"postgresql://owner:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL as its user; root may not."""
        subprocess.run([self.bin / program, *arguments], check=True, capture_output=True, cwd=self.home, **self.who)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1"
        self.run("pg_ctl", "-D", f"{self.home}/data", "-l", f"{self.home}/log", "-o", options, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is as if the power went."""
        self.run("pg_ctl", "-D", f"{self.home}/data", "-m", mode, "-w", "stop")


def _user() -> str:
    """Whom to run it as: PostgreSQL refuses root."""
    if os.geteuid():
        return ""
    import pwd  # not on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running() -> Iterator[Server]:
    """A server that is gone afterwards. Its folder lies where another user may enter, which pytest's own does not."""
    found = programs()
    assert found
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    try:
        server = Server(found, home)
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)
