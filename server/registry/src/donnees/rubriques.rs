//! What is kept of a person beside the account, the demandes and the record: one statement and a few columns for each room of the
//! register that knows them. A new table that names an account or a person has its place here, or a reason not to: the story
//! `every_table_that_names_somebody_is_in_the_copy_or_says_why_not` asks for it.
//!
//! Nothing of what this person wrote about somebody else is copied (a draft of a registration, the rows of a list, who was invited):
//! it is the other one’s.

use super::copie::{ChampExporte, ElementExporte, Moment};
use super::export::moment_eventuel;
use super::mots::{self, Mots};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::perimetre::{GESTIONNAIRES, perimetre};
use domain::date::{Jour, iso};
use uuid::Uuid;

/// How a column reads.
#[derive(Clone, Copy)]
enum Nature {
    /// words, or a code that has none
    Texte,
    /// a code, and its words
    Code(Mots),
    /// an instant
    Moment,
    /// a day
    Jour,
    /// yes or no
    OuiNon,
    /// a quantity
    Nombre,
}
use Nature::{Code as C, Jour as J, Moment as M, Nombre as N, OuiNon as O, Texte as T};

/// A chapter: its title, the statement (`$1` is the account, or the person; `{perimetre}`, the establishments of the account), its
/// columns with their words.
struct Rubrique {
    titre: &'static str,
    enonce: &'static str,
    champs: &'static [(&'static str, Nature, &'static str)],
}

