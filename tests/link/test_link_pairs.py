"""How often linking is right on pairs made to mislead it: two documents, each naming one person.

Each line: `name, role, city / name, role, city`; role and city may be missing. A line that begins with `=` names one
person, with `!` two. The pairs were written before the first run, which gave precision 1.00 and recall .95.
"""

from __future__ import annotations

from link_builder import BEIRUT, CAPE_TOWN, DURBAN, MADRID, QUITO, TURIN, At, done, linked, person

CITIES = {"Turin": TURIN, "Durban": DURBAN, "Beirut": BEIRUT, "Quito": QUITO, "Madrid": MADRID, "Cape Town": CAPE_TOWN}

PAIRS = """
= Martin Xaba, Head Safer Cities, Durban / Xaba Martin, Head of Safer Cities Department, Durban
= Nomusa Shembe, Senior Manager, Durban / Shembe Nomusa
= Mr. Fassino, Mayor, Turin / Piero Fassino, Mayor, Turin
= Fassino, Mayor of Turin, Turin / Mr. Piero Fassino, Mayor, Turin
= Mr. Hamad, Mayor, Beirut / Bilal S. Hamad, Mayor, Beirut
= Bilal Hamad, Mayor, Beirut / Bilal S. Hamad, Mayor, Beirut
= Hamad Bilal / Bilal S. Hamad, Mayor, Beirut
= Cecilia Andersson, Human Settlements Officer / Andersson Cecilia, Human Settlements Officer
= Cecilia Andersson, Officer, Durban / Cecilia Anderson, Human Settlements Officer, Durban
= J.P. Smith, Alderman, Cape Town / Jean Pierre Smith, Mayco Member, Cape Town
= J. P. Smith, Alderman, Cape Town / J.P. Smith, Alderman, Cape Town
= Jean-Pierre Smith, Councillor, Cape Town / Jean Pierre Smith, Councillor, Cape Town
= António Salvador D. Espada, Chief of Police / Espada Antonio Salvador D., Chief of Municipal Police
= António Espada / Antonio Salvador Espada
= Óskar de Santos Tapia, , Madrid / Oskar De Santos Tapia, , Madrid
= Francisco Javier Gómez Gallardo, , Madrid / Gómez Gallardo Francisco Javier, , Madrid
= Francisco J. Gómez Gallardo, Inspector, Madrid / Francisco Javier Gómez Gallardo, Inspector, Madrid
= Dr. Grace Nalwoga Nakato / NAKATO Grace Nalwoga
= Grace Nakato, Director, Quito / Dr. Grace Nalwoga Nakato, Director of Health, Quito
= Prof. Franz Vanderschueren / Franz Vanderschueren
= Franz Vanderschueren, Chair, Madrid / Franz Vanderscheuren, Chair, Madrid
= Mahidol Bajrakitiyabha, Ambassador / Her Royal Highness Princess Mahidol Bajrakitiyabha
= Pol. Maj. Gen. Vichai Sangparpai, Advisor to the Governor / Vichai Sangparpai, Advisor
= Jovito A. Gutierrez Jr, Consultant / Gen. Jovito A. Gutierrez, Jr., Consultant
= Jovito Gutierrez, Consultant, Turin / Jovito A. Gutierrez Jr, Consultant to the Mayor, Turin
= Juan Pablo Gordillo M., Specialist, Quito / Juan Pablo Gordillo, Citizen Security Specialist, Quito
= Mohamed Al-Sayed, Governor, Beirut / Mohammed El Sayed, Governor, Beirut
= Nguyễn Thị Hồng Vân, Officer / Nguyen Thi Hong Van, Officer
= Park Ji-woo, Team Leader / Ms. Park Ji Woo, Night Safety Team Leader
= Lin Chih-hao / LIN Chih-hao
= Sok Dara, Clerk, Durban / Dara Sok, Clerk, Durban
= Thandiwe O'Connor, Planner, Durban / Thandiwe O’Connor, Town Planner, Durban
= Liesbeth Van den Bossche / Liesbeth van den Bossche
= S. Gumede, Deputy Mayor, Durban / Sipho Gumede, Deputy Mayor, Durban
= Gumede, Deputy Mayor, Durban / Sipho Gumede, Deputy Mayor of Durban, Durban
= Wróblewska, Alderwoman, Turin / Agnieszka Wróblewska, Alderwoman, Turin
= Agnieszka Wroblewska, Alderwoman / Agnieszka Wróblewska, Alderwoman, Turin
= Maria Gonzalez, Mayor, Quito / María González, Mayor, Quito
= Maria Gonzalez, Mayor, Quito / María González
= Achieng Odhiambo / Achieng' Odhiambo
! Piero Fassino, Mayor, Turin / Mario Fassino, Mayor, Turin
! Roberto Silva, , Turin / Mario Silva, , Turin
! John Dube Sr, , Durban / John Dube Jr, , Durban
! João Alves Filho, Mayor, Quito / João Alves Neto, Mayor, Quito
! Maria Gonzalez, Mayor, Quito / Maria Gonzalez, Councillor, Madrid
! Maria Gonzalez, , Quito / Maria Gonzalez, , Madrid
! John Smith, Mayor, Durban / John Smith, Mayor, Cape Town
! J. Smith, Councillor, Durban / John Smith, Councillor, Cape Town
! J. Smith / John Smith
! Fassino / Piero Fassino
! Fassino, Mayor, Beirut / Piero Fassino, Mayor, Turin
! Fassino, Police officer, Turin / Piero Fassino, Mayor, Turin
! Fassino, Vice-Mayor, Turin / Piero Fassino, Mayor, Turin
! Fassino, Mayor, Turin / Mario Fassino, Deputy Mayor, Turin
! Mr. Fassino, Councillor, Turin / Ms. Fassino, Councillor, Turin
! Mr. Alex Hamad, , Beirut / Ms. Alex Hamad, , Beirut
! Daniel Silva, Clerk, Durban / Daniela Silva, Clerk, Durban
! Francesco Rossi, Judge, Turin / Francesca Rossi, Judge, Turin
! Andrea Rossi, Judge, Turin / Andreas Rossi, Judge, Turin
! Mario Rossi, Judge, Turin / Maria Rossi, Judge, Turin
! Paul Martin, Clerk, Turin / Paul Martinez, Clerk, Turin
! Thabo Dlamini, Planner, Durban / Thabiso Dlamini, Planner, Durban
! Sibusiso Ncube, Planner, Durban / Sibongile Ncube, Planner, Durban
! Thabo Mbeki / Moeletsi Mbeki
! Sergei Bogdanov, , Turin / Sergei Bogdanova, , Turin
! Marin Silva, , Durban / Martin Silva, , Durban
! Juan García López / Juan García Pérez
! Juan García López, Mayor, Madrid / Juan García Pérez, Mayor, Madrid
! Ana María López, , Quito / María López, , Madrid
! Wang Wei, , Madrid / Wei Zhang, , Madrid
! Nguyen Van Minh / Nguyen Van Hung
! Park Ji-woo, Officer, Madrid / Park Ji-won, Officer, Madrid
! Kim Min-jun / Kim Min-ji
! Hamad, Mayor, Beirut / Hamad Al-Khalidi, Clerk, Beirut
! Martin, Mayor, Durban / Martin Xaba, Head Safer Cities, Durban
! Xaba, Mayor, Durban / Martin Xaba, Head Safer Cities, Durban
! Smith / J.P. Smith, Alderman, Cape Town
! Peter Langat, Engineer, Durban / Kiprono Langat, Engineer, Durban
! William Rogers, Judge / William Roger, Clerk
! Jean Smith, , Durban / Jeanne Smith, , Durban
"""


def entry(text: str) -> At:
    """A person of a line."""
    from pipeline.text.names import split_honorific

    name, role, city = [part.strip() for part in (text.replace(", Jr.", " Jr") + ",,").split(",")[:3]]
    honorific, rest = split_honorific(name)
    return person(rest, role, CITIES.get(city, ""), honorific=honorific)


def is_one(line: str) -> bool:
    """Whether the two of a line are linked."""
    one, other = (entry(text) for text in line[1:].split(" / "))
    return len(linked(done("a", people=[one]), done("b", people=[other])).rows("people")) == 1


def test_precision_and_recall_on_misleading_pairs() -> None:
    lines = PAIRS.strip().splitlines()
    joined = [line for line in lines if is_one(line)]
    wrong = [line for line in joined if line.startswith("!")]
    missed = [line for line in lines if line.startswith("=") and line not in joined]
    right = len(joined) - len(wrong)
    precision, recall = right / len(joined), right / (right + len(missed))
    assert precision >= 0.99, wrong
    assert recall >= 0.90, missed
