//! What one step of a draft still lacks, read by the same rules as the submission.

use super::saisie::Brouillon;
use crate::Registry;
use domain::date::{Jour, jour_de_cases};
use domain::etat_civil::Certification;
use domain::saisie::{ContexteSituation, Erreurs, Etape};

impl Registry {
    /// All errors of a step, each with its field; none when it can be left.
    pub fn erreurs_de_l_etape(&self, brouillon: &Brouillon, etape: Etape) -> Option<Erreurs> {
        let saisie = &brouillon.saisie;
        match etape {
            Etape::EtatCivil => {
                let civil = &saisie.etat_civil;
                let lu = civil.valider(self.aujourd_hui(), Certification::Fc);
                self.pays_connus
                    .verifier(lu, civil, brouillon.pays_certifie)
                    .err()
            }
            Etape::Contact => saisie.contact.valider().err(),
            Etape::InformationsLegales => saisie.legale.valider().err(),
            Etape::Situation => {
                let civil = &saisie.etat_civil;
                let naissance: Option<Jour> = jour_de_cases(
                    &civil.naissance_jour,
                    &civil.naissance_mois,
                    &civil.naissance_annee,
                )
                .ok();
                let noms: Vec<&str> = [civil.nom_naissance.as_str(), civil.nom_usage.as_str()]
                    .into_iter()
                    .filter(|nom| !nom.trim().is_empty())
                    .collect();
                let contexte = ContexteSituation {
                    nomenclatures: &self.nomenclatures(),
                    aujourd_hui: self.aujourd_hui(),
                    etablissement: brouillon.etablissement.as_ref(),
                    naissance,
                    noms: &noms,
                    prenoms: &civil.prenoms,
                };
                saisie.situation.valider(&contexte).err()
            }
        }
    }
}
