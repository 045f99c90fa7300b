"""What is done in the cut score room: a study is begun, judged in two rounds, and closed.

No study changes the cut: that stands in the specification, and people write it there.
"""

import hashlib
from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from audit.actions import record
from audit.entry import canonical
from kernel.actor import Role
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from members.queries import account_by_email, holds_certificate, roles_of
from quiz.cut import LEAST_JUDGES, PERCENT, Phase, Seen, covered_by, recommendation
from quiz.cut_events import CutJudgeInvited, CutRoundClosed, CutRoundHandedIn, CutStudyBegun
from quiz.itemaction import Key
from quiz.models import CutEstimate, CutHandIn, CutJudge, CutQuestion, CutStudy
from quiz.queries import cut as queries
from quiz.queries.bank import bank_on, items_by_ref
from quiz.queries.figures import sums
from quiz.specification import ENTRY, Specification

LONGEST_NAME = 120


def begin_study(work: Work, name: str, specification: Specification = ENTRY) -> CutStudy:
    """Begin a study of all questions that papers may ask today; they stay its questions.

    Raises Malformed for a name that is empty or too long, Conflict for one that is taken, and
    where the bank holds no paper.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Malformed(N_("Name the study in at most %(most)s letters."), most=LONGEST_NAME)
    covered = covered_by(specification, bank_on(work.session, work.now.date()))
    begun = CutStudy(
        name=name,
        specification=specification.name,
        begun_by=work.actor.ref,
        begun_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(begun)
    except IntegrityError:
        raise Conflict(N_("There is a study of this name already.")) from None
    items = items_by_ref(work.session, {f"{one.item}/{one.version}" for one in covered})
    work.session.add_all(
        CutQuestion(
            study_id=begun.id,
            item=one.item,
            version=one.version,
            part=one.part,
            place=place,
            topic=one.topic,
            kind=items[f"{one.item}/{one.version}"].kind,
        )
        for place, one in enumerate(covered, start=1)
    )
    work.session.flush()
    refs = [[one.item, one.version, one.part] for one in covered]
    record(
        work,
        CutStudyBegun(
            study=begun.id,
            specification=specification.name,
            questions=len(covered),
            digest=hashlib.sha256(canonical({"questions": refs})).hexdigest(),
        ),
    )
    return begun


def invite_judge(work: Work, study_id: str, email: str) -> None:
    """Let somebody judge in a study. Judges see keys, so their own exam must be over.

    Raises Missing for an unknown study; Conflict once the first round is closed, for who judges in
    it already, and for who is neither an editor nor certified, just as for who is not a member.
    """
    one = queries.study(work.session, study_id, lock=True)
    if queries.phase_of(one) is not Phase.FIRST:
        raise Conflict(N_("The first round is closed. Nobody can join this study any more."))
    found = account_by_email(work.session, email)
    if found is None or not _exam_is_over(work, found.id):
        raise Conflict(
            N_(
                "Only editors, and members who hold the certificate, can be judges: they see the "
                "right answers. Nobody of these signs in with this address."
            )
        )
    if queries.judges_in(work.session, one.id, found.id):
        raise Conflict(N_("This person judges in this study already."))
    work.session.add(
        CutJudge(
            study_id=one.id,
            account_id=found.id,
            invited_by=work.actor.ref,
            invited_at=work.now,
        )
    )
    work.session.flush()
    record(work, CutJudgeInvited(study=one.id, judge=found.ref))


def _exam_is_over(work: Work, account_id: str) -> bool:
    is_editor = Role.EDITOR in roles_of(work.session, account_id)
    return is_editor or holds_certificate(work.session, account_id)


def save_estimates(
    work: Work, study_id: str, round_: int, percents: Mapping[Key, int | None]
) -> None:
    """Keep the actor's estimates of some questions; None takes one back.

    round_: the one that they were written in. What was taken back in the second round stands as
    it was in the first. Raises Missing for who is no judge, Conflict when the round is not open or
    handed in, Malformed for what is no estimate of the study.
    """
    one = _judging(work, study_id, round_)
    covered = {row.value.key for row in queries.questions(work.session, one)}
    given = {key: percent for key, percent in percents.items() if percent is not None}
    if not covered.issuperset(percents) or not all(0 <= p <= PERCENT for p in given.values()):
        raise Malformed(N_("An estimate is a whole number from 0 to 100."))
    for key, percent in percents.items():
        item, version, part = key
        name = (one.id, work.actor.account, round_, item, version, part)
        held = work.session.get(CutEstimate, name)
        if percent is None:
            if held is not None:
                work.session.delete(held)
        elif held is not None:
            held.percent = percent
        else:
            work.session.add(_estimate(name, percent))
    work.session.flush()


def _estimate(name: tuple[str, str, int, str, int, int], percent: int) -> CutEstimate:
    study_id, account_id, round_, item, version, part = name
    return CutEstimate(
        study_id=study_id,
        account_id=account_id,
        round=round_,
        item=item,
        version=version,
        part=part,
        percent=percent,
    )


def hand_in_round(work: Work, study_id: str, round_: int) -> None:
    """Hand in the actor's estimates of a round: they change no more.

    Raises Missing for who is no judge, Conflict when the round is not open, is handed in, or lacks
    an estimate; in the second round none lacks, for those of the first stand.
    """
    one = _judging(work, study_id, round_)
    account = work.actor.account
    if round_ == 1 and (missing := _missing(work, one, account)):
        raise Conflict(
            N_("%(count)s questions have no estimate yet. Each needs one."), count=missing
        )
    work.session.add(CutHandIn(study_id=one.id, account_id=account, round=round_, at=work.now))
    work.session.flush()
    record(work, CutRoundHandedIn(study=one.id, round=round_))


def _missing(work: Work, one: CutStudy, account: str) -> int:
    covered = queries.questions(work.session, one)
    return len(covered) - len(queries.figures(work.session, one, account, 1))


def _judging(work: Work, study_id: str, round_: int) -> CutStudy:
    """Return the study, held, if the actor may write estimates of this round in it now."""
    one = queries.judged_study(work.session, study_id, work.actor.account, lock=True)
    stands = queries.phase_of(one)
    if stands is Phase.ENDED or stands.round != round_:
        raise Conflict(N_("This round is closed. Its estimates can no longer be changed."))
    handed_in = queries.hand_ins(work.session, one)
    if (work.actor.account, round_) in handed_in:
        raise Conflict(N_("You have handed in this round. Its estimates no longer change."))
    if round_ == 2 and (work.actor.account, 1) not in handed_in:
        raise Conflict(N_("You did not hand in the first round, so there is nothing to revise."))
    return one


def close_round(work: Work, study_id: str, round_: int) -> None:
    """Close the round that is open. What was not handed in by now does not count.

    After the first round the judges are told how questions went in fact, where there are enough
    answers. Raises Missing, and Conflict when another round is open, or fewer than three judges
    count: two would read each other's figures off the range.
    """
    one = queries.study(work.session, study_id, lock=True)
    if queries.phase_of(one).round != round_:
        raise Conflict(N_("This round is not open. Nothing was closed."))
    judges = queries.counting(work.session, one)
    if judges < LEAST_JUDGES:
        raise Conflict(
            N_("At least %(least)s judges must have handed in: two would know each other's."),
            least=LEAST_JUDGES,
        )
    if round_ == 1:
        one.first_closed_by, one.first_closed_at = work.actor.ref, work.now
        _tell(work, one)
    else:
        one.second_closed_by, one.second_closed_at = work.actor.ref, work.now
    work.session.flush()
    record(work, _closed(work, one, round_, judges))


def _tell(work: Work, one: CutStudy) -> None:
    rows = queries.questions(work.session, one)
    counted = sums(work.session, {row.item for row in rows})
    for row in rows:
        went = counted.get(row.value.key)
        if went is not None and Seen(went.n, went.right).tells:
            row.answers, row.right_ones = went.n, went.right


def _closed(work: Work, one: CutStudy, round_: int, judges: int) -> CutRoundClosed:
    covered = [row.value for row in queries.questions(work.session, one)]
    counted = queries.result(work.session, one, covered, round_)
    by_question: dict[Key, list[int]] = {}
    for given in counted.estimates:
        by_question.setdefault(given.key, []).append(given.percent)
    # In order of size within each question: the log ties no figure to a judge.
    figures = [[*key, sorted(percents)] for key, percents in sorted(by_question.items())]
    return CutRoundClosed(
        study=one.id,
        round=round_,
        judges=judges,
        cut=recommendation(counted).cut if round_ == 2 else 0,
        digest=hashlib.sha256(canonical({"estimates": figures})).hexdigest(),
    )
