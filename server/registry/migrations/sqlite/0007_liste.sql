-- A staff list brought by a gestionnaire: its author's only, erased after a while.
CREATE TABLE import_liste (
    id BLOB PRIMARY KEY,
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    nom TEXT NOT NULL,                    -- name of the file
    empreinte BLOB NOT NULL,              -- SHA-256 of the file: says that it was brought before
    statut TEXT NOT NULL CHECK (statut IN ('a_associer', 'controlee', 'en_cours')),
    entetes TEXT NOT NULL,                -- JSON of the header
    association TEXT NOT NULL,            -- JSON: field → column
    lignes INTEGER NOT NULL,
    cree_le INTEGER NOT NULL,
    modifiee_le INTEGER NOT NULL,
    session BLOB,                         -- in whose stay the registering was asked for
    lancee_le INTEGER,
    terminee_le INTEGER,
    bail INTEGER                          -- until when one machine works on it alone
) STRICT;
CREATE INDEX import_liste_compte ON import_liste (compte, cree_le);
CREATE INDEX import_liste_en_cours ON import_liste (lancee_le) WHERE statut = 'en_cours';
CREATE INDEX import_liste_conservation ON import_liste (modifiee_le);

CREATE TABLE import_ligne (
    import BLOB NOT NULL REFERENCES import_liste (id) ON DELETE CASCADE,
    numero INTEGER NOT NULL,              -- of the row in the file, from 1
    cellules TEXT NOT NULL,               -- JSON, as read
    corrections TEXT NOT NULL DEFAULT '{}', -- JSON: field → what was typed instead
    etat TEXT NOT NULL CHECK (etat IN ('a_controler', 'a_corriger', 'nouvelle', 'ajout', 'presente', 'ecartee', 'inscrite', 'ajoutee')),
    nom TEXT NOT NULL DEFAULT '',         -- as lists show it
    erreurs TEXT NOT NULL DEFAULT '[]',   -- JSON
    complete TEXT,                        -- JSON of the validated row
    personne BLOB REFERENCES personne (id) ON DELETE SET NULL,
    PRIMARY KEY (import, numero)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_ligne_etat ON import_ligne (import, etat, numero);
CREATE INDEX import_ligne_personne ON import_ligne (personne) WHERE personne IS NOT NULL;
