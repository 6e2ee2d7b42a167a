-- Foundation of the register, PostgreSQL. Same tables, columns and meanings as ../sqlite/0001_socle.sql.
-- Ids are UUIDv7, instants are Unix milliseconds UTC, `cle` is the folded search key.

-- Reference data: dated, loaded from files, replaced as a whole by their source.
CREATE TABLE referentiel (
    nom TEXT PRIMARY KEY,                 -- 'nomenclatures', 'communes', 'pays', 'finess'
    version TEXT NOT NULL,                -- date or digest of the source
    charge_le BIGINT NOT NULL,
    lignes BIGINT NOT NULL,
    contenu TEXT                          -- the nomenclatures as JSON; NULL for those that have a table
);

CREATE TABLE pays (
    code TEXT PRIMARY KEY,                -- COG, 99xxx
    libelle TEXT NOT NULL,                -- the name that people use
    libelle_officiel TEXT NOT NULL,
    cle TEXT COLLATE "C" NOT NULL
);

CREATE TABLE commune (
    code TEXT PRIMARY KEY,                -- INSEE, 5 characters (R16)
    nom TEXT NOT NULL,
    autre_nom TEXT,                       -- a former commune that shares the code: people were born under that name
    departement TEXT NOT NULL,
    genre TEXT NOT NULL CHECK (genre IN ('actuelle', 'deleguee', 'associee', 'arrondissement')),
    population BIGINT NOT NULL,
    cle TEXT COLLATE "C" NOT NULL
);
CREATE INDEX commune_cle ON commune (cle, population DESC);

CREATE TABLE entite_juridique (
    finess TEXT PRIMARY KEY,
    raison_sociale TEXT NOT NULL,
    siren TEXT,
    ouverte BOOLEAN NOT NULL
);

CREATE TABLE etablissement (
    finess TEXT PRIMARY KEY,
    finess_ej TEXT NOT NULL REFERENCES entite_juridique (finess),
    raison_sociale TEXT NOT NULL,
    categorie TEXT NOT NULL,
    libelle_categorie TEXT NOT NULL,
    secteur TEXT NOT NULL CHECK (secteur IN ('ms', 'sanitaire', 'officine', 'inconnu')),
    adresse TEXT NOT NULL,
    code_postal TEXT NOT NULL,
    commune TEXT NOT NULL,
    siret TEXT,
    ouvert BOOLEAN NOT NULL,
    cle TEXT COLLATE "C" NOT NULL
);
CREATE INDEX etablissement_ej ON etablissement (finess_ej);
ALTER TABLE etablissement ADD COLUMN texte tsvector GENERATED ALWAYS AS (to_tsvector('simple', cle)) STORED;
CREATE INDEX etablissement_texte ON etablissement USING gin (texte);

-- Where an import puts its rows before they replace the referential in one transaction.
CREATE TABLE import_etablissement (
    import UUID NOT NULL,
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
    ouvert BOOLEAN NOT NULL,
    cle TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (import, genre, finess)
);

-- Who can sign in. `sujet` is the stable key given by the identity provider ('fc:…', 'psc:…').
CREATE TABLE compte (
    id UUID PRIMARY KEY,
    sujet TEXT NOT NULL UNIQUE,
    fournisseur TEXT NOT NULL CHECK (fournisseur IN ('franceconnect', 'prosanteconnect')),
    nom_affiche TEXT NOT NULL,
    etat_civil TEXT,                      -- JSON of the civil status given by FranceConnect (R14), NULL for a card holder
    rpps TEXT,                            -- the number a card is issued to, when the card belongs to a registered professional
    activites TEXT,                       -- JSON of the activities that Pro Santé Connect knows (SubjectRefPro), as received
    cree_le BIGINT NOT NULL
);

-- What an account may do. Centralised contract: portee 'EJ', decentralised: portee 'EG' (R39, R40). The right ends with the
-- habilitation, and is suspended from the day after the last day of the card that carries it (R43, R48).
CREATE TABLE habilitation (
    id UUID PRIMARY KEY,
    compte UUID NOT NULL REFERENCES compte (id),
    genre TEXT NOT NULL CHECK (genre IN ('gestionnaire', 'mandataire', 'representant_legal', 'titulaire_officine')),
    portee TEXT NOT NULL CHECK (portee IN ('EJ', 'EG')),
    finess TEXT NOT NULL,
    depuis BIGINT NOT NULL,
    carte_jusqu_au DATE,               -- last day of validity of the card; NULL when the portal does not know it
    retiree_le BIGINT
);
CREATE INDEX habilitation_compte ON habilitation (compte);

