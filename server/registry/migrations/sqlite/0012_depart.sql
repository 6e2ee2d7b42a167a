-- Departures recorded in one act (R51, R52), SQLite. Same tables, columns and meanings as ../postgres/0012_depart.sql.

-- A departure. Its id is that of the intention, given by the page that asks for confirmation: confirmed twice (double click, two
-- tabs, a network that came back), it happens once. Accounts have no foreign key: what was done outlives them.
CREATE TABLE depart (
    id BLOB PRIMARY KEY,
    personne BLOB NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    par BLOB NOT NULL,                    -- compte
    fin TEXT NOT NULL,                    -- last day
    motif TEXT NOT NULL,                  -- J92
    le INTEGER NOT NULL,
    effet_le INTEGER NOT NULL,            -- until then it can be undone as if nothing had happened, and no mail leaves
    version INTEGER NOT NULL,             -- of the record, once written: any other says that something happened since
    collegue BLOB,                        -- compte: who is handed what the person had in hand
    applique_le INTEGER,                  -- when accesses were withdrawn and demandes handed over; NULL until the day of a planned one
    etat TEXT NOT NULL CHECK (etat IN ('fait', 'annule', 'rouvert'))
) STRICT;
CREATE INDEX depart_personne ON depart (personne);
CREATE INDEX depart_recent ON depart (le);
CREATE INDEX depart_a_appliquer ON depart (fin) WHERE applique_le IS NULL AND etat = 'fait';

-- A situation that it closed, as it was before.
CREATE TABLE depart_situation (
    depart BLOB NOT NULL REFERENCES depart (id) ON DELETE CASCADE,
    situation BLOB NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    fin TEXT,
    motif_fin TEXT,
    annoncee INTEGER NOT NULL,            -- the departure noted that the person was told of the end
    fermeture_le INTEGER,                 -- the note of an earlier closing, if there was one
    fermeture_par BLOB,
    fermeture_declaree INTEGER,
    fermeture_fin_avant TEXT,
    PRIMARY KEY (depart, situation)
) STRICT, WITHOUT ROWID;
CREATE INDEX depart_situation_situation ON depart_situation (situation);

-- An habilitation that it withdraws.
CREATE TABLE depart_habilitation (
    depart BLOB NOT NULL REFERENCES depart (id) ON DELETE CASCADE,
    habilitation BLOB NOT NULL REFERENCES habilitation (id) ON DELETE CASCADE,
    retiree_le INTEGER,                   -- NULL until the day of a planned departure
    PRIMARY KEY (depart, habilitation)
) STRICT, WITHOUT ROWID;
CREATE INDEX depart_habilitation_habilitation ON depart_habilitation (habilitation);

-- A mail that it causes, held until it can no longer be undone.
CREATE TABLE depart_message (
    depart BLOB NOT NULL REFERENCES depart (id) ON DELETE CASCADE,
    message BLOB NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    PRIMARY KEY (depart, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX depart_message_message ON depart_message (message);

-- A demande that the person had in hand, with the claim that was on it, if one was.
CREATE TABLE depart_demande (
    depart BLOB NOT NULL REFERENCES depart (id) ON DELETE CASCADE,
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    compte BLOB,
    jeton BLOB,
    depuis INTEGER,
    jusqu_au INTEGER,
    PRIMARY KEY (depart, demande)
) STRICT, WITHOUT ROWID;
CREATE INDEX depart_demande_demande ON depart_demande (demande);

-- A demande entrusted to a gestionnaire by somebody else: it is among their own until it is decided. A courtesy, not a right.
CREATE TABLE confiee (
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    par BLOB NOT NULL,
    le INTEGER NOT NULL,
    depart BLOB REFERENCES depart (id) ON DELETE SET NULL,
    PRIMARY KEY (demande, compte)
) STRICT, WITHOUT ROWID;
CREATE INDEX confiee_compte ON confiee (compte);
CREATE INDEX confiee_depart ON confiee (depart) WHERE depart IS NOT NULL;

-- From a registered person to their accounts.
CREATE INDEX demande_personne ON demande (personne) WHERE personne IS NOT NULL;
