"""The figures of questions and clauses: by tables worked out by hand, and against brute force."""

from fractions import Fraction
from math import sqrt
from statistics import correlation, fmean, median, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.analysis.clause_figures import (
    TOO_MANY_FAIL,
    Blame,
    clause_figures,
    mean_failure,
    shrunken,
)
from quiz.analysis.item_figures import Flag, Trend, change, figures
from quiz.analysis.sums import Mark, Sheet, Sums, counted

Q = ("q", 1, 0)
ROOM = 12  # other questions on these papers


def asked(rows):
    """Sums of a question from rows: right, rest score, options (none for a question left open)."""
    return counted(
        Sheet(
            (
                Mark(*Q, bool(right), tuple(options), bool(options)),
                *(Mark(f"other{n}", 1, 0, n < rest, (0,)) for n in range(ROOM)),
            )
        )
        for right, rest, options in rows
    )[Q]


def plain(right, wrong, rest=3):
    """Sums of a question of which no more is known than how many were right and wrong."""
    return Sums({rest: (wrong, right)})


TABLE = ((1, 4, [0]), (1, 3, [0]), (0, 3, [1]), (1, 2, [0]), (0, 1, [1]), (0, 2, []))


def test_a_table_that_was_worked_out_by_hand():
    # n = 6, 3 right. Rest scores 4 3 3 2 1 2: sum 15, squares 16+9+9+4+1+4 = 43; of the right
    # 4+3+2 = 9. Times n^2: covariance 6*9 - 3*15 = 9; variance of marks 3*3 = 9, of rest scores
    # 6*43 - 15^2 = 33. Correlation 9 / root(297) = 0.522233.
    # Sorted, the right would have had 4+3+3 = 10: 6*10 - 45 = 15 at best, and 9/15 = 3/5.
    found = figures(asked(TABLE))
    assert (found.n, found.right, found.unanswered) == (6, 3, 1)
    assert (found.facility, found.efficiency) == (Fraction(1, 2), Fraction(3, 5))
    assert found.discrimination == pytest.approx(0.522233, abs=1e-6)
    assert found.sd == pytest.approx(0.547723, abs=1e-6)  # the root of 9 / (6 * 5)
    assert found.right_rest == 3
    # Wilson: centre 1/2; half of it 1.96 / (6 + 3.8415) * root(1.5 + 0.96036) = 0.312383.
    assert (found.low, found.high) == pytest.approx((0.187617, 0.812383), abs=1e-5)
    rows = [(one.option, one.count, one.share, one.mean_rest, one.right) for one in found.options]
    assert rows == [
        (0, 3, Fraction(1, 2), Fraction(3), True),
        (1, 2, Fraction(1, 3), Fraction(2), False),  # rest scores 3 and 1
    ]
    assert (found.flags, found.tells) == ((), False)


@pytest.mark.parametrize(
    ("rows", "sd"),
    [
        ([(1, 4, [0]), (1, 2, [0])], 0),  # all right
        ([(0, 4, [1]), (0, 2, [])], 0),  # all wrong
        ([(1, 3, [0]), (0, 3, [1])], sqrt(1 / 2)),  # all equally good elsewhere
        ([(1, 3, [0])], None),  # a single answer
    ],
)
def test_what_does_not_vary_correlates_with_nothing(rows, sd):
    found = figures(asked(rows))
    assert (found.discrimination, found.efficiency) == (None, None)
    assert found.sd == (None if sd is None else pytest.approx(sd))


def test_a_question_that_nobody_was_asked_has_no_figures():
    with pytest.raises(ValueError, match="nobody"):
        figures(Sums())


@pytest.mark.parametrize(
    ("right", "wrong", "flags"),
    [
        (10, 15, ()),  # 2/5 exactly
        (9, 16, (Flag.TOO_HARD,)),
        (0, 25, (Flag.TOO_HARD,)),
        (0, 24, ()),  # too few to tell
        (97, 3, ()),  # 97 % exactly
        (98, 2, (Flag.TOO_EASY,)),
        (25, 0, (Flag.TOO_EASY,)),
        (24, 0, ()),
    ],
)
def test_too_hard_and_too_easy(right, wrong, flags):
    assert figures(plain(right, wrong)).flags == flags


def test_negative_is_below_nothing_and_nothing_itself_is_no_flag():
    backwards = figures(asked([(1, 2, [0])] * 13 + [(0, 3, [1])] * 12))
    assert backwards.discrimination == pytest.approx(-1)
    assert Flag.NEGATIVE in backwards.flags
    level = figures(asked([(1, 2, [0]), (1, 4, [0]), (0, 2, [1]), (0, 4, [1])] * 7))
    assert (level.discrimination, level.efficiency, level.flags) == (0, 0, ())


def choice(distractor, others=()):
    """15 right with rest scores of 8, and those who chose option 1."""
    return figures(asked([(1, 8, [0])] * 15 + distractor + list(others)))


