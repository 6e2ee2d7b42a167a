//! Designating gestionnaires and mandataires (J6, R43–R45), withdrawing and undoing (R52): who may, on what, and what follows at
//! once.

use crate::commun::*;
use crate::decor::*;
use domain::date::jour;
use domain::designation::{GenreDesignation, IdentifiantCarte, MotifRetrait};
use domain::ids::{CompteId, HabilitationId};
use domain::saisie::{CguAcceptees, HabiliteValide, Inconnu, SaisieCgu, SaisieHabilite, SaisieInconnu};
use registry::designation::{Ajout, DesignationError, RechercheHabilite};
use registry::direct::Nouvelle;
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

async fn compte_de(registry: &Registry, identifiant: &str) -> CompteId {
    let row = registry::db::sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{identifiant}"))
        .one(registry.db())
        .await
        .expect("the account exists");
    CompteId::new(row.get("id").expect("an id"))
}

async fn session_de(registry: &Registry, identifiant: &str) -> SessionOuverte {
    session(registry, compte_de(registry, identifiant).await).await
}

async fn representante(registry: &Registry) -> Designateur {
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

fn cgu() -> CguAcceptees {
    SaisieCgu {
        cgu: "on".into(),
        cgu_habilitations: "on".into(),
    }
    .valider()
    .expect("both boxes")
}

fn inconnu(identifiant: &str, prenom: &str, nom: &str) -> Ajout {
    let inconnu: Inconnu = SaisieInconnu {
        identifiant: identifiant.into(),
        nom_exercice: nom.into(),
        prenom_exercice: prenom.into(),
    }
    .valider()
    .expect("somebody");
    Ajout::Nomme(inconnu)
}

fn valide(genre: &str, email: &str) -> HabiliteValide {
    SaisieHabilite {
        genre_habilitation: genre.into(),
        email: email.into(),
        telephone: "01 23 45 67 89".into(),
        formation: "on".into(),
        formation_le_jour: "3".into(),
        formation_le_mois: "11".into(),
        formation_le_annee: "2026".into(),
        reference_formation: "AT-77".into(),
    }
    .valider(jour(2026, 11, 22).expect("a day"))
    .expect("it is right")
}

/// Designates one person, from the basket to the sending.
async fn designer(
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

async fn droit_de(registry: &Registry, identifiant: &str, genre: &str) -> HabilitationId {
    let row = registry::db::sql("SELECT id FROM habilitation WHERE compte = $1 AND genre = $2")
        .bind(compte_de(registry, identifiant).await.uuid())
        .bind(genre.to_owned())
        .one(registry.db())
        .await
        .expect("the right");
    HabilitationId::new(row.get("id").expect("an id"))
}

fn empeche(resultat: Result<impl Sized, ActeError>) -> DesignationError {
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
        assert_eq!(ici.len(), 3, "Louise, Luc and the gestionnaire of the scenery have no card key of theirs");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_right_withdrawn_ends_at_once_and_comes_back_whole() {
    chaque_banc("retrait d’habilitation", |banc| async move {
        let registry = &banc.registry;
        let rl = representante(registry).await;
        let yasmine = titulaire(
            registry,
            "mandataire-1",
            "Yasmine HADDAD",
            GenreHabilitation::Mandataire,
            EJ_A,
        )
        .await;
        let m = yasmine.designateur().unwrap();
        let moi = valide("gestionnaire", "yasmine@example.org");
        registry
            .me_designer(&m, &finess(EJ_A), &moi, cgu())
            .await
            .unwrap();
        designer(
            registry,
            &rl,
            EG_A1,
            &inconnu("3990000028/12", "Jeanne", "ARNAUD"),
            &valide("gestionnaire", "j@example.org"),
        )
        .await
        .unwrap();
        let jeanne = droit_de(registry, "3990000028/12", "gestionnaire").await;

        // Not by another structure, nor a mandataire by a mandataire, nor a native right by anybody.
        let autre = titulaire(
            registry,
            "dirige-b",
            "Autre",
            GenreHabilitation::RepresentantLegal,
            EJ_B,
        )
        .await
        .designateur()
        .unwrap();
        let du_mandataire = droit_de(registry, "mandataire-1", "mandataire").await;
        let natif = droit_de(registry, "dirige-a", "representant_legal").await;
        for (d, id) in [(&autre, jeanne), (&m, du_mandataire), (&rl, natif)] {
            let refus = registry
                .retirer_designation(d, id, MotifRetrait::Depart, true)
                .await
                .err();
            assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");
            assert!(registry.habilite(d, id).await.is_err());
        }
        assert_eq!(
            compter(registry.db(), "habilitation WHERE retiree_le IS NOT NULL").await,
            0
        );

        let g = session_de(registry, "3990000028/12")
            .await
            .gestionnaire()
            .unwrap();
        let mut direct = registry.abonner().await.unwrap();
        let retiree = registry
            .retirer_designation(&m, jeanne, MotifRetrait::Fonction, false)
            .await
            .unwrap();
        assert_eq!(
            (retiree.id, retiree.genre),
            (jeanne, GenreDesignation::Gestionnaire)
        );
        assert_eq!(direct.suivante().await, Nouvelle::Droits(retiree.compte));
        assert!(!session_de(registry, "3990000028/12").await.est_gestionnaire());
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 0);
        // Twice is once; giving back too.
        registry
            .retirer_designation(&rl, jeanne, MotifRetrait::Carte, false)
            .await
            .unwrap();
        assert_eq!(
            compter(registry.db(), "habilitation WHERE motif_retrait = 'fonction'").await,
            1
        );
        let refus = registry.retablir_designation(&autre, jeanne).await.err();
        assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");
        registry.retablir_designation(&rl, jeanne).await.unwrap();
        registry.retablir_designation(&rl, jeanne).await.unwrap();
        assert!(session_de(registry, "3990000028/12").await.est_gestionnaire());
        assert_eq!(
            compter(
                registry.db(),
                "habilitation WHERE retiree_le IS NULL AND motif_retrait IS NULL"
            )
            .await,
            5
        );

        // Everything a leaver has, in one act, back in one act.
        let du_gestionnaire = droit_de(registry, "mandataire-1", "gestionnaire").await;
        registry
            .retirer_designation(&rl, du_gestionnaire, MotifRetrait::Depart, true)
            .await
            .unwrap();
        let session = session_de(registry, "mandataire-1").await;
        assert!(!session.est_gestionnaire() && !session.est_designateur());
        registry.retablir_designation(&rl, du_gestionnaire).await.unwrap();
        let session = session_de(registry, "mandataire-1").await;
        assert!(session.est_gestionnaire() && session.est_designateur());
        // A mandataire whose right is withdrawn withdraws nothing with the proof of a moment ago.
        registry
            .retirer_designation(&rl, du_mandataire, MotifRetrait::Autre, false)
            .await
            .unwrap();
        let refus = registry
            .retirer_designation(&m, jeanne, MotifRetrait::Depart, false)
            .await
            .err();
        assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");

        // Designated again meanwhile, or too late: the old one stays where it is.
        registry
            .retirer_designation(&rl, jeanne, MotifRetrait::Depart, false)
            .await
            .unwrap();
        banc.horloge.avancer_jours(2);
        let rl = session_de(registry, "dirige-a").await.designateur().unwrap();
        let encore = Ajout::Connu("3990000028/12".parse().unwrap());
        designer(
            registry,
            &rl,
            EG_A1,
            &encore,
            &valide("gestionnaire", "j@example.org"),
        )
        .await
        .unwrap();
        assert_eq!(
            empeche(registry.retablir_designation(&rl, jeanne).await),
            DesignationError::DejaHabilitee
        );
        banc.horloge.avancer_jours(29);
        let rl = session_de(registry, "dirige-a").await.designateur().unwrap();
        assert_eq!(
            empeche(registry.retablir_designation(&rl, jeanne).await),
            DesignationError::TropTard
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_who_still_uses_their_right() {
    chaque_banc("liste des habilitations", |banc| async move {
        let registry = &banc.registry;
        let rl = representante(registry).await;
        let ej = finess(EJ_A);
        for (n, structure) in [("12", EJ_A), ("13", EG_A1)] {
            let ajout = inconnu(&format!("3990000028/{n}"), "Jeanne", if n == "12" { "ARNAUD" } else { "BRUN" });
            let valide = valide("gestionnaire", &format!("g{n}@example.org"));
            designer(registry, &rl, structure, &ajout, &valide).await.unwrap();
        }
        titulaire(registry, "3990000044/9", "Marie AILLEURS", GenreHabilitation::Gestionnaire, EJ_B).await;
        executer(
            registry.db(),
            &["INSERT INTO carte (id, finess, genre, titulaire, nom, recue_le, expire_le, version, cree_le) \
               SELECT id, '990000010', 'CPE', compte, 'Jeanne', '2026-01-01', '2026-12-31', 1, 0 FROM habilitation \
               WHERE finess = '990000010' AND genre = 'gestionnaire'"],
        )
        .await;
        session_de(registry, "3990000028/12").await;
        let brun = droit_de(registry, "3990000028/13", "gestionnaire").await;
        registry.retirer_designation(&rl, brun, MotifRetrait::Depart, false).await.unwrap();
        banc.horloge.avancer_jours(25);
        let rl = session_de(registry, "dirige-a").await.designateur().unwrap();
        let liste = registry.habilites(&rl, &ej, 1).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((liste.total, liste.dirigeants.as_slice()), (2, ["Hélène CARPENTIER".to_owned()].as_slice()));
        let [ouverte, retiree] = liste.lignes.as_slice() else { panic!("two rows") };
        assert_eq!((ouverte.nom.as_str(), ouverte.designee_par.as_deref()), ("Jeanne ARNAUD", Some("Hélène CARPENTIER")));
        assert!(ouverte.activite.is_some() && ouverte.dernier && ouverte.retirable && ouverte.formation_confirmee);
        assert_eq!(ouverte.carte_jusqu_au, Some(jour(2026, 12, 31).unwrap()));
        assert_eq!(ouverte.mois_sans_activite(registry.now()), 0);
        assert_eq!(ouverte.mois_sans_activite(registry.now().plus_days(70)), 3);
        assert_eq!(retiree.activite, None);
        let retrait = retiree.retrait.as_ref().unwrap();
        assert_eq!((retrait.motif, retrait.par.as_deref()), (Some(MotifRetrait::Depart), Some("Hélène CARPENTIER")));
        let un_seul = registry.habilites(&rl, &finess(EG_A1), 1).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(un_seul.total, 1);
        assert!(registry.habilites(&rl, &finess(EJ_B), 1).await.is_err());

        let histoire = registry.historique_habilitations(&rl, &ej, 1).await.unwrap();
        let lignes: Vec<(&str, String)> = histoire.lignes.iter().map(|l| (l.qui.as_str(), l.ligne.phrase())).collect();
        assert_eq!(lignes.len(), 3, "{lignes:?}");
        assert_eq!(lignes[0].0, "Jeanne BRUN");
        assert!(lignes[0].1.starts_with("Déshabilitée par Hélène CARPENTIER"), "{lignes:?}");
        assert!(registry.historique_habilitations(&rl, &finess(EJ_B), 1).await.is_err());
        // Thirty days after, only the history remembers.
        banc.horloge.avancer_jours(6);
        let liste = registry.habilites(&rl, &ej, 1).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(liste.total, 1);
    })
    .await;
}
