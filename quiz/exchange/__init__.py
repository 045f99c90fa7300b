"""Questions in and out of the bank, in the forms that other people's programs write."""
