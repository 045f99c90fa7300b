"""What of a clause can be computed, and what a change of it does to known facts."""
