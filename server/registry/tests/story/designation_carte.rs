//! A card that came for somebody whom nobody knows here yet is found by its number, and designates its holder.

use crate::commun::*;
use crate::decor::*;
use crate::designation::{compte_de, designer, empeche, representante, session_de, titulaire, valide};
use crate::donnees_suite::ecrire;
use domain::date::jour;
use domain::designation::IdentifiantCarte;
use registry::designation::{Ajout, DesignationError, RechercheHabilite};
use registry::habilitation::GenreHabilitation;

const CPE: &str = "3010780914/77";

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_nobody_s_yet_is_found_and_designates_its_holder() {
    chaque_moteur("carte sans titulaire", |registry| async move {
        let d = representante(&registry).await;
        let expire_le = jour(2029, 11, 20).unwrap();
        ecrire(
            &registry,
            "INSERT INTO carte (id, finess, genre, formulaire, nom, numero, identifiant, commandee_le, recue_le, expire_le, \
             version, cree_le) VALUES ($1, $2, 'CPE', 'F301', 'FERRAND Nadia', '2800 0123', $3, $4, $4, $5, 1, 1)",
            [
                nouvel_id(&registry).into(),
                EJ_A.into(),
                CPE.into(),
                jour(2026, 11, 20).unwrap().into(),
                expire_le.into(),
            ],
        )
        .await;
        let ej = finess(EJ_A);
        let numero = |carte: &str| RechercheHabilite {
            carte: carte.into(),
            ..RechercheHabilite::default()
        };
        let nom = RechercheHabilite {
            nom: "ferrand".into(),
            ..RechercheHabilite::default()
        };
        let identifiant = RechercheHabilite {
            identifiant: CPE.into(),
            ..RechercheHabilite::default()
        };
        for cherche in [numero("28000123"), numero(" 2800 01 23 "), nom, identifiant] {
            let trouves = registry.chercher_habilitables(&d, &ej, &cherche).await.unwrap();
            assert_eq!(trouves.len(), 1);
            let candidat = &trouves[0];
            assert_eq!(
                (candidat.identifiant.as_str(), candidat.nom.as_str()),
                (CPE, "FERRAND Nadia")
            );
            assert_eq!((candidat.carte_jusqu_au, candidat.deja), (Some(expire_le), false));
        }
        let rien = registry
            .chercher_habilitables(&d, &ej, &numero("28000124"))
            .await
            .unwrap();
        assert!(rien.is_empty());

        // The card of another structure is not there, whatever is known of it.
        let dehors = titulaire(
            &registry,
            "dirige-b",
            "Marc LENOIR",
            GenreHabilitation::RepresentantLegal,
            EJ_B,
        )
        .await
        .designateur()
        .unwrap();
        let rien = registry
            .chercher_habilitables(&dehors, &finess(EJ_B), &numero("28000123"))
            .await
            .unwrap();
        assert!(rien.is_empty());
        let ajout = Ajout::Connu(CPE.parse::<IdentifiantCarte>().unwrap());
        let valide = valide("gestionnaire", "nadia@example.org");
        assert_eq!(
            empeche(designer(&registry, &dehors, EJ_B, &ajout, &valide).await),
            DesignationError::Inconnue
        );

        designer(&registry, &d, EJ_A, &ajout, &valide).await.unwrap();
        assert!(session_de(&registry, CPE).await.est_gestionnaire());
        assert_eq!(
            compter(
                registry.db(),
                "carte WHERE titulaire IS NOT NULL AND identifiant IS NULL"
            )
            .await,
            1
        );
        // Now an account, found once, and known to be a gestionnaire.
        let trouves = registry
            .chercher_habilitables(&d, &ej, &numero("28000123"))
            .await
            .unwrap();
        assert_eq!(trouves.len(), 1);
        assert!(trouves[0].deja && trouves[0].carte_jusqu_au == Some(expire_le));
        let compte = compte_de(&registry, CPE).await;
        assert_eq!(
            compter(
                registry.db(),
                "habilitation WHERE genre = 'gestionnaire' AND carte_jusqu_au IS NOT NULL"
            )
            .await,
            1,
            "{compte:?}"
        );
    })
    .await;
}
