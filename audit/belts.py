"""Belts: triggers by which the database itself refuses to change or take away rows of the log.

They hold against a slip of the hand and against bugs. They do not hold against whoever owns the
database, who can take them off: against that stand signatures, receipts and bundles elsewhere.
Migrations put them on. One that rebuilds such a table (SQLite's way of altering one) loses them,
and has to put them on again.
"""

GROWING = {  # table → its key
    "log_leaves": ("log", "leaf_index"),
    "log_checkpoints": ("log", "size"),
}
FUNCTION = "log_only_grows"


def fastening(dialect: str) -> list[str]:
    """Return the statements that put the belts on; ValueError for an unknown kind of database."""
    return _statements(dialect, FASTENING)


def unfastening(dialect: str) -> list[str]:
    """Return the statements that take them off again; ValueError as above."""
    return _statements(dialect, UNFASTENING)


def _statements(dialect: str, of: dict[str, tuple[str, str, str]]) -> list[str]:
    if dialect not in of:
        raise ValueError(f"no belts are known for {dialect}")
    first, each, last = of[dialect]
    found = [first] if first else []
    for table, key in GROWING.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        whole = each.format(table=table, same=same, function=FUNCTION)
        found += [statement.strip() for statement in whole.split("\n\n")]
    return [*found, last] if last else found


# INSERT OR REPLACE takes the older row away without asking the trigger on DELETE (unless
# recursive_triggers is on, which is up to each connection), so an insert is asked too. A row can
# be hit by its key or by its rowid, SQLite's own number; for an insert that names none NEW.rowid
# is -1, which no row of ours has.
SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END

CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END

CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
OR EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
SQLITE_OFF = """
DROP TRIGGER {table}_no_replace

DROP TRIGGER {table}_no_delete

DROP TRIGGER {table}_no_update
"""

# ALWAYS: also for a session that says it only replays what another server did.
POSTGRESQL_FUNCTION = f"""\
CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    MESSAGE = TG_TABLE_NAME || ' only grows', ERRCODE = 'integrity_constraint_violation';
END $$"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}()

CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {function}()

ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change

ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate
"""
POSTGRESQL_OFF = """
DROP TRIGGER {table}_no_truncate ON {table}

DROP TRIGGER {table}_no_change ON {table}
"""

# For each kind of database: what comes first, what for each table, what last.
FASTENING = {
    "sqlite": ("", SQLITE, ""),
    "postgresql": (POSTGRESQL_FUNCTION, POSTGRESQL, ""),
}
UNFASTENING = {
    "sqlite": ("", SQLITE_OFF, ""),
    "postgresql": ("", POSTGRESQL_OFF, f"DROP FUNCTION {FUNCTION}()"),
}
