// One key for every label; what lists sort by; what people look things up by.
// The silos' words.
CREATE CONSTRAINT source_record_id IF NOT EXISTS FOR (n:SourceRecord) REQUIRE n.id IS UNIQUE;
CREATE INDEX source_record_bank_key IF NOT EXISTS FOR (n:SourceRecord) ON (n.bankKey);
CREATE CONSTRAINT record_version_key IF NOT EXISTS FOR (n:RecordVersion) REQUIRE n.key IS UNIQUE;
CREATE INDEX record_version_record IF NOT EXISTS FOR (n:RecordVersion) ON (n.record);
// Parties.
CREATE CONSTRAINT party_id IF NOT EXISTS FOR (n:Party) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT retired_party_id IF NOT EXISTS FOR (n:RetiredParty) REQUIRE n.id IS UNIQUE;
CREATE INDEX retired_party_into IF NOT EXISTS FOR (n:RetiredParty) ON (n.into);
CREATE INDEX party_unit_sort_name IF NOT EXISTS FOR (n:Party) ON (n.unit, n.sortName, n.id);
CREATE INDEX party_sort_name IF NOT EXISTS FOR (n:Party) ON (n.sortName, n.id);
CREATE INDEX person_unit_sort_name IF NOT EXISTS FOR (n:Person) ON (n.unit, n.sortName, n.id);
CREATE INDEX person_sort_name IF NOT EXISTS FOR (n:Person) ON (n.sortName, n.id);
CREATE INDEX company_unit_sort_name IF NOT EXISTS FOR (n:Company) ON (n.unit, n.sortName, n.id);
CREATE INDEX company_sort_name IF NOT EXISTS FOR (n:Company) ON (n.sortName, n.id);
CREATE INDEX company_uscc IF NOT EXISTS FOR (n:Company) ON (n.uscc);
CREATE INDEX company_lei IF NOT EXISTS FOR (n:Company) ON (n.lei);
CREATE FULLTEXT INDEX party_search IF NOT EXISTS FOR (n:Party) ON EACH [n.searchText]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
// Agreements and what moves on them.
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE;
CREATE INDEX account_unit IF NOT EXISTS FOR (n:Account) ON (n.unit, n.id);
CREATE INDEX account_number IF NOT EXISTS FOR (n:Account) ON (n.number);
CREATE CONSTRAINT transaction_id IF NOT EXISTS FOR (n:Transaction) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT monthly_flow_id IF NOT EXISTS FOR (n:MonthlyFlow) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT standing_order_id IF NOT EXISTS FOR (n:StandingOrder) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT product_code IF NOT EXISTS FOR (n:Product) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT institution_id IF NOT EXISTS FOR (n:Institution) REQUIRE n.id IS UNIQUE;
// The bank.
CREATE CONSTRAINT org_unit_id IF NOT EXISTS FOR (n:OrgUnit) REQUIRE n.id IS UNIQUE;
CREATE INDEX org_unit_path IF NOT EXISTS FOR (n:OrgUnit) ON (n.path);
CREATE CONSTRAINT employee_id IF NOT EXISTS FOR (n:Employee) REQUIRE n.id IS UNIQUE;
// What happens, and what it rests on.
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT interaction_id IF NOT EXISTS FOR (n:Interaction) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT event_id IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT opportunity_id IF NOT EXISTS FOR (n:Opportunity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT address_id IF NOT EXISTS FOR (n:Address) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT contact_point_id IF NOT EXISTS FOR (n:ContactPoint) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT identity_document_id IF NOT EXISTS FOR (n:IdentityDocument) REQUIRE n.id IS UNIQUE;
CREATE INDEX identity_document_number IF NOT EXISTS FOR (n:IdentityDocument) ON (n.number);
// Passes. `running` is set only while a pass runs, so that a source has one at a time.
CREATE CONSTRAINT pass_id IF NOT EXISTS FOR (n:Pass) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT pass_running IF NOT EXISTS FOR (n:Pass) REQUIRE n.running IS UNIQUE;
CREATE INDEX pass_source IF NOT EXISTS FOR (n:Pass) ON (n.source, n.delivery);
CREATE CONSTRAINT batch_id IF NOT EXISTS FOR (n:Batch) REQUIRE n.id IS UNIQUE;
CREATE INDEX batch_source IF NOT EXISTS FOR (n:Batch) ON (n.source);
