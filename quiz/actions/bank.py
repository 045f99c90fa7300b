"""What is done with the bank: items are brought in and made live."""

import hashlib
from dataclasses import replace

from audit.actions import record
from kernel.work import Work
from quiz.actions.steps import check_anchors, clauses_by_ref, make_enemies, publish
from quiz.bank import Bank
from quiz.events import BankLoaded
from quiz.queries.bank import enemies, hold_bank, retirements, shelf


def load_bank(work: Work, bank: Bank) -> int:
    """Bring items into the bank and make them live; return how many were new or changed.

    An operator's act, by command: what comes so has been reviewed where it was written. An item
    whose content is already live is left alone, so that loading twice changes nothing, and so
    is one that was retired.
    Raises Malformed when a quote is not in its clause version, Missing when that is unknown.
    """
    hold_bank(work.session)
    held, retired = shelf(work.session), retirements(work.session)
    clauses = clauses_by_ref(work)
    changed = []
    for item in bank.items:
        latest, live = held.get(item.item, (0, None))
        if item.item in retired or (live is not None and live.content == item.content):
            continue
        check_anchors(item, clauses)
        publish(work, replace(item, version=latest + 1), clauses, written_by=work.actor.ref)
        changed.append(f"{item.item}/{latest + 1} {item.content}\n")
    for pair in sorted(bank.enemies - enemies(work.session)):
        make_enemies(work, *pair)
        changed.append(f"{pair[0]} {pair[1]}\n")
    if changed:
        digest = hashlib.sha256("".join(sorted(changed)).encode()).hexdigest()
        record(work, BankLoaded(items=len(changed), digest=digest))
    return len(changed)
