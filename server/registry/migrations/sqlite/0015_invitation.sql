-- Invitations to make a demande, SQLite. Same tables, columns and meanings as ../postgres/0015_invitation.sql.

-- What a gestionnaire prepares for somebody, who is written to and completes the rest. The link in the mail holds a secret, kept
-- here as a digest only; a new sending makes another one.
CREATE TABLE invitation (
    id BLOB PRIMARY KEY,
    finess TEXT NOT NULL REFERENCES etablissement (finess),
    par BLOB NOT NULL,                     -- compte of who invites. No foreign key: the invitation outlives the account
    email TEXT NOT NULL,                  -- as the rules read it; emptied with the rest after a while
    saisie TEXT NOT NULL,                 -- JSON of what was typed
    empreinte BLOB NOT NULL UNIQUE,      -- SHA-256 of the secret of the link
    envois INTEGER NOT NULL,              -- how many mails
    cree_le INTEGER NOT NULL,
    envoyee_le INTEGER NOT NULL,          -- last mail
    expire_le INTEGER NOT NULL,
    ouverte_le INTEGER,                   -- somebody signed in and began a demande from it
    compte BLOB REFERENCES compte (id) ON DELETE SET NULL, -- who: the link is of no use to anybody else
    retiree_le INTEGER,
    retiree_par BLOB,
    modifiee_le INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_liste ON invitation (finess, cree_le);
CREATE INDEX invitation_par ON invitation (par, cree_le);
CREATE INDEX invitation_compte ON invitation (compte) WHERE compte IS NOT NULL;
CREATE INDEX invitation_conservation ON invitation (modifiee_le);
-- Nobody is written to twice for the same establishment while an invitation can still be answered.
CREATE UNIQUE INDEX invitation_en_attente ON invitation (finess, email)
    WHERE ouverte_le IS NULL AND retiree_le IS NULL AND email <> '';

-- Where a demande comes from; NULL: the person came by themselves.
ALTER TABLE demande ADD COLUMN invitation BLOB REFERENCES invitation (id);
CREATE INDEX demande_invitation ON demande (invitation) WHERE invitation IS NOT NULL;

-- Departures declared by professionals (R53) are told too: to those who are told of anything, once a day until they say otherwise.
INSERT INTO preference_notification (compte, genre, rythme, depuis)
SELECT compte, 'depart_declare', 'quotidien', 0 FROM contact_notification WHERE email IS NOT NULL;

-- What a gestionnaire said of a registered person who looks like the person of a registration under way (R3). Goes with the draft.
CREATE TABLE enregistrement_choix (
    enregistrement BLOB NOT NULL REFERENCES enregistrement (id) ON DELETE CASCADE,
    personne BLOB NOT NULL REFERENCES personne (id) ON DELETE CASCADE,
    empreinte INTEGER NOT NULL,           -- of the two as compared: the answer holds as long as it stays
    choix TEXT NOT NULL CHECK (choix IN ('meme', 'differente')),
    PRIMARY KEY (enregistrement, personne)
) STRICT, WITHOUT ROWID;
CREATE INDEX enregistrement_choix_personne ON enregistrement_choix (personne);
