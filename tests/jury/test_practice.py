"""Practice on both databases: the first answer counts, and a known answer may be contested."""

from dataclasses import dataclass, replace
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from jury import actions, queries
from jury.mock import mock_cases
from jury.models import MockAnswer, MockContest
from jury.reading.practice import practice_list
from kernel.errors import Conflict, Malformed, Missing
from members.models import Account
from rules.actions import load_book
from tests.jury.bench import OpenWork
from tests.village import Cast, settle

SLIPS = "three-slips"
RIGHT, WRONG, NEITHER = ("deny", "uphold", "cannot_judge")


@dataclass
class Room:
    """The village, with the rule book, and who practises in it."""

    work: OpenWork
    cast: Cast

    def answer(self, who: int, choice: str, name: str = SLIPS, tier: str = "") -> bool:
        case = mock_cases()[name]
        values: dict[str, str | None] = {f"issue-{one}": "applies" for one in case.file.issues}
        with self.work(self.cast.jurors[who]) as w:
            return actions.answer_mock(w, name, {**values, "choice": choice, "tier": tier})

    def known(self, who: int) -> tuple[int, int]:
        account = self.cast.jurors[who].account
        with self.work(writing=False) as w:
            known = practice_list(w.session, account, w.now.date()).known
        return known.right, known.n

    def offered(self) -> set[str]:
        with self.work(writing=False) as w:
            return set(queries.mocks_offered(w.session, w.now.date()))

    def contest(self, who: int, told: str = "The words leave room.", name: str = SLIPS) -> str:
        with self.work(self.cast.jurors[who]) as w:
            actions.contest_mock(w, name, told)
            account = w.actor.account
            found = w.session.scalar(
                sa.select(MockContest.id).where(MockContest.account_id == account)
            )
        assert found
        return str(found)

    def settle(self, contest: str, upheld: bool) -> None:
        with self.work(self.cast.edith) as w:
            actions.answer_contest(w, contest, upheld, "I looked into it.")


@pytest.fixture
def room(work: OpenWork) -> Room:
    with work() as w:
        cast = settle(w, jurors=3)
        load_book(w)
    return Room(work, cast)


def test_only_the_first_answer_counts(room: Room) -> None:
    assert room.answer(0, WRONG)
    assert not room.answer(0, RIGHT)
    assert room.known(0) == (0, 1)
    assert room.answer(0, "uphold", "the-last-of-april", "30000000")
    assert room.answer(0, "uphold", "page-nine")
    assert room.known(0) == (2, 3)
    assert room.known(1) == (0, 0)


def test_who_cannot_judge_is_not_counted_and_does_not_answer_first_again(room: Room) -> None:
    assert room.answer(0, NEITHER)
    assert not room.answer(0, RIGHT)
    assert room.known(0) == (0, 0)


def test_of_an_answer_it_is_kept_whether_it_was_right_and_nothing_is_logged(room: Room) -> None:
    with room.work(writing=False) as w:
        before = w.session.scalar(sa.select(sa.func.count()).select_from(QueuedEntry))
    room.answer(0, RIGHT)
    columns = set(MockAnswer.__table__.columns.keys())
    assert columns == {"account_id", "name", "digest", "right"}
    with room.work(writing=False) as w:
        assert w.session.scalar(sa.select(sa.func.count()).select_from(QueuedEntry)) == before


def test_what_is_no_ballot_is_no_answer(room: Room) -> None:
    with pytest.raises(Malformed), room.work(room.cast.jurors[0]) as w:
        actions.answer_mock(w, SLIPS, {"choice": "deny"})
    with pytest.raises(Malformed):
        room.answer(0, "uphold", "the-last-of-april", "7")
    with pytest.raises(Missing), room.work(room.cast.jurors[0]) as w:
        actions.answer_mock(w, "no-such", {"choice": "deny"})
    assert room.known(0) == (0, 0)


def test_a_known_answer_found_wrong_counts_for_nobody(room: Room) -> None:
    for who, choice in enumerate((RIGHT, WRONG, RIGHT)):
        room.answer(who, choice)
    room.answer(0, "uphold", "page-nine")
    contest = room.contest(1)
    assert SLIPS in room.offered()
    room.settle(contest, upheld=True)
    assert SLIPS not in room.offered()
    assert [room.known(who) for who in range(3)] == [(1, 1), (0, 0), (0, 0)]
    with pytest.raises(Missing):
        room.answer(0, RIGHT)
    with pytest.raises(Conflict, match="found wrong before"):
        room.contest(0)
    with pytest.raises(Conflict, match="answered before"):
        room.settle(contest, upheld=False)


def test_a_dismissed_contest_changes_nothing(room: Room) -> None:
    room.answer(0, WRONG)
    room.settle(room.contest(0), upheld=False)
    assert SLIPS in room.offered()
    assert room.known(0) == (0, 1)
    with pytest.raises(Conflict, match="You said before"):
        room.contest(0)


def test_a_rewritten_case_is_offered_and_answered_anew(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.answer(0, WRONG)
    room.answer(1, RIGHT)
    room.settle(room.contest(0), upheld=True)
    again = replace(mock_cases()[SLIPS], why="Rewritten.")
    monkeypatch.setattr(queries.practice, "mock_cases", lambda: {SLIPS: again})
    assert room.offered() == {SLIPS}
    with pytest.raises(Missing):  # its new answer is nobody's to see yet
        room.contest(0)
    assert room.answer(0, RIGHT)
    assert room.known(0) == (1, 1)
    assert room.known(1) == (0, 0)


def test_a_case_that_was_only_reworded_is_not_answered_first_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.answer(0, WRONG)
    again = replace(mock_cases()[SLIPS], why="The same in other words.")
    monkeypatch.setattr(queries.practice, "mock_cases", lambda: {SLIPS: again})
    assert not room.answer(0, RIGHT)
    assert room.known(0) == (0, 1)


def test_who_has_not_answered_contests_nothing(room: Room) -> None:
    with pytest.raises(Missing):
        room.contest(0)
    room.answer(0, RIGHT)
    with pytest.raises(Malformed):
        room.contest(0, "  ")
    with pytest.raises(Malformed, match="at most"):
        room.contest(0, "x" * 1_001)


def test_nobody_answers_their_own_contest_or_that_of_somebody_close(room: Room) -> None:
    room.answer(0, RIGHT)
    contest = room.contest(0)
    with pytest.raises(Missing), room.work(room.cast.jurors[0]) as w:
        actions.answer_contest(w, contest, True, "I was right.")
    with room.work() as w:
        for actor in (room.cast.jurors[0], room.cast.edith):
            w.session.get_one(Account, actor.account).household = "Mill Lane 9"
    with pytest.raises(Missing):
        room.settle(contest, upheld=True)
    with room.work(writing=False) as w:
        assert queries.waiting_for(w.session, MockContest, room.cast.edith.account) == []
        assert len(queries.waiting_for(w.session, MockContest, room.cast.olive.account)) == 1


def test_two_first_answers_at_once_are_one(room: Room) -> None:
    at_once, said = Barrier(2), []

    def send(choice: str) -> None:
        at_once.wait()
        said.append(room.answer(0, choice))

    threads = [Thread(target=send, args=(choice,)) for choice in (RIGHT, WRONG)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False, True]
    assert room.known(0)[1] == 1


def test_without_a_book_nothing_is_offered(work: OpenWork) -> None:
    with work(writing=False) as w:
        assert queries.mocks_offered(w.session, w.now.date()) == {}
