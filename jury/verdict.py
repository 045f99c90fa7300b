"""The verdict: the record that the log keeps, and its reasons in plain words."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from audit.telling import tells_how_each_voted
from jury.box import (
    Entry,
    Log,
    Opener,
    final_file,
    in_turn,
    is_assembly,
    last,
    look_around,
    one,
    recount,
)
from jury.tally import Outcome, Tally

SOFTWARE = "venire 0.1.0"
Json = dict[str, Any]

# What a reader of the numbers has to know; pages say these codes in words.
HOUSE_RANDOMNESS = "house randomness"
HOUSE_KEY = "house key"
TRUSTEES = "trustees"
UNANIMOUS = "unanimous small panel"

# What holds after a count; pages say it in a sentence, and what is paid follows from it.
BINDS, NEW_PANEL = "verdict", "new panel"
ON_THE_PAPERS, APPEALED = "preliminary decision", "appealed decision"
ESTIMATES = "estimate"


def stands(outcome: Outcome, opened: Mapping[str, Any]) -> str:
    """Return what holds after `outcome`. opened: the first entry of the case's log.

    A case without a decision is given to one new panel. An appeal is not: it leaves what was
    appealed as it was. A panel beside an assembly decides nothing, whatever it says.
    """
    if opened.get("beside_of") is not None:
        return ESTIMATES
    if outcome in {Outcome.UPHELD, Outcome.DENIED}:
        return BINDS
    if opened.get("appeal", False):
        return APPEALED
    again = opened["standard"]["again"] and opened["again_of"] is None
    return NEW_PANEL if again else ON_THE_PAPERS


def is_telling(body: Mapping[str, Any]) -> bool:
    """Whether the numbers of a verdict are withheld; they would tell how each juror voted."""
    return UNANIMOUS in body["caveats"]


def caveats(entries: Sequence[Entry], tally: Tally) -> list[str]:
    """Return what a reader of these numbers has to know. entries: of its log, ballots aside."""
    numbers, found = tally.numbers, []
    if not is_assembly(entries) and _randomness(entries) == "house":
        found.append(HOUSE_RANDOMNESS)
    found.append(TRUSTEES if any(entry["kind"] == "key.split" for entry in entries) else HOUSE_KEY)
    if tells_how_each_voted(numbers.seats, numbers.uphold, numbers.deny):
        found.append(UNANIMOUS)
    return found


def counted_part(entries: Sequence[Entry], tally: Tally) -> dict[str, Any]:
    """Return what of a verdict follows from the log alone; a recount must come to the same."""
    opened = one(entries, "case.opened")
    who = {"assembly": _assembly(entries)} if is_assembly(entries) else {"panel": _panel(entries)}
    return {
        **who,
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
    }


def _panel(entries: Sequence[Entry]) -> Json:
    committed, result = last(entries, "draw.committed"), one(entries, "draw.result")
    return {
        "drawn": sum(row[2] == "seated" for row in result["stream"]),
        "replaced": sum(entry["kind"] == "seat.replaced" for entry in entries),
        "roll": committed["roll"]["root"],
        "seed": result["seed"],
        "randomness": committed["randomness"]["kind"],
        "void_draws": sum(entry["kind"] == "draw.voided" for entry in entries),
    }


def _assembly(entries: Sequence[Entry]) -> Json:
    committed = one(entries, "assembly.committed")
    return {"roll": committed["roll"]["root"], "voters": committed["voters"]}


def _randomness(entries: Sequence[Entry]) -> str:
    return str(last(entries, "draw.committed")["randomness"]["kind"])


def blind_of(private: bytes) -> str:
    """Return what a verdict says of the key that was revealed. Where its numbers are withheld, so
    are both: else whoever tries all numbers would find by the entry's hash which are right."""
    return sha256(b"jury/verdict/v1\0" + private).hexdigest()


def verdict_body(
    entries: Sequence[Entry],
    tally: Tally,
    accepted: int,
    opening: Json,
    closing: Json,
    private: bytes,
) -> dict[str, Any]:
    """Return the verdict as the log keeps it (all but `v`, `kind` and `case`).

    accepted: how many of a panel took their seat, which the log does not show.
    opening, closing: heads of the log, `{"root": hex, "size": count}`. private: the case's key.
    """
    body = counted_part(entries, tally)
    if "panel" in body:
        body["panel"]["accepted"] = accepted
    return {
        **body,
        "checkpoints": {"closing": closing, "opening": opening},
        "software": SOFTWARE,
        "caveats": caveats(entries, tally),
        "blind": blind_of(private),
    }


def differences(log: Log, opener: Opener = in_turn) -> list[str]:
    """Recount a decided case from its log alone; return the fields of the verdict that differ.

    Raises BadLog when the log holds no verdict or no key.
    """
    around = look_around(log)
    said = one(around.entries, "verdict")
    key = bytes.fromhex(one(around.entries, "key.revealed")["key"])
    found = counted_part(around.entries, recount(around, log, key, opener))
    if "panel" in found:
        found["panel"]["accepted"] = said["panel"]["accepted"]
    return sorted(name for name, value in found.items() if said[name] != value)
