//! A staff list: checked row by row, corrected, registered once whatever happens, and nobody else's business.

use crate::commun::*;
use crate::decor::*;
use domain::date::jour;
use domain::etat_civil::EtatCivil;
use domain::ids::ListeId;
use domain::saisie::Champ;
use registry::db::sql;
use registry::droit::Gestionnaire;
use registry::journal::verifier;
use registry::liste::{EtatLigne, Filtre, Format, LigneListe, StatutListe};
use registry::{ActeError, Registry};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const ENTETE: &str = "Civilité;Sexe;Nom;Prénoms;Date de naissance;Lieu de naissance;Mail;Portable;FINESS;Date d'entrée;Métier;Rôle;Statut";

/// A row that is right, of somebody whose name, mail and mobile are this number's.
fn rangee(n: u32, finess: &str) -> String {
    format!(
        "Madame;F;{};Louise Marie;12/03/1990;Lyon 3e;personne{n}@example.org;6 12 34 {:02} {:02};{finess};01/09/2026;328;GENR10;salariée",
        nom(n),
        n / 100,
        n % 100
    )
}

fn nom(n: u32) -> String {
    let lettres: String = format!("{n:04}")
        .bytes()
        .map(|c| char::from(b'A' + (c - b'0')))
        .collect();
    format!("MARTIN {lettres}")
}

fn fichier(rangees: &[String]) -> Vec<u8> {
    format!("{ENTETE}\n{}\n", rangees.join("\n")).into_bytes()
}

async fn deposer_liste(registry: &Registry, g: &Gestionnaire, rangees: &[String]) -> ListeId {
    match registry.deposer_liste(g, "équipe.csv", fichier(rangees)).await {
        Ok(id) => id,
        Err(erreur) => panic!("la liste n’est pas prise : {erreur}"),
    }
}

async fn lignes(registry: &Registry, g: &Gestionnaire, id: ListeId) -> Vec<LigneListe> {
    let page = registry
        .lignes_liste(g, id, Filtre::Toutes, 1)
        .await
        .expect("rows");
    page.lignes
}

async fn etats(registry: &Registry, g: &Gestionnaire, id: ListeId) -> Vec<EtatLigne> {
    lignes(registry, g, id)
        .await
        .iter()
        .map(|ligne| ligne.etat)
        .collect()
}

async fn inscrire(registry: &Registry, g: &Gestionnaire, id: ListeId) {
    registry.inscrire_liste(g, id, true, true).await.expect("sent");
    registry.avancer_listes().await.expect("registered");
}

fn etat_civil_de(n: u32) -> EtatCivil {
    etat_civil(&nom(n), "Louise Marie")
}

