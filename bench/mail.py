"""Mails of a folder against independent readers: does every file end well, and are all attachments found?

    python bench/mail.py FOLDER [--all]

Counts are of attachments at any depth: named parts, parts that are no text, messages within messages; archives are not
looked into. Independent readers: `email` (compat32) of Python for .eml, `mailbox` for .mbox, the storages that
`olefile` lists and, for the outermost message, `python-oxmsg` for .msg, `tnefparse` for winmail.dat where it is
installed (it is LGPL, so that we neither use nor require it).

Of 207 public files three differ, looked at one by one: a bounce whose parts Python's reader does not part (its boundary
stands on a folded line; ours finds both), an S/MIME message that Outlook keeps as one attachment (ours unpacks it: it is
the mail itself), and a PGP message, which ours counts as one encrypted thing and Python as its two parts.
"""

from __future__ import annotations

import argparse
import email
import email.message
import io
import mailbox
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.engine import Settings, Success, Task
from pipeline.engine.local import Crew
from pipeline.intake import Limits, identify, pack_task, unpack_task, unpacked
from pipeline.model import Item, Origin, Rejected

BODIES = ("text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml")
NO_ATTACHMENT = ("alternative", "empty-body")
Found = list[Item | Rejected]


def ours(found: Found) -> int:
    """Attachments among what was met in a file."""
    return sum("part=" in place(thing) and "member=" not in place(thing) and not is_text(thing) for thing in found)


def place(thing: Item | Rejected) -> str:
    return (thing.origins[0] if isinstance(thing, Item) else thing.origin).locator


def is_text(thing: Item | Rejected) -> bool:
    return thing.body if isinstance(thing, Item) else thing.reason in NO_ATTACHMENT


def by_email(content: bytes) -> int:
    return attached(email.message_from_bytes(content))


def attached(message: email.message.Message) -> int:
    """Attachments below a part: a report or a pointer (`message/...`) is one, a multipart without parts none."""
    kind, parts = message.get_content_type(), message.get_payload()
    if kind.startswith("message/"):
        inner = parts if kind == "message/rfc822" and isinstance(parts, list) else []
        return 1 + sum(attached(part) for part in inner)  # type: ignore[arg-type]  # parts of a list are messages
    if kind.startswith("multipart/"):
        return sum(attached(part) for part in parts) if isinstance(parts, list) else 0  # type: ignore[arg-type]  # the same
    is_attached = message.get("Content-Disposition", "").startswith("attachment")
    return int(kind not in BODIES or bool(message.get_filename()) or is_attached)


def by_mailbox(content: bytes) -> int:
    file = Path("/tmp") / f"mail-bench-{time.monotonic_ns()}.mbox"
    file.write_bytes(content)
    try:
        return sum(attached(message) for message in mailbox.mbox(file))
    finally:
        file.unlink()


def by_olefile(content: bytes) -> int:
    import olefile

    with olefile.OleFileIO(content) as file:
        paths = {tuple(path) for path in file.listdir(streams=True, storages=True)}
    return sum(path[-1].startswith("__attach_version1.0_#") for path in paths)


def by_oxmsg(content: bytes) -> int:
    from oxmsg import Message

    return int(Message.load(io.BytesIO(content)).attachment_count)


def by_tnefparse(content: bytes) -> int | None:
    try:
        from tnefparse import TNEF
    except ImportError:
        return None
    return len(TNEF(content).attachments)


READERS: dict[str, Callable[[bytes], int | None]] = {
    "message/rfc822": by_email,
    "application/mbox": by_mailbox,
    "application/vnd.ms-outlook": by_olefile,
    "application/vnd.ms-tnef": by_tnefparse,
}


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "LICENSES" not in path.parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="show the files on which all agree as well")
    args = parser.parse_args()
    ends: Counter[str] = Counter()
    seconds, met = 0.0, Counter[str]()
    settings = Settings(workers=1, deadline_seconds=60, memory_bytes=2048 << 20, preload=("pipeline.intake.wire",))
    print(f"{'file':62s} {'kind':10s} ours other")
    with Crew(unpack_task, settings) as crew:
        for path in files(args.folder):
            content, name = path.read_bytes(), str(path.relative_to(args.folder))
            begun = time.perf_counter()
            result = crew.call(Task(name, pack_task(content, Origin(source="folder", locator=name, name=path.name), Limits())))  # fmt: skip
            seconds += time.perf_counter() - begun
            if not isinstance(result, Success):
                ends["lost: " + result.kind] += 1
                print(f"{name:62.62s} LOST {result.kind} {result.detail[:100]}")
                continue
            found = unpacked(result.payload)
            met.update("document" if isinstance(t, Item) and not t.body else "text" if isinstance(t, Item) else f"{t.status} {t.reason}" for t in found)  # fmt: skip
            ends[found[0].status if isinstance(found[0], Rejected) else "document"] += 1
            kind = identify(content, path.name)
            other = counted(READERS.get(kind), content)
            mark = "" if other is None or other == ours(found) else " <-- differs"
            agreed = "no reader" if other is None else "differs" if mark else "same"
            ends[f"{short(kind)}: {agreed}"] += 1
            if mark or args.all:
                print(
                    f"{name:62.62s} {short(kind):10s} {ours(found):4d} {other if other is not None else '-':>5}{mark}"
                )
            top = counted(by_oxmsg, content) if kind == "application/vnd.ms-outlook" else None
            direct = sum(bool(re.fullmatch(r"[^!]+!part=\d+", place(t))) and not is_text(t) for t in found)
            if top is not None and top != direct:
                print(f"{name:62.62s} {'outermost':10s} {direct:4d} {top:5d} <-- python-oxmsg differs")
    print(f"\n{sum(n for k, n in ends.items() if ':' not in k)} files, {seconds:.1f} s")
    for end, number in sorted({**ends, **met}.items()):
        print(f"  {number:4d} {end}")


def counted(reader: Callable[[bytes], int | None] | None, content: bytes) -> int | None:
    """What a reader counts; None where there is none, or where it fails on the file."""
    if reader is None:
        return None
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(10)
    try:
        return reader(content)
    except Exception as error:  # noqa: BLE001  a foreign reader may fail in any way: that is a result
        print(f"{'':62s} {reader.__name__} fails: {type(error).__name__}: {str(error)[:60]}")
        return None
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError("over 10 seconds")


def short(kind: str) -> str:
    return {"message/rfc822": "mail", "application/mbox": "mbox", "application/vnd.ms-outlook": "msg", "application/vnd.ms-tnef": "tnef"}.get(kind, kind[:20])  # fmt: skip


if __name__ == "__main__":
    main()
