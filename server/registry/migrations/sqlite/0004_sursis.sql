-- Decisions that wait a moment before they take effect, and decisions taken on many demandes at once.

-- Many demandes and one act on them, prepared, confirmed once, then worked through by the program.
CREATE TABLE lot (
    id BLOB PRIMARY KEY,                  -- known to the page that asks for confirmation: confirming twice starts it once
    compte BLOB NOT NULL REFERENCES compte (id),
    session BLOB NOT NULL,                -- during which it was confirmed; no foreign key: the decision outlives the session
    genre TEXT NOT NULL CHECK (genre IN ('valider', 'refuser')),
    statut TEXT NOT NULL CHECK (statut IN ('prepare', 'en_cours', 'fait', 'en_annulation', 'annule')),
    motif TEXT,                           -- J125 (R35), common to all
    explication TEXT,
    total INTEGER NOT NULL,                -- how many demandes were chosen, erased ones included
    cree_le INTEGER NOT NULL,
    effet_le INTEGER                       -- when its decisions take effect: the delay counts from the end of the work
) STRICT;
CREATE INDEX lot_a_avancer ON lot (cree_le) WHERE statut IN ('en_cours', 'en_annulation');
CREATE INDEX lot_compte ON lot (compte, cree_le);
CREATE INDEX lot_conservation ON lot (cree_le) WHERE statut IN ('prepare', 'fait', 'annule');

-- One demande of a lot, and what became of it.
CREATE TABLE lot_element (
    lot BLOB NOT NULL REFERENCES lot (id) ON DELETE CASCADE,
    rang INTEGER NOT NULL,
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,              -- as it was when the lot was prepared
    statut TEXT NOT NULL CHECK (statut IN ('a_faire', 'ecartee', 'decidee', 'faite', 'sans_effet', 'annulee')),
    raison TEXT,                          -- code of the refusal, when left aside or without effect
    PRIMARY KEY (lot, rang)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lot_element_demande ON lot_element (demande, lot);
CREATE INDEX lot_element_statut ON lot_element (lot, statut, rang);

-- A decision taken, for which nothing was sent yet and no number given. Its demande keeps its statut and is in nobody's queue.
CREATE TABLE decision_en_sursis (
    demande BLOB PRIMARY KEY REFERENCES demande (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id),
    session BLOB NOT NULL,                -- during which it was taken; it may be over
    genre TEXT NOT NULL CHECK (genre IN ('valider', 'refuser')),
    version INTEGER NOT NULL,              -- of the demande once set aside: any other says that something happened since
    confirmee INTEGER NOT NULL,            -- R34
    motif TEXT,                           -- J125 (R35)
    explication TEXT,
    prise_le INTEGER NOT NULL,
    effet_le INTEGER,                      -- NULL while the rest of its lot is worked through
    lot BLOB REFERENCES lot (id),
    CHECK (genre = 'valider' OR (motif IS NOT NULL AND explication IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_en_sursis_effet ON decision_en_sursis (effet_le) WHERE effet_le IS NOT NULL;
CREATE INDEX decision_en_sursis_lot ON decision_en_sursis (lot) WHERE lot IS NOT NULL;

-- A decision that could not take effect: the demande is back in the queue, and this says why until the next decision.
CREATE TABLE decision_empechee (
    demande BLOB PRIMARY KEY REFERENCES demande (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id),
    genre TEXT NOT NULL CHECK (genre IN ('valider', 'refuser')),
    motif TEXT,
    explication TEXT,
    raison TEXT NOT NULL,                 -- the sentence that people read
    le INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_empechee_compte ON decision_empechee (compte, le);
