"""The book and its changes in other people's formats."""
