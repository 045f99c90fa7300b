"""What stands on an officer's desk, for tests of who sees which claim, and what is theirs to do."""

from claims import queries


def on_desk(work, officer):
    """Return the refs of all claims in an officer's list, those that are over at the end."""
    with work(writing=False) as w:
        rows = queries.desk_rows(w.session, officer.account, w.now)
        over, _count = queries.over_rows(w.session, officer.account, w.now)
        return [row.ref for row in (*rows, *over)]


def to_do(work, officer):
    """Return what is an officer's to do: ref and what comes next, in the order of the list."""
    with work(writing=False) as w:
        rows = queries.desk_rows(w.session, officer.account, w.now)
        return [(row.ref, one.next.value) for row in rows for one in row.tasks if one.yours]
