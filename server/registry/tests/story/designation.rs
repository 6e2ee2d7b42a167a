//! Designating gestionnaires and mandataires (J6, R43–R45): who may, on what, and what follows at once.

use crate::commun::*;
use crate::decor::*;
use domain::date::jour;
use domain::designation::IdentifiantCarte;
use domain::ids::{CompteId, HabilitationId};
use domain::saisie::{CguAcceptees, HabiliteValide, Inconnu, SaisieCgu, SaisieHabilite, SaisieInconnu};
use registry::designation::{Ajout, DesignationError, RechercheHabilite};
use registry::droit::{Designateur, SessionOuverte};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::{ActeError, Registry};

/// Grants a right to the holder of that card, as whoever runs the portal does, and opens a session.
pub(crate) async fn titulaire(
    registry: &Registry,
    identifiant: &str,
    nom: &str,
    genre: GenreHabilitation,
    structure: &str,
) -> SessionOuverte {
    let octroi = Octroi {
        identifiant: identifiant.to_owned(),
        nom: nom.to_owned(),
        genre,
        finess: finess(structure),
        carte_jusqu_au: None,
    };
    registry.accorder_habilitation(&octroi).await.expect("granted");
    session_de(registry, identifiant).await
}

pub(crate) async fn compte_de(registry: &Registry, identifiant: &str) -> CompteId {
    let row = registry::db::sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{identifiant}"))
        .one(registry.db())
        .await
        .expect("the account exists");
    CompteId::new(row.get("id").expect("an id"))
}

pub(crate) async fn session_de(registry: &Registry, identifiant: &str) -> SessionOuverte {
    session(registry, compte_de(registry, identifiant).await).await
}

pub(crate) async fn representante(registry: &Registry) -> Designateur {
    titulaire(
        registry,
        "dirige-a",
        "Hélène CARPENTIER",
        GenreHabilitation::RepresentantLegal,
        EJ_A,
    )
    .await
    .designateur()
    .expect("a designateur")
}

pub(crate) fn cgu() -> CguAcceptees {
    SaisieCgu {
        cgu: "on".into(),
        cgu_habilitations: "on".into(),
    }
    .valider()
    .expect("both boxes")
}

pub(crate) fn inconnu(identifiant: &str, prenom: &str, nom: &str) -> Ajout {
    let inconnu: Inconnu = SaisieInconnu {
        identifiant: identifiant.into(),
        nom_exercice: nom.into(),
        prenom_exercice: prenom.into(),
    }
    .valider()
    .expect("somebody");
    Ajout::Nomme(inconnu)
}

pub(crate) fn valide(genre: &str, email: &str) -> HabiliteValide {
    SaisieHabilite {
        genre_habilitation: genre.into(),
        email: email.into(),
        telephone: "01 23 45 67 89".into(),
        formation: "on".into(),
        formation_le_jour: "3".into(),
        formation_le_mois: "11".into(),
        formation_le_annee: "2026".into(),
        reference_formation: "AT-77".into(),
        ..SaisieHabilite::default()
    }
    .valider(jour(2026, 11, 22).expect("a day"))
    .expect("it is right")
}

/// Designates one person, from the basket to the sending.
pub(crate) async fn designer(
    registry: &Registry,
    d: &Designateur,
    structure: &str,
    ajout: &Ajout,
    valide: &HabiliteValide,
) -> Result<(), ActeError> {
    let structure = finess(structure);
    let ligne = registry.ajouter_au_panier(d, &structure, ajout).await?;
    registry.completer_ligne(d, &structure, ligne, valide).await?;
    let panier = registry.panier(d, &structure).await?.expect("a demande");
    registry.envoyer_designation(d, panier.id, cgu()).await?;
    Ok(())
}

pub(crate) async fn droit_de(registry: &Registry, identifiant: &str, genre: &str) -> HabilitationId {
    let row = registry::db::sql("SELECT id FROM habilitation WHERE compte = $1 AND genre = $2")
        .bind(compte_de(registry, identifiant).await.uuid())
        .bind(genre.to_owned())
        .one(registry.db())
        .await
        .expect("the right");
    HabilitationId::new(row.get("id").expect("an id"))
}

