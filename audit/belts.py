"""Belts: triggers by which the database itself refuses to change or take away rows of the log.

They hold against a slip of the hand and against bugs. They do not hold against whoever owns the
database, who can take them off: that is found when the house starts and by `audit check`, and
against it stand signatures, receipts and bundles elsewhere. Migrations put them on. One that
rebuilds such a table (SQLite's way of altering one) loses them, and has to put them on again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Belted:
    """A table that only grows. keys: what no two of its rows share. may: what an UPDATE has to do
    to be let, in the SQL of both databases; "" where rows stay as they are. function: what refuses
    all else, on PostgreSQL. web: whether the web server adds rows, and not the worker alone."""

    keys: tuple[tuple[str, ...], ...]
    may: str = ""
    function: str = "log_only_grows"
    web: bool = False


TABLES = {
    "log_leaves": Belted((("log", "leaf_index"),)),
    "log_checkpoints": Belted((("log", "size"),)),
    "log_heads": Belted(
        (("log",),), "NEW.log = OLD.log AND NEW.size > OLD.size", "log_head_only_grows"
    ),
    "log_attachments": Belted((("case_ref", "path"),), web=True),
    "log_keys": Belted(
        (("number",), ("public",)),
        "OLD.since IS NULL AND NEW.since IS NOT NULL AND NEW.number = OLD.number "
        "AND NEW.public = OLD.public AND NEW.leaf IS NOT DISTINCT FROM OLD.leaf",
        "log_key_only_grows",
    ),
}
# In PostgreSQL's books: for each row before UPDATE or DELETE, for each statement before TRUNCATE.
BEFORE_CHANGE, BEFORE_TRUNCATE = 1 + 2 + 8 + 16, 2 + 32
# What SQLite's authorizer is asked about, by its numbers.
DELETE, UPDATE, PRAGMA = 9, 23, 19
ON_ROWS = {DELETE, UPDATE}
ON_TABLES = {11}  # to drop one
ON_OTHERS = {5, 7, 10, 16, 26}  # to make a trigger, to drop an index or a trigger, to alter a table
ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def fastening(dialect: str, tables: Iterable[str] = TABLES) -> list[str]:
    """Return the statements that put the belts on; ValueError for an unknown kind of database."""
    found = []
    for table in tables:
        if dialect == "postgresql":
            found.append(FUNCTIONS[TABLES[table].function])
        found += triggers(dialect, table).values()
        if dialect == "postgresql":
            found += [_always(table, name) for name in triggers(dialect, table)]
    return list(dict.fromkeys(found))


def unfastening(dialect: str, tables: Iterable[str] = TABLES) -> list[str]:
    """Return the statements that take them off again; ValueError as above."""
    found, functions = [], []
    for table in reversed(list(tables)):
        on = f" ON {table}" if dialect == "postgresql" else ""
        found += [f"DROP TRIGGER IF EXISTS {name}{on}" for name in triggers(dialect, table)]
        if dialect == "postgresql":
            functions.append(f"DROP FUNCTION IF EXISTS {TABLES[table].function}()")
    return [*found, *dict.fromkeys(functions)]


def triggers(dialect: str, table: str) -> dict[str, str]:
    """Return what makes each trigger of a table, by its name; ValueError as above."""
    belted = TABLES[table]
    if dialect == "sqlite":
        of = {
            "no_update": f"UPDATE ON {table}" + (UNLESS.format(belted.may) if belted.may else ""),
            "no_delete": f"DELETE ON {table}",
            "no_replace": f"INSERT ON {table}\nWHEN " + _replaces(table, belted),
        }
        then = f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    elif dialect == "postgresql":
        of = {
            "no_change": f"UPDATE OR DELETE ON {table} FOR EACH ROW",
            "no_truncate": f"TRUNCATE ON {table} FOR EACH STATEMENT",
        }
        then = f"EXECUTE FUNCTION {belted.function}()"
    else:
        raise ValueError(f"no belts are known for {dialect}")
    names = {kind: f"{table}_{kind}" for kind in of}
    return {
        names[kind]: f"CREATE TRIGGER {names[kind]} BEFORE {what} {then}"
        for kind, what in of.items()
    }


def wanted(dialect: str, table: str) -> dict[str, object]:
    """Return how each trigger of a table stands in the database's own books, by its name: on SQLite
    by what made it; on PostgreSQL as always on, when it fires, what it runs, and for all rows."""
    made = triggers(dialect, table)
    if dialect == "sqlite":
        return dict(made)
    body = BODIES[TABLES[table].function]
    return {
        name: ("A", BEFORE_TRUNCATE if "TRUNCATE" in how else BEFORE_CHANGE, body, True)
        for name, how in made.items()
    }


def roles(app: str, sequencer: str) -> list[str]:
    """Return what the owner of a PostgreSQL database says so that two roles that run the house may
    only add to the log: the one of the web server, which touches no log at all, and the one of the
    worker. Both are there already, and own nothing."""
    both, tables = f"{app}, {sequencer}", ", ".join(TABLES)
    web = ", ".join(table for table, belted in TABLES.items() if belted.web)
    changed = ", ".join(table for table, belted in TABLES.items() if belted.may)
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {both}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {both}",
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {tables} FROM {both}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON log_queue FROM {app}",
        f"GRANT INSERT ON {tables} TO {sequencer}",
        f"GRANT INSERT ON {web} TO {app}",
        f"GRANT UPDATE ON {changed} TO {sequencer}",
    ]


def forbids(action: int, first: str | None, second: str | None) -> bool:
    """Whether SQLite must not do this at the house's request, whatever asked for it. Migrations run
    on connections of their own. action, first, second: as SQLite's authorizer is asked."""
    if action in ON_ROWS:
        return first in TABLES and not (action == UPDATE and TABLES[first].may)
    if action in ON_TABLES:
        return first in TABLES
    if action in ON_OTHERS:
        return second in TABLES
    return action == PRAGMA and str(first).lower() == "writable_schema"


def _always(table: str, trigger: str) -> str:
    """ALWAYS: also for a session that says it only replays what another server did."""
    return f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"


# INSERT OR REPLACE takes the older row away without asking the trigger on DELETE (unless
# recursive_triggers is on, which is up to each connection), so an insert is asked too. A row can
# be hit by each of its keys or by its rowid, SQLite's own number; for an insert that names none
# NEW.rowid is -1, which no row of ours has.
def _replaces(table: str, belted: Belted) -> str:
    ways = [" AND ".join(f"{one} = NEW.{one}" for one in key) for key in (*belted.keys, ("rowid",))]
    return "\nOR ".join(EXISTS.format(table=table, same=same) for same in ways)


EXISTS = "EXISTS (SELECT 1 FROM {table} WHERE {same})"
UNLESS = """
WHEN ({}) IS NOT TRUE OR NEW.rowid IS NOT OLD.rowid"""

REFUSE = """
  RAISE EXCEPTION USING
    MESSAGE = TG_TABLE_NAME || ' only grows', ERRCODE = 'integrity_constraint_violation';
END """
LETS = """
  IF TG_OP = 'UPDATE' THEN
    IF {} THEN RETURN NEW; END IF;
  END IF;"""
BODIES = {
    belted.function: "\nBEGIN" + (LETS.format(belted.may) if belted.may else "") + REFUSE
    for belted in TABLES.values()
}
FUNCTIONS = {
    name: f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
    for name, body in BODIES.items()
}
