"""The witnesses of the registry: who is to be asked, what they said, how they stand.

They are asked after a head was published and never before, so that none of them, silent or gone,
holds anything up. Case logs need none of their own: the registry holds their heads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import cosignature, note, queries, tilestore
from audit.cosignature import Cosigned, Witness
from audit.keys import REGISTRY
from audit.models import Cosignature, PublishedCheckpoint, WitnessState
from audit.policy import Listed, Policy
from audit.witnessing import Answer
from kernel.db import insert_once, put_once

WAIT = timedelta(minutes=1)  # between two questions to a witness; after each failure twice as long
LONGEST_WAIT = timedelta(hours=1)
SLOW_CLOCK = timedelta(days=1)  # how far ours may be behind that of a witness
AT_ONCE = 500  # cosignatures that are read, looking for the last head that enough have signed
SIZE = "text/x.tlog.size"
TROUBLES = {400: "refused", 403: "unknown key", 404: "unknown log", 422: "fork"}


@dataclass(frozen=True)
class Question:
    """A head for a witness to sign. old: the size that it has seen, as far as we know."""

    listed: Listed
    size: int
    checkpoint: str
    old: int
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What came of a question: a cosignature, a trouble, or the size that the witness has seen."""

    found: Cosigned | None = None
    trouble: str = ""
    seen: int | None = None


def questions(session: Session, settled: Policy, now: datetime) -> list[Question]:
    """Return what is to be asked now: whoever has not signed the last head, and is due."""
    end = queries.published(session, REGISTRY)
    text = queries.own_checkpoint(session, REGISTRY, end.size) if end else None
    if end is None or text is None:
        return []
    signed = set(_signers(session, end.size))
    states = _states(session)
    found = []
    for listed in settled.asked:
        state = states.get(digest(listed.key))
        if digest(listed.key) in signed or (state and now < _due(state)):
            continue
        old = state.size if state and state.size <= end.size else 0
        found.append(_question(session, Question(listed, end.size, text, old, b"")))
    return found


def again(session: Session, question: Question, seen: int) -> Question:
    """Return the same question, with the proof from the size that the witness says it has seen."""
    return _question(session, replace(question, old=seen))


def read(question: Question, answer: Answer | None, now: datetime) -> Reply:
    """Return what an answer says. Nothing in it is believed that is not signed, or lies ahead."""
    if answer is None:
        return Reply(trouble="silent")
    if answer.status == 409:
        seen = cosignature.size_of(answer.body) if answer.kind == SIZE else None
        if seen is None or seen == question.old == question.size:
            return Reply(trouble="fork" if question.old == question.size else "nonsense")
        return Reply(trouble="ahead" if seen > question.size else "", seen=seen)
    if answer.status != 200:
        return Reply(trouble=TROUBLES.get(answer.status, "refused"))
    try:
        text = note.text_of(question.checkpoint)
        said = answer.body.decode("utf-8")
        found = list(cosignature.cosigned(said, text, [question.listed.key]))
    except (note.BadNote, ValueError):
        return Reply(trouble="nonsense")
    good = found and len(answer.body) <= cosignature.LARGEST
    if not good or found[0].at > (now + SLOW_CLOCK).timestamp():
        return Reply(trouble="nonsense")
    return Reply(found[0])


def write_down(session: Session, question: Question, reply: Reply, now: datetime) -> None:
    """Keep what a witness said, and when to ask it again."""
    who = digest(question.listed.key)
    if reply.found:
        row = {"log": REGISTRY, "size": question.size, "witness": who, "line": reply.found.line}
        at = datetime.fromtimestamp(reply.found.at, UTC)
        put_once(session, Cosignature.__table__, {**row, "signed_at": at})
    new = WitnessState(witness=who, size=0, asked_at=now, failures=0, trouble="")
    insert_once(session, new)
    state = session.get_one(WitnessState, who, with_for_update=True, populate_existing=True)
    state.asked_at = now
    state.trouble = reply.trouble or ("" if reply.found else "moved")
    state.failures = state.failures + 1 if state.trouble else 0
    if reply.found or reply.seen is not None:
        state.size = question.size if reply.found else (reply.seen or 0)


@dataclass(frozen=True)
class Standing:
    """How a witness stands. size, at: the last head that it signed, and when; None before."""

    name: str
    key: str
    size: int | None
    at: datetime | None
    trouble: str
    asked_at: datetime | None


@dataclass(frozen=True)
class Witnessed:
    """How the registry is witnessed.

    size: of the last head. signed: how many witnesses have signed it. enough: whether that is
    enough. last: size and moment of the last head that enough have signed; None without one.
    """

    each: list[Standing]
    size: int
    signed: int
    enough: bool
    last: tuple[int, datetime] | None


