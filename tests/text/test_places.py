"""Places by name and in texts. One sentence per trap; most were met in real documents (FACTS.md, Cities)."""

import time

import pytest

from pipeline.text import gazetteer
from pipeline.text.gazetteer import special
from pipeline.text.places import (
    Known,
    cities_named,
    city,
    countries_named,
    country,
    find_places,
    listed_places,
    resolve_place,
)


def found(text: str, **context) -> list[str]:
    """What a text names, as `Durban ZA` for a city, `ZA` for a country, `?` for what could not be told apart."""
    hits = find_places(text, **context)
    return [
        f"{hit.city.name} {hit.city.country_code}" if hit.city else hit.country.code if hit.country else "?"
        for hit in hits
    ]


# --- names alone


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Turin", "Turin IT"),
        ("Torino", "Turin IT"),
        ("eThekwini", "Durban ZA"),
        ("Tshwane", "Pretoria ZA"),
        ("St. Petersburg", "Saint Petersburg RU"),
        ("Bogota", "Bogotá CO"),
        ("New Delhi", "Delhi IN"),
        ("Łódź", "Łódź PL"),
        ("Lodz", "Łódź PL"),
        ("Valencia", "Valencia ES"),
        ("Barcelona", "Barcelona ES"),
        ("Москва", "Moscow RU"),
        ("Makati", "Makati PH"),
        ("Kotor", "Kotor ME"),
    ],
)
def test_it_knows_a_city_by_each_of_its_names(name: str, expected: str) -> None:
    best = cities_named(name)[0]
    assert f"{best.name} {best.country_code}" == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # a city by its own name comes before larger ones by another of theirs
        ("Philadelphia", "Philadelphia US"),
        ("Islamabad", "Islamabad PK"),
        ("Zaragoza", "Zaragoza ES"),
        ("Bethlehem", "Bethlehem PS"),
        ("Salisbury", "Salisbury GB"),
        ("Puno", "Puno PE"),
        ("Burgas", "Burgas BG"),
        ("Pékin", "Beijing CN"),
        ("El Alto", "El Alto BO"),
        ("Bhaktapur", "Bhaktapur NP"),
    ],
)
def test_a_citys_own_name_comes_before_alternates_of_others(name: str, expected: str) -> None:
    best = cities_named(name)[0]
    assert f"{best.name} {best.country_code}" == expected


@pytest.mark.parametrize(
    "name",
    [
        "Hai Phong", "Can Tho", "Hue", "Xi'an", "Urumqi", "Kyiv", "Odesa", "Mykolaiv", "Vinnytsia", "Kolkata", "Mumbai",
        "Chennai", "Rajkot", "Yangon", "Ho Chi Minh City", "Astana", "Izmir", "Diyarbakir", "Sanliurfa", "Aswan",
        "Fayoum", "Sana'a", "Hodeidah", "Misrata", "Raqqa", "Hama", "Duhok", "Herat", "Kandahar", "Jalal-Abad",
        "Hawassa", "Garowe", "Montreal", "Quebec City", "Zurich", "Bruges", "Gomel", "Lalitpur", "Cox's Bazar",
        "Goyang", "Nara", "Port Vila", "Nuku'alofa", "Jenin", "Naucalpan", "Xalapa", "Iași", "Peja", "Oryol",
    ],
)  # fmt: skip
def test_cities_have_the_names_of_documents_in_english(name: str) -> None:
    assert cities_named(name)[0].name == name


def test_nearly_all_large_cities_are_known_by_their_names() -> None:
    store = gazetteer.cities()
    large = [store.city(number) for number in range(len(store.names)) if store.people[number] >= 300_000]
    for frame in ("{}", "City of {}"):
        answers = [resolve_place(frame.format(place.name)).city for place in large]
        right = sum(answer == place for answer, place in zip(answers, large, strict=True))
        wrong = sum(answer not in (place, None) for answer, place in zip(answers, large, strict=True))
        assert right > 0.97 * len(large)
        assert wrong < 0.02 * len(large)  # namesakes: Valencia in Venezuela, London in Canada


