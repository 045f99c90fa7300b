"""Rows that an upgrade finds: put in and read by the columns that a table has at that revision."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tests.databases import ROOT

Flasks = Callable[..., str]
WHO, CLAIM = "A" * 22, "C" * 22
SOME = {
    sa.JSON: {"v": 1},
    sa.DateTime: datetime(2026, 1, 2, tzinfo=UTC),
    sa.Date: date(2026, 1, 2),
    sa.Boolean: True,
    sa.Integer: 1,
    sa.LargeBinary: b"x",
}


def steps_since(revision: str) -> str:
    """Return how many steps lead back to a revision: its name would be read as a number."""
    names = sorted(path.name[:10] for path in (ROOT / "migrations").glob("2*.py"))
    return str(len(names) - 1 - names.index(revision))


def reflected(engine: sa.Engine, name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=engine)


def rows_of(engine: sa.Engine, name: str) -> list[sa.Row]:
    table = reflected(engine, name)
    with engine.connect() as there:
        found = there.execute(sa.select(*sorted(table.columns, key=lambda one: one.name)))
        return sorted(
            found, key=lambda row: str((getattr(row, "clause_id", ""), getattr(row, "version", "")))
        )


def filled(table: sa.Table, **values: object) -> dict[str, object]:
    """Return a row with something in every column that needs something."""
    for column in table.columns:
        if column.name not in values and not column.nullable:
            values[column.name] = next(
                (some for kind, some in SOME.items() if isinstance(column.type, kind)), "x"
            )
    return values


def a_claim(engine: sa.Engine, part: str, **values: object) -> None:
    """Put in a claim, its claimant, and one row that refers to it."""
    account, claim, refers = (reflected(engine, name) for name in ("account", "claim", part))
    facts = {"state": "prepared", "decision": "refuse", "claimant_id": WHO}
    facts |= dict.fromkeys(("clauses", "parties", "quiz", "tiers"), ())
    with engine.begin() as there:
        there.execute(sa.insert(account), filled(account, id=WHO))
        there.execute(sa.insert(claim), filled(claim, id=CLAIM, **facts))
        there.execute(sa.insert(refers), filled(refers, claim_id=CLAIM, **values))
