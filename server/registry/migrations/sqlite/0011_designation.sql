-- Designating gestionnaires and mandataires (J6, R43–R45, R52), SQLite. Same tables, columns and meanings as
-- ../postgres/0011_designation.sql.

-- What a designation says besides the right itself. All NULL for a right that whoever runs the portal gave.
ALTER TABLE habilitation ADD COLUMN designee_par BLOB;          -- compte. No foreign key: the act outlives the account
ALTER TABLE habilitation ADD COLUMN email TEXT;                 -- how its holder is told (domain.md §13: mandatory)
ALTER TABLE habilitation ADD COLUMN telephone TEXT;
ALTER TABLE habilitation ADD COLUMN formation_confirmee INTEGER NOT NULL DEFAULT 0 CHECK (formation_confirmee IN (0, 1)); -- R43
ALTER TABLE habilitation ADD COLUMN cgu_portail TEXT;           -- version of the terms that the designateur accepted
ALTER TABLE habilitation ADD COLUMN cgu_habilitations TEXT;
ALTER TABLE habilitation ADD COLUMN retiree_par BLOB;           -- compte
ALTER TABLE habilitation ADD COLUMN motif_retrait TEXT CHECK (motif_retrait IN ('depart', 'fonction', 'carte', 'erreur', 'autre'));

-- Nobody has the same right twice on a structure.
CREATE UNIQUE INDEX habilitation_ouverte ON habilitation (compte, genre, finess) WHERE retiree_le IS NULL;

-- The last sign of somebody is the last entry of its account: one step of this index.
DROP INDEX IF EXISTS journal_acteur;
CREATE INDEX journal_acteur ON journal (acteur, le) WHERE acteur IS NOT NULL;

-- A demande d'habilitation: people chosen one by one, then sent together. Forgotten a month after its last change.
CREATE TABLE designation (
    id BLOB PRIMARY KEY,
    compte BLOB NOT NULL REFERENCES compte (id), -- whose it is
    finess TEXT NOT NULL,
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    modifiee_le INTEGER NOT NULL,
    envoyee_le INTEGER,
    confirmation_le INTEGER               -- the designateur asked for a mail of confirmation, once
) STRICT;
CREATE UNIQUE INDEX designation_en_cours ON designation (compte, finess) WHERE envoyee_le IS NULL;
CREATE INDEX designation_modifiee ON designation (modifiee_le);

CREATE TABLE designation_ligne (
    id BLOB PRIMARY KEY,
    designation BLOB NOT NULL REFERENCES designation (id) ON DELETE CASCADE,
    identifiant TEXT NOT NULL,            -- national identifier of the card
    nom TEXT NOT NULL,                    -- as the register knows it, or as it was typed
    genre TEXT NOT NULL DEFAULT 'gestionnaire' CHECK (genre IN ('gestionnaire', 'mandataire')),
    email TEXT,                           -- NULL until the contact is given
    telephone TEXT,
    formation INTEGER NOT NULL DEFAULT 0 CHECK (formation IN (0, 1)),
    formation_le TEXT,                    -- of the attestation, when given
    formation_reference TEXT,
    UNIQUE (designation, identifiant)
) STRICT;
-- Somebody registered is known by the number of their card.
CREATE INDEX compte_rpps ON compte (rpps) WHERE rpps IS NOT NULL;
