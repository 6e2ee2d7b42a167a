//! The registration that a gestionnaire does from end to end (J3).

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use domain::doublon::ChoixDoublon;
use domain::etat_civil::{Certification, EtatCivil};
use domain::ids::EnregistrementId;
use domain::saisie::{Champ, Etape, SaisieContact, SaisieEtatCivil, SaisieSituation};
use registry::donnees::Conservation;
use registry::droit::Gestionnaire;
use registry::{ActeError, Registry};
use std::collections::BTreeMap;

/// What a gestionnaire types for that person, in that establishment.
pub(crate) fn saisie(civil: &EtatCivil, eg: &str, n: u32) -> BTreeMap<String, String> {
    let mut champs: BTreeMap<String, String> = BTreeMap::new();
    let mut poser = |nom: &str, valeur: &str| {
        champs.insert(nom.to_owned(), valeur.to_owned());
    };
    let civil = SaisieEtatCivil::from(civil);
    for nom in SaisieEtatCivil::NOMS {
        poser(nom, civil.get(nom).expect("a field"));
    }
    let (contact, situation) = (contact(n), situation(eg));
    for nom in SaisieContact::NOMS {
        poser(nom, contact.get(nom).expect("a field"));
    }
    for nom in SaisieSituation::NOMS {
        poser(nom, situation.get(nom).expect("a field"));
    }
    poser("nom_exercice", &civil.nom_naissance);
    poser(
        "prenom_exercice",
        civil.prenoms.split(' ').next().expect("a field"),
    );
    poser("type_piece", "CNI");
    poser("fin_piece", "12ab");
    poser("exactitude", "on");
    champs
}

