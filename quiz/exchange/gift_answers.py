"""What stands in the braces of a GIFT question: of which kind it is, and its options."""

import re
from fractions import Fraction

from kernel.errors import N_
from quiz.exchange.gift_text import BLANK, unveil
from quiz.exchange.gift_write import TAG_ORDERING, TAG_TRUE_FALSE
from quiz.exchange.moodle_shares import share_of
from quiz.exchange.moodle_ways import BREAK, MARKS, LeftOut, check_options, check_shares
from quiz.exchange.plain import plain_text
from quiz.exchange.question import Choice
from quiz.item import TRUE_FALSE, Kind

_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_OPTION = re.compile(r"([~=])")
_WEIGHT = re.compile(r"[ \t\n]*%(-?[0-9]{1,3}(?:[.,][0-9]{0,15})?)%")
_ORDERING_HEAD = re.compile(r"[ \t\n]*>[ \t]*[0-9]+(?:[ \t]+[A-Z0-9_]+)*[ \t]*\n")
_EITHER = {"T": True, "TRUE": True, "F": False, "FALSE": False}

_Answers = tuple[Kind, tuple[Choice, ...]]


class Words:
    """Turns the texts of one question into plain text.

    changes: what did not come along as it stood, each with its line. usual: the format of the
    question, which a text has that names none.
    """

    def __init__(self) -> None:
        self.changes: list[tuple[int, str]] = []
        self.usual = "moodle"

    def change(self, line: int, text: str) -> None:
        self.changes.append((line, text))

    def stem(self, raw: str, line: int) -> str:
        """Return the text of the question, and let its format be the usual one from now on."""
        if found := _FORMAT.match(raw.lstrip(BLANK)):
            self.usual = found[1]
        stem = self.of(raw, line)
        if not stem:
            raise LeftOut(N_("It has no text that asks something."))
        return stem

    def option(self, raw: str, line: int) -> str:
        text = self.of(raw, line)
        if not text:
            raise LeftOut(N_("One of its options has no text."))
        return text

    def of(self, raw: str, line: int) -> str:
        raw = raw.strip(BLANK)
        given = self.usual
        if found := _FORMAT.match(raw):
            given, raw = found[1], raw[found.end() :]
        text = unveil(raw)
        if given == "plain":
            return text
        if given == "markdown":
            if MARKS.search(text):
                self.change(line, N_("Its marks of formatting stand as they were typed."))
            return text
        words, lost = plain_text(BREAK.sub("<br>", text) if given == "moodle" else text)
        if lost:
            self.change(line, N_("Formatting that plain text cannot show is lost."))
        return words


def answers_of(inside: str, line: int, words: Words, tags: list[str]) -> _Answers:
    """Return the kind and the options, told apart as Moodle tells them.

    line: where the braces begin. tags: those of the question; one that our own export added is
    taken away. Raises LeftOut.
    """
    told = inside.strip(BLANK)
    if not told:
        raise LeftOut(N_("Essays cannot be asked here."))
    if told.startswith("#"):
        raise LeftOut(N_("Questions for a number cannot be asked here."))
    if head := _ORDERING_HEAD.match(inside):
        return _ordering_of_moodle(inside[head.end() :], line + head[0].count("\n"), words)
    if "~" in told:
        return _choice(inside, line, words, tags)
    if "=" in told and "->" in told:
        return _matching(inside, line, words, tags)
    if told.partition("#")[0].strip(BLANK).upper() in _EITHER:
        return _true_false(told, line, words)
    if "=" in told:
        raise LeftOut(N_("It has right answers only, to be typed in; that cannot be asked here."))
    raise LeftOut(N_("What stands in its braces begins with neither = nor ~."))


def _choice(inside: str, line: int, words: Words, tags: list[str]) -> _Answers:
    pieces = _options(inside, line)
    choices = tuple(_option(mark, body, at, words) for mark, body, at in pieces)
    rights = [choice.worth for choice in choices if choice.worth > 0]
    if not rights:
        raise LeftOut(N_("None of its options is right."))
    if rights.count(Fraction(1)) > 1:
        raise LeftOut(N_("More than one of its options is worth 100."))
    if Fraction(1) not in rights:
        check_shares(rights)
        return Kind.MULTIPLE, choices
    if all(mark == "~" for mark, _, _ in pieces):
        words.change(line, N_("Several options could be ticked; as one is right, one can now."))
    if len(rights) > 1:
        words.change(line, N_("Options with part of the mark count as wrong."))
    if len(choices) == 2 and _was_tagged(tags, TAG_TRUE_FALSE):
        return Kind.TRUE_FALSE, choices
    return Kind.SINGLE, choices


def _options(inside: str, line: int) -> list[tuple[str, str, int]]:
    """Return the options, each as the mark it begins with, what follows, and its line."""
    first, *pieces = _OPTION.split(inside)
    if first.strip(BLANK):
        raise LeftOut(N_("Words stand before its first option."))
    check_options(len(pieces) // 2)
    line += first.count("\n")
    found = []
    for mark, body in zip(pieces[::2], pieces[1::2], strict=True):
        found.append((mark, body, line))
        line += body.count("\n")
    return found


def _option(mark: str, body: str, line: int, words: Words) -> Choice:
    worth = Fraction(mark == "=")
    if found := _WEIGHT.match(body):
        share = share_of(found[1].rstrip(".,"))
        if share is None:
            raise LeftOut(
                N_("In line %(line)s the share %(share)s is no number from -100 to 100."),
                line=line,
                share=found[1],
            )
        worth, body = share, body[found.end() :]
    text, _, feedback = body.partition("#")
    return Choice(words.option(text, line), worth, words.of(feedback, line))


def _was_tagged(tags: list[str], tag: str) -> bool:
    """Return whether the question has this tag of ours, and take it away: it says how to read."""
    if tag not in tags:
        return False
    # Ours is written last.
    del tags[len(tags) - 1 - tags[::-1].index(tag)]
    return True


def _matching(inside: str, line: int, words: Words, tags: list[str]) -> _Answers:
    if not _was_tagged(tags, TAG_ORDERING):
        raise LeftOut(N_("Questions that match pairs cannot be asked here."))
    places, choices = [], []
    for _, body, at in _options(inside, line):
        text, _, place = body.rpartition("->")
        places.append(place.strip(BLANK))
        choices.append(Choice(words.option(text, at), Fraction(0)))
    if places != [str(place) for place in range(1, len(places) + 1)]:
        raise LeftOut(N_("The steps of its ordering are not numbered from 1 on."))
    return Kind.ORDERING, tuple(choices)


def _ordering_of_moodle(inside: str, line: int, words: Words) -> _Answers:
    """Read the options of Moodle's own type, one a line; its documents do not tell of it."""
    steps = [(at, step) for at, step in enumerate(inside.split("\n"), line) if step.strip(BLANK)]
    check_options(len(steps))
    return Kind.ORDERING, tuple(Choice(words.option(step, at), Fraction(0)) for at, step in steps)


def _true_false(told: str, line: int, words: Words) -> _Answers:
    # The first feedback is for whoever answers wrongly, whichever answer that is.
    word, to_wrong, to_right = [*told.split("#", 2), "", ""][:3]
    right = _EITHER[word.strip(BLANK).upper()]
    feedback = {False: words.of(to_wrong, line), True: words.of(to_right, line)}
    return Kind.TRUE_FALSE, tuple(
        Choice(text, Fraction(answer == right), feedback[answer == right])
        for text, answer in zip(TRUE_FALSE, (True, False), strict=True)
    )
