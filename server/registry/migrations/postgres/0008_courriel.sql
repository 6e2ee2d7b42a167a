-- Notifications to gestionnaires, reminders before a demande expires, and what the delivery of mails has to remember.
-- Same tables, columns and meanings as ../sqlite/0008_courriel.sql.

-- Where an account wants its notifications. Nothing goes to an address before its holder has given the code sent to it.
CREATE TABLE contact_notification (
    compte UUID PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    contact UUID NOT NULL UNIQUE,        -- what unsubscribe tokens name: says nothing of the account, new with each address
    email TEXT,                           -- confirmed
    a_confirmer TEXT,                     -- waits for its code
    code BYTEA,                            -- SHA-256 of the account and the code
    code_expire_le BIGINT,
    code_essais BIGINT NOT NULL DEFAULT 0,
    codes_depuis BIGINT NOT NULL DEFAULT 0, -- codes are counted by day: nobody makes the portal write to strangers all day
    codes BIGINT NOT NULL DEFAULT 0,
    modifie_le BIGINT NOT NULL
);

-- How often an account is told of each kind of event; a kind without a row has its default.
CREATE TABLE preference_notification (
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    genre TEXT NOT NULL,
    rythme TEXT NOT NULL CHECK (rythme IN ('maintenant', 'quotidien', 'hebdomadaire', 'jamais')),
    depuis BIGINT NOT NULL,                 -- events before that were told at another rhythm
    PRIMARY KEY (compte, genre)
);

-- Up to when each account has been told, by rhythm: moved in the transaction that writes the mail.
CREATE TABLE releve_notification (
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    rythme TEXT NOT NULL CHECK (rythme IN ('quotidien', 'hebdomadaire')),
    jusqu_a BIGINT NOT NULL,
    PRIMARY KEY (compte, rythme)
);
CREATE INDEX releve_notification_retard ON releve_notification (rythme, jusqu_a);

-- Something gestionnaires may want to know: written in the transaction of the act, told by a task.
CREATE TABLE evenement_notification (
    id UUID PRIMARY KEY,
    genre TEXT NOT NULL,
    finess TEXT NOT NULL,
    demande UUID REFERENCES demande (id) ON DELETE CASCADE,
    reference TEXT,
    auteur UUID,                          -- the account that is not told of its own act
    le BIGINT NOT NULL,
    lot UUID                              -- the run that told those who want to know at once; NULL: not yet
);
CREATE INDEX evenement_notification_a_dire ON evenement_notification (le, id) WHERE lot IS NULL;
CREATE INDEX evenement_notification_lot ON evenement_notification (lot) WHERE lot IS NOT NULL;
CREATE INDEX evenement_notification_finess ON evenement_notification (finess, le);
CREATE INDEX evenement_notification_demande ON evenement_notification (demande);
CREATE INDEX evenement_notification_le ON evenement_notification (le);
-- From an establishment to the people in charge of it.
CREATE INDEX IF NOT EXISTS habilitation_finess ON habilitation (finess);

-- Reminders that were given for a demande, by the number of days it had waited.
CREATE TABLE rappel_expiration (
    demande UUID NOT NULL REFERENCES demande (id) ON DELETE CASCADE,
    jour BIGINT NOT NULL,
    le BIGINT NOT NULL,
    PRIMARY KEY (demande, jour)
);

-- Keys that the portal makes for itself.
CREATE TABLE secret (
    nom TEXT PRIMARY KEY,
    valeur BYTEA NOT NULL
);

-- Why mails do not leave, while they do not.
CREATE TABLE service_courriel (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    erreur TEXT,                          -- a code; NULL: all is well
    depuis BIGINT NOT NULL
);
INSERT INTO service_courriel (id, erreur, depuis) VALUES (1, NULL, 0);
