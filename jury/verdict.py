"""The verdict: the record that the log keeps, and its reasons in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from jury.box import Entry, final_file, one, recount
from jury.tally import Outcome, Tally

SOFTWARE = "venire 0.1.0"
Json = dict[str, Any]
SMALL = 50  # seats under which a unanimous vote tells how each juror voted

# What a reader of the numbers has to know; pages say these codes in words.
HOUSE_RANDOMNESS = "house randomness"
HOUSE_KEY = "house key"
UNANIMOUS = "unanimous small panel"

# What holds after a count; pages say it in a sentence, and what is paid follows from it.
BINDS, NEW_PANEL = "verdict", "new panel"
ON_THE_PAPERS, APPEALED = "preliminary decision", "appealed decision"


def stands(outcome: Outcome, opened: Mapping[str, Any]) -> str:
    """Return what holds after `outcome`. opened: the first entry of the case's log.

    A case without a decision is given to one new panel. An appeal is not: it leaves what was
    appealed as it was.
    """
    if outcome in {Outcome.UPHELD, Outcome.DENIED}:
        return BINDS
    if opened.get("appeal", False):
        return APPEALED
    again = opened["standard"]["again"] and opened["again_of"] is None
    return NEW_PANEL if again else ON_THE_PAPERS


def tells_how_each_voted(seats: int, uphold: int, deny: int) -> bool:
    """Whether these numbers are not published: all of a small panel said the same."""
    return seats < SMALL and (uphold == 0) != (deny == 0)


def caveats(tally: Tally) -> list[str]:
    """Return what a reader of these numbers has to know."""
    numbers = tally.numbers
    found = [HOUSE_RANDOMNESS, HOUSE_KEY]
    if tells_how_each_voted(numbers.seats, numbers.uphold, numbers.deny):
        found.append(UNANIMOUS)
    return found


def counted_part(entries: Sequence[Entry], tally: Tally) -> dict[str, Any]:
    """Return what of a verdict follows from the log alone; a recount must come to the same."""
    opened = one(entries, "case.opened")
    committed, result = one(entries, "draw.committed"), one(entries, "draw.result")
    return {
        "file": final_file(entries),
        "question": opened["question"],
        "clauses": opened["clauses"],
        "standard": opened["standard"],
        "numbers": tally.numbers.as_json(),
        "issues": tally.issues,
        "tier": tally.tier,
        "tiers": tally.tiers,
        "outcome": tally.outcome.value,
        "stands": stands(tally.outcome, opened),
        "panel": {
            "drawn": sum(row[2] == "seated" for row in result["stream"]),
            "replaced": sum(entry["kind"] == "seat.replaced" for entry in entries),
            "roll": committed["roll"]["root"],
            "seed": result["seed"],
            "randomness": committed["randomness"]["kind"],
            "void_draws": 0,
        },
    }


def verdict_body(
    entries: Sequence[Entry], tally: Tally, accepted: int, opening: Json, closing: Json
) -> dict[str, Any]:
    """Return the verdict as the log keeps it (all but `v`, `kind` and `case`).

    accepted: how many took their seat, which the log does not show.
    opening, closing: heads of the log, `{"root": hex, "size": count}`.
    """
    body = counted_part(entries, tally)
    return {
        **body,
        "panel": {**body["panel"], "accepted": accepted},
        "checkpoints": {"closing": closing, "opening": opening},
        "software": SOFTWARE,
        "caveats": caveats(tally),
    }


def differences(entries: Sequence[Entry]) -> list[str]:
    """Recount a decided case from its log alone; return the fields of the verdict that differ.

    Raises BadLog when the log holds no verdict or no key.
    """
    said = one(entries, "verdict")
    key = bytes.fromhex(one(entries, "key.revealed")["key"])
    found = counted_part(entries, recount(entries, key))
    found["panel"]["accepted"] = said["panel"]["accepted"]
    return sorted(name for name, value in found.items() if said[name] != value)
