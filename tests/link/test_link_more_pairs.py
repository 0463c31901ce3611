"""How often linking of events and organisations is right on pairs made to mislead it: two documents, one name in each.

A line that begins with `=` names one thing, with `!` two. The pairs were written before the first run.
"""

from __future__ import annotations

from link_builder import BEIRUT, CAPE_TOWN, DURBAN, MADRID, QUITO, TURIN, done, linked, person

from pipeline.model import Event

CITIES = {"Turin": TURIN, "Durban": DURBAN, "Beirut": BEIRUT, "Quito": QUITO, "Madrid": MADRID, "Cape Town": CAPE_TOWN}

# name; first day; last day; city
EVENTS = """
= Night Bus Forum; 2016-05-03; 2016-05-05; Turin / Forum on Night Buses; 2016-05-03; 2016-05-05; Turin
= Forum of Mayors on Crime Prevention; 2013-05-20; 2013-05-21; Turin / International Forum of Mayors on Crime Prevention and Urban Security; 2013-05-20; 2013-05-21; Turin
= Second Andean Seminar on Water and Order; 2017-06-03; 2017-06-04; Quito / 2nd Andean Seminar on Water and Order; 2017-06-03; 2017-06-04; Quito
= Seminario Andino de Agua y Orden; 2017-06-03; 2017-06-04; Quito / Andean Seminar on Water and Order; 2017-06-03; 2017-06-04; Quito
= Congreso Internacional de Ciudades Seguras; 2015-09-10; 2015-09-12; Madrid / International Congress of Safe Cities; 2015-09-10; 2015-09-12; Madrid
= Harbour Safety Workshop; 2014-02; 2014-02; Durban / Workshop on Harbour Safety; 2014-02-11; 2014-02-12; Durban
= Sixth Street Lighting Summit; 2018-04-09; 2018-04-11; Beirut / Street Lighting Summit; 2018-04-09; 2018-04-11; Beirut
= Youth Gangs Round Table; 2015-03-02; 2015-03-02; Cape Town / Round Table on Youth and Gangs; 2015-03-02; 2015-03-02; Cape Town
= Market Guards Exchange; 2016-07-01; 2016-07-02; / Market Guards Exchange; 2016-07-01; 2016-07-02; Durban
= Learning Exchange on Waste Pickers; 2017-11-20; 2017-11-24; Durban / Waste Pickers Exchange; 2017-11-20; 2017-11-24; Durban
= CITY SAFETY DAYS 2015; 2015-10-05; 2015-10-07; Turin / City Safety Days; 2015-10-05; 2015-10-07; Turin
= Coastal Towns Conference on Smuggling; 2012-08-14; 2012-08-16; Beirut / Conference of Coastal Towns on Smuggling; 2012-08; ; Beirut
= Peer Review of Quito's Violence Observatory; 2014-05-06; 2014-05-08; Quito / Peer Review of the Violence Observatory of Quito; 2014-05-06; 2014-05-08; Quito
= Women's Safety Audit Training; 2013-03-04; 2013-03-08; Cape Town / Training on Women's Safety Audits; 2013-03-04; 2013-03-08; Cape Town
= Forum on Night Buses; 2016-05-03; 2016-05-05; Turin / Night Buses Forum; 2016; ; Turin
= Foro de Alcaldes por la Convivencia; 2014-10-01; 2014-10-03; Quito / Forum of Mayors for Coexistence; 2014-10-01; 2014-10-03; Quito
= Rencontre des villes du fleuve; 2011-06-07; 2011-06-08; Beirut / Meeting of the River Cities; 2011-06-07; 2011-06-08; Beirut
= Third Global Dialogue on Public Space; 2017-04-18; 2017-04-20; Madrid / Global Dialogue on Public Space (third edition); 2017-04-18; 2017-04-20; Madrid
= Stadium Safety Seminar; 2010-01-19; 2010-01-20; Durban / Seminar on the Safety of Stadiums; 2010-01-19; 2010-01-20; Durban
= Emergency Drill Week; 2018-09-03; 2018-09-07; Turin / Emergency Drills Week; 2018-09-03; 2018-09-07; Turin
! Night Bus Forum; 2016-05-03; 2016-05-05; Turin / Night Bus Forum; 2017-05-08; 2017-05-10; Turin
! Night Bus Forum; 2016; ; Turin / Night Bus Forum; 2017; ; Turin
! World Lamp Forum IV; 2012; ; / World Lamp Forum V; 2014; ;
! Fifth Forum on Street Lighting; ; ; Turin / Sixth Forum on Street Lighting; ; ; Turin
! Fourth Andean Seminar on Water; 2016-06; ; Quito / Fifth Andean Seminar on Water; 2017-06; ; Quito
! City Safety Days 2014; ; ; Turin / City Safety Days 2015; ; ; Turin
! Harbour Safety Workshop; 2014-02-11; 2014-02-12; Durban / Harbour Safety Workshop; 2014-02-11; 2014-02-12; Cape Town
! Youth Gangs Round Table; 2015-03-02; 2015-03-02; Cape Town / Street Lighting Summit; 2015-03-02; 2015-03-02; Cape Town
! Seminar on Women's Safety; 2013-03-04; 2013-03-08; Madrid / Seminar on Fire Safety; 2013-03-04; 2013-03-08; Madrid
! Market Guards Exchange; 2016-07-01; 2016-07-02; Durban / Market Guards Exchange; 2016-10-01; 2016-10-02; Durban
! Annual Meeting; 2015-02-03; 2015-02-04; Turin / Annual Meeting; 2016-02-02; 2016-02-03; Turin
! Training Workshop; ; ; Durban / Training Workshop; ; ; Durban
! Learning Exchange on Waste Pickers; 2017-11-20; 2017-11-24; Durban / Learning Exchange on Street Vendors; 2017-11-20; 2017-11-24; Durban
! Regional Seminar on Policing, Asia; 2012; ; / Regional Seminar on Policing, Africa; 2012; ;
! Coastal Towns Conference on Smuggling; 2012-08-14; 2012-08-16; Beirut / Mountain Towns Conference on Smuggling; 2012-08-14; 2012-08-16; Turin
! Forum of Mayors on Crime Prevention; 2013-05-20; 2013-05-21; Turin / Forum of Mayors on Crime Prevention; 2013-11-04; 2013-11-05; Durban
! Expert Group Meeting on Prisons; 2011-04; ; Madrid / Expert Group Meeting on Ports; 2011-04; ; Madrid
! Second Peer Visit; 2014-05-06; 2014-05-08; Quito / Third Peer Visit; 2015-05-06; 2015-05-08; Quito
! Night Watch Congress; 2010-09-06; 2010-09-08; Beirut / Night Watch Congress; 2012-09-03; 2012-09-05; Madrid
! River Cities Forum, 1st edition; 2009; ; Turin / River Cities Forum, 2nd edition; 2009; ; Turin
"""

