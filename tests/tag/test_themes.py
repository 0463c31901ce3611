"""The theme vocabulary tests itself: every example is filed under its theme, no counterexample is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.tag import themes
from pipeline.tag.theme_words import stem_of
from pipeline.tag.themes import ThemeHit, Vocabulary, choose_themes, packaged, score_themes
from pipeline.text.vocabulary import Theme
from pipeline.text.vocabulary.terms import LEVELS

GUIDE = [
    "youth-and-gangs",
    "women-and-girls",
    "human-trafficking",
    "substance-abuse",
    "migration-and-inclusion",
    "organised-crime-and-terrorism",
    "policing",
    "justice-and-rehabilitation",
    "rule-of-law-and-corruption",
    "public-private-partnership",
    "urban-design-and-public-space",
    "urban-renewal-and-housing",
    "local-governance",
    "community-participation",
    "education-and-prevention",
    "employment-and-economy",
    "capacity-building",
    "knowledge-sharing",
    "data-and-research",
    "media-and-communication",
    "international-cooperation",
    "finance-and-resources",
    "major-events",
    "health-and-wellbeing",
    "environment-and-energy",
    "culture-heritage-and-sport",
]

EXAMPLES = [(theme.id, text) for theme in packaged().themes for text in theme.examples]
COUNTEREXAMPLES = [(theme.id, text) for theme in packaged().themes for text in theme.counterexamples]


def chosen(text: str, section: str = "", context: str = "") -> list[str]:
    """The themes a statement is filed under, best first."""
    return [hit.theme for hit in choose_themes(score_themes(text, section, context))]


def hit_of(theme: str, text: str) -> ThemeHit:
    """What the tagger says of one theme in a text."""
    return next(hit for hit in score_themes(text) if hit.theme == theme)


@pytest.mark.parametrize(("theme", "text"), EXAMPLES)
def test_an_example_is_filed_under_its_theme(theme: str, text: str) -> None:
    assert theme in chosen(text)


@pytest.mark.parametrize(("theme", "text"), COUNTEREXAMPLES)
def test_a_counterexample_is_not_filed_under_the_theme(theme: str, text: str) -> None:
    assert theme not in chosen(text)


def test_the_vocabulary_has_the_themes_of_the_guide() -> None:
    assert [theme.id for theme in packaged().themes] == GUIDE


@pytest.mark.parametrize("theme", packaged().themes, ids=lambda theme: theme.id)
def test_a_theme_is_complete(theme: Theme) -> None:
    assert theme.label
    assert theme.definition.endswith(".")
    assert theme.broader in packaged().groups
    assert all(mapping.startswith("sdg:") for mapping in theme.mappings)
    assert len(theme.examples) >= 4
    assert len(theme.counterexamples) >= 3


@pytest.mark.parametrize("theme", packaged().themes, ids=lambda theme: theme.id)
def test_no_phrase_stands_in_two_lists_of_a_theme(theme: Theme) -> None:
    phrases = [phrase for level in (*LEVELS, "unless") for phrase in getattr(theme, level)]
    assert len(phrases) == len(set(phrases))


def test_a_hit_shows_where_and_by_what_words() -> None:
    text = "Officers were trained; a bribe was paid."
    hit = hit_of("rule-of-law-and-corruption", text)
    assert "bribe" in hit.evidence
    assert tuple(text[start:end] for start, end in hit.spans) == hit.evidence


def test_scores_lie_between_0_and_1_and_fall() -> None:
    scores = [hit.score for hit in score_themes("Police, courts and schools share good practice on drugs and gangs.")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_of_a_phrase_inside_another_only_the_longer_counts() -> None:
    assert hit_of("public-private-partnership", "A business improvement district").evidence == (
        "business improvement district",
    )


def test_a_word_inside_a_mask_does_not_count() -> None:
    lighting = "Poor lighting was repaired."
    assert "migration-and-inclusion" not in [hit.theme for hit in score_themes(lighting)]


def test_a_name_says_who_and_not_what_about() -> None:
    text = "The United Nations Office on Drugs and Crime attended."
    assert "substance-abuse" not in [hit.theme for hit in score_themes(text)]


def test_a_heading_lends_weight_to_its_theme() -> None:
    text = "Officers receive a guide and a number to call."
    bare = hit_of("policing", text).score
    under = next(h for h in score_themes(text, "Report > Policing the night > Conclusions") if h.theme == "policing")
    assert under.score > bare


def test_a_neutral_heading_leaves_the_word_to_the_one_above() -> None:
    text = "Nothing can be done before May."
    above = score_themes(text, "Housing > Conclusions")
    assert above == score_themes(text, "Housing")
    assert above != score_themes(text, "Conclusions")


def test_the_title_speaks_when_nothing_else_does() -> None:
    assert chosen("It has to be done at once.") == []
    assert chosen("It has to be done at once.", context="Corruption and how to end it") == [
        "rule-of-law-and-corruption"
    ]


def test_at_most_four_themes_are_chosen_and_fewer_on_demand() -> None:
    text = "Police, prisons, schools, housing, drugs, women, refugees, budgets and stadiums."
    hits = score_themes(text)
    assert len(choose_themes(hits)) <= 4
    assert len(choose_themes(hits, most=1)) == 1


def test_the_best_weak_hit_is_chosen_rather_than_nothing() -> None:
    rule = packaged().rule
    doubtful = ThemeHit("policing", rule.fallback, (), ())
    hopeless = ThemeHit("policing", rule.fallback - 0.01, (), ())
    assert choose_themes([doubtful]) == [doubtful]
    assert choose_themes([hopeless]) == []


def test_empty_text_has_no_hits() -> None:
    assert score_themes("") == []
    assert choose_themes([]) == []


def test_the_version_is_the_hash_of_the_file_and_of_the_word_weights(tmp_path: Path) -> None:
    copy = tmp_path / "themes.toml"
    copy.write_bytes(themes.PACKAGED.read_bytes())
    weights = tmp_path / "themes_words.json"
    assert Vocabulary.load(copy).version != packaged().version
    weights.write_bytes(themes.PACKAGED.with_name("themes_words.json").read_bytes())
    assert Vocabulary.load(copy).version == packaged().version
    copy.write_bytes(copy.read_bytes() + b"\n# one more remark\n")
    assert Vocabulary.load(copy).version != packaged().version


SMALL = """
[rule]
threshold = 0.5
fallback = 0.1
bias = -2.0
weights = { first_strong = 3.0, second_strong = 1.0, more_strong = 0.0, first_normal = 0.5, more_normal = 0.0, \
weak = 0.1, early = 0.0, heading = 0.5, context = 0.1, share = 0.0, length = 0.0 }
[groups]
sea = "The sea"
[names]
unless = ["gull hotel"]
[themes.birds]
label = "Birds"
definition = "All that flies."
broader = "sea"
mappings = []
strong = ["gull*"]
normal = []
weak = []
unless = ["gulls' song"]
examples = []
counterexamples = []
"""


def test_another_vocabulary_can_be_used() -> None:
    small = Vocabulary(SMALL.encode())
    hits = score_themes("Gulls stole the lunch at the Gull Hotel.", vocabulary=small)
    assert [(hit.theme, hit.evidence) for hit in choose_themes(hits, vocabulary=small)] == [("birds", ("Gulls",))]


@pytest.mark.parametrize(("right", "wrong"), [("strong =", "srong ="), ("share =", "shere ="), ("weak = []", "")])
def test_a_broken_vocabulary_is_refused(right: str, wrong: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        Vocabulary(SMALL.replace(right, wrong, 1).encode())


WORDS = """
{"trust": 1, "least": 0.02, "stretch": 1, "shift": 0, "threshold": 0.4, "fallback": 0.2,
 "themes": ["birds"], "bias": [0], "words": {"feather": [[0, 900]], "brick": [[0, -900]]}}
