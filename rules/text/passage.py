"""A passage of a text as a reader copies it from the page, found where it is stored.

On the page a reference reads `clause 3.1`, marks of emphasis are not to be seen, and a line may
break anywhere; in the stored text it is otherwise.
"""

from collections.abc import Mapping

from rules.text.reference import REFERENCE, printed

MARKS = "*_`"
ENDS = (". ", "? ", "! ", "\n", "。")


def find_passage(text: str, numbers: Mapping[str, str], quote: str) -> tuple[int, int] | None:
    """Return where in `text` the words of `quote` begin and end; the first place of several.

    numbers: clause ids with the numbers that the page prints. A reference is taken whole. None
    when the words do not stand there, or when there are none.
    """
    wanted = "".join(letter for letter, _start, _end in _read(quote, {})).strip()
    letters = _read(text, numbers)
    at = "".join(letter for letter, _start, _end in letters).find(wanted) if wanted else -1
    return (letters[at][1], letters[at + len(wanted) - 1][2]) if at >= 0 else None


def _read(text: str, numbers: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Return each letter that is to be seen, and where in `text` it comes from."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for reference in REFERENCE.finditer(text):
        found += ((text[place], place, place + 1) for place in range(at, reference.start()))
        found += ((letter, *reference.span()) for letter in printed(reference[0], numbers))
        at = reference.end()
    found += ((text[place], place, place + 1) for place in range(at, len(text)))
    seen: list[tuple[str, int, int]] = []
    for letter, start, end in found:
        if letter in MARKS or (letter.isspace() and seen and seen[-1][0] == " "):
            continue
        seen.append((" " if letter.isspace() else letter, start, end))
    return seen


def in_its_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence around `text[start:end]` in three: before, the passage, after.

    A reference that the passage cuts is taken whole.
    """
    for reference in REFERENCE.finditer(text):
        if reference.start() < end and start < reference.end():
            start, end = min(start, reference.start()), max(end, reference.end())
    heads = [text.rfind(mark, 0, start) + len(mark) for mark in ENDS if mark in text[:start]]
    begins = max(heads, default=0)
    stops = [text.find(mark, max(end - 1, start)) for mark in ENDS]
    last = min((at + 1 for at in stops if at >= 0), default=len(text))
    return text[begins:start], text[start:end], text[end : max(end, last)]
