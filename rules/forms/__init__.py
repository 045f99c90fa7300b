"""Forms of the rule book's pages. They parse and shape; what the rules allow is asked elsewhere."""
