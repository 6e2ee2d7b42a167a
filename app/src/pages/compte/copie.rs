//! The copy of one's data as a page to read or print: a document that stands alone, without style sheet or script, because it
//! is opened far from here and years later.

use super::copie_dessin::{Partie, dessiner};
use crate::api::ApiErreur;
use crate::components::Ligne;
use crate::pages::professionnel::parties;
use domain::date::court;
use domain::designation::MotifRetrait;
use registry::Registry;
use registry::donnees::{
    CompteExporte, DemandeExportee, ElementExporte, FicheExportee, HabilitationExportee, JournalExporte,
    MesDonnees, MessageExporte, Moment, NotificationsExportees, PieceExportee, SessionExportee, VueExportee,
};
use registry::habilitation::GenreHabilitation;
use registry::journal::Acte;
use registry::notification::{GenreNotification, Rythme};

/// The whole document.
pub async fn document(registry: &Registry, donnees: &MesDonnees) -> Result<String, ApiErreur> {
    let mut suite = vec![compte(&donnees.compte)];
    chapitre(&mut suite, "Mes droits", &donnees.habilitations, habilitation);
    chapitre(
        &mut suite,
        "Mes structures, mes cartes, ma formation",
        &donnees.pieces,
        piece,
    );
    chapitre(&mut suite, "Mes vues de la file", &donnees.vues, vue);
    if !donnees.demandes.is_empty() {
        suite.push(Partie::chapitre("Mes demandes", Vec::new()));
        for une in &donnees.demandes {
            suite.push(demande(une));
            suite.extend(echanges(une));
            for (etape, lignes) in parties(registry, &une.saisie, une.etablissement.as_ref()).await? {
                suite.push(Partie::article(
                    format!("Demande {}\u{a0}: {}", une.reference, etape.titre()),
                    lignes,
                ));
            }
        }
    }
    if let Some(fiche) = &donnees.fiche {
        suite.extend(parties_fiche(fiche));
    }
    suite.extend(donnees.notifications.as_ref().map(notifications));
    chapitre(
        &mut suite,
        "Emails qui m’ont été adressés",
        &donnees.messages,
        message,
    );
    autres(&mut suite, &donnees.autres);
    chapitre(&mut suite, "Mes sessions ouvertes", &donnees.sessions, session);
    chapitre(
        &mut suite,
        "Journal de ce qui me concerne",
        &donnees.journal,
        journal,
    );
    Ok(dessiner(
        &format!(
            "Copie établie le {}, heure de Paris.",
            donnees.etabli_le.0.affichage()
        ),
        suite,
    ))
}

fn chapitre<T>(suite: &mut Vec<Partie>, titre: &str, elements: &[T], article: fn(&T) -> Partie) {
    if !elements.is_empty() {
        suite.push(Partie::chapitre(titre, Vec::new()));
        suite.extend(elements.iter().map(article));
    }
}

/// One chapter for each title, in the order of the register.
fn autres(suite: &mut Vec<Partie>, elements: &[ElementExporte]) {
    let mut titre = "";
    for element in elements {
        if element.rubrique != titre {
            titre = element.rubrique;
            suite.push(Partie::chapitre(titre, Vec::new()));
        }
        let lignes = element
            .champs
            .iter()
            .map(|champ| Ligne::new(champ.libelle, champ.texte.clone()))
            .collect();
        suite.push(Partie::article(titre.to_owned(), lignes));
    }
}

fn quand(moment: Moment) -> String {
    moment.0.affichage()
}

fn eventuel(moment: Option<Moment>) -> String {
    moment.map(quand).unwrap_or_default()
}

