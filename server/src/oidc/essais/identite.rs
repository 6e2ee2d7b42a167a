//! The demonstration's persons as their provider says them, read by the portal as any other.

use crate::demonstration::dit;
use crate::oidc::identite::{franceconnect, prosante};
use registry::demonstration::personnes;
use registry::droit::Fournisseur;

#[test]
fn the_demonstration_says_exactly_what_was_sown() {
    for personne in personnes() {
        match personne.fournisseur() {
            Fournisseur::FranceConnect => {
                let Ok(lue) = franceconnect(&dit(&personne)) else {
                    panic!("{}", personne.cle);
                };
                assert_eq!(lue.sub, personne.identifiant());
                assert!(
                    Some(lue.etat_civil) == personne.identite_franceconnect(),
                    "{}",
                    personne.cle
                );
            }
            Fournisseur::ProSanteConnect => {
                let Ok(lue) = prosante(&dit(&personne)) else {
                    panic!("{}", personne.cle);
                };
                assert_eq!(lue.subject_name_id, personne.identifiant());
                assert_eq!(
                    (lue.prenom.as_str(), lue.nom.as_str()),
                    (personne.prenom, personne.nom)
                );
            }
        }
    }
}
