-- Whose account it is not, for who leaves (R52), PostgreSQL. Same changes as
-- ../sqlite/0029_pas_meme.sql.

-- Under the same name, somebody else: said by who could withdraw the right, so that it is not asked again. Who says it is part of the
-- key: it counts on the structures where that account designates, and hides nothing from those of another one.
CREATE TABLE pas_meme (
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    personne UUID NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    par UUID NOT NULL,                    -- compte. No foreign key: what was said outlives the account
    le BIGINT NOT NULL,
    PRIMARY KEY (compte, personne, par)
);
CREATE INDEX pas_meme_personne ON pas_meme (personne);
