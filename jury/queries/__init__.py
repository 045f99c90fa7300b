"""Questions about cases: from jurors, from officers, from everybody, and from the worker."""

from jury.queries.cases import (
    case_for_officer,
    file_of,
    locked_case,
    poll_of,
    standard_of,
    the_case,
)
from jury.queries.draws import (
    CAP,
    account_at,
    draw_of,
    drawn_of,
    excluded_of,
    panel_of,
    pool_of,
    rows_of,
)
from jury.queries.jurors import (
    JurorCase,
    case_for_juror,
    has_voted,
    my_cases,
    receipts,
    seat_of,
)
from jury.queries.officers import (
    Issue,
    OfficerCase,
    issues_before_opening,
    officer_case,
    officer_cases,
    reasons_waiting,
)
from jury.queries.roll import (
    as_leaf,
    experienced,
    latest_roll,
    leaf_at,
    leaf_proofs,
    over_the_cap,
    seated_in_epoch,
)
from jury.queries.verdicts import (
    PublishedVerdict,
    verdict,
)

__all__ = [
    "CAP",
    "Issue",
    "JurorCase",
    "OfficerCase",
    "PublishedVerdict",
    "account_at",
    "as_leaf",
    "case_for_juror",
    "case_for_officer",
    "draw_of",
    "drawn_of",
    "excluded_of",
    "experienced",
    "file_of",
    "has_voted",
    "issues_before_opening",
    "latest_roll",
    "leaf_at",
    "leaf_proofs",
    "locked_case",
    "my_cases",
    "officer_case",
    "officer_cases",
    "over_the_cap",
    "panel_of",
    "poll_of",
    "pool_of",
    "reasons_waiting",
    "receipts",
    "rows_of",
    "seat_of",
    "seated_in_epoch",
    "standard_of",
    "the_case",
    "verdict",
]
