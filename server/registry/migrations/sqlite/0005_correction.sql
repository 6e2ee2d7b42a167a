-- What gestionnaires and applicants say to each other, SQLite: corrections, thread, templates. Same tables, columns and
-- meanings as ../postgres/0005_correction.sql. What belongs to a demande is erased with it.

-- A round: what was asked, and what came back. At most one is open for a demande.
CREATE TABLE correction (
    id BLOB PRIMARY KEY,
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    demandee_le INTEGER NOT NULL,
    demandee_par BLOB NOT NULL REFERENCES compte (id),
    contenu TEXT NOT NULL,                -- JSON of the fields, their remarks and the message
    avant TEXT NOT NULL,                  -- JSON of what was typed before
    apres TEXT,                           -- JSON of what was typed when it came back
    renvoyee_le INTEGER,                -- sent back corrected
    retiree_le INTEGER,                 -- the gestionnaire did not wait any longer
    CHECK ((apres IS NULL) = (renvoyee_le IS NULL)),
    CHECK (renvoyee_le IS NULL OR retiree_le IS NULL)
) STRICT;
CREATE INDEX correction_demande ON correction (demande, demandee_le);
CREATE UNIQUE INDEX correction_ouverte ON correction (demande) WHERE renvoyee_le IS NULL AND retiree_le IS NULL;
CREATE INDEX correction_attendue ON correction (demandee_le) WHERE renvoyee_le IS NULL AND retiree_le IS NULL;

-- The thread of a demande: plain text, in the order in which it was written.
CREATE TABLE fil_message (
    id BLOB PRIMARY KEY,
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    auteur BLOB NOT NULL REFERENCES compte (id),
    du_demandeur INTEGER NOT NULL,      -- written by the applicant; by a gestionnaire otherwise
    texte TEXT NOT NULL,
    le INTEGER NOT NULL
) STRICT;
CREATE INDEX fil_message_demande ON fil_message (demande, du_demandeur, le);
CREATE INDEX fil_message_auteur ON fil_message (auteur, le);

-- Up to when somebody has read a thread.
CREATE TABLE fil_lecture (
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    lu_le INTEGER NOT NULL,
    PRIMARY KEY (demande, compte)
) STRICT, WITHOUT ROWID;
CREATE INDEX fil_lecture_compte ON fil_lecture (compte);

-- Templates of a structure, written by its gestionnaires.
CREATE TABLE modele (
    id BLOB PRIMARY KEY,
    finess_ej TEXT NOT NULL REFERENCES entite_juridique (finess),
    genre TEXT NOT NULL CHECK (genre IN ('refus', 'correction', 'message')),
    titre TEXT NOT NULL,
    texte TEXT NOT NULL,                  -- with its placeholders
    version INTEGER NOT NULL,
    modifie_le INTEGER NOT NULL,
    modifie_par BLOB NOT NULL REFERENCES compte (id),
    UNIQUE (finess_ej, genre, titre)
) STRICT;
