"""Item actions: what is done about a question that turned out to be flawed, once it was asked.

Two people decide. The action holds for every paper that asked the question, handed in or still to
be; it changes what the paper came to, and never takes a pass away from anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kernel.errors import N_, Malformed, Sentences
from quiz.item import Fault, Kind, Part

Key = tuple[str, int, int]
"""A question of an item version: item, version, part."""


class What(StrEnum):
    """What is done."""

    DROP = "drop"  # the question counts for nobody, and the cut sinks with the paper
    ACCEPT = "accept"  # further answers are right too
    CREDIT = "credit"  # everybody who was asked has it right


@dataclass(frozen=True)
class ItemAction:
    """An action on a question. accepted: further right answers, as places of options each."""

    item: str
    version: int
    part: int
    what: What
    accepted: tuple[tuple[int, ...], ...] = ()

    @property
    def key(self) -> Key:
        return self.item, self.version, self.part


def by_key(actions: Iterable[ItemAction]) -> dict[Key, ItemAction]:
    """Return the actions by the question that they are on: there is one at most."""
    return {action.key: action for action in actions}


def is_right(part: Part, chosen: tuple[int, ...], action: ItemAction | None) -> bool:
    """Whether an answer is right: all right options and no other; half an answer is none."""
    if action is not None:
        if action.what is What.CREDIT:
            return True
        if action.what is What.ACCEPT and chosen in action.accepted:
            return True
    return chosen == part.key


def faults(part: Part, action: ItemAction) -> list[Fault]:
    """Return what is wrong with an action, in words for whoever proposes it; empty if sound."""
    if action.what is not What.ACCEPT:
        return [Fault(N_("Only further answers are accepted."))] if action.accepted else []
    found = [] if action.accepted else [Fault(N_("Say which further answer is right."))]
    for answer in action.accepted:
        if answer == part.key:
            found.append(Fault(N_("That answer is right already.")))
        elif not _could_be_given(part, answer):
            found.append(Fault(N_("Nobody can give that answer to this question.")))
    return found


def check_action(part: Part, action: ItemAction) -> None:
    """Raise Malformed with all that is wrong with an action."""
    if wrong := faults(part, action):
        raise Malformed(N_("This cannot be done. %(faults)s"), faults=Sentences(wrong))


def _could_be_given(part: Part, answer: tuple[int, ...]) -> bool:
    places = range(len(part.options))
    if part.kind is Kind.ORDERING:
        return sorted(answer) == list(places)
    sound = bool(answer) and list(answer) == sorted(set(answer)) and set(answer) <= set(places)
    return sound and (part.kind is Kind.MULTIPLE or len(answer) == 1)


Actions = Mapping[Key, ItemAction]
