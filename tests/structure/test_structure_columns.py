"""Which column of the table `forms` a question asks for, in wordings that no template file holds."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from pipeline.model.dataset import KINDS, Forms
from pipeline.structure.form import column_of, vocabulary
from pipeline.structure.form.examples import examples

WORDINGS = {
    "event_name": "1. Name of the event | What was the name of the event? | Title of conference attended | Event / activity attended | "
    "Which conference or workshop did you attend? | Title of the learning exchange | What was the event called? | Event title: | "
    "Name of the study tour | Name of the workshop | Course title | Activity | Workshop attended | What did you take part in?",
    "date_attended": "Date(s) | When did the event take place? | Dates of attendance | Period covered by the trip | The DATE attended | "
    "On what date was it held? | Start and end date | When was that? | Travel period | Day(s) of the event",
    "venue": "Venue (city, country) | Where was the event held? | Location | In which city did it take place? | Place | Where? | "
    "Host city and venue | Town where the training took place | Where did you travel to?",
    "officials": "Officials who attended | Names of staff members who participated | Who represented the municipality? | "
    "Employee(s) attending and designation | Name(s) and position(s) of delegate(s) | Participants from our city | Who travelled? | "
    "Report compiled by (name and title) | Delegation members | Attendees | Which colleagues went along?",
    "expertise": "Which area of expertise did the event cover? | Tick the field(s) concerned | Subject area (tick all that apply) | "
    "Policy areas touched | Which departments should read this? | Sector | Topic area | Thematic focus (please tick) | "
    "Field of expertise covered:",
    "expertise_other": "Other (please specify) | Other: | If your field is not listed, name it here | Others, specify | "
    "Any other area of expertise",
    "purpose": "Purpose of the event | What was the aim of the event and why does it matter to us? | Why was this event important? | "
    "Objectives and themes of the event | Why did you go? | What was the workshop about? | Main objective of the visit | "
    "Aim of the exchange | Reason for travel | What did the organisers want to achieve?",
    "key_learnings": "What were your key learnings? | What did you learn? | Three lessons you bring home | What stood out for you? | "
    "Main insights and observations | Lessons learnt | What was new to you? | Your most important take-aways | Key observations | "
    "What surprised you most? | Which ideas could our city borrow? | What knowledge did you gain? | "
    "What should others in the municipality know?",
    "one_change": "What ONE change will you make as a result? | What will you do differently from now on? | Follow-up actions | "
    "Next steps for our department | What are you going to change at work? | Planned follow-up | Actions to be taken on return | "
    "How will you put this into practice? | How do you plan to implement what you learned? | What happens now?",
    "contacts": "Useful contacts and networks | Whom did you meet that others should know? | Contacts made | Who did you meet? | "
    "People worth keeping in touch with | Networks joined and contacts made | Names and e-mail addresses of useful contacts | "
    "Who could colleagues turn to for more?",
    "documentation": "Documentation available | Which documents did you bring back? | Where can the material be found? | "
    "Presentations, photos or other material collected | Please list any handouts and attachments | Learning materials",
    "": "Signature of supervisor | Cost to the municipality | Telephone | For office use only | Your department | Funding source | "
    "Date of submission | How was the food?",
}


def column(question: str) -> str:
    found, _ = column_of(question)
    return found.name if found is not None and not found.name.startswith("-") else ""


@pytest.mark.parametrize(
    ("expected", "question"),
    [(c, q) for c, qs in WORDINGS.items() for q in qs.split(" | ")],
)
def test_questions_are_told_by_their_words(expected, question):
    assert column(question) == expected


@pytest.mark.parametrize("question", ["WHAT DID YOU LEARN?", "what did you learn", "7) What did you learn?", "What  did you learn ?", "What did you  Learn?"])  # fmt: skip
def test_capitals_numbers_and_blanks_change_nothing(question):
    assert column(question) == "key_learnings"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What was the PURPOSE of the event, its objectives and themes? What did you learn there?", "purpose"),
        ("What did you learn? Please think of the purpose of the event.", "key_learnings"),
        ("What will you change at work? Name what you have learned for it.", "one_change"),
    ],
)
def test_the_first_clause_of_a_question_says_most(question, expected):
    assert column(question) == expected


@pytest.mark.parametrize(
    ("question", "kind"),
    [("What do you recommend to the council?", "recommendation"), ("What did not convince you?", "learning"), ("Key learnings", "learning"),
     ("Follow-up", "follow_up"), ("Purpose", "objective"), ("Venue", "")],
)  # fmt: skip
def test_a_question_says_what_its_answers_are(question, kind):
    found, _ = column_of(question)
    assert found is not None
    assert found.kind == kind


def test_columns_are_those_of_the_table_forms():
    names = {c.name for c in vocabulary().columns if not c.name.startswith("-")}
    assert names == set(Forms.__struct_fields__) - {"document_id"}
    assert {c.kind for c in vocabulary().columns} - {"", *KINDS} == set()


DATA = tomllib.loads(resources.files("pipeline.data").joinpath("forms", "columns.toml").read_text(encoding="utf-8"))
STRONG = [
    (column["name"], phrase.replace("_ ", "").replace(" _", "").replace("*", ""))
    for column in DATA["column"]
    for whole, parts in column["phrases"].items()
    for fraction, phrases in parts.items()
    for phrase in phrases
    if float(f"{whole}.{fraction}") >= 2
]


@pytest.mark.parametrize(("expected", "phrase"), STRONG)
def test_every_strong_phrase_asks_for_its_own_column(expected, phrase):
    found, score = column_of(f"{phrase.capitalize()}:")
    assert (found.name if found is not None else "", score >= 1) == (expected, True)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("Who travelled for the city?", "officials"),
        ("What else is worth telling the others?", "key_learnings"),
        ("Our next moves at home", "one_change"),
        ("Whom should a colleague call?", "contacts"),
        ("Which papers did we bring back?", "documentation"),
        ("The reason for going there", "purpose"),
    ],
)
def test_a_wording_that_is_like_an_example_asks_for_its_column(question, column):
    found, _ = column_of(question)
    assert found is not None
    assert found.name == column


@pytest.mark.parametrize("words", ["Monday", "Head of Transport", "The buses were late again", "Turin"])
def test_words_that_share_little_with_every_example_ask_for_nothing(words):
    assert column_of(words)[0] is None


def test_every_example_asks_for_a_column_that_there_is():
    names = {column.name for column in vocabulary().columns}
    assert {column for column, _, _ in examples()} <= names
