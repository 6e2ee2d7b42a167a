//! Turnover: a small association counted by hand, within what somebody heads and nowhere else.

use crate::commun::*;
use crate::decor::*;
use domain::date::{Jour, parse_iso};
use domain::identifiant::Finess;
use domain::nomenclature::MotifFin;
use registry::db::sql;
use registry::droit::Representant;
use registry::rotation::{Attention, Filtre, Liste, Portee, Raison, Reste, Tableau};
use registry::{ActeError, Registry};
use uuid::Uuid;

/// The head of that structure.
async fn tete(registry: &Registry, portee: &str, numero: &str) -> Representant {
    let compte = compte_carte(registry, "Hélène CARPENTIER").await;
    habiliter(registry, compte, "representant_legal", portee, numero).await;
    session(registry, compte).await.representant().expect("a head")
}

/// Establishment, first day, last day, reason of the end, profession and rôle.
type Passage = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Somebody registered long ago, with these situations.
async fn inscrire(registry: &Registry, rang: i64, nom: &str, passages: &[Passage]) -> Uuid {
    let id = nouvel_id(registry);
    let il_y_a_longtemps = registry.now().plus_days(-900).millis();
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql(
        "INSERT INTO personne (id, rpps, civilite, sexe, nom_naissance, prenoms, date_naissance, pays_naissance, \
         commune_naissance, certification, identite, nom_exercice, prenom_exercice, email, mobile, cree_le, version, cle) \
         VALUES ($1, $2, 'MME', 'F', $3, 'Anne', $4, '99100', '69383', 'FC', $2, $3, 'Anne', $2, $2, $5, 1, $6)",
    )
    .bind(id)
    .bind(format!("101000000{rang:02}"))
    .bind(nom)
    .bind(jour("1990-03-12"))
    .bind(il_y_a_longtemps)
    .bind(format!("{} anne", nom.to_lowercase()))
    .execute(&mut tx)
    .await
    .expect("a person");
    for (finess, debut, fin, motif, metier) in passages {
        let (profession, role) = metier.split_once(' ').expect("a job");
        sql(
            "INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, fin, motif_fin, cree_le) \
             VALUES ($1, $2, $3, $4, $5, 'S', 'C', $6, $7, $8, $9)",
        )
        .bind(nouvel_id(registry))
        .bind(id)
        .bind(*finess)
        .bind(profession)
        .bind(role)
        .bind(jour(debut))
        .bind((!fin.is_empty()).then(|| jour(fin)))
        .bind((!motif.is_empty()).then(|| (*motif).to_owned()))
        .bind(il_y_a_longtemps)
        .execute(&mut tx)
        .await
        .expect("a situation");
    }
    tx.commit().await.expect("registered");
    id
}

fn jour(texte: &str) -> Jour {
    parse_iso(texte).expect("a day")
}

const METIER: &str = "328 GENR10";

/// Nine people: present, moved, gone, gone and back, with two situations, to come, about to go, forgotten, elsewhere.
async fn peupler(registry: &Registry) {
    let r = registry;
    inscrire(r, 1, "ALPHA", &[(EG_A1, "2024-01-01", "", "", "313 GENR08")]).await;
    let beta = [
        (EG_A1, "2025-02-01", "2026-03-31", "", METIER),
        (EG_A2, "2026-04-01", "", "", METIER),
    ];
    inscrire(r, 2, "BETA", &beta).await;
    inscrire(
        r,
        3,
        "GAMMA",
        &[(EG_A1, "2024-06-01", "2026-05-31", "CHL", METIER)],
    )
    .await;
    let delta = [
        (EG_A1, "2026-09-01", "", "", METIER),
        (EG_A2, "2026-09-15", "", "", "331 GENR09"),
    ];
    inscrire(r, 4, "DELTA", &delta).await;
    inscrire(r, 5, "EPSILON", &[(EG_A2, "2026-12-01", "", "", METIER)]).await;
    inscrire(r, 6, "ZETA", &[(EG_A1, "2025-01-01", "2026-12-15", "", METIER)]).await;
    let eta = [
        (EG_A1, "2024-01-01", "2026-09-30", "RS", METIER),
        (EG_A2, "2025-01-01", "", "", METIER),
    ];
    inscrire(r, 7, "ETA", &eta).await;
    inscrire(r, 8, "THETA", &[(EG_B1, "2026-02-01", "", "", METIER)]).await;
    let iota = [
        (EG_A1, "2025-01-01", "2026-01-31", "AUT", METIER),
        (EG_A1, "2026-03-01", "", "", METIER),
    ];
    inscrire(r, 9, "IOTA", &iota).await;
}

