//! What is kept for a while only disappears whole, what is kept stays, and everybody can have a copy of their own.

use crate::commun::*;
use crate::decor::*;
use domain::date::Instant;
use domain::demande::Statut;
use domain::etat_civil::EtatCivil;
use domain::nomenclature::MotifRefus;
use domain::saisie::SaisieContact;
use registry::db::{Db, Engine, sql};
use registry::demande::Soumise;
use registry::donnees::{Conservation, Efface};
use registry::droit::Usager;
use registry::session::SaisieEnAttente;
use registry::{ActeError, Registry};

/// What only one person of these stories is called, has and uses. The index of words keeps beginnings apart: the middle of a
/// name is looked for.
const TRACES: [&str; 4] = ["ebulonn", "hilom", "12998877", "12 99 88 77"];

fn philomene() -> EtatCivil {
    etat_civil("ZEBULONNE", "Philomène")
}

fn son_contact() -> SaisieContact {
    SaisieContact {
        email: "philomene.zebulonne@example.org".to_owned(),
        mobile: "06 12 99 88 77".to_owned(),
    }
}

async fn deposer_sienne(registry: &Registry, u: &Usager, finess: &str) -> Soumise {
    let id = remplir(registry, u, &situation(finess), &son_contact())
        .await
        .expect("a draft");
    registry.soumettre(u, id, &legale()).await.expect("a demande")
}

