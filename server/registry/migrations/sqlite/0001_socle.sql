-- Foundation of the register, SQLite. Same tables, columns and meanings as ../postgres/0001_socle.sql.
-- Ids are UUIDv7 (16-byte blobs), instants are Unix milliseconds UTC, dates are 'AAAA-MM-JJ', `cle` is the folded search key.

-- Reference data: dated, loaded from files, replaced as a whole by their source.
CREATE TABLE referentiel (
    nom TEXT PRIMARY KEY,                 -- 'nomenclatures', 'communes', 'pays', 'finess'
    version TEXT NOT NULL,                -- date or digest of the source
    charge_le INTEGER NOT NULL,
    lignes INTEGER NOT NULL,
    contenu TEXT                          -- the nomenclatures as JSON; NULL for those that have a table
) STRICT;

CREATE TABLE pays (
    code TEXT PRIMARY KEY,                -- COG, 99xxx
    libelle TEXT NOT NULL,                -- the name that people use
    libelle_officiel TEXT NOT NULL,
    cle TEXT NOT NULL
) STRICT;

CREATE TABLE commune (
    code TEXT PRIMARY KEY,                -- INSEE, 5 characters (R16)
    nom TEXT NOT NULL,
    autre_nom TEXT,                       -- a former commune that shares the code: people were born under that name
    departement TEXT NOT NULL,
    genre TEXT NOT NULL CHECK (genre IN ('actuelle', 'deleguee', 'associee', 'arrondissement')),
    population INTEGER NOT NULL,
    cle TEXT NOT NULL
) STRICT;
CREATE INDEX commune_cle ON commune (cle, population DESC);

CREATE TABLE entite_juridique (
    finess TEXT PRIMARY KEY,
    raison_sociale TEXT NOT NULL,
    siren TEXT,
    ouverte INTEGER NOT NULL
) STRICT;

CREATE TABLE etablissement (
    rang INTEGER PRIMARY KEY,             -- ties the row to its full-text entry
    finess TEXT NOT NULL UNIQUE,
    finess_ej TEXT NOT NULL REFERENCES entite_juridique (finess),
    raison_sociale TEXT NOT NULL,
    categorie TEXT NOT NULL,
    libelle_categorie TEXT NOT NULL,
    secteur TEXT NOT NULL CHECK (secteur IN ('ms', 'sanitaire', 'officine', 'inconnu')),
    adresse TEXT NOT NULL,
    code_postal TEXT NOT NULL,
    commune TEXT NOT NULL,
    siret TEXT,
    ouvert INTEGER NOT NULL,
    cle TEXT NOT NULL
) STRICT;
CREATE INDEX etablissement_ej ON etablissement (finess_ej);
CREATE VIRTUAL TABLE etablissement_texte USING fts5 (cle, content = 'etablissement', content_rowid = 'rang', tokenize = 'ascii', prefix = '2 3 4');
CREATE TRIGGER etablissement_texte_i AFTER INSERT ON etablissement BEGIN
    INSERT INTO etablissement_texte (rowid, cle) VALUES (new.rang, new.cle);
END;
CREATE TRIGGER etablissement_texte_u AFTER UPDATE OF cle ON etablissement WHEN old.cle <> new.cle BEGIN
    INSERT INTO etablissement_texte (etablissement_texte, rowid, cle) VALUES ('delete', old.rang, old.cle);
    INSERT INTO etablissement_texte (rowid, cle) VALUES (new.rang, new.cle);
END;
CREATE TRIGGER etablissement_texte_d AFTER DELETE ON etablissement BEGIN
    INSERT INTO etablissement_texte (etablissement_texte, rowid, cle) VALUES ('delete', old.rang, old.cle);
END;

-- Where an import puts its rows before they replace the referential in one transaction.
CREATE TABLE import_etablissement (
    import BLOB NOT NULL,
    genre TEXT NOT NULL CHECK (genre IN ('ej', 'eg')),
    finess TEXT NOT NULL,
    finess_ej TEXT NOT NULL,
    raison_sociale TEXT NOT NULL,
    siren TEXT,
    categorie TEXT NOT NULL,
    libelle_categorie TEXT NOT NULL,
    secteur TEXT NOT NULL,
    adresse TEXT NOT NULL,
    code_postal TEXT NOT NULL,
    commune TEXT NOT NULL,
    siret TEXT,
    ouvert INTEGER NOT NULL,
    cle TEXT NOT NULL,
    PRIMARY KEY (import, genre, finess)
) STRICT, WITHOUT ROWID;

