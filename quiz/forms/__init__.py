"""Forms of the exam room's pages. They parse and shape; what the rules allow is asked elsewhere."""
