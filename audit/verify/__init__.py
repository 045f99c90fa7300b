"""A verifier for bundles that stands alone: `python -m audit.verify BUNDLE --key VKEY`.

It is a second implementation, written from `docs/formats.md`: it imports nothing of the house, only
Python's own library and `cryptography`. Read the files in this order: step (what is reported), box
(the zip file), merkle, note, entries (what the log is made of), draw, ballots, tally (what it
says), views, check (the steps in order).
"""
