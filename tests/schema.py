"""As much of JSON Schema as docs/openapi.json uses, strictly: an unknown word is an error."""

import re
from collections.abc import Callable
from typing import Any

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
SAYS_NOTHING = {"description", "format", "default"}


def flaws(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str = "$") -> list[str]:
    """Return where `value` is not what `schema` says."""
    if "$ref" in schema:
        return flaws(value, resolved(schema["$ref"], document), document, at)
    if "anyOf" in schema:
        each = [flaws(value, one, document, at) for one in schema["anyOf"]]
        return [] if [] in each else each[0]
    found: list[str] = []
    if "type" in schema and not _is_of(value, schema["type"]):
        return [f"{at} is {str(value)[:60]!r}, and no {schema['type']}"]
    for word, says in schema.items():
        found += _flaws(word, says, value, schema, document, at)
    return found


def resolved(path: str, document: dict[str, Any]) -> dict[str, Any]:
    found: Any = document
    for part in path.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _flaws(
    word: str, says: Any, value: Any, schema: dict[str, Any], document: dict[str, Any], at: str
) -> list[str]:
    if word in SAYS_NOTHING:
        return []
    if word in CHECKS:
        fits = CHECKS[word](value, says)
        return [] if fits else [f"{at} is {str(value)[:60]!r}, against {word} {says}"]
    if word == "items":
        parts = [(one, says, f"{at}[{number}]") for number, one in enumerate(value)]
    elif word == "properties":
        parts = [(value[name], one, f"{at}.{name}") for name, one in says.items() if name in value]
    else:
        assert word == "additionalProperties", word
        rest = sorted(set(value) - set(schema.get("properties", ())))
        if says is False:
            return [f"{at} has {name} too" for name in rest]
        parts = [(value[name], says, f"{at}.{name}") for name in rest]
    return [flaw for part, one, where in parts for flaw in flaws(part, one, document, where)]


def _is_of(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda value, says: True,  # asked first, before what only values of a type can be asked
    "enum": lambda value, says: value in says,
    "pattern": lambda value, says: re.search(says, value) is not None,
    "minimum": lambda value, says: value >= says,
    "maximum": lambda value, says: value <= says,
    "required": lambda value, says: set(says) <= set(value),
}
