"""The recount, in integers, and what the verdict has to say after it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .ballots import seats_held
from .entries import CaseLog, Line
from .opening import ANSWERS, CHOICES, Count
from .step import need
from .tree import Leaves


def meets(bar: dict[str, Any], part: int, whole: int) -> bool:
    """Whether `part` of `whole` is more than (or at least) the bar's share."""
    above, below = part * bar["share"][1], bar["share"][0] * whole
    return bool(above > below if bar["operator"] == ">" else above >= below)


@dataclass(frozen=True)
class Assembly:
    """How many took a seat in an assembly, as the house says it, and how many might have."""

    seats: int
    voters: int


def recount(
    opening: dict[str, Any], count: Count, assembly: Assembly | None = None
) -> dict[str, Any]:
    """Return numbers, issues, tiers, tier, outcome and stands, as a verdict writes them."""
    standard = opening["standard"]
    votes = {choice: count.choices[choice] for choice in CHOICES}
    numbers = {
        "seats": assembly.seats if assembly else standard["seats"],
        "cast": count.cast,
        "valid": votes["uphold"] + votes["deny"],
        **votes,
        "void": count.void,
        "replaced_ballots": count.replaced,
    }
    issues = {
        clause["id"]: {answer: count.issues[clause["id"], answer] for answer in ANSWERS}
        for clause in opening["clauses"]
    }
    tiers = {str(tier): count.tiers[tier] for tier in opening["tiers"]}
    of = assembly.voters if assembly else standard["seats"]
    decided = outcome(standard, votes["uphold"], votes["deny"], of)
    again = standard["again"] and opening["again_of"] is None
    left = "new panel" if again else "preliminary decision"
    if opening.get("appeal", False):
        left = "appealed decision"
    holds = "verdict" if decided in {"upheld", "denied"} else left
    return {
        "numbers": numbers,
        "issues": issues,
        "tiers": tiers,
        "tier": _tier(standard, tiers) if decided == "upheld" else None,
        "outcome": decided,
        "stands": "estimate" if opening.get("beside_of") is not None else holds,
    }


def outcome(standard: dict[str, Any], uphold: int, deny: int, of: int) -> str:
    """Return the outcome of so many valid ballots on either side.

    of: what a quorum's share is a share of, the seats of a panel or all who may vote.
    """
    valid, share = uphold + deny, standard["quorum"]["share"]
    quorum = max(standard["quorum"]["absolute"], -(-share[0] * of // share[1]))
    if valid == 0 or valid < quorum:
        return "inquorate"
    up = meets(standard["threshold"], uphold, valid)
    down = meets(standard["denial"], deny, valid) if standard["denial"] else not up
    if up == down or (uphold if up else deny) < standard["approval"]:
        return "hung"
    return "upheld" if up else "denied"


def _tier(standard: dict[str, Any], tiers: dict[str, int]) -> int | None:
    if not tiers:
        return None
    named = sum(tiers.values())
    winners = [tier for tier, count in tiers.items() if meets(standard["threshold"], count, named)]
    if named and len(winners) == 1:
        return int(winners[0])
    return min(int(tier) for tier in tiers)


def check(log: CaseLog, count: Count, leaves: Leaves, verdict: bytes) -> str:
    """Compare the verdict with the recount, field by field; raises Wrong."""
    line, opening = log.one("verdict"), log.one("case.opened").says
    need(line.raw == verdict, "verdict.json is not the verdict in the log")
    found = line.says
    need(found["file"] == log.file, "the verdict's file is not the last that jurors read")
    for name in ("question", "clauses", "standard"):
        need(found[name] == opening[name], f"the verdict's {name} is not that of case.opened")
    assembly = _assembly(log, line) if log.mode == "assembly" else None
    for name, value in recount(opening, count, assembly).items():
        need(found[name] == value, f"the verdict's {name} is {found[name]}; recounted: {value}")
    taken = f"{assembly.seats} took a seat" if assembly else _check_panel(log, line)
    _check_heads(log, found["checkpoints"], leaves)
    key = bytes.fromhex(log.one("key.revealed").says["key"])
    blind = sha256(b"jury/verdict/v1\0" + key).hexdigest()
    need(found.get("blind", blind) == blind, "the verdict's blind is not that of the revealed key")
    numbers, beside = found["numbers"], opening.get("beside_of")
    how = "" if beside is None else f", an estimate that decides nothing, beside {beside}"
    return (
        f"{found['outcome']}{how}: {numbers['uphold']} uphold, {numbers['deny']} deny; "
        f"not proved: that {taken}, the software, the caveats"
    )


def _assembly(log: CaseLog, verdict: Line) -> Assembly:
    committed, numbers = log.poll.says, verdict.says["numbers"]
    part = {"roll": committed["roll"]["root"], "voters": committed["voters"]}
    need(verdict.says["assembly"] == part, f"the verdict's assembly is not {part}")
    seats, voters = numbers["seats"], committed["voters"]["count"]
    need(
        numbers["cast"] <= seats <= voters,
        f"numbers.seats is {seats}; {numbers['cast']} have voted and {voters} might have",
    )
    return Assembly(seats, voters)


def _check_panel(log: CaseLog, verdict: Line) -> str:
    """Check what the verdict says of the panel; return what the log does not show of it."""
    committed, result = log.last("draw.committed").says, log.one("draw.result").says
    panel = {
        "drawn": sum(row[2] == "seated" for row in result["stream"]),
        "replaced": len(log.all("seat.replaced")),
        "roll": committed["roll"]["root"],
        "seed": result["seed"],
        "randomness": committed["randomness"]["kind"],
        "void_draws": len(log.all("draw.voided")),
    }
    said, cast = verdict.says["panel"], verdict.says["numbers"]["cast"]
    for name, value in panel.items():
        need(said[name] == value, f"panel.{name} is not {value}")
    accepted, held = said["accepted"], seats_held(log)
    need(
        cast <= accepted <= held,
        f"panel.accepted is {accepted}; {cast} have voted and {held} seats were held",
    )
    return f"{accepted} accepted"


def _check_heads(log: CaseLog, heads: dict[str, Any], leaves: Leaves) -> None:
    """Each head covers its moment, and nothing that may only follow when it is published."""
    closed, key = log.one("case.closed"), log.one("key.revealed")
    first_ballot = next(iter(log.ballots.places), None)
    after = (closed.index, closed.kind) if first_ballot is None else (first_ballot, "ballot")
    opening = (log.poll, *after)
    closing = (closed, key.index, key.kind)
    for name, (first, index, kind) in (("opening", opening), ("closing", closing)):
        head = heads[name]
        need(
            first.index < head["size"] <= index,
            f"the {name} checkpoint does not cover {first.kind} and end before "
            f"entry {index}, {kind}",
        )
        same = leaves.root(head["size"]).hex() == head["root"]
        need(same, f"the {name} checkpoint has another root")