#[tokio::test]
async fn the_dry_run_says_what_is_wrong_and_touches_nothing() {
    chaque_moteur("contrôle à blanc", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let dehors = rangee(2, EG_B2);
        let ferme = rangee(3, EG_FERME);
        let mauvaise = rangee(4, EG_A1)
            .replace("12/03/1990", "31/02/1990")
            .replace("salariée", "intérim")
            .replace("Madame", "");
        let meme_mail = rangee(5, EG_A2).replace("personne5@", "Personne1@");
        let deux_fois = rangee(6, EG_A1);
        let rangees = [
            rangee(1, EG_A1),
            dehors,
            ferme,
            mauvaise,
            meme_mail,
            deux_fois.clone(),
            deux_fois,
            rangee(6, EG_A2),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        let vues = lignes(&registry, &g, id).await;
        let fautes: Vec<Vec<Champ>> = vues
            .iter()
            .map(|ligne| ligne.erreurs.iter().map(|erreur| erreur.champ).collect())
            .collect();
        assert_eq!(
            fautes,
            [
                vec![Champ::Email],
                vec![Champ::Etablissement],
                vec![Champ::Etablissement],
                vec![Champ::Civilite, Champ::DateNaissance, Champ::ModeExercice],
                vec![Champ::Email],
                vec![],
                vec![Champ::NomNaissance],
                vec![],
            ]
        );
        assert!(
            vues[0]
                .erreurs
                .pour(Champ::Email)
                .expect("said")
                .contains("ligne\u{a0}6")
        );
        let hors = vues[1].erreurs.pour(Champ::Etablissement).expect("said");
        assert!(
            hors.starts_with("Cet établissement n’existe pas ou n’est pas dans votre périmètre"),
            "{hors}"
        );
        assert!(
            vues[2]
                .erreurs
                .pour(Champ::Etablissement)
                .expect("said")
                .contains("fermé")
        );
        assert_eq!(vues[5].etat, EtatLigne::Nouvelle);
        assert_eq!(
            vues[7].etat,
            EtatLigne::Ajout,
            "the same person elsewhere: a second situation"
        );
        for table in ["personne", "situation", "message", "coordonnee"] {
            assert_eq!(compter(registry.db(), table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test]
async fn right_rows_are_registered_even_when_others_are_wrong_and_only_once() {
    chaque_moteur("enregistrement", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            rangee(1, EG_A1),
            rangee(2, EG_A1),
            rangee(2, EG_A2),
            rangee(3, EG_B1),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        inscrire(&registry, &g, id).await;
        use EtatLigne::{ACorriger, Ajoutee, Inscrite, Presente};
        assert_eq!(
            etats(&registry, &g, id).await,
            [Inscrite, Inscrite, Ajoutee, ACorriger]
        );
        assert_eq!(compter(registry.db(), "personne").await, 2);
        assert_eq!(compter(registry.db(), "situation").await, 3);
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'inscription_liste'").await,
            3
        );
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE personne IS NOT NULL").await,
            4
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'inscrire' AND issue = 'fait'"
            )
            .await,
            3
        );
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");

        // The same file, then the same people in another one: nothing changes and it is said.
        for rangees in [rangees.to_vec(), vec![rangee(2, EG_A2), rangee(1, EG_A1)]] {
            let encore = deposer_liste(&registry, &g, &rangees).await;
            let vus = etats(&registry, &g, encore).await;
            assert!(
                vus.iter().all(|etat| matches!(etat, Presente | ACorriger)),
                "{vus:?}"
            );
            inscrire(&registry, &g, encore).await;
            inscrire(&registry, &g, id).await;
        }
        assert_eq!(compter(registry.db(), "personne").await, 2);
        assert_eq!(compter(registry.db(), "situation").await, 3);
        assert_eq!(compter(registry.db(), "message").await, 3);
        let liste = registry
            .listes(&g)
            .await
            .expect("lists")
            .pop()
            .expect("the first");
        assert_eq!(
            (liste.id, liste.faites(), liste.statut),
            (id, 3, StatutListe::Controlee)
        );
    })
    .await;
}

#[tokio::test]
async fn a_registered_person_keeps_their_number_and_their_address() {
    chaque_moteur("personne déjà inscrite", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let u = usager(&registry, &etat_civil_de(1)).await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(900))
            .await
            .expect("a draft");
        let soumise = registry.soumettre(&u, id, &legale()).await.expect("a demande");
        // While the demande waits: here, it is to be treated; elsewhere, its mail is taken.
        let liste = deposer_liste(&registry, &g, &[rangee(1, EG_A1)]).await;
        assert_eq!(etats(&registry, &g, liste).await, [EtatLigne::ACorriger]);
        let version = version(&registry, &g, soumise.id).await;
        let validee = registry
            .valider(&g, soumise.id, version, true)
            .await
            .expect("accepted");

        let liste = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(1, EG_A2)]).await;
        assert_eq!(
            etats(&registry, &g, liste).await,
            [EtatLigne::Presente, EtatLigne::Ajout]
        );
        inscrire(&registry, &g, liste).await;
        assert_eq!(
            etats(&registry, &g, liste).await,
            [EtatLigne::Presente, EtatLigne::Ajoutee]
        );
        assert_eq!(compter(registry.db(), "personne").await, 1);
        let mail = registry.messages(1).await.expect("a mail").pop().expect("a mail");
        assert_eq!(
            (mail.genre.as_str(), mail.destinataire.as_str()),
            ("inscription_liste", "personne900@example.org")
        );
        assert!(mail.texte.contains(validee.rpps.as_str()));
    })
    .await;
}

