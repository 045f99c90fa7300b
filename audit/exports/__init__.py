"""What auditors take along: files of votes, of the registry and of verdicts, and bundles."""
