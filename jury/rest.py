"""The cool-off: who served rests until half of the pool has served after them.

See docs/adr/0024. To serve is to have accepted a seat on a panel whose case was decided.
"""


def most_resting(pool: int) -> int:
    """Return how many of a pool rest at most: half of it, rounded down.

    Those who served last rest first. The other half is free whoever served, so that nobody can
    tell from earlier panels who sits on the next.
    """
    return pool // 2
