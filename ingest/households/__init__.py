"""Who is one household on which day, worked out by stated rules from the ties that silos told, and written as the difference."""