# name; acronym; city of somebody who belongs to it
ORGANISATIONS = """
= Rural Safety Institute; RSI; / RSI; ;
= Rural Safety Institute; RSI; / Rural Safety Institute; ;
= Rural Safety Institute (RSI); ; / RSI; ;
= United Nations Human Settlements Programme; ; / UN-Habitat; ;
= UN Habitat; ; / UN-HABITAT; ;
= The Harbour Trust of Essex; ; / Harbour Trust of Essex; ;
= European Night Network; ENN; / European Night Network; ENN;
= Centre for Urban Peace; ; / Center for Urban Peace; ;
= Organization of Market Women; ; / Organisation of Market Women; ;
= eThekwini Municipality; ; Durban / eThekweni Municipality; ; Durban
= City of Turin; ; Turin / Turin City; ; Turin
= Municipality of Turin; ; Turin / Turin Municipality; ; Turin
= Department of Safety, City of Turin; ; Turin / City of Turin; ; Turin
= University of Lower Saxony's Night Lab; NLab; / NLab; ;
= Association of River Towns; ; / River Towns Association; ;
= Housing Department; ; Durban / Housing Department; ; Durban
= Municipal Police; ; Quito / Municipal Police; ; Quito
= Inter-American Safe Ports Fund; IASPF; / Inter American Safe Ports Fund; ;
= Ministry of Labour of Ghana; ; / Ministry of Labor of Ghana; ;
= African Cities Programme; ; / African Cities Program; ;
! Rural Safety Institute; RSI; / Road Signs Inspectorate; RSI;
! Housing Department; ; Durban / Housing Department; ; Cape Town
! Municipal Police; ; Quito / Municipal Police; ; Madrid
! City Council; ; Turin / City Council; ; Beirut
! Department of Social Development; ; Durban / Department of Social Development; ; Madrid
! University of Jos; ; / University of Lagos; ;
! Ministry of Justice of Peru; ; / Ministry of Justice of Chile; ;
! City of Turin; ; Turin / University of Turin; ; Turin
! Port Authority of Beirut; ; Beirut / Port Police of Beirut; ; Beirut
! Lake Victoria Authority; LVA; / Lake Volta Authority; LVA;
! Association of Night Mayors; ANM; / Association of Night Markets; ANM;
! Women in Cities; ; / Women in Cities Norway; ;
! Safety Office; ; Turin / Safety Office; ; Durban
! Ministry of Interior; ; / Ministry of Justice; ;
! Northern Region Council; ; / Southern Region Council; ;
! Municipality of San José; ; / Municipality of San Juan; ;
! Water Board of Lilongwe; ; / Water Board of Blantyre; ;
! Institute for Urban Studies; IUS; / Institute for Urban Security; IUS;
! Youth Council; ; Quito / Youth Council; ; Cape Town
! Federation of Traders; ; / Confederation of Traders; ;
"""


