-- Possible duplicates, SQLite. Same tables, columns and meanings as ../postgres/0009_doublons.sql.

-- Who is worth comparing: two records that may be one person share a key (domain::doublon::cles). A key is a number: it spells
-- nobody's name. Keys go with their record.
CREATE TABLE cle_personne (
    valeur INTEGER NOT NULL,
    personne BLOB NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    PRIMARY KEY (valeur, personne)
) STRICT, WITHOUT ROWID;
CREATE INDEX cle_personne_objet ON cle_personne (personne);

-- The same of open demandes.
CREATE TABLE cle_demande (
    valeur INTEGER NOT NULL,
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    PRIMARY KEY (valeur, demande)
) STRICT, WITHOUT ROWID;
CREATE INDEX cle_demande_objet ON cle_demande (demande);

-- Whom the person of a demande looks like: a registered person, or the person of another open demande. Written with what it
-- compares, so that the queue reads it and compares nobody.
CREATE TABLE paire_doublon (
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    sujet BLOB NOT NULL,                  -- the id of the other one
    personne BLOB REFERENCES personne (id) ON DELETE CASCADE,
    autre BLOB REFERENCES demande (id) ON DELETE CASCADE,
    niveau TEXT NOT NULL CHECK (niveau IN ('exacte', 'forte', 'possible')),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    empreinte INTEGER NOT NULL,           -- of the two records as compared: a choice holds as long as it stays
    choix TEXT CHECK (choix IN ('meme', 'differente')),
    choisi_par BLOB REFERENCES compte (id),
    choisi_le INTEGER,
    PRIMARY KEY (demande, sujet),
    CHECK ((personne IS NULL) <> (autre IS NULL)),
    CHECK ((choix IS NULL) = (choisi_le IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX paire_doublon_personne ON paire_doublon (personne) WHERE personne IS NOT NULL;
CREATE INDEX paire_doublon_autre ON paire_doublon (autre) WHERE autre IS NOT NULL;
CREATE INDEX paire_doublon_choisi_par ON paire_doublon (choisi_par) WHERE choisi_par IS NOT NULL;
-- A demande is that of one registered person at most.
CREATE UNIQUE INDEX paire_doublon_meme ON paire_doublon (demande) WHERE choix = 'meme';
