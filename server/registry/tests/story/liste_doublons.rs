//! The rows of a staff list that look like somebody registered, or like each other: nobody gets a second number (R3) without its author
//! having said that they are two people.

use crate::commun::*;
use crate::decor::*;
use crate::decor_liste::*;
use domain::doublon::{ChoixDoublon, NiveauDoublon};
use domain::ids::{ListeId, PersonneId};
use domain::saisie::Champ;
use registry::ActeError;
use registry::Registry;
use registry::db::sql;
use registry::droit::Gestionnaire;
use registry::enregistrement::DejaConnue;
use registry::journal::verifier;
use registry::liste::EtatLigne::{ACorriger, Ajout, Ajoutee, Inscrite, Nouvelle, Presente};
use std::collections::BTreeMap;

const MEME: Option<ChoixDoublon> = Some(ChoixDoublon::Meme);
const AUTRE: Option<ChoixDoublon> = Some(ChoixDoublon::Differente);

/// Born on the same day in the same place as Julie, with a work e-mail and another mobile.
fn ligne(nom: &str, prenoms: &str, n: u32, finess: &str) -> String {
    format!(
        "Madame;F;{nom};{prenoms};12/03/1990;Lyon 3e;travail{n}@example.com;07 44 33 22 {n:02};{finess};01/09/2026;328;GENR10;salariée"
    )
}

/// Julie asks for a number through FranceConnect, with all her first names, and gets it from an employer of hers.
async fn julie(registry: &Registry, finess: &str, portee: &str) -> (PersonneId, String) {
    let employeur = gestionnaire(registry, "Paul", "EJ", portee).await;
    let u = usager(registry, &etat_civil("LEFEBVRE", "Julie Anne Marie")).await;
    let id = deposer(registry, &u, finess, 2).await.id;
    let vue = version(registry, &employeur, id).await;
    let validee = registry
        .valider(&employeur, id, vue, true)
        .await
        .expect("accepted");
    let row = sql("SELECT id FROM personne WHERE rpps = $1")
        .bind(validee.rpps.as_str())
        .one(registry.db())
        .await
        .expect("registered");
    (
        PersonneId::new(row.get("id").expect("an id")),
        validee.rpps.to_string(),
    )
}

async fn connues(registry: &Registry, g: &Gestionnaire, id: ListeId, numero: i64) -> Vec<DejaConnue> {
    let vues = registry.ressemblances_ligne(g, id, numero).await;
    vues.unwrap_or_else(|e| panic!("{e}")).connues
}

async fn trancher(
    registry: &Registry,
    g: &Gestionnaire,
    id: ListeId,
    vue: &DejaConnue,
    choix: Option<ChoixDoublon>,
) {
    let dit = registry
        .trancher_ligne(g, id, 2, None, vue.empreinte, choix)
        .await;
    dit.unwrap_or_else(|e| panic!("{e}"));
}

