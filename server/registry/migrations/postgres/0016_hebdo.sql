-- The weekly summary of the head of a structure, PostgreSQL. Same table, columns and meanings as ../sqlite/0016_hebdo.sql. Who wants none
-- has a row 'resume_hebdo', 'jamais' in preference_notification.

-- Up to which Monday each account has been told, or had nothing to be told: moved in the transaction that writes the mail.
CREATE TABLE resume_hebdo (
    compte UUID PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    jusqu_a BIGINT NOT NULL
);
