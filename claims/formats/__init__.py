"""The three kinds of file that a claimant may hand in, each read byte by byte and never drawn."""
