// Passes that no resolution has followed.
CREATE INDEX pass_unresolved IF NOT EXISTS FOR (n:Pass) ON (n.unresolved);
// What a pass has hung on records, and the addresses that it has written otherwise.
CREATE INDEX identified_by_pass IF NOT EXISTS FOR ()-[r:IDENTIFIED_BY]-() ON (r.pass);
CREATE INDEX reached_at_pass IF NOT EXISTS FOR ()-[r:REACHED_AT]-() ON (r.pass);
CREATE INDEX resides_at_pass IF NOT EXISTS FOR ()-[r:RESIDES_AT]-() ON (r.pass);
CREATE INDEX address_pass IF NOT EXISTS FOR (n:Address) ON (n.pass);
