"""The password or token of a mailbox: taken from where it is kept, never shown, never handed to another program."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from pipeline.errors import ConfigError, MissingTool, SourceError
from pipeline.sources.settings import Imap

_LONGEST = 20_000  # characters of a secret
_TOKEN_SECONDS = 60.0  # that a program may take to print a token


class Secret:
    """A password or token that shows itself only to who asks for it by name."""

    def __init__(self, value: str, *, is_token: bool = False) -> None:
        self._value = value
        self.is_token = is_token

    def __repr__(self) -> str:
        return "Secret(…)"

    def reveal(self) -> str:
        """The secret itself."""
        return self._value


def check(source: Imap) -> None:
    """ConfigError where the settings name no place of a secret or more than one, or where nothing usable lies there.

    A token is not fetched for that: its program may need the network.
    """
    ways = [way for way in (source.password_env, source.password_file, source.password_keyring) if way]
    if len(ways) + bool(source.token_command) != 1:
        raise ConfigError(
            f"The source `{source.name}` must name one of password_env, password_file, password_keyring and "
            "token_command. Mend it in `learnings.toml`."
        )
    if not source.token_command:
        fetch(source)


def fetch(source: Imap) -> Secret:
    """The secret of a mailbox. Raises ConfigError, MissingTool, or SourceError where a token cannot be had now."""
    if source.token_command:
        return Secret(_token(source), is_token=True)
    if source.password_env:
        value = os.environ.get(source.password_env, "")
        where = f"The environment variable {source.password_env}"
    elif source.password_file:
        value = _from_file(Path(source.password_file))
        where = f"The file {source.password_file}"
    else:
        value = _from_keyring(source)
        where = f"The keyring's service {source.password_keyring}"
    if not value or not value.isprintable():
        raise ConfigError(f"{where} holds no password for the source `{source.name}`. Put it there and run again.")
    return Secret(value)


def _from_file(path: Path) -> str:
    """The first line of a file that nobody else can read."""
    try:
        with open(path, encoding="utf-8") as file:
            seen = os.fstat(file.fileno())
            if sys.platform != "win32" and (
                seen.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or seen.st_uid != os.geteuid()
            ):
                raise ConfigError(
                    f"The file {path} with a password can be read by others, or belongs to another user. "
                    f"Make it yours alone: `chmod 600 {path}`."
                )
            return file.readline(_LONGEST).strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigError(f"The file {path} with a password cannot be read: {why}. Check path and rights.") from None


def _from_keyring(source: Imap) -> str:
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]  # an extra, and not installed everywhere
        from keyring.errors import KeyringError  # type: ignore[import-not-found,unused-ignore]  # the same extra
    except ImportError:
        raise MissingTool(
            "The keyring of the system is read with the extra `keyring`. Install it: `pip install learnings[keyring]`."
        ) from None
    try:
        return str(keyring.get_password(source.password_keyring, source.user) or "")
    except KeyringError as error:
        raise ConfigError(
            f"The keyring cannot be read ({type(error).__name__}). Unlock it, or keep the password elsewhere."
        ) from None


def _token(source: Imap) -> str:
    """What a program prints. What it says on its error stream may hold secrets, and is not passed on."""
    try:
        done = subprocess.run(
            source.token_command, capture_output=True, text=True, timeout=_TOKEN_SECONDS, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise ConfigError(f"The token_command of the source `{source.name}` does not exist. Check its path.") from None
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired) as error:
        raise SourceError(
            f"The token_command of the source `{source.name}` gave no token ({type(error).__name__}). Try it by hand."
        ) from None
    token = done.stdout.strip()
    if done.returncode or not token or not token.isascii() or not token.isprintable() or len(token) > _LONGEST:
        raise SourceError(
            f"The token_command of the source `{source.name}` gave no token (exit {done.returncode}). Try it by hand."
        )
    return token
