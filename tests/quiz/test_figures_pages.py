"""What editors see of the figures, and what the exam says to the editors of the rules."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from quiz.actions import load_bank
from quiz.actions.figures import count_sittings
from quiz.analysis.sums import Sums
from quiz.bank import Bank
from quiz.models import Recount, SumsRow
from quiz.queries.bank import live_items
from quiz.reading.figures import exam_speaks, flagged_items, heat_map, item_figures
from tests.quiz.test_figures_counted import papers
from tests.village import PASSWORD

CLAUSE = "waiting-period"


def lay(w, item, wrong, right, rest=20):
    """Let so many have met an item, all with the same score on the rest."""
    for number in range(len(item.parts)):
        sums = Sums(rests={rest: (wrong, right), rest + 1: (wrong, right)})
        row = SumsRow(item=item.item, version=item.version, part=number, answers=sums.n)
        row.sums = sums.to_json()
        w.session.merge(row)


def resting(w, clause=CLAUSE):
    return [one for one in live_items(w.session) if {p.basis.clause for p in one.parts} == {clause}]


@pytest.fixture
def edith(cast, client):
    client.sign_in("edith@village.example", PASSWORD)
    return client


def test_a_clause_whose_questions_are_got_wrong_is_told_from_a_bad_question(work, cast, clock):
    with work() as w:
        items = resting(w)
        assert len(items) >= 3
        others = [one for one in live_items(w.session) if one not in items]
        for one in others[:20]:
            lay(w, one, wrong=2, right=28)
        for one in items:
            lay(w, one, wrong=25, right=5)
        w.session.flush()
        assert [one.clause_id for one in exam_speaks(w.session)] == [CLAUSE]
        for one in items[1:]:
            lay(w, one, wrong=2, right=28)
        w.session.flush()
        assert exam_speaks(w.session) == []
        cells = {cell.clause.clause_id: cell for cell in heat_map(w.session, clock.now.date())}
        assert cells[CLAUSE].figures.blamed == (items[0].item,)
        assert [one.item.item for one in flagged_items(w.session)] == [items[0].item]
        load_bank(w, Bank((reworded(items[0]),), frozenset()))
        assert flagged_items(w.session) == [], "written anew, it begins without answers"


def reworded(item):
    part = replace(item.parts[0], stem=f"{item.parts[0].stem} Or not?")
    return replace(item, parts=(part, *item.parts[1:]))


def test_the_pages_say_so(edith, work, cast):
    page = edith.get("/quiz/figures/")
    assert "too few answers yet" in page.text
    with work() as w:
        for one in resting(w):
            lay(w, one, wrong=25, right=5)
        name = resting(w)[0].item
    page = edith.get("/quiz/figures/")
    assert "the clause is got wrong" in page.text
    assert "fewer than two in five are right" in page.text
    with work(writing=False) as w:
        [one] = item_figures(w.session, name)
        assert (one.figures.n, one.figures.right) == (60, 10)


def test_sums_that_nothing_explains_are_told(edith, work):
    with work() as w:
        w.session.add(Recount(at=w.now, sittings=5, equal=True, actions=0))
    page = edith.get("/quiz/figures/")
    assert "5 papers; the sums that stood were the same." in page.text
    assert "no correction of a question explains it" not in page.text
    with work() as w:
        at = w.now - timedelta(days=1)
        w.session.add(Recount(at=at, sittings=5, equal=False, actions=0))
    assert "no correction of a question explains it" in edith.get("/quiz/figures/").text


def test_members_do_not_see_figures(cast, client, visit):
    client.sign_in("clara@village.example", PASSWORD)
    client.get("/quiz/figures/", status=403)


@pytest.mark.databases("sqlite", "postgresql")
def test_figures_are_read_from_the_sums_alone(work, cast, clock):
    """However many papers there were: none is read again for a page."""
    with work() as w:
        papers(w, 3)
        count_sittings(w)
    with work(writing=False) as w:
        statements = []
        engine = w.session.get_bind()

        def listen(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        sa.event.listen(engine, "before_cursor_execute", listen)
        heat_map(w.session, clock.now.date())
        flagged_items(w.session)
        exam_speaks(w.session)
        sa.event.remove(engine, "before_cursor_execute", listen)
    assert not [one for one in statements if "FROM sitting" in one]
    assert len(statements) < 30
