"""The own Neo4j and Valkey of a machine that has neither: fetched, started, watched and stopped."""
