"""What is done with the bank: items are brought in and made live."""

import hashlib
from dataclasses import replace
from typing import NamedTuple

from audit.actions import record
from kernel.work import Work
from quiz.actions.steps import check_anchors, make_enemies, publish
from quiz.bank import Bank
from quiz.events import BankLoaded
from quiz.queries.bank import enemies, hold_bank, retirements, shelf
from rules.queries import versions_by_number


class Loaded(NamedTuple):
    """How many items a bank brought or changed, and how many new pairs of enemies it brought."""

    items: int
    enemies: int


def load_bank(work: Work, bank: Bank) -> Loaded:
    """Bring items into the bank and make them live; return what was new.

    An operator's act, by command: what comes so has been reviewed where it was written. An item
    whose content is already live is left alone, so that loading twice changes nothing, and so
    is one that was retired.
    Raises Malformed when a quote is not in its clause version, Missing when that is unknown.
    """
    hold_bank(work.session)
    held, retired = shelf(work.session), retirements(work.session)
    clauses = versions_by_number(work.session)
    changed = []
    for item in bank.items:
        latest, live = held.get(item.item, (0, None))
        if item.item in retired or (live is not None and live.content == item.content):
            continue
        check_anchors(item, clauses)
        publish(work, replace(item, version=latest + 1), clauses, written_by=work.actor.ref)
        changed.append(f"{item.item}/{latest + 1} {item.content}\n")
    pairs = sorted(bank.enemies - enemies(work.session))
    for pair in pairs:
        make_enemies(work, *pair)
    lines = sorted([*changed, *(f"{item} {other}\n" for item, other in pairs)])
    if lines:
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
        record(work, BankLoaded(items=len(changed), enemies=len(pairs), digest=digest))
    return Loaded(len(changed), len(pairs))
