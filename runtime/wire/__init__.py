"""How questions and answers travel."""
