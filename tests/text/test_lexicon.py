"""The phrase language, one property a test; and that hostile text costs no more than its length."""

from __future__ import annotations

import time

import pytest

from pipeline.text.lexicon import MOST_VARIANTS, Lexicon, PhraseError, fold_word, words_of


def found(phrase: str, text: str) -> list[str]:
    """The slices of a text that one phrase matches."""
    return [text[match.start : match.end] for match in Lexicon([phrase]).find(text)]


def test_words_match_in_any_case_and_only_whole() -> None:
    assert found("rule of law", "The RULE of Law holds") == ["RULE of Law"]
    assert found("art", "a smart start") == []


def test_a_stem_matches_any_ending_but_a_word_does_not() -> None:
    assert found("traffick*", "traffickers trafficked a traffic light") == ["traffickers", "trafficked"]
    assert found("gang", "gangs") == []


def test_a_gap_skips_up_to_three_words_of_the_same_sentence() -> None:
    assert found("train* * police", "train police") == ["train police"]
    assert found("train* * police", "training for the municipal police") == ["training for the municipal police"]
    assert found("train* * police", "training for all of the police") == []
    assert found("train* * police", "Training ends. Police arrive") == []


def test_two_gaps_work_in_one_phrase() -> None:
    assert found("between * city and * firms", "between the city and two local firms") == [
        "between the city and two local firms"
    ]


def test_alternatives_match_each_and_a_hyphen_keeps_words_together() -> None:
    assert found("low-income|poor household*", "poor households, low income households") == [
        "poor households",
        "low income households",
    ]


def test_hyphens_and_slashes_part_words_like_blanks() -> None:
    assert found("gender based violence", "gender-based violence") == ["gender-based violence"]
    assert found("urban renewal", "urban/renewal") == ["urban/renewal"]


def test_a_comma_parts_a_phrase_but_not_a_gap() -> None:
    assert found("business community", "business, community and state") == []
    assert found("business * state", "business, community and state") == ["business, community and state"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organized", "organised"),
        ("Neighborhoods", "neighbourhoods"),
        ("programmes", "programs"),
        ("city's", "city"),
        ("café", "cafe"),
        ("&", "and"),
        ("women’s", "women"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold_word(one) == fold_word(other)


def test_offsets_point_into_the_text_as_it_stands() -> None:
    text = "  Über  die Straße: ‘Organized’   crime!"
    (match,) = Lexicon(["organised crime"]).find(text)
    assert text[match.start : match.end] == "Organized’   crime"


def test_matches_name_their_phrase_and_come_in_reading_order() -> None:
    matches = Lexicon(["police", "drug", "drug police"]).find("the drug police")
    assert [(match.phrase, match.first, match.last) for match in matches] == [(1, 1, 1), (2, 1, 2), (0, 2, 2)]


def test_sentences_are_numbered_and_bullets_end_them() -> None:
    assert [word.sentence for word in words_of("One two. Three • four")] == [0, 0, 1, 2]


@pytest.mark.parametrize("phrase", ["", "*", "* police", "police *", "a* b", "po*ice", "one * * two", "?!"])
def test_a_phrase_without_meaning_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        Lexicon([phrase])


def test_a_phrase_with_too_many_alternatives_is_refused() -> None:
    many = "|".join(f"w{chr(97 + n % 26)}{n}" for n in range(MOST_VARIANTS + 1))
    with pytest.raises(PhraseError, match="split it"):
        Lexicon([many])


HOSTILE = [
    "a" * 20_000,
    "a-" * 10_000,
    "-" * 20_000,
    "train " * 3_333,
    "train police " * 1_538,
    "x'" * 10_000,
    "." * 20_000,
    "é" * 20_000,
    "&" * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_a_hostile_line_of_twenty_thousand_characters_takes_no_tenth_of_a_second(text: str) -> None:
    lexicon = Lexicon(["train* * police", "train", "aa* * aa* * aa*", "police train*", "and * and"])
    assert min(_seconds(lexicon, text) for _ in range(3)) < 0.1


def _seconds(lexicon: Lexicon, text: str) -> float:
    start = time.process_time()
    lexicon.find(text)
    return time.process_time() - start
