"""Lakeside Bank's silos as they write their deliveries: one module a silo, each with its own code book."""
