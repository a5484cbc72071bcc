"""What calls for an offer: a rule each, found by its place here."""
