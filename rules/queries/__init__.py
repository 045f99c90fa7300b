"""Questions about the rule book. Those about the book, which other rooms ask too, stand here."""

from rules.queries.book import (
    all_versions,
    clause_ids,
    clause_names,
    clauses_at,
    first_day,
    governing,
    numbers,
    scheduled,
    sections,
    terms,
    version,
    versions_by_number,
    versions_of,
)
from rules.queries.history import history

__all__ = [
    "all_versions",
    "clause_ids",
    "clause_names",
    "clauses_at",
    "first_day",
    "governing",
    "history",
    "numbers",
    "scheduled",
    "sections",
    "terms",
    "version",
    "versions_by_number",
    "versions_of",
]
