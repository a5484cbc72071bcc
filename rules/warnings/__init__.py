"""Early warnings: one rule a file, each tells of a customer whom the bank may lose."""
