"""The log: every room writes to it, and it reads no room."""
