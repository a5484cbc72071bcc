"""The hand-written bank: about sixty people and eight companies, as data."""