#[tokio::test]
async fn a_row_is_corrected_in_place_and_set_aside() {
    chaque_moteur("correction", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            rangee(1, EG_A1).replace("328", "boulanger"),
            rangee(2, EG_A1).replace("personne2@", "personne1@"),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::ACorriger; 2]);
        let valeurs = BTreeMap::from([(Champ::Profession, "Accompagnant éducatif et social".to_owned())]);
        registry
            .corriger_ligne(&g, id, 2, valeurs)
            .await
            .expect("corrected");
        assert_eq!(
            registry.ligne_suivante(&g, id, 2).await.expect("the next"),
            Some(3)
        );
        let (ligne, saisie) = registry.ligne_liste(&g, id, 2).await.expect("the row");
        assert_eq!(
            ligne.corriges.get(&Champ::Profession).map(String::as_str),
            Some("boulanger")
        );
        assert_eq!(saisie.situation.profession, "328");
        assert_eq!(
            ligne.etat,
            EtatLigne::ACorriger,
            "its mail is still that of row 3"
        );
        registry.ecarter_ligne(&g, id, 3).await.expect("set aside");
        assert_eq!(
            etats(&registry, &g, id).await,
            [EtatLigne::Nouvelle, EtatLigne::Ecartee]
        );
        // A correction that gives the cell again is no correction any more; a row set aside comes back.
        let valeurs = BTreeMap::from([(Champ::Email, "personne2@example.org".to_owned())]);
        registry.corriger_ligne(&g, id, 3, valeurs).await.expect("back");
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::Nouvelle; 2]);
        // Columns chosen again: corrections stay.
        let liste = registry.liste(&g, id).await.expect("the list");
        let choix = (0..13).zip([
            "civilite",
            "sexe",
            "nom_naissance",
            "prenoms",
            "naissance",
            "commune_naissance",
            "email",
            "mobile",
            "etablissement",
            "debut",
            "profession",
            "role",
            "mode_exercice",
        ]);
        let choix: BTreeMap<Champ, u32> = choix
            .map(|(rang, nom)| (nom.parse().expect("a field"), rang))
            .collect();
        assert_eq!(
            choix.get(&Champ::Mobile).copied(),
            liste.association.rang(Champ::Mobile)
        );
        registry.associer_colonnes(&g, id, choix).await.expect("matched");
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::Nouvelle; 2]);
        registry.supprimer_liste(&g, id).await.expect("thrown away");
        assert!(matches!(
            registry.liste(&g, id).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_list_is_its_authors_and_follows_their_rights() {
    chaque_moteur("droits sur une liste", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let collegue = gestionnaire(&registry, "Omar", "EJ", EJ_A).await;
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A2)]).await;
        assert!(matches!(
            registry.liste(&collegue, id).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.lignes_liste(&collegue, id, Filtre::Toutes, 1).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.ligne_liste(&collegue, id, 2).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.fichier_erreurs(&collegue, id, Format::Csv).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.corriger_ligne(&collegue, id, 2, BTreeMap::new()).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.ecarter_ligne(&collegue, id, 2).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.associer_colonnes(&collegue, id, BTreeMap::new()).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.inscrire_liste(&collegue, id, true, true).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.supprimer_liste(&collegue, id).await,
            Err(ActeError::Introuvable)
        ));
        assert!(registry.listes(&collegue).await.expect("none").is_empty());
        // Without the box, nothing; with it, but the habilitation withdrawn before the work begins, nobody.
        assert!(matches!(
            registry.inscrire_liste(&g, id, false, true).await,
            Err(ActeError::Invalide(_))
        ));
        registry.inscrire_liste(&g, id, true, false).await.expect("sent");
        assert!(matches!(
            registry.ecarter_ligne(&g, id, 2).await,
            Err(ActeError::ListeEnCours)
        ));
        retirer_habilitations(&registry, g.compte()).await;
        registry.avancer_listes().await.expect("looked at");
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::ACorriger; 2]);
    })
    .await;
}

