"""A first load: what sources deliver as files for Neo4j's offline import, the same graph as `graph.load` and its like make."""
