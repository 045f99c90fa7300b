"""The archive: found by what a case was about and how it ended; nothing is told too much."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.archive import Wanted, folded
from jury.queries import the_case
from jury.reading.archive import archive_json, endings, offered
from jury.reading.similar import similar
from tests.jury.bench import OpenWork
from tests.jury.shelf import EVIDENCE, LUNG, NOON, shelve, withdraw
from tests.page import Client

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)
BEFORE = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
STRASSE = "Ein Sturz in der Hauptstraße; 100% sicher, sagt er."


@given(st.text(max_size=40), st.text(max_size=9))
def test_what_is_typed_in_any_case_is_what_is_stored(text: str, more: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(f" {text}\n {more} ") == folded(f"{text} {more}")


@pytest.mark.parametrize(
    ("one", "other"), [("STRASSE", "straße"), ("ÄRZTIN", "ärztin"), ("ＡＢ", "ab"), ("ΣΑΣ", "σας")]
)
def test_letters_of_any_script_are_alike_in_both_cases(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.fixture
def shelf(work: OpenWork) -> OpenWork:
    """An archive of six cases."""
    with work() as w:
        shelve(w, "C-2026-0001", at=BEFORE, title="The ninth month", summary=STRASSE)
        shelve(w, "C-2026-0002", 3, 8, at=NOON - 3 * DAY, clauses=(LUNG,), tier=5_000_000)
        shelve(w, "C-2026-0003", 19, 9, at=NOON - 2 * DAY, standard="panel", tier=5_000_000)
        shelve(w, "C-2026-0004", 10, 0, at=NOON - DAY, clauses=(EVIDENCE,), question="白血病？")
        shelve(w, "C-2026-0005", 6, 5, at=NOON, clauses=("quorum", LUNG))
        withdraw(w, "C-2026-0006", NOON + DAY)
    return work


def found(shelf: OpenWork, page: int = 1, **asked: object) -> list[int]:
    """Return the numbers of the cases that are listed."""
    with shelf(writing=False) as w:
        listed, _more = endings(w.session, Wanted(**asked), page)
    return [int(one.ref[-1]) for one in listed]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"outcome": "upheld"}, [4, 3, 1]),
        ({"outcome": "withdrawn"}, [6]),
        ({"outcome": "void"}, []),
        ({"clause": LUNG}, [5, 3, 2, 1]),
        ({"clause": "lung"}, []),
        ({"clause": LUNG, "outcome": "denied"}, [2]),
        ({"year": 2025}, [1]),
        ({"year": 2026}, [6, 5, 4, 3, 2]),
        ({"year": 9_998}, []),
        ({"standard": "panel"}, [3]),
        ({"tier": 5_000_000}, [3]),
        ({"words": "MILLIMETRE mercury"}, [5, 4, 3, 2]),
        ({"words": "mercury moon"}, []),
        ({"words": "hauptSTRASSE"}, [1]),
        ({"words": "STURZ ninth"}, [1]),
        ({"words": "白血"}, [4]),
        ({"words": "100%"}, [1]),
        ({"words": "1%0"}, []),
        ({"words": "%"}, [1]),
        ({"words": "_"}, []),
        ({"words": "\\"}, []),
        ({"words": "/"}, []),
        ({"words": "measuring"}, []),
    ],
    ids=str,
)
def test_the_archive_is_found(
    shelf: OpenWork, asked: dict[str, object], numbers: list[int]
) -> None:
    assert found(shelf, **asked) == numbers


def test_a_withdrawn_case_is_found_by_nothing_that_it_was_about(shelf: OpenWork) -> None:
    for asked in (
        {"words": "millimetre"},
        {"clause": LUNG},
        {"clause": EVIDENCE},
        {"standard": "twelve"},
    ):
        assert 6 not in found(shelf, **asked)
        assert found(shelf, **asked, outcome="withdrawn") == []


def test_what_can_be_asked_for_is_what_there_is(shelf: OpenWork) -> None:
    with shelf(writing=False) as w:
        there = offered(w.session, w.now.date())
    assert list(there.clauses) == [EVIDENCE, LUNG, "quorum"], "no book here: by their ids"
    assert (there.years, there.standards, there.tiers) == (
        [2026, 2025],
        ["panel", "twelve"],
        [5_000_000],
    )


def test_of_a_withheld_verdict_the_list_tells_no_numbers(shelf: OpenWork) -> None:
    with shelf(writing=False) as w:
        told = json.loads(archive_json(w.session, Wanted(), 1))
    listed = {one["case"]: one for one in told["verdicts"]}
    assert (len(listed), told["page"], told["more"]) == (6, 1, False)
    held = listed["C-2026-0004"]
    assert not {"numbers", "issues", "tiers"} & set(held)
    assert held["withheld"] == ["issues", "numbers", "tiers"]
    assert listed["C-2026-0003"]["numbers"]["uphold"] == 19
    assert listed["C-2026-0002"]["clauses"] == [{"id": LUNG, "version": 1}]
    assert set(listed["C-2026-0006"]) == {"case", "outcome", "withdrawn_at"}


def test_similar_cases_share_clauses_the_most_first(shelf: OpenWork) -> None:
    with shelf(writing=False) as w:
        for clauses, numbers in (
            ((LUNG, EVIDENCE), [3, 1, 5, 4, 2]),
            ((LUNG,), [5, 3, 2, 1]),
            (("quorum", EVIDENCE), [5, 4, 3, 1]),
            (("medication",), []),
            ((), []),
        ):
            listed = similar(w.session, clauses, "C-2026-0006")
            assert [int(one.ref[-1]) for one in listed] == numbers
        assert similar(w.session, ("quorum",), "C-2026-0005") == []


def test_there_are_five_similar_cases_and_never_the_same_one_before(shelf: OpenWork) -> None:
    with shelf() as w:
        for number in range(1, 7):
            shelve(w, f"C-2026-010{number}", at=NOON + number * DAY)
        shelve(w, "C-2026-0005-2", again_of="C-2026-0005", at=NOON + 9 * DAY)
        withdraw(w, "C-2026-0005-3", again_of="C-2026-0005-2")
        listed = similar(w.session, (LUNG, EVIDENCE), "C-2026-0005-3")
        assert [one.ref[-4:] for one in listed] == ["0106", "0105", "0104", "0103", "0102"]
        assert "C-2026-0005-2" in [
            one.ref for one in similar(w.session, (LUNG, EVIDENCE), "C-2026-0006")
        ]


@pytest.fixture
def visitor(shelf: OpenWork, visit: Callable[[], Client]) -> Client:
    return visit()


@pytest.mark.databases("sqlite")
def test_the_page_asks_what_its_address_asks(visitor: Client) -> None:
    page = visitor.get("/verdicts/")
    assert "something to mend" not in page.text
    page = page.fill(words="MERCURY", clause=LUNG, year="2026").send()
    assert "C-2026-0005" in page.text
    assert "C-2026-0001" not in page.text
    assert page.form().values["clause"] == [LUNG]
    narrowed = page.fill(outcome="denied").send()
    assert "C-2026-0002" in narrowed.text
    assert "C-2026-0005" not in narrowed.text
    told = narrowed.click("The same as JSON").json
    assert [one["case"] for one in told["verdicts"]] == ["C-2026-0002"]
    assert "fits this" in page.fill(words="moon").send().text
    assert "C-2026-0006" in page.click("Show all").text


@pytest.mark.databases("sqlite")
def test_what_nobody_can_ask_is_said_and_finds_nothing(visitor: Client) -> None:
    for asked in ("outcome=burnt", "clause=No+Such", "year=MMXXVI", "standard=x", "tier=-1"):
        page = visitor.get(f"/verdicts/?{asked}")
        assert "something to mend" in page.text
        assert "C-2026-0001" not in page.text
        for path in (f"/verdicts/.json?{asked}", f"/verdicts/feed.atom?{asked}"):
            visitor.get(path, status=422)
    for asked in ("clause=medication", "year=2031", "tier=7", "outcome=void"):
        assert "fits this" in visitor.get(f"/verdicts/?{asked}").text
        assert visitor.get(f"/verdicts/.json?{asked}").json["verdicts"] == []
        visitor.get(f"/verdicts/feed.atom?{asked}")
    visitor.get("/verdicts/?words=%00", status=404)
    assert "Look for fewer" in visitor.get(f"/verdicts/?words={'x' * 81}").text


@pytest.mark.databases("sqlite")
def test_the_feed_tells_outcomes_and_no_numbers(visitor: Client) -> None:
    answered = visitor.get("/verdicts/feed.atom")
    assert answered.headers["Content-Type"].startswith("application/atom+xml")
    told = ET.fromstring(answered.data)
    titles = [one.findtext(f"{ATOM}title") for one in told.findall(f"{ATOM}entry")]
    assert titles[0] == "A case that was withdrawn"
    assert titles[-1] == "The ninth month: upheld"
    assert told.findtext(f"{ATOM}updated") == "2026-11-24T12:00:00Z"
    links = {one.get("rel"): one.get("href") for one in told.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/verdicts/feed.atom",
        "alternate": "http://localhost/verdicts/",
    }
    known = {"If-None-Match": answered.headers["ETag"]}
    assert visitor.raw.get("/verdicts/feed.atom", headers=known).status_code == 304
    one = ET.fromstring(visitor.get(f"/verdicts/feed.atom?clause={EVIDENCE}").data)
    assert one.findtext(f"{ATOM}id") == f"http://localhost/verdicts/feed.atom?clause={EVIDENCE}"
    assert len(one.findall(f"{ATOM}entry")) == 3


@pytest.mark.databases("sqlite")
def test_a_feed_without_verdicts_is_a_feed(visit: Callable[[], Client]) -> None:
    assert ET.fromstring(visit().get("/verdicts/feed.atom").data).findall(f"{ATOM}entry") == []
    assert "No case has ended yet" in visit().get("/verdicts/").text


@pytest.mark.databases("sqlite")
def test_the_list_goes_on_over_pages_with_what_was_asked(
    shelf: OpenWork, visit: Callable[[], Client]
) -> None:
    with shelf() as w:
        for number in range(31):
            shelve(w, f"C-2024-{1_000 + number}", at=NOON - 1_000 * DAY - number * DAY)
        assert the_case(w.session, "C-2024-1030").stage == "decided"
    client = visit()
    page = client.get("/verdicts/?year=2024&words=mercury")
    assert "C-2024-1000" in page.text
    older = page.click("Older")
    assert "C-2024-1030" in older.text
    assert "year=2024" in older.path
    assert "words=mercury" in older.path
    assert "C-2024-1000" in older.click("Newer").text
    told = older.click("The same as JSON").json
    assert (told["page"], told["more"], len(told["verdicts"])) == (2, False, 1)
