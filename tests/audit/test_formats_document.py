"""`docs/formats.md` against the code, both implementations of it."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

from audit import actions, bundle, entry, export, kinds, reasons, telling, vote, zipform
from audit.entry import parse
from audit.verify import box, entries, opening, roll, schema, step, tally, views
from audit.verify.check import NEEDS
from claims.queries.steps import OWN
from jury.beacon import QUICKNET
from jury.queries.cases import STAKES
from jury.queries.exclusions import NOT_ELIGIBLE, OTHER_VERSION
from jury.tally import Numbers, Outcome, Tally
from jury.verdict import HOUSE_KEY, HOUSE_RANDOMNESS, TRUSTEES, UNANIMOUS, caveats
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
    assert tuple(kinds.OBJECTS["answers"]) == opening.ANSWERS
    assert set(opening.CHOICES) == vote.CHOICES
    assert tuple(kinds.OBJECTS["numbers"]) == views.ROWS
    for word in (*opening.CHOICES, *opening.ANSWERS):
        assert f"`{word}`" in DOCUMENT.split("## The sealed ballot")[1].split("###")[0]


def test_members_of_the_bundle() -> None:
    found = [name for name in first_column("Only these members") if name != "tile/…"]
    assert sorted(found) == sorted((*box.MEMBERS, *box.BY_MODE, box.HANDOVERS))
    assert set(box.BY_MODE) == set().union(*roll.MEMBERS.values())
    assert {"excluded.json", *box.BY_MODE} == actions.ATTACHABLE
    assert "2^32 − 2 bytes in all, 65,534 members, 64 MiB a member (views and" in DOCUMENT
    assert (box.LARGEST_BUNDLE, box.MOST_MEMBERS) == (2**32 - 2, 65_534)
    assert (zipform.LARGEST, zipform.MOST) == (box.LARGEST_BUNDLE, box.MOST_MEMBERS)
    assert (box.LARGEST_MEMBER, box.LARGEST_VIEW) == (64 << 20, 1 << 30)
    assert (bundle.LARGEST, bundle.LARGEST_VOTERS) == (box.LARGEST_MEMBER, box.LARGEST_VIEW)


def test_views() -> None:
    assert f"    {','.join(export.COLUMNS)}\n" in DOCUMENT
    assert export.COLUMNS == views.COLUMNS
    page = export.SUMMARY.format(case="{case}", question="{question}", rows=export.ROW)
    assert f"```html\n{page}```\n" in DOCUMENT


def test_the_order_of_a_case() -> None:
    assert f"    {entries.ORDER.pattern}\n" in DOCUMENT
    plain = {letter: kind for kind, letter in entries.LETTERS.items() if letter not in "HMWZ"}
    rows = re.findall(r"^\| `(\w)` \| `([a-z.]+)` \|$", DOCUMENT, re.M)
    assert dict(rows) == plain
    assert set(entries.LETTERS) == set(kinds.FIELDS)


def test_reasons_of_exclusion() -> None:
    assert first_column("The codes, of which") == [*reasons.REASONS, *reasons.OLDER]
    assert {*STAKES, NOT_ELIGIBLE, OTHER_VERSION, OWN} <= set(reasons.REASONS)
    assert reasons.sentence("took_part") == reasons.sentence("took-part") != "took-part"
    assert reasons.sentence("something new") == "something new"


def test_a_verdict_tells_of_a_panel_or_of_an_assembly() -> None:
    says = parse(Case().lines()[-1])
    body = {name: value for name, value in says.items() if name not in {"v", "kind", "case"}}
    kinds.check("verdict", body)
    part = {"roll": "0" * 64, "voters": {"count": 1, "root": "0" * 64}}
    panel = body.pop("panel")
    kinds.check("verdict", {**body, "assembly": part})
    for wrong in (body, {**body, "panel": panel, "assembly": part}):
        with pytest.raises(ValueError, match="either panel or assembly"):
            kinds.check("verdict", wrong)


def test_steps_of_the_verifier() -> None:
    assert first_column("## What a verifier does") == list(NEEDS)


@pytest.mark.parametrize(
    "words",
    [
        "jury-draw/v1/house\\0",
        "jury-draw/v1/seed\\0",
        "jury-draw/v1/seat\\0",
        "jury-draw/v1/ceremony\\0",
        "jury-draw/v1/ball\\0",
        "jury-draw/v1/type\\0",
        "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_",
        QUICKNET.hash,
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


def committed(kind: str) -> dict[str, object]:
    return {"kind": "draw.committed", "randomness": {"kind": kind}}


LOGS = (
    ([committed("beacon"), committed("house")], [HOUSE_RANDOMNESS, HOUSE_KEY]),
    ([committed("house"), committed("ceremony")], [HOUSE_KEY]),
    ([{"kind": "key.split"}, committed("beacon")], [TRUSTEES]),
    ([{"kind": "assembly.committed"}], [HOUSE_KEY]),
)


def test_caveats_are_those_of_the_jury() -> None:
    table = first_column("### Caveats")
    assert table == [HOUSE_RANDOMNESS, HOUSE_KEY, TRUSTEES, UNANIMOUS]
    for uphold, deny in ((3, 0), (0, 3), (2, 1), (0, 0)):
        for seats in (49, 50):
            numbers = Numbers(seats, 3, uphold + deny, uphold, deny, 0, 0, 0)
            told = uphold + deny >= 1 and uphold + deny in (uphold, deny) and seats < 50
            unanimous = [UNANIMOUS] if told else []
            for log, said in LOGS:
                assert caveats(log, Tally(numbers, Outcome.HUNG)) == [*said, *unanimous]
    assert f"`numbers.seats` < {telling.SMALL}" in DOCUMENT
