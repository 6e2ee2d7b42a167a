-- The path of a structure (R39–R48, J8), SQLite: facts, from which domain::structure computes the state. Same tables, columns
-- and meanings as ../postgres/0010_structure.sql.

-- A contract: of an EJ for all its EG (centralised, R39) or of one EG. Opened when the path begins, closed when the structure or
-- its head changes (R47): the next one follows it.
CREATE TABLE contrat (
    id BLOB PRIMARY KEY,
    finess TEXT NOT NULL,
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    dirigeant BLOB REFERENCES compte (id), -- who follows the path; NULL when whoever runs the portal opened it
    signataire TEXT NOT NULL DEFAULT 'directeur' CHECK (signataire IN ('directeur', 'president', 'directeur_delegue')), -- J8
    siret TEXT,                           -- SIRET (EG) or SIREN (EJ) when the contract was prepared: a change needs another one (R47)
    finess_verifie_le TEXT,               -- the data of the referential were found right
    organisation_le TEXT,                 -- centralised or decentralised was chosen, which is portee (R39)
    envoye_le TEXT,                       -- contract and F101 sent
    cde_recue_le TEXT,                    -- which validates the contract (R41)
    dirigeant_seul_le TEXT,               -- the head will be the only gestionnaire (R42)
    lecteurs_le TEXT,                     -- readers are there
    formation_le TEXT,                    -- a gestionnaire followed the e-learning (R43)
    formation_reference TEXT,             -- of their attestation
    roles_le TEXT,                        -- who needs which rôle was decided
    version INTEGER NOT NULL,
    cree_le INTEGER NOT NULL,
    clos_le INTEGER,
    cloture TEXT CHECK (cloture IN ('finess', 'siret', 'dirigeant', 'organisation', 'abandon')),
    CHECK ((clos_le IS NULL) = (cloture IS NULL))
) STRICT;
-- Several people may say that they head a structure; the CDE tells which one does.
CREATE UNIQUE INDEX contrat_ouvert ON contrat (finess, dirigeant) WHERE clos_le IS NULL;
CREATE UNIQUE INDEX contrat_valide ON contrat (finess) WHERE clos_le IS NULL AND cde_recue_le IS NOT NULL;
CREATE INDEX contrat_finess ON contrat (finess);
CREATE INDEX contrat_envoye ON contrat (envoye_le) WHERE clos_le IS NULL AND cde_recue_le IS NULL AND envoye_le IS NOT NULL;
CREATE INDEX contrat_dirigeant ON contrat (dirigeant) WHERE dirigeant IS NOT NULL;

-- A card of a structure: the CDE of its head (F101), those of its gestionnaires (F301, F502 or TOM, R46). Three years (R48).
CREATE TABLE carte (
    id BLOB PRIMARY KEY,
    finess TEXT NOT NULL,                 -- that of the contract (R46)
    genre TEXT NOT NULL CHECK (genre IN ('CDE', 'CPE', 'CPS', 'CPF')),
    formulaire TEXT CHECK (formulaire IN ('F101', 'F301', 'F502', 'TOM')),
    titulaire BLOB REFERENCES compte (id),  -- NULL until the holder is known here
    nom TEXT NOT NULL,                    -- of the holder, as lists show it
    numero TEXT,                          -- printed on the card, known once received
    commandee_le TEXT,
    recue_le TEXT,
    expire_le TEXT,                       -- last day of validity
    annulee_le INTEGER,
    version INTEGER NOT NULL,
    cree_le INTEGER NOT NULL,
    CHECK ((recue_le IS NULL) OR (expire_le IS NOT NULL))
) STRICT;
CREATE INDEX carte_finess ON carte (finess) WHERE annulee_le IS NULL;
CREATE INDEX carte_titulaire ON carte (titulaire) WHERE titulaire IS NOT NULL;
CREATE INDEX carte_expire ON carte (expire_le) WHERE annulee_le IS NULL AND expire_le IS NOT NULL;

-- An attestation of the e-learning (R43): the person's, good in every structure.
CREATE TABLE formation (
    compte BLOB PRIMARY KEY REFERENCES compte (id),
    suivie_le TEXT NOT NULL,
    reference TEXT,                       -- of the attestation, when it bears one
    declaree_par BLOB NOT NULL,           -- compte. No foreign key: the declaration outlives the account
    declaree_le INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was told of the end of a card (R48): once per card, last day and threshold (60, 30, 0 days).
CREATE TABLE rappel_carte (
    carte BLOB NOT NULL REFERENCES carte (id),
    expire_le TEXT NOT NULL,
    seuil INTEGER NOT NULL,
    le INTEGER NOT NULL,
    PRIMARY KEY (carte, expire_le, seuil)
) STRICT, WITHOUT ROWID;
