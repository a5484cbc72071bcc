// Early warnings are worked out; one that holds no more ends and stays.
CREATE CONSTRAINT early_warning_id IF NOT EXISTS FOR (n:EarlyWarning) REQUIRE n.id IS UNIQUE;
