"""`docs/formats.md` against the code, both implementations of it."""

import re
from pathlib import Path

import pytest

from audit import export, kinds
from audit.verify import ballots, box, schema, tally, views
from audit.verify.check import NEEDS

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
