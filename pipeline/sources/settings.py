"""What `learnings.toml` says about where documents come from: one `[[source]]` table each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from pipeline.model import Rules

Name: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")]
Positive: TypeAlias = Annotated[int, Meta(ge=1)]


class Source(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every kind has."""

    rules: Rules = Rules()


class Folder(Source, frozen=True, kw_only=True, tag="folder"):
    """Files and folders of this machine: documents, `.eml`, `.msg`, `.mbox` and archives."""

    paths: tuple[Path, ...]
    name: Name | Literal[""] = ""  # begins the locators of its files; needed where there is more than one folder
    without: tuple[Path, ...] = ()  # folders and files below them that are not read; the output folder never is


class Mbox(Source, frozen=True, kw_only=True, tag="mbox"):
    """Mailboxes in one file each, of any size, read message by message."""

    name: Name  # begins the locators of what comes from it: keep it when the files move
    paths: tuple[Path, ...]


class Maildir(Source, frozen=True, kw_only=True, tag="maildir"):
    """A mailbox of one file per message, with all its folders."""

    name: Name
    path: Path


class Imap(Source, frozen=True, kw_only=True, tag="imap"):
    """A mailbox on a server, over TLS. One of the four ways to the secret must be given."""

    name: Name
    host: str
    user: str
    port: Annotated[int, Meta(ge=1, le=65535)] = 993
    folders: tuple[str, ...] = ("INBOX",)  # `*` stands for any, like `Projects/*`
    password_env: str = ""  # name of an environment variable
    password_file: str = ""  # a file that only its owner can read
    password_keyring: str = ""  # name of a service in the keyring of the system; needs the extra `keyring`
    token_command: tuple[str, ...] = ()  # a program that prints an OAuth 2 access token
    ca_file: str = ""  # certificates (PEM) to trust in place of the system's
    timeout_seconds: Annotated[float, Meta(gt=0)] = 60.0  # without a byte from the server
    message_seconds: Annotated[float, Meta(gt=0)] = 600.0  # for one answer of the server, however slow
    tries: Positive = 5  # connections cut one after the other, without a message between them
    after: Literal["nothing", "flag", "move"] = "nothing"  # what happens to a message once all of it is stored
    after_flag: str = "$Learnings"
    after_folder: str = ""  # where `move` moves it


AnySource: TypeAlias = Folder | Mbox | Maildir | Imap
