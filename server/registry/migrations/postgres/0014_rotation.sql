-- What the turnover screens read (R51–R52), PostgreSQL. Same tables, columns and meanings as ../sqlite/0014_rotation.sql.

-- The last time a registered person signed in here: read by the thousand, which the journal is not made for.
CREATE TABLE signe (
    personne UUID PRIMARY KEY REFERENCES personne (id) ON DELETE CASCADE,
    le BIGINT NOT NULL
);
-- What the journal knows of the accounts that were tied when their number was given, and of the cards that bear it.
INSERT INTO signe (personne, le)
SELECT vus.personne, MAX(vus.le) FROM (
    SELECT p.id AS personne, j.le FROM journal j JOIN personne p ON p.compte = j.acteur WHERE j.acte = 'ouvrir_session'
    UNION ALL
    SELECT p.id AS personne, j.le FROM journal j JOIN compte c ON c.id = j.acteur JOIN personne p ON p.rpps = c.rpps
    WHERE j.acte = 'ouvrir_session'
) AS vus GROUP BY vus.personne;

-- All that turnover counts, without going to the rows: 60 establishments are 60 runs of this index.
CREATE INDEX situation_rotation ON situation (finess, personne, debut, fin, role, profession, motif_fin, cree_le);
-- Who may act for a structure today.
CREATE INDEX habilitation_en_cours ON habilitation (finess) WHERE retiree_le IS NULL;
