-- Whose card it is, and what the contract was prepared with (R47, R48), PostgreSQL. Same columns and meanings as
-- ../sqlite/0018_cartes_suite.sql.

-- The national identifier that a received card bears, while its holder is not known here: the designation of that identifier on the
-- structure makes the card theirs.
ALTER TABLE carte ADD COLUMN identifiant TEXT;

-- Whether the structure was open in the referential when the contract was prepared, beside its SIRET: a change needs another contract,
-- which knows it. NULL: prepared before this was kept, when it was open.
ALTER TABLE contrat ADD COLUMN ouverte BOOLEAN;
