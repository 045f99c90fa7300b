"""Cases in a database, without a jury."""

from collections.abc import Iterable
from itertools import pairwise

from audit import belts, queries
from audit.actions import append, attach
from audit.entry import parse
from audit.jobs import sequence_logs
from kernel.work import Work, unit_of_work
from tests.audit.synthetic import REF, Case, Says


def write(work: Work, entries: Iterable[Says], ref: str = REF) -> None:
    """Queue entries of a case."""
    for says in entries:
        body = {name: value for name, value in says.items() if name not in {"kind", "v", "case"}}
        append(work, ref, says["kind"], body)


def decide(case: Case) -> None:
    """Put a whole decided case into its log, as a jury would: piece by piece, sequenced."""
    kinds = [one["kind"] for one in case.entries]
    opening, closing = kinds.index(case.opened_by), kinds.index("case.closed")
    ends = (0, 1, opening + 1, closing + 1, len(kinds) - 1)
    for start, stop in pairwise(ends):
        with unit_of_work() as work:
            write(work, case.entries[start:stop], case.ref)
        sequence_logs()
    with unit_of_work() as work:
        for path, content in case.attached.items():
            attach(work, case.ref, path, content)
        heads = {
            name: {"size": head.size, "root": head.root.hex()}
            for name, index in (("opening", opening), ("closing", closing))
            for head in [queries.covering(work.session, case.ref, index)]
            if head
        }
        write(work, [{**parse(case.lines()[-1]), "checkpoints": heads}], case.ref)


def unfasten(work: Work) -> None:
    """Take off what keeps the log's rows as they are, as somebody who owns the database could."""
    connection = work.session.connection()
    for statement in belts.unfastening(connection.dialect.name):
        connection.exec_driver_sql(statement)