-- The support of the register: corrects a civil status, removes what was registered out of scope, imports the referentials.
CREATE TABLE operateur (
    compte UUID PRIMARY KEY REFERENCES compte (id),
    depuis BIGINT NOT NULL,
    retire_le BIGINT
);

CREATE TABLE session (
    id UUID PRIMARY KEY,
    empreinte BYTEA NOT NULL UNIQUE,       -- SHA-256 of the cookie; the cookie itself is never stored
    compte UUID NOT NULL REFERENCES compte (id),
    ouverte_le BIGINT NOT NULL,
    vue_le BIGINT NOT NULL,           -- last sign of the person; moves at most once a minute
    inactivite BIGINT NOT NULL,       -- milliseconds without a sign after which the session is over
    expire_le BIGINT NOT NULL,        -- over whatever happens
    appareil TEXT NOT NULL DEFAULT '',  -- « Chrome sur Windows »: coarse words, never what the browser says of itself
    id_token TEXT                         -- what the identity provider wants back to end its own session
);
CREATE INDEX session_expire ON session (expire_le);
CREATE INDEX session_compte ON session (compte);

-- Sign-ins under way: from the redirection to the identity provider to the return. Each row serves once.
CREATE TABLE flux_connexion (
    etat BYTEA PRIMARY KEY,               -- SHA-256 of the state parameter
    navigateur BYTEA NOT NULL,            -- SHA-256 of the cookie that ties the sign-in to one browser
    fournisseur TEXT NOT NULL CHECK (fournisseur IN ('franceconnect', 'prosanteconnect')),
    nonce TEXT NOT NULL,
    verificateur TEXT NOT NULL,           -- PKCE
    redirection TEXT NOT NULL,            -- the address of return that the provider was given
    retour TEXT,                          -- the page of the portal to come back to
    expire_le BIGINT NOT NULL
);
CREATE INDEX flux_connexion_expire ON flux_connexion (expire_le);

-- The text of a search stays here so that no name is ever in an address or a log.
CREATE TABLE recherche (
    id UUID PRIMARY KEY,
    session UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    texte TEXT NOT NULL,
    cree_le BIGINT NOT NULL
);
CREATE INDEX recherche_session ON recherche (session);

-- A form sent after the end of the session: it waits half an hour for its author to sign in again.
CREATE TABLE saisie_en_attente (
    empreinte BYTEA PRIMARY KEY,         -- SHA-256 of the cookie that finds it again
    compte UUID REFERENCES compte (id) ON DELETE CASCADE, -- whose session had ended; NULL when nobody can tell any more
    chemin TEXT NOT NULL,                -- the endpoint
    champs TEXT NOT NULL,                -- JSON of the fields, as typed
    expire_le BIGINT NOT NULL
);
CREATE INDEX saisie_en_attente_expire ON saisie_en_attente (expire_le);
CREATE INDEX saisie_en_attente_compte ON saisie_en_attente (compte);

CREATE TABLE personne (
    id UUID PRIMARY KEY,
    rpps TEXT NOT NULL UNIQUE,
    compte UUID REFERENCES compte (id),
    civilite TEXT NOT NULL,
    sexe TEXT NOT NULL,
    nom_naissance TEXT NOT NULL,
    nom_usage TEXT,
    prenoms TEXT NOT NULL,
    date_naissance DATE NOT NULL,
    pays_naissance TEXT NOT NULL,         -- COG
    commune_naissance TEXT,               -- INSEE when born in France
    ville_naissance TEXT,                 -- free text when born abroad (R16)
    certification TEXT NOT NULL,          -- J111 (R15)
    identite TEXT COLLATE "C" NOT NULL,   -- folded civil status: finds the same person again (R3)
    nom_exercice TEXT NOT NULL,
    prenom_exercice TEXT NOT NULL,
    email TEXT NOT NULL,
    mobile TEXT NOT NULL,
    cree_le BIGINT NOT NULL,
    version BIGINT NOT NULL,
    cle TEXT COLLATE "C" NOT NULL
);
CREATE INDEX personne_identite ON personne (identite);
CREATE UNIQUE INDEX personne_compte ON personne (compte) WHERE compte IS NOT NULL;
ALTER TABLE personne ADD COLUMN texte tsvector GENERATED ALWAYS AS (to_tsvector('simple', cle)) STORED;
CREATE INDEX personne_texte ON personne USING gin (texte);

