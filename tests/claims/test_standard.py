"""The standard of a case is chosen in the file, confirmed by both sides, and used as it is."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from claims import queries, standards
from claims.actions import (
    agree_to_text,
    appeal,
    approve_summary,
    enter_claim,
    freeze,
    open_appeal,
    return_for_changes,
    send_for_review,
    take_back,
    update_claim,
)
from claims.claim import Facts
from claims.handover import hide_all
from claims.life import State
from claims.standards import OFFERED, USUAL, check_standard, standard_named
from claims.timetable import Side
from jury.actions import build_roll
from jury.example import worked
from jury.models import JuryCase
from jury.queries import standard_of
from jury.standard import PRESETS
from jury.wording import OUTCOMES
from jury.wording.standards import called, rule_of
from kernel.errors import Conflict, Malformed
from tests.claims.settling import decide, draw, object_to, seat, uphold

CLARA = "clara@village.example"
OTHERS = tuple(name for name in OFFERED if name != USUAL)


@pytest.fixture
def judged_by(work, cast, facts, do):
    """Bring a claim of Clara's to where both agreed to a standard; return its ref."""

    def run(name):
        ref = do(cast.olive, enter_claim, CLARA, replace(facts, standard=name)).ref
        do(cast.olive, send_for_review, ref)
        do(cast.oscar, approve_summary, ref, hide_all(facts), 1)
        do(cast.clara, agree_to_text, ref, 1)
        return ref

    return run


def claim_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref)


# ---- which, and when


def test_every_standard_is_on_offer_and_one_of_them_draws_nobody():
    assert set(OFFERED) == set(PRESETS)
    assert [name for name in OFFERED if not standard_named(name).drawn] == ["historic"]
    assert standard_named(None) is None


@pytest.mark.parametrize(
    ("before", "after", "halted", "refusal"),
    [
        (None, USUAL, False, None),
        (None, None, False, None),
        (USUAL, "twelve", False, None),
        (USUAL, None, False, None),
        (USUAL, USUAL, True, None),
        ("historic", "historic", True, None),
        (USUAL, "twelve", True, Conflict),
        (USUAL, None, True, Conflict),
        (None, "historic", False, None),
        (None, "whatever suits", False, Malformed),
        (USUAL, "whatever suits", True, Malformed),
    ],
)
def test_which_standard_may_be_chosen(before, after, halted, refusal):
    if refusal is None:
        check_standard(before, after, is_halted=halted)
    else:
        with pytest.raises(refusal):
            check_standard(before, after, is_halted=halted)


def test_an_unknown_standard_is_not_entered_and_not_written(work, cast, entered, facts):
    unknown = replace(facts, standard="whatever suits")
    with work(cast.olive) as w, pytest.raises(Malformed, match="no such standard"):
        enter_claim(w, CLARA, unknown)
    with work(cast.olive) as w, pytest.raises(Malformed, match="no such standard"):
        update_claim(w, entered, unknown, 1)


def test_nothing_is_reviewed_before_a_standard_is_chosen(work, cast, facts, do):
    ref = do(cast.olive, enter_claim, CLARA, replace(facts, standard=None)).ref
    with work(cast.olive) as w, pytest.raises(Conflict, match="Confirm the standard"):
        send_for_review(w, ref)
    do(cast.oscar, update_claim, ref, facts, 1)
    assert do(cast.olive, send_for_review, ref).state == State.IN_REVIEW


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("state", [State.IN_REVIEW, State.SIGNED_OFF, State.AGREED])
def test_the_database_itself_wants_one_before_the_review(work, cast, entered, state):
    with work() as w:
        claim = queries.claim_by_ref(w.session, entered)
        claim.standard, claim.state = None, state
        with pytest.raises(sa.exc.IntegrityError):
            w.session.flush()
        w.session.rollback()


# ---- confirmed, and used


@pytest.mark.parametrize("name", OFFERED)
def test_a_case_is_opened_under_exactly_what_was_agreed_to(work, cast, as_, judged_by, name):
    ref = judged_by(name)
    olive = as_("olive")
    form = olive.get(f"/claims/{ref}/freezing").form("Freeze the file")
    assert "standard" not in form.values
    assert olive.post(f"/claims/{ref}/freezing", {"standard": "band"}).path.endswith(ref)
    with work(writing=False) as w:
        assert standard_of(w.session.get_one(JuryCase, ref)) == PRESETS[name]