/// What is kept under the account.
const DU_COMPTE: &[Rubrique] = &[
    Rubrique {
        titre: "Mes contrats",
        enonce: "SELECT * FROM contrat WHERE dirigeant = $1 ORDER BY cree_le, id",
        champs: &[
            ("finess", T, "Structure"),
            ("signataire", C(mots::signataire), "Signataire"),
            ("siret", T, "SIRET ou SIREN"),
            ("cree_le", M, "Ouvert"),
            ("finess_verifie_le", J, "FINESS vérifié"),
            ("organisation_le", J, "Organisation choisie"),
            ("envoye_le", J, "Envoyé"),
            ("cde_recue_le", J, "CDE reçue"),
            ("dirigeant_seul_le", J, "Seul gestionnaire"),
            ("lecteurs_le", J, "Lecteurs"),
            ("formation_le", J, "Formation"),
            ("formation_reference", T, "Référence de l’attestation"),
            ("roles_le", J, "Rôles décidés"),
            ("clos_le", M, "Clos"),
            ("cloture", C(mots::cloture), "Raison de la clôture"),
            ("suite", T, "Continue sous le numéro"),
        ],
    },
    Rubrique {
        titre: "Mes demandes d’habilitation",
        enonce: "SELECT d.finess, d.modifiee_le, d.envoyee_le, d.confirmation_le, \
                 (SELECT COUNT(*) FROM designation_ligne l WHERE l.designation = d.id) AS personnes \
                 FROM designation d WHERE d.compte = $1 ORDER BY d.modifiee_le, d.id",
        champs: &[
            ("finess", T, "Structure"),
            ("personnes", N, "Personnes"),
            ("modifiee_le", M, "Modifiée"),
            ("envoyee_le", M, "Envoyée"),
            ("confirmation_le", M, "Confirmation demandée"),
        ],
    },
    Rubrique {
        titre: "Ce qui a été saisi pour m’habiliter",
        enonce: "SELECT l.nom, l.genre, l.email, l.telephone, l.formation, l.formation_le, l.formation_reference, d.finess, \
                 d.modifiee_le FROM designation_ligne l JOIN designation d ON d.id = l.designation \
                 JOIN compte c ON c.id = $1 AND (c.sujet = 'psc:' || l.identifiant OR '8' || c.rpps = l.identifiant) \
                 ORDER BY d.modifiee_le, l.id",
        champs: &[
            ("finess", T, "Structure"),
            ("nom", T, "Nom"),
            ("genre", C(mots::droit), "Droit"),
            ("email", T, "Email"),
            ("telephone", T, "Téléphone"),
            ("formation", O, "Formation confirmée"),
            ("formation_le", J, "Attestation du"),
            ("formation_reference", T, "Référence de l’attestation"),
            ("modifiee_le", M, "Saisi"),
        ],
    },
    Rubrique {
        titre: "Ma carte, dite être celle d’une personne enregistrée du même nom",
        enonce: "SELECT le FROM meme_personne WHERE compte = $1",
        champs: &[("le", M, "Dit le")],
    },
    Rubrique {
        titre: "Ma carte, dite n’être pas celle d’une personne enregistrée du même nom",
        enonce: "SELECT le FROM pas_meme WHERE compte = $1 ORDER BY le",
        champs: &[("le", M, "Dit le")],
    },
    Rubrique {
        titre: "Invitations que j’ai reçues",
        enonce: "SELECT finess, email, saisie, envoyee_le, ouverte_le, expire_le FROM invitation WHERE compte = $1 \
                 ORDER BY cree_le, id",
        champs: &[
            ("finess", T, "Établissement"),
            ("email", T, "Email"),
            ("saisie", T, "Ce qui était préparé"),
            ("envoyee_le", M, "Envoyée"),
            ("ouverte_le", M, "Ouverte"),
            ("expire_le", M, "Valable jusqu’au"),
        ],
    },
    Rubrique {
        titre: "Invitations que j’ai envoyées",
        enonce: "SELECT finess, envois, cree_le, envoyee_le, retiree_le FROM invitation WHERE par = $1 ORDER BY cree_le, id",
        champs: &[
            ("finess", T, "Établissement"),
            ("envois", N, "Envois"),
            ("cree_le", M, "Préparée"),
            ("envoyee_le", M, "Dernier envoi"),
            ("retiree_le", M, "Retirée"),
        ],
    },
    Rubrique {
        // What was written about somebody stays with the establishments that somebody asked for: without a right there, its date is left.
        titre: "Messages que j’ai écrits comme gestionnaire",
        enonce: "SELECT d.reference, f.le, CASE WHEN d.finess IN {perimetre} THEN f.texte END AS texte FROM fil_message f \
                 JOIN demande d ON d.id = f.demande WHERE f.auteur = $1 AND d.demandeur <> $1 ORDER BY f.le, f.id",
        champs: &[
            ("reference", T, "Demande"),
            ("le", M, "Date"),
            ("texte", T, "Texte"),
        ],
    },
    Rubrique {
        titre: "Fils de messages que j’ai lus",
        enonce: "SELECT d.reference, f.lu_le FROM fil_lecture f JOIN demande d ON d.id = f.demande WHERE f.compte = $1 \
                 ORDER BY f.lu_le",
        champs: &[("reference", T, "Demande"), ("lu_le", M, "Lu jusqu’au")],
    },
    Rubrique {
        titre: "Modèles dont je suis le dernier auteur",
        enonce: "SELECT finess_ej, titre, texte, modifie_le FROM modele WHERE modifie_par = $1 ORDER BY modifie_le, id",
        champs: &[
            ("finess_ej", T, "Structure"),
            ("titre", T, "Titre"),
            ("texte", T, "Texte"),
            ("modifie_le", M, "Modifié"),
        ],
    },
    Rubrique {
        titre: "Mes décisions groupées",
        enonce: "SELECT genre, statut, total, cree_le FROM lot WHERE compte = $1 ORDER BY cree_le, id",
        champs: &[
            ("genre", C(mots::decision), "Décision"),
            ("statut", C(mots::lot), "État"),
            ("total", N, "Demandes"),
            ("cree_le", M, "Préparée"),
        ],
    },
    Rubrique {
        titre: "Demandes qui me sont confiées",
        enonce: "SELECT d.reference, f.le FROM confiee f JOIN demande d ON d.id = f.demande WHERE f.compte = $1 ORDER BY f.le",
        champs: &[("reference", T, "Demande"), ("le", M, "Depuis")],
    },
    Rubrique {
        titre: "Enregistrements que j’ai commencés",
        enonce: "SELECT cree_le, modifiee_le, confirme_le FROM enregistrement WHERE gestionnaire = $1 ORDER BY cree_le, id",
        champs: &[
            ("cree_le", M, "Commencé"),
            ("modifiee_le", M, "Modifié"),
            ("confirme_le", M, "Confirmé"),
        ],
    },
    Rubrique {
        titre: "Listes de personnel que j’ai déposées",
        enonce: "SELECT nom, statut, lignes, cree_le, modifiee_le, lancee_le, terminee_le FROM import_liste WHERE compte = $1 \
                 ORDER BY cree_le, id",
        champs: &[
            ("nom", T, "Fichier"),
            ("statut", C(mots::liste), "État"),
            ("lignes", N, "Lignes"),
            ("cree_le", M, "Déposée"),
            ("modifiee_le", M, "Modifiée"),
            ("lancee_le", M, "Lancée"),
            ("terminee_le", M, "Terminée"),
        ],
    },
    Rubrique {
        titre: "Revues que l’on m’a confiées",
        enonce: "SELECT v.nom, p.finess, q.demande_le, q.accepte_le, q.refuse_le FROM revue_reviseur q \
                 JOIN revue_partage p ON p.id = q.partage JOIN revue v ON v.id = p.revue WHERE q.compte = $1 ORDER BY q.demande_le",
        champs: &[
            ("nom", T, "Structure"),
            ("finess", T, "Établissement"),
            ("demande_le", M, "Demandée"),
            ("accepte_le", M, "Acceptée"),
            ("refuse_le", M, "Refusée"),
        ],
    },
    Rubrique {
        titre: "Rappels de revue reçus",
        enonce: "SELECT v.nom, r.etape, r.le FROM revue_rappel r JOIN revue v ON v.id = r.revue WHERE r.compte = $1 ORDER BY r.le",
        champs: &[
            ("nom", T, "Structure"),
            ("etape", C(mots::etape), "Étape"),
            ("le", M, "Date"),
        ],
    },
    Rubrique {
        titre: "Mes préférences",
        enonce: "SELECT cle, valeur FROM preference WHERE compte = $1 ORDER BY cle",
        champs: &[("cle", T, "Réglage"), ("valeur", T, "Valeur")],
    },
    Rubrique {
        titre: "Relevés de notification",
        enonce: "SELECT rythme, jusqu_a FROM releve_notification WHERE compte = $1 ORDER BY rythme",
        champs: &[("rythme", T, "Rythme"), ("jusqu_a", M, "Faits jusqu’au")],
    },
    Rubrique {
        titre: "Résumé hebdomadaire",
        enonce: "SELECT jusqu_a FROM resume_hebdo WHERE compte = $1",
        champs: &[("jusqu_a", M, "Fait jusqu’au")],
    },
    Rubrique {
        titre: "Mes recherches, jusqu’à la fin de la session",
        enonce: "SELECT r.texte, r.cree_le FROM recherche r JOIN session s ON s.id = r.session WHERE s.compte = $1 \
                 ORDER BY r.cree_le, r.id",
        champs: &[("texte", T, "Texte"), ("cree_le", M, "Date")],
    },
    Rubrique {
        titre: "Envois qui attendent ma reprise",
        enonce: "SELECT chemin, champs, expire_le FROM saisie_en_attente WHERE compte = $1 ORDER BY expire_le",
        champs: &[
            ("chemin", T, "Formulaire"),
            ("champs", T, "Ce que j’avais saisi"),
            ("expire_le", M, "Gardé jusqu’au"),
        ],
    },
];

