"""What callers may change: one change a file, each atomic, idempotent by its key, with named mistakes."""