async fn remplir(
    registry: &Registry,
    g: &Gestionnaire,
    champs: &BTreeMap<String, String>,
) -> Result<EnregistrementId, ActeError> {
    let id = registry.commencer_enregistrement(g).await?;
    for etape in Etape::TOUTES {
        registry.garder_etape(g, id, etape, champs).await?;
    }
    Ok(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_registered_from_end_to_end_once() {
    chaque_moteur("enregistrer de bout en bout", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let collegue = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_A).await;
        let civil = etat_civil("BERNARD", "Claire");
        let id = registry.commencer_enregistrement(&g).await.unwrap();
        assert_eq!(
            registry.commencer_enregistrement(&g).await.unwrap(),
            id,
            "one draft each"
        );
        let vide = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
        let examen = registry.examiner_enregistrement(&g, &vide).await.unwrap();
        assert!(
            Etape::TOUTES
                .into_iter()
                .all(|etape| examen.erreurs_de(etape).is_some())
        );
        assert!(matches!(
            registry.confirmer_enregistrement(&g, id).await,
            Err(ActeError::Invalide(_))
        ));
        assert!(matches!(
            registry
                .garder_etape(&collegue, id, Etape::Contact, &BTreeMap::new())
                .await,
            Err(ActeError::Introuvable)
        ));

        assert_eq!(
            remplir(&registry, &g, &saisie(&civil, EG_A1, 1)).await.unwrap(),
            id
        );
        let brouillon = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
        assert_eq!(brouillon.saisie.situation.nom_exercice, "BERNARD");
        let examen = registry.examiner_enregistrement(&g, &brouillon).await.unwrap();
        assert!(
            examen.erreurs.is_empty() && examen.connues.is_empty(),
            "{:?}",
            examen.erreurs
        );
        let faite = registry.confirmer_enregistrement(&g, id).await.unwrap();
        assert!(faite.nouvelle);
        let encore = registry.confirmer_enregistrement(&g, id).await.unwrap();
        assert_eq!(encore.rpps, faite.rpps, "a double click registers once");
        assert!(registry.enregistrement_en_cours(&g).await.unwrap().is_none());
        assert!(matches!(
            registry.enregistrement_fait(&collegue, id).await,
            Err(ActeError::Introuvable)
        ));
        let fiche = registry
            .fiche(&g, faite.personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(fiche.etat_civil.certification, Certification::Di);
        assert_eq!(fiche.email.as_str(), "personne1@example.org");
        let db = registry.db();
        assert_eq!(compter(db, "personne").await, 1);
        assert_eq!(
            compter(db, "message WHERE genre = 'inscription_directe'").await,
            1
        );
        assert_eq!(
            compter(db, "enregistrement WHERE saisie LIKE '%BERNARD%'").await,
            0
        );
        let historique = registry.historique_personne(&g, faite.personne, 1).await.unwrap();
        assert!(
            historique.lignes[0]
                .changements
                .iter()
                .any(|c| c.apres.as_deref() == Some("Carte d’identité, numéro finissant par 12AB"))
        );

        // The next one: the same e-mail is refused, the draft stays.
        let suivant = remplir(&registry, &g, &saisie(&etat_civil("PETIT", "Anne"), EG_A1, 1))
            .await
            .unwrap();
        assert!(matches!(
            registry.confirmer_enregistrement(&g, suivant).await,
            Err(ActeError::DejaUtilise(Champ::Email))
        ));
        registry.abandonner_enregistrement(&g, suivant).await.unwrap();
        assert!(registry.enregistrement_en_cours(&g).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_has_a_number_keeps_it() {
    chaque_moteur("déjà inscrite", |registry| async move {
        let a = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let (u, personne) = inscrire(&registry, &a, EG_A1, 1).await;
        let civil = registry.ma_fiche(&u).await.unwrap().unwrap().etat_civil;
        let id = remplir(&registry, &b, &saisie(&civil, EG_B2, 7)).await.unwrap();
        let brouillon = registry.enregistrement_en_cours(&b).await.unwrap().unwrap();
        let examen = registry.examiner_enregistrement(&b, &brouillon).await.unwrap();
        let connue = examen.connue().expect("the same person");
        assert!(!connue.visible, "not in this perimeter yet");
        let faite = registry.confirmer_enregistrement(&b, id).await.unwrap();
        assert!(!faite.nouvelle && faite.personne == personne);
        let fiche = registry.ma_fiche(&u).await.unwrap().unwrap();
        assert_eq!(fiche.situations.len(), 2);
        assert_eq!(fiche.email.as_str(), "personne1@example.org", "contacts stay");
        assert_eq!(
            compter(
                registry.db(),
                "message WHERE genre = 'situation_ajoutee' AND destinataire = 'personne1@example.org'"
            )
            .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_stays_inside_and_is_never_ones_own() {
    chaque_banc("enregistrement refusé", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let dehors = remplir(registry, &g, &saisie(&etat_civil("ROUX", "Anne"), EG_B2, 1))
            .await
            .unwrap();
        assert!(matches!(
            registry.confirmer_enregistrement(&g, dehors).await,
            Err(ActeError::Invalide(e)) if e.pour(Champ::Etablissement).is_some()
        ));
        // R33: the person sent a demande themselves.
        let civil = etat_civil("LEROY", "Anne");
        let u = usager(registry, &civil).await;
        let demande = deposer(registry, &u, EG_A2, 2).await.id;
        let id = remplir(registry, &g, &saisie(&civil, EG_A1, 3)).await.unwrap();
        assert!(matches!(
            registry.confirmer_enregistrement(&g, id).await,
            Err(ActeError::DemandeEnCours { demande: d, .. }) if d == demande
        ));
        // R38: a gestionnaire whose card bears the same names.
        let soi = gestionnaire_aussi(registry, &u, None, "EG", EG_A1).await;
        let id = remplir(registry, &soi, &saisie(&civil, EG_A1, 3)).await.unwrap();
        assert!(matches!(
            registry.confirmer_enregistrement(&soi, id).await,
            Err(ActeError::PropreFiche)
        ));
        // The habilitation goes, and so does the right.
        let id = remplir(registry, &g, &saisie(&etat_civil("ROUX", "Anne"), EG_A1, 4))
            .await
            .unwrap();
        retirer_habilitations(registry, g.compte()).await;
        assert!(registry.confirmer_enregistrement(&g, id).await.is_err());
        banc.horloge.avancer_jours(31);
        assert_eq!(
            registry
                .effacer_enregistrements(Conservation::default())
                .await
                .unwrap(),
            2
        );
        assert_eq!(compter(registry.db(), "personne").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_strongly_looks_like_a_registered_person_is_compared_first() {
    chaque_moteur("enregistrement et ressemblance", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let premiere = remplir(&registry, &g, &saisie(&etat_civil("LEFEBVRE", "Anne"), EG_A1, 1))
            .await
            .unwrap();
        let premiere = registry.confirmer_enregistrement(&g, premiere).await.unwrap();
        let champs = saisie(&etat_civil("LEFEVRE", "Anne"), EG_A2, 2);
        let id = remplir(&registry, &g, &champs).await.unwrap();
        let examiner = async || {
            let brouillon = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
            registry.examiner_enregistrement(&g, &brouillon).await.unwrap()
        };
        let examen = examiner().await;
        let vue = examen.connues[0].clone();
        assert!(examen.a_trancher() && vue.personne == premiere.personne && vue.visible);
        assert!(matches!(
            registry.confirmer_enregistrement(&g, id).await,
            Err(ActeError::DoublonATrancher)
        ));
        // Said on something else than what was seen: nothing.
        let trancher =
            |empreinte, choix| registry.trancher_enregistrement(&g, id, vue.personne, empreinte, choix);
        let differente = Some(ChoixDoublon::Differente);
        assert!(matches!(
            trancher(vue.empreinte + 1, differente).await,
            Err(ActeError::FicheModifiee)
        ));
        trancher(vue.empreinte, differente).await.unwrap();
        assert!(!examiner().await.a_trancher());
        // Taken back, then the same person after all: the number is hers (R3).
        trancher(vue.empreinte, None).await.unwrap();
        assert!(examiner().await.a_trancher());
        trancher(vue.empreinte, Some(ChoixDoublon::Meme)).await.unwrap();
        assert_eq!(examiner().await.connue().map(|c| c.personne), Some(vue.personne));
        // R33: a demande of hers waits, under the civil status of her record and not under what was typed.
        let u = usager(&registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let attend = deposer(&registry, &u, EG_A1, 3).await.id;
        assert!(matches!(
            registry.confirmer_enregistrement(&g, id).await,
            Err(ActeError::DemandeEnCours { demande, .. }) if demande == attend
        ));
        registry.annuler(&u, attend).await.unwrap();
        let faite = registry.confirmer_enregistrement(&g, id).await.unwrap();
        assert!(!faite.nouvelle && faite.personne == premiere.personne);
        // R38: she does not say of herself that she is somebody else, even with a card that has no number.
        let elle = gestionnaire(&registry, "Anne LEFEBVRE", "EJ", EJ_A).await;
        let champs = saisie(&etat_civil("LEFEVRE", "Anne"), EG_A2, 4);
        let sien = remplir(&registry, &elle, &champs).await.unwrap();
        let brouillon = registry.enregistrement_en_cours(&elle).await.unwrap().unwrap();
        let examen = registry.examiner_enregistrement(&elle, &brouillon).await.unwrap();
        let moi = &examen.connues[0];
        assert!(matches!(
            registry
                .trancher_enregistrement(&elle, sien, moi.personne, moi.empreinte, differente)
                .await,
            Err(ActeError::PropreFiche)
        ));
        // A colleague has nothing to say of somebody else's draft.
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_A).await;
        assert!(matches!(
            registry
                .trancher_enregistrement(&paul, id, vue.personne, vue.empreinte, None)
                .await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contacts_of_somebody_elsewhere_cannot_be_guessed_and_looking_is_noted() {
    chaque_moteur("oracle", |registry| async move {
        let ailleurs = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let id = remplir(
            &registry,
            &ailleurs,
            &saisie(&etat_civil("LEFEBVRE", "Anne"), EG_B2, 1),
        )
        .await
        .unwrap();
        let sienne = registry.confirmer_enregistrement(&ailleurs, id).await.unwrap();
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let comparees = async || {
            let ou = format!(
                "journal WHERE acte = 'comparer' AND objet_id = '{}'",
                sienne.personne
            );
            compter(registry.db(), &ou).await
        };
        let mut vues = Vec::new();
        // The right e-mail and mobile, almost the right ones, others: they say nothing.
        for (rang, n) in (1..).zip([1, 2, 77]) {
            remplir(&registry, &g, &saisie(&etat_civil("LEFEVRE", "Anne"), EG_A1, n))
                .await
                .unwrap();
            let brouillon = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
            let examen = registry.examiner_enregistrement(&g, &brouillon).await.unwrap();
            let encore = registry.examiner_enregistrement(&g, &brouillon).await.unwrap();
            assert_eq!(encore.connues.len(), 1);
            assert_eq!(comparees().await, rang, "one entry for each state of the draft");
            let vue = examen.connues[0].clone();
            assert!(
                !vue.visible
                    && vue
                        .traits
                        .iter()
                        .all(|t| t.champ != Champ::Email && t.champ != Champ::Mobile)
            );
            vues.push((vue.score, vue.niveau, vue.traits));
        }
        assert_eq!(vues[0], vues[1]);
        assert_eq!(vues[0], vues[2]);
        // Somebody else with that e-mail and mobile: nobody is found by them alone.
        let mut etrangere = etat_civil("OUEDRAOGO", "Salimata");
        etrangere = nee_un_autre_jour(etrangere, 42);
        remplir(&registry, &g, &saisie(&etrangere, EG_A1, 1))
            .await
            .unwrap();
        let brouillon = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
        let examen = registry.examiner_enregistrement(&g, &brouillon).await.unwrap();
        assert!(examen.connues.is_empty());
        // In the perimeter the record is there to be read: the contacts count.
        remplir(
            &registry,
            &ailleurs,
            &saisie(&etat_civil("LEFEVRE", "Anne"), EG_B2, 1),
        )
        .await
        .unwrap();
        let brouillon = registry
            .enregistrement_en_cours(&ailleurs)
            .await
            .unwrap()
            .unwrap();
        let examen = registry
            .examiner_enregistrement(&ailleurs, &brouillon)
            .await
            .unwrap();
        assert!(examen.connues[0].visible && examen.connues[0].score > vues[0].0);
    })
    .await;
}
