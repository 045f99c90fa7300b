"""The claimant reads what jurors will see, and it goes before them only as agreed."""

from dataclasses import replace

import pytest

from claims import queries
from claims.actions import (
    agree_to_text,
    answer_refusal,
    approve_summary,
    freeze,
    refuse_text,
    return_for_changes,
    send_for_review,
    update_claim,
)
from claims.handover import hide_all
from claims.life import State
from jury.queries import file_of
from kernel.errors import Conflict, Malformed, Missing

REMARKS = "Doctor Birch is not quoted in full."


def again(do, cast, ref, claim, answer="It says so in its third sentence."):
    """Answer what was refused, send a claim in anew, and have it approved."""
    if answer:
        do(cast.olive, answer_refusal, ref, answer)
    do(cast.olive, send_for_review, ref)
    return do(cast.oscar, approve_summary, ref, hide_all(claim.facts), claim.revision)


def test_nothing_goes_before_the_jury_that_the_claimant_has_not_agreed_to(work, cast, signed_off):
    with work(cast.olive) as w:
        claim = queries.claim_by_ref(w.session, signed_off)
        told = [one.message for one in queries.issues_before_freezing(w.session, claim)]
        assert told == ["The claimant has not agreed to the text yet."]
        with pytest.raises(Conflict, match="not agreed"):
            freeze(w, signed_off)


def test_only_the_claimant_agrees_and_only_to_what_they_read(work, cast, signed_off):
    with work(cast.olive) as w, pytest.raises(Missing):
        agree_to_text(w, signed_off, 1)
    with work(cast.clara) as w, pytest.raises(Conflict, match="changed"):
        agree_to_text(w, signed_off, 2)
    with work(cast.clara) as w:
        assert agree_to_text(w, signed_off, 1).state == State.AGREED
    with work(cast.clara) as w, pytest.raises(Conflict):
        agree_to_text(w, signed_off, 1)


def test_a_change_after_the_agreement_needs_another(work, cast, agreed, do):
    claim = do(cast.oscar, return_for_changes, agreed, "One name is left.")
    assert claim.state == State.PREPARED
    again(do, cast, agreed, claim, answer="")
    with work(cast.olive) as w, pytest.raises(Conflict, match="not agreed"):
        freeze(w, agreed)


def test_after_a_second_refusal_the_remarks_go_into_the_file(work, cast, signed_off, do):
    with work(cast.clara) as w, pytest.raises(Malformed):
        refuse_text(w, signed_off, 1, " ")
    claim = do(cast.clara, refuse_text, signed_off, 1, "It leaves out the certificate.")
    assert (claim.state, claim.facts.claimant_remarks) == (State.PREPARED, "")
    again(do, cast, signed_off, claim)
    claim = do(cast.clara, refuse_text, signed_off, claim.revision, "", REMARKS)
    assert claim.facts.claimant_remarks == REMARKS
    again(do, cast, signed_off, claim)
    do(cast.clara, agree_to_text, signed_off, claim.revision)
    told = file_of(do(cast.olive, freeze, signed_off)).claimant_says
    assert "which this side did not agree to:" in told
    assert "is not quoted in full." in told
    assert "Birch" not in told, "remarks are redacted like everything else"


def test_who_writes_anew_reads_what_was_said_of_earlier_wordings(cast, as_, signed_off, do):
    olive = as_("olive")
    do(cast.oscar, return_for_changes, signed_off, "The summary takes a side.")
    claim = do(cast.olive, send_for_review, signed_off)
    do(cast.oscar, approve_summary, signed_off, hide_all(claim.facts), claim.revision)
    do(cast.clara, refuse_text, signed_off, claim.revision, "It leaves out the certificate.")
    told = olive.get(f"/claims/{signed_off}/edit").text.partition("Before the review")[0]
    assert "What was said of earlier wordings" in told
    claimant, officer = "The claimant did not agree", "Oscar gave it back"
    assert claimant in told.partition("It leaves out the certificate.")[0]
    assert officer in told.partition("The summary takes a side.")[0]
    assert told.index(claimant) < told.index(officer), "the latest first"
    page = olive.get(f"/claims/{signed_off}/edit").form("Save").fill(amount="x").send(status=422)
    assert "It leaves out the certificate." in page.text


def test_an_officer_who_writes_anew_keeps_the_remarks(work, cast, as_, signed_off, do):
    claim = do(cast.clara, refuse_text, signed_off, 1, "It leaves out the certificate.")
    again(do, cast, signed_off, claim)
    claim = do(cast.clara, refuse_text, signed_off, claim.revision, "", REMARKS)
    page = as_("olive").get(f"/claims/{signed_off}/edit")
    assert "remarks for the jurors: they stand in the text" in page.text
    form = page.form("Save")
    assert "Saved." in form.fill(summary="Anew.").send().text
    with work(writing=False) as w:
        facts = queries.claim_by_ref(w.session, signed_off).facts
    assert (facts.summary, facts.claimant_remarks) == ("Anew.", REMARKS)


