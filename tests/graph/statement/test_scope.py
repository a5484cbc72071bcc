from access.caller import CallerRole
from access.policy import Policy
from graph.mapping import OWN, PUBLIC, Inherited, Node, Tagged
from graph.statement.scope import reverse, visible
from graph.statement.template import fill

HEAD, BRANCH = Policy(CallerRole.BANKER, whole=True), Policy(CallerRole.BANKER, whole=False)
TRANSACTION = Node("Transaction", scope=Inherited("-[:ON]->", "Account"))


def test_an_entry_list_seeks_the_home_unit_and_a_traversal_tests_all_units():
    party = Node("Party", scope=OWN)
    assert visible(party, "n0", BRANCH, listed=True) == ["n0.unit IN $scope"]
    assert visible(party, "n0", BRANCH) == ["any(u IN n0.units WHERE u IN $scope)"]
    assert visible(party, "n0", HEAD) == []
    assert visible(Node("Product", scope=PUBLIC), "n0", BRANCH) == []


def test_what_hangs_from_a_visible_node_is_visible_and_else_its_holder_is_tested():
    assert visible(TRANSACTION, "n1", BRANCH, arrow="<-[:ON]-") == []
    (test,) = visible(TRANSACTION, "n1", BRANCH)
    assert test == "EXISTS { MATCH (n1)-[:ON]->(n1o:Account) WHERE any(u IN n1o.units WHERE u IN $scope) }"


def test_what_is_tagged_is_visible_to_whoever_may_read_the_tag():
    tagged = Node("Pass", scope=Tagged("operations"))
    assert visible(tagged, "n0", BRANCH, listed=True) == visible(tagged, "n0", HEAD) == []
    assert visible(tagged, "n0", Policy(CallerRole.PARTNER, whole=False)) == ["false"]


def test_an_arrow_is_turned_around():
    assert reverse("-[:ON]->") == "<-[:ON]-"
    assert reverse("<-[:LIVES_IN]-") == "-[:LIVES_IN]->"


def test_a_templates_variables_never_meet_those_around_it():
    assert fill("MATCH (this)-[_h:HOLDS]->(_a:A) WHERE scoped(_a)", "n0", 3, whole=True) == (
        "MATCH (n0)-[h3:HOLDS]->(a3:A) WHERE true"
    )
