"""The key from which codes and ids of a public release are made. It lies outside every output and is never written
into one: whoever has it can tell whether a guessed name belongs to a code."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError, OutputError
from pipeline.redact.settings import VARIABLE

_BYTES = 32
_LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowels, so that no code is a word; no digits, so that none looks like a number
_CODE_LENGTH = 8


@dataclass(frozen=True, repr=False)
class Key:
    """Makes codes and ids; the same key gives the same ones, release after release."""

    secret: bytes

    def code(self, what: str) -> str:
        """Eight letters for a person."""
        number = int.from_bytes(self._digest(f"code {what}")[:8], "big")
        letters = []
        for _ in range(_CODE_LENGTH):
            number, place = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[place])
        return "".join(letters)

    def id(self, identity: str) -> str:
        """An id of the same kind, `d-` and 16 hexadecimal digits, that says nothing of the content."""
        return f"{identity[:2]}{self._digest(f'id {identity}').hex()[:16]}"

    def _digest(self, text: str) -> bytes:
        return hmac.new(self.secret, text.encode("utf-8"), hashlib.sha256).digest()


def get_key(setting: str, outside: Path, environment: Mapping[str, str]) -> tuple[Key, Path | None]:
    """The key, and the file it was written to when it was made just now, else None.

    It is taken from the variable `LEARNINGS_KEY`, else from the file of the setting, else from a file below the
    user's settings folder; a file that is not there is made, readable by its owner only. ConfigError for a key that
    is none, for a file that others may read, and for one inside the folder `outside`, which is to be given away.
    """
    if value := environment.get(VARIABLE, ""):
        return Key(_secret(value, f"The variable {VARIABLE}")), None
    path = Path(setting).expanduser() if setting else _default(environment)
    if outside.resolve() in path.resolve().parents:
        raise ConfigError(f"The key file {path} would lie inside {outside}, which is given away. Choose another place.")
    made = None if path.exists() else _make(path)
    return Key(_read(path)), made


def _default(environment: Mapping[str, str]) -> Path:
    home = environment.get("XDG_CONFIG_HOME") or (environment.get("APPDATA") if os.name == "nt" else "")
    return (Path(home) if home else Path.home() / ".config") / "learnings" / "release.key"


def _make(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
    except OSError as error:
        raise OutputError(f"The key could not be written to {path}: {error.strerror}. Name another place.") from error
    return path


def _read(path: Path) -> bytes:
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise ConfigError(f"Others may read the key file {path}. Take that right away: chmod 600 {path}")
        return _secret(path.read_text(encoding="ascii", errors="replace"), f"The key file {path}")
    except OSError as error:
        raise ConfigError(f"The key file {path} cannot be read: {error.strerror}. Check its rights.") from error


def _secret(text: str, where: str) -> bytes:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) < _BYTES:
        raise ConfigError(
            f"{where} does not hold a key: 64 hexadecimal digits. Restore it, or remove it for a new one."
        )
    return secret
