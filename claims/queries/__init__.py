"""Questions about claims, from officers and from claimants. Nobody else has any."""

from claims.queries.claims import (
    DeskRow,
    claim_by_ref,
    claim_for_officer,
    claimant_by_email,
    claimant_name,
    desk_rows,
    locked_claim,
    my_claim,
    my_claims,
    present_case,
)
from claims.queries.governing import (
    governing_now,
    governing_of,
    governing_rows,
    undecided_clauses,
)
from claims.queries.review import (
    Seen,
    as_jurors_see,
    decisions,
    flags,
    issues_before_freezing,
    preview,
    redaction,
    sign_off,
)
from claims.queries.steps import (
    Told,
    exclusions,
    handlers,
    history,
    preparers,
    steps,
)

__all__ = [
    "DeskRow",
    "Seen",
    "Told",
    "as_jurors_see",
    "claim_by_ref",
    "claim_for_officer",
    "claimant_by_email",
    "claimant_name",
    "decisions",
    "desk_rows",
    "exclusions",
    "flags",
    "governing_now",
    "governing_of",
    "governing_rows",
    "handlers",
    "history",
    "issues_before_freezing",
    "locked_claim",
    "my_claim",
    "my_claims",
    "preparers",
    "present_case",
    "preview",
    "redaction",
    "sign_off",
    "steps",
    "undecided_clauses",
]
