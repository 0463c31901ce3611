"""The address of a PostgreSQL database, and what may be said of it: never the password.

It is taken from the address, `PGPASSWORD` or `~/.pgpass`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pipeline.errors import Busy, ConfigError, OutputError

if TYPE_CHECKING:
    from psycopg import Error

_HOW = (
    "Write it as postgresql://USER@HOST:PORT/DATABASE, with %40 for @, %2F for / and %3A for : within a user or "
    "password. A password is better kept in ~/.pgpass or PGPASSWORD"
)


@dataclass(frozen=True)
class Address:
    """Where a database is, without what is secret."""

    shown: str  # like `postgresql://clerk@db.example.org/city`
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """ConfigError when it is none, in words that do not repeat it: where a sign is not escaped, any part of it may
        be part of the password."""
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        try:
            parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
        except ProgrammingError:
            parts = {}
        host, port, name = parts.get("host", ""), parts.get("port", ""), parts.get("dbname", "")
        odd = "@" in host + port + name or not re.fullmatch(r"[0-9,]*", port)
        if not parts or odd or not url.startswith(("postgresql://", "postgres://")):
            raise ConfigError(f"The address of the database cannot be understood. {_HOW}.") from None
        user = f"{parts['user']}@" if parts.get("user") else ""
        shown = f"postgresql://{user}{quote(host, safe=',:/[]')}{f':{port}' if port else ''}/{name}"
        secrets = [parts[key] for key in ("password", "sslpassword") if parts.get(key)]
        return cls(shown, tuple(form for one in secrets for form in (one, quote(one, safe=""), unquote(one))))

    def clean(self, text: str) -> str:
        """A foreign message on one line and without secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "•••")
        return " ".join(text.split()).rstrip(".")


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Errors of the database, told as what they mean for the reader. The context may hold secrets and is cut off."""
    import psycopg
    from psycopg import errors

    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected):
        raise Busy(
            f"The tables at {address.shown} are in use by another load or a long transaction, and nothing was "
            "changed. Wait until it is through, then run the command again."
        ) from None
    except psycopg.Error as error:
        raise OutputError(
            f"The dataset could not be written to {address.shown}: {address.clean(_primary(error))}. "
            f"{_advice(error)} The rows from before, or all of the new ones, stand there."
        ) from None


def _primary(error: Error) -> str:
    """The message without its details, which may quote rows."""
    return error.diag.message_primary or str(error)


def _advice(error: Error) -> str:
    from psycopg import errors

    advice: dict[type[Error], str] = {
        errors.InsufficientPrivilege: "Ask for a role that owns the schema, or for CREATE on the database.",
        errors.ForeignKeyViolation: "A table of yours refers to rows that are no more: give its key ON DELETE CASCADE.",
        errors.DependentObjectsStillExist: "Something of yours depends on what has to change: take it away first.",
        errors.UntranslatableCharacter: "Choose a database whose encoding is UTF8.",
        errors.DiskFull: "Make room on the server, then run the command again.",
    }
    found = [words for kind, words in advice.items() if isinstance(error, kind)]
    return found[0] if found else "Check that the server runs and that you may write there, then run the command again."
