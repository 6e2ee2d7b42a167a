-- The live queue, SQLite. Same tables, columns and meanings as ../postgres/0002_direct.sql.

-- Who has a demande in hand: opening it takes it for a few minutes, working on it renews them. A row whose end has passed means
-- nothing; it is forgotten every hour.
CREATE TABLE prise (
    demande BLOB PRIMARY KEY REFERENCES demande (id) ON DELETE CASCADE,
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    jeton BLOB NOT NULL,                  -- the page that took it: leaving an older one releases nothing
    finess TEXT NOT NULL,
    depuis INTEGER NOT NULL,
    jusqu_au INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX prise_finess ON prise (finess, jusqu_au);
CREATE INDEX prise_compte ON prise (compte);
CREATE INDEX prise_fin ON prise (jusqu_au);

-- How somebody likes to work; follows the account from one machine to another.
CREATE TABLE preference (
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    cle TEXT NOT NULL,
    valeur TEXT NOT NULL,
    PRIMARY KEY (compte, cle)
) STRICT, WITHOUT ROWID;
