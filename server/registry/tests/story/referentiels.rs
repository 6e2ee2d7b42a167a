//! The reference data that operators bring: told with who brought it, and never half done.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::courriel::operateur;
use registry::Registry;
use registry::db::sql;
use registry::droit::Operateur;
use registry::finess::ImportError;
use registry::support::ReferentielImporte;
use std::io::{self, Read};

const COMMUNES: &[u8] = b"code,nom,genre,population,autre_nom\n95998,Essai-sur-Mer,A,12,\n";

/// Who brought the communes that are loaded.
async fn par(registry: &Registry, o: &Operateur) -> Option<String> {
    let referentiels = registry.referentiels(o).await.unwrap();
    let communes = referentiels.into_iter().find(|r| r.nom == "communes");
    communes.expect("loaded").par
}

/// A file that is cut while it is read.
struct Coupe(&'static [u8]);

impl Read for Coupe {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.0.read(tampon)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_brings_bears_their_name() {
    chaque_moteur("référentiels", |registry| async move {
        let (compte, o) = operateur(&registry, "odile").await;
        let quoi = ReferentielImporte::Communes;
        assert_eq!(
            par(&registry, &o).await,
            None,
            "the program brought the first ones"
        );
        let bilan = registry.importer_referentiel(&o, quoi, COMMUNES).await.unwrap();
        assert_eq!((bilan.lues, bilan.ajoutees), (1, 1));
        assert!(par(&registry, &o).await.is_some());
        let entree = sql("SELECT acteur FROM journal WHERE acte = 'import' ORDER BY numero DESC LIMIT 1");
        let entree = entree.one(registry.db()).await.unwrap();
        assert_eq!(entree.get::<uuid::Uuid>("acteur").unwrap(), compte.uuid());

        // Brought again by the command line, it is nobody's.
        registry.importer_communes(COMMUNES).await.unwrap();
        assert_eq!(par(&registry, &o).await, None);
        assert!("pays".parse::<ReferentielImporte>().is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_file_or_a_right_withdrawn_meanwhile_changes_nothing() {
    chaque_moteur("référentiels refusés", |registry| async move {
        let (_, o) = operateur(&registry, "odile").await;
        let entrees = async || compter(registry.db(), "journal WHERE acte = 'import'").await;
        let avant = entrees().await;
        // Every line that came is right: it is not the file for all that.
        let coupe = registry
            .importer_referentiel(&o, ReferentielImporte::Communes, Coupe(COMMUNES))
            .await;
        assert!(matches!(coupe, Err(ImportError::Lecture(_))), "{coupe:?}");
        registry.revoquer_operateur("odile").await.unwrap();
        for quoi in ReferentielImporte::TOUS {
            let fichier: &[u8] = match quoi {
                ReferentielImporte::Finess => include_bytes!("../../../data/finess-structures-sample.json"),
                ReferentielImporte::Communes => COMMUNES,
            };
            let refuse = registry.importer_referentiel(&o, quoi, fichier).await;
            assert!(matches!(refuse, Err(ImportError::SansDroit)), "{refuse:?}");
        }
        assert!(registry.commune("95998").await.unwrap().is_none());
        assert_eq!(compter(registry.db(), "import_etablissement").await, 0);
        assert_eq!(entrees().await, avant);
    })
    .await;
}
