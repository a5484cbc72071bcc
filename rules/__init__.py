"""What the bank believes follows from what is known: pure functions over records, one rule a file."""
