"""What retiring an item would leave behind, said before it is done."""

from quiz import actions
from quiz.bank import demo_bank
from quiz.draft import Draft
from quiz.drawing import shortage
from quiz.offered import Offered
from quiz.queries.bank import bank_on, live_item
from quiz.queries.retiring import issues_before_retiring
from quiz.specification import ENTRY

NAME = "when-members-pay"


def told(work, name=NAME):
    with work(writing=False) as w:
        return [str(one) for one in issues_before_retiring(w.session, name, w.now.date())]


def needed(bank, enemies):
    """Return the ids of others that are spare: without them NAME is needed for every paper."""
    topic = next(item for item in bank if item.item == NAME).topic
    topics = {t for quota in ENTRY.quotas if topic in quota.topics for t in quota.topics}
    spare = []
    for item in bank:
        left = tuple(one for one in bank if one.item not in (*spare, item.item))
        offered = Offered(left, enemies)
        if item.item != NAME and item.topic in topics and not shortage(ENTRY, offered):
            spare.append(item.item)
    return spare


def test_nothing_hangs_on_one_of_many(work, cast):
    assert told(work) == []
    assert told(work, "no-such-item") == []


def test_that_nobody_could_sit_any_more_is_said(work, cast):
    bank = demo_bank()
    with work(cast.edith) as w:
        asked = bank_on(w.session, w.now.date())
        for name in needed(asked, bank.enemies):
            actions.pull_item(w, name, "Two are right.")
        clauses = live_item(w.session, NAME).clauses
        rest = [one for one in bank_on(w.session, w.now.date()) if one.item != NAME]
    first, *others = told(work)
    assert first.startswith("No paper could be filled without it")
    assert len(others) == len(clauses - {clause for one in rest for clause in one.clauses})
    with work(cast.edith) as w:
        actions.pull_item(w, NAME, "Two are right.")
    assert told(work) == [], "it is so already"


def test_a_new_wording_that_is_being_written_is_named(work, cast):
    with work(cast.edith) as w:
        actions.begin_draft(w, Draft(NAME), 1)
    (only,) = told(work)
    assert "A new wording" in only
