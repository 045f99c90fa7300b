"""Aiken: the plainest form of questions; one of several options is right, and nothing else is said.

Read as Moodle reads it, and more strictly: options must be lettered from A on, so that no answer
is taken for another where a line is missing. A question may go over several lines, which Moodle
does not take.
"""

import re
from fractions import Fraction
from string import ascii_uppercase

from kernel.errors import N_
from quiz.exchange.gift_text import BLANK, lines_of
from quiz.exchange.limits import check_count
from quiz.exchange.question import Choice, Fate, Note, Question, Reading
from quiz.item import LEAST_OPTIONS, MOST_OPTIONS, Kind

_OPTION = re.compile(r"([A-Z])[.)]([ \t]*)(.*)")
_ANSWER = re.compile(r"ANSWER:[ \t]*(.*)", re.IGNORECASE)
_LETTER = re.compile(r"([A-Za-z])(?:[.)].*)?")


def read(data: bytes) -> Reading:
    """Return the questions of an Aiken file.

    data: the file, UTF-8, at most 2 MB and 5,000 questions.
    Raises Malformed, with the line, when it cannot be read at all; a question that cannot be read
    leaves out that question only.
    """
    file = _File()
    for number, line in enumerate(lines_of(data), start=1):
        file.take(number, line.strip(BLANK))
    file.finish(N_("It has no line ANSWER: with the letter of the right option."))
    return Reading(tuple(file.questions), tuple(file.notes))


class _File:
    """What was found so far; a question is held until its answer or the next question comes."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self._begin(0)

    def _begin(self, line: int) -> None:
        self._line = line
        self._stem: list[str] = []
        self._letters: list[str] = []
        self._options: list[str] = []
        self._parted = False

    def take(self, number: int, line: str) -> None:
        if not line:
            self._parted = True
        elif (answer := _ANSWER.fullmatch(line)) and (self._options or line.startswith("ANSWER")):
            self._start(number)
            self._answer(answer[1])
        elif option := self._option(line):
            self._start(number)
            self._letters.append(option[1])
            self._options.append(option[3])
        else:
            self._words(number, line)

    def _start(self, number: int) -> None:
        if not self._line:
            self._begin(number)

    def _option(self, line: str) -> re.Match[str] | None:
        """Return the line as an option. Without a space it could be words such as "U.S.", unless
        it has the very letter that is due."""
        option = _OPTION.fullmatch(line)
        count = len(self._options)
        due = ascii_uppercase[count : count + 1] if self._stem else ""
        return option if option and (option[2] or option[1] == due) else None

    def _words(self, number: int, line: str) -> None:
        if self._options:
            self.finish(
                N_("After its options no line ANSWER: follows; each option must be on one line.")
            )
        elif self._stem and self._parted:
            self.finish(N_("No options follow it."))
        self._start(number)
        self._stem.append(line)
        self._parted = False

    def _answer(self, answer: str) -> None:
        letter = _LETTER.fullmatch(answer)
        place = ascii_uppercase.index(letter[1].upper()) if letter else -1
        if reason := self._fault(place):
            self.finish(reason)
            return
        choices = tuple(
            Choice(text, Fraction(at == place)) for at, text in enumerate(self._options)
        )
        question = Question(self._line, Kind.SINGLE, "\n".join(self._stem), choices)
        self.questions.append(question)
        self._note(Fate.TAKEN, N_("Taken as it is."), {})

    def _fault(self, place: int) -> str:
        """Return why the question cannot be taken; empty where it can."""
        count = len(self._options)
        if not self._stem:
            return N_("Its options have no question before them.")
        if not LEAST_OPTIONS <= count <= MOST_OPTIONS:
            return N_("Its options are %(count)s; there must be %(least)s to %(most)s.")
        if self._letters != list(ascii_uppercase[:count]):
            return N_("Its options are not lettered A, B, C and so on.")
        if not all(self._options):
            return N_("One of its options has no text.")
        if not 0 <= place < count:
            return N_("Its line ANSWER: must have the letter of one of its options.")
        return ""

    def finish(self, reason: str) -> None:
        """Leave out the question that is held, if any."""
        if self._line:
            count = len(self._options)
            values = {"count": count, "least": LEAST_OPTIONS, "most": MOST_OPTIONS}
            self._note(Fate.LEFT_OUT, reason, values)

    def _note(self, fate: Fate, text: str, values: dict[str, int]) -> None:
        check_count(len(self.notes) + 1, self._line)
        self.notes.append(Note(self._line, fate, text, values=dict(values)))
        self._begin(0)
