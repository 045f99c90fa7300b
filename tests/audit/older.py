"""A case as it was logged before there were other draws than one by a secret of the house.

Its rules are written out here once more and never follow those of today: an open case that was
frozen by an older version is closed by a newer one, and a bundle is read for as long as anybody
keeps it. The sealed ballots inside are of today, since sealing is never twice the same.
"""

from tests.audit.synthetic import Case, Says

STANDARD = (
    "again alternates answer_hours approval denial hours name quorum seats threshold"
).split()
FIELDS: dict[str, list[str]] = {
    "case.opened": "again_of clauses file key question standard tiers".split(),
    "draw.committed": "alternates draw excluded mode randomness roll seats".split(),
    "draw.result": "draw randomness seed stream".split(),
    "seat.replaced": "ord seat stream why".split(),
    "roll.committed": "closes_at opens_at pids".split(),
    "ballot": "file pid reason rev sealed".split(),
    "case.closed": "ballots closes_at".split(),
    "key.revealed": ["key"],
    "verdict": (
        "caveats checkpoints clauses file issues numbers outcome panel question software standard "
        "stands tier tiers"
    ).split(),
}
INSIDE: dict[tuple[str, str], list[str]] = {
    ("draw.committed", "randomness"): ["commitment", "kind"],
    ("draw.committed", "excluded"): ["count", "reasons", "root"],
    ("draw.committed", "roll"): ["epoch", "root", "size"],
    ("case.opened", "standard"): STANDARD,
    ("verdict", "standard"): STANDARD,
    ("verdict", "panel"): ("accepted drawn randomness replaced roll seed void_draws".split()),
    ("verdict", "numbers"): (
        "cannot_judge cast deny replaced_ballots seats uphold valid void".split()
    ),
}


class Older(Case):
    """Decided under the first version of the formats, in their spelling of that time."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.one("verdict")["caveats"] = ["house randomness", "house key"]

    def opening(self) -> list[Says]:
        opened, *others = super().opening()
        return [{name: fact for name, fact in opened.items() if name != "appeal"}, *others]

    def from_roll(self) -> Says:
        found = super().from_roll()
        reasons = found["excluded"]["reasons"]
        reasons["took_part"] = reasons.pop("household")
        return found


def check(entries: list[Says]) -> None:
    """Check entries by the rules of then."""
    for says in entries:
        assert sorted(set(says) - {"v", "kind", "case"}) == FIELDS[says["kind"]]
        for (kind, part), names in INSIDE.items():
            if kind == says["kind"]:
                assert sorted(says[part]) == names
    committed = next(one for one in entries if one["kind"] == "draw.committed")
    assert (committed["draw"], committed["mode"]) == (1, "drawn")
    assert committed["randomness"]["kind"] == "house"
    assert entries[-1]["panel"]["void_draws"] == 0
