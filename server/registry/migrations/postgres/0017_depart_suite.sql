-- Departures and closings: what undoing puts back, and planned departures that changes overtook, PostgreSQL. Same changes as
-- ../sqlite/0017_depart_suite.sql.

-- Why the situation had the end that a closing replaced: taking the closing back puts both back.
ALTER TABLE fermeture ADD COLUMN motif_avant TEXT;

-- Closings that a later one replaced: taking that one back puts the one before it back, note included.
CREATE TABLE fermeture_precedente (
    situation UUID NOT NULL REFERENCES situation (id) ON DELETE CASCADE,
    rang BIGINT NOT NULL,                 -- from 1, the oldest first
    le BIGINT NOT NULL,
    par UUID NOT NULL,                    -- compte. No foreign key: the closing outlives the account
    declaree BOOLEAN NOT NULL,
    fin_avant DATE,
    motif_avant TEXT,
    PRIMARY KEY (situation, rang)
);

-- What departures had kept for themselves of earlier closings goes there.
INSERT INTO fermeture_precedente (situation, rang, le, par, declaree, fin_avant, motif_avant)
SELECT z.situation, 1, z.fermeture_le, z.fermeture_par, z.fermeture_declaree, z.fermeture_fin_avant, NULL
FROM depart_situation z JOIN depart d ON d.id = z.depart JOIN situation s ON s.id = z.situation
WHERE d.etat = 'fait' AND z.fermeture_le IS NOT NULL AND s.fin = d.fin AND s.motif_fin = d.motif
AND NOT EXISTS (SELECT 1 FROM depart_situation y JOIN depart e ON e.id = y.depart
    WHERE y.situation = z.situation AND e.etat = 'fait' AND (e.le > d.le OR (e.le = d.le AND e.id > d.id)));
UPDATE fermeture SET fin_avant = z.fin, motif_avant = z.motif_fin
FROM depart_situation z JOIN depart d ON d.id = z.depart JOIN situation s ON s.id = z.situation
WHERE z.situation = fermeture.situation AND d.etat = 'fait' AND z.fermeture_le IS NOT NULL AND s.fin = d.fin
AND s.motif_fin = d.motif AND NOT EXISTS (SELECT 1 FROM depart_situation y JOIN depart e ON e.id = y.depart
    WHERE y.situation = z.situation AND e.etat = 'fait' AND (e.le > d.le OR (e.le = d.le AND e.id > d.id)));
ALTER TABLE depart_situation DROP COLUMN fermeture_le;
ALTER TABLE depart_situation DROP COLUMN fermeture_par;
ALTER TABLE depart_situation DROP COLUMN fermeture_declaree;
ALTER TABLE depart_situation DROP COLUMN fermeture_fin_avant;

-- The day of a planned departure came and nothing was withdrawn: an end had been put off or taken back meanwhile.
ALTER TABLE depart ADD COLUMN empeche BOOLEAN NOT NULL DEFAULT FALSE;
-- When a planned withdrawal was given up, by somebody who could have withdrawn it.
ALTER TABLE depart_habilitation ADD COLUMN renoncee_le BIGINT;

-- The latest departures of a perimeter are found from its people.
DROP INDEX depart_personne;
CREATE INDEX depart_personne ON depart (personne, le);
