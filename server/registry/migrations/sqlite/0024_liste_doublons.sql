-- Who the people of a staff list look like, SQLite. Same columns and meanings as ../postgres/0024_liste_doublons.sql.

-- JSON: the number of a pair, and what its author said of it. It names nobody, and holds as long as the two records do not change.
ALTER TABLE import_ligne ADD COLUMN reponses TEXT NOT NULL DEFAULT '{}';
-- JSON: sentences on what is worth a look and stops nothing.
ALTER TABLE import_ligne ADD COLUMN alertes TEXT NOT NULL DEFAULT '[]';
-- JSON: the rows of the same list that look like this one.
ALTER TABLE import_ligne ADD COLUMN semblables TEXT NOT NULL DEFAULT '[]';