#[tokio::test]
async fn nobody_registers_themselves() {
    chaque_moteur("sa propre ligne", |registry| async move {
        let u = usager(&registry, &etat_civil_de(1)).await;
        habiliter(&registry, u.compte(), "gestionnaire", "EG", EG_A1).await;
        let g = session(&registry, u.compte())
            .await
            .gestionnaire()
            .expect("a gestionnaire");
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A1)]).await;
        assert_eq!(
            etats(&registry, &g, id).await,
            [EtatLigne::ACorriger, EtatLigne::Nouvelle]
        );
    })
    .await;
}

#[tokio::test]
async fn work_that_stops_is_taken_up_and_two_machines_never_double_it() {
    chaque_banc("reprise", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia", "EJ", EJ_A).await;
        let rangees: Vec<String> = (1..=600).map(|n| rangee(n, EG_A1)).collect();
        let id = deposer_liste(registry, &g, &rangees).await;
        registry.inscrire_liste(&g, id, true, true).await.expect("sent");
        // A machine took it and died: nobody touches it until its lease is over.
        let mut tx = registry.db().begin().await.expect("a transaction");
        sql("UPDATE import_liste SET bail = $1")
            .bind(registry.now().millis() + 10_000)
            .execute(&mut tx)
            .await
            .expect("taken");
        tx.commit().await.expect("taken");
        assert!(!registry.avancer_listes().await.expect("nothing to take"));
        avancer_secondes(&banc.horloge, 20);
        let autre = Registry::open(&banc.url, banc.horloge.contexte())
            .await
            .expect("a second machine");
        let (ici, la) = tokio::join!(registry.avancer_listes(), autre.avancer_listes());
        assert!(ici.expect("no failure") || la.expect("no failure"));
        autre.db().close().await;
        assert_eq!(compter(registry.db(), "personne").await, 600);
        assert_eq!(compter(registry.db(), "message").await, 600);
        let distincts = sql("SELECT COUNT(DISTINCT rpps) AS n FROM personne")
            .one(registry.db())
            .await
            .expect("a count");
        assert_eq!(distincts.get::<i64>("n").expect("a number"), 600);
        let liste = registry.liste(&g, id).await.expect("the list");
        assert_eq!(
            (liste.resume.faites(), liste.resume.statut),
            (600, StatutListe::Controlee)
        );
        assert!(liste.terminee_le.is_some());
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");
    })
    .await;
}

#[tokio::test]
async fn a_mail_taken_between_the_check_and_the_work_stops_that_row_only() {
    chaque_moteur("adresse prise entre-temps", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A1)]).await;
        let u = usager(&registry, &etat_civil("AUTRE", "Zoé")).await;
        let brouillon = remplir(&registry, &u, &situation(EG_B2), &contact(1))
            .await
            .expect("a draft");
        registry
            .soumettre(&u, brouillon, &legale())
            .await
            .expect("a demande");
        inscrire(&registry, &g, id).await;
        assert_eq!(
            etats(&registry, &g, id).await,
            [EtatLigne::ACorriger, EtatLigne::Inscrite]
        );
        let vues = lignes(&registry, &g, id).await;
        assert!(vues[0].erreurs.pour(Champ::Email).is_some());
    })
    .await;
}

