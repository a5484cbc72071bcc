"""Three questions to begin with, for whoever sees Lakeside Bank for the first time."""

FAMILY = """
{ party(by: {sourceId: "core:1000000003"}) { displayName
  accounts(first: 20) { edges { role node { kind status balance { amount currency } } } }
  ... on Person { household { name balances { currency assets liabilities } members { role person { displayName } } }
    relations { kind party { displayName } } } } }
"""
STEEL = """
{ party(by: {sourceId: "core:2000000002"}) { displayName balances { currency assets liabilities }
  coverage { function employee { name } }
  ... on Company {
    decisionMakers { role stance influence evidence person { displayName } }
    owners { shareExact party { displayName ... on Company { owners { shareExact party { displayName } } } } }
    suppliers { company { displayName isCustomer } } buyers { company { displayName isCustomer } } } } }
"""
NAMESAKES = """
{ search(text: "王伟", first: 5) { edges { score node { displayName distinguisher isCustomer homeUnit { name } } } } }
"""

QUERIES = tuple(
    (about, " ".join(query.split()))
    for about, query in (
        ("A family, its mortgage and its money · 林家", FAMILY),
        ("Who decides, owns and trades at Harbour Steel · 港湾钢铁", STEEL),
        ("Two men called 王伟", NAMESAKES),
    )
)
