"""GIFT: the text files in which Moodle hands out questions, and which many people write by hand.

Read as Moodle reads them, but for three things: blank lines may stand in braces; what Moodle would
garble (more braces, words before the first option) is left out with the reason; partial marks are
not given. Each question that is taken is noted once as taken, or as changed with every change;
each that is not, once as left out.
"""

from kernel.errors import N_
from quiz.exchange.gift_answers import Words, answers_of
from quiz.exchange.gift_text import BLANK, Block, blocks, lines_of, tokens, unveil
from quiz.exchange.gift_write import write
from quiz.exchange.limits import check_count
from quiz.exchange.moodle_ways import LeftOut, path_of
from quiz.exchange.question import Fate, Note, Question, Reading

__all__ = ["read", "write"]

GAP = "_____"
"""What stands in a sentence for the word that is asked for."""


def read(data: bytes) -> Reading:
    """Return the questions of a GIFT file.

    data: the file, UTF-8, at most 2 MB and 5,000 questions. Blanks around a text are dropped.
    Raises Malformed, with the line, when it cannot be read at all; a question that cannot be read
    leaves out that question only.
    """
    category = ""
    count = 0
    questions: list[Question] = []
    notes: list[Note] = []
    for block in blocks(lines_of(data)):
        if block.category:
            category = path_of(block.category)
        elif block.text:
            count += 1
            check_count(count, block.line)
            item = _Item(block, category)
            questions += item.questions
            notes += item.notes
    return Reading(tuple(questions), tuple(notes))


class _Item:
    """An item of the file, read.

    questions: the question, or none where it is left out. notes: what became of it.
    """

    def __init__(self, block: Block, category: str) -> None:
        self._block = block
        self._name, self._text = _named(block.text)
        words = Words()
        try:
            self.questions = [self._question(category, words)]
        except LeftOut as reason:
            self.questions = []
            self.notes = [self._note(block.line, Fate.LEFT_OUT, reason.text, reason.values)]
        else:
            self.notes = [
                self._note(line, Fate.CHANGED, text, {}) for line, text in words.changes
            ] or [self._note(block.line, Fate.TAKEN, N_("Taken as it is."), {})]

    def _note(self, line: int, fate: Fate, text: str, values: dict[str, object]) -> Note:
        return Note(line, fate, text, self._name, values)

    def _question(self, category: str, words: Words) -> Question:
        block = self._block
        before, inside, after = _cut(self._text)
        if after.strip(BLANK):
            before += GAP
            words.change(block.line, N_("Its options stood within a sentence; there is a gap now."))
        stem = words.stem(before + after, block.line)
        answers, marked, general = inside.rpartition("####")
        if not marked:
            answers, general = inside, ""
        line = block.line + block.text.count("\n", 0, len(block.text) - len(inside + after) - 1)
        tags = tokens("tag", block.comments)
        kind, choices = answers_of(answers, line, words, tags)
        return Question(
            line=block.line,
            kind=kind,
            stem=stem,
            choices=choices,
            name=self._name,
            category=category,
            general=words.of(general, line + answers.count("\n")),
            idnumber=next(iter(tokens("id", block.comments)), ""),
            tags=tuple(tags),
        )


def _named(text: str) -> tuple[str, str]:
    """Return the name of an item, and what follows it."""
    if not text.startswith("::"):
        return "", text
    name, closed, rest = text[2:].partition("::")
    return (unveil(name), rest) if closed else ("", text[2:])


def _cut(text: str) -> tuple[str, str, str]:
    """Return what stands before the braces, in them, and after them."""
    before, opened, rest = text.partition("{")
    inside, closed, after = rest.partition("}")
    if "}" in before:
        raise LeftOut(N_("A brace } closes nothing; in a text it is written with a backslash."))
    if not opened:
        raise LeftOut(N_("It asks nothing: no braces with answers follow it."))
    if not closed:
        raise LeftOut(N_("Its brace { is not closed; in a text it is written with a backslash."))
    if "{" in inside:
        raise LeftOut(N_("A brace { stands in its braces; there it is written with a backslash."))
    if "{" in after or "}" in after:
        raise LeftOut(N_("More braces follow its answers; between questions leave a blank line."))
    return before, inside, after
