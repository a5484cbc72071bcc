// A household that is no more leads to the one that most of its members belong to.
CREATE CONSTRAINT retired_household_id IF NOT EXISTS FOR (n:RetiredHousehold) REQUIRE n.id IS UNIQUE;
CREATE INDEX retired_household_into IF NOT EXISTS FOR (n:RetiredHousehold) ON (n.into);
