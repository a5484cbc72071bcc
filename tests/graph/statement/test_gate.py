import pytest

from graph.statement.gate import refuse_unscoped

FOLLOWED = frozenset({("DESCRIBES", "start"), ("TELLS", "start")})


@pytest.mark.parametrize(
    "cypher",
    [
        "this.name",
        "CASE WHEN startNode(edge) = this THEN (this.a + 1) * (2 - this.b) ELSE coalesce(this.c, '(_a:A)') END",
        "COUNT { MATCH (this)-[:O]->(_a:A) WHERE scoped(_a) }",
        "COUNT { MATCH (this)-[:O]->(_a:A WHERE scoped(_a)) }",
        "COUNT { MATCH (this)-[:O]->(_a:A), (_b:B) WHERE scoped(_a) AND scoped(_b) AND (_a.x = 1 OR _b.x = 2) }",
        "COUNT { MATCH (this)-[:O]->(_a:A|B) WHERE _a.x = 1 AND scoped(_a) }",
        "COLLECT { MATCH (this)-[:O]->(_a:A)-[:OF]->(_p:Free) WHERE scoped(_a) RETURN _p.x }",
        "COLLECT { MATCH (this)-[:O]->(_p:Free|Open) RETURN _p.x }",
        "COLLECT { MATCH (_p:Free) WHERE EXISTS { MATCH (_p)<-[:OF]-(this) } RETURN _p.x }",
        "COLLECT { MATCH (_p:Free {id: this.unit}) RETURN _p.x }",
        "COLLECT { MATCH (this)<-[:DESCRIBES]-(_r)<-[:TELLS]-(_e) RETURN [_r.id, _e.x] }",
        "[(this)-[:O]->(_a:A) WHERE scoped(_a) | _a.x]",
        "COLLECT { MATCH _p = (this)<-[:C*0..3]-(_x) WHERE all(_n IN nodes(_p) WHERE scoped(_n)) RETURN _x.id }",
        "COLLECT { begin(_c, company) MATCH (_c)<-[:DESCRIBES]-(_r) RETURN _r.id }",
    ],
)
def test_what_tests_every_node_is_let_through(cypher: str):
    refuse_unscoped(cypher, {"Free", "Open"}, FOLLOWED)