-- Who can sign in. `sujet` is the stable key given by the identity provider ('fc:…', 'psc:…').
CREATE TABLE compte (
    id BLOB PRIMARY KEY,
    sujet TEXT NOT NULL UNIQUE,
    fournisseur TEXT NOT NULL CHECK (fournisseur IN ('franceconnect', 'prosanteconnect')),
    nom_affiche TEXT NOT NULL,
    etat_civil TEXT,                      -- JSON of the civil status given by FranceConnect (R14), NULL for a card holder
    rpps TEXT,                            -- the number a card is issued to, when the card belongs to a registered professional
    activites TEXT,                       -- JSON of the activities that Pro Santé Connect knows (SubjectRefPro), as received
    cree_le INTEGER NOT NULL
) STRICT;

-- What an account may do. Centralised contract: portee 'EJ', decentralised: portee 'EG' (R39, R40). The right ends with the
-- habilitation, and is suspended from the day after the last day of the card that carries it (R43, R48).
CREATE TABLE habilitation (
    id BLOB PRIMARY KEY,
    compte BLOB NOT NULL REFERENCES compte (id),
    genre TEXT NOT NULL CHECK (genre IN ('gestionnaire', 'mandataire', 'representant_legal', 'titulaire_officine')),
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    finess TEXT NOT NULL,
    depuis INTEGER NOT NULL,
    carte_jusqu_au TEXT,               -- last day of validity of the card; NULL when the portal does not know it
    retiree_le INTEGER
) STRICT;
CREATE INDEX habilitation_compte ON habilitation (compte);

-- The support of the register: corrects a civil status, removes what was registered out of scope, imports the referentials.
CREATE TABLE operateur (
    compte BLOB PRIMARY KEY REFERENCES compte (id),
    depuis INTEGER NOT NULL,
    retire_le INTEGER
) STRICT;

CREATE TABLE session (
    id BLOB PRIMARY KEY,
    empreinte BLOB NOT NULL UNIQUE,       -- SHA-256 of the cookie; the cookie itself is never stored
    compte BLOB NOT NULL REFERENCES compte (id),
    ouverte_le INTEGER NOT NULL,
    vue_le INTEGER NOT NULL,           -- last sign of the person; moves at most once a minute
    inactivite INTEGER NOT NULL,       -- milliseconds without a sign after which the session is over
    expire_le INTEGER NOT NULL,        -- over whatever happens
    appareil TEXT NOT NULL DEFAULT '',  -- « Chrome sur Windows »: coarse words, never what the browser says of itself
    id_token TEXT                         -- what the identity provider wants back to end its own session
) STRICT;
CREATE INDEX session_expire ON session (expire_le);
CREATE INDEX session_compte ON session (compte);

-- Sign-ins under way: from the redirection to the identity provider to the return. Each row serves once.
CREATE TABLE flux_connexion (
    etat BLOB PRIMARY KEY,               -- SHA-256 of the state parameter
    navigateur BLOB NOT NULL,            -- SHA-256 of the cookie that ties the sign-in to one browser
    fournisseur TEXT NOT NULL CHECK (fournisseur IN ('franceconnect', 'prosanteconnect')),
    nonce TEXT NOT NULL,
    verificateur TEXT NOT NULL,           -- PKCE
    redirection TEXT NOT NULL,            -- the address of return that the provider was given
    retour TEXT,                          -- the page of the portal to come back to
    expire_le INTEGER NOT NULL
) STRICT;
CREATE INDEX flux_connexion_expire ON flux_connexion (expire_le);

-- The text of a search stays here so that no name is ever in an address or a log.
CREATE TABLE recherche (
    id BLOB PRIMARY KEY,
    session BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    texte TEXT NOT NULL,
    cree_le INTEGER NOT NULL
) STRICT;
CREATE INDEX recherche_session ON recherche (session);

