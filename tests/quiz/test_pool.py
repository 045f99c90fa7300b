"""What papers are drawn from is kept, and computed anew as soon as something of it changed."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from quiz import queries
from quiz.actions import apply_action, load_bank, propose_action, start_sitting
from quiz.actions.steps import make_enemies
from quiz.itemaction import ItemAction, What
from quiz.models import EnemyRow, LiveItem, Pull, Reaffirmation
from quiz.queries import pool
from quiz.queries.pool import offered_to
from rules.actions import publish_version
from rules.queries import version

CLAUSE = "hospital-stay"


def held(work, day):
    """Return what is offered, checked against what a look at every row says."""
    with work(writing=False) as w:
        start = offered_to(w.session, "nobody", day)
        offered = start.offered
        assert list(offered.items) == queries.bank_on(w.session, day)
        assert offered.enemies == queries.enemies(w.session)
        assert start.digest == offered.digest
        return offered


def test_nothing_is_computed_twice(work, cast, clock, monkeypatch):
    today = clock.now.date()
    first = held(work, today)
    with work(writing=False) as w:
        monkeypatch.setattr(pool, "bank_on", None)
        assert offered_to(w.session, "nobody", today).offered is first


def test_every_change_is_seen_at_once(work, cast, clock, bank):
    today, tomorrow = clock.now.date(), clock.now.date() + timedelta(days=1)
    whole = held(work, today)
    resting = [item for item in whole.items if CLAUSE in {one.clause for one in item.anchors}]
    assert held(work, tomorrow).items == whole.items

    with work() as w:  # the words of a clause
        old = version(w.session, CLAUSE, 1)
        text = old.text.replace("15", "20").replace("16", "21")
        publish_version(w, replace(old, version=2, text=text, in_force_from=tomorrow))
    assert held(work, today).items == whole.items
    left = held(work, tomorrow)
    assert len(left.items) < len(whole.items)

    gone = next(item for item in resting if item not in left.items)
    with work(cast.edith) as w:  # an editor finds an item right after all
        for number, part in enumerate(gone.parts):
            for place, anchor in enumerate(part.anchors):
                if anchor.clause == CLAUSE:
                    w.session.add(
                        Reaffirmation(
                            item=gone.item,
                            version=gone.version,
                            part=number,
                            place=place,
                            clause=CLAUSE,
                            clause_version=2,
                            clause_digest="d" * 64,
                            quote=text[:20],
                            by=w.actor.ref,
                            at=w.now,
                        )
                    )
    assert gone in held(work, tomorrow).items

    one, other, third = whole.items[0], whole.items[1], whole.items[2]
    with work(cast.edith) as w:  # takes one out, and puts it back
        w.session.add(
            Pull(item=one.item, version=1, why="It gives itself away.", by=w.actor.ref, at=w.now)
        )
    assert one not in held(work, today).items
    with work(cast.edith) as w:
        pull = w.session.scalars(sa.select(Pull)).one()
        pull.lifted_by, pull.lifted_at = w.actor.ref, w.now
    assert one in held(work, today).items

    with work(cast.edith) as w:  # enemies, one pair in place of another
        w.session.execute(sa.delete(EnemyRow))
        make_enemies(w, one.item, other.item)
    assert len(held(work, today).enemies) == 1
    with work(cast.edith) as w:
        w.session.execute(sa.delete(EnemyRow))
        make_enemies(w, one.item, third.item)
    assert held(work, today).enemies == {tuple(sorted((one.item, third.item)))}

    with work() as w:  # a new wording
        stem = replace(one.parts[0], stem="Another question?")
        new = replace(one, parts=(stem, *one.parts[1:]))
        load_bank(w, replace(bank, items=(new,), enemies=frozenset()))
    assert f"{one.item}/2" in {item.ref for item in held(work, today).items}

    with work(cast.edith) as w:  # a question that is found flawed, by two
        flaw = propose_action(w, ItemAction(third.item, 1, 0, What.DROP), "Misread.").id
    assert third in held(work, today).items
    with work(cast.agnes) as w:
        apply_action(w, flaw)
    assert third not in held(work, today).items

    with work(cast.edith) as w:  # and an item less
        w.session.execute(sa.delete(LiveItem).where(LiveItem.item == other.item))
    assert other not in held(work, today).items


def test_who_is_new_to_the_exam(work, cast, clock):
    def is_new(actor):
        with work(writing=False) as w:
            return offered_to(w.session, actor.account, clock.now.date()).is_new

    assert is_new(cast.clara)
    assert not is_new(cast.jurors[0]), "holds a certificate"
    with work(cast.clara) as w:
        start_sitting(w)
    assert not is_new(cast.clara)
    assert is_new(cast.olive)
