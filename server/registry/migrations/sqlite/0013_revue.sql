-- Reviews of who is still there (R51–R54, J7), SQLite: campaigns, answers, parts entrusted to others, reminders. Same tables,
-- columns and meanings as ../postgres/0013_revue.sql.

-- How often a structure (EJ or EG) reviews its people; without a row, each quarter.
CREATE TABLE revue_reglage (
    finess TEXT PRIMARY KEY,
    frequence TEXT NOT NULL CHECK (frequence IN ('trimestrielle', 'semestrielle', 'annuelle', 'jamais')),
    modifie_le INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A campaign. Once over it is what its attestation says, and nothing changes any more.
CREATE TABLE revue (
    id BLOB PRIMARY KEY,
    finess TEXT NOT NULL,                 -- of the structure
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    nom TEXT NOT NULL,                    -- of the structure, as it was when the campaign opened
    ouverte_le INTEGER NOT NULL,
    ouverte_par BLOB,                     -- compte; NULL: by itself. No foreign key: the campaign outlives the account
    echeance TEXT NOT NULL,               -- last day to answer
    terminee_le INTEGER,
    terminee_par BLOB,
    attestation TEXT,                     -- the JSON whose digest is `empreinte`
    empreinte BLOB,
    CHECK ((terminee_le IS NULL) = (attestation IS NULL) AND (attestation IS NULL) = (empreinte IS NULL))
) STRICT;
CREATE UNIQUE INDEX revue_ouverte ON revue (finess) WHERE terminee_le IS NULL;
CREATE INDEX revue_finess ON revue (finess, ouverte_le);
CREATE INDEX revue_echeance ON revue (echeance) WHERE terminee_le IS NULL;

-- Whom a campaign is about: the situations open in the structure when it opened, then those answered for among the later ones.
CREATE TABLE revue_personne (
    revue BLOB NOT NULL REFERENCES revue (id) ON DELETE CASCADE,
    situation BLOB NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    personne BLOB NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    finess TEXT NOT NULL,                 -- of the establishment, as it was
    arrivee INTEGER NOT NULL,             -- came after the opening
    reponse TEXT CHECK (reponse IN ('present', 'parti', 'role_change')),
    tete INTEGER NOT NULL,                -- who answers is the person: the head of the structure (R38)
    role_avant TEXT,                      -- for a rôle that changed
    le INTEGER,
    par BLOB,                             -- compte, no foreign key either
    version INTEGER NOT NULL,
    PRIMARY KEY (revue, situation),
    CHECK ((reponse IS NULL) = (le IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX revue_personne_situation ON revue_personne (situation);
CREATE INDEX revue_personne_personne ON revue_personne (personne);

-- When somebody last said that a person is still there.
CREATE TABLE confirmation (
    situation BLOB PRIMARY KEY REFERENCES situation (id) ON DELETE CASCADE,
    le INTEGER NOT NULL,
    par BLOB NOT NULL                     -- compte, no foreign key either
) STRICT, WITHOUT ROWID;

-- The part of an establishment, entrusted by link. The secret of the link is never stored.
CREATE TABLE revue_partage (
    id BLOB PRIMARY KEY,
    revue BLOB NOT NULL REFERENCES revue (id) ON DELETE CASCADE,
    finess TEXT NOT NULL,
    empreinte BLOB NOT NULL UNIQUE,
    cree_le INTEGER NOT NULL,
    revoque_le INTEGER
) STRICT;
CREATE UNIQUE INDEX revue_partage_vivant ON revue_partage (revue, finess) WHERE revoque_le IS NULL;

-- Who came with the link: reviews nothing before the head of the structure says yes.
CREATE TABLE revue_reviseur (
    partage BLOB NOT NULL REFERENCES revue_partage (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    demande_le INTEGER NOT NULL,
    accepte_le INTEGER,
    refuse_le INTEGER,
    PRIMARY KEY (partage, compte),
    CHECK (accepte_le IS NULL OR refuse_le IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX revue_reviseur_compte ON revue_reviseur (compte) WHERE accepte_le IS NOT NULL;

-- Reminders that were given.
CREATE TABLE revue_rappel (
    revue BLOB NOT NULL REFERENCES revue (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    etape TEXT NOT NULL CHECK (etape IN ('j-14', 'j-3', 'depasse')),
    le INTEGER NOT NULL,
    PRIMARY KEY (revue, compte, etape)
) STRICT, WITHOUT ROWID;
CREATE INDEX revue_rappel_compte ON revue_rappel (compte);
