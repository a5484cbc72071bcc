// Passes that no resolution has followed.
CREATE INDEX pass_unresolved IF NOT EXISTS FOR (n:Pass) ON (n.unresolved);
