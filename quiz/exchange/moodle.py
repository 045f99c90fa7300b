"""Moodle XML: the files in which Moodle hands out and takes in the questions of a course.

Moodle's settings of how a site asks (penalty, numbering, shuffling) say nothing about a question
and are passed over. Each question that is taken is noted once as taken, or as changed with every
change; each that is not, once as left out.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from kernel.errors import N_
from quiz.exchange.moodle_shares import share_of
from quiz.exchange.moodle_tree import Element, read_parts
from quiz.exchange.moodle_ways import BREAK, MARKS, LeftOut, check_options, check_shares, path_of
from quiz.exchange.moodle_write import write
from quiz.exchange.plain import plain_text
from quiz.exchange.question import Choice, Fate, Note, Question, Reading
from quiz.item import TRUE_FALSE, Kind

__all__ = ["read", "write"]

ROOT = "quiz"

_ONE_MARK = re.compile(r"(?:1(?:[.,]0*)?)?")
_TAG_GROUPS = ("tags", "coursetags")
_OVERALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read(data: bytes) -> Reading:
    """Return the questions of a Moodle XML file.

    data: the file, UTF-8, at most 2 MB and 5,000 questions.
    Raises Malformed, with the line, when it is not such a file; a question that cannot be read
    leaves out that question only.
    """
    file = _File()
    read_parts(data, ROOT, file.take)
    return Reading(tuple(file.questions), (*file.notes, *file.of_many()))


class _File:
    """What was found so far."""

    def __init__(self) -> None:
        self.category = ""
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self.overall: list[int] = []
        self.weighted: list[int] = []

    def take(self, element: Element) -> None:
        name = ""
        try:
            if element.name != "question":
                raise LeftOut(N_("<%(tag)s> is no question."), tag=element.name)
            if element.attributes.get("type") == "category":
                self.category = _category(element)
                return
            name = _raw(element.child("name"))
            self._question(element, name)
        except LeftOut as reason:
            self._note(element.line, Fate.LEFT_OUT, reason.text, name, reason.values)

    def _question(self, element: Element, name: str) -> None:
        found = _Found(element)
        kind, choices = found.kind_and_choices()
        question = Question(
            line=element.line,
            kind=kind,
            stem=found.stem,
            choices=choices,
            name=name,
            category=self.category,
            general=found.words(element.child("generalfeedback")),
            idnumber=element.value("idnumber"),
            tags=_tags(element),
        )
        if element.all("hint"):
            found.change(element, N_("Its hints are not kept."))
        self.questions.append(question)
        for line, text, values in found.changes:
            self._note(line, Fate.CHANGED, text, name, values)
        if not found.changes:
            self._note(element.line, Fate.TAKEN, N_("Taken as it is."), name, {})
        if any(_raw(element.child(tag)) for tag in _OVERALL):
            self.overall.append(element.line)
        if not _ONE_MARK.fullmatch(element.value("defaultgrade")):
            self.weighted.append(element.line)

    def _note(self, line: int, fate: Fate, text: str, name: str, values: dict[str, object]) -> None:
        self.notes.append(Note(line, fate, text, name, values))

    def of_many(self) -> list[Note]:
        """Return a note for each thing that does not come along of any question: once, not each
        time, since Moodle writes some of them into every question."""
        told = (
            (self.overall, N_("Feedback by result is not kept, of %(count)s questions.")),
            (self.weighted, N_("%(count)s questions had a mark of their own; here each has one.")),
        )
        return [
            Note(lines[0], Fate.CHANGED, text, values={"count": len(lines)})
            for lines, text in told
            if lines
        ]


class _Found:
    """A question element, read; `changes` are what did not come along as it stood."""

    def __init__(self, element: Element) -> None:
        self.changes: list[tuple[int, str, dict[str, object]]] = []
        self._element = element
        self._usual = "html"
        self._type = element.attributes.get("type", "")
        if self._type not in _READERS:
            raise LeftOut(
                N_("Questions of the type %(type)s cannot be asked here."), type=self._type or "?"
            )
        if element.value("hidden", "0") not in ("", "0", "false"):
            raise LeftOut(N_("It is hidden in Moodle: a version that was replaced or deleted."))
        if element.overfull:
            raise LeftOut(N_("It has too many parts."))
        asked = element.child("questiontext")
        self.stem: str = self.words(asked)
        if asked is None or not self.stem.strip():
            raise LeftOut(N_("It has no text that asks something."))
        # What says nothing about its format has that of the question.
        self._usual = asked.attributes.get("format", self._usual)
        for picture in element.all("image"):
            self._lost_file(picture, picture.text)

    def change(self, element: Element, text: str, **values: object) -> None:
        self.changes.append((element.line, text, values))

    def kind_and_choices(self) -> tuple[Kind, tuple[Choice, ...]]:
        return _READERS[self._type](self, self._element)

    def words(self, holder: Element | None) -> str:
        """Return the text in an element as plain text; empty where there is no such element."""
        if holder is None:
            return ""
        for file in holder.all("file"):
            self._lost_file(file, file.attributes.get("name", ""))
        text = _raw(holder)
        if not text:
            return ""
        match holder.attributes.get("format", self._usual).strip():
            case "plain_text":
                return text
            case "markdown" | "wiki_like":
                if MARKS.search(text):
                    self.change(holder, N_("Its marks of formatting stand as they were typed."))
                return text
            case "moodle_auto_format":
                text = BREAK.sub("<br>", text)
        words, lost = plain_text(text)
        if lost:
            self.change(holder, N_("Formatting that plain text cannot show is lost."))
        return words

    def _lost_file(self, element: Element, name: str) -> None:
        if name:
            self.change(element, N_("The file %(file)s is not kept."), file=name)

    def choices(self, worths: Sequence[Fraction] | None = None) -> tuple[Choice, ...]:
        """Return the options, in the order of the file."""
        answers = self._element.all("answer")
        check_options(len(answers))
        if worths is None:
            worths = [_worth(answer) for answer in answers]
        choices = tuple(
            Choice(self.words(answer), worth, self.words(answer.child("feedback")))
            for answer, worth in zip(answers, worths, strict=True)
        )
        if not all(choice.text.strip() for choice in choices):
            raise LeftOut(N_("One of its options has no text."))
        return choices


def _multichoice(found: _Found, element: Element) -> tuple[Kind, tuple[Choice, ...]]:
    choices = found.choices()
    single = element.value("single", "true").lower() not in ("", "0", "false")
    rights = [choice.worth for choice in choices if choice.worth > 0]
    if not single and rights != [1]:
        check_shares(rights)
        return Kind.MULTIPLE, choices
    if rights.count(Fraction(1)) != 1:
        raise LeftOut(N_("In a single choice one option, and only one, must be worth 100."))
    if not single:
        found.change(element, N_("Several options could be ticked; as one is right, one can now."))
    if len(rights) > 1:
        found.change(element, N_("Options with part of the mark count as wrong."))
    return Kind.SINGLE, choices


def _true_false(found: _Found, element: Element) -> tuple[Kind, tuple[Choice, ...]]:
    answers = element.all("answer")
    texts = [_raw(answer).lower() for answer in answers]
    if len(answers) != 2:
        raise LeftOut(N_("A true-or-false question must have two answers."))
    if texts == ["false", "true"]:
        answers.reverse()
    elif texts != ["true", "false"]:
        # Moodle 1 wrote the two words in the language of the site, and true first.
        found.change(element, N_("The first of its two answers was taken for true."))
    rights = [Fraction(int(_worth(answer) == 1)) for answer in answers]
    if sum(rights) != 1:
        raise LeftOut(N_("Either true or false must be worth 100."))
    return Kind.TRUE_FALSE, tuple(
        Choice(text, right, found.words(answer.child("feedback")))
        for text, right, answer in zip(TRUE_FALSE, rights, answers, strict=True)
    )


def _ordering(found: _Found, element: Element) -> tuple[Kind, tuple[Choice, ...]]:
    # The fraction of an answer is its place, and not a share; Moodle goes by the order in the file.
    if element.value("selecttype", "ALL").upper() not in ("", "ALL", "EXACT", "0"):
        found.change(element, N_("Moodle asked for some of its items; here it asks for all."))
    return Kind.ORDERING, found.choices([Fraction(0)] * len(element.all("answer")))


_READERS: dict[str, Callable[[_Found, Element], tuple[Kind, tuple[Choice, ...]]]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "ordering": _ordering,
}


def _raw(holder: Element | None) -> str:
    """Return the text that an element holds, or its own where it has no <text>, as in old files."""
    if holder is None:
        return ""
    text = holder.child("text") or holder
    if text is not holder and text.children:
        raise LeftOut(
            N_("In line %(line)s <%(tag)s> stands in a text; HTML belongs into CDATA."),
            line=text.children[0].line,
            tag=text.children[0].name,
        )
    return text.text


def _worth(answer: Element) -> Fraction:
    written = answer.attributes.get("fraction", "0").strip()
    worth = share_of(written)
    if worth is None:
        raise LeftOut(
            N_("In line %(line)s the fraction %(fraction)s is no number from -100 to 100."),
            line=answer.line,
            fraction=written,
        )
    return worth


def _category(element: Element) -> str:
    """Return the path of a category without the place in Moodle that it hangs on."""
    return path_of(_raw(element.child("category")))


def _tags(element: Element) -> tuple[str, ...]:
    held = [tag for group in _TAG_GROUPS for one in element.all(group) for tag in one.all("tag")]
    return tuple(filter(None, map(_raw, held)))