/// What is kept under the registered person, the record itself apart.
const DE_LA_PERSONNE: &[Rubrique] = &[
    Rubrique {
        titre: "Mes départs",
        enonce: "SELECT fin, motif, le, effet_le, applique_le, etat FROM depart WHERE personne = $1 ORDER BY le, id",
        champs: &[
            ("fin", J, "Dernier jour"),
            ("motif", C(mots::motif_fin), "Motif"),
            ("le", M, "Enregistré"),
            ("effet_le", M, "Prend effet"),
            ("applique_le", M, "Appliqué"),
            ("etat", C(mots::depart), "État"),
        ],
    },
    Rubrique {
        titre: "Cartes sans numéro RPPS dites être les miennes",
        enonce: "SELECT c.nom_affiche, m.le FROM meme_personne m JOIN compte c ON c.id = m.compte WHERE m.personne = $1 \
                 ORDER BY m.le, m.compte",
        champs: &[("nom_affiche", T, "Au nom de"), ("le", M, "Dit le")],
    },
    Rubrique {
        titre: "Cartes sans numéro RPPS, à mon nom, dites n’être pas les miennes",
        enonce: "SELECT le FROM pas_meme WHERE personne = $1 ORDER BY le, compte",
        champs: &[("le", M, "Dit le")],
    },
    Rubrique {
        titre: "Fermetures de mes situations",
        enonce: "SELECT s.finess, f.le, f.declaree, f.fin_avant FROM fermeture f JOIN situation s ON s.id = f.situation \
                 WHERE s.personne = $1 ORDER BY f.le",
        champs: &[
            ("finess", T, "Établissement"),
            ("le", M, "Fermée"),
            ("declaree", O, "Déclarée par moi"),
            ("fin_avant", J, "Fin prévue avant"),
        ],
    },
    Rubrique {
        titre: "Fermetures qu’une autre a remplacées",
        enonce: "SELECT s.finess, f.le, f.declaree, f.fin_avant FROM fermeture_precedente f \
                 JOIN situation s ON s.id = f.situation WHERE s.personne = $1 ORDER BY f.le",
        champs: &[
            ("finess", T, "Établissement"),
            ("le", M, "Fermée"),
            ("declaree", O, "Déclarée par moi"),
            ("fin_avant", J, "Fin prévue avant"),
        ],
    },
    Rubrique {
        titre: "Ce que les revues disent de moi",
        enonce: "SELECT v.nom, p.finess, p.reponse, p.role_avant, p.fin, p.le, p.tete FROM revue_personne p \
                 JOIN revue v ON v.id = p.revue WHERE p.personne = $1 ORDER BY v.ouverte_le, p.finess",
        champs: &[
            ("nom", T, "Structure"),
            ("finess", T, "Établissement"),
            ("reponse", C(mots::reponse), "Réponse"),
            ("role_avant", T, "Rôle d’avant (code)"),
            ("fin", J, "Dernier jour dit"),
            ("le", M, "Répondu"),
            ("tete", O, "Répondu par moi"),
        ],
    },
    Rubrique {
        titre: "Confirmations de ma présence",
        enonce: "SELECT s.finess, c.le FROM confirmation c JOIN situation s ON s.id = c.situation WHERE s.personne = $1 ORDER BY c.le",
        champs: &[("finess", T, "Établissement"), ("le", M, "Date")],
    },
    Rubrique {
        titre: "Dernière connexion connue du répertoire",
        enonce: "SELECT le FROM signe WHERE personne = $1",
        champs: &[("le", M, "Date")],
    },
    Rubrique {
        titre: "Enregistrements faits pour moi par un gestionnaire",
        enonce: "SELECT confirme_le, nouvelle FROM enregistrement WHERE personne = $1 ORDER BY confirme_le",
        champs: &[("confirme_le", M, "Date"), ("nouvelle", O, "Numéro attribué")],
    },
    Rubrique {
        titre: "Lignes de listes de personnel à mon sujet",
        enonce: "SELECT l.cellules, l.corrections, l.etat, f.cree_le FROM import_ligne l JOIN import_liste f ON f.id = l.import \
                 WHERE l.personne = $1 ORDER BY f.cree_le, l.numero",
        champs: &[
            ("cellules", T, "Ligne du fichier"),
            ("corrections", T, "Corrigée en"),
            ("etat", C(mots::ligne), "État"),
            ("cree_le", M, "Déposée"),
        ],
    },
];

