import hashlib
import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from audit.models import QueuedEntry
from kernel.clock import as_text
from kernel.db import make_engine
from kernel.errors import Conflict, Malformed, Missing
from kernel.work import Ground, unit_of_work
from members.queries import eligible, holds_certificate, qualification
from quiz import actions, queries
from quiz.actions.sittings import Taken
from quiz.drawing import draw
from quiz.grading import right_answers
from quiz.models import AnchorRow, ItemRow, LiveItem, Pool, Sitting
from quiz.offered import Offered
from quiz.paper import Paper
from quiz.specification import ENTRY
from rules.actions import publish_version
from rules.queries import version
from tests.village import begin_paper


def right(work, one):
    paper = Paper.from_json(one.paper)
    items = queries.items_by_ref(work.session, paper.refs)
    return right_answers(paper, items)


def sit(open_work, actor, how_many=30):
    """Sit the exam and get `how_many` questions right, the last ones of the paper open."""
    with open_work(actor) as w:
        one = begin_paper(w)
        answers = right(w, one)
        kept = {place: answers[place] for place in sorted(answers, key=int)[:how_many]}
        actions.save_answers(w, one.id, kept)
        return actions.hand_in(w, one.id)


def kinds(w):
    return [entry.split(b'"kind":"')[1].split(b'"')[0].decode() for entry in entries(w)]


def entries(w):
    return list(w.session.scalars(sa.select(QueuedEntry.entry)))


def with_items(bank, *items):
    """Return the bank with these items in place of those of their ids."""
    new = {item.item: item for item in items}
    return replace(bank, items=tuple(new.get(item.item, item) for item in bank.items))


def test_a_bank_loaded_twice_is_loaded_once(work, cast, bank):
    with work() as w:
        before = entries(w)
        assert actions.load_bank(w, bank) == (0, 0)
        assert entries(w) == before
        assert [item.item for item in queries.live_items(w.session)] == sorted(
            item.item for item in bank.items
        )
        assert queries.enemies(w.session) == bank.enemies
        assert kinds(w).count("bank.loaded") == 1


