"""`docs/formats.md` against the code, both implementations of it."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

from audit import entry, export, kinds, telling
from audit.verify import ballots, box, entries, schema, step, tally, views
from audit.verify.check import NEEDS
from jury.tally import Numbers, Outcome, Tally
from jury.verdict import HOUSE_KEY, HOUSE_RANDOMNESS, SMALL, UNANIMOUS, caveats
from tests.audit.synthetic import Case

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text()
TABLES = re.findall(
    r"#### `([a-z.]+)`\n\n\| field \| type \| meaning \|\n\|---\|---\|---\|\n((?:\|.*\n)*)",
    DOCUMENT,
)
SEQUENCERS = {"case.checkpoint"}


def documented() -> dict[str, dict[str, str]]:
    return {
        name: {
            row.split("|")[1].strip(" `"): row.split("|")[2].strip()
            for row in rows.strip().split("\n")
            if row
        }
        for name, rows in TABLES
    }


def first_column(heading: str) -> list[str]:
    """The first cells of the table that follows `heading`."""
    part = DOCUMENT.split(heading, 1)[1].split("\n|---", 1)[1].split("\n\n", 1)[0]
    return [cell.strip("` ") for cell in re.findall(r"^\|([^|]*)\|", part, re.M)[1:]]


def test_the_tables_are_those_of_the_code() -> None:
    found = documented()
    ours = {**kinds.FIELDS, **kinds.OBJECTS}
    assert {name: table for name, table in found.items() if name not in SEQUENCERS} == ours
    assert [list(found[name]) for name in ours] == [list(table) for table in ours.values()]


def test_the_verifier_knows_the_same_fields() -> None:
    for name, table in documented().items():
        theirs = schema.FIELDS[name]
        assert list(theirs) == list(table), name
        for field, kind in table.items():
            words = "|".join(kinds.WORDS.get((name, field), ()))
            assert theirs[field].rstrip("|") == (words or kind), (name, field)


def test_the_words_in_the_tables_are_those_of_the_code() -> None:
    for (name, field), words in kinds.WORDS.items():
        row = next(
            row for table, rows in TABLES if table == name
            for row in rows.split("\n") if f"| `{field}` |" in row
        )  # fmt: skip
        assert re.findall("`([^`]+)`", row.split("|")[3]) == list(words), row


def test_dispositions_answers_and_choices() -> None:
    assert tuple(first_column("first of these that holds")) == kinds.DISPOSITIONS
    assert set(kinds.DISPOSITIONS) == schema.DISPOSITIONS
    assert tuple(kinds.OBJECTS["answers"]) == ballots.ANSWERS
    assert set(ballots.CHOICES) == export.CHOICES
    assert tuple(kinds.OBJECTS["numbers"]) == views.ROWS
    for word in (*ballots.CHOICES, *ballots.ANSWERS):
        assert f"`{word}`" in DOCUMENT.split("## The sealed ballot")[1].split("###")[0]


def test_members_of_the_bundle() -> None:
    found = [name for name in first_column("Only these members") if name != "tile/…"]
    assert sorted(found) == sorted(box.MEMBERS)
    assert "4 GiB in all, 100,000 members, 64 MiB a member (views: 1 GiB)" in DOCUMENT
    assert (box.LARGEST_BUNDLE, box.MOST_MEMBERS) == (4 << 30, 100_000)
    assert (box.LARGEST_MEMBER, box.LARGEST_VIEW) == (64 << 20, 1 << 30)


def test_views() -> None:
    assert f"    {','.join(export.COLUMNS)}\n" in DOCUMENT
    assert export.COLUMNS == views.COLUMNS
    page = export.SUMMARY.format(case="{case}", question="{question}", rows=export.ROW)
    assert f"```html\n{page}```\n" in DOCUMENT


def test_steps_of_the_verifier() -> None:
    assert first_column("## What a verifier does") == list(NEEDS)


@pytest.mark.parametrize(
    "words",
    [
        "jury-draw/v1/house\\0",
        "jury-draw/v1/seed\\0",
        "jury-draw/v1/seat\\0",
        "jury/ballot/v1\\n",
        "c2sp.org/tlog-proof@v1",
        "venire/consistency/v1",
        "receipt/v1",
    ],
)
def test_the_words_that_are_hashed_and_signed_stand_in_both(words: str) -> None:
    folder = Path(tally.__file__).parent
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    assert words in DOCUMENT
    assert words in code


@pytest.mark.parametrize("depth", [12, 13])
def test_how_deep_json_may_be(depth: int) -> None:
    assert "nested deeper than 12:" in DOCUMENT
    assert entry.DEEPEST == 12
    for raw in (b'{"a":' * depth + b"1" + b"}" * depth, b"[" * depth + b'"[{"' + b"]" * depth):
        if depth == 12:
            assert entry.strict(raw) == entries.strict(raw)
            continue
        with pytest.raises(entry.BadEntry, match="deep"):
            entry.strict(raw)
        with pytest.raises(step.Wrong, match="deep"):
            entries.strict(raw)


def test_a_verdict_is_as_deep_as_told() -> None:
    text = Case().lines()[-1].decode()
    steps = ((sign in "{[") - (sign in "}]") for sign in text)
    deepest = max(accumulate(steps))
    assert f"(A `verdict` needs {deepest}.)" in DOCUMENT


def test_caveats_are_those_of_the_jury() -> None:
    table = first_column("### Caveats")
    assert table == [HOUSE_RANDOMNESS, HOUSE_KEY, UNANIMOUS]
    for uphold, deny in ((3, 0), (0, 3), (2, 1), (0, 0)):
        for seats in (49, 50):
            numbers = Numbers(seats, 3, uphold + deny, uphold, deny, 0, 0, 0)
            told = uphold + deny >= 1 and uphold + deny in (uphold, deny) and seats < 50
            assert caveats(Tally(numbers, Outcome.HUNG)) == table[: 3 if told else 2]
    assert f"`standard.seats` < {SMALL}" in DOCUMENT
    assert telling.SMALL == SMALL
