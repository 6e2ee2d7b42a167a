-- Where a contract goes on (R39, R47), SQLite. Same column and meaning as ../postgres/0028_contrat_suite.sql.

-- The FINESS number under which the path of a closed contract goes on: its number changed, or another organisation was chosen. NULL
-- where the next contract bears the same number, or none follows.
ALTER TABLE contrat ADD COLUMN suite TEXT;
