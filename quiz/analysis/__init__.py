"""What the answers say of the questions, and what the questions say of the clauses."""