/// The tables and columns where a trace is found, whatever the case.
async fn fouiller(db: &Db) -> Vec<String> {
    let mut trouves = Vec::new();
    let (tables, colonnes) = match db.engine() {
        Engine::Sqlite => (
            "SELECT name AS nom FROM sqlite_master WHERE type = 'table'",
            "SELECT name AS nom FROM pragma_table_info($1)",
        ),
        Engine::Postgres => (
            "SELECT CAST(table_name AS TEXT) AS nom FROM information_schema.tables WHERE table_schema = 'public'",
            "SELECT CAST(column_name AS TEXT) AS nom FROM information_schema.columns WHERE table_name = $1",
        ),
    };
    for table in sql(tables).all(db).await.expect("the tables") {
        let table: String = table.get("nom").expect("a name");
        for colonne in sql(colonnes).bind(&table).all(db).await.expect("the columns") {
            let colonne: String = colonne.get("nom").expect("a name");
            for trace in TRACES {
                let condition = match db.engine() {
                    // Blobs are searched as they are: the index of words keeps words in lower case.
                    Engine::Sqlite => format!(
                        "SELECT COUNT(*) AS n FROM \"{table}\" WHERE instr(CAST(\"{colonne}\" AS BLOB), CAST($1 AS BLOB)) > 0 \
                         OR instr(CAST(\"{colonne}\" AS BLOB), CAST(upper($1) AS BLOB)) > 0"
                    ),
                    Engine::Postgres => format!(
                        "SELECT COUNT(*) AS n FROM \"{table}\" WHERE CAST(\"{colonne}\" AS TEXT) ILIKE '%' || $1 || '%'"
                    ),
                };
                let row = sql(condition).bind(trace).one(db).await;
                // A virtual table has a column of its own name that cannot be read.
                if let Ok(row) = row
                    && row.get::<i64>("n").expect("a number") > 0
                {
                    trouves.push(format!("{table}.{colonne} : {trace}"));
                }
            }
        }
    }
    trouves
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_what_led_nowhere() {
    chaque_banc("effacement", |banc| async move {
        let registry = &banc.registry;
        let trente = Conservation::default();
        let nadia = compte_carte(registry, "Nadia FERRAND").await;
        habiliter(registry, nadia, "gestionnaire", "EJ", EJ_A).await;
        let session_g = session(registry, nadia).await;
        let g = session_g.gestionnaire().expect("a gestionnaire");
        let u = usager(registry, &philomene()).await;

        // Refused, withdrawn, left without an answer, begun: the four ways to lead nowhere.
        let refusee = deposer_sienne(registry, &u, EG_A1).await;
        let version = version(registry, &g, refusee.id).await;
        let explication = "Philomène ZEBULONNE ne travaille plus ici."
            .parse()
            .expect("words");
        registry
            .refuser(&g, refusee.id, version, MotifRefus::Autre, &explication)
            .await
            .expect("refused");
        let retiree = deposer_sienne(registry, &u, EG_A2).await;
        registry.annuler(&u, retiree.id).await.expect("withdrawn");
        let oubliee = deposer_sienne(registry, &u, EG_B2).await;
        remplir(registry, &u, &situation(EG_A1), &son_contact())
            .await
            .expect("begun");
        // Somebody else's, pending, and what goes with sessions.
        let autre = usager_n(registry, 7).await;
        deposer(registry, &autre, EG_A1, 7).await;
        registry
            .noter_recherche(&session_g, "zebulonne philomène")
            .await
            .expect("a search");
        let saisie = SaisieEnAttente {
            chemin: "/api/enregistrer-contact".to_owned(),
            champs: vec![("email".to_owned(), son_contact().email)],
        };
        let jeton = registry.ouvrir_session(nadia, 30).await.expect("open");
        let gardee = registry.garder_saisie(&saisie, jeton.as_str(), None).await;
        assert!(gardee.expect("written").is_some());
        assert!(fouiller(registry.db()).await.len() > 10, "the search works");

        banc.horloge.avancer_jours(29);
        registry.purger_sessions().await.expect("sessions");
        assert_eq!(
            registry.effacer_echues(trente).await.expect("the task"),
            Efface::default()
        );
        banc.horloge.avancer_jours(1);
        // Two machines run the tasks at the same time.
        assert_eq!(registry.expirer_demandes().await.expect("expired"), 2);
        let (a, b) = tokio::join!(registry.effacer_echues(trente), registry.effacer_echues(trente));
        assert_eq!(a.expect("one").demandes + b.expect("other").demandes, 3);
        assert_eq!(compter(registry.db(), "demande").await, 2);
        for (demande, reste) in [(refusee.id, false), (retiree.id, false), (oubliee.id, true)] {
            let suivi = registry.demande_de(&u, demande).await;
            assert_eq!(suivi.is_ok(), reste);
        }
        assert_eq!(compter(registry.db(), "compte").await, 3, "a demande is left");

        banc.horloge.avancer_jours(30);
        let fin = registry.effacer_echues(trente).await.expect("the task");
        assert_eq!((fin.demandes, fin.comptes), (2, 2));
        assert_eq!(
            registry.effacer_echues(trente).await.expect("again"),
            Efface::default()
        );
        assert_eq!(fouiller(registry.db()).await, Vec::<String>::new());
        assert_eq!(compter(registry.db(), "compte").await, 1, "Nadia has rights");
        // The journal keeps what was done, by ids.
        assert_eq!(compter(registry.db(), "journal WHERE acte = 'effacer'").await, 5);
        assert_eq!(compter(registry.db(), "journal WHERE acte = 'refuser'").await, 1);
        if let Some(chemin) = banc.url.strip_prefix("sqlite:") {
            registry.db().close().await;
            let octets = std::fs::read(chemin).expect("the file");
            for trace in TRACES {
                let (bas, haut) = (trace.as_bytes().to_vec(), trace.to_uppercase().into_bytes());
                let present = octets
                    .windows(trace.len())
                    .any(|fenetre| fenetre == bas || fenetre == haut);
                assert!(!present, "{trace} can still be read in the file");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_used_or_accepted_is_kept() {
    chaque_banc("conservation", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (inscrite, u) = (usager_n(registry, 1).await, usager_n(registry, 2).await);
        let soumise = deposer(registry, &inscrite, EG_A1, 1).await;
        let version = version(registry, &g, soumise.id).await;
        registry
            .valider(&g, soumise.id, version, true)
            .await
            .expect("accepted");
        let id = remplir(registry, &u, &situation(EG_A1), &contact(2))
            .await
            .expect("a draft");
        banc.horloge.avancer_jours(29);
        registry
            .enregistrer_contact(&u, id, &contact(3))
            .await
            .expect("touched");
        banc.horloge.avancer_jours(29);
        registry.purger_sessions().await.expect("sessions");
        let efface = registry
            .effacer_echues(Conservation::jours(30))
            .await
            .expect("the task");
        assert_eq!(efface, Efface::default());
        assert!(registry.ma_fiche(&inscrite).await.expect("read").is_some());
        assert_eq!(compter(registry.db(), "message").await, 2);
        // A shorter delay is another matter.
        let efface = registry
            .effacer_echues(Conservation::jours(10))
            .await
            .expect("the task");
        assert_eq!((efface.demandes, efface.comptes), (1, 1));
        assert!(registry.demande_de(&inscrite, soumise.id).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_erases_what_leads_nowhere_at_once() {
    chaque_moteur("effacer maintenant", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (u, autre) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let brouillon = remplir(&registry, &u, &situation(EG_A1), &contact(1))
            .await
            .expect("a draft");
        let refus = registry.effacer_demande(&autre, brouillon).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        registry.effacer_demande(&u, brouillon).await.expect("erased");
        let refus = registry.effacer_demande(&u, brouillon).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");

        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let refus = registry.effacer_demande(&u, soumise.id).await;
        assert!(matches!(&refus, Err(ActeError::Transition(t)) if t.depuis == Statut::ATraiter));
        registry.annuler(&u, soumise.id).await.expect("withdrawn");
        registry.effacer_demande(&u, soumise.id).await.expect("erased");
        assert_eq!(compter(registry.db(), "message").await, 0);
        assert_eq!(compter(registry.db(), "coordonnee").await, 0);

        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let version = version(&registry, &g, soumise.id).await;
        registry
            .valider(&g, soumise.id, version, true)
            .await
            .expect("accepted");
        let refus = registry.effacer_demande(&u, soumise.id).await;
        assert!(matches!(&refus, Err(ActeError::Transition(t)) if t.depuis == Statut::Validee));
        assert_eq!(compter(registry.db(), "demande").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_whole_and_ones_own() {
    chaque_moteur("export", |registry| async move {
        let nadia = compte_carte(&registry, "Nadia FERRAND").await;
        habiliter(&registry, nadia, "gestionnaire", "EG", EG_A1).await;
        let session_g = session(&registry, nadia).await;
        let g = session_g.gestionnaire().expect("a gestionnaire");
        let u = usager(&registry, &philomene()).await;
        let sienne = session(&registry, u.compte()).await;
        let autre = usager_n(&registry, 2).await;
        deposer(&registry, &autre, EG_A1, 2).await;
        let soumise = deposer_sienne(&registry, &u, EG_A1).await;
        let version = version(&registry, &g, soumise.id).await;
        registry
            .valider(&g, soumise.id, version, true)
            .await
            .expect("accepted");
        let fiche = registry.ma_fiche(&u).await.expect("read").expect("registered");
        let Ok(_) = registry.fiche(&g, fiche.id).await else {
            panic!("read by the gestionnaire")
        };

        let copie = registry
            .mes_donnees(&sienne)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            (copie.demandes.len(), copie.messages.len(), copie.sessions.len()),
            (1, 2, 2)
        );
        let actes: Vec<_> = copie
            .journal
            .iter()
            .filter(|ligne| ligne.objet != "session")
            .map(|ligne| (ligne.acte.as_str(), ligne.par_moi))
            .collect();
        assert_eq!(
            actes,
            [
                ("commencer", true),
                ("soumettre", true),
                ("consulter", false),
                ("valider", false),
                ("inscrire", false),
                ("consulter", false)
            ]
        );
        assert_eq!(
            copie.fiche.as_ref().map(|f| f.rpps.as_str()),
            Some(fiche.rpps.as_str())
        );
        let texte = serde_json::to_string(&copie).expect("JSON");
        for attendu in [
            "ZEBULONNE",
            "philomene.zebulonne@example.org",
            "06 12 99 88 77",
            "1990-03-12",
            &soumise.reference.to_string(),
        ] {
            assert!(texte.contains(attendu), "{attendu}");
        }
        for etranger in ["MARTIN", "personne2@example.org", "FERRAND"] {
            assert!(!texte.contains(etranger), "{etranger}");
        }

        let filtre = "vue=urgentes".parse().expect("codes");
        let nommee = registry
            .creer_vue(&g, &"Ma vue".parse().expect("a name"), &filtre, false)
            .await;
        assert!(nommee.is_ok());
        let copie = registry
            .mes_donnees(&session_g)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(copie.demandes.is_empty() && copie.fiche.is_none() && copie.compte.etat_civil.is_none());
        assert_eq!(copie.habilitations[0].finess, EG_A1);
        assert_eq!(
            (copie.vues[0].nom.as_str(), copie.vues[0].filtre.as_str()),
            ("Ma vue", "vue=urgentes")
        );
        let texte = serde_json::to_string(&copie).expect("JSON");
        assert!(texte.contains("FERRAND") && !texte.contains("ZEBULONNE"));
        assert_eq!(
            serde_json::to_string(&registry::donnees::Moment(Instant::from_millis(DEBUT))).expect("JSON"),
            "\"2026-11-22T09:00:00Z\""
        );
    })
    .await;
}
