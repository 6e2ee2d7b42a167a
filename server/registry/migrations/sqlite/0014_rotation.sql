-- What the turnover screens read (R51–R52), SQLite: indexes only. Same columns as ../postgres/0014_rotation.sql.

-- All that turnover counts, without going to the rows: 60 establishments are 60 runs of this index.
CREATE INDEX situation_rotation ON situation (finess, personne, debut, fin, role, profession, motif_fin, cree_le);
-- The last sign of an account.
CREATE INDEX journal_acteur_le ON journal (acteur, le) WHERE acteur IS NOT NULL;
-- From a registered person to the card that bears their number.
CREATE INDEX compte_rpps ON compte (rpps) WHERE rpps IS NOT NULL;
-- Who may act for a structure today.
CREATE INDEX habilitation_en_cours ON habilitation (finess) WHERE retiree_le IS NULL;
