"""The gateway beside the reference product for GraphQL over Neo4j, on the same graph."""
