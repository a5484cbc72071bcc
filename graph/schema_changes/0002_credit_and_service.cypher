// The keys of what lending, service, the app, the credit bureau and the tax office tell.
CREATE CONSTRAINT facility_id IF NOT EXISTS FOR (n:Facility) REQUIRE n.id IS UNIQUE;
CREATE INDEX facility_valid_to IF NOT EXISTS FOR (n:Facility) ON (n.validTo, n.id);
CREATE CONSTRAINT collateral_id IF NOT EXISTS FOR (n:Collateral) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT service_request_id IF NOT EXISTS FOR (n:ServiceRequest) REQUIRE n.id IS UNIQUE;
CREATE INDEX service_request_due IF NOT EXISTS FOR (n:ServiceRequest) ON (n.status, n.dueAt);
CREATE CONSTRAINT survey_id IF NOT EXISTS FOR (n:Survey) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT risk_assessment_id IF NOT EXISTS FOR (n:RiskAssessment) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT tax_year_id IF NOT EXISTS FOR (n:TaxYear) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT device_id IF NOT EXISTS FOR (n:Device) REQUIRE n.id IS UNIQUE;
