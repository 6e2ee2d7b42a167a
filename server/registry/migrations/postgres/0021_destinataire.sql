-- Whose a mail is, and what erasing an account reads, PostgreSQL. Same changes as ../sqlite/0021_destinataire.sql.

-- Who a mail is for, when it speaks of no demande and whoever it is for is known (see src/message/mod.rs): an account, or a
-- registered person. Addresses are typed, and say nothing of whose they are.
ALTER TABLE message ADD COLUMN compte uuid REFERENCES compte (id) ON DELETE SET NULL;
ALTER TABLE message ADD COLUMN personne uuid REFERENCES personne (id) ON DELETE SET NULL;
CREATE INDEX message_compte ON message (compte) WHERE compte IS NOT NULL;
CREATE INDEX message_personne ON message (personne) WHERE personne IS NOT NULL;
-- Those that hold a token name the contact of an account.
UPDATE message SET compte = (SELECT c.compte FROM contact_notification c WHERE c.contact = substr(message.desabonnement, 1, 32)::uuid)
WHERE desabonnement ~ '^[0-9a-f]{32}[.]';

-- Erasing an account looks for it in each of these.
CREATE INDEX demande_decidee_par ON demande (decidee_par) WHERE decidee_par IS NOT NULL;
CREATE INDEX correction_demandee_par ON correction (demandee_par);
CREATE INDEX modele_modifie_par ON modele (modifie_par);
CREATE INDEX designation_compte ON designation (compte);
CREATE INDEX decision_en_sursis_compte ON decision_en_sursis (compte);
