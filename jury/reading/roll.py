"""What a juror may see of the roll: their own place on it, and the proof that it stands there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit.entry import canonical
from jury import queries
from jury.sortition import Leaf
from kernel.errors import Missing


@dataclass(frozen=True)
class Place:
    """A juror's place on the latest roll, and the root that was published for it."""

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


def my_place(session: Session, account_id: str) -> Place | None:
    """Return the place of an account on the latest roll; None when it is not on it."""
    roll = queries.latest_roll(session)
    leaf = None if roll is None else queries.place_of(session, roll.epoch, account_id)
    return None if roll is None or leaf is None else Place(leaf, roll.size, roll.root)


def place_json(session: Session, account_id: str) -> bytes:
    """Return the place of an account with its proof into the published root.

    It reads the whole roll, so only whoever asks for the proof pays for it. Raises Missing when
    the account is not on the latest roll.
    """
    place = my_place(session, account_id)
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
