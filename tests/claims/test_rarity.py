"""How many members share what a case file tells; and days that are counted from joining."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import queries
from claims.actions import change_filing, enter_claim, hand_in_claim, send_back, send_for_review
from claims.datelines import date_lines
from claims.dates import KnownDates, as_shown
from claims.handover import redact_claim
from claims.rarity import FEW, Shared, told
from members.member import age_on
from rules.book import demo_book
from tests.claims.filed import FILED
from tests.village import person

days = st.dates(date(1920, 1, 1), date(2040, 12, 31))


@given(days, days, days)
def test_whoever_is_of_the_age_told_was_born_within_the_days(born, day, other):
    known = KnownDates(joined=day, born=born, diagnosed=day)
    found = told(known)
    if born > day:
        assert found is None
        return
    within = found.born_from <= other <= found.born_until
    assert within == (age_on(other, day) == age_on(born, day))
    assert found.joined == day
    assert told(replace(known, relative=True)).joined is None


@pytest.mark.parametrize("gone", ["joined", "born", "diagnosed"])
def test_without_an_age_nothing_is_told(gone):
    day = date(2020, 2, 29)
    whole = KnownDates(joined=day, born=date(2000, 2, 29), diagnosed=day)
    assert told(whole)
    assert told(replace(whole, **{gone: None})) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(-400, "day 400 before joining"), (0, "the day of joining"), (91, "day 91 after joining")],
)
def test_a_day_is_counted_from_joining(days, words):
    joined = date(2018, 12, 1)
    assert as_shown(joined + timedelta(days), joined) == words


def test_no_line_of_the_file_tells_a_date_where_days_are_counted():
    clauses = {one.clause_id: one for one in demo_book().versions}
    known = KnownDates(
        joined=date(2018, 12, 1),
        born=date(1979, 4, 3),
        diagnosed=date(2019, 3, 5),
        medication_days=40,
        stay_days=16,
    )
    disputed = ("medication", "hospital-stay")
    told = {
        one.label: one.value for one in date_lines(replace(known, relative=True), disputed, clauses)
    }
    assert not [
        value for value in told.values() for year in ("2016", "2018", "2019") if year in value
    ]
    assert told["Day of the first diagnosis"] == "day 94 after joining"
    assert told["Waiting period"] == "over since day 91 after joining"
    assert "day 730 before joining" in " ".join(told.values())
    plain = {one.label: one.value for one in date_lines(known, disputed, clauses)}
    assert list(plain) == list(told)
    assert "1 December 2018" in plain["Day of joining"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It began on 5 March 2019.", "It began on day 94 after joining."),
        ("It began on 1 December 2018.", "It began on the day of joining."),
        ("2018年11月30日", "Day 1 before joining"),
        ("5 Mart 2019", "Day 94 after joining"),
        ("It began on 4/5/2019.", "It began on [date]."),
        ("It began on 4/5/19.", "It began on [date]."),
        ("It began on 31 February 2019.", "It began on [date]."),
        ("I was born on 17 May 1985.", "I was born on [date]."),
        ("It hurt on 10 November, in May and 3月.", "It hurt on [date], in [date] and [date]."),
        ("It was in June 2026, and not in 2025.", "It was in 2026, and not in 2025."),
    ],
)
def test_dates_in_texts_are_counted_too(facts, written, read):
    known = replace(
        facts.dates, joined=date(2018, 12, 1), diagnosed=date(2019, 3, 5), relative=True
    )
    found = redact_claim(replace(facts, dates=known, summary=written))
    assert found["summary"] == read
    still = redact_claim(replace(facts, dates=replace(known, relative=False), summary=written))
    assert "joining" not in still["summary"]


@pytest.fixture
def mine(work, cast, facts):
    """A claim of Clara's own, who was born as all of the village were and joined as they did."""
    with work(cast.olive) as w:
        joined = (w.now - timedelta(days=200)).date()
        known = KnownDates(joined, date(1980, 5, 17), None, joined + timedelta(100), w.now.date())
        ref = enter_claim(w, "clara@village.example", replace(facts, dates=known)).ref
        send_for_review(w, ref)
    return ref


