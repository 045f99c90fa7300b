"""The API of auditors' programs: who comes in, what is told, and that its document is true."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from audit import queries
from audit.entry import parse
from audit.jobs import sequence_logs
from audit.keys import REGISTRY
from audit.models import AuditToken
from audit.views import api
from kernel.actor import Role
from kernel.settings import Settings
from kernel.work import unit_of_work
from members.actions import grant_role, withdraw_role
from members.queries import account_by_email
from tests import schema
from tests.audit.checking import faults
from tests.audit.logs import decide, write
from tests.audit.synthetic import REF, Case
from tests.clock import TestClock
from tests.page import Client
from tests.village import PASSWORD, person

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
V1 = "/api/v1"
ADDRESSES = ("cases", f"cases/{REF}", "registry", "verdicts", "figures", f"votes?case={REF}")
AARON = "aaron@village.example"


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Aaron", Role.AUDITOR)
            person(work, "Ada", Role.ADMIN)
            for number in range(2, 5):
                write(work, Case().entries[:3], f"C-2026-000{number}")
            write(work, [{"kind": "case.withdrawn"}], "C-2026-0003")
        decide(Case())
        sequence_logs()
    return app


@pytest.fixture
def auditor(house: Flask, visit: Callable[[], Client]) -> Client:
    client = visit()
    client.sign_in(AARON, PASSWORD)
    return client


def new_token(auditor: Client, name: str = "my script") -> str:
    page = auditor.get("/audit/tokens").form("Make a token").fill(name=name).send()
    return next(word for word in page.text.split() if word.startswith("venire_"))


@pytest.fixture
def token(auditor: Client) -> str:
    return new_token(auditor)


@pytest.fixture
def ask(token: str, visit: Callable[[], Client]) -> Callable[..., Any]:
    """Ask as a program does, without a cookie."""
    program = visit().raw

    def answer(path: str, status: int = 200, token: str = token, **how: Any) -> Any:
        found = program.get(f"{V1}/{path}", headers={"Authorization": f"Bearer {token}"}, **how)
        assert found.status_code == status, found.text
        assert found.mimetype == "application/json"
        return found.get_json()

    return answer


def told(app: Flask, kind: str) -> list[dict[str, Any]]:
    with app.app_context():
        sequence_logs()
        with unit_of_work(writing=False) as work:
            every = [parse(raw) for raw in queries.entries(work.session, REGISTRY)]
    return [one for one in every if one["kind"] == kind]


def operation(path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path]["get"]
    return found


def check(path: str, status: int, body: Any) -> None:
    answered = operation(path)["responses"][str(status)]["content"]["application/json"]["schema"]
    assert schema.flaws(body, answered, DOCUMENT) == []


def test_the_document_names_every_door_and_all_it_can_be_asked(house: Flask) -> None:
    doors = {
        rule.rule.replace("<", "{").replace(">", "}"): rule
        for rule in house.url_map.iter_rules()
        if rule.rule.startswith(V1) and not rule.endpoint.endswith("api_document")
    }
    assert set(DOCUMENT["paths"]) == set(doors)
    for path, rule in doors.items():
        assert rule.methods == {"GET", "HEAD", "OPTIONS"}
        named = [one["name"] for one in operation(path)["parameters"]]
        asked = (*api.ASKED[operation(path)["operationId"]], *sorted(rule.arguments))
        paged = () if path.endswith("/bundle") else ("cursor", "limit")
        assert sorted(named) == sorted((*asked, *paged))
        assert house.view_functions[rule.endpoint].door == "audit, by token"


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_are_as_the_document_says(address: str, ask: Callable[..., Any]) -> None:
    path = f"{V1}/{address.partition('?')[0]}".replace(REF, "{ref}")
    check(path, 200, ask(address))
    more = "&" if "?" in address else "?"
    for bad in (
        "limit=0",
        "limit=501",
        "limit=x",
        "cursor=x",
        "cursor=",
        "colour=red",
        "limit=1&limit=2",
    ):
        check(path, 422, ask(f"{address}{more}{bad}", 422))
    check(path, 401, ask(address, 401, token="venire_no"))


def test_nobody_comes_in_without_a_token_that_counts(
    auditor: Client, ask: Callable[..., Any], visit: Callable[[], Client]
) -> None:
    stranger = visit().raw
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}):
        answer = stranger.get(f"{V1}/cases", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert auditor.raw.get(f"{V1}/cases").status_code == 401  # a cookie is no token
    assert stranger.post(f"{V1}/cases").status_code == 405
    assert stranger.get(f"{V1}/nothing").get_json()["error"]["status"] == 404
    document = stranger.get(f"{V1}/openapi.json")
    assert document.get_json() == DOCUMENT


def pages(ask: Callable[..., Any], path: str, name: str, limit: int) -> list[Any]:
    found, cursor, more = [], "", "&" if "?" in path else "?"
    while True:
        answer = ask(f"{path}{more}limit={limit}{cursor}")
        assert len(answer[name]) <= limit
        found += answer[name]
        if answer["next"] is None:
            return found
        cursor = f"&cursor={answer['next']}"


def test_pages_tell_everything_once(ask: Callable[..., Any], house: Flask) -> None:
    every = [one["ref"] for one in pages(ask, "cases", "cases", 2)]
    assert every == ["C-2026-0004", "C-2026-0003", "C-2026-0002", REF]
    (upheld,) = ask("cases?state=upheld")["cases"]
    assert (upheld["ref"], upheld["state"], upheld["withheld"]) == (REF, "decided", False)
    assert [one["state"] for one in ask("cases?words=0003")["cases"]] == ["withdrawn"]
    assert ask("cases?state=odd", 422)["error"]["message"].startswith("There is no such state")
    steps = pages(ask, f"cases/{REF}", "steps", 4)
    assert [one["index"] for one in steps] == [*range(8), *range(13, len(Case().lines()))]
    assert steps[0]["entry"] == parse(Case().lines()[0])
    size = len(pages(ask, "registry", "entries", 3))
    with house.app_context(), unit_of_work(writing=False) as work:
        assert size == queries.head(work.session, REGISTRY).size
    heads = ask(f"registry?kind=case.checkpoint&subject={REF}&since=2026-01-01")
    assert heads["entries"] == []  # no time stands in them
    assert len(ask(f"registry?kind=case.checkpoint&subject={REF}")["entries"]) == 5
    assert [one["uphold"] for one in pages(ask, "verdicts", "verdicts", 1)] == [2]


@pytest.mark.parametrize("name", ["words", "clause", "subject", "kind", "case"])
def test_what_is_too_long_is_refused_as_by_the_form(name: str, ask: Callable[..., Any]) -> None:
    """A thousand words would be a thousand conditions, more than a database reads."""
    where = next(path for path, names in api.ASKED.items() if name in names)
    for text in ("+".join(["w"] * 1_100), "x" * (api.LONGEST_SEARCH + 1)):
        answer = ask(f"{where}?{name}={text}", 422)
        check(f"{V1}/{where}", 422, answer)
        assert f"{name} has at most 80 letters" in answer["error"]["message"]
    parameters = {one["name"]: one for one in operation(f"{V1}/{where}")["parameters"]}
    if name != "case":
        assert parameters[name]["schema"]["maxLength"] == api.LONGEST_SEARCH
        ask(f"{where}?{name}={'+'.join(['w'] * 40)}")


def test_votes_are_read_from_the_file_and_logged_as_an_export(
    ask: Callable[..., Any], auditor: Client, house: Flask
) -> None:
    votes = pages(ask, f"votes?case={REF}", "votes", 2)
    lines = auditor.raw.get(f"/audit/cases/{REF}/votes.jsonl").data.splitlines()
    assert votes == [json.loads(line) for line in lines]
    taken = told(house, "export.taken")
    assert [(one["form"], one["rows"]) for one in taken] == [("jsonl", 5)] * 2  # API, then page
    assert taken[0]["digest"] == ask(f"votes?case={REF}")["digest"] == taken[1]["digest"]
    ask(f"votes?case={REF}&cursor=3", 422)
    ask(f"votes?case={REF}&cursor=999999", 422)
    ask("votes", 422)
    check(f"{V1}/votes", 409, ask("votes?case=C-2026-0002", 409))
    check(f"{V1}/votes", 404, ask("votes?case=C-2026-0099", 404))
    check(f"{V1}/cases/{{ref}}", 404, ask("cases/C-2026-0099", 404))


def test_a_bundle_is_taken_by_a_token_and_logged_as_an_export(
    token: str,
    ask: Callable[..., Any],
    auditor: Client,
    house: Flask,
    settings: Settings,
    visit: Callable[[], Client],
    tmp_path: Path,
) -> None:
    program, headers = visit().raw, {"Authorization": f"Bearer {token}"}
    address = f"{V1}/cases/{REF}/bundle"
    found = program.get(address, headers=headers)
    assert (found.status_code, found.mimetype) == (200, "application/zip")
    with house.app_context():
        assert faults(found.data, settings, tmp_path) == []
    assert found.data == auditor.raw.get(f"/audit/cases/{REF}/bundle").data
    taken = told(house, "export.taken")
    assert [(one["what"], one["case"]) for one in taken] == [("bundle", REF)] * 2
    assert taken[0]["digest"] == found.headers["ETag"].strip('"')
    rest = program.get(address, headers={**headers, "Range": "bytes=100-"})
    assert (rest.status_code, rest.data) == (206, found.data[100:])
    assert len(told(house, "export.taken")) == 2  # gone on with, not taken again
    where = f"{V1}/cases/{{ref}}/bundle"
    check(where, 401, ask(f"cases/{REF}/bundle", 401, token="venire_no"))
    check(where, 404, ask("cases/C-2026-0099/bundle", 404))
    check(where, 409, ask("cases/C-2026-0002/bundle", 409))
    check(where, 422, ask(f"cases/{REF}/bundle?limit=1", 422))


def test_using_a_token_is_logged_once_a_day_for_each_thing(
    ask: Callable[..., Any], house: Flask, clock: TestClock
) -> None:
    for _again in range(3):
        ask("cases")
        ask("registry?limit=1")
    clock.move(days=1)
    ask("cases")
    used = told(house, "token.used")
    assert [one["what"] for one in used] == ["cases", "registry", "cases"]
    assert {one["token"] for one in used} == {told(house, "token.made")[0]["token"]}
    assert all(one["by"].startswith("A-") for one in used)


def test_a_form_that_is_sent_twice_makes_one_token(auditor: Client, house: Flask) -> None:
    form = auditor.get("/audit/tokens").form("Make a token").fill(name="my script")
    made = form.send()
    again = form.send(status=409)
    assert "You have a token of this name." in again.text
    assert "This is the new token" not in again.text
    assert again.text.count("End “my script”") == made.text.count("End “my script”") == 1
    (token,) = told(house, "token.made")
    assert token["token"] in again.text  # as the registry names it
    again.press("End “my script”")
    auditor.get("/audit/tokens").form("Make a token").fill(name="my script").send()
    assert len(told(house, "token.made")) == 2


def test_a_refusal_at_the_door_has_a_name_too(ask: Callable[..., Any]) -> None:
    error = ask("cases", 401, token="venire_no")["error"]
    assert len(error["request_id"]) == 16


def test_days_in_the_wrong_order_are_refused_as_on_the_page(ask: Callable[..., Any]) -> None:
    error = ask("registry?since=2026-11-24&until=2026-11-23", 422)["error"]
    assert error["message"] == "The last day is before the first one."
    assert ask("registry?since=2026-11-23&until=2026-11-23")["next"] is None


def test_a_token_is_kept_as_a_hash_and_can_be_ended(
    auditor: Client, ask: Callable[..., Any], token: str, house: Flask, visit: Callable[[], Client]
) -> None:
    with house.app_context(), unit_of_work(writing=False) as work:
        (row,) = work.session.scalars(sa.select(AuditToken))
        assert token not in str(vars(row))
    other = new_token(auditor, "another")
    page = auditor.get("/audit/tokens")
    assert token not in page.html
    assert other not in page.html
    assert "What it is for" in page.form("Make a token").fill(name="").send(status=422).text
    with house.app_context(), unit_of_work() as work:
        person(work, "Abel", Role.AUDITOR)
    abel = visit()
    abel.sign_in("abel@village.example", PASSWORD)
    abel.post(f"/audit/tokens/{row.id}/end", status=404)
    ask("cases")
    auditor.get("/audit/tokens").press("End “my script”")
    ask("cases", 401)
    ask("cases", token=other)
    auditor.post(f"/audit/tokens/{row.id}/end", status=404)
    assert len(told(house, "token.ended")) == 1


def test_a_token_ends_with_the_role_and_does_not_come_back_with_it(
    ask: Callable[..., Any], auditor: Client, house: Flask, clock: TestClock
) -> None:
    def change(how: Callable[..., object]) -> None:
        clock.move(hours=1)
        with house.app_context():
            with unit_of_work(writing=False) as work:
                ada = account_by_email(work.session, "ada@village.example")
                aaron = account_by_email(work.session, AARON)
                actor = work.actor.__class__(ada.id, ada.ref, roles=frozenset({Role.ADMIN}))
            with unit_of_work(actor) as work:
                how(work, aaron.id, Role.AUDITOR)

    ask("cases")
    change(withdraw_role)
    ask("cases", 401)
    change(grant_role)
    ask("cases", 401)
    clock.move(hours=1)
    ask("cases", token=new_token(auditor, "anew"))


def test_a_token_ends_after_a_year_and_there_are_not_too_many(
    auditor: Client, ask: Callable[..., Any], clock: TestClock
) -> None:
    for number in range(9):
        new_token(auditor, f"no. {number}")
    page = auditor.get("/audit/tokens").form("Make a token").fill(name="one more").send(status=409)
    assert "You have 10 tokens." in page.text
    clock.move(days=366)
    ask("cases", 401)


def test_a_head_reads_nothing(token: str, house: Flask, visit: Callable[[], Client]) -> None:
    for address in ADDRESSES:
        answer: TestResponse = visit().raw.head(
            f"{V1}/{address}", headers={"Authorization": f"Bearer {token}"}
        )
        assert (answer.status_code, answer.data) == (200, b"")
    assert told(house, "token.used") == told(house, "export.taken") == []
