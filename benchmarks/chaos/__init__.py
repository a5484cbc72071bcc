"""Loading under chaos: passes killed, cut off and robbed of their database at chosen moments must end in the same graph."""
