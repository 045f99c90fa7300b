"""What is done with the rule book and its revisions."""

from rules.actions.book import (
    define_term,
    end_clause,
    load_book,
    place_clause,
    publish_version,
    take_back,
)
from rules.actions.comments import answer_signal, comment
from rules.actions.consultation import (
    answer_consultation,
    close_consultation,
    open_consultation,
    write_questions,
)
from rules.actions.review import (
    give_reason,
    lower_weight,
    raise_weight,
    sign_off,
    take_stance,
    waive_finding,
)
from rules.actions.revisions import (
    amend,
    begin_amendment,
    describe,
    open_revision,
    remove_amendment,
    return_revision,
    send_to_review,
    withdraw_revision,
)
from rules.actions.schedule import come_into_force, object_to, schedule, settle
from rules.actions.worked import answer_case, write_case

__all__ = [
    "amend",
    "answer_case",
    "answer_consultation",
    "answer_signal",
    "begin_amendment",
    "close_consultation",
    "come_into_force",
    "comment",
    "define_term",
    "describe",
    "end_clause",
    "give_reason",
    "load_book",
    "lower_weight",
    "object_to",
    "open_consultation",
    "open_revision",
    "place_clause",
    "publish_version",
    "raise_weight",
    "remove_amendment",
    "return_revision",
    "schedule",
    "send_to_review",
    "settle",
    "sign_off",
    "take_back",
    "take_stance",
    "waive_finding",
    "withdraw_revision",
    "write_case",
    "write_questions",
]
