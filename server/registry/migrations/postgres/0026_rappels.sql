-- Reminders, PostgreSQL: who was told of the end of a card, and that a correction was reminded of. Same changes as
-- ../sqlite/0026_rappels.sql.

-- The applicant was told that a week is left.
ALTER TABLE correction ADD COLUMN rappelee_le BIGINT;

-- What was told of the end of a card (R48): once per card, last day, threshold (60, 30, 0 days) and person, so that telling one does
-- not silence the others.
ALTER TABLE rappel_carte RENAME TO rappel_carte_avant;
CREATE TABLE rappel_carte (
    carte UUID NOT NULL REFERENCES carte (id),
    expire_le DATE NOT NULL,
    seuil BIGINT NOT NULL,
    compte UUID NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    le BIGINT NOT NULL,
    PRIMARY KEY (carte, expire_le, seuil, compte)
);
CREATE INDEX rappel_carte_compte ON rappel_carte (compte);
-- The holder was told, and the heads who had an address by then.
INSERT INTO rappel_carte (carte, expire_le, seuil, compte, le)
SELECT r.carte, r.expire_le, r.seuil, c.titulaire, r.le
FROM rappel_carte_avant r JOIN carte c ON c.id = r.carte WHERE c.titulaire IS NOT NULL
UNION
SELECT r.carte, r.expire_le, r.seuil, h.compte, r.le
FROM rappel_carte_avant r JOIN carte c ON c.id = r.carte
JOIN habilitation h ON h.finess = c.finess AND h.genre IN ('representant_legal', 'titulaire_officine') AND h.retiree_le IS NULL
JOIN contact_notification n ON n.compte = h.compte AND n.email IS NOT NULL AND n.modifie_le <= r.le;
DROP TABLE rappel_carte_avant;
