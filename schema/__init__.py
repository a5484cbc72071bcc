"""What may be asked: declarations only; nothing here runs a query."""