impl Registry {
    /// Every element of every chapter, in their order.
    pub(super) async fn rubriques_exportees(
        &self,
        compte: Uuid,
        personne: Option<Uuid>,
    ) -> Result<Vec<ElementExporte>, DbError> {
        let siens = perimetre(self.aujourd_hui(), GESTIONNAIRES);
        let mut elements = Vec::new();
        for (rubriques, sujet) in [(DU_COMPTE, Some(compte)), (DE_LA_PERSONNE, personne)] {
            let Some(sujet) = sujet else { continue };
            for rubrique in rubriques {
                let enonce = rubrique.enonce.replace("{perimetre}", &siens);
                let rows = sql(enonce).bind(sujet).all(&self.db).await?;
                for row in &rows {
                    elements.push(rubrique.element(row)?);
                }
            }
        }
        Ok(elements)
    }
}

impl Rubrique {
    /// What a row says; a column that holds nothing is left out.
    fn element(&self, row: &Row) -> Result<ElementExporte, DbError> {
        let mut champs = Vec::with_capacity(self.champs.len());
        for &(colonne, nature, libelle) in self.champs {
            if let Some((valeur, texte)) = lire(row, colonne, nature)? {
                champs.push(ChampExporte {
                    colonne,
                    libelle,
                    valeur,
                    texte,
                });
            }
        }
        Ok(ElementExporte {
            rubrique: self.titre,
            champs,
        })
    }
}

/// The value for programs, then for people.
fn lire(row: &Row, colonne: &str, nature: Nature) -> Result<Option<(String, String)>, DbError> {
    Ok(match nature {
        Nature::Texte => row
            .get::<Option<String>>(colonne)?
            .filter(|texte| !texte.is_empty())
            .map(|texte| (texte.clone(), texte)),
        Nature::Code(mots) => row.get::<Option<String>>(colonne)?.map(|code| {
            let dit = mots(&code).map(str::to_owned);
            (code.clone(), dit.unwrap_or(code))
        }),
        Nature::Moment => {
            moment_eventuel(row, colonne)?.map(|moment: Moment| (moment.to_string(), moment.0.affichage()))
        }
        Nature::Jour => row
            .get::<Option<Jour>>(colonne)?
            .map(|jour| (iso(jour), domain::date::court(jour))),
        Nature::OuiNon => row.get::<Option<bool>>(colonne)?.map(|oui| {
            let mot = if oui { "oui" } else { "non" };
            (mot.to_owned(), mot.to_owned())
        }),
        Nature::Nombre => row
            .get::<Option<i64>>(colonne)?
            .map(|nombre| (nombre.to_string(), nombre.to_string())),
    })
}
