"""A claim is filed by a member, decided by an officer, and answered."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from claims import queries
from claims.actions import (
    accept_decision,
    change_filing,
    decide_claim,
    dispute_decision,
    file_claim,
    hand_in_claim,
    send_back,
    withdraw,
)
from claims.claim import Decision, Stale, missing
from claims.dates import KnownDates
from claims.filing import (
    AMOUNT_RESTS_ON,
    Benefit,
    Filing,
    Whom,
    benefit_in_fen,
    missing_in,
    most_in_fen,
    parties_named,
)
from claims.jobs import let_decisions_stand
from claims.life import State
from claims.redaction import check_parties
from kernel.errors import Conflict, Malformed, Missing
from rules.queries import versions_of
from tests.claims.desks import on_desk
from tests.claims.filed import FILED, HILL, NOW, REFUSED


def test_what_is_missing_is_named_with_its_field():
    assert missing_in(FILED, NOW) == []
    assert [one.field for one in missing_in(Filing(), NOW)] == [
        *("joined", "born", "diagnosed", "story", "named_1_name")
    ]
    later = replace(FILED, dates=replace(FILED.dates, event=NOW.date() + timedelta(days=1)))
    assert [(one.message, one.field) for one in missing_in(later, NOW)] == [
        ("The day of the accident lies ahead.", "event")
    ]


def test_who_is_named_gets_a_role_that_tells_nothing():
    parties = parties_named([*FILED.named, HILL])
    assert [(one.name, one.role) for one in parties] == [
        ("Hill Hospital", "hospital A"),
        ("Dr Anna Birch", "doctor A"),
        ("Lake Hospital", "hospital B"),
    ]
    assert check_parties(parties) == parties


@pytest.mark.parametrize(
    ("benefit", "born", "day", "fen"),
    [
        (Benefit.ILLNESS, date(1986, 1, 2), date(2026, 1, 1), 30_000_000),  # 39 years, 364 days
        (Benefit.ILLNESS, date(1986, 1, 2), date(2026, 1, 2), 10_000_000),  # 40 today
        (Benefit.ILLNESS, date(1966, 1, 2), date(2026, 1, 1), 10_000_000),  # 59 years, 364 days
        (Benefit.ILLNESS, date(1966, 1, 2), date(2026, 1, 2), None),  # 60 today
        (Benefit.LIGHT, date(1986, 1, 2), date(2026, 1, 1), 5_000_000),
        (Benefit.LIGHT, date(1986, 1, 2), date(2019, 4, 30), None),  # the day before there was one
        (Benefit.LIGHT, date(1986, 1, 2), date(2019, 5, 1), 5_000_000),
    ],
)
def test_what_the_rules_pay(work, cast, benefit, born, day, fen):
    with work(writing=False) as w:
        latest = [versions_of(w.session, name)[-1] for name in ("age-bands", "light-tier")]
    dates = KnownDates(joined=date(2018, 11, 1), born=born, diagnosed=day)
    assert benefit_in_fen(Filing(benefit=benefit, dates=dates), latest) == fen


def state_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref).state


def test_nobody_but_the_claimant_reads_what_is_not_handed_in(work, cast, filed, do):
    with work(cast.olive) as w:
        with pytest.raises(Missing):
            queries.claim_for_officer(w.session, cast.olive.account, filed)
    assert on_desk(work, cast.olive) == []
    do(cast.clara, withdraw, filed)
    with work(cast.olive) as w, pytest.raises(Missing):
        queries.claim_for_officer(w.session, cast.olive.account, filed)


def test_what_a_member_knows_of_themselves_the_house_knows(work, cast):
    own = replace(FILED, whom=Whom.MYSELF, dates=replace(FILED.dates, joined=None, born=None))
    with work(cast.clara) as w:
        known = file_claim(w, own).facts.dates
        assert (known.born, known.joined) == (date(1980, 5, 17), (w.now - timedelta(200)).date())


def test_handing_in_declares_who_was_named_and_finds_what_governs(work, cast, handed_in):
    with work(cast.olive) as w:
        claim = queries.claim_for_officer(w.session, cast.olive.account, handed_in)
        assert claim.state == State.INVESTIGATED
        assert {one.name for one in claim.facts.parties} == {one.name for one in FILED.named}
        assert claim.amount == 30_000_000
        assert claim.filed_on == w.now.date()
        assert "accident-exempt" in queries.governing_of(w.session, claim)


def test_an_incomplete_claim_is_not_handed_in(work, cast):
    with work(cast.clara) as w:
        ref = file_claim(w, replace(FILED, story=" ")).ref
    with work(cast.clara) as w, pytest.raises(Conflict, match="in your own words"):
        hand_in_claim(w, ref)
    assert state_of(work, ref) == State.FILING


def test_a_second_window_does_not_write_over_the_first(work, cast, filed):
    with work(cast.clara) as w:
        change_filing(w, filed, replace(FILED, story="Another story."), 1)
    with work(cast.clara) as w, pytest.raises(Stale, match="in another tab or window"):
        change_filing(w, filed, FILED, 1)


def test_the_same_sent_twice_is_saved_once(work, cast, filed, do):
    again = replace(FILED, story="Another story.")
    assert do(cast.clara, change_filing, filed, again, 1).revision == 2
    assert do(cast.clara, change_filing, filed, again, 1).revision == 2


def test_a_second_tab_is_told_so_and_loses_nothing(work, cast, as_, filed):
    clara = as_("clara")
    mine = clara.get(f"/claims/{filed}/filing").form("Save").fill(story="Typed in the first.")
    theirs = clara.get(f"/claims/{filed}/filing").form("Save")
    theirs.fill(story="Saved in the <b>second</b>.", named_3_name="").send()
    page = mine.send(status=409)
    assert "You have saved this in another tab or window meanwhile" in page.text
    assert "officer has changed" not in page.text
    assert "Saved in the <b>second</b>." in page.text
    assert page.form("Save").values["story"] == ["Typed in the first."]
    page = page.form("Save").send()  # now that it is known what it replaces
    assert "another tab" not in page.text
    assert page.form("Save").values["named_3_name"] == ["Lake Hospital"]


def test_what_is_typed_into_a_claim_that_was_handed_in_elsewhere_is_kept(cast, as_, filed):
    clara = as_("clara")
    first, second = (clara.get(f"/claims/{filed}/filing").form("Save") for _ in range(2))
    page = second.send("Save and hand it in")
    page = page.form("Hand it in").send()
    assert first.send("Save and hand it in").path == f"/claims/{filed}", "pressed twice"
    page = first.fill(story="Typed too late.").send(status=409)
    assert "is handed in" in page.text
    assert "Typed too late." in page.html
    assert "Save and hand it in" not in page.text


def test_a_form_with_faults_never_says_that_nothing_is_missing(cast, as_, filed):
    form = as_("clara").get(f"/claims/{filed}/filing").form("Save")
    page = form.fill(medication_days="99999").send(status=422)
    assert "Nothing is missing" not in page.text
    assert "Nothing of this is saved yet." in page.text
    page = form.fill(story="").send(status=422)
    assert "Say in your own words what happened." in page.text


def test_a_claim_that_is_saved_and_not_handed_in_says_both(cast, as_, filed):
    form = as_("clara").get(f"/claims/{filed}/filing").form("Save")
    page = form.fill(event="2030-01-01").send("Save and hand it in", status=409)
    assert "not handed in yet: The day of the accident lies ahead." in page.text
    assert "is saved" in page.text


def test_an_accident_of_this_morning_in_another_zone_is_handed_in_and_prepared(cast, do, clock):
    clock.set(clock.now.replace(hour=22))  # 06:00 on the next day in Shanghai
    today = (clock.now + timedelta(hours=8)).date()
    ref = do(cast.clara, file_claim, replace(FILED, dates=replace(FILED.dates, event=today))).ref
    claim = do(cast.clara, hand_in_claim, ref)
    assert claim.filed_on == today - timedelta(days=1), "in UTC"
    assert "filed" not in {one.field for one in missing(claim.facts)}


def test_only_what_can_be_left_out_is_called_optional(cast, as_, filed):
    html = as_("clara").get(f"/claims/{filed}/filing").html
    optional = re.findall(r'<label for="(\w+)">[^<]*<span class="optional">', html)
    assert optional == [*(f"named_{n}_name" for n in range(2, 9)), "medication_days", "stay_days"]
    assert "Needed to hand in" in html


def test_why_a_claim_came_back_stands_above_its_form(cast, as_, handed_in, do):
    clara = as_("clara")
    do(cast.olive, send_back, handed_in, "The report of the ambulance is missing.")
    page = clara.get(f"/claims/{handed_in}/filing")
    for words in ("An officer asks for more", "ambulance is missing.", "What to do now"):
        assert words in page.text
    assert "Of the papers, these are" in page.text
    page = page.form("Save").fill(medication_days="99999").send(status=422)
    assert "ambulance is missing." in page.text
    page = page.form("Save").fill(medication_days="5").send("Save and hand it in")
    page = page.form("Hand it in").send()
    assert "ambulance" not in page.text


def test_what_is_handed_in_changes_only_where_an_officer_sends_it_back(work, cast, handed_in, do):
    with work(cast.clara) as w, pytest.raises(Conflict, match="handed in"):
        change_filing(w, handed_in, FILED, 2)
    do(cast.olive, send_back, handed_in, "The discharge summary is missing.")
    with work(cast.clara) as w:
        claim = queries.my_claim(w.session, cast.clara.account, handed_in)
        assert "discharge" in queries.why_sent_back(w.session, claim)
        change_filing(w, handed_in, replace(FILED, story="More."), claim.revision)
        first = claim.filed_on
        with pytest.raises(Missing):  # what is being written anew is nobody else's yet
            queries.claim_for_officer(w.session, cast.olive.account, handed_in)
        assert hand_in_claim(w, handed_in).filed_on == first, "the day of filing stays"


def test_what_was_handed_in_stays_readable_for_its_claimant(cast, as_, filed, do):
    clara, handed_in = as_("clara"), "What you handed in"
    assert handed_in not in clara.get(f"/claims/{filed}").text, "it stands in the form still"
    do(cast.clara, hand_in_claim, filed)
    do(cast.olive, decide_claim, filed, REFUSED, 2)
    page = clara.get(f"/claims/{filed}").text.partition(handed_in)[2]
    for words in ("An accident", "She fell from the wall.", "Lake Hospital", "4 May 2019"):
        assert words in page
    assert "9 September 2025" in page
    assert "No paper is there." in page
    assert "An officer has changed" not in page
    do(cast.clara, withdraw, filed)
    assert "She fell from the wall." in clara.get(f"/claims/{filed}").text


def test_what_was_given_up_while_it_was_written_is_on_no_page(cast, as_, filed, do):
    do(cast.clara, withdraw, filed)
    page = as_("clara").get(f"/claims/{filed}").text
    assert "What you handed in" not in page
    assert "Lake Hospital" not in page


def test_the_decision_says_what_it_cost_and_on_what_it_rests(work, cast, decided):
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, decided)
        row = queries.decision_of(w.session, claim)
        assert (row.cost, row.offered, row.by) == (275_000, None, cast.olive.account)
        assert row.answer_by == w.now + timedelta(days=15)
        assert claim.facts.clauses == ("accident-exempt",)
        assert cast.olive.account in queries.preparers(w.session, claim)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": " "}, "title and a reason"),
        ({"cost": -1}, "cost"),
        ({"clauses": ()}, "clauses"),
        ({"decision": Decision.PAY_LESS}, "less than was claimed"),
        ({"decision": Decision.PAY_LESS, "offered": 30_000_000}, "less than was claimed"),
        ({"offered": 5_000_000}, "only where less"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(work, cast, handed_in, change, said):
    with work(cast.olive) as w, pytest.raises(Malformed, match=said):
        decide_claim(w, handed_in, replace(REFUSED, **change), 2)


@pytest.mark.parametrize("decision", [Decision.PAY, Decision.REFUSE])
def test_nobody_decides_on_more_than_the_rules_pay(work, cast, handed_in, decision):
    more = replace(REFUSED, decision=decision, amount=30_000_100)
    with work(cast.olive) as w, pytest.raises(Malformed, match="300,000 yuan at most"):
        decide_claim(w, handed_in, more, 2)


def test_what_no_day_tells_is_at_most_the_highest_benefit_of_its_kind(work, cast):
    with work(writing=False) as w:
        written = [one for name in AMOUNT_RESTS_ON for one in versions_of(w.session, name)]
    dates = KnownDates(joined=date(2018, 11, 1), born=date(1980, 1, 2), diagnosed=date(2026, 1, 2))
    known, old = Filing(Benefit.ILLNESS, dates=dates), replace(dates, born=date(1950, 1, 2))
    assert most_in_fen(known, written, written) == 10_000_000
    assert most_in_fen(replace(known, dates=old), written, written) == 30_000_000
    assert most_in_fen(known, [], written) == 30_000_000
    assert most_in_fen(replace(known, benefit=Benefit.LIGHT), [], written) == 5_000_000
    assert most_in_fen(known, [], []) is None


@pytest.mark.parametrize("change", [{"title": "x" * 121}, {"reason": "x" * 1_001}])
def test_a_decision_is_never_cut(work, cast, handed_in, change):
    with work(cast.olive) as w, pytest.raises(Malformed, match="at most"):
        decide_claim(w, handed_in, replace(REFUSED, **change), 2)


def test_a_reason_is_never_cut(work, cast, handed_in, do):
    with work(cast.olive) as w, pytest.raises(Malformed, match="at most 1,000"):
        send_back(w, handed_in, "x" * 1_001)
    do(cast.olive, decide_claim, handed_in, REFUSED, 2)
    with work(cast.clara) as w, pytest.raises(Malformed, match="at most 1,000"):
        dispute_decision(w, handed_in, "x" * 1_001)


def test_where_less_is_paid_both_amounts_are_in_dispute(work, cast, handed_in, do):
    less = replace(REFUSED, decision=Decision.PAY_LESS, offered=5_000_000)
    claim = do(cast.olive, decide_claim, handed_in, less, 2)
    assert claim.facts.tiers == (5_000_000, 30_000_000)


def test_what_is_paid_in_full_needs_no_answer(work, cast, handed_in, do):
    paid = replace(REFUSED, decision=Decision.PAY, clauses=())
    assert do(cast.olive, decide_claim, handed_in, paid, 2).state == State.ACCEPTED
    with work(cast.clara) as w, pytest.raises(Conflict):
        dispute_decision(w, handed_in, "No.")


def test_a_claimant_accepts_or_disputes_and_nobody_else_does(work, cast, decided, do):
    with work(cast.olive) as w, pytest.raises(Missing):
        accept_decision(w, decided)
    with work(cast.clara) as w, pytest.raises(Malformed):
        dispute_decision(w, decided, " ")
    assert do(cast.clara, dispute_decision, decided, "It is not so.").state == State.DISPUTED
    with work(cast.clara) as w, pytest.raises(Conflict):
        accept_decision(w, decided)


def test_late_is_late(app, work, cast, decided, clock):
    clock.move(days=15)
    with work(cast.clara) as w, pytest.raises(Conflict, match="time to answer is over"):
        dispute_decision(w, decided, "It is not so.")
    with app.app_context():
        assert let_decisions_stand() == 1
        assert let_decisions_stand() == 0
    assert state_of(work, decided) == State.ACCEPTED


def test_a_member_files_and_disputes_by_the_pages(work, cast, as_, clock):
    clara, olive = as_("clara"), as_("olive")
    page = clara.get("/claims/").click("File a claim")
    page = page.form("Save").fill(benefit="accident", whom="child").send()
    ref = page.path.split("/")[2]
    assert "Name the hospital" in page.text
    page = page.form("Save").fill(story="She fell.").send()
    page = page.form("Save").send("Save and hand it in", status=409)
    page = (
        page.form("Save")
        .fill(
            born="2019-05-04",
            joined="2025-03-01",
            event="2025-09-09",
            named_1_name="Hill Hospital",
            named_2_name="Dr Anna Birch",
            named_2_kind="doctor",
        )
        .send("Save and hand it in")
    )
    page = page.form("Hand it in").send()
    assert "An officer looks into your claim" in page.text
    clara.get(f"/claims/{ref}/investigation", status=403)
    page = olive.get("/desk/").click("Claims to look into")
    assert "hospital A" not in page.text
    assert "Hill Hospital: a hospital" in page.text
    form = page.form("Decide")
    assert form.values["amount"] == ["300000"]
    form.fill(title="A fall").send(status=422)
    page = form.fill(
        title="A fall",
        decision="refuse",
        reason="An old injury.",
        cost="2750",
        clauses=["accident-exempt"],
    ).send()
    assert "none yet" in page.text
    page = clara.get(f"/claims/{ref}")
    assert "An old injury." in page.text
    page = page.click("Dispute it").form("Dispute it").fill(why="It was not old.").send()
    assert "Both sides write their statements" in page.text
    assert "It was not old." in olive.get(f"/claims/{ref}/investigation").text


def test_a_page_of_one_decision_answers_no_other(work, cast, decided, do, as_):
    clara, also_clara = as_("clara"), as_("clara")
    accept = clara.get(f"/claims/{decided}").form("Yes, accept it")
    dispute = also_clara.get(f"/claims/{decided}/dispute").fill(why="It is not so.")
    with work() as w:  # as an upheld objection leaves it
        claim = queries.claim_by_ref(w.session, decided)
        claim.state = State.INVESTIGATED
        revision = claim.revision
    do(cast.oscar, decide_claim, decided, REFUSED, revision)
    for form, button in ((accept, "Yes, accept it"), (dispute, "Dispute it")):
        assert "decided anew" in form.send(button, status=409).text
        assert state_of(work, decided) == State.DECIDED
    also_clara.page.press("Dispute it")
    assert state_of(work, decided) == State.DISPUTED
