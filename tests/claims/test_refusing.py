"""A claimant who refuses the text is heard: it is changed or they are answered, and what they told
the officers alone comes before no juror."""

from dataclasses import replace

import pytest

from claims import queries
from claims.actions import (
    agree_to_text,
    answer_refusal,
    approve_summary,
    freeze,
    refuse_text,
    send_for_review,
    strike_remarks,
    update_claim,
)
from claims.handover import hide_all
from claims.life import State
from jury.queries import file_of
from kernel.errors import Conflict, Malformed, Missing

PRIVATE = "My neighbours know that I am a teacher."
PUBLIC = "The certificate is left out."


@pytest.fixture
def approved(work, cast, do):
    """Answer what was refused, and bring the text before the claimant again."""

    def again(ref, answer="It is true, and nobody is named."):
        with work(cast.olive) as w:
            answer_refusal(w, ref, answer)
        claim = do(cast.olive, send_for_review, ref)
        do(cast.oscar, approve_summary, ref, hide_all(claim.facts), claim.revision)
        return claim.revision

    return again


@pytest.fixture
def refused(cast, do, signed_off):
    do(cast.clara, refuse_text, signed_off, 1, PRIVATE)
    return signed_off


@pytest.fixture
def remarked(cast, do, refused, approved):
    """The ref of a claim whose text the claimant refused twice, with a word to the jurors."""
    do(cast.clara, refuse_text, refused, approved(refused), PRIVATE, PUBLIC)
    return refused


def claim_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref)


def test_both_see_that_the_text_was_refused(as_, cast, do, refused):
    page = as_("clara").get(f"/claims/{refused}")
    assert "You did not agree to the text" in page.text
    assert PRIVATE in page.text
    olive = as_("olive")
    assert (
        "The claimant did not agree: change the text, or answer" in olive.get("/claims/desk/").text
    )
    do(cast.olive, answer_refusal, refused, "It is left out now.")
    assert "It is left out now." in as_("clara").get(f"/claims/{refused}").text


def test_a_refused_text_goes_to_no_review_unchanged_and_unanswered(work, cast, refused, do):
    with work(cast.olive) as w, pytest.raises(Conflict, match="Change it, or answer them"):
        send_for_review(w, refused)
    claim = claim_of(work, refused)
    do(cast.olive, update_claim, refused, replace(claim.facts, summary="Anew."), claim.revision)
    assert do(cast.olive, send_for_review, refused).state == State.IN_REVIEW


def test_what_is_changed_and_changed_back_is_not_changed(work, cast, refused, do):
    held = claim_of(work, refused).facts
    for summary in ("Anew.", held.summary):
        claim = claim_of(work, refused)
        facts = replace(held, summary=summary)
        do(cast.olive, update_claim, refused, facts, claim.revision)
    with work(cast.olive) as w, pytest.raises(Conflict, match="Change it, or answer them"):
        send_for_review(w, refused)


def test_an_answer_to_one_refusal_is_none_to_the_next(work, cast, refused, approved, do):
    do(cast.clara, refuse_text, refused, approved(refused), "Still the teacher.")
    with work(cast.olive) as w, pytest.raises(Conflict, match="Change it, or answer them"):
        send_for_review(w, refused)


def test_only_an_officer_answers_only_a_refusal_and_with_words(work, cast, entered, refused):
    with work(cast.clara) as w, pytest.raises(Missing):
        answer_refusal(w, refused, "It is fine.")
    with work(cast.olive) as w, pytest.raises(Malformed, match="what you changed"):
        answer_refusal(w, refused, " ")


def test_where_nothing_was_refused_there_is_nothing_to_answer(work, cast, entered):
    with work(cast.olive) as w, pytest.raises(Conflict, match="no refusal"):
        answer_refusal(w, entered, "It is fine.")


def test_whoever_answered_does_not_approve(work, cast, refused, do):
    with work(cast.oscar) as w:
        answer_refusal(w, refused, "It is true, and nobody is named.")
    claim = do(cast.olive, send_for_review, refused)
    with work(cast.oscar) as w, pytest.raises(Conflict, match="You prepared this claim"):
        approve_summary(w, refused, hide_all(claim.facts), claim.revision)


def test_what_is_for_officers_comes_before_no_juror(work, cast, remarked, approved, do):
    revision = approved(remarked)
    assert claim_of(work, remarked).facts.claimant_remarks == PUBLIC
    do(cast.clara, agree_to_text, remarked, revision)
    told = str(file_of(do(cast.olive, freeze, remarked)).as_json())
    assert "teacher" not in told
    assert "The certificate is left out." in told


