// Customer groups are worked out; a group that is no more stays, and leads to the one that most of its members are of.
CREATE CONSTRAINT customer_group_id IF NOT EXISTS FOR (n:CustomerGroup) REQUIRE n.id IS UNIQUE;