def test_a_name_of_no_city_gives_none() -> None:
    assert cities_named("Xyzzy") == ()


def test_a_city_is_found_by_its_id() -> None:
    durban = cities_named("Durban")[0]
    assert durban.id == "geonames:1007311"
    assert city(durban.id) == durban
    assert city(cities_named("Kotor")[0].id).name == "Kotor"


def test_countries_know_names_adjectives_and_abbreviations() -> None:
    assert countries_named("South African") == ((country("ZA"), True),)
    assert countries_named("UK")[0][0].code == "GB"
    assert countries_named("Costa de Marfil")[0][0].code == "CI"
    assert countries_named("Durban") == ()


def test_a_misspelt_name_is_like_few() -> None:
    assert gazetteer.similar("bankgok")[0][0].city.name == "Bangkok"
    assert gazetteer.similar("ougadougou")[0][0].city.name == "Ouagadougou"
    assert gazetteer.similar("learning") == ()


# --- running text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # large cities need no cue, small ones do, words and persons much
        ("Modena has diversified its approaches.", ["Modena IT"]),
        ("Nice work by Young people at Mobile and Reading rooms.", []),
        ("The Mayor of Nice spoke.", ["Nice FR"]),
        ("Police, Central University and Best Practice in May", []),
        ("Mr. London, Ms. Florence Smith and Jack London came.", []),
        ("She thanked Santiago Lopez and Victoria Jordan.", []),
        ("J. Lincoln and Madison K. wrote it.", []),
        ("Municipality of Matosinhos", ["Matosinhos PT"]),
        ("Municipality of Kotor", ["Kotor ME"]),
        # what stands beside tells which one
        ("Lyon, France", ["Lyon FR", "FR"]),
        ("London, Ontario", ["London CA"]),
        ("Pasadena, CA", ["Pasadena US"]),
        ("Barcelona in Venezuela", ["Barcelona VE", "VE"]),
        ("Kenya: Nairobi and Mombasa", ["KE", "Nairobi KE", "Mombasa KE"]),
        ("Tbilisi, Georgia", ["Tbilisi GE", "GE"]),
        ("Atlanta, Georgia", ["Atlanta US"]),
        ("Manchester, England", ["Manchester GB", "GB"]),
        ("The people from Cork, Ireland", ["Cork IE", "IE"]),
        ("learning from Utrecht, Hargeisa and Cebu", ["Utrecht NL", "Hargeisa SO", "Cebu City PH"]),
        ("a visit to Kibuye market", []),
        ("Hull, in the north of England, has declined.", ["Hull GB", "GB"]),
        ("Santa Ana, the second city of El Salvador, sent observers", ["Santa Ana SV", "SV"]),
        ("King City, CA, sent photographs", ["King City US"]),
        ("In San Fernando, Trinidad, the team met", ["San Fernando TT", "TT"]),
        ("Maun and Francistown in Botswana send their technicians", ["Maun BW", "Francistown BW", "BW"]),
        ("Gábor came from Pécs.", ["Pécs HU"]),
        ("The Mayor of Nakasongola spoke; Nakasongola grows.", ["Nakasongola UG"]),
        ("Saint-Louis in Senegal", ["Saint-Louis SN", "SN"]),
        # organisations
        ("the Municipality of Turin and the University of Turin", ["Turin IT", "Turin IT"]),
        ("Durban International Convention Centre", ["Durban ZA"]),
        ("45 Bram Fischer Road, Durban, South Africa", ["Durban ZA", "ZA"]),
        ("University College Cork", ["Cork IE"]),
        ("Universidad de la República and the University of the Arts", []),
        ("Metro Police, Cairo", ["Cairo EG"]),
        ("Rutgers University, USA", ["US"]),
        ("University of Virginia", []),
        ("Suva City Council", ["Suva FJ"]),
        ("Cork City Council and Galway Local Authority", ["Cork IE", "Galway IE"]),
        ("Cebu City Government, Tamale Metropolitan Assembly", ["Cebu City PH", "Tamale GH"]),
        ("City of Manila, City of New York, City of Philadelphia", ["Manila PH", "New York US", "Philadelphia US"]),
        ("Kyoto Prefecture, Nairobi Police, Kisumu County Assembly", ["Kyoto JP", "Nairobi KE", "Kisumu KE"]),
        ("Mairie de Cotonou, Ville de Thiès", ["Cotonou BJ", "Thiès SN"]),
        ("Prefeitura do Recife, Câmara Municipal de Loures", ["Recife BR", "Loures PT"]),
        ("Alcaldía Mayor de Bogotá, Intendencia de Canelones", ["Bogotá CO", "Canelones UY"]),
        ("Stadt Gent, Gemeente Utrecht, Comune di Pistoia", ["Ghent BE", "Utrecht NL", "Pistoia IT"]),
        ("Ghent University, Lund University, University of Leeds", ["Ghent BE", "Lund SE", "Leeds GB"]),
        ("Lund University, Sweden", ["Lund SE", "SE"]),
        ("George Washington University, Rutgers University, Brown University", []),
        ("the Modi Government, the Metro Police, Host City Government, Policía Municipal de Tránsito", []),
        ("Jordan Police and Mexico Government", ["JO", "MX"]),
        ("Kingston and St. Andrew Municipal Corporation", ["Kingston JM"]),
        # what is said of it
        ("Heredia was the first city to sign up.", ["Heredia CR"]),
        ("Trust was the first city value.", []),
        # states and provinces, cities of other countries
        ("Zapopan, Jalisco, Mexico", ["Zapopan MX", "MX"]),
        ("Nayarit, Mexico", ["MX"]),
        ("Xai-Xai, Gaza, Mozambique", ["Xai-Xai MZ", "MZ"]),
        ("Ramallah and Gaza", ["Ramallah PS", "Gaza PS"]),
        ("Portland, Jamaica", ["JM"]),
        ("San Pedro, Paraguay", ["PY"]),
        ("Santiago, Cuba", ["Santiago de Cuba CU", "CU"]),
        # suburbs of a city that is named
        ("site visits in Katutura, the residents of Katutura, Windhoek", ["Windhoek NA"]),
        ("Lusaka hired young people from Kanyama and Matero.", ["Lusaka ZM"]),
        ("Porto and the Municipality of Matosinhos", ["Porto PT", "Matosinhos PT"]),
        # persons
        ("Pérez Roca, Sofía - Head of Youth, Rosario", ["Rosario AR"]),
        ("Hotel Balkan, Sofia - Bulgaria", ["Sofia BG", "BG"]),
        ("projects in Almería and Puerto Limón, Costa Rica", ["Almería ES", "Limón CR", "CR"]),
        ("Sofía Villalobos, Ana Pérez and Florence Adeyemi", []),
        ("the Mtro. Villa and Mtra. Lima", []),
        # lists by country, columns run together
        ("Beira (Mozambique), Kotor (Montenegro)", ["Beira MZ", "MZ", "Kotor ME", "ME"]),
        ("Mozambique: Beira, Nacala and Inhambane", ["MZ", "Beira MZ", "Nacala MZ", "Inhambane MZ"]),
        ("Kotor, Budva and Bar (Montenegro)", ["Kotor ME", "Budva ME", "Bar ME", "ME"]),
        (
            "Port Said Beira Suva Lome Osh Chisinau",
            ["Port Said EG", "Beira MZ", "Suva FJ", "Lomé TG", "Osh KG", "Chisinau MD"],
        ),
        # apostrophes
        ("Nuku'alofa, Durban's plan and Sana'a's mayor", ["Nuku'alofa TO", "Durban ZA", "Sana'a YE"]),
        # no cities: streets, waters, instruments, regions, sums of money
        ("London Road, Rue de Lyon, Via Torino, Calle Madrid", []),
        ("Lake Victoria, the Panama Canal, Lagos State, the Gulf of Mexico", []),
        ("the Paris Agreement, the Kyoto Protocol, the Addis Ababa Action Agenda", []),
        ("North America, Latin America and the Caribbean, Sub-Saharan Africa, the Middle East", []),
        ("3.4 million US dollars", []),
        ("ICLEI, UCLG, LAC, ILO and AFD", []),
        # names inside names
        (
            "Guatemala City, Santiago de Chile and Rio de Janeiro",
            ["Guatemala City GT", "Santiago CL", "Rio de Janeiro BR"],
        ),
        ("Panama and the Mayor of Panama", ["PA", "Panama City PA"]),
        # adjectives
        ("South African municipalities, the German Federal Ministry", ["ZA", "DE"]),
        ("the Royal Thai Embassy in Vienna", ["Vienna AT"]),
        ("the Inter-American Development Bank", []),
        ("translated into French and Spanish, in English, French and Arabic", []),
        ("French and Spanish cities", ["FR", "ES"]),
        # misspelt, after a cue only
        ("Mayor of Ougadougou", ["Ouagadougou BF"]),
        ("eThekweni Municipality's commitment", ["Durban ZA"]),
        ("Vilnius, Lituania", ["Vilnius LT", "LT"]),
        ("The Working of Hamad and Chief", []),
        # enumerations
        ("Ruse, Galați and Tulcea", ["Ruse BG", "Galați RO", "Tulcea RO"]),
        # addresses
        ("mile@durban.gov.za, www.lagos.org, http://cairo.eg/london", []),
        # capitals and other languages
        ("URBAN SAFETY IN DURBAN AND NAIROBI", ["Durban ZA", "Nairobi KE"]),
        ("CEBU CITY GOVERNMENT", ["Cebu City PH"]),
        ("SUVA CITY COUNCIL", ["Suva FJ"]),
        ("IZMIR METROPOLITAN MUNICIPALITY", ["Izmir TR"]),
        ("TAMALE METROPOLITAN ASSEMBLY", ["Tamale GH"]),
        ("REPORT OF THE STUDY VISIT TO RECIFE AND SUVA", ["Recife BR", "Suva FJ"]),
        ("NIGHT MARKETS IN PENANG AND CHIANG MAI", ["George Town MY", "Chiang Mai TH"]),
        ("MOBILE POLICE UNITS, READING ROOMS AND THE OSH COMMITTEE", []),
        ("Municipalité d'Abidjan en Côte d'Ivoire, Alcaldía de Medellín", ["Abidjan CI", "CI", "Medellín CO"]),
        ("Washington, D.C.", ["Washington US"]),
        ("", []),
    ],
)
def test_it_finds_the_places_of_a_text(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_what_could_be_several_cities_has_candidates_and_no_city() -> None:
    (hit,) = find_places("San Jose")
    assert hit.city is None
    assert {c.country_code for c in hit.candidates} >= {"US", "CR"}
    assert hit.score < 0.5


def test_salvador_is_the_country_among_its_neighbours_and_the_city_in_brazil() -> None:
    assert found("In Salvador negotiation succeeded; so in Guatemala.") == ["SV", "GT"]
    assert found("In Salvador negotiation succeeded.", known=Known(countries=frozenset({"SV"}))) == ["SV"]
    assert found("Salvador, Brazil") == ["Salvador BR", "BR"]
    assert found("Salvador and Recife met.") == ["Salvador BR", "Recife BR"]


def test_a_persons_name_is_no_place() -> None:
    text = "Durban Modena opened it in Durban."
    assert found(text, taken=[(0, 13)]) == ["Durban ZA"]


def test_a_word_that_the_document_writes_small_is_no_small_city() -> None:
    assert found("Modena met.", known=Known(words=frozenset({"modena"}))) == []


def test_the_language_model_is_a_witness() -> None:
    text = "Matosinhos presented its plan."
    assert found(text) == []
    assert found(text, gpe=[(0, 10)], known=Known(homes=frozenset({"PT"}))) == ["Matosinhos PT"]


def test_evidence_is_the_words_that_tell() -> None:
    (hit,) = find_places("the Mayor of Turin")
    assert "Mayor of" in hit.evidence
    assert (hit.surface, hit.start, hit.end) == ("Turin", 13, 18)
    assert 0 < hit.score <= 1


# --- answers that are a place


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Turin, Italy", "Turin"),
        ("City of Cape Town", "Cape Town"),
        ("Bankgok", "Bangkok"),
        ("eThekwini Municipality", "Durban"),
        ("Durban International Convention Centre 45 Bram Fischer Road, Durban, South Africa", "Durban"),
        ("durban", "Durban"),
        ("Nice", "Nice"),
        ("Penang Island City Council", "George Town"),
        ("Klang (Malaysia)", "Klang"),
        ("Via Roma 12, Torino", "Turin"),
        ("UNICRI, Italy", "IT"),
        ("Georgia", "GE"),
        ("City of Philadelphia", "Philadelphia"),
        ("Heredia Police", "Heredia"),
        ("La Ceiba, Honduras", "La Ceiba"),
        ("Guadalajara, Jalisco, Mexico", "Guadalajara"),
        ("Gaza, Mozambique", "MZ"),
        ("Villa El Salvador, Peru", "PE"),
        ("Sofía Villalobos", None),
        ("Gauteng", None),
        ("12 May 2014", None),
        ("", None),
    ],
)
def test_it_resolves_an_answer(words: str, expected: str | None) -> None:
    place = resolve_place(words)
    assert (place.city.name if place.city else place.country.code if place.country else None) == expected


