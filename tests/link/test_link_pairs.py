"""How often linking is right on pairs made to mislead it: two documents, each naming one person.

Each line: `name, role, city / name, role, city`; role and city may be missing. A line that begins with `=` names one
person, with `!` two. The pairs were written before the first run, which gave precision 1.00 and recall .95.
"""

from __future__ import annotations

from link_builder import BEIRUT, CAPE_TOWN, DURBAN, MADRID, QUITO, TURIN, At, done, linked, person

CITIES = {"Turin": TURIN, "Durban": DURBAN, "Beirut": BEIRUT, "Quito": QUITO, "Madrid": MADRID, "Cape Town": CAPE_TOWN}

PAIRS = """
= Martin Zondi, Head Safer Cities, Durban / Zondi Martin, Head of Safer Cities Department, Durban
= Nomusa Mkhize, Senior Manager, Durban / Mkhize Nomusa
= Mr. Bellardi, Mayor, Turin / Renzo Bellardi, Mayor, Turin
= Bellardi, Mayor of Turin, Turin / Mr. Renzo Bellardi, Mayor, Turin
= Mr. Sabbagh, Mayor, Beirut / Karim S. Sabbagh, Mayor, Beirut
= Karim Sabbagh, Mayor, Beirut / Karim S. Sabbagh, Mayor, Beirut
= Sabbagh Karim / Karim S. Sabbagh, Mayor, Beirut
= Cecilia Svensson, Human Settlements Officer / Svensson Cecilia, Human Settlements Officer
= Cecilia Svensson, Officer, Durban / Cecilia Svenson, Human Settlements Officer, Durban
= J.P. Fourie, Alderman, Cape Town / Jean Pierre Fourie, Mayco Member, Cape Town
= J. P. Fourie, Alderman, Cape Town / J.P. Fourie, Alderman, Cape Town
= Jean-Pierre Fourie, Councillor, Cape Town / Jean Pierre Fourie, Councillor, Cape Town
= António Salvador D. Espinosa, Chief of Police / Espinosa Antonio Salvador D., Chief of Municipal Police
= António Espinosa / Antonio Salvador Espinosa
= Íñigo de Santos Tejada, , Madrid / Inigo De Santos Tejada, , Madrid
= Rodrigo Manuel Pérez Castaño, , Madrid / Pérez Castaño Rodrigo Manuel, , Madrid
= Rodrigo M. Pérez Castaño, Inspector, Madrid / Rodrigo Manuel Pérez Castaño, Inspector, Madrid
= Dr. Grace Nalwoga Nakato / NAKATO Grace Nalwoga
= Grace Nakato, Director, Quito / Dr. Grace Nalwoga Nakato, Director of Health, Quito
= Prof. Franz Vandermeulen / Franz Vandermeulen
= Franz Vandermeulen, Chair, Madrid / Franz Vandermuelen, Chair, Madrid
= Mahidol Rattanasuda, Ambassador / Her Royal Highness Princess Mahidol Rattanasuda
= Pol. Maj. Gen. Prasert Wongsawat, Advisor to the Governor / Prasert Wongsawat, Advisor
= Crisanto A. Manalo Jr, Consultant / Gen. Crisanto A. Manalo, Jr., Consultant
= Crisanto Manalo, Consultant, Turin / Crisanto A. Manalo Jr, Consultant to the Mayor, Turin
= Juan Pablo Cordero M., Specialist, Quito / Juan Pablo Cordero, Citizen Security Specialist, Quito
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
! Renzo Bellardi, Mayor, Turin / Mario Bellardi, Mayor, Turin
! Roberto Silva, , Turin / Mario Silva, , Turin
! John Dube Sr, , Durban / John Dube Jr, , Durban
! João Alves Filho, Mayor, Quito / João Alves Neto, Mayor, Quito
! Maria Gonzalez, Mayor, Quito / Maria Gonzalez, Councillor, Madrid
! Maria Gonzalez, , Quito / Maria Gonzalez, , Madrid
! John Smith, Mayor, Durban / John Smith, Mayor, Cape Town
! J. Smith, Councillor, Durban / John Smith, Councillor, Cape Town
! J. Smith / John Smith
! Bellardi / Renzo Bellardi
! Bellardi, Mayor, Beirut / Renzo Bellardi, Mayor, Turin
! Bellardi, Police officer, Turin / Renzo Bellardi, Mayor, Turin
! Bellardi, Vice-Mayor, Turin / Renzo Bellardi, Mayor, Turin
! Bellardi, Mayor, Turin / Mario Bellardi, Deputy Mayor, Turin
! Mr. Bellardi, Councillor, Turin / Ms. Bellardi, Councillor, Turin
! Mr. Alex Sabbagh, , Beirut / Ms. Alex Sabbagh, , Beirut
! Daniel Silva, Clerk, Durban / Daniela Silva, Clerk, Durban
! Francesco Rossi, Judge, Turin / Francesca Rossi, Judge, Turin
! Andrea Rossi, Judge, Turin / Andreas Rossi, Judge, Turin
! Mario Rossi, Judge, Turin / Maria Rossi, Judge, Turin
! Paul Martin, Clerk, Turin / Paul Martinez, Clerk, Turin
! Thabo Dlamini, Planner, Durban / Thabiso Dlamini, Planner, Durban
! Sibusiso Ncube, Planner, Durban / Sibongile Ncube, Planner, Durban
! Thabo Mbeki / Moeletsi Mbeki
! Sergei Morozov, , Turin / Sergei Morozova, , Turin
! Marin Silva, , Durban / Martin Silva, , Durban
! Juan García López / Juan García Pérez
! Juan García López, Mayor, Madrid / Juan García Pérez, Mayor, Madrid
! Ana María López, , Quito / María López, , Madrid
! Wang Wei, , Madrid / Wei Zhang, , Madrid
! Nguyen Van Minh / Nguyen Van Hung
! Park Ji-woo, Officer, Madrid / Park Ji-won, Officer, Madrid
! Kim Min-jun / Kim Min-ji
! Sabbagh, Mayor, Beirut / Sabbagh Al-Khalidi, Clerk, Beirut
! Martin, Mayor, Durban / Martin Zondi, Head Safer Cities, Durban
! Zondi, Mayor, Durban / Martin Zondi, Head Safer Cities, Durban
! Fourie / J.P. Fourie, Alderman, Cape Town
! Peter Langat, Engineer, Durban / Kiprono Langat, Engineer, Durban
! William Rogers, Judge / William Roger, Clerk
! Jean Smith, , Durban / Jeanne Smith, , Durban
"""


