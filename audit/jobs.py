"""Due work of the log: whatever waits is sequenced, signed and published, can then be found, and is
laid out as files; then its witnesses are asked. What is looked at before any work begins: whether
the log is as it was left."""

from datetime import datetime

from audit import actions, policyfile, search, selfcheck, stamping, witnesses, witnessing
from audit.exports import spool
from audit.index import index_logs
from audit.publishing import publish
from audit.sequencer import sequence
from audit.witnesses import Question, Reply
from kernel.db import read_one_moment
from kernel.jobs import Apart, Check, Job
from kernel.work import ground, unit_of_work


def sequence_logs() -> int:
    """Run the sequencer once, and index what found its place: also where a log refuses."""
    try:
        return sequence(ground().engine, ground().settings)
    finally:
        index_logs()


def publish_tiles() -> int:
    """Bring the folder of tiles up to what was published."""
    return publish()


def stamp_log() -> int:
    """Have the last checkpoint of the registry stamped with the time, once a day."""
    settings = ground().settings
    if not settings.stamp_url:
        return 0
    with unit_of_work(writing=False) as work:
        now, wanted = work.now, stamping.due(work.session, settings, work.now)
    if wanted is None:
        return 0
    stamping.stamp(settings, *wanted, now)
    return 1


def clear_exports() -> int:
    """Remove the files that were made to be taken, a week later."""
    with unit_of_work(writing=False) as work:
        kept = search.exports_kept(work.session)
        due = search.exports_gone_old(work.session, work.now)
        due = due or bool(spool.stray(work.settings.home, work.now, kept))
    if not due:
        return 0
    with unit_of_work() as work:
        return actions.clear_exports(work)


def ask_witnesses() -> int:
    """Ask the witnesses that are due to sign the last head; return how many did. A worker has this
    go on beside its rounds: who answers slowly, or never, holds up no other job.

    No transaction is open while they are waited for. Who tells that it has seen another size than
    we thought is asked once more, with the proof from there.
    """
    policy = policyfile.policy_of(ground().settings)
    if policy is None:
        return 0
    with unit_of_work(writing=False) as work:
        now, asked = work.now, witnesses.questions(work.session, policy, work.now)
    replies = _ask(asked, now)
    with unit_of_work(writing=False) as work:
        more = [
            witnesses.again(work.session, question, reply.seen)
            for question, reply in replies
            if reply.seen is not None and not reply.trouble
        ]
    again = {question.listed: (question, reply) for question, reply in _ask(more, now)}
    return _write_down([again.get(one[0].listed, one) for one in replies], now)


def _ask(questions: list[Question], now: datetime) -> list[tuple[Question, Reply]]:
    asks = {question.listed: (question.listed.url, question.body) for question in questions}
    answers = witnessing.ask_all(asks)
    return [(one, witnesses.read(one, answers[one.listed], now)) for one in questions]


def _write_down(replies: list[tuple[Question, Reply]], now: datetime) -> int:
    for question, reply in replies:
        with unit_of_work() as work:
            witnesses.write_down(work.session, question, reply, now)
    return sum(reply.found is not None for _question, reply in replies)


JOBS: dict[str, Job] = {
    "audit.sequence": sequence_logs,
    "audit.publish-tiles": publish_tiles,  # after it: what was signed in a round is shown in it
    "audit.witness": Apart(ask_witnesses),
    "audit.stamp": Apart(stamp_log),
    "audit.clear-exports": clear_exports,
}


def look_over() -> list[str]:
    """Return a line for whatever is not as it was left; a sequencer may be at work meanwhile."""
    settings = ground().settings
    with unit_of_work(writing=False) as work:
        noted = selfcheck.noted(work.session, settings)
    with unit_of_work(writing=False) as work:
        read_one_moment(work.session)
        return list(selfcheck.problems(work.session, settings, noted))


CHECKS: tuple[Check, ...] = (look_over,)
