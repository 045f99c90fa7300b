"""What columns of the jury's tables have in common."""

import sqlalchemy as sa

Ref = sa.String(24)
Pid = sa.String(32)
Digest = sa.String(64)


def one_of(column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    """Return the constraint that a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")
