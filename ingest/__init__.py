"""How it becomes known: from a silo's files to the graph."""
