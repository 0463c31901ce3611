"""The samples in Word's format: forms with content controls or in a table, reports with lists and footnotes."""

from __future__ import annotations

import ooxml as ox
import source as src

PLACEHOLDER = "Click or tap here to enter text."


def start(source: src.Source, author: str) -> ox.Word:
    title = next(block.text for block in source.blocks if block.kind == "title")
    return ox.Word(title=title, author=author)


# --- edition A: content controls -------------------------------------------------------------


def one_line(question: src.Question) -> str:
    """Question and answer in one paragraph, the answer inside an inline control."""
    if question.answers:
        answer = ox.control(ox.run(question.answers[0].text), question.key)
    else:
        answer = ox.control(ox.run(PLACEHOLDER, style="PlaceholderText"), question.key, placeholder=True)
    mark = "" if question.text.endswith((":", "?")) else ":"
    return ox.paragraph(ox.run(question.text + mark + " ", bold=True) + answer)


def long_answer(word: ox.Word, question: src.Question) -> str:
    """The question, and below it a block control that holds whole paragraphs."""
    bulleted = any(block.marker == "*" for block in question.answers)
    number = word.list_of("•") if bulleted else 0
    inside = "".join(
        ox.paragraph(ox.split_runs(b.text), "ListParagraph" if number else "", number) for b in question.answers
    )
    return ox.paragraph(ox.run(question.text), "Question") + ox.control(inside, question.key)


def tick_grid(question: src.Question) -> str:
    """The options in two columns, each after its check box control."""
    cells = [
        ox.cell(ox.paragraph(ox.checkbox(option.kind == "ticked") + ox.run(" " + option.text)), 4700)
        for option in question.options
    ]
    rows = [ox.row(cells[i : i + 2]) for i in range(0, len(cells), 2)]
    return ox.paragraph(ox.run(question.text), "Question") + ox.table(rows, [4700, 4700])


def controlled(word: ox.Word, question: src.Question) -> str:
    if question.options:
        return tick_grid(question)
    if question.key in ("purpose", "key_learnings", "one_change", "contacts"):
        return long_answer(word, question)
    return one_line(question)


STYLES = {"title": "Title", "subtitle": "Subtitle", "small": "SmallPrint"}


def edition_a(source: src.Source) -> bytes:
    """A form whose answers stand in content controls, inline and block."""
    word = start(source, "Learning and Innovation Desk")
    word.footer = "City of Kisumu – feedback note, edition 4 – page"
    asked = iter(src.questions(source))
    for block in source.blocks:
        if block.kind in STYLES:
            word.body.append(ox.paragraph(ox.run(block.text), STYLES[block.kind]))
        elif block.kind == "heading":
            word.body.append(ox.paragraph(ox.run(block.text), "Heading1"))
        elif block.kind == "question":
            word.body.append(controlled(word, next(asked)))
    return ox.docx(word)


# --- edition B: a table of two columns -------------------------------------------------------


def typed_box(option: src.Block, legacy: bool, number: int) -> str:
    ticked = option.kind == "ticked"
    if legacy:
        return ox.paragraph(ox.legacy_checkbox(f"Check{number}", ticked) + ox.run(" " + option.text))
    return ox.paragraph(ox.run(f"{'☒' if ticked else '☐'} {option.text}"))


def answer_cell(question: src.Question, legacy: bool) -> str:
    lines = [typed_box(option, legacy, i) for i, option in enumerate(question.options, 1)]
    lines += [ox.paragraph(ox.run(f"{block.marker} {block.text}".strip())) for block in question.answers]
    return "".join(lines) or ox.paragraph("")


def edition_b(source: src.Source, *, legacy: bool = False) -> bytes:
    """A form in a table: the question on the left, the answer on the right."""
    word = start(source, "Straits and Delta Cities Learning Circle")
    word.header = "SDCLC – members' room"
    for block in source.blocks:
        if block.kind in STYLES:
            word.body.append(ox.paragraph(ox.run(block.text), STYLES[block.kind]))
    rows = [
        ox.row(
            [
                ox.cell(ox.paragraph(ox.run(question.text, bold=True)), 3000, "E7EEF4"),
                ox.cell(answer_cell(question, legacy), 6600),
            ]
        )
        for question in src.questions(source)
    ]
    word.body += [ox.table(rows, [3000, 6600]), ox.paragraph("")]
    return ox.docx(word)


# --- reports and plans -----------------------------------------------------------------------


class Lists:
    """Tells each item the number of the list it belongs to."""

    def __init__(self, word: ox.Word) -> None:
        self.word = word
        self.bullets = 0
        self.labelled: dict[str, int] = {}

    def interrupt(self) -> None:
        self.bullets = 0

    def number(self, marker: str) -> int:
        if not marker:
            self.bullets = self.bullets or self.word.list_of("•")
            return self.bullets
        shape = marker.replace(marker.strip("(.)"), "a" if marker.strip("(.)").isalpha() else "1")
        if marker in ("1.", "(1)", "(a)"):
            self.labelled[shape] = self.word.list_of(shape)
        return self.labelled[shape]


def table_row(cells: list[list[str]], widths: list[int], *, heading: bool = False) -> str:
    return ox.row(
        [
            ox.cell("".join(ox.paragraph(ox.run(p, bold=heading)) for p in cell), width, "DDE6DD" if heading else "")
            for cell, width in zip(cells, widths, strict=True)
        ],
        heading=heading,
    )


def tables(source: src.Source) -> list[list[src.Block]]:
    """The rows of each table, its head first."""
    found: list[list[src.Block]] = []
    for block in source.blocks:
        if block.kind == "table":
            found.append([block])
        elif block.kind == "row":
            found[-1].append(block)
    return found


def whole_table(rows: list[src.Block]) -> str:
    columns = len(rows[0].cells)
    widths = [9600 // columns] * columns
    return ox.table([table_row(r.cells, widths, heading=r is rows[0]) for r in rows], widths)


def report(source: src.Source, author: str, header: str) -> bytes:
    """A report or plan: headings, lists that Word numbers, tables, footnotes."""
    word = start(source, author)
    word.header, word.footer = header, "Page"
    lists, grids = Lists(word), iter(tables(source))
    for block in source.blocks:
        if block.kind != "item":
            lists.interrupt()
        if block.kind in STYLES:
            word.body.append(ox.paragraph(ox.run(block.text), STYLES[block.kind]))
        elif block.kind == "heading":
            word.body.append(ox.paragraph(ox.run(block.text), f"Heading{len(block.marker)}"))
        elif block.kind == "paragraph":
            word.body.append(ox.paragraph(ox.runs(block.text)))
        elif block.kind == "item":
            word.body.append(ox.paragraph(ox.runs(block.text), "ListParagraph", lists.number(block.marker)))
        elif block.kind == "table":
            word.body += [whole_table(next(grids)), ox.paragraph("")]
        elif block.kind == "footnote":
            word.footnotes[block.marker] = block.text
    return ox.docx(word)
