-- Whose account it is, for who leaves (R52), SQLite. Same changes as
-- ../postgres/0027_meme_personne.sql.

-- The identifier of somebody who has a number holds it: known as soon as the account is made, and not only once it has signed in.
UPDATE compte SET rpps = substr(sujet, 6, 11) WHERE rpps IS NULL AND fournisseur = 'prosanteconnect'
    AND sujet GLOB 'psc:8[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]';

-- A card of a structure bears no number: somebody who designates, or who records a departure, said that this account is that of this
-- registered person. It serves to find what is left of somebody who leaves. It opens nothing to the account: no record, no right.
CREATE TABLE meme_personne (
    compte BLOB PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    personne BLOB NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    par BLOB NOT NULL,                    -- compte. No foreign key: what was said outlives the account
    le INTEGER NOT NULL,
    depart BLOB REFERENCES depart (id) ON DELETE SET NULL -- the departure that said it: undone or opened again, it takes it back
) STRICT, WITHOUT ROWID;
CREATE INDEX meme_personne_personne ON meme_personne (personne);
CREATE INDEX meme_personne_depart ON meme_personne (depart) WHERE depart IS NOT NULL;

-- The same, said in a demande d'habilitation that is not sent yet.
ALTER TABLE designation_ligne ADD COLUMN personne BLOB REFERENCES personne (id) ON DELETE SET NULL;
CREATE INDEX designation_ligne_personne ON designation_ligne (personne) WHERE personne IS NOT NULL;
