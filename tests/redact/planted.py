"""Documents with 300 planted names and contacts: in bodies, tables, headers, comments, properties and names of files.

All persons are invented; e-mail domains end in `.example`, telephone numbers are of ranges kept for fiction where the
country has one.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

GIVEN = re.findall(
    r"\S+",
    "Thandeka Sipho Øyvind Marisol Kwabena Ingrid Rashid Chiara Tomasz Anneliese Oluwaseun Parvati Jean-Luc Beatriz "
    "Hamza Nokuthula Dmitri Aroha Esteban Wairimu Katarzyna Mehmet Siobhan Rajesh Léonie",
)
FAMILY = re.findall(
    r"\S+",
    "Mkhabela Vilakazi Kjærstad Etxeberria Boateng Halvorsen Al-Masri Bevilacqua Wiśniewski Kronberger Adeyinka "
    "Ramanathan Desrosiers Figueiredo Benyoussef Zwane Volkonsky Parata Quiroga Muthoni Dąbrowska Yıldırım O'Shaughnessy "
    "Chakraborty Thibodeaux",
)
CITIES = (
    "Durban",
    "Turin",
    "Nairobi",
    "Medellín",
    "Lyon",
    "San Salvador",
    "Nelson Mandela Bay",
    "Porto",
    "Bogotá",
    "Lagos",
)
BODIES = ("City of Durban", "UN-Habitat", "University of Nairobi", "Porto City Council", "Ministry of Transport",
          "World Bank", "Lagos Waste Agency", "Turin Chamber of Commerce")  # fmt: skip
PUBLIC = "Piero Fassino"


@dataclass
class Planted:
    """What was planted, as it was written."""

    names: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.names) + len(self.emails) + len(self.phones) + len(self.numbers)

    def name(self) -> str:
        """Another person."""
        at = len(self.names)
        self.names.append(f"{GIVEN[at % 25]} {FAMILY[(at * 7 + at // 25) % 25]}")
        return self.names[-1]

    def email(self) -> str:
        """Another address, now and then spelt out."""
        at = len(self.emails)
        box = f"{'abcdefghij'[at % 10]}.{FAMILY[at % 25].lower().replace('-', '').encode('ascii', 'ignore').decode().replace(chr(39), '')}{at}"
        shape = ("{}@city{}.example", "{}@mail.city{}.example", "{} [at] city{}.example", "{}(at)city{}.example")[
            at % 4
        ]
        self.emails.append(shape.format(box, at))
        return self.emails[-1]

    def phone(self) -> str:
        """Another telephone number, in the habits of many countries."""
        at = len(self.phones)
        shape = ("+27 31 555 {:04}", "+39 011 555{:04}", "(305) 555-{:04}", "031 555 {:04}", "+44 (0)20 7946 {:04}",
                 "+254-20-555-{:04}", "Tel: 555 {:04}", "0044 20 7946 {:04}")[at % 8]  # fmt: skip
        self.phones.append(shape.format(1000 + at * 37))
        return self.phones[-1]

    def number(self) -> str:
        """Another identity number."""
        at = len(self.numbers)
        shape = ("ID number 80010150{:05}", "passport A0{:07}", "{:03}-12-{:04}", "123.456.{:03}-09")[at % 4]
        self.numbers.append(shape.format(100 + at, 1000 + at))
        return self.numbers[-1]


def plant(folder: Path) -> Planted:
    """Write the documents into a folder; what stands in them is given back."""
    folder.mkdir(parents=True)
    planted = Planted()
    for number in range(8):
        _form(folder, number, planted)
    for number in range(8):
        _report(folder, number, planted)
    _pdf(folder, planted)
    _page(folder, planted)
    for number in range(4):
        _mail(folder, number, planted)
    _archive(folder, planted)
    return planted


def _form(folder: Path, number: int, planted: Planted) -> None:
    """A learning form in Word: officials, contacts, header, comment, table, properties, name of the file."""
    from docx import Document

    city = CITIES[number]
    word = Document()
    owner = planted.name()
    word.core_properties.author = owner
    word.core_properties.last_modified_by = planted.name()
    word.core_properties.comments = f"Ask {planted.email()}"
    word.sections[0].header.paragraphs[0].text = f"Prepared by {planted.name()}, {planted.phone()}"
    word.sections[0].footer.paragraphs[0].text = f"Questions to {planted.email()}"
    officials = [planted.name(), planted.name()]
    for line in (
        "Learning event report",
        "Name of the event: Night Bus Forum",
        "Dates: 3 to 5 May 2016",
        f"Venue: City Hall, {city}",
        f"Officials who attended: {officials[0]}, Head of Transport, City of Durban and {officials[1]}, Planner",
        "Purpose: To compare night bus networks.",
        "Key learnings:",
        f"Drivers in {city} know best where people wait at night, said {officials[0].split()[-1]}.",
        f"The {BODIES[number % 8]} pays for lamps, and {planted.name()} showed how it keeps count.",
        f"What will you do differently? {officials[1]} will ask drivers before we move a stop; call {planted.phone()}.",
        f"Contacts: {planted.name()}, {planted.email()}, {planted.phone()}; {planted.number()}",
    ):
        word.add_paragraph(line)
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Name", "Role", "E-mail"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, (planted.name(), "Driver", planted.email()), strict=True):
        cell.text = text
    word.add_comment(word.paragraphs[0].runs, text=f"See {planted.email()}", author=planted.name())
    word.save(folder / f"form {owner.replace(' ', '_')} {number}.docx")


def _report(folder: Path, number: int, planted: Planted) -> None:
    """A forum report as text."""
    city, other, body = CITIES[number], CITIES[(number + 3) % 10], BODIES[number % 8]
    speaker, chair, guest = planted.name(), planted.name(), planted.name()
    lines = [
        f"Report of the Forum on Night Buses {number}",
        "",
        f"The forum was held in {city} from 3 to 5 May 2016 and was attended by delegates of twelve cities.",
        f"It was opened by {PUBLIC}, Mayor of Turin.",
        "",
        "Workshop 1: Drivers",
        "",
        f"1. {speaker}, planner of the {body}, noted that drivers in {other} know best where people wait at night.",
        f"2. Dr. {chair} of {city} observed that lamps matter more than cameras ({planted.number()}).",
        f"3. Mayor {PUBLIC} reported that Turin runs buses until two; {planted.email()} has the figures.",
        "",
        "Recommendations",
        "",
        f"4. The {body} should run buses on every main road, as Ms. {guest.split()[-1]} proposed; {guest} will write to {other}.",
        f"5. {city} should ask {planted.name()} ({planted.phone()}) for the maps, and {planted.name().upper()} for the counts.",
        f"6. Cities should send plans to {planted.email()} before May 2017, with {planted.number()}.",
    ]
    (folder / f"report-{number}-{planted.name().lower().replace(' ', '-')}.txt").write_text("\n".join(lines), "utf-8")


def _pdf(folder: Path, planted: Planted) -> None:
    """A report as PDF, with its own properties."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()
    pieces = [
        Paragraph("Report of the Forum on Street Trade", style["Title"]),
        Paragraph("Findings", style["Heading1"]),
    ]
    pieces += [
        Paragraph(f"{at}. Mr. {planted.name()} said that traders of {CITIES[at]} pay for lamps themselves; ask {planted.email()}.", style["Normal"])
        for at in range(1, 8)
    ]  # fmt: skip
    SimpleDocTemplate(
        str(folder / f"street trade {planted.name()}.pdf"), author=planted.name(), subject=planted.email(), invariant=1
    ).build(pieces)