fn structure(numero: &str) -> Portee {
    Portee::Structure(numero.parse::<Finess>().expect("a FINESS number"))
}

/// Present, arrived, left, to come.
fn chiffres(tableau: &Tableau) -> (u32, u32, u32, u32) {
    let m = &tableau.ensemble;
    (m.presents(), m.arrivees(), m.departs(), m.a_venir)
}

fn filtre(portee: &Portee, liste: Liste) -> Filtre {
    Filtre {
        portee: portee.clone(),
        liste,
        role: None,
        mois: None,
        sans_signe: 6,
        texte: None,
        page: 1,
    }
}

/// The family names of a list, in its order.
async fn noms(registry: &Registry, r: &Representant, filtre: &Filtre) -> Vec<String> {
    let page = registry.rotation_liste(r, filtre).await.expect("a list");
    assert_eq!(page.total, i64::try_from(page.lignes.len()).expect("a few"));
    let nom = |nom: &str| nom.split(' ').next().unwrap_or_default().to_owned();
    page.lignes.iter().map(|ligne| nom(&ligne.nom)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_counted_as_a_hand_counts_them() {
    chaque_moteur("comptes", |registry| async move {
        peupler(&registry).await;
        let helene = tete(&registry, "EJ", EJ_A).await;
        let tout = registry.rotation(&helene, &Portee::Toutes).await.unwrap();
        // Two situations are one person; a move within the association is no move; gone and back is one of each.
        assert_eq!(chiffres(&tout), (6, 2, 2, 1));
        let effectifs: Vec<u32> = tout.ensemble.mois.iter().map(|mois| mois.presents).collect();
        assert_eq!(effectifs, [6, 6, 5, 5, 6, 6, 5, 5, 5, 5, 6, 6, 6]);
        assert_eq!(tout.ensemble.effectif_moyen_dixiemes(), 55);
        assert_eq!(tout.ensemble.taux_pour_mille(), Some(364));
        // The same for the EJ by its number; each establishment counts what comes from the other.
        let ej = registry.rotation(&helene, &structure(EJ_A)).await.unwrap();
        assert_eq!(ej.nom.as_deref(), Some("ASSOCIATION DES TILLEULS"));
        assert_eq!(ej.ensemble, tout.ensemble);
        let par_site: Vec<_> = tout
            .etablissements
            .iter()
            .map(|ligne| {
                (
                    ligne.finess.as_str(),
                    ligne.mouvements.presents(),
                    ligne.mouvements.arrivees(),
                    ligne.mouvements.departs(),
                )
            })
            .collect();
        // The closed one, where nothing moved, is not there.
        assert_eq!(par_site, [(EG_A1, 4, 2, 4), (EG_A2, 3, 2, 0)]);
        let un = registry.rotation(&helene, &structure(EG_A1)).await.unwrap();
        assert_eq!((chiffres(&un), un.un_etablissement), ((4, 2, 4, 0), true));
        let roles: Vec<_> = tout
            .roles
            .iter()
            .map(|ligne| {
                let m = &ligne.mouvements;
                (ligne.role.as_str(), m.presents(), m.arrivees(), m.departs())
            })
            .collect();
        // A second rôle taken is an arrival in it, though not in the structure.
        assert_eq!(
            roles,
            [("GENR10", 5, 2, 2), ("GENR08", 1, 0, 0), ("GENR09", 1, 1, 0)]
        );
        let connues: Vec<_> = tout.structures.iter().map(|s| s.finess.as_str()).collect();
        assert_eq!(connues, [EJ_A, EG_A1, EG_FERME, EG_A2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_number_has_its_people_behind_it() {
    chaque_banc("listes", |Banc { registry, horloge, .. }| async move {
        peupler(&registry).await;
        let helene = tete(&registry, "EJ", EJ_A).await;
        let toutes = Portee::Toutes;
        for (liste, attendus) in [
            (Liste::Presents, vec!["ALPHA", "BETA", "DELTA", "ETA", "IOTA", "ZETA"]),
            (Liste::Arrivees, vec!["DELTA", "IOTA"]),
            (Liste::Departs, vec!["GAMMA", "IOTA"]),
            (Liste::AVenir, vec!["EPSILON"]),
            (Liste::Fins, vec!["ZETA"]),
            (Liste::Roles, vec!["ALPHA"]),
            (Liste::Restes, vec!["ETA"]),
        ] {
            assert_eq!(noms(&registry, &helene, &filtre(&toutes, liste)).await, attendus, "{liste:?}");
        }
        let sept = Filtre { mois: "2026-09".parse().ok(), ..filtre(&toutes, Liste::Arrivees) };
        assert_eq!(noms(&registry, &helene, &sept).await, ["DELTA"]);
        let accueil = Filtre { role: "GENR09".parse().ok(), ..filtre(&toutes, Liste::Presents) };
        assert_eq!(noms(&registry, &helene, &accueil).await, ["DELTA"]);
        let cherche = Filtre { texte: Some("zet".to_owned()), ..filtre(&toutes, Liste::Presents) };
        assert_eq!(noms(&registry, &helene, &cherche).await, ["ZETA"]);
        let gone = Filtre { texte: Some("gamma".to_owned()), ..filtre(&toutes, Liste::Presents) };
        assert_eq!(noms(&registry, &helene, &gone).await, [""; 0]);
        // In the site alone, who went to the other one has left.
        let site = structure(EG_A1);
        assert_eq!(noms(&registry, &helene, &filtre(&site, Liste::Departs)).await, ["ETA", "GAMMA", "BETA", "IOTA"]);

        let departs = registry.rotation_liste(&helene, &filtre(&toutes, Liste::Departs)).await.unwrap();
        assert_eq!(departs.lignes[0].raison, Raison::Partie(jour("2026-05-31"), Some(MotifFin::ChangementLieu)));
        let restes = registry.rotation_liste(&helene, &filtre(&toutes, Liste::Restes)).await.unwrap();
        assert_eq!(
            restes.lignes[0].raison,
            Raison::Reste(Reste::Situation {
                parti_le: jour("2026-09-30"),
                motif: MotifFin::RetraiteSalariee,
                quitte: "EHPAD LES TILLEULS".to_owned(),
            })
        );
        let larges = registry.rotation_liste(&helene, &filtre(&toutes, Liste::Roles)).await.unwrap();
        assert!(matches!(&larges.lignes[0].raison, Raison::RoleLarge(suffisants) if suffisants == &["Accompagnement au soin"]));

        // A planned end that comes is a departure without anybody doing anything (R27); the number stays (R54).
        horloge.avancer_jours(30);
        let compte = registry.rotation(&helene, &toutes).await.unwrap();
        assert_eq!((compte.ensemble.presents(), compte.ensemble.a_venir), (6, 0));
        let departs = registry.rotation_liste(&helene, &filtre(&toutes, Liste::Departs)).await.unwrap();
        assert_eq!(departs.lignes[0].rpps.as_str(), "10100000006");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_somebody_heads_is_counted() {
    chaque_moteur("périmètre de la rotation", |registry| async move {
        peupler(&registry).await;
        let (helene, bruno) = (
            tete(&registry, "EJ", EJ_A).await,
            tete(&registry, "EJ", EJ_B).await,
        );
        let site = tete(&registry, "EG", EG_A1).await;
        let sien = registry.rotation(&bruno, &Portee::Toutes).await.unwrap();
        assert_eq!(chiffres(&sien), (1, 1, 0, 0));
        assert_eq!(
            noms(&registry, &bruno, &filtre(&Portee::Toutes, Liste::Presents)).await,
            ["THETA"]
        );
        // Decentralised: the EG alone, also when the number asked for is that of its EJ.
        assert_eq!(
            chiffres(&registry.rotation(&site, &Portee::Toutes).await.unwrap()),
            (4, 2, 4, 0)
        );
        assert_eq!(
            chiffres(&registry.rotation(&site, &structure(EJ_A)).await.unwrap()),
            (4, 2, 4, 0)
        );
        for (qui, ailleurs) in [
            (&bruno, EJ_A),
            (&bruno, EG_A1),
            (&helene, EJ_B),
            (&site, EG_A2),
            (&helene, "010780914"),
        ] {
            let portee = structure(ailleurs);
            assert!(matches!(
                registry.rotation(qui, &portee).await,
                Err(ActeError::Introuvable)
            ));
            assert!(matches!(
                registry.rotation_acces(qui, &portee, 6).await,
                Err(ActeError::Introuvable)
            ));
            for &liste in Liste::TOUTES {
                let reponse = registry.rotation_liste(qui, &filtre(&portee, liste)).await;
                assert!(matches!(reponse, Err(ActeError::Introuvable)), "{liste:?}");
            }
        }
        // A right withdrawn a moment ago shows nothing any more.
        retirer_habilitations(&registry, bruno.compte()).await;
        let rien = registry.rotation(&bruno, &Portee::Toutes).await.unwrap();
        assert_eq!((chiffres(&rien), rien.structures.len()), ((0, 0, 0, 0), 0));
        assert_eq!(
            noms(&registry, &bruno, &filtre(&Portee::Toutes, Liste::Presents)).await,
            [""; 0]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_portal_knows_of_people_and_of_rights() {
    chaque_moteur("signes", |registry| async move {
        peupler(&registry).await;
        let helene = tete(&registry, "EJ", EJ_A).await;
        // GAMMA left in May and is still a gestionnaire, with a card that ends soon; nobody has seen him since.
        let gamma = compte_carte(&registry, "Anne GAMMA").await;
        habiliter(&registry, gamma, "gestionnaire", "EJ", EJ_A).await;
        // ALPHA signs in with her card; BETA has the account that was tied to her.
        let alpha = compte_carte(&registry, "Anne ALPHA").await;
        let beta = compte_carte(&registry, "Anne BETA").await;
        let ailleurs = compte_carte(&registry, "Odile ROY").await;
        habiliter(&registry, ailleurs, "gestionnaire", "EJ", EJ_B).await;
        let mut tx = registry.db().begin().await.unwrap();
        for (compte, rpps) in [(gamma, "10100000003"), (alpha, "10100000001")] {
            sql("UPDATE compte SET rpps = $2 WHERE id = $1").bind(compte.uuid()).bind(rpps).execute(&mut tx).await.unwrap();
        }
        sql("UPDATE personne SET compte = $1 WHERE rpps = '10100000002'").bind(beta.uuid()).execute(&mut tx).await.unwrap();
        sql("UPDATE habilitation SET depuis = $2, carte_jusqu_au = $3 WHERE compte = $1")
            .bind(gamma.uuid())
            .bind(registry.now().plus_days(-400).millis())
            .bind(jour("2026-12-31"))
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        session(&registry, alpha).await;
        session(&registry, beta).await;

        let tableau = registry.rotation(&helene, &Portee::Toutes).await.unwrap();
        let attendu = Attention { restes: 2, a_verifier: 0, fins: 1, roles_larges: 1, sans_signe: 4, gestionnaires: 1, cartes: 1 };
        assert_eq!(tableau.attention, attendu);
        let toutes = Portee::Toutes;
        assert_eq!(noms(&registry, &helene, &filtre(&toutes, Liste::SansSigne)).await, ["DELTA", "ZETA", "ETA", "IOTA"]);
        assert_eq!(noms(&registry, &helene, &filtre(&toutes, Liste::Restes)).await, ["GAMMA", "ETA"]);
        let acces = registry.rotation_acces(&helene, &toutes, 6).await.unwrap();
        assert_eq!(acces.inactifs.len(), 1);
        assert_eq!((acces.inactifs[0].nom.as_str(), acces.inactifs[0].vu_le), ("Anne GAMMA", None));
        assert_eq!((acces.cartes[0].nom.as_str(), acces.cartes[0].expire_le), ("Anne GAMMA", jour("2026-12-31")));
        assert_eq!(acces.cartes[0].structure, "ASSOCIATION DES TILLEULS");
        // One act is enough not to be inactive; the right that stays after the departure is still said.
        session(&registry, gamma).await;
        let tableau = registry.rotation(&helene, &toutes).await.unwrap();
        assert_eq!((tableau.attention.gestionnaires, tableau.attention.restes), (0, 2));
        // The head of one site is not told of the rights on the whole EJ.
        let site = tete(&registry, "EG", EG_A1).await;
        let vus = registry.rotation(&site, &toutes).await.unwrap().attention;
        assert_eq!((vus.gestionnaires, vus.cartes, vus.restes), (0, 0, 0));
        // A card of the structure that carries no right yet.
        let mut tx = registry.db().begin().await.unwrap();
        sql("INSERT INTO carte (id, finess, genre, nom, recue_le, expire_le, version, cree_le) VALUES ($1, $2, 'CPE', 'Ines ROY', $3, $4, 1, 0)")
            .bind(nouvel_id(&registry))
            .bind(EG_A1)
            .bind(jour("2024-01-01"))
            .bind(jour("2026-11-01"))
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let cartes = registry.rotation_acces(&site, &toutes, 6).await.unwrap().cartes;
        assert_eq!((cartes[0].nom.as_str(), cartes[0].structure.as_str()), ("Ines ROY", "EHPAD LES TILLEULS"));
        assert_eq!(registry.rotation_acces(&helene, &toutes, 6).await.unwrap().cartes.len(), 2);
    })
    .await;
}