def test_members_who_share_it_are_counted(work, cast, mine):
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, mine)
        found = queries.shared(w.session, claim)
    assert found.by_day
    assert 1 < found.members < FEW
    with work() as w:
        for number in range(FEW):
            person(w, f"Twin {number}", password=None)
            person(w, f"Late {number}", password=None, joined_days_ago=199)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, mine)
        assert queries.shared(w.session, claim) == Shared(FEW, by_day=True), "counted no further"


def test_days_are_counted_from_joining_unless_an_officer_shows_dates(work, cast, as_, filed, do):
    do(cast.clara, hand_in_claim, filed)
    page = as_("olive").get(f"/claims/{filed}/investigation")
    assert "1 March 2025" in page.text, "an officer reads the days themselves"
    with work(writing=False) as w:
        lines = queries.preview(w.session, queries.claim_by_ref(w.session, filed)).dates
    assert "2025" not in str(lines)
    with work() as w:
        queries.claim_by_ref(w.session, filed).relative_days = False
    revision = do(cast.olive, send_back, filed, "The discharge summary is missing.").revision
    do(cast.clara, change_filing, filed, replace(FILED, story="More."), revision)
    with work(writing=False) as w:
        dates = queries.claim_by_ref(w.session, filed).facts.dates
    assert dates == replace(FILED.dates, filed=dates.filed, relative=False), "as it was set"


def test_the_form_of_a_new_claim_counts_from_joining(as_, entered):
    assert as_("olive").get("/claims/new").form("Save").values["relative"] == ["y"]
    assert as_("olive").get(f"/claims/{entered}/edit").form("Save").values["relative"] == []


def test_a_childs_age_is_no_members_and_the_page_says_that_it_is_not_counted(work, as_, mine):
    with work() as w:
        claim = queries.claim_by_ref(w.session, mine)
        claim.born_on = date(2016, 1, 2)
        assert queries.shared(w.session, claim) == Shared(None, by_day=True)
    for page in ("review", "freezing"):
        told = as_("oscar").get(f"/claims/{mine}/{page}").text
        assert "not counted: the person covered is no member" in told
    with work() as w:
        claim = queries.claim_by_ref(w.session, mine)
        claim.born_on = None
        assert queries.shared(w.session, claim) is None, "no age is told"
    assert "not counted" not in as_("oscar").get(f"/claims/{mine}/review").text


def test_officers_are_warned_where_few_share_it(work, as_, mine):
    for page in ("review", "freezing"):
        told = as_("oscar").get(f"/claims/{mine}/{page}").text
        assert "members joined on that day and were of that age" in told
    with work() as w:
        queries.claim_by_ref(w.session, mine).relative_days = True
        for number in range(FEW):
            person(w, f"Twin {number}", password=None, joined_days_ago=10 + number)
    told = as_("oscar").get(f"/claims/{mine}/review").text
    assert "members joined on that day" not in told
    assert "of that age on that day" not in told


def test_a_flag_is_shown_on_the_page_with_a_reason(as_, mine):
    oscar = as_("oscar")
    page = oscar.get(f"/claims/{mine}/review")
    form = page.form("Approve")
    flags = [name for name in form.values if name.startswith("flag-")]
    assert flags
    page = form.fill(dict.fromkeys(flags, "show")).send(status=422)
    assert "Say why it may be shown." in page.text
    why = flags[0].replace("flag-", "why-")
    choices = dict.fromkeys(flags[1:], "hide") | {flags[0]: "show", why: "It is public."}
    page.form("Approve").fill(choices).send()
    assert "because: It is public." in oscar.get(f"/claims/{mine}/review").text
