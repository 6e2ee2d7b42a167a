-- Acting without a demande. Same tables, columns and meanings as ../sqlite/0006_agir.sql.

-- A situation that somebody closed (R51, R53): what opening it again puts back. An end that was planned has no row here.
CREATE TABLE fermeture (
    situation UUID PRIMARY KEY REFERENCES situation (id) ON DELETE CASCADE,
    le BIGINT NOT NULL,
    par UUID NOT NULL,                    -- compte. No foreign key: the closing outlives the account
    declaree BOOLEAN NOT NULL,            -- by the professional, who left (R53)
    fin_avant DATE                        -- the end that was planned before, if one was
);

-- The ends that the person was told of, once each (R27).
CREATE TABLE fin_annoncee (
    situation UUID NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    fin DATE NOT NULL,
    le BIGINT NOT NULL,
    PRIMARY KEY (situation, fin)
);
CREATE INDEX situation_fin ON situation (fin) WHERE fin IS NOT NULL;

-- A registration done from end to end by a gestionnaire (J3): a draft, one per gestionnaire, then what it gave.
CREATE TABLE enregistrement (
    id UUID PRIMARY KEY,
    gestionnaire UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    saisie TEXT NOT NULL,                 -- JSON of what was typed; emptied once done
    cree_le BIGINT NOT NULL,
    modifiee_le BIGINT NOT NULL,
    confirme_le BIGINT,
    personne UUID REFERENCES personne (id) ON DELETE SET NULL,
    nouvelle BOOLEAN                     -- false when the person had a number already (R3)
);
CREATE UNIQUE INDEX enregistrement_un_brouillon ON enregistrement (gestionnaire) WHERE confirme_le IS NULL;
CREATE INDEX enregistrement_gestionnaire ON enregistrement (gestionnaire);
CREATE INDEX enregistrement_personne ON enregistrement (personne) WHERE personne IS NOT NULL;
CREATE INDEX enregistrement_conservation ON enregistrement (modifiee_le);