def _page(folder: Path, planted: Planted) -> None:
    """An invitation as HTML."""
    rows = "".join(
        f"<tr><td>{planted.name()}</td><td>{BODIES[at]}</td><td>{planted.phone()}</td></tr>" for at in range(8)
    )
    (folder / "invitation.html").write_text(
        f"<html><head><meta name=author content='{planted.name()}'><title>Forum on Street Lighting</title></head><body>"
        f"<!-- {planted.email()} --><h1>Invitation: Forum on Street Lighting</h1><p>The City of Porto invites you to the "
        f"Forum, which will take place at the City Hall on 7 June 2017 in Porto, Portugal.</p><table>{rows}</table>"
        f"<h2>Recommendations</h2><ul><li>Cities should light stops, as {planted.name()} of Lyon did.</li></ul>"
        f"<p>Write to <a href='mailto:{planted.email()}'>{planted.name()}</a>.</p></body></html>",
        encoding="utf-8",
    )


def _mail(folder: Path, number: int, planted: Planted) -> None:
    message = EmailMessage()
    sender = planted.name()
    message["From"] = f"{sender} <sender{number}x@city.example>"
    planted.emails.append(f"sender{number}x@city.example")
    message["To"], message["Subject"] = f"{planted.name()} <office@city.example>", f"Lessons by {planted.name()}"
    message["Message-ID"], message["Date"] = f"<{number}@city.example>", "Tue, 07 Jun 2016 10:00:00 +0200"
    message.set_content(
        f"Dear {planted.name()},\n\nReport of the Forum on Markets {number}\n\nRecommendations\n\n"
        f"1. Cities such as {CITIES[number]} should let traders meet {planted.name()} every month.\n"
        f"2. The {BODIES[number]} should publish its figures.\n\n"
        f"Kind regards\n{sender}\nTel. {planted.phone()}\n{planted.email()}\n"
    )
    (folder / f"mail-{number}.eml").write_bytes(message.as_bytes())


def _archive(folder: Path, planted: Planted) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for number in range(3):
            name = planted.name().replace(" ", "")
            text = (
                f"Report of the Forum on Parks {number}\n\nRecommendations\n\n1. Parks in {CITIES[number]} should stay open, "
                f"{planted.name()} said.\n2. Write to {planted.name()}, {planted.email()}, {planted.phone()}.\n"
            )
            file.writestr(f"parks {name}.txt", text)
    (folder / "parks.zip").write_bytes(packed.getvalue())
