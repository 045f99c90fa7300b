"""Claims on both databases: entered, reviewed by another, frozen into a case, withdrawn."""

import json
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from claims import queries
from claims.actions import (
    agree_to_text,
    approve_summary,
    enter_claim,
    freeze,
    return_for_changes,
    send_for_review,
    update_claim,
    withdraw,
)
from claims.claim import Facts, Stale
from claims.desk import waiting
from claims.handover import SHOW, hide_all, redact_claim
from claims.life import State
from claims.models import Claim, SignOff
from jury.models import Exclusion, JuryCase, Seat
from jury.queries import file_of
from kernel.actor import Role
from kernel.errors import Conflict, Malformed, Missing
from members.actions import grant_role
from members.models import Account
from members.queries import actor_of
from tests.claims.desks import on_desk
from tests.village import person


def logged(work, log: str | None = None) -> list[dict]:
    with work(writing=False) as w:
        rows = w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id))
        return [json.loads(raw) for raw in rows]


def test_refs_count_up_within_the_year(work, cast, facts, clock):
    with work(cast.olive) as w:
        first = enter_claim(w, "clara@village.example", facts)
        second = enter_claim(w, "clara@village.example", Facts(title="Another"))
    assert (first.ref, second.ref) == ("C-2026-0001", "C-2026-0002")
    clock.move(days=60)
    with work(cast.olive) as w:
        assert enter_claim(w, "clara@village.example", facts).ref == "C-2027-0001"


def test_what_was_entered_is_read_again(work, cast, entered, facts):
    with work() as w:
        assert queries.claim_by_ref(w.session, entered).facts == facts


def test_an_unknown_claimant_is_refused(work, cast, facts):
    with work(cast.olive) as w, pytest.raises(Malformed, match="No member"):
        enter_claim(w, "nobody@village.example", facts)


def test_officers_do_not_handle_their_own_claims(work, cast, facts):
    with work(cast.olive) as w, pytest.raises(Conflict, match="your own"):
        enter_claim(w, "olive@village.example", facts)
    with work(cast.oscar) as w:
        ref = enter_claim(w, "olive@village.example", facts).ref
    with work(cast.olive) as w, pytest.raises(Missing):
        send_for_review(w, ref)


def test_an_incomplete_claim_is_not_sent_for_review(work, cast, do):
    ref = do(cast.olive, enter_claim, "clara@village.example", Facts(title="Later")).ref
    with work(cast.olive) as w, pytest.raises(Conflict, match="not complete"):
        send_for_review(w, ref)


def test_the_preparer_cannot_approve(work, cast, in_review, facts):
    with work(cast.olive) as w, pytest.raises(Conflict, match="second officer"):
        approve_summary(w, in_review, hide_all(facts), 1)


def test_the_database_itself_wants_two_people(work, cast, entered):
    with work(cast.olive) as w:
        claim = queries.claim_by_ref(w.session, entered)
        w.session.add(
            SignOff(
                claim_id=claim.id,
                revision=1,
                prepared_by=cast.olive.account,
                approved_by=cast.olive.account,
                approved_at=w.now,
                text_digest="0" * 64,
            )
        )
        with pytest.raises(sa.exc.IntegrityError):
            w.session.flush()
        w.session.rollback()


def test_whoever_changed_a_word_is_a_preparer_too(work, cast, entered, facts, do):
    do(cast.oscar, update_claim, entered, replace(facts, title="Another title"), 1)
    do(cast.olive, send_for_review, entered)
    with work(cast.oscar) as w, pytest.raises(Conflict, match="second officer"):
        approve_summary(w, entered, hide_all(facts), 2)


def test_of_two_edits_of_one_revision_the_later_is_refused(work, cast, entered, facts, do):
    do(cast.oscar, update_claim, entered, replace(facts, title="Oscar's"), 1)
    with work(cast.olive) as w, pytest.raises(Stale, match="Another officer has changed"):
        update_claim(w, entered, replace(facts, title="Olive's"), 1)
    with work(cast.olive) as w:
        assert update_claim(w, entered, replace(facts, title="Oscar's"), 1).revision == 2
        assert update_claim(w, entered, replace(facts, title="Olive's"), 2).revision == 3


def test_every_flag_must_be_decided(work, cast, in_review, facts):
    some = dict(list(hide_all(facts).items())[:1])
    with work(cast.oscar) as w, pytest.raises(Conflict, match="every flag"):
        approve_summary(w, in_review, some, 1)


def test_a_stale_review_is_refused(work, cast, in_review, facts, do):
    do(cast.oscar, return_for_changes, in_review, "Name the day.")
    do(cast.olive, send_for_review, in_review)
    with work(cast.oscar) as w, pytest.raises(Conflict, match="changed"):
        approve_summary(w, in_review, hide_all(facts), 1)


