"""The recount, in integers, and what the verdict has to say after it."""

from typing import Any

from . import merkle
from .ballots import ANSWERS, Opened, seats_held
from .entries import CaseLog
from .step import need


def meets(bar: dict[str, Any], part: int, whole: int) -> bool:
    """Whether `part` of `whole` is more than (or at least) the bar's share."""
    above, below = part * bar["share"][1], bar["share"][0] * whole
    return bool(above > below if bar["operator"] == ">" else above >= below)


def recount(opening: dict[str, Any], opened: list[Opened]) -> dict[str, Any]:
    """Return numbers, issues, tiers, tier, outcome and stands, as a verdict writes them."""
    standard = opening["standard"]
    counted = [one for one in opened if one.counted == "counted"]
    votes = {
        choice: sum(one.choice == choice for one in counted)
        for choice in ("uphold", "deny", "cannot_judge")
    }
    cast = sum(one.counted != "replaced" for one in opened)
    numbers = {
        "seats": standard["seats"],
        "cast": cast,
        "valid": votes["uphold"] + votes["deny"],
        **votes,
        "void": cast - len(counted),
        "replaced_ballots": len(opened) - cast,
    }
    issues = {
        clause["id"]: {
            answer: sum(one.issues.get(clause["id"]) == answer for one in counted)
            for answer in ANSWERS
        }
        for clause in opening["clauses"]
    }
    tiers = {
        str(tier): sum(one.choice == "uphold" and one.tier == tier for one in counted)
        for tier in opening["tiers"]
    }
    decided = outcome(standard, votes["uphold"], votes["deny"])
    again = standard["again"] and opening["again_of"] is None
    left = "new panel" if again else "preliminary decision"
    if opening.get("appeal", False):
        left = "appealed decision"
    return {
        "numbers": numbers,
        "issues": issues,
        "tiers": tiers,
        "tier": _tier(standard, tiers) if decided == "upheld" else None,
        "outcome": decided,
        "stands": "verdict" if decided in {"upheld", "denied"} else left,
    }


def outcome(standard: dict[str, Any], uphold: int, deny: int) -> str:
    """Return the outcome of so many valid ballots on either side."""
    valid, share = uphold + deny, standard["quorum"]["share"]
    quorum = max(standard["quorum"]["absolute"], -(-share[0] * standard["seats"] // share[1]))
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


def check(log: CaseLog, opened: list[Opened], entries: list[bytes], verdict: bytes) -> str:
    """Compare the verdict with the recount, field by field; raises Wrong."""
    line, opening = log.one("verdict"), log.one("case.opened").says
    need(line.raw == verdict, "verdict.json is not the verdict in the log")
    found = line.says
    need(found["file"] == log.file, "the verdict's file is not the last that jurors read")
    for name in ("question", "clauses", "standard"):
        need(found[name] == opening[name], f"the verdict's {name} is not that of case.opened")
    for name, value in recount(opening, opened).items():
        need(found[name] == value, f"the verdict's {name} is {found[name]}; recounted: {value}")
    result = log.one("draw.result").says
    panel = {
        "drawn": sum(row[2] == "seated" for row in result["stream"]),
        "replaced": len(log.all("seat.replaced")),
        "roll": log.one("draw.committed").says["roll"]["root"],
        "seed": result["seed"],
        "void_draws": 0,
    }
    for name, value in panel.items():
        need(found["panel"][name] == value, f"panel.{name} is not {value}")
    numbers, accepted, held = found["numbers"], found["panel"]["accepted"], seats_held(log)
    need(
        numbers["cast"] <= accepted <= held,
        f"panel.accepted is {accepted}; {numbers['cast']} have voted and {held} seats were held",
    )
    _check_heads(log, found["checkpoints"], [merkle.leaf(entry) for entry in entries])
    return (
        f"{found['outcome']}: {numbers['uphold']} uphold, {numbers['deny']} deny; "
        f"not proved: that {accepted} accepted, the software, the caveats"
    )


def _check_heads(log: CaseLog, heads: dict[str, Any], leaves: list[bytes]) -> None:
    """Each head covers its moment, and nothing that may only follow when it is published."""
    ballots, closed = log.all("ballot"), log.one("case.closed")
    opening = (log.one("roll.committed"), ballots[0] if ballots else closed)
    closing = (closed, log.one("key.revealed"))
    for name, (first, after) in (("opening", opening), ("closing", closing)):
        head = heads[name]
        need(
            first.index < head["size"] <= after.index,
            f"the {name} checkpoint does not cover {first.kind} and end before "
            f"entry {after.index}, {after.kind}",
        )
        root = merkle.root(leaves[: head["size"]]).hex()
        need(root == head["root"], f"the {name} checkpoint has another root")