def test_a_distractor_that_better_members_choose():
    weak = [(0, 2, [2])] * 5
    assert choice([(0, 9, [1])] * 5, weak).flags == (Flag.WRONG_OPTION_PREFERRED,)
    assert choice([(0, 8, [1])] * 5, weak).flags == ()  # as good, not better
    assert choice([(0, 9, [1])] * 4, [*weak, *weak]).flags == ()  # four say nothing
    assert choice([(0, 9, [1])] * 5, weak[1:]).flags == ()  # 24 answers say nothing


def test_of_a_multiple_item_only_what_is_never_right_is_a_distractor():
    rows = [(1, 6, [0, 1])] * 15 + [(0, 9, [0])] * 10 + [(0, 2, [0, 1, 2])] * 6
    # Option 0 was chosen by 31, of a mean of (90 + 90 + 12) / 31 > 6, and is no distractor.
    assert Flag.WRONG_OPTION_PREFERRED not in figures(asked(rows)).flags
    found = figures(asked([*rows, *[(0, 12, [2, 3])] * 6]))  # option 2: 12 times, mean rest 7
    assert [one.right for one in found.options] == [True, True, False, False]
    assert Flag.WRONG_OPTION_PREFERRED in found.flags


@pytest.mark.parametrize(
    ("after", "before", "low", "high", "trend"),
    # Newcombe's own examples (1998, Statistics in Medicine 17, 873-890), method 10.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339, Trend.BETTER),
        ((48, 80), (56, 70), -0.3339, -0.0524, Trend.WORSE),
        ((5, 56), (0, 29), -0.0381, 0.1926, Trend.CANNOT_TELL),
        ((9, 10), (3, 10), 0.1705, 0.8090, Trend.CANNOT_TELL),  # ten answers say nothing
        ((10, 10), (0, 20), 0.6791, 1, Trend.CANNOT_TELL),
    ],
)
def test_before_and_after_a_revision(after, before, low, high, trend):
    was, now = (figures(plain(right, n - right)) for right, n in (before, after))
    found = change(was, now)
    assert found.difference == Fraction(*after) - Fraction(*before)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.trend is trend


def test_nobody_can_tell_while_one_side_has_few_answers():
    few, many = figures(plain(0, 24)), figures(plain(40, 0))
    assert change(few, many).low > 0
    assert change(few, many).trend is change(many, few).trend is Trend.CANNOT_TELL
    assert change(figures(plain(0, 25)), many).trend is Trend.BETTER


rows = st.lists(
    st.tuples(st.booleans(), st.integers(0, ROOM), st.sets(st.integers(0, 3), max_size=3)),
    min_size=1,
    max_size=40,
)


def covariance(xs, ys):
    mean_x, mean_y = Fraction(sum(xs), len(xs)), Fraction(sum(ys), len(ys))
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))


@given(rows)
def test_the_figures_are_those_of_the_raw_answers(found_rows):
    found = figures(asked(found_rows))
    marks = [int(right) for right, _rest, _options in found_rows]
    rests = [rest for _right, rest, _options in found_rows]
    assert found.facility == pytest.approx(fmean(marks), abs=1e-9)
    if len(marks) > 1:
        assert found.sd == pytest.approx(stdev(marks), abs=1e-9)
    best = covariance(sorted(marks), sorted(rests))
    if len(set(marks)) == 2 and len(set(rests)) > 1:
        assert found.discrimination == pytest.approx(correlation(marks, rests), abs=1e-9)
        assert found.efficiency == covariance(marks, rests) / best
        assert abs(found.discrimination) <= 1 + 1e-9
        assert found.efficiency <= 1
    else:
        assert (found.discrimination, found.efficiency, best) == (None, None, 0)
    for one in found.options:
        chose = [rest for _right, rest, options in found_rows if one.option in options]
        assert one.mean_rest == pytest.approx(fmean(chose), abs=1e-9)
        assert (one.count, one.share) == (len(chose), Fraction(len(chose), len(marks)))
    assert len(found.options) == len({o for _right, _rest, options in found_rows for o in options})
    assert found.unanswered == sum(not options for _right, _rest, options in found_rows)


@given(st.integers(1, 500), st.data())
def test_intervals_hold_what_was_found_and_stay_in_bounds(n, data):
    right = data.draw(st.integers(0, n))
    one = figures(plain(right, n - right))
    assert 0 <= one.low <= one.facility <= one.high <= 1
    same = change(one, one)
    assert same.low <= same.difference == 0 <= same.high
    assert same.trend is Trend.CANNOT_TELL


def bank(wrongs, filler, n=30):
    """Items on clause `c`, each asked of n people, and the rest of the bank: (right, wrong)."""
    sums = {(f"i{at}", 1, 0): plain(n - wrong, wrong) for at, wrong in enumerate(wrongs)}
    clauses = {key: ["c"] for key in sums}
    return {**sums, ("filler", 1, 0): plain(*filler)}, {**clauses, ("filler", 1, 0): ["d"]}


