-- When a demande last entered the queue is read in the index of the queue, SQLite: what arrived since a page was drawn, and the order of
-- arrival. For a demande to be treated, that is `modifiee_le`. Same changes as ../postgres/0025_entree.sql.

DROP INDEX demande_file;
CREATE INDEX demande_file ON demande (finess, statut, soumise_le, id, attente, profession, role, invitation, cle, modifiee_le);
