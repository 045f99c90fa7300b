"""The book in two times: words apart from days and places, and what was known of them when.

Revision 2026_11_25, after 2026_11_24
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

# On PostgreSQL no two rows of one clause share a day at one time, and no two clauses a number.
# A range of text needs no extension. The numbers are compared at the end of the transaction: two
# clauses may change places.
NAMES = "CREATE TYPE name_range AS RANGE (subtype = text)"
APART = """
    ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (
        name_range({column}, {column}, '[]') WITH &&,
        daterange(in_force_from, in_force_until) WITH &&,
        tstzrange(known_from, known_until) WITH &&
    ) {when}
"""
BELTS = (
    ("clause_force", "ex_clause_force_never_twice", "clause_id", ""),
    ("clause_place", "ex_clause_place_never_twice", "clause_id", ""),
    (
        "clause_place",
        "ex_clause_place_number_taken",
        "number",
        "DEFERRABLE INITIALLY DEFERRED",
    ),
)

revision = "2026_11_25"
down_revision = "2026_11_24"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite alters a table by making it anew: nothing may refer to it meanwhile.
    versions = table("clause_version")
    held = op.get_bind().execute(sa.select(versions).order_by(versions.c.in_force_from)).all()
    with op.batch_alter_table("clause_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("criteria", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.drop_index(batch_op.f("ix_clause_version_in_force_from"))
        batch_op.drop_index(batch_op.f("ix_clause_version_section"))
        batch_op.drop_constraint(
            batch_op.f("uq_clause_version_clause_id_in_force_from"), type_="unique"
        )
        batch_op.drop_constraint(batch_op.f("fk_clause_version_section"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("ck_clause_version_begins_before_it_ends"), type_="check"
        )
        for column in ("number", "section", "in_force_from", "in_force_until"):
            batch_op.drop_column(column)
    with op.batch_alter_table("clause_version", schema=None) as batch_op:
        batch_op.alter_column("criteria", server_default=None)
    op.create_table(
        "rule_term",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("written_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_rule_term_clause_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rule_term")),
    )
    op.create_table(
        "clause_force",
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("known_from", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("known_until", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "in_force_from < in_force_until", name=op.f("ck_clause_force_begins_before_it_ends")
        ),
        sa.CheckConstraint(
            "known_from < known_until", name=op.f("ck_clause_force_known_before_forgotten")
        ),
        sa.ForeignKeyConstraint(
            ["clause_id", "version"],
            ["clause_version.clause_id", "clause_version.version"],
            name=op.f("fk_clause_force_clause_id_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_force")),
    )
    with op.batch_alter_table("clause_force", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_force_clause_id"), ["clause_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_clause_force_in_force_from"), ["in_force_from"], unique=False
        )
    op.create_table(
        "clause_place",
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("known_from", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("known_until", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "in_force_from < in_force_until", name=op.f("ck_clause_place_begins_before_it_ends")
        ),
        sa.CheckConstraint(
            "known_from < known_until", name=op.f("ck_clause_place_known_before_forgotten")
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_clause_place_clause_id")
        ),
        sa.ForeignKeyConstraint(
            ["section"], ["rule_section.id"], name=op.f("fk_clause_place_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_place")),
    )
    with op.batch_alter_table("clause_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_place_clause_id"), ["clause_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_clause_place_in_force_from"), ["in_force_from"], unique=False
        )
    split_up(held)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(NAMES)
        for name, belt, column, when in BELTS:
            op.execute(APART.format(table=name, name=belt, column=column, when=when))


def split_up(versions: list) -> None:
    """Give each version its days and its place. They were known since it was published."""
    force, place = table("clause_force"), table("clause_place")
    here = op.get_bind()
    held: dict[str, list] = {}
    for row in versions:
        days = {"in_force_from": row.in_force_from, "in_force_until": row.in_force_until}
        known = {"clause_id": row.clause_id, "known_from": row.published_at}
        here.execute(
            sa.insert(force).values(id=kernel.db.new_id(), version=row.version, **known, **days)
        )
        held.setdefault(row.clause_id, []).append(row)
    for rows in held.values():
        for start, until in runs(rows):
            here.execute(
                sa.insert(place).values(
                    id=kernel.db.new_id(),
                    clause_id=start.clause_id,
                    section=start.section,
                    number=start.number,
                    in_force_from=start.in_force_from,
                    in_force_until=until,
                    known_from=start.published_at,
                )
            )


def runs(rows: list) -> list:
    """The versions that begin at another place than the one before, each with where its run ends."""
    firsts = [
        row
        for before, row in zip([None, *rows], rows, strict=False)
        if before is None or (before.section, before.number) != (row.section, row.number)
    ]
    ends = [row.in_force_from for row in firsts[1:]]
    return list(zip(firsts, [*ends, rows[-1].in_force_until], strict=True))


def table(name: str) -> sa.Table:
    """A table as it is in the database at this point."""
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def downgrade() -> None:
    here = op.get_bind()
    if here.dialect.name == "postgresql":
        for name, belt, _column, _when in BELTS:
            op.execute(f"ALTER TABLE {name} DROP CONSTRAINT {belt}")
        op.execute("DROP TYPE name_range")
    known = [table(name) for name in ("clause_force", "clause_place")]
    force, place = (
        here.execute(sa.select(one).where(one.c.known_until.is_(None))).all() for one in known
    )
    for name in ("clause_force", "clause_place", "rule_term"):
        op.drop_table(name)
    with op.batch_alter_table("clause_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("section", sa.String(length=40)))
        batch_op.add_column(sa.Column("in_force_from", sa.Date()))
        batch_op.add_column(sa.Column("in_force_until", sa.Date()))
        batch_op.add_column(sa.Column("number", sa.String(length=20)))
        batch_op.drop_column("criteria")
    put_together(force, place)
    with op.batch_alter_table("clause_version", schema=None) as batch_op:
        for column in ("section", "in_force_from", "number"):
            batch_op.alter_column(column, nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_clause_version_section"), "rule_section", ["section"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_clause_version_clause_id_in_force_from"), ["clause_id", "in_force_from"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_clause_version_begins_before_it_ends"), "in_force_from < in_force_until"
        )
        batch_op.create_index(batch_op.f("ix_clause_version_section"), ["section"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_clause_version_in_force_from"), ["in_force_from"], unique=False
        )


def put_together(force: list, places: list) -> None:
    """Write days and place into each version; one that was taken back is in force on no day."""
    here = op.get_bind()
    versions = table("clause_version")
    days = {(row.clause_id, row.version): row for row in force}
    for row in here.execute(sa.select(versions.c.clause_id, versions.c.version)).all():
        one = sa.and_(versions.c.clause_id == row.clause_id, versions.c.version == row.version)
        held = days.get((row.clause_id, row.version))
        if held is None:
            here.execute(sa.delete(versions).where(one))
            continue
        stood = [
            at
            for at in places
            if at.clause_id == row.clause_id and at.in_force_from <= held.in_force_from
        ]
        last = max(stood, key=lambda at: at.in_force_from)
        here.execute(
            sa.update(versions)
            .where(one)
            .values(
                number=last.number,
                section=last.section,
                in_force_from=held.in_force_from,
                in_force_until=held.in_force_until,
            )
        )
