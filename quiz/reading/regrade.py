"""What an item action would do: worked out on every paper, shown in numbers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from quiz.grading import Graded
from quiz.item import ItemVersion
from quiz.itemaction import ItemAction
from quiz.models import ItemActionRow, Report
from quiz.queries.bank import item_version
from quiz.queries.regrade import (
    actions_on,
    all_that_grades,
    graded_in,
    papers_that_asked,
    proposed_actions,
)
from quiz.queries.reports import open_reports
from quiz.queries.sittings import action_of, flip_of
from quiz.reading.papers import Option, options_of
from quiz.regrade import Preview, preview


def preview_of(session: Session, action: ItemAction) -> Preview:
    """Return what an action does to the graded papers that asked its question."""
    items, actions = all_that_grades(session)
    papers = papers_that_asked(session, action.key)
    return preview(flip_of(one, action, items, actions) for one in papers)


@dataclass(frozen=True)
class Proposed:
    """An action, with what it would do where that was asked for."""

    row: ItemActionRow
    action: ItemAction
    preview: Preview | None


def actions_page(
    session: Session, item: str, version: int, look: str = ""
) -> tuple[ItemVersion, list[Proposed]]:
    """Return an item version and the actions on it.

    look: id of a proposal; only of that one every paper is graded, to tell what it would do.
    """
    found = []
    shown = item_version(session, item, version)
    for row in actions_on(session, item, version):
        action = action_of(row)
        asked = row.state == "proposed" and row.id == look
        found.append(Proposed(row, action, preview_of(session, action) if asked else None))
    return shown, found


def waiting_actions(session: Session, editor: str) -> list[ItemActionRow]:
    """Return the actions that wait for somebody else than who proposed them."""
    return [row for row in proposed_actions(session) if row.proposed_by != editor]


@dataclass(frozen=True)
class Reported:
    """A member's report about a question, with the question as it was asked and answered."""

    report: Report
    graded: Graded

    @property
    def options(self) -> tuple[Option, ...]:
        """The options as they stood in the paper, with what the member chose and what is right."""
        return options_of(self.graded)

    @property
    def put(self) -> tuple[str, ...]:
        """The order into which the member put the things of an ordering."""
        return tuple(self.graded.part.options[place] for place in self.graded.chosen)


def reported(session: Session) -> list[Reported]:
    """Return the unanswered reports about questions, the oldest first."""
    told = open_reports(session, "item")
    asked = [(one.sitting_id, (one.item, one.version, one.part)) for one in told]
    return [Reported(*one) for one in zip(told, graded_in(session, asked), strict=True)]
