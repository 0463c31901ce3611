"""A small folder of documents of every fate, for the tests of whole runs."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from pipeline.errors import REASONS

FORM = """Learning event report

Name of the event: Night Bus Forum
Dates: 3 to 5 May 2016
Venue: City Hall, Turin, Italy
Officials who attended: Maria Rossi, Head of Transport, City of Durban
Purpose: To compare night bus networks.
Key learnings:
Drivers know best where people wait at night.
Lamps matter more than cameras.
What will you do differently? We shall ask drivers before we move a stop.
"""
REPORT = """Report of the Forum on Night Buses

The forum was held in Turin from 3 to 5 May 2016 and was attended by delegates of twelve cities.

Workshop 1: Drivers

1. Participants noted that drivers in Lagos know best where people wait at night.

Recommendations

2. City governments should run buses on every main road until two in the morning.
"""
INVITATION = """Dear colleagues,

Invitation: Forum on Street Lighting

The City of Porto invites you to the Forum on Street Lighting, which will take place at the City Hall.

Date: 7 June 2017
Venue: City Hall, Porto, Portugal

Participants will learn how other cities light their stops.
Registration is free of charge. For more information please contact a@example.org.
"""
NOTE = "Dear colleagues,\n\nplease find attached the form that you asked for last week.\n\nKind regards\nAnn\n"
FATES = {
    "form.txt": "done",
    "sub/report.txt": "done",
    "covering note.eml": "unpacked",
    "invitation.eml": "unpacked",
    "papers.zip": "unpacked",
    "broken.pdf": "quarantined",
    "empty.txt": "quarantined",
    "riders.bin": "quarantined",
}


def mail(subject: str, body: str, *attached: tuple[str, bytes]) -> bytes:
    """A message with attachments."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ann <ann@example.org>", "mile@example.org", subject
    message["Date"], message["Message-ID"] = "Tue, 07 Jun 2016 10:00:00 +0200", f"<{len(body)}@example.org>"
    message.set_content(body)
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    message.set_boundary("=b") if attached else None
    return message.as_bytes()


def archive(**members: str) -> bytes:
    """A zip of texts; `a_txt` is the member `a.txt`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name.replace("_txt", ".txt")), content)
    return out.getvalue()


def inbox(folder: Path) -> Path:
    """The folder, filled."""
    (folder / "sub").mkdir(parents=True)
    files = {
        "form.txt": FORM.encode(),
        "sub/report.txt": REPORT.encode(),
        "covering note.eml": mail("The form", NOTE, ("the same form.txt", FORM.encode())),
        "invitation.eml": mail("Forum on Street Lighting", INVITATION),
        "papers.zip": archive(
            minutes_txt="Minutes\n\nThe committee met and approved the minutes of its last meeting in April.\n"
        ),
        "broken.pdf": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog",
        "empty.txt": b"",
        "riders.bin": bytes(range(256)) * 4,
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def table(out: Path, name: str) -> list[dict[str, str]]:
    """The rows of a published table."""
    with (out / "dataset" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ledger(out: Path) -> list[dict[str, str]]:
    """The ledger of the newest run."""
    with (max((out / "runs").iterdir(), key=lambda f: f.stat().st_mtime_ns) / "ledger.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their path in it."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def times(folder: Path) -> dict[str, int]:
    """When each file below a folder was written, and which file it is."""
    return {
        str(f.relative_to(folder)): f.stat().st_mtime_ns + f.stat().st_ino
        for f in sorted(folder.rglob("*"))
        if f.is_file()
    }


def advice(reason: str) -> str:
    """What to do about a reason: its second sentence; the first may say more exactly what was met."""
    return REASONS[reason].partition(". ")[2]
