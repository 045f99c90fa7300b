"""The registry exported in part: by kind, subject and day; the log says which part was taken."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from audit.actions import record
from audit.jobs import sequence_logs
from kernel.actor import Role
from kernel.work import unit_of_work
from members.events import MemberJoined
from tests.audit.logs import decide
from tests.audit.synthetic import REF, Case
from tests.audit.test_exports import folder, made, signed_in, takings
from tests.clock import TestClock
from tests.page import Client
from tests.village import person

HEADS = {"kind": "case.checkpoint", "subject": REF}


@pytest.fixture
def house(app: Flask, clock: TestClock) -> Flask:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Aaron", Role.AUDITOR)
        decide(Case())
        decide(Case(ref="C-2026-0002"))
        for _day in range(3):
            clock.move(days=1)
            with unit_of_work() as work:
                record(work, MemberJoined())
        sequence_logs()
    return app


@pytest.fixture
def auditor(house: Flask, visit: Callable[[], Client]) -> Client:
    return signed_in(visit(), "aaron")


def taken(auditor: Client, form: str = "jsonl", **only: str) -> bytes:
    page = auditor.get("/audit/exports").fill(what="registry", form=form, **only)
    name = next(one for one in page.send("Make the file").links if one.endswith(f".{form}"))
    return auditor.raw.get(auditor.get("/audit/exports").links[name]).data


def test_each_part_is_what_was_asked_for_and_the_log_says_so(
    auditor: Client, house: Flask, clock: TestClock
) -> None:
    every = [json.loads(one) for one in made(auditor, "registry", "jsonl")[1].splitlines()]
    joined = [one for one in every if one["kind"] == "member.joined"]
    first, second, *_more = sorted({one["at"][:10] for one in joined})

    def within(lines: list[dict[str, Any]], since: str, until: str) -> list[dict[str, Any]]:
        return [one for one in lines if one["at"] and since <= one["at"][:10] <= until]

    for only, wanted in (
        (HEADS, [one for one in every if one["facts"].get("case") == REF]),
        ({"kind": "member.joined"}, joined),
        ({"kind": "member.joined", "since": second}, within(joined, second, "9")),
        ({"kind": "member.joined", "until": first}, within(joined, "0", first)),
        ({"since": first, "until": second}, within(every, first, second)),
    ):
        clock.move(minutes=1)  # the newest file is the first of the list
        assert 0 < len(wanted) < len(every)
        found = [json.loads(one) for one in taken(auditor, **only).splitlines()]
        assert found == wanted, only
        last = takings(house)[-1]
        assert (last["only"], last["rows"]) == (only, len(wanted))
    assert takings(house)[0]["only"] == {}
    clock.move(minutes=1)
    lines = list(csv.DictReader(io.StringIO(taken(auditor, "csv", **HEADS).decode())))
    assert [one["kind"] for one in lines] == ["case.checkpoint"] * 5
    page = auditor.get("/audit/exports")
    assert "member.joined" in page.text
    assert len({name for name in page.links if name.startswith("registry-")}) == 6


def test_what_is_typed_and_fits_nothing_comes_into_no_log(auditor: Client, house: Flask) -> None:
    asked = {"what": "registry", "form": "csv", "subject": "mira@example.org"}
    page = auditor.get("/audit/exports").fill(asked).send("Make the file", status=409)
    assert "No entry of the registry fits this." in page.text
    assert 'value="mira@example.org"' in page.html
    assert takings(house) == []
    assert list(folder(house).iterdir()) == []


def test_what_has_no_parts_is_not_asked_for_in_part(auditor: Client) -> None:
    asked = {"what": "verdicts", "form": "csv", "subject": REF}
    page = auditor.get("/audit/exports").fill(asked).send("Make the file", status=422)
    assert "Only the registry is exported in part." in page.text
    asked = {"what": "registry", "form": "csv", "since": "2026-12-02", "until": "2026-12-01"}
    page = auditor.get("/audit/exports").fill(asked).send("Make the file", status=422)
    assert "The last day is before the first one." in page.text


def test_one_comes_from_the_entries_that_were_found(auditor: Client, house: Flask) -> None:
    page = auditor.get("/audit/registry/").fill(HEADS).send("Find").click("Export what fits")
    page = page.fill(form="jsonl").send("Make the file")
    name = next(one for one in page.links if one.startswith("registry-"))
    found = auditor.raw.get(page.links[name]).data.splitlines()
    assert [json.loads(one)["facts"]["case"] for one in found] == [REF] * 5
    assert takings(house)[-1]["only"] == HEADS
    text = auditor.get("/audit/registry/?kind=export.taken").text
    assert f"only kind case.checkpoint, subject {REF}" in " ".join(text.split())
    auditor.get("/audit/exports?what=odd&kind=odd&since=odd&until=odd")


def test_the_command_writes_a_part(house: Flask, tmp_path: Path) -> None:
    out = tmp_path / "registry.jsonl"

    def run(*words: str) -> tuple[int, str]:
        asked = ["audit", "registry", "--format", "jsonl", "--out", str(out), *words]
        done = house.test_cli_runner().invoke(args=asked)
        return done.exit_code, done.output

    assert run("--kind", "case.checkpoint", "--subject", REF) == (0, f"{out}: 5 entries\n")
    assert takings(house)[-1]["only"] == HEADS
    code, said = run("--subject", "nobody")
    assert (code, "No entry of the registry fits this" in said) == (1, True)
    code, said = run("--since", "odd")
    assert code == 2
