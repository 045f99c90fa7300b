"""A unanimous small panel: everybody may know the outcome, and only auditors the entries."""

from collections.abc import Callable

import pytest
from flask import Flask

from audit import queries, telling
from audit.entry import parse
from audit.jobs import sequence_logs
from jury.tally import Numbers, Outcome, Tally
from jury.verdict import UNANIMOUS, caveats
from kernel.actor import Role
from kernel.work import unit_of_work
from tests.audit.logs import decide, write
from tests.audit.synthetic import REF, Case, Says, ballot, pid
from tests.page import Client
from tests.village import PASSWORD, person

COUNTS = {"cast": 3, "cannot_judge": 0, "void": 0, "replaced_ballots": 0}


ASSEMBLY = [{"kind": "assembly.committed"}]


def says(seats: int, uphold: int, deny: int) -> Says:
    numbers = {"seats": seats, "valid": uphold + deny, "uphold": uphold, "deny": deny, **COUNTS}
    return {"kind": "verdict", "numbers": numbers}


@pytest.mark.parametrize("seats", [5, 49, 50, 1000])
@pytest.mark.parametrize(("uphold", "deny"), [(0, 0), (3, 0), (0, 3), (1, 0), (2, 1), (1, 2)])
def test_the_jury_and_the_log_mean_the_same_verdicts(seats: int, uphold: int, deny: int) -> None:
    verdict = says(seats, uphold, deny)
    tally = Tally(Numbers(**verdict["numbers"]), Outcome.HUNG)
    assert telling.withheld(verdict) == (UNANIMOUS in caveats(ASSEMBLY, tally))


def test_a_key_without_its_verdict_is_withheld_and_nothing_before_it() -> None:
    for one in Case().entries[:-1]:
        assert telling.withheld(one) == (one["kind"] == "key.revealed")


@pytest.fixture
def people(app: Flask) -> Flask:
    with app.app_context(), unit_of_work() as work:
        person(work, "Aaron", Role.AUDITOR)
        person(work, "Marta")
    return app


def unanimous() -> Case:
    case = Case()
    at = [one["kind"] for one in case.entries].index("ballot")
    case.entries[at : at + 5] = [
        {**ballot(pid(number), "deny"), "case": REF} for number in range(3)
    ]
    case.one("case.closed")["ballots"] = 3
    verdict = case.entries[-1]
    verdict["numbers"].update(cast=3, uphold=0, deny=3, void=0, replaced_ballots=0)
    verdict["issues"]["medication"].update(applies=3, unclear=0)
    verdict["tiers"] = dict.fromkeys(verdict["tiers"], 0)
    verdict.update(outcome="denied", tier=None)
    return case


def status(client: Client, path: str, wanted: int) -> bytes:
    return client.get(f"/log/case/{REF}/{path}", status=wanted).data


def signed_in(client: Client, name: str) -> Client:
    client.sign_in(f"{name}@village.example", PASSWORD)
    return client


def test_the_entries_of_a_unanimous_small_panel_are_for_auditors(
    people: Flask, visit: Callable[[], Client]
) -> None:
    case = unanimous()
    with people.app_context():
        decide(case)
        with unit_of_work(writing=False) as work:
            before = queries.head(work.session, REF).size
    stranger, member, auditor = (
        visit(),
        signed_in(visit(), "marta"),
        signed_in(visit(), "aaron"),
    )
    tiles = [f"tile/entries/000.p/{width}" for width in (1, before, before + 1)]
    # The key stands in the log and its verdict waits: for that moment nobody is shown the key.
    with people.app_context(), unit_of_work(writing=False) as work:
        assert queries.waiting(work.session, REF) == 1
    status(stranger, tiles[1], 404)
    with people.app_context():
        sequence_logs()
    for client in (stranger, member):
        unknown = client.get("/log/case/C-2026-9999/tile/entries/000.p/1", status=404)
        for path in tiles:
            assert len(status(client, path, 404)) == len(unknown.data)
        assert len(status(client, f"tile/0/000.p/{before + 1}", 200)) == 32 * (before + 1)
        assert status(client, "checkpoint", 200)
    for path in tiles:
        answer = auditor.get(f"/log/case/{REF}/{path}")
        assert answer.data
        assert answer.headers["Cache-Control"] == "no-store"
    assert auditor.get(f"/audit/cases/{REF}/bundle").data


def test_entries_are_public_before_a_verdict_and_of_a_divided_panel(
    people: Flask, visit: Callable[[], Client]
) -> None:
    case, client = unanimous(), visit()
    closed = len(case.entries) - 2
    with people.app_context():
        with unit_of_work() as work:
            write(work, case.entries[:closed])
        sequence_logs()
    assert b'"kind":"case.closed"' in status(client, f"tile/entries/000.p/{closed}", 200)
    with people.app_context():
        with unit_of_work() as work:
            divided = Case()
            write(work, [case.entries[-2], {**divided.entries[-1], **parse(divided.lines()[-1])}])
        sequence_logs()
    assert b'"kind":"verdict"' in status(client, f"tile/entries/000.p/{closed + 2}", 200)


def test_the_log_page_says_so(people: Flask, visit: Callable[[], Client]) -> None:
    assert "only auditors are given its entries" in visit().get("/log/").text
