-- Reviews of who is still there (R51–R54, J7), PostgreSQL: campaigns, answers, parts entrusted to others, reminders. Same tables,
-- columns and meanings as ../sqlite/0013_revue.sql.

-- How often a structure (EJ or EG) reviews its people; without a row, each quarter.
CREATE TABLE revue_reglage (
    finess TEXT PRIMARY KEY,
    frequence TEXT NOT NULL CHECK (frequence IN ('trimestrielle', 'semestrielle', 'annuelle', 'jamais')),
    modifie_le BIGINT NOT NULL
);

-- A campaign. Once over it is what its attestation says, and nothing changes any more.
CREATE TABLE revue (
    id UUID PRIMARY KEY,
    finess TEXT NOT NULL,                 -- of the structure
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    nom TEXT NOT NULL,                    -- of the structure, as it was when the campaign opened
    ouverte_le BIGINT NOT NULL,
    ouverte_par UUID,                     -- compte; NULL: by itself. No foreign key: the campaign outlives the account
    echeance DATE NOT NULL,               -- last day to answer
    terminee_le BIGINT,
    terminee_par UUID,
    attestation TEXT,                     -- the JSON whose digest is `empreinte`
    empreinte BYTEA,
    CHECK ((terminee_le IS NULL) = (attestation IS NULL) AND (attestation IS NULL) = (empreinte IS NULL))
);
CREATE UNIQUE INDEX revue_ouverte ON revue (finess) WHERE terminee_le IS NULL;
CREATE INDEX revue_finess ON revue (finess, ouverte_le);
CREATE INDEX revue_echeance ON revue (echeance) WHERE terminee_le IS NULL;

-- Whom a campaign is about: the situations open in the structure when it opened, then those answered for among the later ones.
CREATE TABLE revue_personne (
    revue UUID NOT NULL REFERENCES revue (id) ON DELETE CASCADE,
    situation UUID NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    personne UUID NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    finess TEXT NOT NULL,                 -- of the establishment, as it was
    arrivee BOOLEAN NOT NULL,             -- came after the opening
    reponse TEXT CHECK (reponse IN ('present', 'parti', 'role_change')),
    tete BOOLEAN NOT NULL,                -- who answers is the person: the head of the structure (R38)
    role_avant TEXT,                      -- for a rôle that changed
    le BIGINT,
    par UUID,                             -- compte, no foreign key either
    version BIGINT NOT NULL,
    PRIMARY KEY (revue, situation),
    CHECK ((reponse IS NULL) = (le IS NULL))
);
CREATE INDEX revue_personne_situation ON revue_personne (situation);
CREATE INDEX revue_personne_personne ON revue_personne (personne);

-- When somebody last said that a person is still there.
CREATE TABLE confirmation (
    situation UUID PRIMARY KEY REFERENCES situation (id) ON DELETE CASCADE,
    le BIGINT NOT NULL,
    par UUID NOT NULL                     -- compte, no foreign key either
);

-- The part of an establishment, entrusted by link. The secret of the link is never stored.
CREATE TABLE revue_partage (
    id UUID PRIMARY KEY,
    revue UUID NOT NULL REFERENCES revue (id) ON DELETE CASCADE,
    finess TEXT NOT NULL,
    empreinte BYTEA NOT NULL UNIQUE,
    cree_le BIGINT NOT NULL,
    revoque_le BIGINT
);
CREATE UNIQUE INDEX revue_partage_vivant ON revue_partage (revue, finess) WHERE revoque_le IS NULL;

-- Who came with the link: reviews nothing before the head of the structure says yes.
CREATE TABLE revue_reviseur (
    partage UUID NOT NULL REFERENCES revue_partage (id) ON DELETE CASCADE,
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    demande_le BIGINT NOT NULL,
    accepte_le BIGINT,
    refuse_le BIGINT,
    PRIMARY KEY (partage, compte),
    CHECK (accepte_le IS NULL OR refuse_le IS NULL)
);
CREATE INDEX revue_reviseur_compte ON revue_reviseur (compte) WHERE accepte_le IS NOT NULL;

-- Reminders that were given.
CREATE TABLE revue_rappel (
    revue UUID NOT NULL REFERENCES revue (id) ON DELETE CASCADE,
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    etape TEXT NOT NULL CHECK (etape IN ('j-14', 'j-3', 'depasse')),
    le BIGINT NOT NULL,
    PRIMARY KEY (revue, compte, etape)
);
CREATE INDEX revue_rappel_compte ON revue_rappel (compte);