-- A form sent after the end of the session: it waits half an hour for its author to sign in again.
CREATE TABLE saisie_en_attente (
    empreinte BLOB PRIMARY KEY,         -- SHA-256 of the cookie that finds it again
    compte BLOB REFERENCES compte (id) ON DELETE CASCADE, -- whose session had ended; NULL when nobody can tell any more
    chemin TEXT NOT NULL,                -- the endpoint
    champs TEXT NOT NULL,                -- JSON of the fields, as typed
    expire_le INTEGER NOT NULL
) STRICT;
CREATE INDEX saisie_en_attente_expire ON saisie_en_attente (expire_le);
CREATE INDEX saisie_en_attente_compte ON saisie_en_attente (compte);

CREATE TABLE personne (
    rang INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rpps TEXT NOT NULL UNIQUE,
    compte BLOB REFERENCES compte (id),
    civilite TEXT NOT NULL,
    sexe TEXT NOT NULL,
    nom_naissance TEXT NOT NULL,
    nom_usage TEXT,
    prenoms TEXT NOT NULL,
    date_naissance TEXT NOT NULL,
    pays_naissance TEXT NOT NULL,         -- COG
    commune_naissance TEXT,               -- INSEE when born in France
    ville_naissance TEXT,                 -- free text when born abroad (R16)
    certification TEXT NOT NULL,          -- J111 (R15)
    identite TEXT NOT NULL,               -- folded civil status: finds the same person again (R3)
    nom_exercice TEXT NOT NULL,
    prenom_exercice TEXT NOT NULL,
    email TEXT NOT NULL,
    mobile TEXT NOT NULL,
    cree_le INTEGER NOT NULL,
    version INTEGER NOT NULL,
    cle TEXT NOT NULL
) STRICT;
CREATE INDEX personne_identite ON personne (identite);
CREATE UNIQUE INDEX personne_compte ON personne (compte) WHERE compte IS NOT NULL;
CREATE VIRTUAL TABLE personne_texte USING fts5 (cle, content = 'personne', content_rowid = 'rang', tokenize = 'ascii', prefix = '2 3 4');
INSERT INTO personne_texte (personne_texte, rank) VALUES ('secure-delete', 1);  -- a word that is removed leaves the index at once
CREATE TRIGGER personne_texte_i AFTER INSERT ON personne BEGIN
    INSERT INTO personne_texte (rowid, cle) VALUES (new.rang, new.cle);
END;
CREATE TRIGGER personne_texte_u AFTER UPDATE OF cle ON personne WHEN old.cle <> new.cle BEGIN
    INSERT INTO personne_texte (personne_texte, rowid, cle) VALUES ('delete', old.rang, old.cle);
    INSERT INTO personne_texte (rowid, cle) VALUES (new.rang, new.cle);
END;
CREATE TRIGGER personne_texte_d AFTER DELETE ON personne BEGIN
    INSERT INTO personne_texte (personne_texte, rowid, cle) VALUES ('delete', old.rang, old.cle);
END;

CREATE TABLE situation (
    id BLOB PRIMARY KEY,
    personne BLOB NOT NULL REFERENCES personne (id),
    finess TEXT NOT NULL REFERENCES etablissement (finess),
    profession TEXT NOT NULL,             -- R85
    role TEXT NOT NULL,                   -- R22
    mode TEXT NOT NULL,
    categorie TEXT NOT NULL,
    debut TEXT NOT NULL,
    fin TEXT,
    motif_fin TEXT,
    cree_le INTEGER NOT NULL
) STRICT;
CREATE INDEX situation_personne ON situation (personne);
CREATE INDEX situation_finess ON situation (finess, personne);
-- One rôle per person and establishment (R23) among the situations that are not closed.
CREATE UNIQUE INDEX situation_ouverte ON situation (personne, finess) WHERE fin IS NULL;

