"""What the values of the exam room are called on its pages."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from quiz.analysis.clause_figures import Blame
from quiz.analysis.item_figures import Flag, Trend
from quiz.exchange.question import Fate
from quiz.item import Kind
from quiz.itemaction import What
from quiz.lint import ADVICE, Finding
from quiz.reading.items import State
from quiz.staleness import Effect, Why
from quiz.topic import TITLES, Topic

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def how_long(wait: timedelta) -> str:
    """Return a wait in words, rounded up: in days where it comes to whole ones or is longer than
    four, else in hours."""
    if wait % DAY and wait <= 4 * DAY:
        hours: str = ngettext("%(num)s hour", "%(num)s hours", -(-wait // HOUR))
        return hours
    days: str = ngettext("%(num)s day", "%(num)s days", -(-wait // DAY))
    return days


def topic(one: Topic) -> str:
    """Return the heading of a topic."""
    return str(_(TITLES[one]))


def kind(one: Kind) -> str:
    """Return what a kind of item is called."""
    words: dict[Kind, str] = {
        Kind.SINGLE: _("one right answer"),
        Kind.MULTIPLE: _("several right answers"),
        Kind.TRUE_FALSE: _("true or false"),
        Kind.ORDERING: _("to be put in order"),
        Kind.CASE: _("case"),
    }
    return words[one]


def effect(one: Effect) -> str:
    """Return where an item stands after what was changed."""
    words: dict[Effect, str] = {
        Effect.CARRIED: _("in papers"),
        Effect.REVIEW: _("to be looked at"),
        Effect.PULLED: _("in no paper"),
    }
    return words[one]


def why(one: Why) -> str:
    """Return why an item has to be looked at."""
    words: dict[Why, str] = {
        Why.WORDS_TOUCHED: _("The quoted words changed, in spelling or wording only."),
        Why.CLAUSE_CHANGED: _("The clause changed in substance beside the quoted words."),
        Why.WORDS_CHANGED: _("The quoted words changed in substance."),
        Why.TERM_CHANGED: _("A term that the clause uses has another meaning."),
        Why.CLAUSE_ENDED: _("The clause is no longer in force."),
        Why.NOT_IN_FORCE: _("The words it rests on are not in force."),
        Why.NOT_YET: _("The words it rests on are not in force yet."),
    }
    return words[one]


def flag(one: Flag) -> str:
    """Return what speaks against a question."""
    words: dict[Flag, str] = {
        Flag.TOO_HARD: _("fewer than two in five are right"),
        Flag.TOO_EASY: _("nearly everybody is right"),
        Flag.NEGATIVE: _("those who know the rest are right less often"),
        Flag.WRONG_OPTION_PREFERRED: _("a wrong option draws those who know the rest"),
    }
    return words[one]


def blame(one: Blame) -> str:
    """Return what the exam says of a clause."""
    words: dict[Blame, str] = {
        Blame.CLAUSE: _("the clause is got wrong"),
        Blame.ITEM: _("a question is got wrong"),
        Blame.FINE: _("understood"),
        Blame.TOO_FEW: _("too few answers"),
    }
    return words[one]


def trend(one: Trend) -> str:
    """Return what became of the answers after a change."""
    words: dict[Trend, str] = {
        Trend.BETTER: _("better understood since"),
        Trend.WORSE: _("less understood since"),
        Trend.CANNOT_TELL: _("no difference that could be told"),
    }
    return words[one]


def state(one: State) -> str:
    """Return where an item stands, as the list of the bank says it."""
    words: dict[State, str] = {
        State.ASKED: _("in papers"),
        State.REVIEW: _("to be looked at"),
        State.PULLED: _("in no paper"),
    }
    return words[one]


def advice(one: Finding) -> str:
    """Return what a finding of the rules of writing advises."""
    return str(_(ADVICE[one.code]))


def what(one: str) -> str:
    """Return what an item action does."""
    words: dict[What, str] = {
        What.DROP: _("dropped"),
        What.ACCEPT: _("more answers accepted"),
        What.CREDIT: _("counted right for everybody"),
    }
    return words[What(one)]


def fate(one: Fate) -> str:
    """Return what became of a question of a file."""
    words: dict[Fate, str] = {
        Fate.TAKEN: _("taken"),
        Fate.CHANGED: _("taken, changed"),
        Fate.LEFT_OUT: _("left out"),
    }
    return words[one]
