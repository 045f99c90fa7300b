"""A claim that is over is erased by two officers, after a time. That nothing of it is found then is
shown in tests/audit/test_erasure.py."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from claims import actions, queries, vault
from claims.life import State
from claims.models import ClaimStep, FilingRow, Objection, PreliminaryDecision
from claims.settlement import APPEAL_TIME, KEPT, PUBLICITY, Payment
from jury.models import Halt, JuryCase, Reason
from jury.queries import file_of
from kernel.errors import Conflict, Missing
from tests.claims.filed import FILED
from tests.claims.settling import object_to, payment
from tests.village import PASSWORD

OVER = APPEAL_TIME + KEPT


@pytest.fixture
def row(work):
    def find(ref):
        with work(writing=False) as w:
            return queries.claim_by_ref(w.session, ref)

    return find


def test_two_officers_erase_what_a_jury_decided(work, do, cast, clock, upheld, row):
    with work() as w:
        halt = {"why": "evidence", "by": cast.jurors[0].account, "at": w.now, "lifted_at": w.now}
        w.session.add_all(
            [
                Halt(case_ref=upheld, told="So it is.", **halt),
                Reason(case_ref=upheld, choice="deny", text="She is known.", state="waiting"),
                Reason(case_ref=upheld, choice="uphold", text="It is clear.", state="published"),
            ]
        )
    amount, file = row(upheld).amount, None
    clock.move(OVER)
    do(cast.olive, actions.propose_erasure, upheld)
    first = do(cast.olive, actions.propose_erasure, upheld)
    assert first.proposed_by == cast.olive.account
    with pytest.raises(Conflict, match="another officer must agree"):
        do(cast.olive, actions.erase_claim, upheld)
    with work(writing=False) as w:
        file = dict(w.session.get_one(JuryCase, upheld).file)
    do(cast.oscar, actions.erase_claim, upheld)
    claim = row(upheld)
    assert (claim.title, claim.summary, claim.parties, claim.born_on) == ("", "", [], None)
    assert claim.amount == amount, "what was decided, and in which amounts, is read on"
    assert payment(work, upheld) is Payment.DUE
    with work(writing=False) as w:
        assert not any(w.session.scalars(sa.select(ClaimStep.why)))
        assert not any(w.session.scalars(sa.select(Halt.told)))
        assert set(w.session.scalars(sa.select(Reason.text))) == {"", "It is clear."}
        assert w.session.get_one(JuryCase, upheld).file == file, "which everybody may read"
        assert vault.is_shredded(w.settings.home, claim.id)
    with pytest.raises(Conflict, match="erased already"):
        do(cast.orla, actions.erase_claim, upheld)


def test_not_before_its_time(do, cast, clock, upheld):
    for moved in (timedelta(), OVER - timedelta(seconds=1)):
        clock.move(moved)
        with pytest.raises(Conflict, match=r"under way|from \d{4}-\d\d-\d\d on"):
            do(cast.olive, actions.propose_erasure, upheld)
    clock.move(seconds=1)
    do(cast.olive, actions.propose_erasure, upheld)


def test_an_objection_that_waits_keeps_it(work, do, cast, clock, upheld):
    waiting = object_to(work, cast.jurors[1], upheld)
    clock.move(OVER)
    with pytest.raises(Conflict, match="under way"):
        do(cast.olive, actions.propose_erasure, upheld)
    do(cast.orla, actions.answer_objection, waiting, False, "There is no such ditch.")
    with pytest.raises(Conflict, match="from"):
        do(cast.olive, actions.propose_erasure, upheld)
    clock.move(KEPT)
    do(cast.olive, actions.propose_erasure, upheld)
    do(cast.oscar, actions.erase_claim, upheld)
    with work(writing=False) as w:
        one = w.session.scalars(sa.select(Objection)).one()
        assert (one.evidence, one.answer, one.state) == ("", "", "dismissed")


def test_what_was_never_proposed_is_not_erased(do, cast, clock, upheld, frozen):
    clock.move(OVER)
    with pytest.raises(Conflict, match="Nobody proposes"):
        do(cast.oscar, actions.erase_claim, upheld)
    with pytest.raises(Missing):
        do(cast.oscar, actions.erase_claim, "C-2026-9999")


def test_what_was_proposed_is_taken_back(work, do, cast, clock, upheld):
    clock.move(OVER)
    for officer in (cast.olive, cast.oscar):
        do(cast.olive, actions.propose_erasure, upheld)
        do(officer, actions.take_back_erasure, upheld)
        for act in (actions.erase_claim, actions.take_back_erasure):
            with pytest.raises(Conflict, match="Nobody proposes"):
                do(cast.oscar, act, upheld)
    assert do(cast.oscar, actions.propose_erasure, upheld).proposed_by == cast.oscar.account
    do(cast.olive, actions.erase_claim, upheld)
    with pytest.raises(Conflict, match="erased already"):
        do(cast.oscar, actions.take_back_erasure, upheld)
    with work(writing=False) as w:
        entries = b"".join(w.session.scalars(sa.select(QueuedEntry.entry)))
    assert entries.count(b'"kind":"claim.erasure_taken_back"') == 2


def test_nobody_erases_a_claim_of_their_own(work, do, cast, clock, upheld):
    with work() as w:
        queries.claim_by_ref(w.session, upheld).claimant_id = cast.olive.account
    clock.move(OVER)
    with pytest.raises(Missing):
        do(cast.olive, actions.propose_erasure, upheld)


def test_a_decision_that_nobody_disputed(work, do, cast, clock, decided, row):
    do(cast.clara, actions.accept_decision, decided, 1)
    clock.move(PUBLICITY + KEPT)
    do(cast.olive, actions.propose_erasure, decided)
    do(cast.oscar, actions.erase_claim, decided)
    claim = row(decided)
    assert claim.state == State.ACCEPTED
    with work(writing=False) as w:
        assert w.session.get_one(FilingRow, claim.id).story == ""
        made = w.session.scalars(sa.select(PreliminaryDecision)).one()
        assert (made.reason, made.decision, made.amount) == ("", "refuse", 30_000_000)


def test_a_claim_that_was_withdrawn_after_it_was_decided(do, cast, clock, decided, row):
    do(cast.clara, actions.withdraw, decided)
    clock.move(KEPT - timedelta(seconds=1))
    with pytest.raises(Conflict, match="from"):
        do(cast.olive, actions.propose_erasure, decided)
    clock.move(seconds=1)
    do(cast.olive, actions.propose_erasure, decided)
    do(cast.oscar, actions.erase_claim, decided)
    assert row(decided).title == ""


def test_a_claim_that_was_withdrawn_from_the_jury_leaves_no_file_there(
    work, do, cast, clock, frozen
):
    with work(writing=False) as w:
        before = file_of(w.session.get_one(JuryCase, frozen))
    do(cast.clara, actions.withdraw, frozen)
    clock.move(KEPT)
    do(cast.olive, actions.propose_erasure, frozen)
    do(cast.oscar, actions.erase_claim, frozen)
    with work(writing=False) as w:
        case = w.session.get_one(JuryCase, frozen)
        assert before.summary
        assert (case.title, file_of(case)) == ("", before.emptied())
        left = str(case.file)
    words = (before.title, before.summary, before.claimant_says, before.respondent_says)
    stems = [one.stem for one in before.quiz]
    assert not [one for one in (*words, *stems) if one and one in left]


def test_a_draft_is_nobody_elses_to_erase(do, cast, clock):
    ref = do(cast.clara, actions.file_claim, FILED).ref
    do(cast.clara, actions.withdraw, ref)
    clock.move(KEPT)
    with pytest.raises(Missing):
        do(cast.olive, actions.propose_erasure, ref)


def test_the_pages_of_it(app, visit, clock, upheld):
    def come_in(name):
        browser = visit()
        browser.sign_in(f"{name}@village.example", PASSWORD)
        return browser

    after = f"/claims/{upheld}/after"
    assert "Erasing" not in come_in("olive").get(after).text
    clock.move(APPEAL_TIME)
    assert "from this day on" in come_in("olive").get(after).text
    early = come_in("olive").post(f"/claims/{upheld}/erasure", {}, status=409)
    assert "can be erased from" in early.text
    clock.move(KEPT)
    olive, oscar, clara = come_in("olive"), come_in("oscar"), come_in("clara")
    page = olive.get(after).press("Propose to erase it")
    assert "Another officer has to agree" in page.text
    assert olive.post(f"/claims/{upheld}/erasure", {"agrees": "yes"}, status=409)
    page = page.press("Take it back")
    assert "Taken back" in page.text
    page.press("Propose to erase it")
    page = oscar.get(after).press("Do not agree: take it back")
    olive.get(after).press("Propose to erase it")
    page = oscar.get(after).press("Agree, and erase it for good")
    assert "The claim is erased" in page.text
    assert "Erased:" in page.text
    assert upheld in clara.get("/claims/").text
    assert upheld in clara.get(f"/claims/{upheld}").text
    assert upheld in olive.get("/claims/desk").text