"""


def birds(text: str, words: str | None = WORDS) -> list[ThemeHit]:
    """What the small vocabulary says, with the word weights or without."""
    return score_themes(text, vocabulary=Vocabulary(SMALL.encode(), words.encode() if words else None))


def test_a_vocabulary_without_word_weights_works_by_its_phrases_alone() -> None:
    assert birds("White feathers lay about.", words=None) == []
    assert birds("Gulls stole the lunch.", words=None) != []


def test_a_word_can_make_a_hit_and_is_its_evidence() -> None:
    text = "White feathers lay about."
    (hit,) = birds(text)
    assert hit.score > 0.4
    assert [text[start:end] for start, end in hit.spans] == ["feathers"]
    assert hit.evidence == ("feathers",)


def test_a_word_can_speak_against_a_theme() -> None:
    (bare,), (doubtful,) = birds("Gulls on the roof."), birds("Gulls of brick on the roof.")
    assert doubtful.score < bare.score
    assert doubtful.evidence == ("Gulls",)


def test_a_word_says_less_in_a_longer_statement() -> None:
    (short,), (long,) = birds("A feather."), birds("A feather, a hat, a coat, a glove, a boot and a belt were found.")
    assert long.score < short.score


def test_a_word_inside_a_phrase_is_shown_once() -> None:
    small = SMALL.replace('["gull*"]', '["gull feather*"]')
    (hit,) = score_themes("Gull feathers.", vocabulary=Vocabulary(small.encode(), WORDS.encode()))
    assert hit.evidence == ("Gull feathers",)


def test_a_masked_word_does_not_count() -> None:
    small = SMALL.replace("gull hotel", "feather hotel")
    assert score_themes("The Feather Hotel.", vocabulary=Vocabulary(small.encode(), WORDS.encode())) == []


def test_the_packaged_word_weights_know_the_themes_of_the_vocabulary() -> None:
    model = packaged().words
    assert model is not None
    assert list(model.bias) == GUIDE
    assert packaged().rule.threshold == model.threshold


def test_every_chosen_theme_of_an_example_shows_its_words() -> None:
    for _, text in EXAMPLES:
        for hit in choose_themes(score_themes(text)):
            assert hit.evidence, (text, hit)


@pytest.mark.parametrize(
    ("word", "stem"),
    [("policies", "policy"), ("traders", "trader"), ("training", "train"), ("trained", "train"), ("houses", "house")],
)
def test_common_endings_are_cut_off(word: str, stem: str) -> None:
    assert stem_of(word) == stem_of(stem)


@pytest.mark.parametrize("line", ["police drugs " * 1_538, "un " * 6_666, "z" * 20_000, "community, " * 1_818])
def test_a_line_of_twenty_thousand_characters_takes_no_tenth_of_a_second(line: str) -> None:
    packaged()
    assert min(_seconds(line) for _ in range(3)) < 0.1


def _seconds(line: str) -> float:
    start = time.process_time()
    score_themes(line)
    return time.process_time() - start
