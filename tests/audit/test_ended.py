"""Cases that end without a count: each says so in its own words, and there is nothing to take."""

from collections.abc import Callable

import pytest
from flask import Flask

from audit import telling
from audit.jobs import sequence_logs
from kernel.actor import Role
from kernel.work import unit_of_work
from tests.audit.logs import write
from tests.audit.synthetic import REF, Case, Says
from tests.page import Client
from tests.village import PASSWORD, person

WITHDRAWN: Says = {"kind": "case.withdrawn"}
LOST: Says = {"kind": "case.voided", "why": "key lost"}
NOBODY: Says = {"kind": "case.voided", "why": "no panel"}
VOIDED: Says = {"kind": "case.voided", "why": "Nobody is left on the roll"}


@pytest.fixture
def auditor(app: Flask, visit: Callable[[], Client]) -> Client:
    with app.app_context(), unit_of_work() as work:
        person(work, "Aaron", Role.AUDITOR)
    client = visit()
    client.sign_in("aaron@village.example", PASSWORD)
    return client


@pytest.mark.parametrize(
    ("last", "stage", "told"),
    [
        (WITHDRAWN, "withdrawn", "The claim was withdrawn"),
        (LOST, "voided", "too few parts of it came together."),
        (NOBODY, "voided", "too few who could sit"),
        (VOIDED, "voided", "Why: “Nobody is left on the roll”"),
    ],
)
def test_a_case_that_ended_without_a_count(
    last: Says, stage: str, told: str, auditor: Client, app: Flask
) -> None:
    closed = [one["kind"] for one in Case().entries].index("case.closed")
    until = closed if last is WITHDRAWN else closed + 1
    with app.app_context():
        with unit_of_work() as work:
            write(work, [*Case().entries[:until], last])
        sequence_logs()
    page = auditor.get(f"/audit/cases/{REF}")
    sentence = telling.NO_BUNDLE[last["kind"]]
    assert told in page.text
    assert sentence in page.text
    assert "The bundle" not in page.links
    assert stage in auditor.get("/audit/").text
    for what in ("bundle", "votes.csv", "votes.jsonl"):
        assert sentence in auditor.get(f"/audit/cases/{REF}/{what}", status=409).text
    lines = f"/log/case/{REF}/tile/entries/000.p/{until + 1}"
    assert f'"kind":"{last["kind"]}"'.encode() in auditor.get(lines).data