CREATE TABLE demande (
    rang INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    reference TEXT NOT NULL UNIQUE,
    demandeur BLOB NOT NULL REFERENCES compte (id),
    statut TEXT NOT NULL CHECK (statut IN ('brouillon', 'a_traiter', 'a_corriger', 'validee', 'refusee', 'annulee', 'expiree')),
    version INTEGER NOT NULL,
    saisie TEXT NOT NULL,                 -- JSON of what was typed, kept whatever it is worth
    cree_le INTEGER NOT NULL,
    modifiee_le INTEGER NOT NULL,
    soumise_le INTEGER,
    decidee_le INTEGER,
    attente INTEGER NOT NULL DEFAULT 0,   -- milliseconds spent waiting for the applicant's corrections: it expires that much later
    corrigee_le INTEGER,                  -- last time it came back corrected
    decidee_par BLOB REFERENCES compte (id),
    motif TEXT,                           -- J125 (R35)
    explication TEXT,
    personne BLOB REFERENCES personne (id),
    -- From submission on, what lists and filters read:
    finess TEXT REFERENCES etablissement (finess),
    nom TEXT NOT NULL DEFAULT '',         -- as lists show it
    profession TEXT,
    role TEXT,
    identite TEXT,
    complete TEXT,                        -- JSON of the validated demande, as it was accepted on the day of submission
    cle TEXT NOT NULL DEFAULT '',
    CHECK (statut IN ('brouillon', 'annulee')
        OR (soumise_le IS NOT NULL AND finess IS NOT NULL AND identite IS NOT NULL AND complete IS NOT NULL))
) STRICT;
-- The queue of an establishment, oldest first.
CREATE INDEX demande_file ON demande (finess, statut, soumise_le, id);
CREATE INDEX demande_demandeur ON demande (demandeur, cree_le);
CREATE INDEX demande_identite ON demande (identite) WHERE statut IN ('a_traiter', 'a_corriger');
-- What is kept for a while only, oldest first.
CREATE INDEX demande_conservation ON demande (modifiee_le) WHERE statut IN ('brouillon', 'refusee', 'annulee', 'expiree');
CREATE INDEX demande_expiration ON demande ((soumise_le + attente)) WHERE statut = 'a_traiter';
CREATE UNIQUE INDEX demande_un_brouillon ON demande (demandeur) WHERE statut = 'brouillon';
CREATE UNIQUE INDEX demande_une_ouverte ON demande (demandeur, finess) WHERE statut IN ('a_traiter', 'a_corriger');
CREATE VIRTUAL TABLE demande_texte USING fts5 (cle, content = 'demande', content_rowid = 'rang', tokenize = 'ascii', prefix = '2 3 4');
INSERT INTO demande_texte (demande_texte, rank) VALUES ('secure-delete', 1);  -- a word that is removed leaves the index at once
CREATE TRIGGER demande_texte_i AFTER INSERT ON demande BEGIN
    INSERT INTO demande_texte (rowid, cle) VALUES (new.rang, new.cle);
END;
CREATE TRIGGER demande_texte_u AFTER UPDATE OF cle ON demande WHEN old.cle <> new.cle BEGIN
    INSERT INTO demande_texte (demande_texte, rowid, cle) VALUES ('delete', old.rang, old.cle);
    INSERT INTO demande_texte (rowid, cle) VALUES (new.rang, new.cle);
END;
CREATE TRIGGER demande_texte_d AFTER DELETE ON demande BEGIN
    INSERT INTO demande_texte (demande_texte, rowid, cle) VALUES ('delete', old.rang, old.cle);
END;