def test_a_clause_that_most_items_are_got_wrong_on():
    # 75 of 300 answers in the bank are wrong: 1/4. Drawn towards it by 20 answers, of which 5
    # would be wrong: 25/50, 23/50, 8/50. The median is 23/50, above 2/5.
    found = clause_figures(*bank((20, 18, 3), (176, 34)))["c"]
    assert [one.failure for one in found.items] == [
        Fraction(1, 2),
        Fraction(23, 50),
        Fraction(4, 25),
    ]
    assert (found.failure, found.blame, found.blamed) == (Fraction(23, 50), Blame.CLAUSE, ())
    assert (found.answers, found.wrong) == (90, 41)


def test_one_bad_item_is_no_bad_clause():
    # 1/4 of the bank again (75 of 300): 33/50, 9/50, 8/50; the median is 9/50.
    found = clause_figures(*bank((28, 4, 3), (170, 40)))["c"]
    assert (found.failure, found.blame) == (Fraction(9, 50), Blame.ITEM)
    assert found.blamed == ("i0",)


def test_two_fifths_is_not_above_two_fifths():
    # (15 + 5) / 50 = 2/5 of each item; 75 of 300.
    found = clause_figures(*bank((15, 15, 15), (180, 30)))["c"]
    assert (found.failure, found.blame, found.blamed) == (TOO_MANY_FAIL, Blame.FINE, ())


def test_few_answers_and_few_items_say_nothing():
    sums, clauses = bank((25, 25, 25), (100, 0), n=25)
    assert clause_figures(sums, clauses)["c"].blame is Blame.CLAUSE
    sums["i2", 1, 0] = plain(0, 24)
    found = clause_figures(sums, clauses)["c"]
    assert (found.blame, len(found.items), len(found.waiting)) == (Blame.TOO_FEW, 2, 1)
    never = clause_figures({}, {Q: ["c"]})["c"]
    assert (never.blame, never.failure, never.answers) == (Blame.TOO_FEW, None, 0)


def test_the_parts_of_a_case_come_to_the_same_people_and_are_one_item():
    sums = {("case", 1, part): plain(10, 10) for part in (0, 1, 2)}
    clauses = {key: ["c", "c"] for key in sums}
    found = clause_figures(sums, clauses)["c"].waiting
    assert [(one.people, one.answers, one.wrong) for one in found] == [(20, 60, 30)]
    sums["case", 2, 0] = plain(0, 20)  # another version came to other people
    clauses["case", 2, 0] = ["c"]
    found = clause_figures(sums, clauses)["c"].items
    assert [(one.people, one.answers, one.wrong) for one in found] == [(40, 80, 50)]
    # Bank and item are 5/8 wrong alike.
    assert [one.failure for one in found] == [Fraction(5, 8)]


counts = st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(any)
banks = st.dictionaries(st.tuples(st.sampled_from("abcdefgh"), st.just(1), st.just(0)), counts)


@given(banks, st.sets(st.sampled_from("abcdefgh")))
def test_the_verdict_is_that_of_the_raw_counts(raw, on_clause):
    sums = {key: plain(right, wrong) for key, (right, wrong) in raw.items()}
    clauses = {key: ["c"] if key[0] in on_clause else ["d"] for key in raw}
    total = sum(right + wrong for right, wrong in raw.values())
    mean = sum(wrong for _right, wrong in raw.values()) / total if total else 0
    assert mean_failure(sums.values()) == pytest.approx(mean, abs=1e-9)
    for clause, found in clause_figures(sums, clauses).items():
        mine = [raw[key] for key in raw if clauses[key] == [clause]]
        enough = [(r, w) for r, w in mine if r + w >= 25]
        bad = sum(w for _r, w in raw.values())
        drawn = [(w * total + 20 * bad) / Fraction((r + w + 20) * total) for r, w in enough]
        assert [one.failure for one in found.items] == sorted(drawn, reverse=True)
        assert found.failure == (median(drawn) if drawn else None)
        high = [one for one in drawn if one > TOO_MANY_FAIL]
        if len(drawn) < 3:
            expected = Blame.TOO_FEW
        elif median(drawn) > TOO_MANY_FAIL:
            expected = Blame.CLAUSE
        else:
            expected = Blame.ITEM if high else Blame.FINE
        assert found.blame is expected
        for item in found.blamed:
            others = [one.failure for one in found.items if one.item != item]
            assert median(others) <= TOO_MANY_FAIL
        if found.blame is Blame.CLAUSE:
            assert len(high) >= 2  # one item alone is never enough


@given(st.fractions(0, 1), st.integers(1, 1000), st.fractions(0, 1))
def test_a_drawn_share_lies_between_the_own_and_that_of_the_bank(own, people, mean):
    assert min(own, mean) <= shrunken(own, people, mean) <= max(own, mean)
    assert abs(shrunken(own, people + 1, mean) - own) <= abs(shrunken(own, people, mean) - own)