def test_a_hint_tells_cities_apart() -> None:
    assert resolve_place("San José", "CR").country == country("CR")
    assert resolve_place("San Jose", "US").country == country("US")


def test_lists_of_places_are_seen() -> None:
    assert listed_places(["AFRICA:", "Dar and Tanzania", "Nairobi", "Kampala", "Pnhom Pen", "Durban"]) == [
        False,
        *[True] * 5,
    ]
    assert not any(listed_places(["Education", "Mobile", "Reading", "Safety"]))
    assert all(listed_places(["Nairobi Durban Kampala", "Port Said Beira Suva", "Osh Lima Quito Bogotá"]))


# --- the files


def test_every_alias_preference_and_division_names_a_city() -> None:
    gazetteer.lookup("durban")  # reads all aliases and divisions, KeyError for one that names no city
    for target in gazetteer.data("aliases")["preferred"].values():
        assert special.number(target) >= 0
    for target in gazetteer.data("aliases")["canonical"]:
        assert special.number(target) >= 0


def test_every_adjective_is_of_a_country() -> None:
    for section in ("names", "adjectives", "short"):
        for code in gazetteer.data("countries")[section]:
            assert country(code).code == code


# --- time


@pytest.mark.parametrize(
    "text",
    [
        "A" * 20_000,
        "A " * 10_000,
        "Durban, " * 2_500,
        "San " * 5_000,
        "St. " * 5_000,
        "a:" * 10_000,
        "a@b " * 5_000,
        "(" * 20_000,
        "e\u0301" * 10_000,
        "Mayor of Xyzzy " * 1_300,
        "".join(f"City of Xq{number}zt, " for number in range(1_200)),
        ", ".join(["Paris", "Xyzzyville", "Smith"] * 1_000),
    ],
)
def test_long_texts_take_no_longer_than_long(text: str) -> None:
    find_places("Durban")  # what is read once
    start = time.process_time()
    find_places(text)
    find_places(text, listed=True)
    assert time.process_time() - start < 2