def witnessed(session: Session, settled: Policy) -> Witnessed:
    """Return how the registry is witnessed by now."""
    end = queries.published(session, REGISTRY)
    size = end.size if end else 0
    states = _states(session)
    each = []
    for listed in settled.witnesses:
        who = digest(listed.key)
        state = states.get(who)
        last = session.execute(
            sa.select(Cosignature.size, Cosignature.signed_at)
            .where(Cosignature.log == REGISTRY, Cosignature.witness == who)
            .order_by(Cosignature.size.desc())
            .limit(1)
        ).one_or_none()
        trouble, asked = (state.trouble, state.asked_at) if state else ("", None)
        key = listed.key
        signed_size, at = (last.size, last.signed_at) if last else (None, None)
        each.append(Standing(key.name, key.key_id.hex(), signed_size, at, trouble, asked))
    signed = [one for one in each if one.size == size]
    last_good = _enough(session, settled)
    enough = bool(last_good and last_good[0] == size)
    return Witnessed(each, size, len(signed), enough, last_good)


def checkpoint(session: Session, settled: Policy) -> str | None:
    """Return the last checkpoint of the registry that enough witnesses have signed."""
    found = _enough(session, settled)
    return queries.checkpoint(session, REGISTRY, found[0]) if found else None


def mistakes(session: Session, settled: Policy) -> Iterator[str]:
    """Yield a line for each cosignature that is kept and does not fit."""
    known = {digest(one.key): one.key for one in settled.witnesses}
    rows = session.execute(
        sa.select(Cosignature.size, Cosignature.witness, Cosignature.line, PublishedCheckpoint.note)
        .outerjoin(
            PublishedCheckpoint,
            sa.and_(
                PublishedCheckpoint.log == Cosignature.log,
                PublishedCheckpoint.size == Cosignature.size,
            ),
        )
        .order_by(Cosignature.size)
    )
    for size, who, line, text in rows:
        if who not in known:
            continue
        try:
            good = text and list(cosignature.cosigned(line, note.text_of(text), [known[who]]))
        except note.BadNote:
            good = None
        if not good:
            yield f"{REGISTRY}: the cosignature of {known[who].name} at size {size} does not fit"


def digest(key: Witness) -> bytes:
    """Return what a witness is called in rows."""
    return sha256(str(key).encode()).digest()


def _question(session: Session, asked: Question) -> Question:
    proof = tilestore.tree(session, REGISTRY, asked.size).consistency(asked.old)
    return replace(asked, body=cosignature.submission(asked.old, proof, asked.checkpoint))


def _due(state: WitnessState) -> datetime:
    wait = min(WAIT * (1 << min(state.failures, 10)), LONGEST_WAIT)
    return state.asked_at + wait


def _states(session: Session) -> dict[bytes, WitnessState]:
    return {one.witness: one for one in session.scalars(sa.select(WitnessState))}


def _signers(session: Session, size: int) -> list[bytes]:
    query = sa.select(Cosignature.witness)
    return list(session.scalars(query.where(Cosignature.log == REGISTRY, Cosignature.size == size)))


def _enough(session: Session, settled: Policy) -> tuple[int, datetime] | None:
    """Return size and moment of the last head that enough have signed; None without one.

    Where one of those whom it takes is gone, all that the others signed since is passed over.
    """
    known = {digest(one.key): one.key for one in settled.witnesses}
    last = _last_signed(session, known, None)
    while (top := settled.reach(last)) is not None:
        signers: dict[int, set[Witness]] = {}
        times: dict[int, datetime] = {}
        for size, who, at in _signed_up_to(session, known, top):
            signers.setdefault(size, set()).add(known[who])
            times[size] = at
        for size, some in signers.items():
            if settled.is_met(some):
                return size, times[size]
        last = _last_signed(session, known, min(signers) - 1)
    return None


def _last_signed(
    session: Session, known: dict[bytes, Witness], top: int | None
) -> dict[Witness, int]:
    """Return the size of the last head, up to that of size `top`, that each has signed."""
    asked = []
    for who in known:
        query = sa.select(sa.literal(who), sa.func.max(Cosignature.size)).where(
            Cosignature.log == REGISTRY, Cosignature.witness == who
        )
        asked.append(query if top is None else query.where(Cosignature.size <= top))
    rows: Iterable[Any] = session.execute(sa.union_all(*asked)) if asked else ()
    return {known[who]: size for who, size in rows if size is not None}


def _signed_up_to(
    session: Session, known: dict[bytes, Witness], top: int
) -> list[tuple[int, bytes, datetime]]:
    """Return the last cosignatures of heads up to that of size `top`, of each head all."""
    found = session.execute(
        sa.select(Cosignature.size, Cosignature.witness, Cosignature.signed_at)
        .where(Cosignature.log == REGISTRY, Cosignature.size <= top)
        .where(Cosignature.witness.in_(known))
        .order_by(Cosignature.size.desc(), Cosignature.signed_at)
        .limit(AT_ONCE)
    )
    rows = [(size, who, at) for size, who, at in found]
    if len(rows) < AT_ONCE:
        return rows
    # The last head may be cut off here, and is read again: a policy lists fewer than are read.
    return [row for row in rows if row[0] > rows[-1][0]]
