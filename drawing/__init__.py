"""Pictures of what the graph tells."""
