"""A list of people: what is right is read, what is wrong is named with its line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.simulate.roster import RosterError, read
from bot import holidays

HEAD = "name,email,role,time_zone,language,region\n"
ANN = "Ann Roy,ann@example.org,patient_partner co-lead,America/Halifax,en,CA-NS\n"


def mistakes(held: str | bytes) -> list[str]:
    with pytest.raises(RosterError) as failure:
        read(held if isinstance(held, bytes) else held.encode(), holidays.valid)
    return failure.value.mistakes


def test_a_person_of_the_list() -> None:
    (ann,) = read((HEAD + ANN).encode(), holidays.valid)

    assert (ann.name, ann.email, ann.role, ann.co_lead) == ("Ann Roy", "ann@example.org", "patient_partner", True)
    assert (ann.zone, ann.language, ann.region) == ("America/Halifax", "en", "CA-NS")


@pytest.mark.parametrize("role", ["Patient partner, co-lead", "patient_partner (co-lead)", "PATIENT-PARTNER co lead"])
def test_a_role_as_people_write_it(role: str) -> None:
    (ann,) = read(f'{HEAD}Ann,,"{role}",America/Halifax,,\n'.encode(), holidays.valid)

    assert (ann.role, ann.co_lead, ann.language, ann.region) == ("patient_partner", True, "en", "")


@pytest.mark.parametrize(
    ("told", "role", "leads"),
    [
        ("co-lead", "patient_partner", True), ("co_lead", "patient_partner", True), ("Lead", "patient_partner", True),
        ("patient_co_lead", "patient_partner", True), ("Research co-lead", "researcher", True),
        ("Co-responsable (chercheuse)", "researcher", True), ("researcher", "researcher", False),
        ("Organizer", "organiser", False), ("Project coordinator", "organiser", False),
        ("médecin de famille", "clinician", False), ("Knowledge user", "patient_partner", False),
        ("Codirectrice", "patient_partner", True), ("Patiente, co-présidente", "patient_partner", True),
        ("patient lead", "patient_partner", True), ("Team Lead / nurse", "clinician", False),
        ("Engagement lead", "patient_partner", False), ("Former co-lead", "patient_partner", False),
        ("Patient engagement coordinator", "organiser", False), ("Family physician", "clinician", False),
        ("Clinical research coordinator", "organiser", False),
    ],
)  # fmt: skip
def test_roles_as_lists_have_them(told: str, role: str, leads: bool) -> None:
    (ann,) = read(f'{HEAD}Ann,,"{told}",America/Halifax,,\n'.encode(), holidays.valid)

    assert (ann.role, ann.co_lead) == (role, leads)
    assert ann.known_role == (told not in ("Knowledge user", "Engagement lead", "Former co-lead"))
    assert ann.title == told.replace("_", " ")


@pytest.mark.parametrize("co_lead", [("yes", True), ("oui", True), ("no", False), ("", False)])
def test_a_column_of_its_own_for_co_leads(co_lead: tuple[str, bool]) -> None:
    (ann,) = read(f"name,role,time_zone,co_lead\nAnn,clinician,UTC,{co_lead[0]}\n".encode(), holidays.valid)

    assert ann.co_lead is co_lead[1]


def test_what_a_french_spreadsheet_saves() -> None:
    saved = "\ufeffname;email;role;time_zone;language;region\r\nÉtienne;;clinician;America/Toronto;Français;ca-on\r\n"
    (etienne,) = read(saved.encode(), holidays.valid)

    assert (etienne.name, etienne.language, etienne.region) == ("Étienne", "fr", "CA-ON")


def test_a_name_on_two_lines_of_quotes_and_lines_left_over_at_the_end() -> None:
    found = read((HEAD + '"Roy, Ann",,clinician,UTC,,\n' + "\n\n").encode(), holidays.valid)

    assert [member.name for member in found] == ["Roy, Ann"]


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("Bo,,clinician,Mars/Olympus,en,", "time_zone: 'Mars/Olympus' is not an IANA time zone"),
        ("Bo,,clinician,EST5,en,", "time_zone: 'EST5' is not an IANA time zone"),
        ("Bo,,,UTC,en,", "role: missing"),
        ("Bo,,clinician,UTC,en,XX-1", "region: 'XX-1' is not a region such as CA-ON"),
        ("Bo,,clinician,UTC,en,CA-ZZ", "region: 'CA-ZZ' is not a region"),
        ("Bo,,clinician,UTC,en,QC", "region: 'QC' is not a region such as CA-ON, GB-ENG or NZ; perhaps CA-QC"),
        ("Bo,,clinician,UTC,de,", "language: 'de' is neither en nor fr"),
        ("ann roy,,clinician,UTC,en,", "name: 'ann roy' stands on line 2 already"),
        ("Bo,ANN@example.org,clinician,UTC,en,", "email: 'ANN@example.org' stands on line 2 already"),
        ("Bo,no address,clinician,UTC,en,", "email: 'no address' is not an e-mail address"),
        ("Bo,,clinician,,en,", "time_zone: missing"),
        (",,clinician,UTC,en,", "name: missing"),
        ("Bo,,clinician", "3 cells; the first line has 6"),
        ("Bo,,clinician,UTC,en,,,", "8 cells; the first line has 6"),
        ("=HYPERLINK(1),,clinician,UTC,en,", "name: '=HYPERLINK(1)' looks like a formula"),
        ("+1,,clinician,UTC,en,", "name: '+1' looks like a formula"),
        ("@SUM(A1),,clinician,UTC,en,", "name: '@SUM(A1)' looks like a formula"),
        ("B\u202eo,,clinician,UTC,en,", "name: longer than 190 characters, or with characters nobody sees"),
        ("B" * 191 + ",,clinician,UTC,en,", "name: longer than 190 characters"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, mistake: str) -> None:
    (found,) = mistakes(f"{HEAD}{ANN}{line}\nCleo,,clinician,UTC,,\n")

    assert found.startswith(f"line 3: {mistake}")


def test_every_mistake_is_named_at_once() -> None:
    found = mistakes(f"{HEAD}{ANN}Bo,,boss,Mars,xx,\n\nann roy,,clinician,UTC,,\n")

    assert [mistake.partition(": ")[0] for mistake in found] == ["line 3", "line 3", "line 5"]


def test_a_list_as_a_spreadsheet_leaves_it() -> None:
    held = (
        "Nom,E-mail,Rôle,Time zone,Langue,Province\nÉtienne,e@x.org,chercheur,america/toronto,fr,ca-qc\n,,,,,\n,,,,,\n"
    )
    (etienne,) = read(held.encode(), holidays.valid)

    assert (etienne.name, etienne.zone, etienne.region) == ("Étienne", "America/Toronto", "CA-QC")


@pytest.mark.parametrize(
    ("held", "mistake"),
    [
        (b"", "line 1: the file is empty"),
        (HEAD.encode(), "there is nobody in it"),
        ((HEAD + ANN).encode("utf-16"), "line 1: not UTF-8 text"),
        (HEAD.encode() + ANN.encode() + "Zoé,,clinician,UTC,,\n".encode("latin-1"), "line 3: a letter is not UTF-8"),
        (b"name,role\nAnn,clinician\n", "line 1: there is no column 'time_zone'"),
        (b"name,role,time_zone,shoes\n", "line 1: unknown column 'shoes'"),
        (b"name,role,time_zone,name\n", "line 1: the column 'name' stands there twice"),
        (HEAD.encode() + b'"Ann,,clinician,UTC,,\n', "line 2: cannot be read as a table"),
    ],
)
def test_a_file_that_is_no_list(held: bytes, mistake: str) -> None:
    assert mistakes(held)[0].startswith(mistake)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEAD + text).encode("utf-8", "replace")))
def test_whatever_the_bytes_are_they_are_people_or_mistakes(held: bytes) -> None:
    found = []
    with suppress(RosterError):
        found = read(held, holidays.valid)
    assert all(member.name and member.zone for member in found)
