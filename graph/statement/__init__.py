"""The tree of what is wanted → one Cypher statement. Only declared names are in its text, every value is a parameter."""

from graph.statement.gate import refuse_unscoped
from graph.statement.parameters import Decision, Statement, View
from graph.statement.writer import write

__all__ = ["Decision", "Statement", "View", "refuse_unscoped", "write"]