@pytest.mark.parametrize(
    "cypher",
    [
        "COUNT { MATCH (this)-[:O]->(_a:A) }",
        "COUNT { MATCH (this)-[:O]->(_a:A {id: 1}) }",
        "COUNT { MATCH (this)-[:O]->(_a:A WHERE _a.x = 1) }",
        "COUNT { MATCH (this)-[:O]->(_a :A) }",
        "COUNT { MATCH (this)-[:O]->( _a : A ) }",
        "COUNT { MATCH (this)-[:O]->(_a:A|B) }",
        "COUNT { MATCH (this)-[:O]->(_a:Free|B) }",
        "COUNT { MATCH (this)-[:O]->(_a:Free&B) }",
        "COUNT { MATCH (this)-[:O]->(_a:!Free) WHERE scoped(_a) }",
        "COUNT { MATCH (this)-[:O]->(_a:$($label)) WHERE scoped(_a) }",
        "COUNT { MATCH (this)-[:O]->(_a IS A) WHERE scoped(_a) }",
        "COUNT { MATCH (this)-[:O]->(:A) }",
        "COUNT { MATCH (:A)-[:O]->(this) }",
        "COUNT { MATCH (:A) }",
        "COUNT { MATCH (_p:Free), (_a:A) RETURN 1 }",
        "COUNT { MATCH (_p:Free) , (_a) RETURN 1 }",
        "count { match (_p:Free), (_a:A) return 1 }",
        "COUNT { MATCH (_a) RETURN 1 }",
        "COUNT { MATCH (this)-[:O]->(_a) RETURN 1 }",
        "COUNT { MATCH (this)-[:DESCRIBES]->(_a) RETURN 1 }",
        "COUNT { MATCH (this)-[:DESCRIBES]-(_a) RETURN 1 }",
        "COUNT { MATCH (this)<-[:DESCRIBES|O]-(_a) RETURN 1 }",
        "COUNT { MATCH (this)<-[]-(_a) RETURN 1 }",
        "COUNT { (this)-[:O]->() }",
        "EXISTS { (_a:A) }",
        "NOT (this)-[:O]->(:A)",
        "[(this)-[:O]->(_a:A) | _a.x]",
        "COLLECT { MATCH (_a:A) WHERE scoped(_a) RETURN 1 } + COLLECT { MATCH (_a:A) RETURN 2 }",
        "COUNT { MATCH (this)-->(_a:A) }",
        "COUNT { MATCH (this)--(_a:A) }",
        "COUNT { MATCH (this)-[:O]->(_a:A) WHERE scoped(_a) OR _a.x = 1 }",
        "COUNT { MATCH (this)-[:O]->(_a:A) WHERE _a.x = 1 OR _a.y = 2 AND scoped(_a) }",
        "COUNT { MATCH (this)-[:O]->(_a:A) WHERE NOT scoped(_a) }",
        "COLLECT { MATCH (this)-[:O]->(_a:A) RETURN CASE WHEN true AND scoped(_a) THEN _a.x ELSE _a.y END }",
        "COUNT { MATCH (this)-[:O]->(_a:A) WHERE (scoped(_a) OR true) }",
        "COUNT { MATCH (this)-[:O]->(_a:A) WHERE '  scoped(_a) ' = '' }",
        "COUNT { MATCH (this)-[:O]->(_a:A) // WHERE scoped(_a) }",
        "COUNT { MATCH (this)-[:O]->(_a:A) /* WHERE scoped(_a) */ }",
        "COUNT { MATCH (this)-[:O]->(`_a`:A) WHERE scoped(_a) }",
        "[_p = (this)-[:C*1..3]->(_x:A) WHERE scoped(_x) | 1]",
        "COLLECT { MATCH _p = (this)-[:C*1..3]->(_x:A) WHERE scoped(_x) RETURN nodes(_p) }",
        "COLLECT { MATCH _p = (this)-[:C*1..3]->(_x:A) WHERE scoped(_x) AND any(_n IN nodes(_p) WHERE scoped(_n)) RETURN 1 }",
        "COLLECT { MATCH _p = (this)-[:C*]->(_x:A) WHERE scoped(_x) AND all(_n IN nodes(_q) WHERE scoped(_n)) RETURN 1 }",
        "COLLECT { MATCH _p = (this)-[:C*]->(_x:A) WHERE scoped(_x) AND all(_n IN nodes(_p) WHERE scoped(_n) OR true) RETURN 1 }",
        "COLLECT { MATCH (this)-[:C*1..3]->(_x:A) WHERE scoped(_x) RETURN 1 }",
        "COLLECT { MATCH (this)-[:C]->+(_x:A) WHERE scoped(_x) RETURN 1 }",
        "COLLECT { MATCH (this)-[:C]->{1,3}(_x:A) WHERE scoped(_x) RETURN 1 }",
        "COLLECT { MATCH (this) ((_m)-[:C]->(_n)){1,3} (_x:A) WHERE scoped(_x) RETURN 1 }",
        "COLLECT { MATCH _p = shortestPath((this)-[:C*]->(_x:A)) WHERE scoped(_x) RETURN 1 }",
        "COLLECT { CALL db.index.fulltext.queryNodes('party_names', 'x') YIELD node RETURN node.name }",
        "COLLECT { LOAD CSV FROM 'x' AS _l RETURN _l }",
        "COUNT { MATCH (this)-[:O]->(_a:A WHERE scoped(_a) }",
    ],
)
def test_what_would_read_a_node_without_testing_it_is_refused(cypher: str):
    with pytest.raises(ValueError, match="scope"):
        refuse_unscoped(cypher, {"Free", "Open"}, FOLLOWED)
