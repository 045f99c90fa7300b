"""Questions about cut score studies: who judges, what was estimated, what counts."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import held, is_id
from kernel.errors import Missing
from members.models import Account
from quiz.cut import Covered, Estimate, Phase, Seen, Study, phase
from quiz.itemaction import Key
from quiz.models import CutEstimate, CutHandIn, CutJudge, CutQuestion, CutStudy, Sitting
from quiz.queries.figures import ENTRY_PAPERS, is_first
from quiz.specification import SPECIFICATIONS, Specification

Percents = dict[Key, int]
"""A judge's own estimates, by question."""


def studies(session: Session) -> list[CutStudy]:
    """Return all studies, the latest first."""
    query = sa.select(CutStudy).order_by(CutStudy.begun_at.desc(), CutStudy.id)
    return list(session.scalars(query))


def studies_of(session: Session, account_id: str) -> list[CutStudy]:
    """Return the studies that an account judges in, the latest first."""
    mine = sa.select(CutJudge.study_id).where(CutJudge.account_id == account_id)
    query = sa.select(CutStudy).where(CutStudy.id.in_(mine))
    return list(session.scalars(query.order_by(CutStudy.begun_at.desc(), CutStudy.id)))


def study(session: Session, study_id: str, *, lock: bool = False) -> CutStudy:
    """Return a study; raises Missing. lock: hold it, so that no round closes meanwhile."""
    found = None
    if is_id(study_id):
        query = sa.select(CutStudy).where(CutStudy.id == study_id)
        found = session.scalar(held(query) if lock else query)
    if found is None:
        raise Missing()
    return found


def judged_study(
    session: Session, study_id: str, account_id: str, *, lock: bool = False
) -> CutStudy:
    """Return a study that this account judges in; for who does not, Missing as for none."""
    found = study(session, study_id, lock=lock)
    if session.get(CutJudge, (found.id, account_id)) is None:
        raise Missing()
    return found


def judges_in(session: Session, study_id: str, account_id: str) -> bool:
    """Whether an account judges in a study."""
    return session.get(CutJudge, (study_id, account_id)) is not None


def to_judge(session: Session, account_id: str) -> list[CutStudy]:
    """Return the studies in whose round an account can hand in figures and has not yet."""
    found = []
    for one in studies_of(session, account_id):
        done = {number for judge, number in hand_ins(session, one) if judge == account_id}
        if (phase_of(one) is Phase.FIRST and 1 not in done) or (
            phase_of(one) is Phase.SECOND and 1 in done and 2 not in done
        ):
            found.append(one)
    return found


def phase_of(one: CutStudy) -> Phase:
    """Return where a study stands."""
    return phase(one.first_closed_at, one.second_closed_at)


def specification_of(one: CutStudy) -> Specification:
    """Return the plan of the papers that a study is about."""
    return SPECIFICATIONS[one.specification]


def judges(session: Session, one: CutStudy) -> list[tuple[CutJudge, Account]]:
    """Return who judges, in the order in which they were invited."""
    query = (
        sa.select(CutJudge, Account)
        .join(Account, Account.id == CutJudge.account_id)
        .where(CutJudge.study_id == one.id)
        .order_by(CutJudge.invited_at, Account.name, Account.id)
    )
    return [(row.CutJudge, row.Account) for row in session.execute(query)]


def questions(session: Session, one: CutStudy) -> list[CutQuestion]:
    """Return what a study covers, in the order in which judges read it."""
    query = sa.select(CutQuestion).where(CutQuestion.study_id == one.id)
    return list(session.scalars(query.order_by(CutQuestion.place)))


def hand_ins(session: Session, one: CutStudy) -> dict[tuple[str, int], CutHandIn]:
    """Return what was handed in, by account and round."""
    rows = session.scalars(sa.select(CutHandIn).where(CutHandIn.study_id == one.id))
    return {(row.account_id, row.round): row for row in rows}


def counting(session: Session, one: CutStudy) -> int:
    """Return how many judges count: those who handed in the first round."""
    query = sa.select(sa.func.count()).select_from(CutHandIn)
    return session.scalar(query.where(CutHandIn.study_id == one.id, CutHandIn.round == 1)) or 0


def figures(session: Session, one: CutStudy, account_id: str, round_: int) -> Percents:
    """Return what a judge wrote in a round, handed in or not."""
    query = sa.select(CutEstimate).where(
        CutEstimate.study_id == one.id,
        CutEstimate.account_id == account_id,
        CutEstimate.round == round_,
    )
    return {(row.item, row.version, row.part): row.percent for row in session.scalars(query)}


def estimates(session: Session, one: CutStudy, round_: int) -> list[Estimate]:
    """Return the estimates that count in a round, without names.

    Who did not hand in the first round in time does not count. Who did not hand in the second
    keeps their first figures, as does a question that was not revised.
    """
    handed_in = hand_ins(session, one)
    numbers = {account: n for n, account in enumerate(sorted(a for a, r in handed_in if r == 1))}
    rows = session.scalars(
        sa.select(CutEstimate)
        .where(CutEstimate.study_id == one.id, CutEstimate.round <= round_)
        .order_by(CutEstimate.round)
    )
    found: dict[tuple[int, Key], int] = {}
    for row in rows:
        if (row.account_id, row.round) in handed_in and row.account_id in numbers:
            found[numbers[row.account_id], (row.item, row.version, row.part)] = row.percent
    return [Estimate(judge, key, percent) for (judge, key), percent in sorted(found.items())]


def result(session: Session, one: CutStudy, covered: Sequence[Covered], round_: int) -> Study:
    """Return the estimates of a round that count, as the noun reckons with them."""
    given = estimates(session, one, round_)
    return Study(specification_of(one), tuple(covered), tuple(given))


def seen(found: Sequence[CutQuestion]) -> dict[Key, Seen]:
    """Return how questions went in fact, as far as the judges were told."""
    return {
        row.value.key: Seen(row.answers, row.right_ones)
        for row in found
        if row.answers is not None and row.right_ones is not None
    }


def first_scores(session: Session, asked: int) -> Counter[int]:
    """Return how many members reached which score in the first entry paper that was graded.

    asked: papers with so many questions only; another length has another scale.
    """
    rows = session.execute(
        sa.select(Sitting.score, sa.func.count().label("members"))
        .where(ENTRY_PAPERS, is_first(), Sitting.handed_in_at.is_not(None), Sitting.asked == asked)
        .group_by(Sitting.score)
    )
    return Counter({row.score: row.members for row in rows})
