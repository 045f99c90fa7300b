"""Which version governs a claim is found when it is filed, and a change of the book is no reason
to find it again."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from claims import queries
from claims.actions import enter_claim, freeze, update_claim
from claims.claim import Facts
from claims.governing import days_asked, kept
from claims.models import ClaimGoverning
from jury.queries import file_of
from rules.actions import publish_version
from rules.clause import NOT_IN_FORCE, UNKNOWN_DAY, Dates, GovernsBy
from rules.queries import version

CLAUSE = "accident-exempt"
CLARA = "clara@village.example"
DAYS = st.none() | st.dates()
DATES = st.builds(Dates, DAYS, DAYS, DAYS, DAYS)


def rewrite(work, clause_id=CLAUSE):
    """Bring over from elsewhere another wording, in force since before anybody here joined."""
    with work() as w:
        old = version(w.session, clause_id, 1)
        new = replace(old, version=2, text="Other words.", in_force_from=date(2018, 10, 20))
        publish_version(w, new, historic=True)


def governs(work, ref, clause_id=CLAUSE):
    with work(writing=False) as w:
        found = queries.governing_of(w.session, queries.claim_by_ref(w.session, ref))
    one = found[clause_id].version
    return one.version if one else found[clause_id].reason


def test_a_claim_keeps_the_version_that_it_was_filed_under(work, cast, entered, facts, do):
    rewrite(work)
    later = do(cast.olive, enter_claim, CLARA, facts).ref
    assert (governs(work, entered), governs(work, later)) == (1, 2)


def test_its_case_is_frozen_with_it_too(work, cast, agreed, do):
    rewrite(work)
    case = do(cast.olive, freeze, agreed)
    cited = {one.id: one for one in file_of(case).clauses}[CLAUSE]
    with work(writing=False) as w:
        assert (cited.version, cited.digest) == (1, version(w.session, CLAUSE, 1).digest)


def test_other_words_of_the_claim_change_nothing_of_it(work, cast, entered, facts, do):
    rewrite(work)
    do(cast.oscar, update_claim, entered, replace(facts, title="Another"), 1)
    assert governs(work, entered) == 1


def test_a_corrected_day_finds_it_anew_where_that_day_decides(work, cast, entered, facts, do):
    rewrite(work)
    filed = replace(facts, dates=replace(facts.dates, filed=date(2019, 2, 19)))
    do(cast.oscar, update_claim, entered, filed, 1)
    assert governs(work, entered) == 1, "by the day of joining"
    joined = replace(filed, dates=replace(filed.dates, joined=date(2018, 11, 1)))
    do(cast.oscar, update_claim, entered, joined, 2)
    assert governs(work, entered) == 2
    before = replace(joined, dates=replace(joined.dates, joined=date(2018, 1, 1)))
    do(cast.oscar, update_claim, entered, before, 3)
    assert governs(work, entered) == NOT_IN_FORCE


def test_a_clause_that_comes_into_dispute_is_found_then(work, cast, entered, facts, do):
    do(cast.oscar, update_claim, entered, replace(facts, clauses=("medication",)), 1)
    rewrite(work)
    rewrite(work, "causal-link")
    do(cast.oscar, update_claim, entered, replace(facts, clauses=("medication", "causal-link")), 2)
    assert governs(work, entered, "causal-link") == 2
    assert governs(work, entered) == 1, "its dates rest on it all along"


def test_what_is_no_longer_needed_is_not_kept(work, cast, entered, facts, do):
    do(
        cast.oscar,
        update_claim,
        entered,
        replace(facts, clauses=(*facts.clauses, "causal-link")),
        1,
    )
    do(cast.oscar, update_claim, entered, facts, 2)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, entered)
        assert "causal-link" not in queries.governing_of(w.session, claim)
        assert len(queries.governing_rows(w.session, claim)) == 7


def test_a_claim_from_before_anything_was_kept_is_found_now(work, cast, entered, facts, do):
    with work() as w:
        w.session.execute(sa.delete(ClaimGoverning))
    rewrite(work)
    assert governs(work, entered) == 2
    do(cast.oscar, update_claim, entered, replace(facts, title="Another"), 1)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, entered)
        assert {one.version for one in queries.governing_rows(w.session, claim)} == {1, 2}


def test_an_unknown_day_is_kept_as_such_and_told_to_the_officer(work, cast, do):
    ref = do(cast.olive, enter_claim, CLARA, Facts("Later", clauses=(CLAUSE, "no-clause"))).ref
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, ref)
        row = w.session.get_one(ClaimGoverning, (claim.id, CLAUSE))
        assert (row.version, row.on, row.anchor) == (None, None, "joining")
        assert queries.undecided_clauses(w.session, claim) == [
            ("3.2 No waiting for accidents", UNKNOWN_DAY)
        ]
        issues = queries.issues_before_freezing(w.session, claim)
        assert "clauses" in {one.field for one in issues}


@pytest.mark.parametrize("broken", [{"anchor": "whim"}, {"version": 9}])
def test_the_database_refuses_what_cannot_govern(work, cast, entered, broken):
    with work() as w:
        row = queries.governing_rows(w.session, queries.claim_by_ref(w.session, entered))[0]
        for name, value in broken.items():
            setattr(row, name, value)
        with pytest.raises(sa.exc.IntegrityError):
            w.session.flush()
        w.session.rollback()


def test_the_freezing_page_names_the_clauses_without_a_version(cast, as_, do):
    ref = do(cast.olive, enter_claim, CLARA, Facts("Later", clauses=(CLAUSE,))).ref
    page = as_("olive").get(f"/claims/{ref}/freezing")
    assert "3.2 No waiting for accidents: The day that decides is not known." in page.text


@given(st.dictionaries(st.text(max_size=3), st.sampled_from(GovernsBy)), DATES)
def test_while_no_day_changes_all_that_is_needed_stays(held, dates):
    assert kept(held, held, dates, dates) == held.keys()
    assert kept(held, ["other"], dates, dates) == held.keys() & {"other"}


@given(st.sampled_from(GovernsBy), DATES, DATES)
def test_what_stays_is_what_the_same_days_decide(anchor, before, after):
    stays = kept({"a": anchor}, ["a"], before, after) == {"a"}
    assert stays is (days_asked(anchor, before) == days_asked(anchor, after))