def test_the_log_counts_items_and_pairs_of_enemies_apart(work, cast, bank):
    one, other, another = bank.items[:3]
    new = replace(one, parts=(replace(one.parts[0], stem="When, then, does a member pay?"),))
    pair = tuple(sorted((other.item, another.item)))
    assert pair not in bank.enemies
    changed = replace(with_items(bank, new), enemies=bank.enemies | {pair})
    with work(cast.edith) as w:
        assert actions.load_bank(w, changed) == (1, 1)
        said = json.loads(next(e for e in reversed(entries(w)) if b"bank.loaded" in e))
    lines = sorted([f"{new.item}/2 {new.content}\n", f"{pair[0]} {pair[1]}\n"])
    assert (said["items"], said["enemies"]) == (1, 1)
    assert said["digest"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_the_digest_of_a_paper_can_be_made_again_from_its_row(work, cast):
    one = sit(work, cast.clara, 7)
    with work(writing=False) as w:
        said = json.loads(next(e for e in entries(w) if b"sitting.handed_in" in e))
        row = w.session.get_one(Sitting, one.id)
        kept = {
            "seed": row.seed,
            "paper": row.paper,
            "answers": row.answers,
            "handed_in_at": as_text(row.handed_in_at),
        }
        text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert said["digest"] == hashlib.sha256(text.encode()).hexdigest()


def test_a_changed_item_is_a_new_version_and_the_old_one_stays(work, cast, bank):
    was = bank.items[0]
    first = replace(was, parts=(replace(was.parts[0], stem="When, then, does a member pay?"),))
    with work(cast.edith) as w:
        assert actions.load_bank(w, with_items(bank, first)) == (1, 0)
        live = w.session.get_one(LiveItem, first.item)
        assert live.version == 2
        assert w.session.get_one(ItemRow, (first.item, 1)).value == was
        row = w.session.get_one(ItemRow, (first.item, 2))
        assert row.value == replace(first, version=2)
        assert row.written_by == cast.edith.ref
        anchor = w.session.get_one(AnchorRow, (first.item, 2, 0, 0))
        assert anchor.clause_digest == version(w.session, anchor.clause, 1).digest


def test_a_quote_that_does_not_stand_in_its_clause_is_refused(work, cast, bank):
    was = bank.items[0]
    for wrong, refusal in (
        ({"quote": "words that are not there"}, Malformed),
        ({"version": 9}, Missing),
    ):
        part = replace(was.parts[0], anchors=(replace(was.parts[0].basis, **wrong),))
        with pytest.raises(refusal), work() as w:
            actions.load_bank(w, with_items(bank, replace(was, parts=(part,))))


def test_a_pass_makes_a_juror_who_knows_the_versions_of_that_day(work, cast, clock):
    one = sit(work, cast.clara)
    assert (one.score, one.passed, one.handed_in_at) == (30, True, clock.now)
    with work(writing=False) as w:
        held = qualification(w.session, cast.clara.account_id)
        assert held.certificate == one.id
        assert held.clause_versions["medication"] == 2
        assert held.clause_versions["light-tier"] == 2
        assert held.clause_versions["quorum"] == 1
        assert cast.clara.account_id in {one.account_id for one in eligible(w.session, w.now)}
        assert {"sitting.started", "sitting.handed_in", "qualification.granted"} <= set(kinds(w))


def test_the_log_tells_neither_score_nor_answers(work, cast):
    sit(work, cast.clara, 7)
    with work(writing=False) as w:
        own = [entry for entry in entries(w) if b"sitting." in entry]
    assert len(own) == 2
    assert not any(word in entry for entry in own for word in (b"score", b"passed", b"answers"))


def test_the_log_does_not_tell_who_sat_and_failed(work, cast, clock):
    sit(work, cast.clara, 7)
    with work(cast.clara) as w:
        late = actions.start_sitting(w).id
    clock.move(hours=25)
    with work() as w:
        actions.close_expired(w, late)
    with work(writing=False) as w:
        own = [entry for entry in entries(w) if b"sitting." in entry]
    assert len(own) == 4
    assert not any(cast.clara.ref.encode() in entry for entry in own)
    assert all(b'"by":"member"' in entry for entry in own), "nor by whose hand it was closed"
    days = [b'"at":"2026-11-23"', b'"at":"2026-11-24"']
    assert all(any(day in entry for day in days) for entry in own), "and on which day, at most"


def test_23_right_answers_are_not_enough(work, cast):
    one = sit(work, cast.clara, 23)
    assert (one.score, one.passed) == (23, False)
    with work(writing=False) as w:
        assert not holds_certificate(w.session, cast.clara.account_id)


def test_who_holds_the_certificate_has_nothing_to_sit(work, cast):
    sit(work, cast.clara)
    with pytest.raises(Conflict, match="passed"), work(cast.clara) as w:
        actions.start_sitting(w)


def test_a_second_start_gives_the_open_paper(work, cast):
    with work(cast.clara) as w:
        first = actions.start_sitting(w).id
    with work(cast.clara) as w:
        assert actions.start_sitting(w).id == first
    with work(cast.olive) as w:
        assert actions.start_sitting(w).id != first


def test_a_stored_sitting_can_be_drawn_and_graded_again(work, cast):
    sit(work, cast.clara, 3)
    one = sit(work, cast.clara, 12)
    with work(writing=False) as w:
        pool = w.session.get_one(Pool, one.pool)
        items = queries.items_by_ref(w.session, pool.items)
        foes = frozenset(tuple(pair) for pair in pool.enemies)
        offered = Offered(tuple(items.values()), foes)
        again = draw(ENTRY, offered, one.seen, one.seed)
        assert again.to_json() == one.paper
        assert queries.result_of(w.session, one).score == one.score == 12
        assert len(one.seen) == 27  # 26 questions and a case
        assert w.session.scalar(sa.select(sa.func.count()).select_from(Pool)) == 1


def test_a_second_paper_asks_other_questions(work, cast):
    asked = [{item for item, *_ in sit(work, cast.clara, 0).paper["questions"]} for _ in range(2)]
    assert not asked[0] & asked[1]


def test_the_waits_between_sittings(work, cast, clock):
    sit(work, cast.clara, 0)
    clock.move(seconds=1)
    sit(work, cast.clara, 0)
    with pytest.raises(Conflict, match="2026-11-24, 12:01"), work(cast.clara) as w:
        actions.start_sitting(w)
    clock.move(hours=24)
    sit(work, cast.clara, 0)
    clock.move(hours=71)
    with pytest.raises(Conflict), work(cast.clara) as w:
        actions.start_sitting(w)
    clock.move(hours=1)
    sit(work, cast.clara, 0)
    clock.move(hours=71)
    with pytest.raises(Conflict, match="2026-11-30, 12:01"), work(cast.clara) as w:
        actions.start_sitting(w)


def test_answers_are_kept_by_position_and_can_be_taken_back(work, cast):
    with work(cast.clara) as w:
        one = begin_paper(w)
        actions.save_answers(w, one.id, {"1": ["b"], "2": ["c", "a", "a"], "99": ["a"], "x": ["a"]})
        assert one.answers == {"1": ["b"], "2": ["a", "c"]}
        actions.save_answers(w, one.id, {"1": [], "3": ["d"]})
        assert one.answers == {"2": ["a", "c"], "3": ["d"]}


def test_another_persons_sitting_is_none(work, cast):
    with work(cast.clara) as w:
        one = actions.start_sitting(w).id
    for act in (
        lambda w: actions.save_answers(w, one, {"1": ["a"]}),
        lambda w: actions.hand_in(w, one),
        lambda w: actions.hand_in(w, "no such sitting"),
    ):
        with pytest.raises(Missing), work(cast.olive) as w:
            act(w)


def test_a_paper_handed_in_is_closed(work, cast):
    one = sit(work, cast.clara, 2)
    with pytest.raises(Conflict, match="handed in"), work(cast.clara) as w:
        actions.save_answers(w, one.id, {"5": ["a"]})
    with work(cast.clara) as w:
        before = len(entries(w))
        assert actions.hand_in(w, one.id).score == 2
        assert len(entries(w)) == before


def test_what_was_saved_counts_when_the_time_ends(work, cast, clock):
    with work(cast.clara) as w:
        one = begin_paper(w)
        actions.save_answers(w, one.id, right(w, one))
    ends = clock.now + timedelta(hours=24)
    clock.set(ends - timedelta(seconds=1))
    with work() as w:
        assert not actions.close_expired(w, one.id)
    clock.set(ends)
    with pytest.raises(Conflict, match="over"), work(cast.clara) as w:
        actions.save_answers(w, one.id, {"1": []})
    clock.move(hours=5)
    with work() as w:
        assert queries.expired(w.session, w.now) == [one.id]
        assert actions.close_expired(w, one.id)
        assert not actions.close_expired(w, one.id)
        assert queries.expired(w.session, w.now) == []
    with work(writing=False) as w:
        graded = w.session.get_one(Sitting, one.id)
        assert (graded.handed_in_at, graded.score, graded.passed) == (ends, 30, True)
        assert holds_certificate(w.session, cast.clara.account_id)


def test_an_expired_paper_is_graded_before_the_next(work, cast, clock):
    with work(cast.clara) as w:
        first = actions.start_sitting(w).id
    clock.move(hours=24)
    with work(cast.clara) as w:
        graded = actions.start_sitting(w)
        assert graded == Taken(first, is_graded=True)
        assert w.session.get_one(Sitting, first).passed is False
        second = actions.start_sitting(w).id
        assert second != first
        assert queries.open_sitting(w.session, cast.clara.account_id).id == second


def test_an_expired_paper_stays_graded_where_the_next_has_to_wait(work, cast, clock):
    sit(work, cast.clara, 0)
    with work(cast.clara) as w:
        second = actions.start_sitting(w).id
    clock.move(hours=24)
    with work(cast.clara) as w:
        assert actions.start_sitting(w).id == second
    with work(writing=False) as w:
        assert w.session.get_one(Sitting, second).passed is False
    with pytest.raises(Conflict, match="again from"), work(cast.clara) as w:
        actions.start_sitting(w)


def test_items_on_words_since_replaced_are_in_no_paper(work, cast, clock):
    day = clock.now.date() + timedelta(days=1)
    with work(cast.edith) as w:
        old = version(w.session, "medication", 2)
        text = old.text.replace("30 days", "60 days")
        publish_version(w, replace(old, version=3, text=text, in_force_from=day))
    with work() as w:
        before = {item.item for item in queries.bank_on(w.session, clock.now.date())}
        offered = {item.item for item in queries.bank_on(w.session, day)}
        gone = before - offered
        assert gone
        for name in gone:
            item = queries.live_item(w.session, name)
            assert not item.dated
            assert any(
                "30 days" in one.quote and one.clause == "medication" for one in item.anchors
            )


def test_a_certificate_covers_the_versions_that_its_paper_was_drawn_on(work, cast, clock):
    tomorrow = clock.now.date() + timedelta(days=1)
    with work(cast.edith) as w:
        old = version(w.session, "quorum", 1)
        publish_version(w, replace(old, version=2, text="Changed.", in_force_from=tomorrow))
    with work(cast.clara) as w:
        one = begin_paper(w)
        actions.save_answers(w, one.id, right(w, one))
    clock.move(hours=13)
    with work(cast.clara) as w:
        assert actions.hand_in(w, one.id).passed
    with work(writing=False) as w:
        assert clock.now.date() == tomorrow
        assert qualification(w.session, cast.clara.account_id).clause_versions["quorum"] == 1


def test_eight_starts_at_once_make_one_sitting(settings, clock, work, cast):
    app = Flask("race")
    engine = make_engine(settings.database)
    app.extensions["venire"] = Ground(settings, engine, clock)
    gate, got, failed = threading.Barrier(8), [], []

    def start():
        try:
            with app.app_context():
                gate.wait()
                with unit_of_work(cast.clara) as w:
                    one = actions.start_sitting(w).id
            got.append(one)
        except Exception as error:  # noqa: BLE001 whatever it is, the test tells
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert failed == []
    assert len(got) == 8
    assert len(set(got)) == 1
    with work(writing=False) as w:
        mine = sa.select(sa.func.count()).where(Sitting.account_id == cast.clara.account_id)
        assert w.session.scalar(mine) == 1
        assert kinds(w).count("sitting.started") == 1
