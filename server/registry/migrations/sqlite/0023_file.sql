-- The queue and the registered people, SQLite: what a perimeter holds is filtered, searched and sorted in an index, and a page reads
-- the rows it shows and no others. Same changes as ../postgres/0023_file.sql.

-- A key of more than 2 000 letters (five names of fifty words each) would not fit in an index.
UPDATE personne SET cle = substr(cle, 1, 2000) WHERE length(cle) > 2000;
UPDATE demande SET cle = substr(cle, 1, 2000) WHERE length(cle) > 2000;

DROP INDEX demande_file;
CREATE INDEX demande_file ON demande (finess, statut, soumise_le, id, attente, profession, role, invitation, cle);
-- Who has a look-alike that nobody has set aside.
CREATE INDEX paire_doublon_a_voir ON paire_doublon (demande) WHERE choix IS NULL OR choix = 'meme';

-- The search key of the person, where the perimeter leads: never written by anything but what follows.
ALTER TABLE situation ADD COLUMN cle TEXT NOT NULL DEFAULT '';
UPDATE situation SET cle = (SELECT personne.cle FROM personne WHERE personne.id = situation.personne);
CREATE INDEX situation_cle ON situation (finess, cle, personne);
CREATE TRIGGER situation_cle_i AFTER INSERT ON situation BEGIN
    UPDATE situation SET cle = (SELECT personne.cle FROM personne WHERE personne.id = new.personne) WHERE id = new.id;
END;
CREATE TRIGGER situation_cle_u AFTER UPDATE OF cle ON personne WHEN old.cle <> new.cle BEGIN
    UPDATE situation SET cle = new.cle WHERE personne = new.id;
END;

-- The queue is searched in its perimeter: an index of the words of the whole register is not read any more.
DROP TRIGGER demande_texte_i;
DROP TRIGGER demande_texte_u;
DROP TRIGGER demande_texte_d;
DROP TABLE demande_texte;
