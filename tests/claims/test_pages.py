"""The pages: an officer enters, another approves, the claimant follows and may withdraw."""

import re
from dataclasses import replace

import pytest

from claims import queries
from claims.actions import (
    agree_to_text,
    approve_summary,
    enter_claim,
    freeze,
    return_for_changes,
    send_for_review,
)
from claims.claim import Facts
from claims.handover import hide_all

FLAG = "flag-"


def but_for(html, ref):
    """Return a page without the ref that was asked for and the form token of the moment."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html).replace(ref, "REF")


def hide(form):
    return form.fill({name: "hide" for name in form.values if name.startswith(FLAG)})


def test_from_an_empty_form_to_a_frozen_case(cast, as_, facts):
    olive, oscar = as_("olive"), as_("oscar")
    page = olive.get("/claims/desk/").click("Enter a disputed claim")
    page = page.form("Save").fill(claimant="clara@village.example", title="The ditch").send()
    assert page.path == "/claims/C-2026-0001/edit"
    assert "The amount is missing." in page.text

    quiz = {}
    for n, one in enumerate(facts.quiz, 1):
        quiz |= {f"quiz_{n}_stem": one.stem, f"quiz_{n}_key": one.key}
        quiz |= {f"quiz_{n}_option_{i}": option for i, option in enumerate(one.options, 1)}
    page = (
        page.form("Save")
        .fill(
            quiz,
            joined="2018-10-31",
            born="1970-05-14",
            accident="y",
            event="2018-12-29",
            filed="2019-02-18",
            amount="100000",
            decision_reason=facts.decision_reason,
            question=facts.question,
            summary=facts.summary,
            claimant_says=facts.claimant_says,
            respondent_says=facts.respondent_says,
            clauses=["medication", "accident-exempt"],
            standard="twelve",
            parties="Member Alder = the claimant\nHospital One = the hospital\n"
            "Doctor Birch = the doctor",
        )
        .send()
    )
    assert "Everything is there" in page.text
    assert "characters" in page.text
    page = page.press("Save and send for review")
    assert "A second officer has to approve it." in page.text
    assert "Approve the summary" not in page.text

    page = oscar.get("/claims/C-2026-0001/review")
    assert "Doctor Birch" in page.text
    assert "[phone number]" in page.text
    page.form("Approve").send(status=422)
    page = hide(oscar.get("/claims/C-2026-0001/review").form("Approve")).send()
    assert page.path == "/claims/C-2026-0001/freezing"
    assert "Doctor Birch" not in page.text
    assert "day 59 after joining" in page.text
    assert "The claimant has not agreed to the text yet." in page.text
    clara = as_("clara")
    text = clara.get("/claims/C-2026-0001").click("Read what jurors will see")
    assert "Doctor Birch" not in text.text
    text.form("Agree").send("Agree", status=422)
    text.form("Agree").fill(read="y").send("Agree")
    page = oscar.get("/claims/C-2026-0001/freezing")
    page = page.press("Freeze the file")
    assert page.path == "/jury/bench/C-2026-0001"
    assert "frozen" in oscar.get("/claims/C-2026-0001/freezing").text


def test_what_was_typed_is_kept_when_it_cannot_be_read(cast, as_):
    olive = as_("olive")
    form = olive.get("/claims/new").form("Save")
    page = form.fill(
        claimant="clara@village.example", title="T", joined="soon", parties="Kim", tiers="50,000"
    ).send(status=422)
    assert page.form("Save").values["parties"] == ["Kim"]
    for words in ("Write a date such as", "Line 1 is not written as", "two different amounts"):
        assert words in page.text


def test_an_unknown_claimant_is_said_at_the_field(cast, as_):
    form = as_("olive").get("/claims/new").form("Save")
    page = form.fill(claimant="nobody@village.example", title="T").send(status=422)
    assert "No member has this e-mail address." in page.text


def test_a_statement_has_a_limit(cast, as_, entered):
    form = as_("olive").get(f"/claims/{entered}/edit").form("Save")
    page = form.fill(claimant_says="x" * 5001).send(status=422)
    assert "5,001 of 5,000 characters" in page.text
    form.fill(claimant_says="x" * 5000).send()


def test_the_preparer_cannot_approve_by_hand(cast, as_, in_review, facts):
    fields = {f"{FLAG}{key}": value for key, value in hide_all(facts).items()}
    olive = as_("olive")
    page = olive.post(f"/claims/{in_review}/review", fields | {"revision": "1"}, status=409)
    assert "A second officer has to review it." in page.text


def test_a_review_of_an_older_text_is_refused(cast, as_, in_review, facts):
    fields = {f"{FLAG}{key}": value for key, value in hide_all(facts).items()}
    for revision in ("0", "２", "x", "", "9" * 5000):
        page = as_("oscar").post(
            f"/claims/{in_review}/review", fields | {"revision": revision}, status=409
        )
        assert "changed" in page.text


def test_a_claim_is_returned_with_a_reason(cast, as_, in_review):
    oscar = as_("oscar")
    oscar.get(f"/claims/{in_review}/review").form("Return it").send(status=422)
    form = oscar.get(f"/claims/{in_review}/review").form("Return it")
    assert form.fill(why="Name the day.").send().path == "/claims/desk/"
    assert "Name the day." in as_("olive").get(f"/claims/{in_review}/review").text


def test_freezing_says_what_stands_in_the_way(cast, as_, entered):
    olive = as_("olive")
    page = olive.get(f"/claims/{entered}/freezing")
    assert "A second officer has not approved the summary yet." in page.text
    olive.post(f"/claims/{entered}/freezing", status=409)


def test_a_claim_that_was_returned_is_not_changed_under_review(cast, as_, in_review, facts):
    olive = as_("olive")
    assert "cannot be changed here" in olive.get(f"/claims/{in_review}/edit").text
    typed = {"title": "T", "decision": "refuse", "standard": "panel", "summary": "What I wrote."}
    page = olive.post(f"/claims/{in_review}/edit", typed, status=409)
    assert page.form("Save").values["summary"] == ["What I wrote."]


def test_a_stale_edit_is_refused_and_nothing_typed_is_lost(work, cast, as_, entered, facts):
    olive, oscar = as_("olive"), as_("oscar")
    mine = olive.get(f"/claims/{entered}/edit").form("Save").fill(summary="By Olive")
    theirs = oscar.get(f"/claims/{entered}/edit").form("Save")
    theirs.fill(summary="By <b>Oscar</b>", medication_days="17").send()
    page = mine.send(status=409)
    assert "Another officer has changed this claim" in page.text
    assert page.form("Save").values["summary"] == ["By Olive"]
    assert "By <b>Oscar</b>" in page.text
    assert "17" in page.text
    with work(writing=False) as w:
        assert queries.claim_by_ref(w.session, entered).facts.summary == "By <b>Oscar</b>"
    page = page.form("Save").send()  # now that it is known what it replaces
    assert "Another officer" not in page.text
    with work(writing=False) as w:
        assert queries.claim_by_ref(w.session, entered).facts.summary == "By Olive"


@pytest.mark.parametrize("revision", [None, "", "0", "２", "x", "9" * 5000])
def test_an_edit_that_names_no_revision_is_stale(cast, as_, entered, revision):
    form = as_("olive").get(f"/claims/{entered}/edit").form("Save").fill(title="Other")
    if revision is None:
        del form.values["revision"]
    else:
        form.values["revision"] = [revision]
    page = form.send(status=409)
    assert page.form("Save").values["title"] == ["Other"]


def test_the_same_edit_sent_twice_is_one(cast, as_, entered):
    form = as_("olive").get(f"/claims/{entered}/edit").form("Save").fill(title="Once")
    form.send()
    form.send()


def test_another_ones_claim_and_no_claim_are_the_same(cast, as_, entered):
    for name in ("olive", "oscar", "juror.001"):
        person = as_(name)
        for path in ("", "/withdrawal"):
            person.get(f"/claims/{entered}{path}", status=404)
            foreign = but_for(person.page.html, entered)
            person.get(f"/claims/C-2026-0099{path}", status=404)
            assert but_for(person.page.html, "C-2026-0099") == foreign
        person.post(f"/claims/{entered}/withdrawal", status=404)


def test_an_officers_own_claim_is_no_page_of_the_desk(work, cast, as_, facts):
    with work(cast.oscar) as w:
        ref = enter_claim(w, "olive@village.example", facts).ref
    olive = as_("olive")
    for page in ("edit", "review", "freezing"):
        olive.get(f"/claims/{ref}/{page}", status=404)
    assert ref not in olive.get("/claims/desk/").text
    assert facts.title in olive.get(f"/claims/{ref}").text


def test_the_desk_is_for_officers(cast, as_, entered):
    clara = as_("clara")
    for path in ("desk/", "new", f"{entered}/edit", f"{entered}/review", f"{entered}/freezing"):
        clara.get(f"/claims/{path}", status=403)


def test_the_claimant_follows_the_claim(work, cast, as_, signed_off, facts):
    clara = as_("clara")
    page = clara.get("/claims/").click(facts.title)
    assert "Strangers will read this text." in page.text
    assert "Doctor Birch" not in page.text
    assert "Age on that day" in page.text
    with work(cast.clara) as w:
        agree_to_text(w, signed_off, 1)
    with work(cast.olive) as w:
        freeze(w, signed_off)
    assert "ready for the jury" in clara.get(f"/claims/{signed_off}").text


def test_a_claim_is_withdrawn_after_a_second_look(work, cast, as_, agreed):
    with work(cast.olive) as w:
        freeze(w, agreed)
    clara = as_("clara")
    page = clara.get(f"/claims/{agreed}").click("Withdraw the claim")
    assert "The public log says that it was withdrawn, and no name." in page.text
    page = page.press("Yes, withdraw it")
    assert page.path == f"/claims/{agreed}"
    assert "You withdrew this claim" in page.text
    clara.post(f"/claims/{agreed}/withdrawal", status=409)
    clara.get(f"/claims/{agreed}/withdrawal")


def test_whoever_has_no_claim_reads_what_one_is(cast, as_):
    assert "You have no claim." in as_("juror.001").get("/claims/").text


def test_every_page_of_the_room_is_sound(work, cast, as_, signed_off, facts):
    with work(cast.olive) as w:
        enter_claim(w, "henry@village.example", Facts(title="<b>Nothing</b> yet"))
    with work(cast.oscar) as w:
        return_for_changes(w, signed_off, "<script>alert(1)</script>")
    seen = as_("olive").crawl("/claims/desk/", within="/claims/")
    assert set(seen.values()) == {200}
    assert len(seen) >= 7


def test_script_in_a_statement_is_only_text(work, cast, as_, facts):
    evil = "<script>alert(1)</script> **bold** [x](javascript:alert(1)) Member Alder"
    bad = replace(facts, claimant_says=evil, summary=evil, title="<i>x</i>")
    with work(cast.olive) as w:
        ref = enter_claim(w, "clara@village.example", bad).ref
        send_for_review(w, ref)
    with work(cast.oscar) as w:
        approve_summary(w, ref, hide_all(bad), 1)
    for page in ("review", "freezing"):
        html = as_("oscar").get(f"/claims/{ref}/{page}").html
        assert "<script>alert" not in html
        assert "<i>x" not in html
