// Orders by several keys, where a question begins at all there is of something.
CREATE INDEX product_family_name IF NOT EXISTS FOR (n:Product) ON (n.family, n.name, n.code);
CREATE INDEX pass_source_started IF NOT EXISTS FOR (n:Pass) ON (n.source, n.startedAt, n.id);
CREATE INDEX quarantined_row_place IF NOT EXISTS FOR (n:QuarantinedRow) ON (n.source, n.table, n.line, n.id);