pub(crate) fn empeche(resultat: Result<impl Sized, ActeError>) -> DesignationError {
    match resultat.err() {
        Some(ActeError::Designation(refus)) => refus,
        autre => panic!("{autre:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_designated_at_once_and_work_at_once() {
    chaque_moteur("désignation", |registry| async move {
        let d = representante(&registry).await;
        let ej = finess(EJ_A);
        let structures = registry.structures_designees(&d).await.unwrap();
        assert_eq!(
            (structures.len(), structures[0].centralisee, structures[0].dirigee),
            (1, true, true)
        );
        assert_eq!(registry.etablissements_designes(&d, &ej).await.unwrap().len(), 3);
        assert_eq!(
            registry.panier(&d, &ej).await.unwrap().map(|p| p.lignes.len()),
            None
        );

        let jeanne = registry
            .ajouter_au_panier(&d, &ej, &inconnu("3990000028/12", "Jeanne", "ARNAUD"))
            .await
            .unwrap();
        let omar = registry
            .ajouter_au_panier(&d, &ej, &inconnu("3990000028/13", "Omar", "SELLIER"))
            .await
            .unwrap();
        let trop = registry
            .ajouter_au_panier(&d, &ej, &inconnu("3990000028/14", "Lise", "TROP"))
            .await
            .unwrap();
        // The same person twice is one line.
        let encore = inconnu("3990000028/12", "Jeanne", "ARNAUD");
        assert_eq!(
            registry.ajouter_au_panier(&d, &ej, &encore).await.unwrap(),
            jeanne
        );
        let panier = registry.panier(&d, &ej).await.unwrap().unwrap();
        assert_eq!(panier.lignes.len(), 3);
        assert_eq!(
            empeche(registry.envoyer_designation(&d, panier.id, cgu()).await),
            DesignationError::Incomplete
        );
        registry
            .completer_ligne(&d, &ej, jeanne, &valide("gestionnaire", "jeanne@example.org"))
            .await
            .unwrap();
        registry
            .completer_ligne(&d, &ej, omar, &valide("mandataire", "omar@example.org"))
            .await
            .unwrap();
        registry.retirer_du_panier(&d, &ej, trop).await.unwrap();
        registry.retirer_du_panier(&d, &ej, trop).await.unwrap();

        // Two clicks, at the same time: one act.
        let (un, deux) = tokio::join!(
            registry.envoyer_designation(&d, panier.id, cgu()),
            registry.envoyer_designation(&d, panier.id, cgu())
        );
        assert_eq!((un.unwrap(), deux.unwrap()), (panier.id, panier.id));
        assert!(registry.panier(&d, &ej).await.unwrap().is_none());
        let jeanne = session_de(&registry, "3990000028/12").await;
        assert!(jeanne.est_gestionnaire() && !jeanne.est_designateur());
        let omar = session_de(&registry, "3990000028/13").await;
        assert!(!omar.est_gestionnaire() && omar.est_designateur());
        let db = registry.db();
        assert_eq!(
            compter(
                db,
                "habilitation WHERE designee_par IS NOT NULL AND cgu_portail = '2026-11'"
            )
            .await,
            2
        );
        assert_eq!(
            compter(db, "message WHERE genre = 'habilitation_accordee'").await,
            2
        );
        assert_eq!(compter(db, "formation WHERE reference = 'AT-77'").await, 2);
        assert_eq!(
            compter(
                db,
                "journal WHERE acte = 'habiliter' AND issue = 'fait' AND acteur IS NOT NULL"
            )
            .await,
            2
        );

        // The confirmation leaves once.
        let email = "helene@example.org".parse().unwrap();
        registry.confirmer_envoi(&d, panier.id, &email).await.unwrap();
        registry.confirmer_envoi(&d, panier.id, &email).await.unwrap();
        assert!(
            registry
                .envoi(&d, panier.id)
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .confirmee
        );
        assert_eq!(
            compter(db, "message WHERE genre = 'habilitation_demandee'").await,
            1
        );
        let mail = registry.messages(10).await.unwrap();
        let mail = mail
            .iter()
            .find(|m| m.destinataire == "jeanne@example.org")
            .unwrap();
        assert!(mail.texte.contains("ASSOCIATION DES TILLEULS") && mail.texte.contains("tout de suite"));

        // What somebody has is not given twice; the attestation is offered in another structure.
        let encore = Ajout::Connu("3990000028/12".parse().unwrap());
        let ligne = registry.ajouter_au_panier(&d, &ej, &encore).await.unwrap();
        let lue = registry
            .ligne_panier(&d, &ej, ligne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            (lue.nom.as_str(), lue.email.as_deref()),
            ("Jeanne ARNAUD", Some("jeanne@example.org"))
        );
        assert!(lue.attestation.is_some() && !lue.formation);
        let valide = valide("gestionnaire", "jeanne@example.org");
        assert_eq!(
            empeche(registry.completer_ligne(&d, &ej, ligne, &valide).await),
            DesignationError::DejaHabilitee
        );
        assert_eq!(compter(db, "journal WHERE issue = 'deja_habilitee'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_reveals_the_perimeter_and_exact_identifiers_only() {
    chaque_moteur("recherche d’habilitables", |registry| async move {
        let d = representante(&registry).await;
        let ej = finess(EJ_A);
        for (n, eg) in [(1, EG_A1), (2, EG_B2)] {
            let g = gestionnaire(&registry, "Quelqu’un", "EG", eg).await;
            let u = usager_n(&registry, n).await;
            let id = deposer(&registry, &u, eg, n).await.id;
            let v = version(&registry, &g, id).await;
            registry.valider(&g, id, v, true).await.unwrap();
        }
        titulaire(&registry, "3990000044/9", "Marie MARTINEAU", GenreHabilitation::Gestionnaire, EJ_B).await;
        titulaire(&registry, "3990000028/5", "Luc MARTINOT", GenreHabilitation::Gestionnaire, EG_A1).await;
        let chercher = |cherche: RechercheHabilite| {
            let (registry, d, ej) = (&registry, &d, &ej);
            async move {
                let trouves = registry.chercher_habilitables(d, ej, &cherche).await;
                trouves.unwrap_or_else(|e| panic!("{e}"))
            }
        };
        let par_nom = chercher(RechercheHabilite { nom: "martin".into(), ..Default::default() }).await;
        // Louise MARTIN of EG_A1 and Luc MARTINOT; neither Louise MARTIN of EG_B2 nor Marie MARTINEAU.
        let noms: Vec<&str> = par_nom.iter().map(|c| c.nom.as_str()).collect();
        assert_eq!(noms.len(), 2, "{noms:?}");
        assert!(noms[0].starts_with("Louise") && noms[1] == "Luc MARTINOT", "{noms:?}");
        assert_eq!(par_nom[0].lieu.as_deref(), Some("EHPAD LES TILLEULS"));
        let deux = chercher(RechercheHabilite { nom: "Martinot".into(), prenom: "Lu".into(), ..Default::default() }).await;
        assert_eq!(deux.len(), 1);
        let aucun = chercher(RechercheHabilite { nom: "Martinot".into(), prenom: "Zoé".into(), ..Default::default() }).await;
        assert!(aucun.is_empty());
        let ailleurs = chercher(RechercheHabilite { identifiant: "3990000044/9".into(), ..Default::default() }).await;
        assert_eq!((ailleurs.len(), ailleurs[0].deja), (1, false));
        let ici = chercher(RechercheHabilite { structure: EG_A1.into(), ..Default::default() }).await;
        assert_eq!(ici.len(), 2, "Louise and Luc; the gestionnaire of the scenery has no card");
        let dehors = chercher(RechercheHabilite { structure: EG_B2.into(), ..Default::default() }).await;
        assert!(dehors.is_empty());
        assert!(chercher(RechercheHabilite::default()).await.is_empty());

        // A registered person is added by the number that the search gave, under the register's name.
        let louise: IdentifiantCarte = par_nom[0].identifiant.parse().unwrap();
        let ligne = registry.ajouter_au_panier(&d, &ej, &Ajout::Connu(louise)).await.unwrap();
        let ligne = registry.ligne_panier(&d, &ej, ligne).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(ligne.nom, par_nom[0].nom);
        let personne = Ajout::Connu("3990000028/99".parse().unwrap());
        assert_eq!(empeche(registry.ajouter_au_panier(&d, &ej, &personne).await), DesignationError::Inconnue);

        // Cards are found by their whole number, in the perimeter.
        executer(
            registry.db(),
            &["INSERT INTO carte (id, finess, genre, titulaire, nom, numero, recue_le, expire_le, version, cree_le) \
               SELECT id, '990000028', 'CPE', compte, 'Luc MARTINOT', '2800 1234 56', NULL, NULL, 1, 0 FROM habilitation \
               WHERE finess = '990000028' AND compte IN (SELECT id FROM compte WHERE nom_affiche = 'Luc MARTINOT')"],
        )
        .await;
        let carte = chercher(RechercheHabilite { carte: "2800123456".into(), ..Default::default() }).await;
        assert_eq!((carte.len(), carte[0].nom.as_str()), (1, "Luc MARTINOT"));
        let partie = chercher(RechercheHabilite { carte: "28001234".into(), ..Default::default() }).await;
        assert!(partie.is_empty());
        let nul = chercher(RechercheHabilite { carte: "2800123\u{0}456".into(), ..Default::default() }).await;
        assert!(nul.is_empty(), "PostgreSQL takes no NUL");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandataire_designates_in_their_structure_and_nothing_else() {
    chaque_moteur("mandataire qui désigne", |registry| async move {
        let session = titulaire(
            &registry,
            "mandataire-1",
            "Yasmine HADDAD",
            GenreHabilitation::Mandataire,
            EG_A1,
        )
        .await;
        let m = session.designateur().unwrap();
        let (eg, ej) = (finess(EG_A1), finess(EJ_A));
        for dehors in [EJ_A, EG_A2, EG_B1, EJ_B] {
            let refus = registry.panier(&m, &finess(dehors)).await.err();
            assert!(
                matches!(refus, Some(ActeError::Introuvable)),
                "{dehors}: {refus:?}"
            );
        }
        let ajout = inconnu("3990000028/12", "Jeanne", "ARNAUD");
        let ligne = registry.ajouter_au_panier(&m, &eg, &ajout).await.unwrap();
        let mandataire = valide("mandataire", "jeanne@example.org");
        assert_eq!(
            empeche(registry.completer_ligne(&m, &eg, ligne, &mandataire).await),
            DesignationError::ReserveAuRepresentant
        );
        designer(
            &registry,
            &m,
            EG_A1,
            &ajout,
            &valide("gestionnaire", "jeanne@example.org"),
        )
        .await
        .unwrap();
        assert!(session_de(&registry, "3990000028/12").await.est_gestionnaire());

        // One tap; two give the same answer. The representative needs nothing.
        let structure = registry.structure_designee(&m, &eg).await.unwrap();
        assert!(registry.peut_se_designer(&m, &structure).await.unwrap());
        let moi = valide("gestionnaire", "yasmine@example.org");
        let une = registry.me_designer(&m, &eg, &moi, cgu()).await.unwrap();
        assert_eq!(registry.me_designer(&m, &eg, &moi, cgu()).await.unwrap(), une);
        assert!(session_de(&registry, "mandataire-1").await.est_gestionnaire());
        assert!(!registry.peut_se_designer(&m, &structure).await.unwrap());
        let rl = representante(&registry).await;
        assert_eq!(
            empeche(registry.me_designer(&rl, &ej, &moi, cgu()).await),
            DesignationError::DroitNatif
        );
        // A gestionnaire of the EJ has the right on its EG already.
        designer(
            &registry,
            &rl,
            EJ_A,
            &inconnu("3990000028/20", "Ali", "EJIDE"),
            &valide("gestionnaire", "a@example.org"),
        )
        .await
        .unwrap();
        let ali = Ajout::Connu("3990000028/20".parse().unwrap());
        let valide_ali = valide("gestionnaire", "a@example.org");
        assert_eq!(
            empeche(designer(&registry, &rl, EG_A1, &ali, &valide_ali).await),
            DesignationError::DejaHabilitee
        );

        // A gestionnaire cannot designate, and a right that ended while the basket was open sends nothing.
        assert!(
            session_de(&registry, "3990000028/12")
                .await
                .designateur()
                .is_err()
        );
        let ligne = registry
            .ajouter_au_panier(&m, &eg, &inconnu("3990000028/30", "Eve", "TARD"))
            .await
            .unwrap();
        registry
            .completer_ligne(&m, &eg, ligne, &valide("gestionnaire", "eve@example.org"))
            .await
            .unwrap();
        let panier = registry.panier(&m, &eg).await.unwrap().unwrap();
        let d_autre = titulaire(
            &registry,
            "dirige-b",
            "Autre",
            GenreHabilitation::RepresentantLegal,
            EJ_B,
        )
        .await
        .designateur()
        .unwrap();
        let refus = registry
            .envoyer_designation(&d_autre, panier.id, cgu())
            .await
            .err();
        assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");
        registry
            .retirer_habilitation("mandataire-1", GenreHabilitation::Mandataire, &eg)
            .await
            .unwrap();
        let refus = registry.envoyer_designation(&m, panier.id, cgu()).await.err();
        assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");
        assert_eq!(
            compter(registry.db(), "compte WHERE nom_affiche = 'Eve TARD'").await,
            0
        );
    })
    .await;
}
