"""The book with amendments: the order of them does not matter, and faults are told before."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.amendment import Amendment, Kind, Other
from rules.book import demo_book
from rules.clause import ClauseVersion
from rules.consolidation import changes, consolidated, faults

DAY = date(2027, 1, 1)
BOOK = [one for one in demo_book().versions if one.in_force_until is None]
SECTIONS = [one.id for one in demo_book().sections]
BY_ID = {one.clause_id: one for one in BOOK}


def on(clause_id: str, kind: Kind = Kind.REPLACE, **more: object) -> Amendment:
    """An amendment that says what the clause says, but for `more`."""
    one = BY_ID[clause_id]
    held = Amendment(
        id=f"{kind}-{clause_id}",
        kind=kind,
        clause_id=clause_id,
        base=one.version,
        title=one.title,
        text=one.text,
        section=one.section,
        number=one.number,
        governs_by=one.governs_by,
        criteria=one.criteria,
    )
    return replace(held, **more)  # type: ignore[arg-type]


def new(clause_id: str = "leaving", number: str = "2.20") -> Amendment:
    return Amendment("new", Kind.INSERT, clause_id, None, "Leaving", "One may.", "joining", number)


MIXED = [
    on("medication", text="None at all."),
    on("quorum", Kind.RENUMBER, number="6.8"),
    on("threshold", Kind.RENUMBER, number="6.7"),
    on("fee-and-cost", Kind.REPEAL),
    on("sympathy", Kind.MOVE, section="claims", number="5.9"),
    on("secrecy", Kind.SPLIT, text="One.", other=Other("respect", "6.20", "Respect", "Two.")),
    new(),
]


def said(book: list[ClauseVersion]) -> list[tuple[object, ...]]:
    return [(one.ref, one.number, one.section, one.title, one.text) for one in book]


def test_without_amendments_it_is_the_same_book() -> None:
    assert consolidated(BOOK, [], DAY) == sorted(BOOK, key=lambda one: one.place)
    assert changes(BOOK, [], DAY) == []


@given(st.permutations(MIXED))
def test_the_order_of_amendments_does_not_matter(mixed: list[Amendment]) -> None:
    assert faults(BOOK, mixed, SECTIONS) == []
    assert said(consolidated(BOOK, mixed, DAY)) == said(consolidated(BOOK, MIXED, DAY))


@given(st.lists(st.sampled_from(MIXED), unique=True))
def test_what_is_not_amended_stays(some: list[Amendment]) -> None:
    touched = {name for one in some for name in one.touches}
    after = {one.clause_id: one for one in consolidated(BOOK, some, DAY)}
    assert {name: one for name, one in after.items() if name not in touched} == {
        name: one for name, one in BY_ID.items() if name not in touched
    }
    assert {one.clause_id for one in changes(BOOK, some, DAY)} <= touched


def test_words_and_place_of_one_clause_may_change_together() -> None:
    both = [on("quorum", text="Other."), on("quorum", Kind.RENUMBER, number="6.30")]
    for pair in permutations(both):
        (made,) = changes(BOOK, pair, DAY)
        assert made.after is not None
        assert (made.after.text, made.after.number, made.after.version) == ("Other.", "6.30", 2)
    assert faults(BOOK, both, SECTIONS) == []


def test_a_place_alone_makes_no_version() -> None:
    (made,) = changes(BOOK, [on("quorum", Kind.RENUMBER, number="6.30")], DAY)
    assert made.after is not None
    assert made.after.version == BY_ID["quorum"].version
    assert (made.words_changed, made.place_changed) == (False, True)


@pytest.mark.parametrize(
    ("amendments", "words"),
    [
        ([on("quorum")], "changes nothing"),
        ([on("quorum", text="")], "a title and a text"),
        ([replace(on("quorum"), clause_id="no-such-clause")], "not in force"),
        ([on("quorum", Kind.RENUMBER, number="6.8")], "is taken"),
        ([on("quorum", Kind.RENUMBER, number="six")], "a number such as"),
        ([on("quorum", Kind.MOVE, section="nowhere")], "in which section"),
        ([new("Leaving")], "short words"),
        ([new("quorum")], "given once"),
        ([new("old-one")], "given once"),
        ([new(number="2.3")], "is taken"),
        ([on("secrecy", Kind.SPLIT)], "a title and a text"),
        ([on("secrecy", Kind.SPLIT, other=Other("quorum", "6.20", "A", "B"))], "given once"),
        ([on("secrecy", Kind.MERGE)], "taken in"),
        ([on("secrecy", Kind.MERGE, other=Other("secrecy"))], "taken in"),
        ([on("quorum", text="See [[no-clause]].")], "is no clause"),
        (
            [on("quorum", text="See [[sympathy]]."), on("sympathy", Kind.REPEAL)],
            "is no clause",
        ),
        ([on("quorum", text="A."), replace(on("quorum", text="B."), id="x")], "same clause"),
        ([on("quorum", Kind.REPEAL), on("quorum", text="B.")], "same clause"),
    ],
)
def test_faults_are_told(amendments: list[Amendment], words: str) -> None:
    found = faults(BOOK, amendments, SECTIONS, frozenset({"old-one"}))
    assert found
    assert words in found[0].message
    assert found[0].amendment_id in {one.id for one in amendments}
    assert found[0].message % dict(found[0].params)