CREATE TABLE situation (
    id UUID PRIMARY KEY,
    personne UUID NOT NULL REFERENCES personne (id),
    finess TEXT NOT NULL REFERENCES etablissement (finess),
    profession TEXT NOT NULL,             -- R85
    role TEXT NOT NULL,                   -- R22
    mode TEXT NOT NULL,
    categorie TEXT NOT NULL,
    debut DATE NOT NULL,
    fin DATE,
    motif_fin TEXT,
    cree_le BIGINT NOT NULL
);
CREATE INDEX situation_personne ON situation (personne);
CREATE INDEX situation_finess ON situation (finess, personne);
-- One rôle per person and establishment (R23) among the situations that are not closed.
CREATE UNIQUE INDEX situation_ouverte ON situation (personne, finess) WHERE fin IS NULL;

CREATE TABLE demande (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    demandeur UUID NOT NULL REFERENCES compte (id),
    statut TEXT NOT NULL CHECK (statut IN ('brouillon', 'a_traiter', 'a_corriger', 'validee', 'refusee', 'annulee', 'expiree')),
    version BIGINT NOT NULL,
    saisie TEXT NOT NULL,                 -- JSON of what was typed, kept whatever it is worth
    cree_le BIGINT NOT NULL,
    modifiee_le BIGINT NOT NULL,
    soumise_le BIGINT,
    decidee_le BIGINT,
    attente BIGINT NOT NULL DEFAULT 0,   -- milliseconds spent waiting for the applicant's corrections: it expires that much later
    corrigee_le BIGINT,                  -- last time it came back corrected
    decidee_par UUID REFERENCES compte (id),
    motif TEXT,                           -- J125 (R35)
    explication TEXT,
    personne UUID REFERENCES personne (id),
    -- From submission on, what lists and filters read:
    finess TEXT REFERENCES etablissement (finess),
    nom TEXT NOT NULL DEFAULT '',         -- as lists show it
    profession TEXT,
    role TEXT,
    identite TEXT COLLATE "C",
    complete TEXT,                        -- JSON of the validated demande, as it was accepted on the day of submission
    cle TEXT COLLATE "C" NOT NULL DEFAULT '',
    CHECK (statut IN ('brouillon', 'annulee')
        OR (soumise_le IS NOT NULL AND finess IS NOT NULL AND identite IS NOT NULL AND complete IS NOT NULL))
);
-- The queue of an establishment, oldest first.
CREATE INDEX demande_file ON demande (finess, statut, soumise_le, id);
CREATE INDEX demande_demandeur ON demande (demandeur, cree_le);
CREATE INDEX demande_identite ON demande (identite) WHERE statut IN ('a_traiter', 'a_corriger');
-- What is kept for a while only, oldest first.
CREATE INDEX demande_conservation ON demande (modifiee_le) WHERE statut IN ('brouillon', 'refusee', 'annulee', 'expiree');
CREATE INDEX demande_expiration ON demande ((soumise_le + attente)) WHERE statut = 'a_traiter';
CREATE UNIQUE INDEX demande_un_brouillon ON demande (demandeur) WHERE statut = 'brouillon';
CREATE UNIQUE INDEX demande_une_ouverte ON demande (demandeur, finess) WHERE statut IN ('a_traiter', 'a_corriger');
ALTER TABLE demande ADD COLUMN texte tsvector GENERATED ALWAYS AS (to_tsvector('simple', cle)) STORED;
CREATE INDEX demande_texte ON demande USING gin (texte);

-- Who holds an e-mail or a mobile: one person or one open demande, never two (R19).
CREATE TABLE coordonnee (
    genre TEXT NOT NULL CHECK (genre IN ('email', 'mobile')),
    valeur TEXT NOT NULL,
    demande UUID REFERENCES demande (id),
    personne UUID REFERENCES personne (id),
    PRIMARY KEY (genre, valeur),
    CHECK ((demande IS NULL) <> (personne IS NULL))
);
CREATE INDEX coordonnee_demande ON coordonnee (demande) WHERE demande IS NOT NULL;
CREATE INDEX coordonnee_personne ON coordonnee (personne) WHERE personne IS NOT NULL;

