"""Where a customer stands: its stage, its tier, what it mostly needs, how attached it is; one module each."""
