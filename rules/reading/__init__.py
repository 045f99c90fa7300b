"""What the pages of the rule book show. How the book is read can be had from here."""

from rules.reading.book import Change, by_day, by_section, changes, context_of, doubtful, with_words

__all__ = ["Change", "by_day", "by_section", "changes", "context_of", "doubtful", "with_words"]
