"""A Dovecot for tests: its own mailboxes, its own certificate authority, its own port, on this machine only."""

from __future__ import annotations

import base64
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certificates import certificate

USER, PASSWORD = "forms@example.org", "s3cret:p@ss {word"
CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{home}/mail
mail_max_userip_connections = 100
ssl = required
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
disable_plaintext_auth = yes
auth_mechanisms = plain xoauth2
passdb {{
  driver = passwd-file
  mechanisms = plain
  args = scheme=PLAIN username_format=%u {home}/users
}}
passdb {{
  driver = static
  mechanisms = xoauth2
  args = password={token}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""
TOKEN = "ya29.a-token-of-a-test"


def program() -> str | None:
    """The server's program, or None where Dovecot is not installed."""
    found = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)
    return found if found and Path("/usr/lib/dovecot/imap").exists() and shutil.which("openssl") else None


class Server:
    """One server with one user."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        certificate(home)
        self.user, self.group = _user()
        coded = base64.b64encode(PASSWORD.encode()).decode()
        (home / "users").write_text(f"{USER}:{{PLAIN.b64}}{coded}::::::\n", encoding="utf-8")
        said = CONFIG.format(home=home, user=self.user, group=self.group, port=self.port, token=TOKEN)
        (home / "dovecot.conf").write_text(said, encoding="utf-8")
        subprocess.run(["chown", "-R", f"{self.user}:{self.group}", str(home)], check=True)
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [program() or "dovecot", "-F", "-c", str(self.home / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError((self.home / "log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)

    @property
    def ca(self) -> str:
        """The certificates to trust."""
        return str(self.home / "ca.pem")

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4_SSL]:
        """A mail program of the owner."""
        context = ssl.create_default_context(cafile=self.ca)
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context, timeout=20) as client:
            client.authenticate("PLAIN", lambda _: f"\x00{USER}\x00{PASSWORD}".encode())
            yield client

    def fill(self, folder: str, *messages: bytes) -> None:
        """Make a folder anew with some messages."""
        with self.client() as client:
            if folder != "INBOX":
                client.delete(f'"{folder}"')
                client.create(f'"{folder}"')
            client.select(f'"{folder}"')
            client.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()
            for message in messages:
                assert client.append(f'"{folder}"', "", "", message)[0] == "OK"  # type: ignore[arg-type]  # the stub wants a time where the protocol does not

    def renumber(self, folder: str) -> None:
        """Give a folder new numbers, as after a server was restored from a backup."""
        with self.client() as client:
            client.rename(f'"{folder}"', '"old"')
            client.create(f'"{folder}"')
            client.select('"old"')
            client.uid("COPY", "1:*", f'"{folder}"')
            client.close()
            client.delete('"old"')


def _user() -> tuple[str, str]:
    """Whom to run it as: mail processes refuse to be root."""
    import grp
    import pwd

    if os.geteuid():
        entry = pwd.getpwuid(os.geteuid())
        return entry.pw_name, grp.getgrgid(entry.pw_gid).gr_name
    return "nobody", "nogroup"


@contextmanager
def running() -> Iterator[Server]:
    """A server that is gone afterwards. Its folder lies where another user may enter; a socket's path must be short."""
    home = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))
    home.chmod(0o755)
    server = None
    try:
        server = Server(home)
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(home, ignore_errors=True)
