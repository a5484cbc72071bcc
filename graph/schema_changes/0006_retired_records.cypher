// A retired party follows the smallest record that it had.
CREATE INDEX retired_party_record IF NOT EXISTS FOR (n:RetiredParty) ON (n.record);
