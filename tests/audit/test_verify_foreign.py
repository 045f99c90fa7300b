"""Lies in what stands beside the entries: proofs of another case, and single cells of the views."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit import merkle, note
from audit.entry import canonical
from audit.verify import box
from tests.audit.checking import failed, steps_of
from tests.audit.synthetic import ORIGIN, Case, raw


class Beside(Case):
    """The registry goes on for an entry, which stands in the bundle in place of the case's own."""

    other: dict[str, Any] = {"case": "C-2026-0002"}
    link: dict[str, Any] = {}

    def registry(self) -> list[bytes]:
        found = super().registry()
        own = json.loads(found[-1])
        return [*found, raw({**own, **self.other})]

    def members(self, **changes: bytes) -> dict[str, bytes]:
        registry = self.registry()
        signed = self.signed(ORIGIN, registry)
        hashes = [merkle.leaf_hash(one) for one in registry]
        at = len(registry) - 1
        own = super().members()
        (_text, head) = own["registry/opening.tlog-proof"].decode().split("\n\n", 1)
        old = int(head.split("\n")[1])
        proof = [one.hex() for one in merkle.consistency_proof(hashes, old)]
        link = {"new": len(registry), "old": old, "proof": proof}
        return {
            **own,
            "registry/case.entry": registry[at],
            "registry/case.tlog-proof": note.inclusion_file(
                at, merkle.inclusion_proof(hashes, at), signed
            ),
            "registry/checkpoint": signed.encode(),
            "registry/consistency.json": canonical({**link, **self.link}),
            **{name.replace("__", "/"): content for name, content in changes.items()},
        }


def beside(other: dict[str, Any], **link: Any) -> Beside:
    case = Beside()
    case.other, case.link = other, link
    return case


def earlier_head() -> Case:
    """The registry's checkpoint is older than the one that the proof leads to."""
    case = beside({})
    members, own = case.members, Case().members()
    kept = {name: own[name] for name in ("registry/checkpoint", "registry/consistency.json")}
    case.members = lambda **changes: {**members(**changes), **kept}  # type: ignore[method-assign]
    return case


def shortened_link() -> Case:
    link = json.loads(beside({}).members()["registry/consistency.json"])
    return beside({}, proof=link["proof"][:-1])


REGISTRY: dict[str, tuple[str, Callable[[], Case]]] = {
    "another case's entry": ("is of another case", lambda: beside({"case": "C-2026-0002"})),
    "an entry of another kind": ("is no case.checkpoint", lambda: beside({"kind": "case.seen"})),
    "an entry that says more": ("other fields", lambda: beside({"more": 1})),
    "an entry of another size": ("names another head", lambda: beside({"size": 15})),
    "an older checkpoint": ("ends in another checkpoint", earlier_head),
    "a link from another size": ("other sizes", lambda: beside({}, old=7)),
    "a link to another size": ("other sizes", lambda: beside({}, new=7)),
    "a link that says more": ("other fields", lambda: beside({}, more=1)),
    "a link without its last hash": ("too short", shortened_link),
}


@pytest.mark.parametrize("name", REGISTRY)
def test_a_lie_about_the_registry_fails_there(name: str, tmp_path: Path) -> None:
    words, made = REGISTRY[name]
    steps = steps_of(made().bundle(), tmp_path)
    assert failed(steps) == ["registry"]
    assert words in steps["registry"].reason


def test_what_those_lies_are_made_of_is_good_without_them(tmp_path: Path) -> None:
    assert failed(steps_of(beside({}).bundle(), tmp_path)) == []


@pytest.mark.parametrize("name", ["case", "opening"])
def test_an_entry_under_the_proof_of_another_does_not_pass(name: str, tmp_path: Path) -> None:
    members = Case().members()
    other = {"case": "opening", "opening": "case"}[name]
    members[f"registry/{name}.tlog-proof"] = members[f"registry/{other}.tlog-proof"]
    assert failed(steps_of(box.written(members), tmp_path)) == ["registry"]


def cells_changed(name: str, content: str) -> list[str]:
    """Return the view with each of its cells changed, one at a time, to one that could be there."""
    if name == "votes.csv":
        rows = list(csv.reader(io.StringIO(content, newline="")))
        found = []
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                changed = [*row[:place], other(cell), *row[place + 1 :]]
                text = io.StringIO(newline="")
                csv.writer(text).writerows([*rows[:at], changed, *rows[at + 1 :]])
                found.append(text.getvalue())
        return found
    if name == "votes.jsonl":
        lines = content.splitlines(keepends=True)
        return [
            "".join(
                [
                    *lines[:at],
                    canonical({**vote, field: other(vote[field])}).decode() + "\n",
                    *lines[at + 1 :],
                ]
            )
            for at, vote in enumerate(map(json.loads, lines))
            for field in vote
        ]
    return [
        content[: cell.start(1)] + other(cell[1]) + content[cell.end(1) :]
        for cell in re.finditer("<t[dh][^>]*>([^<]*)<", content)
    ]


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    words = {"uphold": "deny", "deny": "uphold", "counted": "void", "void": "counted"}
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dict):
        return {**value, "medication": "does_not_apply"}
    if value is None or value == "":
        return "deny"
    return words.get(value) or (str(int(value) + 1) if value.isdecimal() else value[1:] + "0")


@pytest.mark.parametrize("name", box.VIEWS)
def test_no_single_cell_of_a_view_can_be_another(name: str, tmp_path: Path) -> None:
    members = Case().members()
    forged = cells_changed(name, members[name].decode())
    assert len(forged) == len(set(forged)) == {"votes.csv": 54, "votes.jsonl": 45}.get(name, 26)
    for content in forged:
        assert content.encode() != members[name]
        steps = steps_of(box.written({**members, name: content.encode()}), tmp_path)
        assert failed(steps) == ["views"], content
