"""The archive of verdicts: what is asked of it, and the words by which a verdict is found."""

import unicodedata
from dataclasses import dataclass

from jury.casefile import CaseFile


def folded(text: str) -> str:
    """Return a text as it is looked for: without case, width, and white space but single spaces.

    Both databases compare texts letter by letter; what letters are alike is settled here.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def searchable(file: CaseFile) -> str:
    """Return the words by which the verdict on a case is found: its title, question and facts."""
    return folded(f"{file.title} {file.question} {file.summary}")


@dataclass(frozen=True)
class Wanted:
    """Which endings to list; what is empty asks for nothing.

    words: each of them stands in title, question or facts. year: in which it ended, UTC. clause: an
    id; standard: a name; tier: the sum that the verdict names, in fen; outcome: a word.
    """

    words: str = ""
    clause: str = ""
    year: int | None = None
    standard: str = ""
    tier: int | None = None
    outcome: str = ""

    @property
    def each_word(self) -> tuple[str, ...]:
        """The words to look for, as they are stored."""
        return tuple(folded(self.words).split())

    @property
    def asks_what_about(self) -> bool:
        """Whether an answer tells what a case was about: one without a verdict is no answer."""
        return bool(self.words or self.clause or self.standard or self.tier is not None)
