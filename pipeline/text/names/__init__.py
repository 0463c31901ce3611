"""Names of people, and lines that name a person with role, organisation and place: strings in, values out."""

from __future__ import annotations

from pipeline.text.names.affiliation import place_in, split_affiliation
from pipeline.text.names.honorifics import begins_like_name, honorific_end, office_of, split_honorific
from pipeline.text.names.lines import PersonLine, parse_name_cell, parse_person_line
from pipeline.text.names.organisations import is_body as is_body_alone
from pipeline.text.names.organisations import is_public_office, kind_of, known_organisation, known_organisations
from pipeline.text.names.personal import Name, lean_of, looks_like_name, name_end, parse_name
from pipeline.text.names.pieces import LONGEST_LINE, PlaceOf
from pipeline.text.names.same import Named, name_tokens, same_person
from pipeline.text.names.several import split_people
from pipeline.text.names.words import (
    is_city_government,
    is_common_word,
    is_leading_head,
    is_modifier,
    is_named_after_people,
    is_organisation_word,
    is_role_word,
    is_weak_organisation_word,
    leads_to_a_place_name,
)

__all__ = [
    "LONGEST_LINE",
    "Name",
    "Named",
    "PersonLine",
    "PlaceOf",
    "begins_like_name",
    "honorific_end",
    "is_body_alone",
    "is_city_government",
    "is_common_word",
    "is_leading_head",
    "is_modifier",
    "is_named_after_people",
    "is_organisation_word",
    "is_public_office",
    "is_role_word",
    "is_weak_organisation_word",
    "kind_of",
    "known_organisation",
    "known_organisations",
    "leads_to_a_place_name",
    "lean_of",
    "looks_like_name",
    "name_end",
    "name_tokens",
    "office_of",
    "parse_name",
    "parse_name_cell",
    "parse_person_line",
    "place_in",
    "same_person",
    "split_affiliation",
    "split_honorific",
    "split_people",
]
