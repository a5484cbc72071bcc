"""What is known: the graph, and the only place that speaks Cypher."""
