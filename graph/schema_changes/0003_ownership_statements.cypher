// What was declared about owners, and what it speaks of.
CREATE CONSTRAINT ownership_statement_id IF NOT EXISTS FOR (n:OwnershipStatement) REQUIRE n.id IS UNIQUE;
CREATE INDEX ownership_statement_declared IF NOT EXISTS FOR (n:OwnershipStatement) ON (n.declared, n.saidOn);
// Interests are told apart by their declaration too, which those that are there have none of.
MATCH (:Company)<-[r:OWNS]-() WHERE NOT r.by CONTAINS '|' SET r.by = r.by + '|';
