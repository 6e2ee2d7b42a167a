-- Reviews: the day that an answer gave is kept, so that a situation opened again elsewhere is told from one that was to end that very
-- day, SQLite. Same changes as ../postgres/0022_revue_depart.sql.

-- The day said to be the last, for somebody who left. NULL: another answer, or one given before this column.
ALTER TABLE revue_personne ADD COLUMN fin TEXT;
