"""Who says what a sentence reports."""

import pytest

from pipeline.text.saying import speakers


def who(marked: str) -> list[str]:
    """The names in square brackets that are found to speak."""
    text, places = "", []
    for number, piece in enumerate(marked.replace("]", "[").split("[")):
        if number % 2:
            places.append((len(text), len(text) + len(piece)))
        text += piece
    return [text[slice(*places[number])] for number in speakers(text, places)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Ms. [Otieno] warned that lamps fail.", ["Otieno"]),
        ("[Ana Ruiz], head of lighting in Quito, pointed out that lamps fail.", ["Ana Ruiz"]),
        ("Ms. [Otieno] of the [Port Authority] said that lamps fail.", ["Otieno"]),
        ("The [Port Authority] reported that lamps fail.", ["Port Authority"]),
        ("According to the [Bus Association], drivers are robbed.", ["Bus Association"]),
        ("“Lamps fail,” said [Ana Ruiz].", ["Ana Ruiz"]),
        ("A survey by the [University of Jos] found that lamps fail.", ["University of Jos"]),
        ("Mr. [Quispe] and Mayor [Mamani] agreed that lamps fail.", ["Quispe", "Mamani"]),
        ("The [Port Authority] runs two boats.", []),
        ("Participants noted that the [Port Authority] runs two boats.", []),
        ("[Ana Ruiz] visited the port.", []),
    ],
)
def test_the_one_who_speaks_is_the_subject_of_a_verb_of_saying(marked, expected):
    assert who(marked) == expected
