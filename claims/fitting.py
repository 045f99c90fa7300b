"""How the words that stand in the place of a name are fitted into its sentence.

“My sister Leila” with Leila as “the sister” is read as “my sister”, and not as “my sister the
sister”; “at the Alder Mill” with the mill as “employer A” as “at employer A”.
"""

import re

NEAR = 60  # letters before a name that are looked at

_SENTENCE = re.compile(r"(?:^|[.!?]['\"”’)]?\s|\n)\s*['\"“‘(]?$")
_ON = re.compile(r"(?<!\w)on\s$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\w)the\s$", re.IGNORECASE)
_ANY_ARTICLE = re.compile(r"(?<!\w)(?:the|an?)\s$", re.IGNORECASE)
# After these no article stands. Not her: “I told her Leila had come” is of two people.
_WHOSE = re.compile(r"(?<!\w)(?:my|your|our|their|his|its|an?|this|that)\s$", re.IGNORECASE)
_LABEL = re.compile(r" [A-Z]$")  # of doctor A: no article stands before it


def fitted(before: str, role: str) -> tuple[int, str]:
    """Return how many letters before a name go with it, and what stands for all of that.

    before: what is written up to the name. role: what jurors read for it. Swallowed are only words
    that the role says again, and an article.
    """
    noun = _LABEL.sub("", role.removeprefix("the "))
    told = _ends_with(before, noun)
    left = before[: len(before) - told]
    if role == noun:  # neither an article nor a label: a name of its own, such as “her sister”
        return told, role
    if _LABEL.search(role):
        article = _ANY_ARTICLE.search(left)
        return told + (len(article.group()) if article else 0), role
    if article := _ARTICLE.search(left):
        return told + len(article.group()), role
    return told, noun if _WHOSE.search(left) else role


def _ends_with(before: str, noun: str) -> int:
    """Return how many letters at the end of a text say the noun of a role, and what is after it."""
    edge = r"(?<!\w)" if noun[:1].isascii() else ""
    gap = r",?\s" if noun[:1].isascii() else r"[,，]?\s?"
    found = re.search(rf"{edge}{re.escape(noun)}{gap}$", before, re.IGNORECASE)
    return len(found.group()) if found else 0


def month_fitted(before: str, month: str) -> tuple[int, str]:
    """Return the same for a month in place of a day: in March 2021, and not on."""
    found = _ON.search(before)
    return (len(found.group()), f"in {month}") if found else (0, month)


def begun(before: str, shown: str) -> str:
    """Return what is shown, with a capital where it begins a sentence."""
    return shown[:1].upper() + shown[1:] if _SENTENCE.search(before) else shown
