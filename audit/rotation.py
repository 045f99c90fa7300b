"""The keys of the log, one after the other: who signed what, and how one hands over to the next.

The old key signs the next one's verifier key, and the next one accepts; both stand in the registry
as an event. The first head of the registry with that event in it is signed by both, and from there
on the next one signs. What was signed before stays signed by the key that signed it.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from audit import keys, note, queries
from audit.keys import REGISTRY
from audit.models import LogKey, PublishedCheckpoint
from audit.note import Verifier
from kernel.settings import Settings


def verifiers(session: Session, settings: Settings, log: str = REGISTRY) -> list[Verifier]:
    """Return all keys that have signed or sign, the oldest first, under the name of `log`."""
    rows = session.scalars(
        sa.select(LogKey.public).where(LogKey.since.is_not(None)).order_by(LogKey.number)
    ).all()
    origin = keys.origin(settings, log)
    return [Verifier(origin, one) for one in rows] or [keys.verifier(settings, log)]


def signers_at(session: Session, settings: Settings, size: int) -> list[Verifier]:
    """Return who has to have signed a head of the registry of this size: two where one hands over
    to the next."""
    rows = session.execute(
        sa.select(LogKey.since, LogKey.public)
        .where(LogKey.since <= size)
        .order_by(LogKey.number.desc())
        .limit(2)
    ).all()
    origin = keys.origin(settings, REGISTRY)
    if not rows:
        return [keys.verifier(settings)]
    both = rows[:2] if rows[0].since == size else rows[:1]
    return [Verifier(origin, one.public) for one in both]


def opened(session: Session, settings: Settings, log: str, size: int, text: str) -> note.Checkpoint:
    """Return the checkpoint of this size in a note that those have signed who had to.

    Raises BadNote, and LostKey where the key that signs now is gone.
    """
    keys.signer(settings)
    if log != REGISTRY:  # signed by the key of its day: it counts by what the registry says of it
        return note.checkpoint(text, *verifiers(session, settings, log))
    first, *rest = signers_at(session, settings, size)
    for one in rest:
        note.checkpoint(text, one)
    return note.checkpoint(text, first)


def coming(session: Session) -> LogKey | None:
    """Return the key that was announced last, if it has not taken over yet."""
    row = session.scalar(sa.select(LogKey).order_by(LogKey.number.desc()).limit(1))
    return row if row is not None and row.since is None else None


def is_ready(settings: Settings, row: LogKey) -> bool:
    """Whether the key that was announced is there to take over."""
    following = keys.next_signer(settings)
    return following is not None and keys.public_of(following) == row.public


def settle(session: Session, settings: Settings) -> None:
    """Finish a handover that was published, if we were stopped before the file of the key moved."""
    following = keys.next_signer(settings)
    if following is None:
        return
    newest = session.scalar(
        sa.select(LogKey.public)
        .where(LogKey.since.is_not(None))
        .order_by(LogKey.number.desc())
        .limit(1)
    )
    if keys.public_of(following) == newest:
        keys.hand_over(settings, newest)


def takes_over(
    session: Session, settings: Settings, size: int
) -> tuple[LogKey, Ed25519PrivateKey] | None:
    """Return the key that takes over with the head of the registry of this size, and its row; None
    for none. Without the file of the key the old one goes on: `audit check` says so."""
    row = coming(session)
    if row is None:
        return None
    at, key = queries.sequenced(session, REGISTRY, row.leaf or b""), keys.next_signer(settings)
    if at is None or at >= size or key is None:
        return None
    return (row, key) if key.public_key().public_bytes_raw() == row.public else None


def handovers(session: Session, before: int) -> list[tuple[int, str]]:
    """Return size and note of each head of the registry at which a key handed over, up to that
    of size `before`."""
    rows = session.execute(
        sa.select(PublishedCheckpoint.size, PublishedCheckpoint.note)
        .join(LogKey, LogKey.since == PublishedCheckpoint.size)
        .where(PublishedCheckpoint.log == REGISTRY, LogKey.number > 0, LogKey.since <= before)
        .order_by(PublishedCheckpoint.size)
    )
    return [(size, text) for size, text in rows]


def mistakes(session: Session, settings: Settings, told: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for whatever does not fit between the keys and what the registry tells of them.

    told: the events of the kind `log.key_rotated`, in order.
    """
    rows = session.scalars(sa.select(LogKey).order_by(LogKey.number)).all()
    origin = keys.origin(settings, REGISTRY)
    public = {str(Verifier(origin, row.public)) for row in rows[1:]}
    announced = [says.get("new") for says in told]
    for number, row in enumerate(rows[1:], 1):
        if row.since is not None and str(Verifier(origin, row.public)) not in announced:
            yield f"{REGISTRY}: key {number + 1} was never announced"
        if row.since is None and row is rows[-1] and not is_ready(settings, row):
            yield f"{REGISTRY}: a key was announced, and {settings.keys / keys.NEXT} is not there"
    for says in told:
        try:
            note.check_rotation(**{name: str(says[name]) for name in note.ROTATED})
        except (note.BadNote, KeyError) as error:
            yield f"{REGISTRY}: an event of a new key does not fit: {error}"
    if announced and announced[-1] not in public:
        yield f"{REGISTRY}: the key that was announced last is not known"
    signed = [row.public for row in rows if row.since is not None]
    if rows and signed[-1:] != [_now(settings)]:
        yield f"{REGISTRY}: the key that signs is another than was announced"


def _now(settings: Settings) -> bytes:
    return keys.verifier(settings).public
