"""Receipts: kept, waiting, late, or of a case that ended; what a late one gives in hand."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from audit import note, queries
from audit.actions import hold, promise
from audit.jobs import sequence_logs
from audit.keys import REGISTRY, verifier
from audit.promises import AFTER_CLOSING, State, evidence, moment, standing
from audit.verify import note as second
from kernel.work import ground, unit_of_work
from tests.audit.logs import write
from tests.audit.synthetic import FILE, REF, Case, Says, ballot, pid
from tests.clock import TestClock
from tests.page import Client, Page

END = moment("2026-11-26T12:00:00Z")
DUE = END + AFTER_CLOSING
LATER = "2026-11-28T12:00:00Z"
HALT = {"kind": "case.halted", "why": "evidence"}
RESUMED = {"kind": "case.resumed", "file": FILE, "closes_at": LATER}
SECOND = timedelta(seconds=1)


def of(*kinds: str | Says) -> list[Says]:
    return [{"kind": one} if isinstance(one, str) else one for one in kinds]


@pytest.mark.parametrize(
    ("there", "entries", "now", "state"),
    [
        (False, of("case.opened"), DUE - SECOND, State.WAITING),
        (False, of("case.opened"), DUE, State.LATE),
        (False, [], DUE, State.LATE),
        (True, of("case.opened"), DUE, State.KEPT),
        (True, of("case.opened", "verdict"), DUE, State.KEPT),
        (True, of("case.opened", "case.withdrawn"), END, State.ENDED),
        (True, of("case.opened", "case.voided"), END, State.ENDED),
        # Nothing comes after these, so there is nothing to wait for.
        (False, of("case.opened", "case.closed"), END, State.LATE),
        (False, of("case.opened", "verdict"), END, State.LATE),
        (False, of("case.opened", "case.withdrawn"), END, State.LATE),
        (False, of("case.opened", "case.voided"), END, State.LATE),
        # A halt stops the clock, and what goes on later ends later.
        (False, of("case.opened", HALT), DUE + timedelta(days=9), State.WAITING),
        (False, of(HALT, RESUMED), DUE, State.WAITING),
        (False, of(HALT, RESUMED), moment(LATER) + AFTER_CLOSING - SECOND, State.WAITING),
        (False, of(HALT, RESUMED), moment(LATER) + AFTER_CLOSING, State.LATE),
        (False, of(HALT, {**RESUMED, "closes_at": None}), DUE, State.LATE),
        (False, of(HALT, {**RESUMED, "closes_at": "2026-11-20T12:00:00Z"}), DUE, State.LATE),
    ],
)
def test_where_a_promise_stands(there: bool, entries: list[Says], now: object, state: str) -> None:
    assert standing(DUE, there, entries, now).state is state


class Receipts:
    """A case whose poll is open, and the receipts of two ballots that wait for its end."""

    def __init__(self, app: Flask, clock: TestClock, client: Client) -> None:
        self.app, self.clock, self.client = app, clock, client
        self.opened = [one["kind"] for one in Case().entries].index("ballot")
        self.put(*Case().entries[: self.opened])
        self.held = [ballot(pid(number), "deny") for number in (1, 2)]
        with app.app_context(), unit_of_work(writing=False) as work:
            bodies = [{k: v for k, v in one.items() if k != "kind"} for one in self.held]
            entries = [hold(REF, "ballot", body) for body in bodies]
            self.texts = [promise(work, REF, one, work.now + AFTER_CLOSING) for one in entries]
            self.leaves = [one.leaf_hash for one in entries]

    def put(self, *entries: Says) -> None:
        with self.app.app_context():
            with unit_of_work() as work:
                write(work, entries)
            sequence_logs()

    def asked(self, text: str | None = None) -> Page:
        form = self.client.get("/log/receipt").form("Check it")
        return form.fill(receipt=text or self.texts[0]).send(status=200)


@pytest.fixture
def receipts(app: Flask, clock: TestClock, visit: Callable[[], Client]) -> Receipts:
    return Receipts(app, clock, visit())


def test_a_ballot_waits_and_is_there(receipts: Receipts) -> None:
    page = receipts.asked()
    assert "still has time" in page.text
    assert "23 November 2026, 13:00 UTC" in page.text
    assert "Save the proof" not in page.links
    proof = f"/log/case/{REF}/proof/{receipts.leaves[0].hex()}"
    receipts.client.get(proof, status=404)
    receipts.put(
        *receipts.held, {"kind": "case.closed", "ballots": 2, "closes_at": "2026-11-23T12:00:00Z"}
    )
    page = receipts.asked()
    assert (
        f"The promise is kept: the signature is ours, and the ballot is in the log of case {REF}"
        in page.text
    )
    assert page.links["Save the proof"] == proof
    with receipts.app.app_context():
        key = verifier(ground().settings, REF)
    found = receipts.client.get(proof).data
    index, _hashes, ends = second.proof_file(found, note.PROOF, "index")
    assert second.checkpoint(ends, second.Key(key.name, key.public)).size == index + 3


def test_a_late_one_is_evidence_to_keep(receipts: Receipts) -> None:
    receipts.clock.move(hours=1)
    page = receipts.asked()
    assert "We broke our word." in page.text
    saved = page.press("Save this as evidence")
    assert saved.headers["Content-Disposition"].startswith(f'attachment; filename="evidence-{REF}-')
    assert saved.headers["Cache-Control"] == "no-store"
    told = saved.data.decode()
    with receipts.app.app_context(), unit_of_work(writing=False) as work:
        shown = [queries.checkpoint(work.session, log) for log in (REF, REGISTRY)]
    for text in (receipts.texts[0], *shown, "At 2026-11-23T13:00:00Z, by the clock"):
        assert text.strip() in told
    # A receipt that was kept gives no such file.
    receipts.put(*receipts.held)
    answer = receipts.client.get("/log/receipt").form("Check it").fill(receipt=receipts.texts[0])
    answer.values["save"] = ["y"]
    assert "The promise is kept" in answer.send(status=200).text


def test_a_log_that_closed_without_it_is_late_at_once(receipts: Receipts) -> None:
    receipts.put(
        receipts.held[1], {"kind": "case.closed", "ballots": 1, "closes_at": "2026-11-23T12:00:00Z"}
    )
    assert "That log takes no ballot any more." in receipts.asked().text
    assert "The promise is kept" in receipts.asked(receipts.texts[1]).text


def test_a_halt_puts_it_off(receipts: Receipts) -> None:
    receipts.put(HALT)
    receipts.clock.move(days=2)
    assert "The case is halted." in receipts.asked().text
    receipts.put(RESUMED)
    assert "28 November 2026, 13:00 UTC" in receipts.asked().text
    receipts.clock.move(days=4)
    assert "We broke our word." in receipts.asked().text


def test_a_withdrawn_case_keeps_its_word_too(receipts: Receipts) -> None:
    receipts.put(*receipts.held, {"kind": "case.withdrawn"})
    assert "ended without a count" in receipts.asked().text


def test_a_receipt_is_checked_by_its_file(receipts: Receipts) -> None:
    sheet = receipts.client.get("/log/receipt")
    token = sheet.form("Check it").values["csrf_token"][0]

    def sent(raw: bytes, status: int) -> str:
        data = {"csrf_token": token, "receipt": "", "file": (io.BytesIO(raw), "receipt.txt")}
        return receipts.client.post("/log/receipt", data, status).text

    whole = receipts.texts[0].encode()
    assert "still has time" in sent(whole, 200)
    assert "still has time" in sent(whole.replace(b"\n", b"\r\n"), 200)
    for raw in (b"hello", b"\xff\xfe\0", whole + b"x" * 5_000, b"\n" * 9_000):
        assert "still has time" not in sent(raw, 422)
    assert "choose its file" in sent(b"", 422)


def test_evidence_is_whole() -> None:
    told = evidence("receipt\n", "checkpoint\n", "registry\n", DUE, DUE + SECOND)
    for words in ("\nreceipt\n", "\ncheckpoint\n", "\nregistry\n", "2026-11-26T13:00:01Z"):
        assert words in told
