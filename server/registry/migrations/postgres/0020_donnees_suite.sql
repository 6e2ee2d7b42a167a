-- What is kept for a while only, PostgreSQL. Same index and meaning as ../sqlite/0020_donnees_suite.sql.

-- Accepted demandes whose registration the support removed: erased after the delay, like what leads nowhere.
CREATE INDEX demande_sans_fiche ON demande (modifiee_le) WHERE statut = 'validee' AND personne IS NULL;