def test_after_a_second_refusal_the_plan_may_add_its_remarks(work, cast, as_, signed_off, do):
    olive = as_("olive")
    claim = do(cast.clara, refuse_text, signed_off, 1, "It leaves out the certificate.")
    assert "respondent_remarks" not in olive.get(f"/claims/{signed_off}/edit").form("Save").values
    again(do, cast, signed_off, claim)
    do(cast.clara, refuse_text, signed_off, claim.revision, "", REMARKS)
    form = olive.get(f"/claims/{signed_off}/edit").form("Save")
    form.fill(respondent_remarks="What Doctor Birch wrote stands in the third sentence.").send()
    claim = do(cast.olive, send_for_review, signed_off)
    do(cast.oscar, approve_summary, signed_off, hide_all(claim.facts), claim.revision)
    do(cast.clara, agree_to_text, signed_off, claim.revision)
    told = file_of(do(cast.olive, freeze, signed_off)).respondent_says
    assert "On the summary, which the claimant did not agree to:** What the doctor wrote" in told


def test_whoever_prepares_changes_no_remark_of_the_claimant(work, cast, signed_off, do):
    claim = do(cast.clara, refuse_text, signed_off, 1, "It leaves out the certificate.")
    again(do, cast, signed_off, claim)
    claim = do(cast.clara, refuse_text, signed_off, claim.revision, "", REMARKS)
    other = replace(claim.facts, claimant_remarks="All is well.", summary="Anew.")
    claim = do(cast.olive, update_claim, signed_off, other, claim.revision)
    assert (claim.facts.claimant_remarks, claim.facts.summary) == (REMARKS, "Anew.")


def test_the_page_says_who_will_read_it_and_takes_the_refusal(cast, as_, signed_off):
    clara = as_("clara")
    page = clara.get(f"/claims/{signed_off}").click("Read what jurors will see")
    assert "Strangers will read this" in page.text
    assert "The title The drainage ditch" in page.text
    page.form("Agree").send("Do not agree", status=422)
    older = page.form("Agree").fill(told="Typed.", revision="9").send("Do not agree", status=409)
    assert older.form("Agree").values["told"] == ["Typed."]
    assert older.form("Agree").values["revision"] == ["1"], "it is for what stands on the page now"
    older = page.form("Agree").fill(read="y", revision="9").send("Agree", status=409)
    assert not older.form("Agree").values["read"], "it was another text that was read"
    page = page.form("Agree").fill(told="Not so.").send("Do not agree")
    assert page.path == f"/claims/{signed_off}"
    assert "Not so." in as_("olive").get(f"/claims/{signed_off}/review").text
    as_("juror.001").get(f"/claims/{signed_off}/text", status=404)


def test_remarks_on_a_text_that_was_given_back_meanwhile_are_not_lost(cast, as_, signed_off, do):
    clara = as_("clara")
    refusing = clara.get(f"/claims/{signed_off}/text").form("Agree").fill(told="It was May.")
    agreeing = clara.get(f"/claims/{signed_off}/text").form("Agree").fill(read="y")
    do(cast.oscar, return_for_changes, signed_off, "One name is left.")
    page = refusing.send("Do not agree", status=409)
    assert "no text that waits for your agreement" in page.text
    assert "What you typed stands here for you to keep." in page.text
    assert "It was May." in page.text
    assert "The title The drainage ditch" not in page.text, "it is written anew"
    page = agreeing.send("Agree", status=409)
    assert "What you typed" not in page.text
    assert clara.get(f"/claims/{signed_off}/text").path == f"/claims/{signed_off}"


def test_it_is_said_that_the_question_stands_in_the_log_for_good(work, cast, signed_off, as_):
    """Before the officer who writes it, and before the claimant agrees: also of one who withdraws
    the log keeps the question (ADR 41)."""
    for_good = "They stay there for good, also if you withdraw later."
    with work(cast.clara, writing=False) as w:
        claim = queries.my_claim(w.session, cast.clara.account, signed_off)
        question = queries.as_jurors_see(w.session, claim).file.question
    told = as_("clara").get(f"/claims/{signed_off}/text").text
    assert for_good in told
    assert f"only with a verdict: {question}" in told
    told = as_("olive").get("/claims/new").text
    assert "It stands in the public log for good once the file is closed" in told