#[tokio::test]
async fn the_file_of_errors_brought_back_corrected_registers_the_rest() {
    chaque_moteur("fichier des erreurs", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            rangee(1, EG_A1),
            rangee(2, EG_A1)
                .replace("6 12", "+33 6 12")
                .replace("328", "=1+1"),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        let csv = registry
            .fichier_erreurs(&g, id, Format::Csv)
            .await
            .expect("a file");
        let texte = String::from_utf8(csv).expect("text");
        assert!(
            texte.contains(";'=1+1;") && texte.contains(";'+33 6 12"),
            "{texte}"
        );
        assert!(texte.contains("Profession : Valeur non reconnue"), "{texte}");
        let corrige = texte.replace("'=1+1", "328").into_bytes();
        let encore = registry
            .deposer_liste(&g, "corrige.csv", corrige)
            .await
            .expect("taken");
        assert_eq!(etats(&registry, &g, encore).await, [EtatLigne::Nouvelle]);
        let classeur = registry
            .fichier_erreurs(&g, id, Format::Xlsx)
            .await
            .expect("a workbook");
        let encore = registry
            .deposer_liste(&g, "erreurs.xlsx", classeur)
            .await
            .expect("taken");
        assert_eq!(etats(&registry, &g, encore).await, [EtatLigne::ACorriger]);
        let modele = registry.modele_liste(&g, Format::Xlsx).await.expect("a model");
        assert!(
            registry.deposer_liste(&g, "modele.xlsx", modele).await.is_err(),
            "an empty model is no list"
        );
    })
    .await;
}

#[tokio::test]
async fn places_and_dates_are_read_as_people_write_them() {
    chaque_moteur("lieux", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EG", EG_A1).await;
        let mut texte = "nom;prenom;sexe;civilite;date de naissance;pays;lieu de naissance;mail;portable;date d'entrée;métier;role;mode\n".to_owned();
        for (n, (pays, lieu)) in [
            ("", "69383"),
            ("France", "Bourg-en-Bresse (01)"),
            ("", "01000 BOURG EN BRESSE"),
            ("Algérie", "Oran"),
            ("99350", "Rabat"),
            ("", "Saint-Denis"),
            ("", "Ville Imaginaire"),
        ]
        .into_iter()
        .enumerate()
        {
            writeln!(
                texte,
                "DUPONT {};Anne;F;Mme;32944;{pays};{lieu};lieu{n}@example.org;061234560{n};1/9/2026;328 – AES;vie sociale;S",
                nom(u32::try_from(n).expect("small")).replace("MARTIN ", "")
            )
            .expect("a row");
        }
        let id = registry.deposer_liste(&g, "lieux.csv", texte.into_bytes()).await.expect("taken");
        let vues = lignes(&registry, &g, id).await;
        let faux: Vec<i64> = vues.iter().filter(|l| l.etat != EtatLigne::Nouvelle).map(|l| l.numero).collect();
        assert_eq!(faux, [7, 8], "several Saint-Denis, no Ville Imaginaire");
        assert!(vues[5].erreurs.pour(Champ::CommuneNaissance).is_some());
        // The only establishment of the perimeter needs no column.
        inscrire(&registry, &g, id).await;
        assert_eq!(compter(registry.db(), "situation WHERE finess = '990000028'").await, 5);
        let ne = sql("SELECT COUNT(*) AS n FROM personne WHERE date_naissance = $1 AND commune_naissance = '01053'")
            .bind(jour(1990, 3, 12).expect("a day"))
            .one(registry.db())
            .await
            .expect("a count");
        assert_eq!(ne.get::<i64>("n").expect("a number"), 2);
    })
    .await;
}

#[tokio::test]
async fn lists_are_erased_after_thirty_days() {
    chaque_banc("effacement des listes", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia", "EJ", EJ_A).await;
        let id = deposer_liste(registry, &g, &[rangee(1, EG_A1)]).await;
        inscrire(registry, &g, id).await;
        banc.horloge.avancer_jours(29);
        assert_eq!(registry.effacer_listes().await.expect("looked at"), 0);
        banc.horloge.avancer_jours(2);
        assert_eq!(registry.effacer_listes().await.expect("erased"), 1);
        for table in ["import_liste", "import_ligne"] {
            assert_eq!(compter(registry.db(), table).await, 0, "{table}");
        }
        assert_eq!(
            compter(registry.db(), "personne").await,
            1,
            "what was registered stays"
        );
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");
    })
    .await;
}
