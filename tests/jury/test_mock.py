"""Mock cases: what stands in them is so, and a book that says otherwise keeps them back."""

import tomllib
from datetime import date

import pytest

from jury.ballot import Ballot, Choice, Finding
from jury.mock import MOCK, MockCase, mock_cases, read_mock
from rules.book import demo_book
from rules.clause import ClauseVersion, Dates, in_force

TEXT = MOCK.read_text(encoding="utf-8")
BOOK = demo_book().versions
WORDS = {one.ref: one.text for one in BOOK}
IN_FORCE = {one.clause_id for one in BOOK if one.in_force_on(date(2026, 3, 1))}
# Of each case: the day of joining, that of the diagnosis, and which day of membership it is.
DAYS = {
    "three-slips": (date(2019, 6, 3), date(2020, 2, 11), 253),
    "the-ninetieth-day": (date(2019, 3, 1), date(2019, 5, 30), 90),
    "a-shadow": (date(2019, 4, 10), date(2019, 9, 2), 145),
    "page-nine": (date(2019, 2, 14), date(2019, 10, 21), 249),
    "the-last-of-april": (date(2018, 11, 20), date(2019, 4, 30), 161),
    "the-road-to-the-test": (date(2018, 12, 3), date(2019, 7, 15), 224),
}
FILED = date(2020, 3, 1)
cases = pytest.mark.parametrize("case", mock_cases().values(), ids=mock_cases())


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@cases
def test_the_demo_book_settles_each_case(case: MockCase) -> None:
    assert case.stands_on(WORDS, IN_FORCE)
    assert case.settled
    assert case.why


@cases
def test_each_clause_is_the_one_that_governs(case: MockCase) -> None:
    joined, event, _count = DAYS[case.name]
    of = {"joining": joined, "event": event, "filing": FILED}
    for cited in case.file.clauses:
        versions = [one for one in BOOK if one.clause_id == cited.id]
        found = in_force(versions, of[versions[0].governs_by])
        assert isinstance(found, ClauseVersion)
        assert found.version == cited.version, cited.ref


@cases
def test_days_are_counted_right(case: MockCase) -> None:
    joined, event, count = DAYS[case.name]
    assert (event - joined).days == count
    told = {line.label: line.value for line in case.file.dates}
    assert told.get("Day of membership of the diagnosis", str(count)) == str(count)
    told_by = f"{case.file.summary} {' '.join(told.values())}"
    for day in (joined, event):
        assert f"{day.day} {day:%B}" in told_by
    assert Dates(joined=joined, event=event)


def test_what_else_is_computed_in_the_cases_is_right() -> None:
    assert (date(2019, 4, 14) - date(2019, 3, 4)).days + 1 == 3 * 14
    assert (date(2019, 4, 10) - date(2019, 3, 29)).days == 12
    assert date(2019, 5, 31).strftime("%A") == "Friday"
    weekend = [date.fromordinal(date(2019, 3, 1).toordinal() + n).weekday() for n in range(91)]
    assert weekend.count(5) == 13
    assert date(2019, 4, 30) < date(1979 + 40, 5, 2)


@cases
def test_a_case_is_read_in_ten_minutes(case: MockCase) -> None:
    file = case.file
    texts = (file.summary, file.claimant_says, file.respondent_says)
    assert 250 < sum(len(text.split()) for text in texts) < 1_500
    assert len({len(file.claimant_says) > 400, len(file.respondent_says) > 400}) == 1


def test_both_answers_are_known_ones_and_so_is_an_amount() -> None:
    made = mock_cases().values()
    assert 4 <= len(made) <= 6
    assert {case.choice for case in made} == {Choice.UPHOLD, Choice.DENY}
    assert any(case.tier for case in made)
    assert any(one.finding is Finding.CANNOT_BE_MET for case in made for one in case.settled)


def test_a_vote_is_right_wrong_or_neither() -> None:
    slips, april = mock_cases()["three-slips"], mock_cases()["the-last-of-april"]
    assert slips.is_right(Ballot(Choice.DENY)) is True
    assert slips.is_right(Ballot(Choice.UPHOLD)) is False
    assert slips.is_right(Ballot(Choice.CANNOT_JUDGE)) is None
    assert april.is_right(Ballot(Choice.UPHOLD, {}, 30_000_000)) is True
    assert april.is_right(Ballot(Choice.UPHOLD, {}, 5_000_000)) is False
    assert april.is_right(Ballot(Choice.DENY)) is False


def test_a_book_without_the_words_keeps_a_case_back() -> None:
    case = mock_cases()["three-slips"]
    assert not case.stands_on({**WORDS, "medication/2": "Something else."}, IN_FORCE)
    assert not case.stands_on({**WORDS, "doctors-order/1": ""}, IN_FORCE)
    assert not case.stands_on(WORDS, IN_FORCE - {"causal-link"})
    without = {ref: text for ref, text in WORDS.items() if ref != "counting-days/1"}
    assert not case.stands_on(without, IN_FORCE)


def test_another_wording_is_another_case() -> None:
    (first, *_rest) = read_mock(changed("for the same tablet", "for the same pill"))
    assert first.name == "three-slips"
    assert first.digest != mock_cases()["three-slips"].digest
    assert read_mock(TEXT)[0].digest == mock_cases()["three-slips"].digest


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "three-slips"', 'name = "Three slips"', "its name is none"),
        ('choice = "deny"', 'choice = "cannot_judge"', "its answer is none"),
        ('choice = "deny"', 'choice = "perhaps"', "perhaps"),
        ("tier = 30_000_000", "tier = 7", "its amount is none in dispute"),
        ("tier = 30_000_000", "", "its amount is none in dispute"),
        ('because = "Twenty', 'because = "" # ', "what settles it is not said"),
        ('id = "doctors-order"', 'id = "medication"', "it cites a clause twice"),
        ('why = "Three', 'reason = "Three', "lacks 'why'"),
        ("No doctor ever", "No! " * 1_300, "a statement is too long"),
        ('name = "a-shadow"', 'name = "three-slips"', "two mock cases have one name"),
        ('key = 1\n\n[[case.quiz]]\nstem = "How many', 'key = 7\n[[case.quiz]]\nstem="', "key"),
    ],
)
def test_what_is_not_whole_is_refused(old: str, new: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_mock(changed(old, new))


def test_a_case_with_two_questions_is_refused() -> None:
    tables = tomllib.loads(TEXT)["case"]
    assert all(len(table["quiz"]) == 3 for table in tables)
    start = TEXT.index("[[case.quiz]]")
    one_less = TEXT[:start] + TEXT[TEXT.index("[[case.quiz]]", start + 1) :]
    with pytest.raises(ValueError, match="three questions"):
        read_mock(one_less)