def pairs(text: str) -> list[tuple[bool, list[list[str]]]]:
    """Whether both are one, and the fields of each."""
    lines = [line for line in text.strip().splitlines() if line]
    return [
        (line[0] == "=", [[f.strip() for f in side.split(";")] for side in line[1:].split(" / ")]) for line in lines
    ]


def right(text: str, are_one: object) -> tuple[float, float]:
    """Precision and recall of what was made one."""
    made = [(same, are_one(*sides)) for same, sides in pairs(text)]  # type: ignore[operator]  # a function of two rows
    both = sum(same and one for same, one in made)
    print([sides for (same, sides), (_, one) in zip(pairs(text), made, strict=True) if same != one])
    return both / max(1, sum(one for _, one in made)), both / sum(same for same, _ in made)


def one_event(a: list[str], b: list[str]) -> bool:
    outcomes = [
        done(str(n), event=Event(name=name, start=start, end=end), event_city=CITIES.get(city, ""))
        for n, (name, start, end, city) in enumerate((a, b))
    ]
    return len(linked(*outcomes).rows("events")) == 1


def one_organisation(a: list[str], b: list[str]) -> bool:
    outcomes = []
    for n, (name, acronym, city) in enumerate((a, b)):
        people = [person(f"Ada Okoro{n}", organisation=name, city=CITIES[city])] if city else []
        outcomes.append(done(str(n), people=people, organisations=[] if city else [(name, acronym)]))
    return len(linked(*outcomes).rows("organisations")) == 1


def test_events_are_told_apart_and_put_together():
    precision, recall = right(EVENTS, one_event)
    assert precision >= 0.99
    assert recall >= 0.90


def test_organisations_are_told_apart_and_put_together():
    precision, recall = right(ORGANISATIONS, one_organisation)
    assert precision >= 0.99
    assert recall >= 0.90
