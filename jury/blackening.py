"""Words are taken out of what is published of a case: out of a text that stands in no log.

What stands for them has one length: theirs would help to guess what they were.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jury.casefile import CaseFile

BLACK = "█████"
SHORTEST, LONGEST = 2, 200  # characters; a single letter would take out half of a text
_LETTER = "A-Za-z0-9À-ɏ"  # of scripts that set words apart: "Li" is not in "limit"


def blackened(text: str, words: str) -> str:
    """Return a text without these words, in any case of letters and however they are spaced."""
    return _pattern(words).sub(BLACK, text)


def holds(text: str, words: str) -> bool:
    """Whether a text holds these words."""
    return _pattern(words).search(text) is not None


def file_without(file: CaseFile, words: str) -> CaseFile:
    """Return a case file without these words, wherever somebody wrote some. What clauses and sums
    are in dispute stays."""

    def out(text: str) -> str:
        return blackened(text, words)

    return replace(
        file,
        title=out(file.title),
        question=out(file.question),
        summary=out(file.summary),
        claimant_says=out(file.claimant_says),
        respondent_says=out(file.respondent_says),
        clauses=tuple(replace(one, why=out(one.why)) for one in file.clauses),
        dates=tuple(
            replace(one, label=out(one.label), value=out(one.value), rests_on=out(one.rests_on))
            for one in file.dates
        ),
        quiz=tuple(
            replace(one, stem=out(one.stem), options=tuple(map(out, one.options)))
            for one in file.quiz
        ),
    )


def places(file: CaseFile, reasons: Sequence[str], words: str) -> dict[str, int]:
    """Return in how many texts of each kind these words stand: `title`, `question`, `facts` (what
    only jurors read as well) and `reasons`."""
    found = {
        "title": int(holds(file.title, words)),
        "question": int(holds(file.question, words)),
        "facts": int(_elsewhere(file, words)),
        "reasons": sum(holds(one, words) for one in reasons),
    }
    return {place: count for place, count in found.items() if count}


def _elsewhere(file: CaseFile, words: str) -> bool:
    plain = replace(file, title="", question="")
    return file_without(plain, words) != plain


def _pattern(words: str) -> re.Pattern[str]:
    said = words.split()
    before = f"(?<![{_LETTER}])" if re.match(f"[{_LETTER}]", said[0]) else ""
    after = f"(?![{_LETTER}])" if re.search(f"[{_LETTER}]$", said[-1]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, said)) + after, re.IGNORECASE)