def test_nothing_goes_to_the_jurors_of_a_first_refusal(work, cast, signed_off):
    with work(cast.clara) as w, pytest.raises(Malformed, match="for a second time"):
        refuse_text(w, signed_off, 1, PRIVATE, PUBLIC)


def test_a_second_refusal_need_say_nothing_to_the_jurors(work, cast, refused, approved, do):
    do(cast.clara, refuse_text, refused, approved(refused), PRIVATE)
    assert claim_of(work, refused).facts.claimant_remarks == ""


def test_it_can_be_refused_for_as_long_as_it_gives_one_away(work, cast, remarked, approved, do):
    for _time in range(2):
        claim = do(cast.clara, refuse_text, remarked, approved(remarked), PRIVATE, PUBLIC)
        assert claim.state == State.PREPARED
    assert claim.facts.claimant_remarks == PUBLIC


def test_remarks_are_struck_and_read_anew_by_a_second_officer(work, cast, remarked, approved, do):
    facts, revision = claim_of(work, remarked).facts, claim_of(work, remarked).revision
    do(cast.olive, update_claim, remarked, replace(facts, respondent_remarks="No."), revision)
    revision = approved(remarked)
    with work(cast.olive) as w, pytest.raises(Missing):
        strike_remarks(w, remarked, revision)
    with work(cast.clara) as w, pytest.raises(Conflict, match="changed"):
        strike_remarks(w, remarked, revision - 1)
    claim = do(cast.clara, strike_remarks, remarked, revision)
    assert claim.state == State.IN_REVIEW
    assert (claim.facts.claimant_remarks, claim.facts.respondent_remarks) == ("", "")
    do(cast.oscar, approve_summary, remarked, hide_all(claim.facts), claim.revision)
    with work(cast.clara) as w, pytest.raises(Conflict, match="No remarks of yours"):
        strike_remarks(w, remarked, claim.revision)
    assert do(cast.clara, agree_to_text, remarked, claim.revision).state == State.AGREED


def test_the_page_tells_the_officers_from_the_jurors(cast, as_, signed_off, approved):
    clara, text = as_("clara"), f"/claims/{signed_off}/text"
    form = clara.get(text).form("Agree")
    assert "for_jurors" not in form.values, "no juror reads a word of a first refusal"
    form.fill(told=PRIVATE).send("Do not agree")
    approved(signed_off, "The word is gone now.")
    page = clara.get(text)
    assert "You said to the officers, and no juror reads it: " + PRIVATE in page.text
    assert "An officer answers you, and no juror reads it: The word is gone now." in page.text
    page.form("Agree").fill(told="Typed.", for_jurors=PUBLIC).send("Do not agree")
    approved(signed_off)
    form = clara.get(text).form("Agree")
    assert form.values["for_jurors"] == [PUBLIC]
    again = form.fill(told="Typed.").send("Take my remarks out", status=422)
    assert again.form("Agree").values["told"] == ["Typed."]
    page = again.form("Agree").fill(told="").send("Take my remarks out")
    assert "No juror reads them." in page.text
    assert "The claimant took their remarks for the jurors out" in (
        as_("oscar").get(f"/claims/{signed_off}/review").text
    )


def test_an_officer_is_led_to_the_answer_and_the_second_reads_it_first(cast, as_, refused, do):
    olive = as_("olive")
    page = olive.get(f"/claims/{refused}/edit")
    assert "Change it, or answer them." in page.text.partition("Before the review")[2]
    page = page.click("Answer the claimant")
    assert PRIVATE in page.text
    page.form("Answer").send(status=422)
    page = page.form("Answer").fill(answer="The word is gone now.").send()
    assert page.path == f"/claims/{refused}/edit"
    assert "Change it, or answer them." not in page.text
    page.form("Save").send("Save and send for review")
    top = as_("oscar").get(f"/claims/{refused}/review").text.partition("Declared parties")[0]
    assert PRIVATE in top
    assert "Olive answered the claimant" in top
    late = olive.get(f"/claims/{refused}/refusal")
    assert late.path == f"/claims/{refused}/review"


def test_an_answer_that_comes_too_late_is_not_lost(work, cast, as_, refused, do):
    form = as_("olive").get(f"/claims/{refused}/refusal").form("Answer").fill(answer="Typed.")
    with work(cast.oscar) as w:
        answer_refusal(w, refused, "It is so.")
    do(cast.olive, send_for_review, refused)
    assert form.send(status=409).form("Answer").values["answer"] == ["Typed."]
