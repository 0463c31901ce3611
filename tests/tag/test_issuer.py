"""Who issued a document."""

import pytest

from pipeline.model import Block, Document, Kind, Record
from pipeline.tag.organisations import issuer


def issued(*texts: str) -> str:
    blocks = tuple(Block(number=n, kind=Kind.PARAGRAPH, text=text) for n, text in enumerate(texts))
    return issuer(
        Document(digest="0" * 64, media_type="text/plain", blocks=blocks), Record(genre="other", confidence=1.0)
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("City of Gweru", "Safety report 2014", "The city counts fewer burglaries."), "City of Gweru"),
        (("Trip report", "Organisation: City of Rijeka", "The visit was useful."), "City of Rijeka"),
        (("From: Kisii County Government", "To: all partners"), "Kisii County Government"),
        (("Report by the City of Multan", "Shrines and guards"), "City of Multan"),
        (("Lamps", "Published by the Ministry of Works", "A lamp has an owner."), "Ministry of Works"),
        (("Proceedings of the Port Days", "Convened by the Sahel Lamps Compact"), "Sahel Lamps Compact"),
        (("Observatory Unit", "City of Puebla", "Bus robbery map"), "City of Puebla"),
    ],
)
def test_the_front_of_a_document_says_who_issued_it(texts, expected):
    assert issued(*texts) == expected


def test_the_subject_of_a_last_statement_issued_nothing():
    assert issued("Notes on lamps", *["Lamps help."] * 9, "The Danish Taxi Council suggested new stands.") == ""
