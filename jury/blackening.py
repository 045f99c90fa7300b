"""Words are taken out of what is published of a case: out of a text that stands in no log.

What stands for them has one length: theirs would help to guess what they were.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from jury.casefile import CaseFile

BLACK = "█████"
SHORTEST, LONGEST = 2, 200  # letters; a single one would take out half of a text
# A letter of a script that sets words apart: "Li" is not in "limit", but 张伟 is in 张伟住院.
_LETTER = r"[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]"


def blackened(text: str, words: str) -> str:
    """Return a text without these words, however they are spelt: in any case and width of letters,
    with whatever stands between them, and with signs in them that nobody sees."""
    text = unicodedata.normalize("NFC", text)
    plain, places = _folded(text)
    parts, done = [], 0
    for found in _pattern(words).finditer(plain):
        parts += [text[done : places[found.start()]], BLACK]
        done = places[found.end() - 1] + 1
    return "".join([*parts, text[done:]])


def holds(text: str, words: str) -> bool:
    """Whether a text holds these words."""
    plain, _places = _folded(unicodedata.normalize("NFC", text))
    return _pattern(words).search(plain) is not None


def letters_in(words: str) -> int:
    """Return how many letters and signs somebody sees in these words."""
    return len("".join(_folded(words)[0].split()))


def file_without(file: CaseFile, words: str) -> CaseFile:
    """Return a case file without these words, wherever somebody wrote some. What clauses and sums
    are in dispute stays."""

    def out(text: str) -> str:
        return blackened(text, words) if holds(text, words) else text

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


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and where in it each letter stood."""
    letters, places = [], []
    for at, letter in enumerate(text):
        for one in unicodedata.normalize("NFKC", letter).casefold():
            if unicodedata.category(one) != "Cf":  # such as a hyphen that shows at line ends alone
                letters.append(one)
                places.append(at)
    return "".join(letters), places


def _pattern(words: str) -> re.Pattern[str]:
    said = _folded(unicodedata.normalize("NFC", words))[0].split()
    before = f"(?<!{_LETTER})" if re.match(_LETTER, said[0]) else ""
    after = f"(?!{_LETTER})" if re.search(f"{_LETTER}$", said[-1]) else ""
    return re.compile(before + r"[\W_]+".join(map(re.escape, said)) + after)