async fn faites(registry: &Registry, acte: &str, objet: &str) -> i64 {
    let ou = format!("journal WHERE acte = '{acte}' AND issue = 'fait' AND objet_id = '{objet}'");
    compter(registry.db(), &ou).await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_strongly_looks_like_a_registered_person_waits_and_gets_no_second_number() {
    chaque_moteur("liste et ressemblance", |registry| async move {
        let (elle, rpps) = julie(&registry, EG_B2, EJ_B).await;
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            ligne("LEFEBVRE", "Julie", 1, EG_A1),
            rangee(1, EG_A1),
            ligne("GARNIER", "Julie Anne Marie", 2, EG_A1),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, Nouvelle, Nouvelle]);
        let vues = lignes(&registry, &g, id).await;
        let dite = vues[0].erreurs.pour(Champ::NomNaissance).expect("said");
        assert!(
            dite.starts_with(&format!(
                "Ressemble fortement à LEFEBVRE Julie (RPPS {rpps}), déjà inscrite"
            )),
            "{dite}"
        );
        assert_eq!(vues[1].alertes.len(), 0);
        // Weaker: shown, and stops nothing.
        assert_eq!(vues[2].alertes.len(), 1);
        assert!(vues[2].alertes[0].contains(&rpps), "{:?}", vues[2].alertes);
        // She is outside the perimeter: her name, her number and the traits of her civil status, and her to read who compared her.
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        assert_eq!(
            (vue.personne, vue.visible, vue.niveau, vue.choix),
            (elle, false, NiveauDoublon::Forte, None)
        );
        assert!(
            vue.traits
                .iter()
                .all(|compare| !matches!(compare.champ, Champ::Email | Champ::Mobile))
        );
        assert_eq!(faites(&registry, "comparer", &elle.to_string()).await, 1);

        // The rest does not wait for it.
        inscrire(&registry, &g, id).await;
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, Inscrite, Inscrite]);
        assert_eq!(compter(registry.db(), "personne").await, 3);
        assert!(matches!(
            registry
                .trancher_ligne(&g, id, 2, None, vue.empreinte + 1, MEME)
                .await,
            Err(ActeError::FicheModifiee)
        ));
        // A colleague has nothing to say of somebody else's list.
        let collegue = gestionnaire(&registry, "Jean", "EJ", EJ_A).await;
        assert!(matches!(
            registry
                .trancher_ligne(&collegue, id, 2, None, vue.empreinte, MEME)
                .await,
            Err(ActeError::Introuvable)
        ));

        trancher(&registry, &g, id, &vue, MEME).await;
        assert_eq!(etats(&registry, &g, id).await[0], Ajout);
        assert_eq!(faites(&registry, "rapprocher", &elle.to_string()).await, 1);
        inscrire(&registry, &g, id).await;
        assert_eq!(etats(&registry, &g, id).await[0], Ajoutee);
        assert_eq!(
            compter(registry.db(), "personne").await,
            3,
            "no second number (R3)"
        );
        let siennes = format!("situation WHERE finess = '{EG_A1}'");
        assert_eq!(compter(registry.db(), &siennes).await, 3);
        // Written to as the register knows her, not as the list says.
        let envoyee = "message WHERE genre = 'inscription_liste' AND destinataire = 'personne2@example.org'";
        assert_eq!(compter(registry.db(), envoyee).await, 1);
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE valeur = 'travail1@example.com'").await,
            0
        );

        // Brought again: the same question, then nothing to do.
        let encore = deposer_liste(&registry, &g, &rangees[..1]).await;
        assert_eq!(etats(&registry, &g, encore).await, [ACorriger]);
        let vue = connues(&registry, &g, encore, 2).await.remove(0);
        assert!(vue.visible, "she works here now");
        trancher(&registry, &g, encore, &vue, MEME).await;
        assert_eq!(etats(&registry, &g, encore).await, [Presente]);
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_said_to_be_another_person_gets_a_number_of_their_own() {
    chaque_moteur("liste et homonyme", |registry| async move {
        let (elle, _) = julie(&registry, EG_B2, EJ_B).await;
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [ligne("LEFEBVRE", "Julie", 1, EG_A1), rangee(1, EG_A1)];
        let id = deposer_liste(&registry, &g, &rangees).await;
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        trancher(&registry, &g, id, &vue, AUTRE).await;
        assert_eq!(etats(&registry, &g, id).await[0], Nouvelle);
        assert_eq!(faites(&registry, "distinguer", &elle.to_string()).await, 1);
        // It is kept when the list is checked again, and can be taken back.
        registry.ecarter_ligne(&g, id, 3).await.expect("set aside");
        assert_eq!(etats(&registry, &g, id).await[0], Nouvelle);
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        assert_eq!(vue.choix, AUTRE);
        trancher(&registry, &g, id, &vue, None).await;
        assert_eq!(etats(&registry, &g, id).await[0], ACorriger);
        assert_eq!(faites(&registry, "reconsiderer", &elle.to_string()).await, 1);
        trancher(&registry, &g, id, &vue, AUTRE).await;
        inscrire(&registry, &g, id).await;
        assert_eq!(etats(&registry, &g, id).await[0], Inscrite);
        assert_eq!(compter(registry.db(), "personne").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_falls_when_one_of_the_two_changes() {
    chaque_moteur("réponse tombée", |registry| async move {
        julie(&registry, EG_B2, EJ_B).await;
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let id = deposer_liste(&registry, &g, &[ligne("LEFEBVRE", "Julie", 1, EG_A1)]).await;
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        trancher(&registry, &g, id, &vue, AUTRE).await;
        // The row: another first name.
        let valeurs = BTreeMap::from([(Champ::Prenoms, "Julie Anne".to_owned())]);
        registry
            .corriger_ligne(&g, id, 2, valeurs)
            .await
            .expect("corrected");
        assert_eq!(etats(&registry, &g, id).await, [ACorriger]);
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        assert_eq!(vue.choix, None);
        trancher(&registry, &g, id, &vue, AUTRE).await;
        assert_eq!(etats(&registry, &g, id).await, [Nouvelle]);
        // Her record, after the dry run: the batch asks again rather than give a second number.
        registry.inscrire_liste(&g, id, true, true).await.expect("sent");
        assert!(matches!(
            registry
                .trancher_ligne(&g, id, 2, None, vue.empreinte, None)
                .await,
            Err(ActeError::ListeEnCours)
        ));
        executer(registry.db(), &["UPDATE personne SET nom_usage = 'GIRAUD'"]).await;
        registry.avancer_listes().await.expect("looked at");
        assert_eq!(etats(&registry, &g, id).await, [ACorriger]);
        assert_eq!(compter(registry.db(), "personne").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registered_between_the_check_and_the_work_is_compared_again() {
    chaque_moteur("inscrite entre-temps", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [ligne("LEFEBVRE", "Julie", 1, EG_A1), rangee(1, EG_A1)];
        let id = deposer_liste(&registry, &g, &rangees).await;
        assert_eq!(etats(&registry, &g, id).await, [Nouvelle, Nouvelle]);
        registry.inscrire_liste(&g, id, true, true).await.expect("sent");
        let (elle, rpps) = julie(&registry, EG_B2, EJ_B).await;
        registry.avancer_listes().await.expect("registered");
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, Inscrite]);
        let vues = lignes(&registry, &g, id).await;
        assert!(
            vues[0]
                .erreurs
                .pour(Champ::NomNaissance)
                .expect("said")
                .contains(&rpps)
        );
        assert_eq!(faites(&registry, "comparer", &elle.to_string()).await, 1);
        // She says that it is her: the answer is given here too.
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        trancher(&registry, &g, id, &vue, MEME).await;
        inscrire(&registry, &g, id).await;
        assert_eq!(etats(&registry, &g, id).await, [Ajoutee, Inscrite]);
        assert_eq!(compter(registry.db(), "personne").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rows_that_look_alike_name_each_other() {
    chaque_moteur("deux lignes semblables", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            ligne("LEFEBVRE", "Julie Anne Marie", 1, EG_A1),
            ligne("LEFEBVRE", "Julie", 2, EG_A2),
            rangee(1, EG_A1),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, ACorriger, Nouvelle]);
        let vues = lignes(&registry, &g, id).await;
        for (rang, autre) in [(0, 3), (1, 2)] {
            let dite = vues[rang].erreurs.pour(Champ::NomNaissance).expect("said");
            assert!(
                dite.starts_with(&format!("Ressemble fortement à la ligne\u{a0}{autre}")),
                "{dite}"
            );
        }
        let voisine = async |numero| {
            let vues = registry.ressemblances_ligne(&g, id, numero).await;
            vues.unwrap_or_else(|e| panic!("{e}")).lignes.remove(0)
        };
        let vue = voisine(2).await;
        assert_eq!((vue.numero, vue.choix), (3, None));
        // There is no number yet to add to: one of them is corrected, or set aside.
        let dire = |choix| registry.trancher_ligne(&g, id, 2, Some(3), vue.empreinte, choix);
        assert!(matches!(dire(MEME).await, Err(ActeError::Introuvable)));
        registry.ecarter_ligne(&g, id, 3).await.expect("set aside");
        assert_eq!(etats(&registry, &g, id).await[0], Nouvelle);
        registry
            .corriger_ligne(&g, id, 3, BTreeMap::new())
            .await
            .expect("taken back");
        assert_eq!(etats(&registry, &g, id).await[0], ACorriger);
        // Said of one, it is said of both.
        dire(AUTRE).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(etats(&registry, &g, id).await, [Nouvelle; 3]);
        assert_eq!(voisine(3).await.choix, AUTRE);
        assert_eq!(faites(&registry, "distinguer", &id.to_string()).await, 1);
        dire(None).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, ACorriger, Nouvelle]);
        dire(AUTRE).await.unwrap_or_else(|e| panic!("{e}"));
        // The first one alone: what was said holds of the person that she has become.
        registry.ecarter_ligne(&g, id, 3).await.expect("set aside");
        inscrire(&registry, &g, id).await;
        registry
            .corriger_ligne(&g, id, 3, BTreeMap::new())
            .await
            .expect("taken back");
        assert_eq!(etats(&registry, &g, id).await, [Inscrite, Nouvelle, Inscrite]);
        inscrire(&registry, &g, id).await;
        assert_eq!(etats(&registry, &g, id).await, [Inscrite; 3]);
        assert_eq!(compter(registry.db(), "personne").await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demande_that_waits_anywhere_in_the_perimeter_comes_first() {
    chaque_moteur("demande en attente et liste (R33)", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let u = usager(&registry, &etat_civil_de(1)).await;
        let ici = deposer(&registry, &u, EG_A2, 900).await;
        let ailleurs = usager(&registry, &etat_civil_de(2)).await;
        deposer(&registry, &ailleurs, EG_B2, 901).await;
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A1)]).await;
        // What waits outside the perimeter is not told.
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, Nouvelle]);
        let vues = lignes(&registry, &g, id).await;
        let dite = vues[0].erreurs.pour(Champ::NomNaissance).expect("said");
        assert!(dite.contains(&ici.reference.to_string()), "{dite}");
        // In the batch too.
        let trois = deposer_liste(&registry, &g, &[rangee(3, EG_A1)]).await;
        assert_eq!(etats(&registry, &g, trois).await, [Nouvelle]);
        registry
            .inscrire_liste(&g, trois, true, true)
            .await
            .expect("sent");
        let u = usager(&registry, &etat_civil_de(3)).await;
        deposer(&registry, &u, EG_A2, 902).await;
        registry.avancer_listes().await.expect("looked at");
        assert_eq!(etats(&registry, &g, trois).await, [ACorriger]);
        assert_eq!(compter(registry.db(), "personne").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_themselves_a_number_or_a_role_with_a_list() {
    chaque_moteur("sa ligne, autrement écrite (R38)", |registry| async move {
        let (elle, rpps) = julie(&registry, EG_B2, EJ_B).await;
        let rpps = rpps.parse().expect("a number");
        let u = usager(&registry, &etat_civil("LEFEBVRE", "Julie Anne Marie")).await;
        let g = gestionnaire_aussi(&registry, &u, Some(&rpps), "EJ", EJ_A).await;
        // The day and the month of her birth the other way round: a look-alike, of whom she says nothing.
        let rangees = [ligne("LEFEBVRE", "Julie", 1, EG_A1).replace("12/03/1990", "03/12/1990")];
        let id = deposer_liste(&registry, &g, &rangees).await;
        let refusee = async |g: &Gestionnaire, id: ListeId| {
            assert_eq!(etats(&registry, g, id).await, [ACorriger]);
            let vues = lignes(&registry, g, id).await;
            let dite = vues[0].erreurs.pour(Champ::NomNaissance).expect("said");
            assert!(dite.starts_with("Cette ligne est la vôtre"), "{dite}");
        };
        refusee(&g, id).await;
        let vue = connues(&registry, &g, id, 2).await.remove(0);
        assert_eq!(vue.personne, elle);
        for choix in [AUTRE, MEME, None] {
            let refus = registry
                .trancher_ligne(&g, id, 2, None, vue.empreinte, choix)
                .await;
            assert!(matches!(refus, Err(ActeError::PropreFiche)), "{refus:?}");
        }

        // A card without a number, at her usage name; the row gives her birth name only, and finds her record by her civil status.
        executer(
            registry.db(),
            &["UPDATE personne SET nom_usage = 'FERRAND', nom_exercice = 'FERRAND'"],
        )
        .await;
        let sans_numero = gestionnaire(&registry, "Julie FERRAND", "EJ", EJ_A).await;
        let entiere = [ligne("LEFEBVRE", "Julie Anne Marie", 2, EG_A1)];
        let id = deposer_liste(&registry, &sans_numero, &entiere).await;
        refusee(&sans_numero, id).await;
        // A colleague may.
        let collegue = gestionnaire(&registry, "Jean PETIT", "EJ", EJ_A).await;
        let id = deposer_liste(&registry, &collegue, &entiere).await;
        assert_eq!(etats(&registry, &collegue, id).await, [Ajout]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demande_under_the_civil_status_of_the_record_comes_first_too() {
    chaque_moteur(
        "demande sous l’état civil de la fiche (R33)",
        |registry| async move {
            julie(&registry, EG_B2, EJ_B).await;
            // Registered by an employer: no account is tied to her.
            executer(registry.db(), &["UPDATE personne SET compte = NULL"]).await;
            let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
            let u = usager_n(&registry, 7).await;
            let attend = deposer(&registry, &u, EG_A2, 7).await;
            executer(
                registry.db(),
                &["UPDATE demande SET identite = (SELECT identite FROM personne) WHERE statut = 'a_traiter'"],
            )
            .await;
            let id = deposer_liste(&registry, &g, &[ligne("LEFEBVRE", "Julie", 1, EG_A1)]).await;
            let vue = connues(&registry, &g, id, 2).await.remove(0);
            trancher(&registry, &g, id, &vue, MEME).await;
            assert_eq!(etats(&registry, &g, id).await, [ACorriger]);
            let vues = lignes(&registry, &g, id).await;
            let dite = vues[0].erreurs.pour(Champ::NomNaissance).expect("said");
            assert!(dite.contains(&attend.reference.to_string()), "{dite}");
            registry.annuler(&u, attend.id).await.expect("withdrawn");
            trancher(&registry, &g, id, &vue, MEME).await;
            assert_eq!(etats(&registry, &g, id).await, [Ajout]);
        },
    )
    .await;
}
