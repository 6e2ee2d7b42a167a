-- Notifications to gestionnaires, reminders before a demande expires, and what the delivery of mails has to remember.
-- Same tables, columns and meanings as ../postgres/0008_courriel.sql.

-- Where an account wants its notifications. Nothing goes to an address before its holder has given the code sent to it.
CREATE TABLE contact_notification (
    compte BLOB PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    contact BLOB NOT NULL UNIQUE,        -- what unsubscribe tokens name: says nothing of the account, new with each address
    email TEXT,                           -- confirmed
    a_confirmer TEXT,                     -- waits for its code
    code BLOB,                            -- SHA-256 of the account and the code
    code_expire_le INTEGER,
    code_essais INTEGER NOT NULL DEFAULT 0,
    codes_depuis INTEGER NOT NULL DEFAULT 0, -- codes are counted by day: nobody makes the portal write to strangers all day
    codes INTEGER NOT NULL DEFAULT 0,
    modifie_le INTEGER NOT NULL
) STRICT;

-- How often an account is told of each kind of event; a kind without a row has its default.
CREATE TABLE preference_notification (
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    genre TEXT NOT NULL,
    rythme TEXT NOT NULL CHECK (rythme IN ('maintenant', 'quotidien', 'hebdomadaire', 'jamais')),
    depuis INTEGER NOT NULL,                 -- events before that were told at another rhythm
    PRIMARY KEY (compte, genre)
) STRICT;

-- Up to when each account has been told, by rhythm: moved in the transaction that writes the mail.
CREATE TABLE releve_notification (
    compte BLOB NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    rythme TEXT NOT NULL CHECK (rythme IN ('quotidien', 'hebdomadaire')),
    jusqu_a INTEGER NOT NULL,
    PRIMARY KEY (compte, rythme)
) STRICT;
CREATE INDEX releve_notification_retard ON releve_notification (rythme, jusqu_a);

-- Something gestionnaires may want to know: written in the transaction of the act, told by a task.
CREATE TABLE evenement_notification (
    id BLOB PRIMARY KEY,
    genre TEXT NOT NULL,
    finess TEXT NOT NULL,
    demande BLOB REFERENCES demande (id) ON DELETE CASCADE,
    reference TEXT,
    auteur BLOB,                          -- the account that is not told of its own act
    le INTEGER NOT NULL,
    lot BLOB                              -- the run that told those who want to know at once; NULL: not yet
) STRICT;
CREATE INDEX evenement_notification_a_dire ON evenement_notification (le, id) WHERE lot IS NULL;
CREATE INDEX evenement_notification_lot ON evenement_notification (lot) WHERE lot IS NOT NULL;
CREATE INDEX evenement_notification_finess ON evenement_notification (finess, le);
CREATE INDEX evenement_notification_demande ON evenement_notification (demande);
CREATE INDEX evenement_notification_le ON evenement_notification (le);
-- From an establishment to the people in charge of it.
CREATE INDEX IF NOT EXISTS habilitation_finess ON habilitation (finess);

-- Reminders that were given for a demande, by the number of days it had waited.
CREATE TABLE rappel_expiration (
    demande BLOB NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    jour INTEGER NOT NULL,
    le INTEGER NOT NULL,
    PRIMARY KEY (demande, jour)
) STRICT;

-- Keys that the portal makes for itself.
CREATE TABLE secret (
    nom TEXT PRIMARY KEY,
    valeur BLOB NOT NULL
) STRICT;

-- Why mails do not leave, while they do not.
CREATE TABLE service_courriel (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    erreur TEXT,                          -- a code; NULL: all is well
    depuis INTEGER NOT NULL
) STRICT;
INSERT INTO service_courriel (id, erreur, depuis) VALUES (1, NULL, 0);
