"""Certificates of an authority of our own, for servers that tests start."""

from __future__ import annotations

import subprocess
from pathlib import Path


def certificate(home: Path, name: str = "server", signed: bool = True) -> None:
    """A key and a certificate for this machine, signed by an authority of our own (`ca.pem`) or by itself."""
    if signed and not (home / "ca.pem").exists():
        _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Test authority",
                 "-keyout", home / "ca.key", "-out", home / "ca.pem")  # fmt: skip
    _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", home / f"{name}.key",
             "-out", home / f"{name}.csr")  # fmt: skip
    (home / "san").write_text("subjectAltName=DNS:localhost\n", encoding="utf-8")
    by = ("-CA", home / "ca.pem", "-CAkey", home / "ca.key", "-CAcreateserial") if signed else ("-signkey", home / f"{name}.key")  # fmt: skip
    _openssl("x509", "-req", "-in", home / f"{name}.csr", "-days", "30", "-extfile", home / "san", *by,
             "-out", home / f"{name}.pem")  # fmt: skip


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