def test_another_standard_takes_the_approval_and_the_agreement_away(work, cast, facts, agreed, do):
    do(cast.olive, return_for_changes, agreed, "Twelve are enough.")
    claim = do(cast.olive, update_claim, agreed, replace(facts, standard="twelve"), 2)
    do(cast.olive, send_for_review, agreed)
    with work(writing=False) as w:
        found = queries.claim_by_ref(w.session, agreed)
        assert (queries.sign_off(w.session, found), queries.agreement(w.session, found)) == (
            None,
            None,
        )
    with work(cast.olive) as w, pytest.raises(Conflict, match="second officer"):
        approve_summary(w, agreed, hide_all(facts), claim.revision)
    do(cast.oscar, approve_summary, agreed, hide_all(facts), claim.revision)
    with work(cast.olive) as w, pytest.raises(Conflict, match="not agreed to the text"):
        freeze(w, agreed)
    do(cast.clara, agree_to_text, agreed, claim.revision)
    assert standard_of(do(cast.olive, freeze, agreed)) == PRESETS["twelve"]


def test_nobody_agrees_to_another_standard_than_was_approved(work, cast, signed_off):
    with work() as w:
        queries.claim_by_ref(w.session, signed_off).standard = "band"
    with work(cast.clara) as w, pytest.raises(Conflict, match="since it was approved"):
        agree_to_text(w, signed_off, 1)


def test_a_standard_is_agreed_to_in_its_numbers(work, cast, agreed, monkeypatch):
    """A release that gives the panel other seats asks again those who agreed to the old ones."""
    other = replace(PRESETS[USUAL], seats=15, quorum_absolute=11)
    monkeypatch.setattr(standards, "PRESETS", PRESETS | {USUAL: other})
    with work(cast.olive) as w, pytest.raises(Conflict, match="not what was approved"):
        freeze(w, agreed)


def test_a_case_that_is_halted_keeps_its_standard(work, cast, as_, frozen, facts, do):
    draw(work, frozen)
    claim = do(cast.olive, take_back, frozen, "A certificate came.")
    with work(cast.olive) as w, pytest.raises(Conflict, match="keeps the standard"):
        update_claim(w, frozen, replace(facts, standard="twelve"), claim.revision)
    page = as_("olive").get(f"/claims/{frozen}/edit")
    assert "keeps the standard it was frozen with" in page.text
    assert "standard" not in page.form("Save").values
    page.form("Save").fill(summary="Another.").send()
    assert claim_of(work, frozen).standard == USUAL


def test_a_case_that_is_halted_goes_on_in_the_numbers_it_was_opened_with(
    work, cast, as_, frozen, facts, do, monkeypatch
):
    draw(work, frozen)
    claim = do(cast.olive, take_back, frozen, "A certificate came.")
    other = replace(PRESETS[USUAL], seats=15, quorum_absolute=11)
    monkeypatch.setattr(standards, "PRESETS", PRESETS | {USUAL: other})
    do(cast.olive, send_for_review, frozen)
    do(cast.oscar, approve_summary, frozen, hide_all(facts), claim.revision)
    do(cast.clara, agree_to_text, frozen, claim.revision)
    page = as_("olive").get(f"/claims/{frozen}/freezing")
    assert called(PRESETS[USUAL]) in page.text
    assert standard_of(do(cast.olive, freeze, frozen)) == PRESETS[USUAL]


def test_an_appeal_is_heard_by_the_standard_of_the_first_panel(work, cast, judged_by, do):
    ref = judged_by("twelve")
    do(cast.olive, freeze, ref)
    decide(work, ref)
    do(cast.olive, appeal, ref, Side.RESPONDENT, "They misread the day.")
    assert standard_of(do(cast.olive, open_appeal, ref)) == PRESETS["twelve"]


# ---- the form


def test_the_usual_one_is_marked_and_counts_once_it_is_saved(work, cast, as_):
    olive = as_("olive")
    ref = enter(work, cast)
    page = olive.get(f"/claims/{ref}/edit")
    assert "Confirm the standard" in page.text
    assert page.form("Save").values["standard"] == [USUAL]
    page = page.form("Save").send()
    assert "Confirm the standard" not in page.text
    assert (claim_of(work, ref).standard, claim_of(work, ref).revision) == (USUAL, 2)
    assert olive.get("/claims/new").form("Save").values["standard"] == [USUAL]


def enter(work, cast):
    with work(cast.olive) as w:
        return enter_claim(w, CLARA, Facts(title="T")).ref


def test_what_was_typed_stays_beside_a_standard_that_there_is_not(work, cast, as_, entered, facts):
    olive = as_("olive")
    for name, words in (("whatever", "valid choice"), ("", "Choose a standard.")):
        typed = {"title": "Typed", "standard": name, "revision": "1", "decision": "refuse"}
        page = olive.post(f"/claims/{entered}/edit", typed, status=422)
        assert words in page.text
        assert page.form("Save").values["title"] == ["Typed"]
    assert claim_of(work, entered).facts == facts


