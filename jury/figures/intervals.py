"""Between what the share of right answers is likely to lie.

Wilson's interval, for the votes of a panel, is in kernel/share.py.
"""

from math import exp, fsum, lgamma, log, log1p

HALVINGS = 60  # of an interval of length 1: below what a float between 0 and 1 can tell apart


def credible(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of the share that somebody who was right `right` times of `n` has.

    It is Bayes' own (1763): before the first answer every share is as likely as another, after `n`
    the share has the distribution Beta(right + 1, n - right + 1); 2.5 % are left off at both ends.
    """
    if not 0 <= right <= n:
        raise ValueError("more right answers than answers")
    a, b = right + 1, n - right + 1
    return quantile(0.025, a, b), quantile(0.975, a, b)


def quantile(p: float, a: int, b: int) -> float:
    """Return the x under which Beta(a, b) lies with chance `p`, by halving."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if incomplete_beta(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(x: float, a: int, b: int) -> float:
    """Return I_x(a, b), the chance that Beta(a, b) lies under `x`.

    For whole a and b it is a sum of a binomial distribution's upper tail (Abramowitz and Stegun
    1964, 26.5.24), of which no term is negative: the chance of at least `a` in a + b - 1 tries.
    """
    if a < 1 or b < 1:
        raise ValueError("the sum is for whole numbers from 1 on")
    if x <= 0 or x >= 1:
        return float(x >= 1)
    n, yes, no = a + b - 1, log(x), log1p(-x)
    ways = lgamma(n + 1)
    terms = (
        exp(ways - lgamma(j + 1) - lgamma(n - j + 1) + j * yes + (n - j) * no)
        for j in range(a, n + 1)
    )
    return min(1.0, fsum(terms))
