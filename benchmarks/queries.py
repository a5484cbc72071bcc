"""The two questions that are measured, and how their answers are counted."""

from typing import Any, cast

LEAVES = 120
"""Of the view: about as many values as a banker's first screen of one customer holds."""

VIEW = """query View($id: ID!) { customer(id: $id) {
  id partyId kind displayName isCustomer
  ... on Person { gender birthDate occupation household { name members { role person { id displayName } } } }
  residences { usage address { text city } }
  balances { currency assets liabilities accounts }
  products { accounts currency balance product { code name family } }
  records { recordId system matchedBy }
  accounts(first: 10) { totalCount edges { role since node {
    id accountId kind status number currency opened balance { amount currency } principal { amount currency }
    product { code name family } bookedAt { name }
    holders(first: 5) { edges { role node { id displayName } } }
    transactions(first: 5) { edges { node {
      bookedOn amount { amount currency } balanceAfter { amount } kind initiator purpose } } }
    monthlyFlows(first: 3) { month incoming { amount } outgoing { amount } closing { amount } count clientCount }
  } } } } }"""

LIST = """query List { customers(first: 100) { edges { node {
  id partyId kind displayName isCustomer
  ... on Person { gender birthDate occupation }
  residences { usage address { text city } }
  accounts(first: 5) { totalCount edges { role since node {
    id accountId kind status number currency opened balance { amount currency } principal { amount currency }
    product { code name family } bookedAt { name }
    monthlyFlows(first: 1) { month incoming { amount } outgoing { amount } closing { amount } count }
  } } } } } } }"""

CANDIDATES = "query Candidates($after: String) { customers(first: 100, after: $after) { edges { cursor node { id } } } }"


def leaves(answer: Any) -> int:
    """How many values an answer holds, nulls counted."""
    match answer:
        case dict():
            return sum(map(leaves, cast(dict[str, Any], answer).values()))
        case list():
            return sum(map(leaves, cast(list[Any], answer)))
        case _:
            return 1