def test_whoever_was_slower_reads_which_standard_stands_now(cast, as_, entered, facts, do):
    form = as_("oscar").get(f"/claims/{entered}/edit").form("Save")
    do(cast.olive, update_claim, entered, replace(facts, standard="twelve"), 1)
    page = form.fill(standard="band").send(status=409)
    stands = page.text.partition("What is saved now")[2].partition("Before the review")[0]
    assert called(PRESETS["twelve"]) in stands
    assert page.form("Save").values["standard"] == ["band"]


# ---- shown alike


@pytest.fixture
def places(work, cast, as_, judged_by):
    """Return every page that shows by which standard a claim is judged, by name, as it goes on."""

    def run(name):
        olive, clara = as_("olive"), as_("clara")
        ref = judged_by(name)
        with work() as w:  # as it was before she agreed
            queries.claim_by_ref(w.session, ref).state = State.SIGNED_OFF
        found = {
            "review": as_("oscar").get(f"/claims/{ref}/review"),
            "text": clara.get(f"/claims/{ref}/text"),
            "before freezing": olive.get(f"/claims/{ref}/freezing"),
        }
        with work() as w:
            queries.claim_by_ref(w.session, ref).state = State.AGREED
        found["freezing"] = olive.get(f"/claims/{ref}/freezing")
        with work(cast.olive) as w:
            freeze(w, ref)
        draw(work, ref)
        seat(work, ref, cast.jurors[0].account)
        return found | {
            "frozen": olive.get(f"/claims/{ref}/freezing"),
            "claim": clara.get(f"/claims/{ref}"),
            "juror": as_("juror.001").get(f"/jury/cases/{ref}"),
            "bench": olive.get(f"/jury/bench/{ref}"),
        }

    return run


@pytest.mark.parametrize("name", OFFERED)
def test_each_place_shows_the_same_standard(places, as_, name):
    standard = PRESETS[name]
    rows = " ".join(
        f"{line.uphold} {line.deny} {line.cannot_judge} {OUTCOMES[line.outcome]}"
        for line in worked(standard)
    )
    for place, page in places(name).items():
        told = " ".join(re.sub("<[^>]*>", " ", page.html).split())  # cell by cell
        assert rule_of(standard) in told, place
        assert [one for one in OFFERED if called(PRESETS[one]) in told] in ([name], []), place
        assert (called(standard) in told) == (place != "juror"), place
        assert rows in told, place
    hints = as_("olive").get("/claims/new").text
    assert rule_of(standard) in hints
    assert called(standard) in hints


def test_words_and_numbers_of_the_standards_on_offer(app):
    with app.test_request_context():
        told = {name: (called(PRESETS[name]), rule_of(PRESETS[name])) for name in OFFERED}
    for name, (title, sentences) in told.items():
        standard = PRESETS[name]
        assert (f"{standard.seats} seats" in title) == standard.drawn
        numbers = (standard.seats, standard.alternates) if standard.drawn else ()
        for number in (*numbers, standard.quorum(), standard.hours):
            assert f" {number} " in f" {sentences} "
    assert "everybody on the roll may come" in told["historic"][0]
    assert "A tie upholds it." in told["historic"][1]
    assert "A tie denies it." in told[USUAL][1]
    assert "for either side" in told["band"][0]


def test_who_is_asked_after_a_panel_without_a_decision(work, cast, as_, upheld):
    """A claim that is taken up again has had its panel, and no new one follows the next."""
    olive = as_("olive")
    assert "one new panel is drawn" in olive.get(f"/claims/{upheld}/freezing").text
    uphold(work, cast.orla, object_to(work, cast.jurors[1], upheld))
    text = olive.get(f"/claims/{upheld}/freezing").text
    assert "no other panel is asked" in text
    assert "one new panel is drawn" not in text


def test_before_it_is_chosen_that_is_said(work, cast, as_):
    assert (
        "No standard is chosen yet." in as_("olive").get(f"/claims/{enter(work, cast)}/review").text
    )


def test_no_file_is_frozen_under_a_standard_that_the_roll_is_too_small_for(
    work, cast, judged_by, do
):
    ref = judged_by("historic")
    with work(writing=False) as w:
        assert not queries.issues_before_freezing(w.session, queries.claim_by_ref(w.session, ref))
    do(cast.olive, build_roll)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, ref)
        [issue] = queries.issues_before_freezing(w.session, claim)
    assert issue.field == "standard"
    with pytest.raises(Conflict, match="more votes than the roll"):
        do(cast.olive, freeze, ref)
