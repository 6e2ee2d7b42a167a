-- Acting without a demande. Same tables, columns and meanings as ../postgres/0006_agir.sql.

-- A situation that somebody closed (R51, R53): what opening it again puts back. An end that was planned has no row here.
CREATE TABLE fermeture (
    situation BLOB PRIMARY KEY REFERENCES situation (id) ON DELETE CASCADE,
    le INTEGER NOT NULL,
    par BLOB NOT NULL,                    -- compte. No foreign key: the closing outlives the account
    declaree INTEGER NOT NULL,            -- by the professional, who left (R53)
    fin_avant TEXT                        -- the end that was planned before, if one was
) STRICT, WITHOUT ROWID;

-- The ends that the person was told of, once each (R27).
CREATE TABLE fin_annoncee (
    situation BLOB NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    fin TEXT NOT NULL,
    le INTEGER NOT NULL,
    PRIMARY KEY (situation, fin)
) STRICT, WITHOUT ROWID;
CREATE INDEX situation_fin ON situation (fin) WHERE fin IS NOT NULL;

-- A registration done from end to end by a gestionnaire (J3): a draft, one per gestionnaire, then what it gave.
CREATE TABLE enregistrement (
    id BLOB PRIMARY KEY,
    gestionnaire BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    saisie TEXT NOT NULL,                 -- JSON of what was typed; emptied once done
    cree_le INTEGER NOT NULL,
    modifiee_le INTEGER NOT NULL,
    confirme_le INTEGER,
    personne BLOB REFERENCES personne (id) ON DELETE SET NULL,
    nouvelle INTEGER                      -- false when the person had a number already (R3)
) STRICT;
CREATE UNIQUE INDEX enregistrement_un_brouillon ON enregistrement (gestionnaire) WHERE confirme_le IS NULL;
CREATE INDEX enregistrement_gestionnaire ON enregistrement (gestionnaire);
CREATE INDEX enregistrement_personne ON enregistrement (personne) WHERE personne IS NOT NULL;
CREATE INDEX enregistrement_conservation ON enregistrement (modifiee_le);
