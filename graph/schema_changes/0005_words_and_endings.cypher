// A thing's word has the day it was said; that of a relationship has since when it is said.
MATCH (n) WHERE n.confirmedOn IS NOT NULL
CALL (n) { SET n.toldOn = n.confirmedOn REMOVE n.confirmedOn, n.lastPass } IN TRANSACTIONS OF 10000 ROWS;
MATCH ()-[r]->() WHERE r.confirmedOn IS NOT NULL
CALL (r) { SET r.toldOn = r.confirmedOn, r.effectiveOn = r.confirmedOn REMOVE r.confirmedOn } IN TRANSACTIONS OF 10000 ROWS;
// What begins and ends by the calendar.
CREATE INDEX holds_valid_from IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.validFrom);
CREATE INDEX managed_by_valid_from IF NOT EXISTS FOR ()-[r:MANAGED_BY]-() ON (r.validFrom);
CREATE INDEX booked_at_valid_from IF NOT EXISTS FOR ()-[r:BOOKED_AT]-() ON (r.validFrom);
CREATE INDEX holds_valid_to IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.validTo);
CREATE INDEX managed_by_valid_to IF NOT EXISTS FOR ()-[r:MANAGED_BY]-() ON (r.validTo);
CREATE INDEX booked_at_valid_to IF NOT EXISTS FOR ()-[r:BOOKED_AT]-() ON (r.validTo);