MORE_PAIRS = """
= Oumar Diallo, Prefect, Durban / DIALLO Oumar, Prefect of Police, Durban
= Siti Nurhaliza binti Rahman, Planner / Siti Nurhaliza Rahman, Planner
= Liang Meihua, Engineer, Madrid / Meihua Liang, Engineer, Madrid
= Wanjiru Kamau, Ward Officer, Beirut / Wanjiru N. Kamau, Ward Officer, Beirut
= Ing. Teodora Cvetkova, Head of Parks, Turin / Teodora Tsvetkova, Head of Parks, Turin
= Ahmed Ould Brahim, Clerk, Quito / Ahmed Brahim, Clerk, Quito
= Kwabena Asante-Boateng / Kwabena Asante Boateng
= Dr. Ruxandra Ionescu, Chair / Ruxandra Ionescu, Chairperson
= Joaquim Tavares Pinheiro, Secretary, Durban / Joaquim T. Pinheiro, Municipal Secretary, Durban
= Tavares, Secretary of Youth, Durban / Joaquim Tavares, Secretary of Youth, Durban
= Hirut Assefa, Expert on Waste, Madrid / Hiruth Assefa, Expert, Madrid
= Rajalakshmi Sundaram, Commissioner, Quito / Rajalaxmi Sundaram, Commissioner, Quito
= Oleksandr Kovalenko, Rapporteur, Turin / Kovalenko Oleksandr, Rapporteur, Turin
= Sheikh Mansour Al Harthy, Adviser, Beirut / Mansour Al-Harthy, Adviser, Beirut
= Lindiwe Mabaso, Librarian, Durban / Lindiwe Mabaso, Librarian
= Ana Lucía Robles Vega, Judge, Quito / Ana L. Robles Vega, Judge, Quito
= Karl-Heinz Wolters, Fire Chief / Karl Heinz Wolters, Fire Chief
= Mme Fatou Bâ Sène, Mayor, Madrid / Fatou Ba Sene, Mayor, Madrid
= Eerikki Laaksonen / Laaksonen Eerikki
= Gareth ap Rhys, Coroner, Cape Town / Gareth Ap Rhys, Coroner, Cape Town
! Pedro Barrios, Mayor, Quito / Pedro Barrios hijo, Clerk, Quito
! Emeka Okafor Sr, Trader, Durban / Emeka Okafor Jr, Trader, Durban
! Oumar Diallo, Prefect, Durban / Oumar Diallo, Prefect, Madrid
! Oumar Diallo, Prefect / Oumar Diarra, Prefect
! Lucía Vega, Nurse, Quito / Lucio Vega, Nurse, Quito
! Ivan Petrov, Judge, Turin / Ivana Petrova, Judge, Turin
! Tan Wei Ming, Director, Madrid / Tan Wei Ling, Director, Madrid
! Tan Wei Ming / Lim Wei Ming
! Mohamed Ali, Fireman, Beirut / Mohamed Ali, Fireman, Durban
! Sarah Cohen, Planner, Turin / Sara Kohen, Teacher, Madrid
! Banda, Clerk, Durban / Chisomo Banda, Engineer, Durban
! Ms. Banda, Clerk, Durban / Mr. Chisomo Banda, Clerk, Durban
! Ramón Ortega, Secretary / Ramón Ortega, Goalkeeper
! A. Njoroge, Officer, Durban / Esther Njoroge, Officer, Durban
! Jonas Berg, Engineer, Madrid / Jonas Bergman, Engineer, Madrid
! Hassan Yusuf, Imam, Beirut / Yusuf Ibrahim, Imam, Beirut
! Vera Lindqvist, Chair, Turin / Eva Lindqvist, Chair, Turin
! Dimitris Pappas / Dimitra Pappa
! Nguyen Thi Lan, Teacher, Madrid / Nguyen Thi Loan, Teacher, Madrid
! Okello Samuel, Clerk, Durban / Okello Simon, Clerk, Durban
! María José Lara, Mayor, Quito / José María Lara, Mayor, Quito
! Deputy Mayor Costa, Deputy Mayor, Turin / Bruno Costa, Mayor, Turin
! Rahman, Planner, Beirut / Siti Rahman, Nurse, Beirut
! Peter Mwale, Driver / Peter Mwale, Judge
! Elif Kaya, Architect, Turin / Elif Kayalı, Architect, Turin
"""
"""Written later than the first, again before they were run: precision .89 and recall .80 then. What they taught:
`María José` is not `José María`, a chair is a chairperson, Cvetkova may be spelt Tsvetkova."""


def entry(text: str) -> At:
    """A person of a line."""
    from pipeline.text.names import parse_name, split_honorific

    name, role, city = [part.strip() for part in (text.replace(", Jr.", " Jr") + ",,").split(",")[:3]]
    honorific, rest = split_honorific(name)
    parsed = parse_name(rest)
    given, family = (parsed.given, parsed.family) if parsed else ("", "")
    return person(rest, role, CITIES.get(city, ""), honorific=honorific, given=given, family=family)


def is_one(line: str) -> bool:
    """Whether the two of a line are linked."""
    one, other = (entry(text) for text in line[1:].split(" / "))
    return len(linked(done("a", people=[one]), done("b", people=[other])).rows("people")) == 1


def test_precision_and_recall_on_misleading_pairs() -> None:
    lines = [*PAIRS.strip().splitlines(), *MORE_PAIRS.strip().splitlines()]
    joined = [line for line in lines if is_one(line)]
    wrong = [line for line in joined if line.startswith("!")]
    missed = [line for line in lines if line.startswith("=") and line not in joined]
    right = len(joined) - len(wrong)
    precision, recall = right / len(joined), right / (right + len(missed))
    assert precision >= 0.99, wrong
    assert recall >= 0.90, missed