CREATE TABLE compteur (
    nom TEXT PRIMARY KEY,
    valeur BIGINT NOT NULL
);
INSERT INTO compteur (nom, valeur) VALUES ('rpps', 100000);

-- Outbox: a message exists if and only if the act that causes it does.
CREATE TABLE message (
    id UUID PRIMARY KEY,
    genre TEXT NOT NULL,
    destinataire TEXT NOT NULL,
    sujet TEXT NOT NULL,
    texte TEXT NOT NULL,
    html TEXT NOT NULL,
    cree_le BIGINT NOT NULL,
    envoye_le BIGINT,
    demande UUID REFERENCES demande (id), -- the demande it speaks of, with which it is erased; NULL for a notice, kept a while
    desabonnement TEXT,                   -- the token that ends such mails in one click; on notifications only
    -- Delivery, see src/message/envoi.rs. 'pris': a worker has it; 'en_transmission': its text may have left.
    etat TEXT NOT NULL DEFAULT 'a_envoyer'
        CHECK (etat IN ('a_envoyer', 'pris', 'en_transmission', 'envoye', 'incertain', 'echoue', 'abandonne')),
    tentatives BIGINT NOT NULL DEFAULT 0,
    prochain_essai BIGINT NOT NULL DEFAULT 0, -- not before; 0: at once
    preneur UUID,                         -- which hold on it is the good one
    pris_jusqu_a BIGINT,
    derniere_erreur TEXT                  -- a code, never what a server answered
);
CREATE INDEX message_demande ON message (demande);
CREATE INDEX message_a_envoyer ON message (prochain_essai, id) WHERE etat = 'a_envoyer';
CREATE INDEX message_pris ON message (pris_jusqu_a) WHERE etat IN ('pris', 'en_transmission');
CREATE INDEX message_en_echec ON message (cree_le, id) WHERE etat IN ('incertain', 'echoue');

-- What was done, by whom, on what. No personal detail here: ids and codes only. Each entry is chained to the one before it
-- (see src/journal/chaine.rs), and numbers follow each other without a gap.
CREATE TABLE journal (
    numero BIGINT PRIMARY KEY,
    le BIGINT NOT NULL,
    acteur UUID,                          -- compte; NULL for the program itself. No foreign key: the entry outlives the account
    session UUID,
    acte TEXT NOT NULL,
    objet TEXT NOT NULL,                  -- 'demande', 'personne', 'referentiel' …
    objet_id TEXT NOT NULL,
    issue TEXT NOT NULL,                  -- 'fait' or the code of the refusal
    engagement BYTEA CHECK (length(engagement) = 32), -- SHA-256 (sel ‖ contenu) of the detail, NULL without one
    maillon BYTEA NOT NULL CHECK (length(maillon) = 32)
);
CREATE INDEX journal_objet ON journal (objet, objet_id, numero);
CREATE INDEX journal_acteur ON journal (acteur) WHERE acteur IS NOT NULL;
CREATE FUNCTION journal_refuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'le journal ne se modifie pas';
END $$;
CREATE TRIGGER journal_jamais_modifie BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuser();
CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuser();

-- The last entry. Updated by each act in its own transaction: acts of the same moment queue on this row.
CREATE TABLE journal_tete (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    numero BIGINT NOT NULL,
    maillon BYTEA NOT NULL CHECK (length(maillon) = 32)
);
INSERT INTO journal_tete (id, numero, maillon) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- The personal side of an entry: what was, what is. Beside the chain, so that it can be erased without breaking it (by
-- object: journal_objet finds the numbers).
CREATE TABLE journal_detail (
    numero BIGINT PRIMARY KEY REFERENCES journal (numero),
    sel BYTEA NOT NULL CHECK (length(sel) = 32),
    contenu TEXT NOT NULL,                -- JSON
    -- the establishment in whose name it was done: histories of a person are filtered by it
    etablissement TEXT GENERATED ALWAYS AS (contenu::jsonb ->> 'etablissement') STORED
);
CREATE TRIGGER journal_detail_jamais_modifie BEFORE UPDATE ON journal_detail FOR EACH ROW EXECUTE FUNCTION journal_refuser();
