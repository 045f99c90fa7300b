"""A claim is asked only for what it needs, and what was typed stays whatever is chosen."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import queries
from claims.actions import change_filing, file_claim, hand_in_claim, withdraw
from claims.dates import KnownDates
from claims.filing import ONCE_ASKED, Benefit, Filing, Whom, as_asked, unasked
from tests.claims.filed import FILED

DAYS = st.none() | st.dates(date(2015, 1, 1), date(2026, 1, 1))
KNOWN = st.builds(KnownDates, joined=DAYS, born=DAYS, event=DAYS, diagnosed=DAYS)
CLAIMED = (st.sampled_from(Benefit), st.sampled_from(Whom))
A_DAY = {"joined", "born", "event", "diagnosed", "medication_days", "stay_days"}


@pytest.mark.parametrize(
    ("benefit", "whom", "asked"),
    [
        (Benefit.ILLNESS, Whom.MYSELF, {"diagnosed"}),
        (Benefit.LIGHT, Whom.CHILD, {"diagnosed", "joined", "born"}),
        (Benefit.ACCIDENT, Whom.MYSELF, {"event"}),
        (Benefit.ACCIDENT, Whom.CHILD, {"event", "joined", "born"}),
    ],
)
def test_each_claim_is_asked_for_its_own_days(benefit, whom, asked):
    assert A_DAY - unasked(benefit, whom) == asked | {"medication_days", "stay_days"}


def typed(filing):
    """All days of a filing, wherever they are kept."""
    days = {name: getattr(filing.dates, name) for name in ONCE_ASKED} | dict(filing.aside)
    return {name: day for name, day in days.items() if day is not None}


@given(KNOWN, *CLAIMED, *CLAIMED)
def test_whatever_is_chosen_no_day_is_lost_and_none_is_there_that_is_not_asked(
    known, first, one, then, other
):
    filing = as_asked(Filing(first, one, dates=known))
    changed = as_asked(replace(filing, benefit=then, whom=other))
    assert typed(changed) == typed(filing) == typed(Filing(dates=known))
    assert not [name for name in unasked(then, other) if getattr(changed.dates, name)]
    assert as_asked(replace(changed, benefit=first, whom=one)) == filing


def fields(page):
    """The fields that are shown, by their names."""
    return {name for name in A_DAY if f'<label for="{name}">' in page.html}


def test_the_first_step_asks_two_questions_and_the_next_what_they_need(cast, as_):
    clara = as_("clara")
    page = clara.get("/claims/file")
    assert set(page.form("Save").values) == {"csrf_token", "benefit", "whom"}
    page = page.form("Save").send(status=422)
    page = page.form("Save").fill(benefit="illness", whom="myself").send()
    assert "Nobody but you can read this" in page.text
    assert fields(page) == {"diagnosed", "medication_days", "stay_days"}
    page = clara.get("/claims/file").form("Save").fill(benefit="accident", whom="child").send()
    assert fields(page) == A_DAY - {"diagnosed"}
    assert "things are still missing" in page.text


def test_nothing_that_was_typed_is_lost_when_another_benefit_is_chosen(work, cast, as_, filed):
    clara = as_("clara")
    form = clara.get(f"/claims/{filed}/filing").form("Save")
    form.fill(benefit="illness", whom="myself", story="In two words.", stay_days="3")
    page = form.send("Save this choice")
    assert fields(page) == {"diagnosed", "medication_days", "stay_days"}
    assert page.form("Save").values["story"] == ["In two words."]
    page = page.form("Save").fill(diagnosed="2025-09-10").send()
    with work(writing=False) as w:
        known = queries.claim_by_ref(w.session, filed).facts.dates
        assert (known.event, known.born) == (None, date(1980, 5, 17)), "the house's own"
    page = page.form("Save").fill(benefit="accident", whom="child").send()
    values = page.form("Save").values
    assert values["event"] == ["2025-09-09"]
    assert (values["born"], values["joined"]) == (["2019-05-04"], ["2025-03-01"])
    assert values["diagnosed"] == ["2025-09-10"], "sent along, unseen"
    assert "diagnosed" not in fields(page)


def test_a_form_that_is_refused_keeps_what_it_does_not_ask_for(cast, as_, filed):
    form = as_("clara").get(f"/claims/{filed}/filing").form("Save")
    form.fill(benefit="illness", event="2025-09-08", medication_days="99999")
    page = form.send(status=422)
    assert "event" not in fields(page)
    assert page.form("Save").values["event"] == ["2025-09-08"]
    page = page.form("Save").fill(medication_days="", benefit="accident").send()
    assert page.form("Save").values["event"] == ["2025-09-08"]


def test_a_day_that_cannot_be_read_is_shown_although_it_is_asked_no_more(cast, as_, filed):
    form = as_("clara").get(f"/claims/{filed}/filing").form("Save")
    page = form.fill(benefit="illness", event="soon").send(status=422)
    assert "event" in fields(page)
    page = page.form("Save").fill(event="").send()
    assert "event" not in fields(page)


def test_an_officer_reads_only_what_belongs_to_what_is_claimed(work, do, cast, filed):
    ill = replace(FILED, benefit=Benefit.ILLNESS, dates=replace(FILED.dates, accident=False))
    ill = replace(ill, dates=replace(ill.dates, diagnosed=date(2025, 9, 10)))
    do(cast.clara, change_filing, filed, ill, 1)
    with work(writing=False) as w:
        row = queries.filing_row(w.session, queries.claim_by_ref(w.session, filed))
        assert row.aside == {"event": "2025-09-09"}
    do(cast.clara, hand_in_claim, filed)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, filed)
        assert queries.filing_row(w.session, claim).aside == {}
        assert (claim.event_on, claim.diagnosed_on) == (None, date(2025, 9, 10))


def test_what_is_put_aside_is_the_claimants_alone_and_goes_with_the_claim(work, do, cast):
    both = replace(FILED, dates=replace(FILED.dates, diagnosed=date(2025, 9, 10)))
    ref = do(cast.clara, file_claim, both).ref
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, ref)
        assert queries.filing_row(w.session, claim).aside == {"diagnosed": "2025-09-10"}
        assert claim.diagnosed_on is None
    do(cast.clara, withdraw, ref)
    with work(writing=False) as w:
        row = queries.filing_row(w.session, queries.claim_by_ref(w.session, ref))
        assert row.aside == {}


@pytest.mark.parametrize("wrong", [{"named_1_kind": "friend"}, {"stay_days": "9" * 400}])
def test_what_no_form_offers_is_refused_with_what_was_typed(as_, filed, wrong):
    clara = as_("clara")
    page = clara.get(f"/claims/{filed}/filing")
    [form] = [one for one in page.forms if "story" in one.values]
    sent = {**{name: values[0] for name, values in form.values.items() if values}, **wrong}
    page = clara.post(f"/claims/{filed}/filing", sent | {"story": "Kept."}, status=422)
    assert "Kept." in page.html
