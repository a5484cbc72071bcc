// Pairs of records that a steward is asked about, or has judged; those that wait have a cost, by which they are listed.
CREATE CONSTRAINT match_task_id IF NOT EXISTS FOR (n:MatchTask) REQUIRE n.id IS UNIQUE;
CREATE INDEX match_task_cost IF NOT EXISTS FOR (n:MatchTask) ON (n.cost, n.id);
// How far somebody came who follows what others write.
CREATE CONSTRAINT mark_name IF NOT EXISTS FOR (n:Mark) REQUIRE n.name IS UNIQUE;
// A record that went from one party to another while both were there.
CREATE CONSTRAINT party_change_id IF NOT EXISTS FOR (n:PartyChange) REQUIRE n.id IS UNIQUE;
CREATE INDEX party_change_from IF NOT EXISTS FOR (n:PartyChange) ON (n.from);
CREATE INDEX party_change_to IF NOT EXISTS FOR (n:PartyChange) ON (n.to);
// What was seen longest ago, and what has expired.
CREATE INDEX identified_by_effective IF NOT EXISTS FOR ()-[r:IDENTIFIED_BY]-() ON (r.effectiveOn);
CREATE INDEX identity_document_valid_until IF NOT EXISTS FOR (n:IdentityDocument) ON (n.validUntil);
