"""A bench whose jurors differ in age and in years of membership, and draws within quotas there."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from jury import actions
from jury.models import Exclusion, RollLeaf
from jury.randomness import Kind
from jury.reading.quotas import frame_of
from jury.strata.leximin import leximin
from jury.strata.lottery import Lottery
from jury.strata.types import Quota
from kernel.actor import Actor
from members.models import Account
from tests.jury.bench import Bench

YOUNG, OLD = date(2001, 3, 9), date(1970, 8, 1)
LATELY, LONG_AGO = timedelta(days=200), timedelta(days=1_500)
KINDS = ((YOUNG, LATELY, 14), (YOUNG, LONG_AGO, 7), (OLD, LATELY, 8), (OLD, LONG_AGO, 9))
JURORS = sum(size for _born, _joined, size in KINDS)
QUOTAS = (
    Quota("age", "18-29", 4, 7),
    Quota("age", "45-59", 5, 8),
    Quota("tenure", "2-5", 5, 6),
)


def mix(bench: Bench) -> None:
    """Make the jurors of four kinds."""
    jurors = iter(bench.cast.jurors)
    with bench.work() as w:
        for born_on, member_for, size in KINDS:
            for _place in range(size):
                one = w.session.get_one(Account, next(jurors).account)
                one.born_on, one.joined_at = born_on, w.now - member_for


def lottery(bench: Bench, quotas: Sequence[Quota] = QUOTAS, kind: Kind = Kind.HOUSE) -> Lottery:
    with bench.work(bench.cast.olive) as w:
        frame = frame_of(w.session, bench.cast.olive.account, bench.ref, w.now, kind, quotas)
    return leximin(frame.available, frame.quotas, frame.seats)


def leave_out(bench: Bench, jurors: Sequence[Actor]) -> None:
    """Let these be left out of the case."""
    with bench.work() as w:
        for one in jurors:
            w.session.add(Exclusion(case_ref=bench.ref, account_id=one.account, reason="household"))


def let_in(bench: Bench, jurors: Sequence[Actor]) -> None:
    """Undo `leave_out`."""
    with bench.work() as w:
        for one in jurors:
            w.session.delete(w.session.get_one(Exclusion, (bench.ref, one.account)))


def announce(bench: Bench, quotas: Sequence[Quota] = QUOTAS) -> Lottery:
    """Publish a roll and announce a draw within quotas from it."""
    bench.publish_roll()
    found = lottery(bench, quotas)
    with bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, bench.ref, lottery=found)
    bench.log()
    return found


def draw_within(bench: Bench, quotas: Sequence[Quota] = QUOTAS) -> Lottery:
    found = announce(bench, quotas)
    with bench.work() as w:
        actions.draw_panel(w, bench.ref)
    return found


def strata(bench: Bench, people: Sequence[Actor]) -> list[str]:
    """Return what the roll says of these, one after the other."""
    with bench.work(writing=False) as w:
        rows = w.session.execute(sa.select(RollLeaf.account_id, RollLeaf.stratum)).all()
    of = dict(map(tuple, rows))
    return [of[one.account] for one in people]


def long_ago(bench: Bench) -> list[Actor]:
    """Return those who are asked and are members for long: when they are gone, quotas break."""
    asked = bench.jurors("summoned")
    pairs = zip(asked, strata(bench, asked), strict=True)
    return [one for one, stratum in pairs if "tenure=2-5" in stratum]
