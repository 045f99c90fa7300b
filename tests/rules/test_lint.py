"""What lint asks about: the two faults of the old medication clause above all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.book import demo_book
from rules.lint import (
    LONGEST_SENTENCE,
    RULES,
    Context,
    Finding,
    doubts,
    findings,
    readability,
    sentences,
)
from rules.lint.scores import syllables
from rules.reading import context_of, doubtful
from rules.text.reference import Term

BOOK = demo_book().versions
VERSIONS = {version.ref: version for version in BOOK}
PARTS = st.sampled_from(
    [
        "for 30 days",
        "within the last two years",
        "shall",
        "and",
        "or",
        "not",
        "unless",
        "must be paid",
        "more than",
        "30",
        "8 %",
        "clause 3.1",
        "[[medication]]",
        "the Member",
        "“Member” means",
        "claimant",
        "applicant",
        "(if",
        ")",
        "最近两年内",
        "30天以上",
        "超过",
        "。",
        ".",
        "  ",
        "\n",
        "\u200b",
        "mаy",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PARTS, max_size=25).map(" ".join))
AROUND = Context(
    terms=(Term("member", ("members",), "members"),),
    clauses={"members": "See [[medication]], for 30 days.", "medication": "None."},
    numbers={"members": "1.1", "medication": "2.3"},
    clause_id="medication",
    previous="It was 30 days and 8 percent.",
)
LONG = 100_000
# What makes a careless search slow: long runs, endless openings, words that nearly match.
HOSTILE = [
    *(
        " ",
        "\n",
        "a",
        "1",
        ".",
        "(",
        "[[",
        "“",
        "年",
        "1,",
        "1.1.",
        "[[a-",
        "“a” means ",
        "\u200b",
        "mаy",
    ),
    *(
        "for 30 ",
        "within the last two ",
        "not a ",
        "and a or a ",
        "must be ",
        "The Ab ",
        "x ,",
        "claimant ",
    ),
    *("no more than 1 ", "from 1 to ", "clause 1.", "May 1 ", "最近", "连续", "超过30天", "第一"),
]


def rules_in(text: str) -> set[str]:
    return {found.rule for found in doubts(text)}


def test_the_old_medication_clause_keeps_both_its_faults_and_the_new_one_has_none() -> None:
    old = {(found.rule, found.quote) for found in doubts(VERSIONS["medication/1"].text)}
    assert old == {
        ("window-without-anchor", "within the last two years"),
        ("open-duration", "for 30 days"),
    }
    assert doubts(VERSIONS["medication/2"].text) == []


def spelled_out(found: Finding) -> str:
    return found.reading % found.values


def test_both_medication_clauses_have_their_thirtieth_day_spelled_out() -> None:
    old = [spelled_out(one) for one in findings(VERSIONS["medication/1"].text) if one.reading]
    assert old == ["“for 30 days” includes day 30: exactly 30 days are enough."]
    new = [spelled_out(one) for one in findings(VERSIONS["medication/2"].text) if one.reading]
    assert new == ["“more than 30 days”: day 30 is not included, day 31 is."]


def test_the_book_is_asked_few_questions() -> None:
    asked = [(version.ref, one.rule) for version, held in doubtful(BOOK) for one in held]
    assert asked == [
        ("medication/1", "open-duration"),
        ("medication/1", "window-without-anchor"),
        ("version-governs/1", "long-sentence"),
        ("daily-life-loss/1", "long-sentence"),
        ("dispute/1", "window-without-anchor"),
    ]


def test_the_context_of_a_version_is_the_book_of_its_first_day() -> None:
    context = context_of(VERSIONS["medication/2"], BOOK)
    assert context.previous == VERSIONS["medication/1"].text
    assert context.clauses["medication"] == VERSIONS["medication/2"].text
    assert VERSIONS["light-tier/1"].in_force_on(date(2019, 3, 1))
    assert context.clauses["light-tier"] == VERSIONS["light-tier/1"].text
    assert context.numbers["waiting-period"] == "3.1"
    assert "medication" not in context.others


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("No stay within the last two years.", {"window-without-anchor"}),
        ("No stay within the last two years before the day of joining.", set()),
        ("No stay within the last 2 years. Before joining, ask.", {"window-without-anchor"}),
        ("The plan answers within 10 days of the statement.", set()),
        ("Medication for 30 days bars joining.", {"open-duration"}),
        ("Medication for more than 30 days bars joining.", set()),
        ("A member may object for three days after publication.", set()),
        ("Medication for 30 days passes. Exactly 30 days are allowed.", set()),
        ("A member shall ask.", {"shall"}),
        ("Members and/or parents ask.", {"and-or"}),
        ("The share is 0.54 yuan.", set()),
        (" ".join(["word"] * LONGEST_SENTENCE) + ".", set()),
        (" ".join(["word"] * (LONGEST_SENTENCE + 1)) + ".", {"long-sentence"}),
    ],
)
def test_rules(text: str, rules: set[str]) -> None:
    assert rules_in(text) == rules


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    assert sentences("It is 0.54 yuan. It is due!") == ["It is 0.54 yuan.", "It is due!"]
    assert sentences("See e.g. the list. 第一句。第二句！") == [
        "See e.g. the list.",
        "第一句。",
        "第二句！",
    ]


def test_the_table_names_each_rule_once_and_has_words_for_it() -> None:
    slugs = [rule.slug for rule in RULES]
    assert len(set(slugs)) == len(slugs) >= 20
    assert all(rule.advice.endswith(".") for rule in RULES)


@given(TEXTS)
def test_a_finding_quotes_what_stands_there(text: str) -> None:
    found = findings(text, AROUND)
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert all(one.quote for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(spelled_out(one) for one in found if one.reading)
    assert [one for one in found if one.kind == "doubt"] == doubts(text, AROUND)


@given(TEXTS)
def test_sentences_stand_in_the_text_in_order(text: str) -> None:
    place = 0
    for sentence in sentences(text):
        place = text.index(sentence, place) + len(sentence)


def test_a_waiver_names_the_rule_and_the_words_wherever_they_stand() -> None:
    first, second = doubts("A member shall ask. The plan shall answer.")
    assert first.waiver_key == second.waiver_key
    assert len(first.waiver_key) == 16
    (other,) = doubts("A member Shall ask.")
    assert other.waiver_key != first.waiver_key
    assert (first.values, first.params) == ({}, ())


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_makes_lint_slow(part: str) -> None:
    text = f"(“{part * (LONG // len(part))}x"
    findings(text, AROUND)
    readability(text)


def test_readability_tells_plain_from_hard() -> None:
    plain = readability("Members help one another. Joining costs nothing.")
    assert plain[:3] == (7, 2, 3.5)
    hard = readability(
        "Notwithstanding contributory considerations, eligibility necessitates verification."
    )
    assert hard.flesch < 0 < plain.flesch < 100
    assert readability("成员互相帮助。") == readability("") == (0, 0, 0.0, 0.0)


@given(TEXTS)
def test_any_text_has_scores(text: str) -> None:
    scores = readability(text)
    assert (scores.words == 0) == (scores.sentences == 0)
    assert scores.words >= scores.sentences


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("claim", 1),
        ("claims", 1),
        ("paid", 1),
        ("table", 2),
        ("named", 1),
        ("member", 2),
        ("30", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count
