"""The form of a draft: what a draft has stands in it, and what it holds is the draft again."""

from dataclasses import replace

import pytest

from quiz.draft import Draft, DraftPart
from quiz.forms.items import as_sent, draft_form, typed
from quiz.item import Anchor, Kind

CLAUSES = {"quorum/1": "Quorum"}


def draft_of(options, anchors):
    part = DraftPart(
        topic="quorum",
        stem="Which?",
        options=tuple(f"option {place}" for place in range(options)),
        key=(options - 1,) if options else (),
        rationale="So it says.",
        anchors=tuple(Anchor("quorum", 1, f"words {place}") for place in range(anchors)),
    )
    return Draft("an-item", (part,))


def fields_of(form):
    """What a browser sends of a form."""
    return {
        field.name: "y" if field.data is True else field.data
        for field in form
        if field.data is not False and field.name != "csrf_token"
    }


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE, Kind.ORDERING])
@pytest.mark.parametrize(("options", "anchors"), [(0, 0), (2, 1), (6, 3), (7, 4), (12, 9)])
def test_a_form_that_is_sent_as_it_came_is_the_draft_again(app, kind, options, anchors):
    draft = draft_of(options, anchors)
    key = tuple(range(options)) if kind is Kind.ORDERING else draft.parts[0].key
    draft = replace(draft, parts=(replace(draft.parts[0], kind=kind, key=key),))
    with app.test_request_context():
        sent = fields_of(draft_form(draft, CLAUSES))
    for kept in (draft, draft_of(2, 1)):  # another may have made it shorter meanwhile
        with app.test_request_context(method="POST", data=sent):
            before = as_sent(kept, sent)
            assert typed(draft_form(before, CLAUSES), before) == replace(
                draft, parts=(replace(draft.parts[0], kind=kind),)
            )


def test_there_is_one_row_more_than_the_draft_has_as_far_as_an_item_may_go(app):
    with app.test_request_context():
        for options, rows in ((0, 4), (3, 4), (4, 5), (6, 6), (8, 8)):
            form = draft_form(draft_of(options, 0), {})
            assert sum(field.name.startswith("p0-option-") for field in form) == rows
