"""Wordings, word by word: what changes between two, what it weighs, what they refer to."""
