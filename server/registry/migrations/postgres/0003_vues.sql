-- Views of the queue, PostgreSQL. Same tables, columns and meanings as ../sqlite/0003_vues.sql.

-- A filter of the queue with a name. `filtre` holds codes only, as they are written in an address: never the text of a search.
CREATE TABLE vue (
    id UUID PRIMARY KEY,
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    nom TEXT NOT NULL,
    cle TEXT COLLATE "C" NOT NULL,                 -- the folded name: two views of one account do not share it
    filtre TEXT NOT NULL,
    partagee BOOLEAN NOT NULL,            -- seen by those who share an establishment with its author
    cree_le BIGINT NOT NULL,
    UNIQUE (compte, cle)
);
-- Who has a right on a structure.
CREATE INDEX habilitation_structure ON habilitation (finess) WHERE retiree_le IS NULL;
-- How long decisions take, by establishment, without reading the demandes themselves.
CREATE INDEX demande_delai ON demande (finess, statut, decidee_le, soumise_le) WHERE decidee_le IS NOT NULL;
