"""The rule book: the text that everything cites, in all its versions."""
