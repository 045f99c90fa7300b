"""The way of a draft: written, sent in, decided on by another editor."""

from collections.abc import Collection, Sequence

from kernel.errors import N_, Conflict
from quiz.draft import Issue
from rules.revision import Stale


def check_edit(state: str) -> None:
    """Raise Conflict unless a draft may still be changed."""
    if state != "draft":
        raise Conflict(N_("The draft is no longer being written. Take it back to change it."))


def check_fresh(edition: int, seen: int) -> None:
    """Raise Stale unless a change was made on the draft as it is."""
    if edition != seen:
        raise Stale(
            N_(
                "Somebody has changed this draft since you opened it. Nothing of yours is saved "
                "yet: compare, then save again."
            )
        )


def check_send(state: str, found: Sequence[Issue]) -> None:
    """Raise Conflict unless a draft may go to a review."""
    check_edit(state)
    if found:
        raise Conflict(
            N_(
                "The draft is saved. It cannot be sent in yet: what is missing stands beside the "
                "clause."
            )
        )


def check_review(state: str, reviewer: str, authors: Collection[str]) -> None:
    """Raise Conflict unless a draft in review is decided on by somebody who did not write it."""
    if state != "in_review":
        raise Conflict(N_("The draft is not in review."))
    if reviewer in authors:
        raise Conflict(N_("You wrote on this draft. Another editor has to decide on it."))
