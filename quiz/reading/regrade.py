"""What an item action would do: worked out on every paper, shown in numbers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from quiz.grading import Graded
from quiz.item import ItemVersion
from quiz.itemaction import ItemAction
from quiz.models import ItemActionRow, Report
from quiz.queries.bank import item_version
from quiz.queries.regrade import actions_on, papers_that_asked, proposed_actions
from quiz.queries.reports import open_reports
from quiz.queries.sittings import action_of, flip_of, graded_as
from quiz.reading.papers import Option, options_of
from quiz.regrade import Preview, preview


def preview_of(session: Session, action: ItemAction) -> Preview:
    """Return what an action does to the graded papers that asked its question."""
    papers = papers_that_asked(session, action.key)
    return preview(flip_of(session, one, action) for one in papers)


@dataclass(frozen=True)
class Proposed:
    """An action with what it would do, or did."""

    row: ItemActionRow
    action: ItemAction
    preview: Preview | None


def actions_page(session: Session, item: str, version: int) -> tuple[ItemVersion, list[Proposed]]:
    """Return an item version and the actions on it; with a preview where they wait."""
    found = []
    shown = item_version(session, item, version)
    for row in actions_on(session, item, version):
        action = action_of(row)
        told = preview_of(session, action) if row.state == "proposed" else None
        found.append(Proposed(row, action, told))
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
    return [
        Reported(one, graded_as(session, one.sitting_id, (one.item, one.version, one.part)))
        for one in open_reports(session, "item")
    ]
