"""Everyone and everything Berka has, asked for in full: two broad questions beside many random ones."""

# A page of all customers; Berka's have no names, which keeps those of other banks away.
PEOPLE = """query People($after: String) { customers(first: 50, after: $after, where: {name: {eq: null}}) {
  totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node {
  id partyId kind name displayName(locale: EN) distinguisher isCustomer homeUnit { id }
  ... on Person { gender birthDate occupation riskTolerance household { id } relations { kind } worksFor { title } }
  products { product { code name nameEn family isOwn } currency accounts unknown balance }
  balances { currency assets liabilities accounts unknown }
  residences { usage since address { id text country region city postcode } origin { system } }
  contacts { usage } coverage { function } interactions { totalCount } events { totalCount }
  records { id recordId system name bankKey effectiveOn versions matchedBy } provenance { field recordId system on }
  accounts(first: 50) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor role since until
    origin { system } node { id accountId kind status number currency balance { amount currency } balanceOn opened closed
      principal { amount currency } instalment { amount } termMonths product { code } bookedAt { id name path level }
      settlesBy { accountId } holders { totalCount edges { cursor role since node { partyId } } }
      standingOrders { id amount { amount } purpose counterpartyAccount }
      monthlyFlows(first: 240) { id month incoming { amount } outgoing { amount } count clientIncoming { amount }
        clientOutgoing { amount } clientCount closing { amount } average { amount } }
      transactions(first: 100, orderBy: OLDEST) { totalCount pageInfo { hasNextPage } edges { cursor node { id bookedOn at
        amount { amount currency } balanceAfter { amount } kind initiator purpose
        counterpartyName counterpartyBank } } } } } } } } } }"""
PLACES = """{ node(id: "T3JnVW5pdDpiZXJrYTpIUQ") { id ... on OrgUnit { name nameEn level path parent { id } units {
  id name nameEn level path parent { path } units { id } } } }
  products(where: {code: {startsWith: "berka:"}}) { totalCount edges { cursor node { id code holderCount } } } }"""
