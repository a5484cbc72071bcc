// What bankers write down of a party: what it consented to, what came of an offer.
CREATE CONSTRAINT consent_id IF NOT EXISTS FOR (n:Consent) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT outcome_id IF NOT EXISTS FOR (n:Outcome) REQUIRE n.id IS UNIQUE;
// What was said by hand goes where the record goes that it is about.
CREATE INDEX source_record_about IF NOT EXISTS FOR (n:SourceRecord) ON (n.about);
