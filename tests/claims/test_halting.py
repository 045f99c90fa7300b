"""A file that jurors read already is taken back, changed, agreed to, and goes to them again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from claims import queries
from claims.actions import (
    agree_to_text,
    answer_refusal,
    approve_summary,
    enter_claim,
    freeze,
    let_go_on,
    refuse_text,
    send_for_review,
    take_back,
    update_claim,
    withdraw,
)
from claims.handover import hide_all
from claims.life import State
from jury.actions import open_beside, report_private_data
from jury.models import JuryCase
from jury.queries import halt_of
from kernel.errors import Conflict, Malformed
from tests.claims.settling import decide, draw, seat
from tests.claims.test_actions import logged


@pytest.fixture
def frozen(work, cast, agreed) -> str:
    with work(cast.olive) as w:
        freeze(w, agreed)
    draw(work, agreed)
    seat(work, agreed, cast.jurors[0].account)
    return agreed


def test_the_same_jurors_read_the_changed_text(work, cast, frozen, do):
    with work(writing=False) as w:
        before = w.session.get_one(JuryCase, frozen).file_digest
    for why in (" ", "x" * 1_001):
        with work(cast.olive) as w, pytest.raises(Malformed):
            take_back(w, frozen, why)
    claim = do(cast.olive, take_back, frozen, "A certificate came.")
    assert claim.state == State.PREPARED
    with work(cast.otis) as w, pytest.raises(Conflict, match="being changed"):
        let_go_on(w, frozen)
    told = replace(claim.facts, summary="The same, and a certificate that came later.")
    claim = do(cast.olive, update_claim, frozen, told, claim.revision)
    do(cast.olive, send_for_review, frozen)
    do(cast.oscar, approve_summary, frozen, hide_all(told), claim.revision)
    do(cast.clara, agree_to_text, frozen, claim.revision)
    case = do(cast.olive, freeze, frozen)
    assert (case.ref, case.stage) == (frozen, "drawn")
    assert case.file_digest != before
    with work(writing=False) as w:
        assert halt_of(w.session, frozen) is None
        assert queries.claim_by_ref(w.session, frozen).state == State.FROZEN


def test_what_is_at_stake_stays_while_it_is_changed(work, cast, frozen, do):
    """The amount stands beside the file: another would be paid on ballots cast for the first."""
    claim = do(cast.olive, take_back, frozen, "A certificate came.")
    for amount in (1, claim.amount - 1, 100 * claim.amount, None):
        dearer = replace(claim.facts, summary="Another text.", amount=amount)
        with pytest.raises(Conflict, match="withdraws"):
            do(cast.olive, update_claim, frozen, dearer, claim.revision)
    with work(writing=False) as w:
        kept = queries.claim_by_ref(w.session, frozen)
        assert (kept.amount, kept.summary) == (claim.amount, claim.summary)
    told = replace(claim.facts, summary="Another text.")
    assert do(cast.olive, update_claim, frozen, told, claim.revision).amount == claim.amount


def test_whoever_types_another_amount_is_told_why_it_stays(cast, frozen, do, as_):
    do(cast.olive, take_back, frozen, "A certificate came.")
    form = as_("olive").get(f"/claims/{frozen}/edit").form("Save")
    page = form.fill(amount="1000000", summary="Another text.").send(status=409)
    assert "keeps the amount" in page.text
    assert page.form("Save").values["summary"] == ["Another text."]


def test_for_a_jury_that_is_asked_anew_the_amount_may_change(work, cast, frozen, do):
    decide(work, frozen)
    with work() as w:  # as an upheld objection leaves it
        claim = queries.claim_by_ref(w.session, frozen)
        claim.state = State.PREPARED
        less = replace(claim.facts, amount=5_000_000)
    assert do(cast.olive, update_claim, frozen, less, claim.revision).amount == 5_000_000


def test_a_claimant_withdraws_while_it_is_changed(work, cast, frozen, do):
    do(cast.olive, take_back, frozen, "A certificate came.")
    assert do(cast.clara, withdraw, frozen).state == State.WITHDRAWN
    with work(writing=False) as w:
        assert w.session.get_one(JuryCase, frozen).stage == "withdrawn"


@pytest.mark.parametrize("who", ["olive", "oscar"])  # who prepared it, who approved it
def test_who_signed_a_text_waves_no_alarm_away(work, cast, frozen, who):
    with work(cast.jurors[0]) as w:
        report_private_data(w, frozen, "In the second sentence.")
    with work(getattr(cast, who)) as w, pytest.raises(Conflict, match="another officer"):
        let_go_on(w, frozen)
    with work(cast.otis) as w:
        let_go_on(w, frozen)
    with work(writing=False) as w:
        assert halt_of(w.session, frozen) is None


def test_a_juror_finds_private_data_and_officers_are_told(cast, as_, frozen):
    juror, olive = as_("juror.001"), as_("olive")
    page = juror.get(f"/jury/cases/{frozen}").click("This shows private data")
    page.form("Tell the officers").send(status=422)
    page = page.form("Tell the officers").fill(told="In the summary, a street.").send()
    assert "halted while an officer looks" in page.text
    assert "ditch" not in juror.get(f"/jury/cases/{frozen}").text.replace("drainage ditch", "")
    page = olive.get("/desk/").click("A juror found private data in a file")
    assert "In the summary, a street." in page.text
    assert "another officer looks" in page.text
    page = as_("otis").get(page.path).press("Let it go on as it is")
    assert "Jurors read it as it was frozen." in page.text
    page = olive.get(page.path)
    page.form("Take it back").send(status=422)
    page = page.form("Take it back").fill(why="There is a street in it.").send()
    assert page.path == f"/claims/{frozen}/edit"
    assert "halted" in juror.get(f"/jury/cases/{frozen}").text
    as_("clara").get(f"/claims/{frozen}/file", status=403)


@pytest.fixture
def panel(work, cast, facts, do) -> str:
    """A panel beside the assembly of a claim, whose own poll is over."""
    facts = replace(facts, standard="historic")
    ref = do(cast.olive, enter_claim, "Clara@village.example", facts).ref
    do(cast.olive, send_for_review, ref)
    do(cast.oscar, approve_summary, ref, hide_all(facts), 1)
    do(cast.clara, agree_to_text, ref, 1)
    do(cast.olive, freeze, ref)
    panel = do(cast.olive, open_beside, ref).ref
    draw(work, panel)
    seat(work, panel, cast.jurors[0].account)
    with work() as w:
        case = w.session.get_one(JuryCase, ref)
        case.stage, case.opens_at = "open", w.now - timedelta(hours=25)
        case.closes_at = w.now - timedelta(hours=1)
    return panel


def test_a_panel_that_is_halted_when_its_assembly_is_over_goes_on(work, cast, panel, as_):
    ref = f"C{panel[1:]}"
    with work(cast.jurors[0]) as w:
        report_private_data(w, panel, "In the summary, a street.")
    with work(writing=False) as w:
        assert [halt_of(w.session, one) is None for one in (ref, panel)] == [True, False]
    with work(cast.olive) as w, pytest.raises(Conflict, match="another officer"):
        let_go_on(w, ref)
    page = as_("otis").get("/desk/").click("A juror found private data in a file")
    assert page.path == f"/claims/{ref}/file"
    assert "In the summary, a street." in page.text
    page = page.press("Let it go on as it is")
    assert "Jurors read it as it was frozen." in page.text
    assert "private data" not in as_("otis").get("/desk/").text
    with work(writing=False) as w:
        assert halt_of(w.session, panel) is None
    with work(cast.otis) as w, pytest.raises(Conflict, match="not halted"):
        let_go_on(w, ref)


def test_a_file_that_is_frozen_again_keeps_its_standard(work, cast, as_, frozen, do):
    olive = as_("olive")
    assert (
        "Until the poll closes it can be taken back" in olive.get(f"/claims/{frozen}/freezing").text
    )
    claim = do(cast.olive, take_back, frozen, "A certificate came.")
    do(cast.olive, send_for_review, frozen)
    do(cast.oscar, approve_summary, frozen, hide_all(claim.facts), claim.revision)
    do(cast.clara, agree_to_text, frozen, claim.revision)
    page = olive.get(f"/claims/{frozen}/freezing")
    assert "before the same jurors" in page.text
    page = page.form("Freeze the file")
    assert "standard" not in page.values
    assert "The case goes on, before the same jurors." in page.send().text


def test_what_is_taken_back_is_told_as_such(work, cast, frozen, do, as_):
    do(cast.olive, take_back, frozen, "A certificate came.")
    kinds = [entry["kind"] for entry in logged(work) if entry.get("claim") == frozen]
    assert kinds[-1] == "claim.taken_back"
    with pytest.raises(Conflict, match="No jury reads"):
        do(cast.olive, take_back, frozen, "Once more.")
    text = as_("olive").get(f"/claims/{frozen}/review").text
    assert "File taken back from the jury to change its text: Olive" in text
    assert "objection" not in text


def test_a_text_written_anew_can_be_refused_like_the_first(work, cast, signed_off, do):
    """Two refusals before the first freezing are not counted after it, and their remarks go."""

    def approved(claim, answer="It stands in line 3."):
        if answer:
            do(cast.olive, answer_refusal, signed_off, answer)
        do(cast.olive, send_for_review, signed_off)
        hidden = hide_all(claim.facts)
        do(cast.oscar, approve_summary, signed_off, hidden, claim.revision)
        return claim.revision

    revision = 1
    for said in (("It leaves out the certificate.",), ("", "It still does.")):
        claim = do(cast.clara, refuse_text, signed_off, revision, *said)
        revision = approved(claim)
    assert claim.facts.claimant_remarks == "It still does."
    do(cast.clara, agree_to_text, signed_off, revision)
    do(cast.olive, freeze, signed_off)
    claim = do(cast.olive, take_back, signed_off, "A certificate came.")
    assert claim.facts.claimant_remarks == ""
    told = replace(claim.facts, summary="A wholly new text.")
    claim = do(cast.olive, update_claim, signed_off, told, claim.revision)
    revision = approved(claim, answer="")
    claim = do(cast.clara, refuse_text, signed_off, revision, "Not that either.")
    assert claim.facts.claimant_remarks == "", "it is the first refusal of this text"


def test_an_officer_comes_to_the_case_that_was_frozen_last(work, cast, as_, agreed, do):
    do(cast.olive, freeze, agreed)
    decide(work, agreed)
    with work() as w:  # as an upheld objection leaves it
        claim = queries.claim_by_ref(w.session, agreed)
        claim.state, claim.revision = State.PREPARED, 2
    do(cast.olive, send_for_review, agreed)
    with work(writing=False) as w:
        hidden = hide_all(queries.claim_by_ref(w.session, agreed).facts)
    do(cast.oscar, approve_summary, agreed, hidden, 2)
    olive, case = as_("olive"), f"/jury/bench/{agreed}-2"
    page = olive.get(f"/claims/{agreed}/freezing")
    assert "The claimant has not agreed to the text yet." in page.text
    assert "The claimant has not agreed to the text yet." not in page.links
    do(cast.clara, agree_to_text, agreed, 2)
    page = olive.get(f"/claims/{agreed}/freezing").form("Freeze the file")
    assert page.send().path == case
    assert olive.get(f"/claims/{agreed}/freezing").click("Go to the case").path == case
    assert olive.get("/claims/desk/").click("Publish a roll of jurors").path == case
