// Rows that were refused: where each stood and why. `print` tells the same row said again by a later delivery.
CREATE CONSTRAINT quarantined_row_id IF NOT EXISTS FOR (n:QuarantinedRow) REQUIRE n.id IS UNIQUE;
CREATE INDEX quarantined_row_print IF NOT EXISTS FOR (n:QuarantinedRow) ON (n.print);
CREATE INDEX quarantined_row_state IF NOT EXISTS FOR (n:QuarantinedRow) ON (n.state, n.source);
CREATE INDEX pass_started IF NOT EXISTS FOR (n:Pass) ON (n.startedAt);
CREATE INDEX quarantined_row_refused IF NOT EXISTS FOR (n:QuarantinedRow) ON (n.refusedAt, n.id);
// Changes by callers, each done once for its key; notes of old ones are dropped.
CREATE CONSTRAINT change_id IF NOT EXISTS FOR (n:Change) REQUIRE n.id IS UNIQUE;
CREATE INDEX change_at IF NOT EXISTS FOR (n:Change) ON (n.at);