fn compte(compte: &CompteExporte) -> Partie {
    let mut lignes = vec![
        Ligne::new("Nom affiché", compte.nom_affiche.clone()),
        Ligne::new("Fournisseur d’identité", compte.fournisseur.clone()),
        Ligne::new("Identifiant chez ce fournisseur", compte.identifiant.clone()),
        Ligne::new("Première connexion", quand(compte.cree_le)),
        Ligne::new("Numéro RPPS de la carte", compte.rpps.clone().unwrap_or_default()),
        Ligne::new("Membre du support depuis", eventuel(compte.operateur_depuis)),
        Ligne::new(
            "Activités connues du fournisseur",
            compte
                .activites
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
    ];
    if let Some(etat_civil) = &compte.etat_civil {
        let naissance = [
            etat_civil.naissance_jour.as_str(),
            &etat_civil.naissance_mois,
            &etat_civil.naissance_annee,
        ];
        lignes.extend([
            Ligne::new("Civilité", etat_civil.civilite.clone()),
            Ligne::new("Sexe", etat_civil.sexe.clone()),
            Ligne::new("Nom de naissance", etat_civil.nom_naissance.clone()),
            Ligne::new("Nom d’usage", etat_civil.nom_usage.clone()),
            Ligne::new("Prénoms", etat_civil.prenoms.clone()),
            Ligne::new("Date de naissance", naissance.join("/")),
            Ligne::new("Pays de naissance (code)", etat_civil.pays_naissance.clone()),
            Ligne::new(
                "Commune de naissance (code)",
                etat_civil.commune_naissance.clone(),
            ),
            Ligne::new("Ville de naissance", etat_civil.ville_naissance.clone()),
        ]);
    }
    Partie::chapitre("Mon compte", lignes)
}

fn vue(vue: &VueExportee) -> Partie {
    let partagee = if vue.partagee { "oui" } else { "non" };
    Partie::article(
        vue.nom.clone(),
        vec![
            Ligne::new("Filtre", vue.filtre.clone()),
            Ligne::new("Partagée", partagee.to_owned()),
            Ligne::new("Depuis", quand(vue.cree_le)),
        ],
    )
}

fn habilitation(habilitation: &HabilitationExportee) -> Partie {
    Partie::article(
        format!("{} {}", habilitation.portee, habilitation.finess),
        vec![
            Ligne::new("Droit", droit(&habilitation.genre)),
            Ligne::new("Depuis", quand(habilitation.depuis)),
            Ligne::new(
                "Carte valable jusqu’au",
                habilitation.carte_jusqu_au.map(court).unwrap_or_default(),
            ),
            Ligne::new("Retiré", eventuel(habilitation.retiree_le)),
            Ligne::new(
                "Motif du retrait",
                habilitation
                    .motif_retrait
                    .as_deref()
                    .map(motif)
                    .unwrap_or_default(),
            ),
            Ligne::new("Email", habilitation.email.clone().unwrap_or_default()),
            Ligne::new("Téléphone", habilitation.telephone.clone().unwrap_or_default()),
            Ligne::new(
                "Désigné par",
                habilitation.designee_par.clone().unwrap_or_default(),
            ),
            Ligne::new(
                "Formation confirmée",
                if habilitation.formation_confirmee {
                    "oui"
                } else {
                    "non"
                },
            ),
            Ligne::new(
                "Conditions acceptées par la personne qui vous a désigné",
                habilitation.cgu.join(", "),
            ),
        ],
    )
}

/// A right, in words.
fn droit(code: &str) -> String {
    GenreHabilitation::TOUS
        .into_iter()
        .find(|genre| genre.code() == code)
        .map_or_else(|| code.to_owned(), |genre| genre.libelle().to_owned())
}

/// Why a right was withdrawn, in words.
fn motif(code: &str) -> String {
    code.parse().map_or_else(
        |_| code.to_owned(),
        |motif: MotifRetrait| motif.libelle().to_owned(),
    )
}

fn piece(piece: &PieceExportee) -> Partie {
    Partie::article(
        format!("{} {}", piece.genre, piece.finess.as_deref().unwrap_or_default()),
        vec![
            Ligne::new("Numéro ou référence", piece.numero.clone().unwrap_or_default()),
            Ligne::new("Du", piece.du.map(court).unwrap_or_default()),
            Ligne::new("Au", piece.au.map(court).unwrap_or_default()),
            Ligne::new("Nom sur la carte", piece.nom.clone().unwrap_or_default()),
            Ligne::new("Formulaire", piece.formulaire.clone().unwrap_or_default()),
            Ligne::new("Annulée ou close", eventuel(piece.fin)),
        ],
    )
}

fn demande(demande: &DemandeExportee) -> Partie {
    Partie::article(
        format!("Demande {}", demande.reference),
        vec![
            Ligne::new("État", demande.statut.clone()),
            Ligne::new("Invitation reçue", eventuel(demande.invitee_le)),
            Ligne::new("Commencée", quand(demande.commencee_le)),
            Ligne::new("Dernière modification", quand(demande.modifiee_le)),
            Ligne::new("Envoyée", eventuel(demande.envoyee_le)),
            Ligne::new("Décision ou fin", eventuel(demande.decidee_le)),
            Ligne::new("Motif", demande.motif.clone().unwrap_or_default()),
            Ligne::new("Explication", demande.explication.clone().unwrap_or_default()),
        ],
    )
}

/// Corrections asked for, then the thread.
fn echanges(demande: &DemandeExportee) -> Vec<Partie> {
    let corrections = demande.corrections.iter().map(|correction| {
        let mut lignes = vec![
            Ligne::new("Renvoyée corrigée", eventuel(correction.renvoyee_le)),
            Ligne::new("Reprise sans correction", eventuel(correction.retiree_le)),
        ];
        lignes.extend(
            correction
                .demande
                .points()
                .iter()
                .map(|point| Ligne::new(point.champ.libelle(), point.remarque.to_string())),
        );
        if let Some(message) = correction.demande.message() {
            lignes.push(Ligne::new("Message", message.to_string()));
        }
        let titre = format!(
            "Demande {}\u{a0}: correction demandée le {}",
            demande.reference,
            quand(correction.demandee_le)
        );
        Partie::article(titre, lignes)
    });
    let messages = demande.fil.iter().map(|message| {
        let qui = if message.par_moi { "moi" } else { "le gestionnaire" };
        let titre = format!(
            "Demande {}\u{a0}: message écrit par {qui} le {}",
            demande.reference,
            quand(message.le)
        );
        Partie {
            texte: Some(message.texte.clone()),
            ..Partie::article(titre, Vec::new())
        }
    });
    corrections.chain(messages).collect()
}

fn parties_fiche(fiche: &FicheExportee) -> Vec<Partie> {
    let mut suite = vec![Partie::chapitre(
        "Ma fiche au répertoire",
        vec![
            Ligne::new("Numéro RPPS", fiche.rpps.clone()),
            Ligne::new("Enregistrée", quand(fiche.inscrite_le)),
            Ligne::new("Nom de naissance", fiche.etat_civil.nom_naissance.as_str()),
            Ligne::new("Prénoms", fiche.etat_civil.prenoms.as_str()),
            Ligne::new("Date de naissance", court(fiche.etat_civil.date_naissance.jour())),
            Ligne::new("Nom d’exercice", fiche.nom_exercice.clone()),
            Ligne::new("Prénom d’exercice", fiche.prenom_exercice.clone()),
            Ligne::new("Email", fiche.email.clone()),
            Ligne::new("Mobile", fiche.mobile.clone()),
        ],
    )];
    suite.extend(fiche.situations.iter().map(|situation| {
        Partie::article(
            format!("{} (FINESS {})", situation.etablissement, situation.finess),
            vec![
                Ligne::new("Depuis", court(situation.debut)),
                Ligne::new("Jusqu’au", situation.fin.map(court).unwrap_or_default()),
                Ligne::new("Motif de fin", situation.motif_fin.clone().unwrap_or_default()),
                Ligne::new("Profession", situation.profession.clone()),
                Ligne::new("Rôle RPPS+", situation.role.clone()),
                Ligne::new("Mode d’exercice", situation.mode.clone()),
                Ligne::new("Catégorie", situation.categorie.clone()),
            ],
        )
    }));
    suite
}

fn message(message: &MessageExporte) -> Partie {
    Partie {
        texte: Some(message.texte.clone()),
        ..Partie::article(
            message.sujet.clone(),
            vec![
                Ligne::new("Date", quand(message.le)),
                Ligne::new("À", message.adresse.clone()),
            ],
        )
    }
}

fn session(session: &SessionExportee) -> Partie {
    let appareil = if session.appareil.is_empty() {
        "Appareil inconnu"
    } else {
        &session.appareil
    };
    Partie::article(
        appareil.to_owned(),
        vec![
            Ligne::new("Ouverte", quand(session.ouverte_le)),
            Ligne::new("Vue pour la dernière fois", quand(session.vue_le)),
        ],
    )
}

fn notifications(reglages: &NotificationsExportees) -> Partie {
    let mut lignes = vec![
        Ligne::new("Adresse", reglages.adresse.clone().unwrap_or_default()),
        Ligne::new(
            "Adresse à confirmer",
            reglages.adresse_a_confirmer.clone().unwrap_or_default(),
        ),
    ];
    for (genre, rythme) in &reglages.rythmes {
        let nom = genre.parse::<GenreNotification>();
        let choix = rythme.parse::<Rythme>();
        lignes.push(Ligne::new(
            nom.map_or_else(|_| genre.clone(), |genre| genre.libelle().to_owned()),
            choix.map_or_else(|_| rythme.clone(), |rythme| rythme.libelle().to_owned()),
        ));
    }
    Partie::chapitre("Mes notifications", lignes)
}

fn journal(ligne: &JournalExporte) -> Partie {
    let auteur = if ligne.par_moi {
        "Moi"
    } else {
        "Une autre personne ou le portail"
    };
    let acte = ligne.acte.parse::<Acte>();
    let acte = acte.map_or_else(|_| ligne.acte.clone(), |acte| acte.participe().to_owned());
    Partie::article(
        format!("{acte} ({})", ligne.objet),
        vec![
            Ligne::new("Date", quand(ligne.le)),
            Ligne::new("Par", auteur),
            Ligne::new("Issue", ligne.issue.clone()),
        ],
    )
}
