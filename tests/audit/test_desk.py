"""The index of the logs, and what auditors find by it: cases, steps, entries of the registry."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from audit import index, queries, search, wording
from audit.actions import record
from audit.entry import canonical, make
from audit.events import ExportTaken
from audit.index import index_logs, named
from audit.jobs import sequence_logs
from audit.keys import REGISTRY
from audit.models import IndexedCase, IndexedClause, IndexedEntry, IndexedSubject
from audit.search import WantedCases, WantedEntries
from audit.views import desk
from audit.wording import notes
from kernel.actor import Actor, Role
from kernel.jobs import Stuck
from kernel.work import unit_of_work
from tests.audit.logs import decide, write
from tests.audit.modes import MODES
from tests.audit.synthetic import REF, Case
from tests.clock import TestClock
from tests.page import Client, Page
from tests.village import PASSWORD, person

AUDITOR = Actor("x", "A-7777", roles=frozenset({Role.AUDITOR}))
BOTH = pytest.mark.databases("sqlite", "postgresql")
DIGEST = "a" * 64
TABLES = (IndexedEntry, IndexedSubject, IndexedCase, IndexedClause)


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def rows() -> list[list[tuple[object, ...]]]:
    with unit_of_work(writing=False) as w:
        return [
            sorted(tuple(row) for row in w.session.execute(sa.select(*model.__table__.columns)))
            for model in TABLES
        ]


@BOTH
def test_the_index_tells_what_the_logs_do_and_can_be_made_anew(
    app: Flask, inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work(AUDITOR) as w:
        record(w, ExportTaken("votes", "csv", REF, {}, DIGEST, 5))
    decide(Case())
    sequence_logs()
    before = rows()
    assert index_logs() == 0
    assert rows() == before
    monkeypatch.setattr(index, "AT_ONCE", 3)
    said = app.test_cli_runner().invoke(args=["audit", "index"])
    assert said.output == "2 logs are indexed.\n"
    assert rows() == before
    assert index_logs() == 0
    with unit_of_work(writing=False) as w:
        size = queries.head(w.session, REGISTRY).size
        case = search.case(w.session, REF)
        told = [line.index for line in search.steps(w.session, REF, 0, 100)]
        assert len(search.registry(w.session, WantedEntries(), None, size + 1)) == size
    assert (case.size, case.kind, case.outcome) == (len(Case().lines()), "verdict", "upheld")
    assert (case.closed_on, case.withheld) == (date(2026, 11, 26), False)
    assert told == [*range(8), *range(13, len(Case().lines()))]  # all but the five ballots


@BOTH
def test_a_case_is_indexed_as_it_grows(inside: None) -> None:
    entries = Case().entries
    for stop, kind in ((1, "case.opened"), (10, "ballot"), (13, "ballot"), (14, "case.closed")):
        with unit_of_work() as w:
            there = queries.head(w.session, REF)
            write(w, entries[there.size if there else 0 : stop])
        sequence_logs()
        with unit_of_work(writing=False) as w:
            case = search.case(w.session, REF)
            assert (case.size, case.kind, case.outcome) == (stop, kind, None)
            assert not search.cases(w.session, WantedCases(state="decided"), None, 9)


@BOTH
def test_entries_are_found_by_what_they_name(inside: None, clock: TestClock) -> None:
    with unit_of_work(AUDITOR) as w:
        record(w, ExportTaken("votes", "csv", REF, {}, DIGEST, 5))
    clock.move(days=2)
    with unit_of_work() as w:
        record(w, ExportTaken("bundle", "zip", "C-2026-0009", {}, "b" * 64, 9))
    sequence_logs()

    def found(**wanted: object) -> list[int]:
        with unit_of_work(writing=False) as w:
            return [
                one.index for one in search.registry(w.session, WantedEntries(**wanted), None, 9)
            ]

    assert found() == [1, 0]
    assert found(subject="A-7777") == found(subject=REF) == found(subject=DIGEST) == [0]
    assert found(subject="C-2026") == found(kind="role.granted") == []
    assert found(kind="export.taken", subject="C-2026-0009") == [1]
    # In whatever letters; of a digest its first 16 digits do, and no fewer.
    assert found(subject=REF.lower()) == found(subject="a-7777") == [0]
    assert found(subject="A" * 16) == found(subject="a" * 63) == found(subject="A" * 64) == [0]
    assert found(subject="a" * 15) == found(subject="a" * 15 + "b") == []
    assert found(subject="b" * 20) == [1]
    day = date(2026, 11, 23)
    assert found(until=day) == found(since=day, until=day) == [0]
    assert found(since=date(2026, 11, 24)) == [1]
    assert found(since=date(2026, 11, 26)) == []


def test_what_is_named_is_a_word() -> None:
    says = {"v": 1, "kind": "k", "at": "2026-11-23", "by": "A-1", "why": "a whole sentence"}
    assert list(named({**says, "list": [{"a": "x"}, 3, None, "y" * 65, "=1"]})) == ["A-1", "x"]


@pytest.fixture
def auditor(app: Flask, visit: Callable[[], Client]) -> Client:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Aaron", Role.AUDITOR)
            for number in range(2, 8):
                write(work, Case(ref=f"C-2026-000{number}").entries[:3], f"C-2026-000{number}")
            write(work, [{"kind": "case.withdrawn"}], "C-2026-0003")
        decide(Case())
        sequence_logs()
    client = visit()
    client.sign_in("aaron@village.example", PASSWORD)
    return client


def refs(page: Page) -> list[str]:
    return [words for words in page.links if words.startswith("C-")]


def test_cases_are_paged_each_once(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "CASES", 3)
    page, seen = auditor.get("/audit/"), []
    while True:
        seen += refs(page)
        if "Older" not in page.links:
            break
        assert len(refs(page)) == 3
        page = page.click("Older")
    assert seen == [f"C-2026-000{number}" for number in range(7, 0, -1)]
    assert refs(page.click("The latest")) == seen[:3]


def test_cases_are_filtered(auditor: Client) -> None:
    def found(**asked: str) -> list[str]:
        return refs(auditor.get("/audit/").fill(asked).send())

    assert found(state="decided") == found(state="upheld") == [REF]
    assert found(state="withdrawn") == ["C-2026-0003"]
    assert len(found(state="running")) == 5
    assert found(state="hung") == []
    assert found(words="0004") == ["C-2026-0004"]
    assert len(found(words="TIER owed", clause="medication")) == 7
    assert found(words="100%") == found(words="_") == []
    page = auditor.get("/audit/?state=decided&before=C-2026-0001")
    assert "No case fits this." in page.text
    page = auditor.get("/audit/?state=nonsense")
    assert "something to mend" in page.text
    assert len(refs(page)) == 7
    for bad in ("before=x", "before=C-2026-000１", "before="):
        auditor.get(f"/audit/?{bad}", status=404)


def test_a_case_is_told_in_pages_and_its_ballots_by_number(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "STEPS", 4)
    page, told = auditor.get(f"/audit/cases/{REF}"), ""
    assert Case().entries[8]["sealed"][:40] not in page.html
    while True:
        told += page.text
        assert page.html.count("<h3>") <= 5
        if "What came next" not in page.links:
            break
        page = page.click("What came next")
    assert "Entries 8 to 12" in told
    assert "5 sealed ballots" in told
    assert told.count("The panel was drawn") == told.count("Upheld: 2 to uphold") == 1
    assert "The case was opened" in page.click("From the beginning").text
    for bad in ("99", "01", "-1", "x"):
        auditor.get(f"/audit/cases/{REF}?from={bad}", status=404)


def test_an_estimate_is_told_as_one_on_its_own_page(app: Flask, auditor: Client) -> None:
    ref = "P-2026-0001"
    case = Case(ref=ref)
    case.one("case.opened")["beside_of"] = "A-2026-0001"
    case.one("verdict")["stands"] = "estimate"
    with app.app_context():
        decide(case)
        sequence_logs()
    page = auditor.get(f"/audit/cases/{ref}")
    assert "upheld (an estimate)" in page.text
    assert "decides nothing" in page.text
    assert "estimate" not in auditor.get(f"/audit/cases/{REF}").text


def test_the_registry_is_searched_in_pages(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ENTRIES", 2)
    page = auditor.get("/audit/registry/").fill(subject=REF, kind="case.checkpoint").send()
    numbers = []
    while True:
        cells = [cell for cell in page.element("entries").iter("th") if cell.get("scope") == "row"]
        numbers += [int("".join(cell.itertext())) for cell in cells]
        if "Older" not in page.links:
            break
        page = page.click("Older")
    assert len(numbers) == len(set(numbers)) == 5
    assert numbers == sorted(numbers, reverse=True)
    assert page.links[f"To case {REF}"] == f"/audit/cases/{REF}"
    page = auditor.get("/audit/registry/").fill(since="2026-11-24", until="2026-11-23").send()
    assert "last day is before the first" in page.text
    assert "No entry fits" in auditor.get("/audit/registry/?subject=nobody").text
    assert refs(auditor.get("/audit/registry/?subject=" + "x" * 81)) == []
    assert auditor.get("/audit/registry/?before=9").links["The newest"] == "/audit/registry/"
    assert not auditor.get("/audit/registry/", htmx="entries").whole


def test_the_desk_counts_what_is_decided(auditor: Client) -> None:
    assert "1 of 7 cases are decided" in auditor.get("/desk/").text


def test_a_log_that_cannot_be_indexed_holds_up_no_other(
    inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work() as w:
        for ref in (REF, "C-2026-0007"):
            write(w, Case(ref=ref).entries[:2], ref)
    tell = index._tell

    def fails(case: IndexedCase, says: dict[str, object]) -> None:
        if case.ref == REF:
            raise KeyError("outcome")
        tell(case, says)

    with monkeypatch.context() as patched:
        patched.setattr(index, "_tell", fails)
        with pytest.raises(Stuck, match=REF):
            sequence_logs()
    with unit_of_work(writing=False) as w:
        assert search.case(w.session, "C-2026-0007").size == 2
    assert index._grown() == [REF]
    assert index_logs() == 2


def test_what_is_not_indexed_yet_is_said(auditor: Client, app: Flask) -> None:
    with app.app_context(), unit_of_work() as work:
        work.session.execute(sa.delete(IndexedEntry).where(IndexedEntry.log == REF))
        work.session.execute(sa.delete(IndexedCase).where(IndexedCase.ref == REF))
    page = auditor.get(f"/audit/cases/{REF}")
    assert f"{len(Case().lines())} entries are in the log and not told here yet" in page.text
    assert "The bundle" in page.links


def test_figures_of_few_cases_show_nothing_of_them(auditor: Client, app: Flask) -> None:
    assert "Too few cases" in auditor.get("/audit/figures").text
    with app.app_context(), unit_of_work() as work:
        for number in range(10, 17):
            ref = f"C-2026-00{number}"
            case = {"size": 1, "question": "", "words": "", "kind": "verdict", "withheld": False}
            case["estimate"] = number == 15  # decides nothing, and counts nowhere
            closed = date(2026, 10, number)
            row = IndexedCase(ref=ref, **case, outcome="denied", closed_on=closed)
            work.session.add_all([row, IndexedClause(clause="quorum", ref=ref)])
    page = auditor.get("/audit/figures")
    (quorum,) = [
        ["".join(cell.itertext()).strip() for cell in row.iter("td")]
        for row in page.body.iter("tr")
        if "quorum" in "".join(row.itertext())
    ]
    assert quorum == ["0", "6", "0", "0", "6"]


def test_the_desk_counts_the_decided_cases_of_which_this_auditor_has_taken_nothing(
    app: Flask, auditor: Client, visit: Callable[[], Client]
) -> None:
    told = auditor.get("/desk/").text
    assert "Of 1 you have taken neither the bundle nor the votes; 1 of 7 cases are decided." in told
    visit().get(f"/log/case/{REF}/bundle")
    with app.app_context():
        with unit_of_work(AUDITOR) as work:
            record(work, ExportTaken("bundle", "zip", REF, {}, DIGEST, 5))
        sequence_logs()
        index_logs()
    assert "Cases to audit" in auditor.get("/desk/").text, "another one took it"
    auditor.get(f"/audit/cases/{REF}/bundle")
    with app.app_context():
        sequence_logs()
        index_logs()
    assert "Cases to audit" not in auditor.get("/desk/").text
    assert "Sit the exam" not in auditor.get("/desk/").text


def test_how_cases_stand_and_what_entries_say_is_written_as_words(
    app: Flask, auditor: Client
) -> None:
    page = auditor.get("/audit/")
    assert "upheld" in page.text
    assert "Upheld" not in page.text
    assert "Stands at" not in page.text
    said = {"v": 1, "kind": "reason.moderated", "open": True}
    line = queries.Line(3, canonical(said))
    with app.test_request_context():
        assert notes([line])[0].facts == (("open", "yes"),)
    registry = auditor.get("/audit/registry/").text
    assert "not a step of a case" not in registry
    assert "“When” is what our own clock said" in registry
    assert "“When” is what our own clock said" in auditor.get("/log/").text


def test_the_roll_is_counted_from_1_as_jurors_are_told(app: Flask) -> None:
    says = {"seat": 2, "why": "declined", "stream": [], "ord": 16}
    with app.test_request_context():
        told = wording.TELL["seat.replaced"](says)[1]
    assert "Number 17 of the roll" in told
    assert "ord 16 in the log" in told


def test_a_step_tells_where_the_registry_took_it_up_and_a_ballot_its_hash(
    auditor: Client, app: Flask, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = auditor.get(f"/audit/cases/{REF}")
    with app.app_context(), unit_of_work(writing=False) as w:
        size, leaves = len(Case().lines()), queries.leaf_hashes(w.session, REF, 8, 13)
        made = hold_head(w.session, size)
        at = queries.sequenced(w.session, REGISTRY, made)
    assert f"Taken up by the registry as its entry {at}, not before 23 November 2026" in page.text
    assert "case.checkpoint" in page.click(f"as its entry {at}").text
    assert page.links["The verdict, as everybody reads it"] == f"/verdicts/{REF}"
    assert page.links["All draws that were announced"] == "/draws/"
    for leaf in leaves:
        assert page.links[leaf.hex()] == f"/log/case/{REF}/proof/{leaf.hex()}"
    monkeypatch.setattr(desk, "LEAVES", 2)
    page = auditor.get(f"/audit/cases/{REF}")
    assert [leaf.hex() in page.links for leaf in leaves] == [True, True, False, False, False]
    assert "These are the first 2" in page.text


def hold_head(session: Session, size: int) -> bytes:
    """Return the hash of the entry by which the registry took up a head of the case."""
    head = queries.published(session, REF)
    assert head is not None
    assert head.size == size
    said = {"size": size, "root": head.root.hex(), "case": REF}
    return make("case.checkpoint", said).leaf_hash


def test_digests_stand_whole_on_the_page(auditor: Client) -> None:
    page = auditor.get("/audit/registry/").fill(kind="case.checkpoint").send()
    assert re.search(r'<code class="digest" title="([0-9a-f]{64})">\1</code>', page.html)


def test_a_draw_within_quotas_leads_to_its_page(auditor: Client, app: Flask) -> None:
    ref = "C-2026-0009"
    with app.app_context():
        decide(MODES["stratified"](ref=ref))
        sequence_logs()
    page = auditor.get(f"/audit/cases/{ref}")
    assert page.links["The quotas, the lottery and its ball"] == f"/draws/{ref}"
