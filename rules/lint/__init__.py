"""What is doubtful about a wording, by rule. A finding asks the editors; it is not an error.

RULES is the one table of them: what each is called, how it looks, what it advises.
"""

from kernel.errors import N_
from rules.lint import days, marks, numbers, ranges, references, sentence, terms, words
from rules.lint.finding import Context, Finding, Kind, Rule
from rules.lint.scores import Readability, readability
from rules.lint.sentence import LONGEST_SENTENCE, sentence_spans, sentences

__all__ = [
    "LONGEST_SENTENCE",
    "RULES",
    "Context",
    "Finding",
    "Kind",
    "Readability",
    "Rule",
    "doubts",
    "findings",
    "readability",
    "sentence_spans",
    "sentences",
]

RULES: tuple[Rule, ...] = (
    # Time
    Rule(
        "window-without-anchor",
        days.window_without_anchor,
        N_("A window of time that hangs on no day. Say before or after which day."),
    ),
    Rule(
        "open-duration",
        days.open_duration,
        N_("A duration whose edge is open. Say more than, at least, or exactly."),
    ),
    Rule(
        "days-of-no-kind",
        days.days_of_no_kind,
        N_("Nothing says whether these are calendar days or working days. Say which."),
    ),
    Rule(
        "date-without-year",
        days.date_without_year,
        N_("A date without a year. Name the year, or say that it is meant every year."),
    ),
    Rule(
        "range-word",
        ranges.range_words,
        N_("How this range word is read."),
        kind="reading",
    ),
    # Numbers
    Rule(
        "percent-without-base",
        numbers.percent_without_base,
        N_("A percentage of nothing said. Say of what."),
    ),
    Rule(
        "stale-number",
        numbers.stale_number,
        N_("The number changed here, but not in a clause that cites this one."),
    ),
    # Words
    Rule("shall", words.words(words.SHALL), N_("“Shall” is read in two ways. Say must, or will.")),
    Rule("and-or", words.words(words.AND_OR), N_("Say “or”, or say “or both”.")),
    Rule(
        "open-word",
        words.words(words.OPEN),
        N_("A word that two readers take in two ways. Say what is meant."),
    ),
    Rule(
        "double-negative",
        words.words(words.DOUBLE_NEGATIVE),
        N_("Two negatives. Say what is allowed, or only what is not."),
    ),
    Rule(
        "passive-without-actor",
        words.passive_without_actor,
        N_("A duty of nobody. Say who has to do it."),
    ),
    Rule("deemed", words.words(words.DEEMED), N_("Say that it is, or that it counts as.")),
    Rule(
        "respectively",
        words.words(words.RESPECTIVELY),
        N_("The reader has to match two lists. Say each pair."),
    ),
    Rule(
        "and-so-on",
        words.words(words.AND_SO_ON),
        N_("A list without an end. Name all of it, or say what its members share."),
    ),
    Rule(
        "mixed-list",
        words.mixed_list,
        N_("“And” and “or” in one list. Say which belong together, or cut it in two."),
    ),
    # Sentences
    Rule(
        "long-sentence",
        sentence.long_sentence,
        N_("A sentence of more than 35 words. Cut it in two."),
    ),
    Rule(
        "unclear-start",
        sentence.unclear_start,
        N_("A clause is read alone. Name what it is about in its first word."),
    ),
    # Terms
    Rule(
        "undefined-term",
        terms.undefined_term,
        N_("It looks like a defined term and is defined nowhere. Define it, or write it plainly."),
    ),
    Rule(
        "doubled-term",
        terms.doubled_term,
        N_("This is defined a second time. Keep one definition and cite it."),
    ),
    Rule(
        "unused-term",
        terms.unused_term,
        N_("A definition that nothing uses. Take it out, or use the word."),
    ),
    Rule("two-names", terms.two_names, N_("One thing under two names. Keep one.")),
    # References
    Rule(
        "broken-reference",
        references.unknown_reference,
        N_("No clause of the book has this id."),
    ),
    Rule("self-reference", references.self_reference, N_("The clause cites itself.")),
    Rule(
        "circular-reference",
        references.circular_reference,
        N_("Two clauses explain each other. Let one of them say it."),
    ),
    Rule(
        "typed-reference",
        references.typed_reference,
        N_("A number typed by hand is wrong once the clause moves. Cite it by its id."),
    ),
    # Signs
    Rule(
        "mixed-scripts",
        marks.mixed_scripts,
        N_("A word with letters of two scripts that look alike. Type it again."),
    ),
    Rule(
        "invisible-character",
        marks.invisible,
        N_("A character that nobody sees. Take it out."),
    ),
    Rule("spacing", marks.spacing, N_("A space too many.")),
    Rule("unbalanced", marks.unbalanced, N_("The other half of this sign is missing.")),
    Rule(
        "rule-in-brackets",
        marks.rule_in_brackets,
        N_("What decides something does not belong in brackets. Give it a sentence."),
    ),
)


def findings(text: str, context: Context | None = None) -> list[Finding]:
    """Return what the rules find in `text`, doubts and readings, in the order of position."""
    known = context or Context()
    found = [one for rule in RULES for one in rule.findings(text, known)]
    return sorted(found, key=lambda one: (one.start, one.end))


def doubts(text: str, context: Context | None = None) -> list[Finding]:
    """Return those of the `findings` that ask the editors something."""
    return [one for one in findings(text, context) if one.kind == "doubt"]
