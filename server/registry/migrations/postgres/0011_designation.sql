-- Designating gestionnaires and mandataires (J6, R43–R45, R52), PostgreSQL. Same tables, columns and meanings as
-- ../sqlite/0011_designation.sql.

-- What a designation says besides the right itself. All NULL for a right that whoever runs the portal gave.
ALTER TABLE habilitation ADD COLUMN designee_par UUID;          -- compte. No foreign key: the act outlives the account
ALTER TABLE habilitation ADD COLUMN email TEXT;                 -- how its holder is told (domain.md §13: mandatory)
ALTER TABLE habilitation ADD COLUMN telephone TEXT;
ALTER TABLE habilitation ADD COLUMN formation_confirmee BOOLEAN NOT NULL DEFAULT FALSE; -- R43
ALTER TABLE habilitation ADD COLUMN cgu_portail TEXT;           -- version of the terms that the designateur accepted
ALTER TABLE habilitation ADD COLUMN cgu_habilitations TEXT;
ALTER TABLE habilitation ADD COLUMN retiree_par UUID;           -- compte
ALTER TABLE habilitation ADD COLUMN motif_retrait TEXT CHECK (motif_retrait IN ('depart', 'fonction', 'carte', 'erreur', 'autre'));

-- Nobody has the same right twice on a structure.
CREATE UNIQUE INDEX habilitation_ouverte ON habilitation (compte, genre, finess) WHERE retiree_le IS NULL;

-- The last sign of somebody is the last entry of its account: one step of this index.
DROP INDEX IF EXISTS journal_acteur;
CREATE INDEX journal_acteur ON journal (acteur, le) WHERE acteur IS NOT NULL;

-- A demande d'habilitation: people chosen one by one, then sent together. Forgotten a month after its last change.
CREATE TABLE designation (
    id UUID PRIMARY KEY,
    compte UUID NOT NULL REFERENCES compte (id), -- whose it is
    finess TEXT NOT NULL,
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    modifiee_le BIGINT NOT NULL,
    envoyee_le BIGINT,
    confirmation_le BIGINT               -- the designateur asked for a mail of confirmation, once
);
CREATE UNIQUE INDEX designation_en_cours ON designation (compte, finess) WHERE envoyee_le IS NULL;
CREATE INDEX designation_modifiee ON designation (modifiee_le);

CREATE TABLE designation_ligne (
    id UUID PRIMARY KEY,
    designation UUID NOT NULL REFERENCES designation (id) ON DELETE CASCADE,
    identifiant TEXT NOT NULL,            -- national identifier of the card
    nom TEXT NOT NULL,                    -- as the register knows it, or as it was typed
    genre TEXT NOT NULL DEFAULT 'gestionnaire' CHECK (genre IN ('gestionnaire', 'mandataire')),
    email TEXT,                           -- NULL until the contact is given
    telephone TEXT,
    formation BOOLEAN NOT NULL DEFAULT FALSE,
    formation_le DATE,                    -- of the attestation, when given
    formation_reference TEXT,
    UNIQUE (designation, identifiant)
);
-- Somebody registered is known by the number of their card.
CREATE INDEX compte_rpps ON compte (rpps) WHERE rpps IS NOT NULL;
