"""How a question is answered: an operation → what is wanted → one statement → the answer. No Cypher, no HTTP."""
