"""Dates and ranges: what is found, how precisely, and what is never made up."""

from __future__ import annotations

import doctest
from time import process_time

import pytest

from pipeline.text import dates
from pipeline.text.dates import find_dates, iso_range, with_year


def test_it_keeps_its_own_examples() -> None:
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("3 - 5 December 2014", "2014-12-03", "2014-12-05", "day"),
        ("20/05/2013 to 21/05/2013", "2013-05-20", "2013-05-21", "day"),
        ("from 20 to 21 May 2013", "2013-05-20", "2013-05-21", "day"),
        ("20–21 May 2013", "2013-05-20", "2013-05-21", "day"),
        ("May 20-21, 2013", "2013-05-20", "2013-05-21", "day"),
        ("20-21/05/2013", "2013-05-20", "2013-05-21", "day"),
        ("30 November – 2 December 2014", "2014-11-30", "2014-12-02", "day"),
        ("28 December - 3 January 2015", "2014-12-28", "2015-01-03", "day"),
        ("Wednesday 12th to Friday 14th June 2019", "2019-06-12", "2019-06-14", "day"),
        ("3, 4 and 5 March 2014", "2014-03-03", "2014-03-05", "day"),
        ("October 2007", "2007-10", "2007-10", "month"),
        ("May-June 2013", "2013-05", "2013-06", "month"),
        ("2013", "2013", "2013", "year"),
        ("2008-2013", "2008", "2013", "year"),
        ("2013/14", "2013", "2014", "year"),
        ("12.03.2019", "2019-03-12", "2019-03-12", "day"),
        ("05/20/2013", "2013-05-20", "2013-05-20", "day"),
        ("2019-03-12", "2019-03-12", "2019-03-12", "day"),
        ("1st of March 2020", "2020-03-01", "2020-03-01", "day"),
        ("Sept. 3, 2014", "2014-09-03", "2014-09-03", "day"),
        ("del 3 al 5 de marzo de 2014", "2014-03-03", "2014-03-05", "day"),
        ("du 3 au 5 août 2019", "2019-08-03", "2019-08-05", "day"),
        ("1er mars 2020", "2020-03-01", "2020-03-01", "day"),
        ("de 3 a 5 de março de 2015", "2015-03-03", "2015-03-05", "day"),
    ],
)
def test_it_reads_dates_as_precisely_as_they_are_said(text: str, first: str, last: str, precision: str) -> None:
    hit = find_dates(text)[0]
    assert (hit.first, hit.last, hit.precision) == (first, last, precision)


def test_it_never_fills_in_a_year() -> None:
    (hit,) = find_dates("3 - 4 March")
    assert (hit.first, hit.last) == ("--03-03", "--03-04")
    assert with_year(hit, 2014).last == "2014-03-04"
    assert iso_range(hit.first) == ("", "")


def test_it_says_where_day_and_month_may_be_swapped() -> None:
    found = {
        text: find_dates(text)[0] for text in ("04/05/2013", "04/05/2013 to 20/05/2013", "20/05/2013", "04.05.2013")
    }
    assert [hit.ambiguous for hit in found.values()] == [True, False, False, False]
    assert found["04/05/2013"].first == "2013-05-04"


def test_it_gives_the_span_of_the_words() -> None:
    text = "It was held at the Campus from 20 to 21 May 2013."
    (hit,) = find_dates(text)
    assert text[hit.start : hit.end] == "20 to 21 May 2013"


@pytest.mark.parametrize(
    "text",
    ["they may 2 go", "Resolution 2013/32", "2000 people came", "paid $2000", "Tel 2013-4455", "3.5 million",
     "31/31/2013", ""],
)  # fmt: skip
def test_it_finds_no_date_in_other_numbers(text: str) -> None:
    assert find_dates(text) == []


def test_it_keeps_far_days_apart() -> None:
    assert [hit.first for hit in find_dates("3 March 2014 and 5 June 2015")] == ["2014-03-03", "2015-06-05"]


@pytest.mark.parametrize(
    ("partial", "days"),
    [
        ("2013", ("2013-01-01", "2013-12-31")),
        ("2012-02", ("2012-02-01", "2012-02-29")),
        ("2013-05-20", ("2013-05-20", "2013-05-20")),
        ("2013-13", ("", "")),
        ("2013-02-30", ("", "")),
        ("soon", ("", "")),
    ],
)
def test_it_knows_the_days_of_a_partial_date(partial: str, days: tuple[str, str]) -> None:
    assert iso_range(partial) == days


@pytest.mark.parametrize(
    "unit", ["3 ", "May 3, ", "3, ", "3-", "Mon ", "of the ", "2013-", "1/1/", "a:", "3.3.", "a'", "1", " "]
)
def test_it_takes_no_time_over_hostile_lines(unit: str) -> None:
    began = process_time()
    find_dates((unit * 20_000)[:20_000])
    assert process_time() - began < 0.5
