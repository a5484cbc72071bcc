// Other names are searched by those who may read them: they stand apart, in the same index.
CREATE FULLTEXT INDEX party_names IF NOT EXISTS FOR (n:Party) ON EACH [n.searchText, n.otherText]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
DROP INDEX party_search IF EXISTS;
