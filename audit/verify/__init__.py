"""A verifier for bundles that stands alone: `python -m audit.verify BUNDLE --key VKEY`.

This folder is also a distribution of its own, `venire-verify`: `pip install ./audit/verify` puts
the same files under the name `venire_verify`, with a command `venire-verify`.

It is a second implementation, written from `docs/formats.md`: it imports nothing of the house, only
Python's own library and `cryptography`; py_ecc where a beacon decided a draw, and highspy where a
panel was drawn by types. Without those two it says what it could not check.

A bundle may be larger than memory: it is gone through twice, on all cores, and must not change
meanwhile.

Read the files in this order: step (what is reported), box (the zip file), merkle, tree, note,
schema, slip, entries, spread, scan (what the log is made of), roll, randomness, beacon, stream,
lottery, stratified, draw (who sits), ballots, views, opening, tally (what it says), kept (what
others kept), check (the steps in order).
"""
