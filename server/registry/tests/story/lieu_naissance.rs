//! The place of birth that FranceConnect does not give: a country must be on the list, and what no engine can keep is nobody's.

use crate::commun::*;
use crate::decor::*;
use domain::saisie::{Champ, Etape, SaisieEtatCivil};
use registry::db::sql;
use registry::droit::Usager;
use registry::{ActeError, Registry};

/// Somebody of whose birth FranceConnect says this country, or nothing.
async fn nee_la(registry: &Registry, nom: &str, pays: &str) -> Usager {
    let u = usager(registry, &etat_civil(nom, "Louise")).await;
    let certifie = SaisieEtatCivil {
        pays_naissance: pays.to_owned(),
        commune_naissance: String::new(),
        ..u.identite().clone()
    };
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql("UPDATE compte SET etat_civil = $2 WHERE id = $1")
        .bind(u.compte().uuid())
        .bind(serde_json::to_string(&certifie).expect("JSON"))
        .execute(&mut tx)
        .await
        .expect("an account");
    tx.commit().await.expect("the account is there");
    session(registry, u.compte()).await.usager().expect("an usager")
}

fn naissance(pays: &str, commune: &str, ville: &str) -> SaisieEtatCivil {
    SaisieEtatCivil {
        pays_naissance: pays.to_owned(),
        commune_naissance: commune.to_owned(),
        ville_naissance: ville.to_owned(),
        ..SaisieEtatCivil::default()
    }
}

/// Whether the step has something to say of that field.
async fn signale(registry: &Registry, u: &Usager, champ: Champ) -> bool {
    let brouillon = registry
        .brouillon(u)
        .await
        .unwrap_or_else(|e| panic!("{e}"))
        .expect("a draft");
    registry
        .erreurs_de_l_etape(&brouillon, Etape::EtatCivil)
        .is_some_and(|erreurs| erreurs.pour(champ).is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_country_of_no_list_is_refused_at_the_step_and_when_it_is_sent() {
    chaque_moteur("pays inconnu", |registry| async move {
        let u = nee_la(&registry, "MARTIN", "").await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(1))
            .await
            .unwrap();
        registry
            .enregistrer_etat_civil(&u, id, &naissance("99999", "", "Oran"))
            .await
            .unwrap();
        assert!(signale(&registry, &u, Champ::PaysNaissance).await, "R16");
        let Err(ActeError::Invalide(erreurs)) = registry.soumettre(&u, id, &legale()).await else {
            panic!("a country of no list was sent");
        };
        assert_eq!(
            (erreurs.len(), erreurs.pour(Champ::PaysNaissance).is_some()),
            (1, true)
        );

        registry
            .enregistrer_etat_civil(&u, id, &naissance("99352", "", "Oran"))
            .await
            .unwrap();
        assert!(!signale(&registry, &u, Champ::PaysNaissance).await);
        registry.soumettre(&u, id, &legale()).await.unwrap();

        // What FranceConnect certifies is not the person's to change, even when the list forgot it.
        let v = nee_la(&registry, "DURAND", "99999").await;
        let id = remplir(&registry, &v, &situation(EG_A1), &contact(2))
            .await
            .unwrap();
        registry
            .enregistrer_etat_civil(&v, id, &naissance("99352", "", "Oran"))
            .await
            .unwrap();
        assert!(!signale(&registry, &v, Champ::PaysNaissance).await);
        registry.soumettre(&v, id, &legale()).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nul_in_a_place_is_kept_explained_and_breaks_no_page() {
    chaque_moteur("NUL dans un lieu", |registry| async move {
        let u = nee_la(&registry, "MARTIN", "").await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(1))
            .await
            .unwrap();
        for (pays, commune, champ) in [
            ("9910\0", "69383", Champ::PaysNaissance),
            ("99100", "1234\0", Champ::CommuneNaissance),
            ("\0", "\0", Champ::PaysNaissance),
        ] {
            registry
                .enregistrer_etat_civil(&u, id, &naissance(pays, commune, "Or\0an"))
                .await
                .unwrap();
            assert!(signale(&registry, &u, champ).await, "{pays:?} {commune:?}");
            // What the pages of the step ask of the register.
            assert!(registry.chercher_communes(commune, 8).await.unwrap().len() <= 8);
            assert!(registry.chercher_pays(pays, 8).await.unwrap().len() <= 8);
            registry.commune(commune).await.unwrap();
            registry.pays_par_code(pays).await.unwrap();
            assert!(registry.soumettre(&u, id, &legale()).await.is_err());
        }

        // Born abroad: an old answer may stay in the other field, and its summary is read for years.
        registry
            .enregistrer_etat_civil(&u, id, &naissance("99352", "1234\0", "Oran"))
            .await
            .unwrap();
        registry.soumettre(&u, id, &legale()).await.unwrap();
        let suivi = registry
            .demande_de(&u, id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let gardee = &suivi.saisie.etat_civil.commune_naissance;
        assert_eq!(gardee, "1234\0");
        assert!(registry.commune(gardee).await.unwrap().is_none());
    })
    .await;
}
