-- Reviews: the right of a gestionnaire who came with a link is read, not stored, PostgreSQL. Same changes as ../sqlite/0019_revue_suite.sql.

-- The day (in Paris) of the request, then of the head's acceptance: a right that stopped before does not count. NULL: not known, any
-- stop counts.
ALTER TABLE revue_reviseur ADD COLUMN jour DATE;
-- Accepted at once, as gestionnaires of the establishment: it is so as long as they are.
UPDATE revue_reviseur SET accepte_le = NULL WHERE accepte_le = demande_le;
DROP INDEX revue_reviseur_compte;
CREATE INDEX revue_reviseur_compte ON revue_reviseur (compte);
