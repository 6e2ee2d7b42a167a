//! The copy of one's data is whole, whichever way somebody signed in.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::donnees_suite::ecrire;
use registry::Registry;
use registry::db::sql;
use registry::donnees::MesDonnees;
use registry::droit::SessionOuverte;
use std::collections::BTreeMap;

/// The copy, and the same as the file for programs.
async fn copie(registry: &Registry, session: &SessionOuverte) -> (MesDonnees, String) {
    let copie = registry
        .mes_donnees(session)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let texte = serde_json::to_string(&copie).expect("JSON");
    (copie, texte)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_holder_gets_what_they_sent_with_the_other_account() {
    chaque_moteur("copie d’une carte", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, personne) = inscrire(&registry, &nadia, EG_A1, 1).await;
        registry
            .fiche(&nadia, personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let rpps = registry.ma_fiche(&u).await.unwrap().unwrap().rpps;
        let carte = compte_carte(&registry, "Louise MARTIN").await;
        ecrire(
            &registry,
            "UPDATE compte SET rpps = $2 WHERE id = $1",
            [carte.uuid().into(), rpps.as_str().into()],
        )
        .await;
        let sienne = session(&registry, carte).await;
        let (de_la_carte, texte) = copie(&registry, &sienne).await;
        assert_eq!(de_la_carte.demandes.len(), 1);
        assert!(texte.contains("personne1@example.org"));
        assert!(de_la_carte.messages.len() >= 2, "received, accepted");
        let actes: Vec<_> = de_la_carte.journal.iter().map(|l| l.acte.as_str()).collect();
        for attendu in ["soumettre", "valider", "inscrire", "consulter"] {
            assert!(actes.contains(&attendu), "{attendu} : {actes:?}");
        }
        let inscrit = sienne.inscrit().unwrap();
        assert!(registry.consultations_fiche(&inscrit, 1).await.unwrap().total >= 3);
        // Somebody else's card has nothing of it.
        let autre = compte_carte(&registry, "Paul GIRAUD").await;
        let (vide, texte) = copie(&registry, &session(&registry, autre).await).await;
        assert!(vide.demandes.is_empty() && !texte.contains("personne1@example.org"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_says_what_is_kept_of_rights_departures_and_settings() {
    chaque_moteur("copie entière", |registry| async move {
        let nadia = compte_carte(&registry, "Nadia FERRAND").await;
        let (u, personne) = {
            let g = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_A).await;
            inscrire(&registry, &g, EG_A1, 1).await
        };
        let paul = compte_carte(&registry, "Odile BRUN").await;
        habiliter(&registry, nadia, "gestionnaire", "EJ", EJ_A).await;
        ecrire(
            &registry,
            "UPDATE habilitation SET email = 'droit@example.org', telephone = '0611223344', designee_par = $2, \
             cgu_portail = 'v1', formation_confirmee = $3 WHERE compte = $1",
            [nadia.uuid().into(), paul.uuid().into(), true.into()],
        )
        .await;
        for (genre, compte) in [
            ("rappel_revue", Some(nadia.uuid())),
            ("resume_hebdo", None),
            ("habilitation_demandee", Some(paul.uuid())),
        ] {
            ecrire(
                &registry,
                "INSERT INTO message (id, genre, destinataire, sujet, texte, html, cree_le, compte) \
                 VALUES ($1, $2, 'droit@example.org', $2, 't', 'h', 1, $3)",
                [nouvel_id(&registry).into(), genre.into(), compte.into()],
            )
            .await;
        }
        ecrire(
            &registry,
            "INSERT INTO preference (compte, cle, valeur) VALUES ($1, 'raccourcis', 'eteints')",
            [nadia.uuid().into()],
        )
        .await;
        ecrire(
            &registry,
            "INSERT INTO carte (id, finess, genre, formulaire, titulaire, nom, version, cree_le, annulee_le) \
             VALUES ($1, $2, 'CPE', 'F301', $3, 'FERRAND Nadia', 1, 1, 5)",
            [nouvel_id(&registry).into(), EJ_A.into(), nadia.uuid().into()],
        )
        .await;
        ecrire(
            &registry,
            "INSERT INTO import_liste (id, compte, nom, empreinte, statut, entetes, association, lignes, cree_le, modifiee_le) \
             VALUES ($1, $2, 'personnel.csv', $3, 'controlee', '[]', '{}', 12, 1, 1)",
            [nouvel_id(&registry).into(), nadia.uuid().into(), vec![1_u8; 32].into()],
        )
        .await;
        ecrire(
            &registry,
            "INSERT INTO depart (id, personne, par, fin, motif, le, effet_le, version, etat) \
             VALUES ($1, $2, $3, $4, 'CHL', 1, 1, 1, 'fait')",
            [
                nouvel_id(&registry).into(),
                personne.uuid().into(),
                nadia.uuid().into(),
                registry.aujourd_hui().into(),
            ],
        )
        .await;
        let (sa_copie, texte) = copie(&registry, &session(&registry, nadia).await).await;
        let droit = &sa_copie.habilitations[0];
        assert_eq!(
            (droit.email.as_deref(), droit.designee_par.as_deref()),
            (Some("droit@example.org"), Some("Odile BRUN"))
        );
        assert!(droit.formation_confirmee && droit.cgu == ["v1"]);
        let sujets: Vec<_> = sa_copie.messages.iter().map(|m| m.sujet.as_str()).collect();
        assert_eq!(
            sujets,
            ["rappel_revue"],
            "their own, whatever else goes to that address"
        );
        for attendu in ["personnel.csv", "eteints", "F301", "FERRAND Nadia", "\"lignes\":\"12\""] {
            assert!(texte.contains(attendu), "{attendu} : {texte}");
        }
        assert!(!texte.contains("Mes départs"), "somebody else's");
        let (la_sienne, texte) = copie(&registry, &session(&registry, u.compte()).await).await;
        assert!(texte.contains("Mes départs") && texte.contains("\"motif\":\"CHL\""));
        assert!(
            la_sienne
                .autres
                .iter()
                .any(|e| e.rubrique == "Dernière connexion connue du répertoire"),
            "signed in since"
        );
    })
    .await;
}

/// In the copy, from this source of `src/donnees`.
const DEDANS: &str = "";
/// Where each column that names an account or a person goes: in the copy, or not, and why not.
const COLONNES: [(&str, &str); 82] = [
    (
        "carte.identifiant",
        "of a card whose holder is not known: it becomes titulaire, which is in the copy",
    ),
    ("carte.titulaire", DEDANS),
    (
        "cle_personne.personne",
        "numbers computed from the record, which is in the copy",
    ),
    ("compte.sujet", DEDANS),
    ("confiee.compte", DEDANS),
    ("confiee.par", "an act: its entry of the journal is in the copy"),
    (
        "confirmation.par",
        "an act: its entry of the journal is in the copy",
    ),
    ("confirmation.situation", DEDANS),
    ("contact_notification.compte", DEDANS),
    ("contrat.dirigeant", DEDANS),
    (
        "coordonnee.personne",
        "the e-mail and the mobile of the record, which is in the copy",
    ),
    (
        "correction.demandee_par",
        "an act: its entry is in the copy; its words are about somebody else",
    ),
    (
        "decision_empechee.compte",
        "an act: its entry is in the copy; its words are about somebody else",
    ),
    (
        "decision_en_sursis.compte",
        "ten minutes at most, then an act whose entry is in the copy",
    ),
    (
        "demande.decidee_par",
        "an act: its entry of the journal is in the copy",
    ),
    ("demande.demandeur", DEDANS),
    ("demande.personne", DEDANS),
    (
        "depart.collegue",
        "who is handed what: the demandes themselves are in confiee",
    ),
    ("depart.par", "an act: its entry of the journal is in the copy"),
    ("depart.personne", DEDANS),
    (
        "depart_demande.compte",
        "the claim that was on a demande for some minutes, kept to put it back",
    ),
    (
        "depart_habilitation.habilitation",
        "the withdrawal of a right that is in the copy",
    ),
    (
        "depart_situation.situation",
        "the end that a situation of the copy had before",
    ),
    ("designation.compte", DEDANS),
    ("designation_ligne.identifiant", DEDANS),
    (
        "designation_ligne.personne",
        "until the demande is sent: it becomes meme_personne, which is in the copy",
    ),
    ("enregistrement.gestionnaire", DEDANS),
    ("enregistrement.personne", DEDANS),
    (
        "enregistrement_choix.personne",
        "what was said of a draft about somebody else; its entry is in the copy",
    ),
    (
        "evenement_notification.auteur",
        "an act: its entry of the journal is in the copy",
    ),
    ("fermeture.par", "an act: its entry of the journal is in the copy"),
    ("fermeture.situation", DEDANS),
    (
        "fermeture_precedente.par",
        "an act: its entry of the journal is in the copy",
    ),
    ("fermeture_precedente.situation", DEDANS),
    ("fil_lecture.compte", DEDANS),
    ("fil_message.auteur", DEDANS),
    (
        "fin_annoncee.situation",
        "says that a mail was sent: the mail is in the copy",
    ),
    ("formation.compte", DEDANS),
    (
        "formation.declaree_par",
        "who declared the training of somebody else",
    ),
    ("habilitation.compte", DEDANS),
    ("habilitation.designee_par", DEDANS),
    (
        "habilitation.retiree_par",
        "an act: its entry of the journal is in the copy of who did it",
    ),
    ("import_ligne.personne", DEDANS),
    ("import_liste.compte", DEDANS),
    ("invitation.compte", DEDANS),
    ("invitation.par", DEDANS),
    (
        "invitation.retiree_par",
        "an act: its entry of the journal is in the copy",
    ),
    ("journal.acteur", DEDANS),
    ("lot.compte", DEDANS),
    ("meme_personne.compte", DEDANS),
    (
        "meme_personne.par",
        "an act: its entry of the journal is in the copy",
    ),
    ("meme_personne.personne", DEDANS),
    ("message.compte", DEDANS),
    ("message.destinataire", DEDANS),
    ("message.personne", DEDANS),
    ("modele.modifie_par", DEDANS),
    ("operateur.compte", DEDANS),
    (
        "paire_doublon.choisi_par",
        "an act: its entry of the journal is in the copy",
    ),
    (
        "paire_doublon.personne",
        "the comparison with somebody else's demande: it would say of them",
    ),
    ("paire_doublon.sujet", "the same id again"),
    ("pas_meme.compte", DEDANS),
    ("pas_meme.par", "an act: its entry of the journal is in the copy"),
    ("pas_meme.personne", DEDANS),
    ("personne.compte", DEDANS),
    ("preference.compte", DEDANS),
    ("preference_notification.compte", DEDANS),
    ("prise.compte", "a demande in hand for some minutes"),
    (
        "rappel_carte.compte",
        "says that a mail was sent: the mail is in the copy",
    ),
    ("recherche.session", DEDANS),
    ("releve_notification.compte", DEDANS),
    ("resume_hebdo.compte", DEDANS),
    (
        "revue.ouverte_par",
        "an act: its entry of the journal is in the copy",
    ),
    (
        "revue.terminee_par",
        "an act: its entry of the journal is in the copy",
    ),
    (
        "revue_personne.par",
        "an act: its entry of the journal is in the copy",
    ),
    ("revue_personne.personne", DEDANS),
    ("revue_personne.situation", "of the same row as personne"),
    ("revue_rappel.compte", DEDANS),
    ("revue_reviseur.compte", DEDANS),
    ("saisie_en_attente.compte", DEDANS),
    ("session.compte", DEDANS),
    ("signe.personne", DEDANS),
    ("situation.personne", DEDANS),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_table_that_names_somebody_is_in_the_copy_or_says_why_not() {
    sur_sqlite("colonnes qui nomment", |banc| async move {
        let db = banc.registry.db();
        let rows = sql(
            "SELECT t.name || '.' || c.name AS nom FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' \
             AND (c.name IN ('compte', 'personne', 'par', 'titulaire', 'dirigeant', 'demandeur', 'gestionnaire', 'auteur', \
             'acteur', 'collegue', 'identifiant', 'destinataire', 'sujet') OR c.name LIKE '%\\_par' ESCAPE '\\' \
             OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f WHERE f.\"from\" = c.name \
             AND f.\"table\" IN ('compte', 'personne', 'situation', 'session', 'habilitation')))",
        )
        .all(db)
        .await
        .expect("the columns");
        let mut trouvees: Vec<String> = rows.iter().map(|row| row.get("nom").expect("a name")).collect();
        // The subject of a mail is no person, and « vue » is listed apart: its author.
        trouvees.retain(|nom| nom != "message.sujet");
        trouvees.sort_unstable();
        let dites: BTreeMap<&str, &str> = COLONNES.into_iter().chain([("vue.compte", DEDANS)]).collect();
        let connues: Vec<String> = dites.keys().map(|nom| (*nom).to_owned()).collect();
        assert_eq!(trouvees, connues, "put it in src/donnees, or say here why it is not");

        let sources = [
            include_str!("../../src/donnees/export.rs"),
            include_str!("../../src/donnees/export_echanges.rs"),
            include_str!("../../src/donnees/export_structures.rs"),
            include_str!("../../src/donnees/rubriques.rs"),
            // The record, and the sessions.
            include_str!("../../src/personne/fiche.rs"),
            include_str!("../../src/session/appareils.rs"),
        ]
        .concat();
        for (colonne, raison) in dites {
            let (table, _) = colonne.split_once('.').expect("a table");
            if raison == DEDANS {
                let lue = [format!("FROM {table} "), format!("JOIN {table} ")]
                    .iter()
                    .any(|debut| sources.contains(debut));
                assert!(lue, "{colonne} is said to be in the copy");
            }
        }
    })
    .await;
}
