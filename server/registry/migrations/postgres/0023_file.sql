-- The queue and the registered people, PostgreSQL: what a perimeter holds is filtered, searched and sorted in an index, and a page reads
-- the rows it shows and no others. Same changes as ../sqlite/0023_file.sql.

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
CREATE FUNCTION situation_cle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A name being changed is waited for, and waits: the copy is never of the one before.
    SELECT personne.cle INTO NEW.cle FROM personne WHERE personne.id = NEW.personne FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER situation_cle BEFORE INSERT ON situation FOR EACH ROW EXECUTE FUNCTION situation_cle();
CREATE FUNCTION personne_cle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE situation SET cle = NEW.cle WHERE personne = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER personne_cle AFTER UPDATE OF cle ON personne FOR EACH ROW WHEN (OLD.cle <> NEW.cle) EXECUTE FUNCTION personne_cle();

-- The queue is searched in its perimeter: an index of the words of the whole register is not read any more.
ALTER TABLE demande DROP COLUMN texte;