def test_a_claim_in_review_is_not_changed(work, cast, in_review, facts):
    with work(cast.olive) as w, pytest.raises(Conflict):
        update_claim(w, in_review, replace(facts, title="Behind their back"), 1)


def test_a_returned_claim_needs_a_new_approval(work, cast, signed_off, do):
    do(cast.oscar, return_for_changes, signed_off, "A name is left.")
    with work(cast.olive) as w:
        claim = queries.claim_by_ref(w.session, signed_off)
        fields = [issue.field for issue in queries.issues_before_freezing(w.session, claim)]
        assert fields == ["review"]
        with pytest.raises(Conflict, match="not agreed to the text"):
            freeze(w, signed_off)


def test_freezing_hands_down_the_redacted_file_and_nothing_else(work, cast, agreed, facts):
    with work(cast.olive) as w:
        file = file_of(freeze(w, agreed))
        stored = json.dumps(w.session.get(JuryCase, agreed).file, ensure_ascii=False)
    assert file.ref == agreed
    assert [clause.ref for clause in file.clauses] == ["medication/1", "accident-exempt/1"]
    assert file.dates
    assert len(file.quiz) == 3
    for secret in ("Alder", "Birch", "Hospital One", "555 010", "past 31 October 2016", "Clara"):
        assert secret not in stored
    assert "From 29 December 2018 back" in file.claimant_says, "a day that the table shows too"


def test_nobody_close_to_a_claim_can_judge_it(work, cast, agreed, do):
    do(cast.olive, freeze, agreed)
    with work() as w:
        rows = w.session.scalars(sa.select(Exclusion).where(Exclusion.case_ref == agreed))
        reasons = sorted(row.reason for row in rows)
        claimant = w.session.get(Exclusion, (agreed, cast.clara.account))
    assert reasons == ["claim", "household", "household", "took-part", "took-part"]
    assert claimant.reason == "claim"


def test_a_case_is_frozen_once(work, cast, agreed, do):
    do(cast.olive, freeze, agreed)
    with work(cast.olive) as w, pytest.raises(Conflict, match="frozen already"):
        freeze(w, agreed)


def test_a_flag_that_is_shown_reaches_the_jurors(work, cast, in_review, facts):
    flags = hide_all(facts)
    day = next(f for f in redact_claim(facts).flags if f.text == "31 October 2016")
    with work(cast.oscar) as w:
        whys = {day.key: "Everybody knows of that day.", "no such flag": "No reason."}
        shown = flags | {day.key: SHOW, "no such flag": SHOW}
        approve_summary(w, in_review, shown, 1, whys=whys)
    with work(cast.clara) as w:
        agree_to_text(w, in_review, 1)
    with work(cast.oscar) as w:
        assert "31 October 2016" in file_of(freeze(w, in_review)).respondent_says


@pytest.mark.parametrize("whys", [{}, {"other": "A reason for another."}, " "])
def test_no_flag_is_shown_without_a_reason(work, cast, in_review, facts, whys):
    day = next(f for f in redact_claim(facts).flags if f.text == "31 October 2016")
    whys = {day.key: whys} if isinstance(whys, str) else whys
    with work(cast.oscar) as w, pytest.raises(Malformed, match="why it may be"):
        approve_summary(w, in_review, hide_all(facts) | {day.key: SHOW}, 1, whys=whys)


@pytest.mark.parametrize("stage", ["entered", "in_review", "signed_off"])
def test_a_claimant_withdraws_before_there_is_a_case(work, cast, stage, request, do):
    ref = request.getfixturevalue(stage)
    assert do(cast.clara, withdraw, ref).state == State.WITHDRAWN
    with work(cast.olive) as w, pytest.raises(Conflict):
        freeze(w, ref)


def test_a_claimant_withdraws_a_case(work, cast, agreed, do):
    do(cast.olive, freeze, agreed)
    do(cast.clara, withdraw, agreed)
    with work() as w:
        assert w.session.get(JuryCase, agreed).stage == "withdrawn"
    with work(cast.clara) as w, pytest.raises(Conflict, match="was withdrawn"):
        withdraw(w, agreed)
    assert "case.withdrawn" in [entry["kind"] for entry in logged(work)]


def test_nobody_else_can_withdraw(work, cast, entered):
    for actor in (cast.olive, cast.jurors[0]):
        with work(actor) as w, pytest.raises(Missing):
            withdraw(w, entered)


def test_the_log_tells_of_a_claim_without_a_person(work, cast, agreed, do):
    do(cast.olive, freeze, agreed)
    do(cast.clara, withdraw, agreed)
    entries = [entry for entry in logged(work) if entry.get("claim") == agreed]
    assert [(entry["kind"], entry["by"]) for entry in entries] == [
        ("claim.entered", cast.olive.ref),
        ("claim.sent_for_review", cast.olive.ref),
        ("claim.approved", cast.oscar.ref),
        ("claim.agreed", "claimant"),
        ("claim.withdrawn", "claimant"),
    ]
    about = [entry for entry in logged(work) if agreed in json.dumps(entry)]
    assert cast.clara.ref not in json.dumps(about)


