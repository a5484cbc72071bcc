"""Which records describe one party, and what that party is called."""
