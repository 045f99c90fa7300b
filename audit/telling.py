"""What a verdict would tell too much of: how each juror of a unanimous small panel voted."""

from typing import Any

SMALL = 50  # seats under which a unanimous vote tells how each juror voted; the jury says the same


def withheld(last: dict[str, Any]) -> bool:
    """Whether the entries of a case that ends with the entry `last` are for auditors alone.

    So they are when a small panel was unanimous, of which only the outcome is public. They also
    are while the key is in the log and its verdict is not: a moment later it might be such a case.
    """
    if last["kind"] != "verdict":
        return bool(last["kind"] == "key.revealed")
    numbers = last["numbers"]
    valid = numbers["valid"]
    return bool(
        numbers["seats"] < SMALL and valid and valid in {numbers["uphold"], numbers["deny"]}
    )
