"""Who owns and who controls a company, and who its beneficial owners are, as far as what was declared tells."""