@pytest.mark.parametrize("ref", ["", "C-2026-1", "C-2026-００01", "C-2026-0001\0", "c-2026-0001"])
def test_what_is_no_ref_is_missing(work, cast, entered, ref):
    with work() as w, pytest.raises(Missing):
        queries.claim_by_ref(w.session, ref)


@pytest.mark.databases("sqlite")
def test_each_officer_sees_what_waits_for_them(app, work, cast, in_review, facts, do):
    def titles(actor) -> list[str]:
        with app.test_request_context(), work(actor, writing=False) as w:
            return [one.title for one in waiting(w.session, actor, w.now)]

    assert titles(cast.oscar) == ["Claims to review", "All claims"]
    assert titles(cast.olive) == ["All claims"]
    assert titles(cast.clara) == []
    do(cast.oscar, approve_summary, in_review, hide_all(facts), 1)
    assert titles(cast.clara) == ["Read what jurors will see of your claim"]
    assert "Cases to freeze" not in titles(cast.olive)
    do(cast.clara, agree_to_text, in_review, 1)
    assert "Cases to freeze" in titles(cast.olive)


def test_rows_of_others_are_not_mixed_in(work, cast, entered, do):
    do(cast.olive, enter_claim, "henry@village.example", Facts(title="Henry's"))
    with work() as w:
        assert [one.ref for one in queries.my_claims(w.session, cast.clara.account)] == [entered]
        assert w.session.scalar(sa.select(sa.func.count()).select_from(Claim)) == 2


def test_the_claimants_own_name_never_reaches_the_case_file(work, cast, facts, do):
    with work() as w:
        voss = person(w, "Clara Voss")
        w.session.flush()
        voss = actor_of(w.session, voss)
    quiz = (replace(facts.quiz[0], stem="Why did Voss fall?"), *facts.quiz[1:])
    told = dict.fromkeys(("title", "summary", "question", "decision_reason"), "Clara Voss asks.")
    told |= dict.fromkeys(("claimant_says", "respondent_says"), "CLARA VOSS, C. Voss, Clara.")
    named = replace(facts, **told, quiz=quiz)
    ref = do(cast.olive, enter_claim, "clara.voss@village.example", named).ref
    do(cast.olive, send_for_review, ref)
    do(cast.oscar, approve_summary, ref, hide_all(named), 1)
    do(voss, agree_to_text, ref, 1)
    file = file_of(do(cast.olive, freeze, ref))
    assert file.title == "The claimant asks."
    assert file.summary.count("The claimant asks.") == 2
    assert not re.search("clara|voss", str(file.as_json()), re.IGNORECASE)


@pytest.mark.parametrize("suffix", ["", "-2"])
@pytest.mark.parametrize("state", ["alternate", "accepted", "declined"])
def test_whoever_was_drawn_for_it_is_no_officer_of_the_claim(work, cast, agreed, do, state, suffix):
    do(cast.olive, freeze, agreed)
    with work() as w:
        first = w.session.get_one(JuryCase, agreed)
        if suffix:
            columns = {one.key: getattr(first, one.key) for one in sa.inspect(JuryCase).columns}
            again = {"ref": agreed + suffix, "again_of": agreed}
            w.session.add(JuryCase(**columns | again))
            w.session.flush()
        w.session.add(
            Seat(
                case_ref=agreed + suffix,
                ord=0,
                account_id=cast.jurors[0].account,
                number=None if state == "alternate" else 1,
                state=state,
            )
        )
        for one in cast.jurors:
            grant_role(w, one.account, Role.OFFICER)
    with work(cast.jurors[0]) as w:
        with pytest.raises(Missing):
            queries.claim_for_officer(w.session, cast.jurors[0].account, agreed)
        assert queries.claim_for_officer(w.session, cast.jurors[1].account, agreed)
    assert on_desk(work, cast.jurors[0]) == []
    assert on_desk(work, cast.jurors[1]) == [agreed]


def test_an_officer_close_to_the_claimant_is_excluded_for_that_and_not_for_the_work(
    work, cast, entered
):
    """Having handled a claim is no stake in it; being of the household is, whenever it began."""
    with work() as w:
        w.session.get_one(Account, cast.olive.account).household = "Mill Lane 3"
    with work() as w:
        reasons = queries.exclusions(w.session, queries.claim_by_ref(w.session, entered))
    assert reasons[cast.olive.account] == "household"
    assert reasons[cast.clara.account] == "claim"
