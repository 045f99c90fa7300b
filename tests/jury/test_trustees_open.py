"""Trustees bring their words after closing, and the box opens; or it stays shut for good."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from jury import actions, jobs, queries, shares
from jury.keyfiles import KeyGone
from jury.keys import (
    keep_entered,
)
from jury.models import CaseTrustee, CaseVoid, JuryCase, SharedKey
from kernel.errors import Conflict, Malformed, Missing
from kernel.settings import Settings
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.clock import TestClock
from tests.jury.bench import REF, OpenWork
from tests.jury.crowd import at_once
from tests.jury.trusted import Trusted, make_trusted, on, registry, stage


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, trustees=(2, 3))


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Trusted:
    return make_trusted(work, clock)


@pytest.fixture
def closed(bench: Trusted) -> Trusted:
    """A closed poll of ten ballots, whose three trustees have their words on paper."""
    jurors = bench.ready()
    for juror, choice in zip(jurors, ["uphold"] * 7 + ["deny"] * 3, strict=False):
        bench.vote(juror, choice)
    bench.close()
    return bench


def test_two_of_three_open_a_case_that_verifies(closed: Trusted, tmp_path: Path) -> None:
    one, _other, third = closed.holders()
    with closed.work() as w, pytest.raises(Conflict, match="not brought enough"):
        actions.decide_case(w, REF)
    assert closed.enter(third) == 1
    with closed.work() as w, pytest.raises(Conflict, match="not brought enough"):
        actions.decide_case(w, REF)
    assert closed.enter(one) == 2
    assert closed.entered() == {1, 3}
    found = closed.decide()
    assert found["outcome"] == "upheld"
    assert found["caveats"] == ["house randomness", "trustees"]
    assert closed.entered() == set(), "what was entered is destroyed once the key is shown"
    log = closed.log()
    assert [entry["kind"] for entry in log[:2]] == ["case.opened", "key.split"]
    assert (log[1]["threshold"], log[1]["count"]) == (2, 3)
    with closed.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), w.settings, tmp_path) == []
    mine = closed.jurors("accepted")[0]
    with closed.work(writing=False) as w:
        assert queries.receipts(w.session, mine.account, REF)
    told = ("words.shown", "words.kept", "share.entered")
    by = [trustee.ref for trustee in closed.holders()]
    assert registry(closed, *told) == [
        *((kind, ref) for ref in by for kind in told[:2]),
        (told[2], third.ref),
        (told[2], one.ref),
    ]


def test_no_share_is_taken_before_the_closing_is_in_the_log(bench: Trusted) -> None:
    bench.freeze()
    tara = bench.trustees[0]
    bench.keep(tara)
    with pytest.raises(Conflict, match="before the poll has closed"):
        bench.enter(tara)
    for trustee in bench.trustees[1:3]:
        bench.keep(trustee)
    bench.draw()
    bench.accept()
    bench.open()
    bench.clock.move(hours=72)  # over by the clock, and the worker has not been round
    with pytest.raises(Conflict, match="before the poll has closed"):
        bench.enter(tara)
    with bench.work() as w:
        actions.close_poll(w, REF)
    with pytest.raises(Conflict, match="not in the log yet"):
        bench.enter(tara)
    bench.log()
    assert bench.enter(tara) == 1


def test_what_is_wrong_with_words(closed: Trusted) -> None:
    tara, timo, _tess = closed.holders()
    mine = closed.papers[tara.account]
    foreign = shares.split(b"k" * 32, 2, 3)[0]
    for words, why in (
        ("", "A share has 33 words; these are 0"),
        (mine.replace(mine.split()[5], "squirel", 1), "is none that a share can hold"),
        (" ".join([*mine.split()[:-1], mine.split()[0]]), "do not fit together"),
        (foreign, "for another case|never given out"),
    ):
        with closed.work(tara) as w, pytest.raises(Malformed, match=why):
            actions.enter_share(w, REF, words)
    assert closed.entered() == set()
    closed.enter(tara, f"\n{mine.upper()} ")
    with pytest.raises(Malformed, match="entered before"):
        closed.enter(timo, mine)  # Tara's, by Timo
    assert closed.enter(timo) == 2


def test_who_is_no_trustee_of_the_case_enters_nothing(closed: Trusted) -> None:
    words = closed.papers[closed.trustees[0].account]
    for nobody in (closed.trustees[3], closed.cast.olive, closed.cast.jurors[0]):
        with pytest.raises(Missing):
            closed.enter(nobody, words)
    with closed.work() as w:  # the house's own command
        assert actions.enter_share(w, REF, words) == 1
        with pytest.raises(Missing):
            actions.enter_share(w, "C-2026-9999", words)


def test_two_at_once(closed: Trusted) -> None:
    one, other, _third = closed.holders()
    given = at_once(lambda: closed.enter(one), lambda: closed.enter(other))
    assert sorted(given) == [1, 2]  # type: ignore[type-var]
    with closed.work(writing=False) as w:
        parts = queries.trustees_of(w.session, REF)
        assert [part.entered_at is not None for part in parts] == [True, True, False]
    assert closed.decide()["outcome"] == "upheld"


def test_one_share_at_once_is_entered_once(closed: Trusted) -> None:
    tara = closed.trustees[0]
    given = at_once(*[lambda: closed.enter(tara)] * 4)
    assert sum(one == 1 for one in given) == 1
    assert sum(isinstance(one, Malformed) for one in given) == 3
    assert closed.entered() == {1}


def test_an_entering_that_is_rolled_back_can_be_done_again(closed: Trusted) -> None:
    tara = closed.trustees[0]

    def fail() -> None:
        with closed.work(tara) as w:
            actions.enter_share(w, REF, closed.papers[tara.account])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with closed.work(writing=False) as w:
        assert queries.part_of(w.session, REF, tara.account).entered_at is None
    closed.enter(tara)
    with closed.work(writing=False) as w:
        assert queries.part_of(w.session, REF, tara.account).entered_at is not None


def test_too_few_in_time_and_the_case_is_void(closed: Trusted) -> None:
    one, other, _third = closed.holders()
    closed.enter(one)
    closed.clock.move(hours=72, microseconds=-1)
    with closed.work(writing=False):
        assert jobs.void_lost_keys() == 0
    with closed.work() as w, pytest.raises(Conflict, match="can still be decided"):
        actions.void_lost_key(w, REF)
    closed.clock.move(microseconds=1)
    with pytest.raises(Conflict, match="time to enter words is over"):
        closed.enter(other)
    with closed.work(writing=False):
        assert jobs.decide_cases() == 0
        assert jobs.void_lost_keys() == 1
        assert jobs.void_lost_keys() == 0
    log = closed.log()
    assert (log[-1]["kind"], log[-1]["why"]) == ("case.voided", "key lost")
    assert not (on(closed).keys / "cases" / f"{REF}.trustees").exists()
    with closed.work(writing=False) as w:
        row = w.session.get_one(CaseVoid, REF)
        assert (row.proposed_by, row.confirmed_by) == (None, None)
    assert registry(closed, "jury_case.voided") == [("jury_case.voided", "system")]
    with pytest.raises(Conflict, match="is over"):
        closed.enter(other)
    with closed.work(closed.cast.olive) as w:
        assert actions.open_again(w, REF).again_of == REF
    with closed.work(writing=False) as w:
        kept = w.session.scalars(sa.select(CaseTrustee).where(CaseTrustee.case_ref == f"{REF}-2"))
        assert len(kept.all()) == 3


def test_a_late_worker_changes_nothing(bench: Trusted) -> None:
    """The poll is closed days late: the trustees have their whole time from then on. And what was
    brought in time is counted, however late."""
    jurors = bench.ready()
    bench.vote(jurors[0])
    bench.clock.move(hours=72 + 200)
    with bench.work() as w:
        actions.close_poll(w, REF)
        end = w.session.get_one(SharedKey, REF).enter_by
        assert end == w.now + timedelta(hours=72)
    bench.log()
    with bench.work(writing=False):
        assert jobs.void_lost_keys() == 0
    for trustee in bench.trustees[:2]:
        bench.enter(trustee)
    bench.clock.move(hours=200)
    with bench.work(writing=False):
        assert jobs.void_lost_keys() == 0
        assert jobs.decide_cases() == 1
    assert stage(bench) == "decided"


def test_shares_that_make_another_key_open_nothing(closed: Trusted) -> None:
    """Whoever can write into the folder can put in what they like; the box stays shut."""
    for place, words in enumerate(shares.split(b"k" * 32, 2, 3)[:2], 1):
        keep_entered(on(closed), REF, place, words)
    with closed.work() as w, pytest.raises(KeyGone):
        actions.decide_case(w, REF)
    closed.clock.move(hours=72)
    with closed.work(writing=False):
        assert jobs.void_lost_keys() == 1
    assert stage(closed) == "void"


def test_a_key_of_another_case_is_not_shown(closed: Trusted) -> None:
    with closed.work() as w:
        w.session.get_one(JuryCase, REF).public_key = b"k" * 32
    for trustee in closed.holders()[:2]:
        closed.enter(trustee)
    with closed.work() as w, pytest.raises(KeyGone, match="not the one"):
        actions.decide_case(w, REF)
    assert "key.revealed" not in [entry["kind"] for entry in closed.log()]
