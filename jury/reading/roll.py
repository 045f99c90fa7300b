"""What members may see of the rolls: their own place on each, its proof, and who is left out."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import canonical
from jury import queries
from jury.models import Roll, RollLeaf, RollRemark
from jury.reading.strata import Mine, announced_to
from jury.sortition import Leaf
from jury.step import RollState
from kernel.errors import Missing
from members.queries import account, why_left_out

EPOCHS_AT_ONCE = 10
# What checks a place; it is shown as it stands here, and a test runs it.
CHECK = """\
import hashlib, json

said = json.load(open("place.json"))
at, last = json.loads(said["leaf"])["ord"], said["size"] - 1
found = hashlib.sha256(b"\\0" + said["leaf"].encode()).digest()
for other in map(bytes.fromhex, said["proof"]):
    left = at % 2 or at == last
    pair = other + found if left else found + other
    found = hashlib.sha256(b"\\1" + pair).digest()
    while left and at and not at % 2:
        at, last = at // 2, last // 2
    at, last = at // 2, last // 2
print(found.hex())
"""


@dataclass(frozen=True)
class Place:
    """A juror's place on a roll, and the root that was published for it."""

    leaf: Leaf
    size: int
    root: str

    @property
    def number(self) -> int:
        """The place as people count, from 1."""
        return self.leaf.ord + 1

    @property
    def leaf_json(self) -> str:
        """The leaf to the letter, as the roll's tree holds it."""
        return self.leaf.encode().decode()


@dataclass(frozen=True)
class Epoch:
    """A roll as a member sees it.

    state: `used` (panels are drawn from it), `past`, `wrong` (a remark on it was upheld), or what
    it waits for, by the name of a RollState. announced: their chance in each draw within quotas
    from it that is to fall.
    """

    roll: Roll
    state: str
    place: Place | None
    remark: RollRemark | None
    announced: list[Mine]

    @property
    def takes_remark(self) -> bool:
        return self.state == RollState.LOOKED_AT and self.remark is None


@dataclass(frozen=True)
class RollPage:
    """Rolls, the newest first. why: what keeps whoever asks off the next one, if anything.
    earlier: before which epoch there are more."""

    epochs: list[Epoch]
    why: str | None
    earlier: int | None


@dataclass(frozen=True)
class RemarkPage:
    """A remark as the officer reads it who answers it: never the number of a place, by which the
    log would tell who was drawn."""

    remark: RollRemark
    name: str
    ref: str
    stratum: str | None
    rests: bool
    why: str | None


def my_place(session: Session, account_id: str, epoch: int | None = None) -> Place | None:
    """Return the place of an account on a roll, the latest unless told; None if it has none."""
    roll = queries.latest_roll(session) if epoch is None else session.get(Roll, epoch)
    leaf = None if roll is None else queries.place_of(session, roll.epoch, account_id)
    return None if roll is None or leaf is None else Place(leaf, roll.size, roll.root)


def place_json(session: Session, account_id: str, epoch: int | None = None) -> bytes:
    """Return the place of an account on a roll, the latest unless told, with its proof into the
    published root. Raises Missing when it has none there."""
    place = my_place(session, account_id, epoch)
    if place is None:
        raise Missing()
    ((_leaf, proof),) = queries.leaf_proofs(session, place.leaf.epoch, [place.leaf.ord])
    said = {
        "leaf": place.leaf_json,
        "proof": [one.hex() for one in proof],
        "root": place.root,
        "size": place.size,
    }
    return canonical(said)


def roll_page(
    session: Session, account_id: str, now: datetime, before: int | None = None
) -> RollPage:
    """Return the rolls as a member sees them; before: only epochs before this one."""
    query = sa.select(Roll).order_by(Roll.epoch.desc()).limit(EPOCHS_AT_ONCE + 1)
    rolls = session.scalars(query if before is None else query.where(Roll.epoch < before)).all()
    shown, more = rolls[:EPOCHS_AT_ONCE], len(rolls) > EPOCHS_AT_ONCE
    epochs = [roll.epoch for roll in shown]
    leaves = {
        row.epoch: queries.as_leaf(row)
        for row in session.scalars(
            sa.select(RollLeaf).where(RollLeaf.account_id == account_id, RollLeaf.epoch.in_(epochs))
        )
    }
    remarks = queries.remarks_of(session, account_id, epochs)
    current = queries.usable_roll(session, now)
    used, wrong = (current.epoch if current else 0), queries.found_wrong(session, epochs)

    def state(roll: Roll) -> str:
        if roll.epoch in wrong:
            return "wrong"
        if roll.epoch <= used:
            return "used" if roll.epoch == used else "past"
        return queries.waits_for(session, roll, now)

    return RollPage(
        epochs=[
            Epoch(
                roll=roll,
                state=state(roll),
                place=Place(leaves[roll.epoch], roll.size, roll.root)
                if roll.epoch in leaves
                else None,
                remark=remarks.get(roll.epoch),
                announced=announced_to(session, account_id, roll.epoch),
            )
            for roll in shown
        ],
        why=why_left_out(session, account_id, now),
        earlier=epochs[-1] if more else None,
    )


def remark_pages(session: Session, account_id: str, now: datetime) -> list[RemarkPage]:
    """Return what waits for an answer by this officer, the oldest first."""
    pages = []
    for remark in queries.waiting_for(session, RollRemark, account_id):
        leaf = queries.place_of(session, remark.epoch, remark.account_id)
        by = account(session, remark.account_id)
        pages.append(
            RemarkPage(
                remark=remark,
                name=by.name,
                ref=by.ref,
                stratum=leaf.stratum if leaf else None,
                rests=leaf is not None and leaf.rests,
                why=why_left_out(session, remark.account_id, now),
            )
        )
    return pages
