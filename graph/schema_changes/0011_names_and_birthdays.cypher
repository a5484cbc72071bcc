// What parties and products are filtered and listed by.
CREATE TEXT INDEX party_name_text IF NOT EXISTS FOR (n:Party) ON (n.name);
CREATE INDEX party_birth_date IF NOT EXISTS FOR (n:Party) ON (n.birthDate);
CREATE INDEX product_name IF NOT EXISTS FOR (n:Product) ON (n.name, n.code);
