"""Mailboxes on this machine: Maildir and mbox, of any size, each message once whatever becomes of its file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.model import Choice, Item, Rejected, Rules
from pipeline.sources import Message, probe, read
from pipeline.sources.maildir import read_maildir
from pipeline.sources.mbox import read_mbox, split
from pipeline.sources.settings import Folder, Maildir, Mbox

sys.path.insert(0, str(Path(__file__).parent))
from imap_builder import Memory, message

FROM = b"From ann@example.org Tue Jun 11 14:40:58 2013\n"


def maildir(root: Path, **folders: dict[str, bytes]) -> Maildir:
    """A Maildir; `cur={"1.host:2,S": b"..."}`."""
    for name in ("cur", "new", "tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for folder, messages in folders.items():
        place = root / folder.replace("__", "/")
        place.mkdir(parents=True, exist_ok=True)
        for name, content in messages.items():
            (place / name).write_bytes(content)
    return Maildir(name="box", path=root)


def contents(source: Maildir | Mbox, memory: Memory, limit: int = 10**6) -> list[bytes | str]:
    """Contents of messages, reasons of the others."""
    found: list[bytes | str] = []
    for thing in read([source], memory, limit):
        if isinstance(thing, Message):
            thing.settled(True)
        found.append(thing.content if isinstance(thing, Message) else thing.status)  # type: ignore[union-attr]  # no files are among them
    return found


def test_all_folders_of_a_maildir_are_read_and_what_is_being_delivered_is_not(tmp_path):
    source = maildir(tmp_path, cur={"1:2,S": b"one"}, new={"2": b"two"}, tmp={"3": b"no"}, **{".Sent__cur": {"4": b"four"}})  # fmt: skip
    assert contents(source, Memory()) == [b"one", b"two", b"four"]


def test_a_message_whose_flags_change_or_that_is_moved_is_known(tmp_path):
    memory = Memory()
    contents(maildir(tmp_path, new={"1": message(1)}), memory)
    (tmp_path / ".Done" / "cur").mkdir(parents=True)
    (tmp_path / "new" / "1").rename(tmp_path / ".Done" / "cur" / "1:2,RS")
    assert contents(maildir(tmp_path), memory) == ["known"]


def test_a_large_message_of_a_maildir_is_not_read(tmp_path):
    assert contents(maildir(tmp_path, cur={"1": b"x" * 1_000}), Memory(), limit=500) == ["quarantined"]


def test_what_is_no_maildir_is_told(tmp_path):
    with pytest.raises(SourceError, match="neither `cur` nor `new`"):
        list(read_maildir(Maildir(name="box", path=tmp_path), Memory(), 10))


def test_an_mbox_is_split_into_its_messages():
    text = (
        FROM + b"Subject: a\n\nOne\n>From the start\n\n" + FROM + b"Subject: b\n\nTwo\n\nFrom me to you 10:00 pm\nEnd\n"
    )
    assert [content for content, _ in split(io.BytesIO(text), 1_000)] == [
        b"Subject: a\n\nOne\nFrom the start\n",
        b"Subject: b\n\nTwo\n\nFrom me to you 10:00 pm\nEnd\n",
    ]


def test_a_large_message_of_an_mbox_is_not_kept_in_memory():
    text = (
        FROM
        + b"Subject: a\n\n"
        + b"x" * 79
        + b"\n" * 2
        + (b"y" * 79 + b"\n") * 10_000
        + b"\n"
        + FROM
        + b"Subject: b\n\nTwo\n"
    )
    (large, size), (small, _) = split(io.BytesIO(text), 1_000)
    assert (len(large) < 100_000, size > 800_000, small) == (True, True, b"Subject: b\n\nTwo\n")


def test_messages_of_an_mbox_that_grew_or_was_moved_are_known(tmp_path):
    memory, box = Memory(), tmp_path / "Inbox"
    box.write_bytes(FROM + b"Subject: a\n\nOne\n\n")
    assert contents(Mbox(name="box", paths=(tmp_path,)), memory) == [b"Subject: a\n\nOne\n"]
    (tmp_path / "old.sbd").mkdir()
    box.rename(tmp_path / "old.sbd" / "Archive")
    with (tmp_path / "old.sbd" / "Archive").open("ab") as file:
        file.write(FROM + b"Subject: b\n\nTwo\n")
    (tmp_path / "Inbox.msf").write_bytes(b"From the index")
    assert contents(Mbox(name="box", paths=(tmp_path,)), memory) == ["known", b"Subject: b\n\nTwo\n"]


def test_a_mailbox_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        list(read_mbox(Mbox(name="box", paths=(tmp_path / "x",)), Memory(), 10))


def test_a_missing_drive_stops_no_other_source_and_no_other_path(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    found = list(read([Folder(paths=(tmp_path / "a.txt", tmp_path / "gone")), Folder(name="b", paths=(tmp_path,))], Memory(), 10))  # fmt: skip
    assert [getattr(t, "status", t.origin.locator) for t in found] == ["a.txt", "unreached", "b/a.txt"]


def test_folders_and_mailboxes_on_this_machine_are_probed(tmp_path):
    assert probe(Folder(paths=(tmp_path, tmp_path))) == "2 paths there"
    with pytest.raises(SourceError, match="does not exist"):
        probe(Maildir(name="box", path=tmp_path / "gone"))


def test_rules_of_a_source_hold_for_the_mails_in_its_files(tmp_path):
    from pipeline.intake import admit

    (tmp_path / "a.eml").write_bytes(message(1))
    (tmp_path / "b.eml").write_bytes(message(2))
    source = Folder(paths=(tmp_path,), rules=Rules(sender=Choice(include=("o1@example.org",))))
    found = list(admit(read([source], Memory(), 10**6)))
    assert [t.reason for t in found if isinstance(t, Rejected)] == ["mail", "rule"]
    assert len([t for t in found if isinstance(t, Item)]) == 1