-- Who holds an e-mail or a mobile: one person or one open demande, never two (R19).
CREATE TABLE coordonnee (
    genre TEXT NOT NULL CHECK (genre IN ('email', 'mobile')),
    valeur TEXT NOT NULL,
    demande BLOB REFERENCES demande (id),
    personne BLOB REFERENCES personne (id),
    PRIMARY KEY (genre, valeur),
    CHECK ((demande IS NULL) <> (personne IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX coordonnee_demande ON coordonnee (demande) WHERE demande IS NOT NULL;
CREATE INDEX coordonnee_personne ON coordonnee (personne) WHERE personne IS NOT NULL;

CREATE TABLE compteur (
    nom TEXT PRIMARY KEY,
    valeur INTEGER NOT NULL
) STRICT;
INSERT INTO compteur (nom, valeur) VALUES ('rpps', 100000);

-- Outbox: a message exists if and only if the act that causes it does.
CREATE TABLE message (
    id BLOB PRIMARY KEY,
    genre TEXT NOT NULL,
    destinataire TEXT NOT NULL,
    sujet TEXT NOT NULL,
    texte TEXT NOT NULL,
    html TEXT NOT NULL,
    cree_le INTEGER NOT NULL,
    envoye_le INTEGER,
    demande BLOB REFERENCES demande (id), -- the demande it speaks of, with which it is erased; NULL for a notice, kept a while
    desabonnement TEXT,                   -- the token that ends such mails in one click; on notifications only
    -- Delivery, see src/message/envoi.rs. 'pris': a worker has it; 'en_transmission': its text may have left.
    etat TEXT NOT NULL DEFAULT 'a_envoyer'
        CHECK (etat IN ('a_envoyer', 'pris', 'en_transmission', 'envoye', 'incertain', 'echoue', 'abandonne')),
    tentatives INTEGER NOT NULL DEFAULT 0,
    prochain_essai INTEGER NOT NULL DEFAULT 0, -- not before; 0: at once
    preneur BLOB,                         -- which hold on it is the good one
    pris_jusqu_a INTEGER,
    derniere_erreur TEXT                  -- a code, never what a server answered
) STRICT;
CREATE INDEX message_demande ON message (demande);
CREATE INDEX message_a_envoyer ON message (prochain_essai, id) WHERE etat = 'a_envoyer';
CREATE INDEX message_pris ON message (pris_jusqu_a) WHERE etat IN ('pris', 'en_transmission');
CREATE INDEX message_en_echec ON message (cree_le, id) WHERE etat IN ('incertain', 'echoue');

-- What was done, by whom, on what. No personal detail here: ids and codes only. Each entry is chained to the one before it
-- (see src/journal/chaine.rs), and numbers follow each other without a gap.
CREATE TABLE journal (
    numero INTEGER PRIMARY KEY,
    le INTEGER NOT NULL,
    acteur BLOB,                          -- compte; NULL for the program itself. No foreign key: the entry outlives the account
    session BLOB,
    acte TEXT NOT NULL,
    objet TEXT NOT NULL,                  -- 'demande', 'personne', 'referentiel' …
    objet_id TEXT NOT NULL,
    issue TEXT NOT NULL,                  -- 'fait' or the code of the refusal
    engagement BLOB CHECK (length(engagement) = 32), -- SHA-256 (sel ‖ contenu) of the detail, NULL without one
    maillon BLOB NOT NULL CHECK (length(maillon) = 32)
) STRICT;
CREATE INDEX journal_objet ON journal (objet, objet_id, numero);
CREATE INDEX journal_acteur ON journal (acteur) WHERE acteur IS NOT NULL;
CREATE TRIGGER journal_jamais_modifie BEFORE UPDATE ON journal BEGIN
    SELECT RAISE(ABORT, 'le journal ne se modifie pas');
END;
CREATE TRIGGER journal_jamais_efface BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'le journal ne s’efface pas');
END;
-- « INSERT OR REPLACE » would remove a row without waking the trigger above.
CREATE TRIGGER journal_sans_trou BEFORE INSERT ON journal
WHEN new.numero IS NOT (SELECT COALESCE(MAX(numero), 0) + 1 FROM journal) BEGIN
    SELECT RAISE(ABORT, 'les numéros du journal se suivent');
END;

-- The last entry. Updated by each act in its own transaction.
CREATE TABLE journal_tete (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    numero INTEGER NOT NULL,
    maillon BLOB NOT NULL CHECK (length(maillon) = 32)
) STRICT;
INSERT INTO journal_tete (id, numero, maillon) VALUES (1, 0, zeroblob(32));

-- The personal side of an entry: what was, what is. Beside the chain, so that it can be erased without breaking it (by
-- object: journal_objet finds the numbers).
CREATE TABLE journal_detail (
    numero INTEGER PRIMARY KEY REFERENCES journal (numero),
    sel BLOB NOT NULL CHECK (length(sel) = 32),
    contenu TEXT NOT NULL,                -- JSON
    -- the establishment in whose name it was done: histories of a person are filtered by it
    etablissement TEXT GENERATED ALWAYS AS (json_extract(contenu, '$.etablissement')) VIRTUAL
) STRICT;
CREATE TRIGGER journal_detail_jamais_modifie BEFORE UPDATE ON journal_detail BEGIN
    SELECT RAISE(ABORT, 'un détail du journal s’efface, il ne se modifie pas');
END;
