//! The steps of the path of a structure (J8, R39–R47).

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was typed in one of these forms and could not be accepted: it stays on the server with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EssaiStructure {
    /// which form, when a page has several
    pub objet: String,
    /// what was typed, by field
    pub champs: BTreeMap<String, String>,
    /// the field to look at
    pub champ: String,
    /// what is wrong with it
    pub message: String,
}

/// The three boxes of the date of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the names of the fields of the form")]
pub struct CasesDate {
    #[serde(default)]
    date_jour: String,
    #[serde(default)]
    date_mois: String,
    #[serde(default)]
    date_annee: String,
}

/// Somebody says that they head this structure: a FINESS number, or words to find it by.
#[server(prefix = "/api", endpoint = "ouvrir-chemin")]
pub async fn ouvrir_chemin(#[server(default)] etablissement: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::identifiant::Finess;
    let session = crate::requete::session().ok_or_else(ApiErreur::connexion)?;
    let essai = EssaiStructure::new("", [("etablissement", etablissement.clone())]);
    let Ok(finess) = etablissement.parse::<Finess>() else {
        let note = essai
            .refuse("etablissement", "Choisissez la structure que vous dirigez.")
            .noter()
            .await?;
        leptos_axum::redirect(&chemin::ouvrir_a_revoir(note));
        return Ok(());
    };
    match ssr::issue(crate::requete::registry().ouvrir_chemin(&session, &finess).await)? {
        None => leptos_axum::redirect(&chemin::structure(&finess)),
        Some(refus) => {
            let note = essai.refuse("etablissement", refus).noter().await?;
            leptos_axum::redirect(&chemin::ouvrir_a_revoir(note));
        }
    }
    Ok(())
}

/// Notes a step, or takes it back (`defaire`).
#[server(prefix = "/api", endpoint = "noter-etape")]
pub async fn noter_etape(
    structure: String,
    etape: String,
    #[server(default)] defaire: String,
    #[server(flatten)] date: CasesDate,
    #[server(default)] reference: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::structure::Etape;
    use registry::structure::Jalon;
    let finess = ssr::finess(&structure)?;
    let d = crate::requete::dirigeant(&finess).await?;
    let etape: Etape = etape.parse().map_err(|_| ApiErreur::introuvable())?;
    let date = date.cases();
    let jour = ssr::jour(&date);
    let texte = Some(reference.trim().to_owned()).filter(|texte| !texte.is_empty());
    let jalon = match etape {
        _ if defaire == "on" => Ok(Jalon::Defaire(etape)),
        Etape::Finess => Ok(Jalon::FinessVerifie),
        Etape::Contrat => jour.map(Jalon::Envoi),
        Etape::Cartes => Ok(Jalon::DirigeantSeul),
        Etape::Lecteurs => Ok(Jalon::Lecteurs),
        Etape::Formation => jour.map(|jour| Jalon::Formation(jour, texte)),
        Etape::Roles => Ok(Jalon::Roles),
        Etape::Organisation | Etape::Cde | Etape::Habilitation | Etape::Enregistrements => {
            return Err(ApiErreur::introuvable());
        }
    };
    let refus = match jalon {
        Ok(jalon) => ssr::refus(crate::requete::registry().noter_jalon(&d, &jalon).await, "date")?,
        Err(erreur) => Some(("date", erreur)),
    };
    let Some((champ, refus)) = refus else {
        leptos_axum::redirect(&chemin::structure_faite(&finess));
        return Ok(());
    };
    let [jour, mois, annee] = date;
    let essai = EssaiStructure::new(
        etape.code(),
        [
            ("date_jour", jour),
            ("date_mois", mois),
            ("date_annee", annee),
            ("reference", reference),
        ],
    );
    let note = essai.refuse(champ, refus).noter().await?;
    leptos_axum::redirect(&chemin::structure_a_revoir(&finess, note));
    Ok(())
}

/// Chooses the organisation, the establishments of a decentralised one, and who signs.
#[server(prefix = "/api", endpoint = "choisir-organisation")]
pub async fn choisir_organisation(
    structure: String,
    #[server(default)] organisation: String,
    #[server(default)] etablissements: Vec<String>,
    #[server(default)] signataire: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::structure::{Etape, Organisation, Signataire};
    let finess = ssr::finess(&structure)?;
    let d = crate::requete::dirigeant(&finess).await?;
    let choisis: Vec<_> = etablissements
        .iter()
        .filter_map(|texte| texte.parse().ok())
        .collect();
    let choix = organisation.parse::<Organisation>();
    let qui = signataire.parse::<Signataire>();
    let (champ, refus) = match (choix, qui) {
        (Ok(choix), Ok(qui)) => {
            let fait = crate::requete::registry()
                .choisir_organisation(&d, choix, &choisis, qui)
                .await;
            match fait {
                Ok(suite) => {
                    leptos_axum::redirect(&chemin::structure_faite(&suite));
                    return Ok(());
                }
                Err(refus) => ("organisation", ssr::issue(Err(refus))?.unwrap_or_default()),
            }
        }
        (Err(_), _) => ("organisation", "Choisissez l’organisation.".to_owned()),
        (_, Err(_)) => ("signataire", "Dites qui est le représentant légal.".to_owned()),
    };
    let essai = EssaiStructure::new(
        Etape::Organisation.code(),
        [
            ("organisation", organisation),
            ("signataire", signataire),
            ("etablissements", etablissements.join(" ")),
        ],
    );
    let note = essai.refuse(champ, refus).noter().await?;
    leptos_axum::redirect(&chemin::structure_a_revoir(&finess, note));
    Ok(())
}

/// Takes the contract up again after a change (R47), on the number `nouveau` when it is the FINESS number that changed, or gives the
/// path up.
#[server(prefix = "/api", endpoint = "reprendre-contrat")]
pub async fn reprendre_contrat(
    structure: String,
    #[server(default)] raison: String,
    #[server(default)] nouveau: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::identifiant::Finess;
    use registry::structure::Reprise;
    let finess = ssr::finess(&structure)?;
    let d = crate::requete::dirigeant(&finess).await?;
    let registry = crate::requete::registry();
    if raison != "finess" {
        let reprise: Reprise = raison.parse().map_err(|_| ApiErreur::introuvable())?;
        let fini = reprise == Reprise::Abandon;
        let suite = registry.reprendre_contrat(&d, reprise).await?;
        let ou = chemin::structure_faite(&suite);
        leptos_axum::redirect(if fini { chemin::STRUCTURES } else { &ou });
        return Ok(());
    }
    let refus = match nouveau.parse::<Finess>() {
        Ok(numero) => match registry.reprendre_contrat(&d, Reprise::Finess(numero)).await {
            Ok(suite) => {
                leptos_axum::redirect(&chemin::structure_faite(&suite));
                return Ok(());
            }
            Err(refus) => ssr::issue(Err(refus))?.unwrap_or_default(),
        },
        Err(erreur) => erreur.to_string(),
    };
    let essai = EssaiStructure::new(EssaiStructure::FINESS, [("nouveau", nouveau)]);
    let note = essai.refuse("nouveau", refus).noter().await?;
    leptos_axum::redirect(&chemin::structure_a_revoir(&finess, note));
    Ok(())
}

#[cfg(feature = "ssr")]
pub(super) mod ssr {
    use super::{ApiErreur, CasesDate, EssaiStructure};
    use crate::api::Code;
    use domain::date::{Jour, jour_de_cases};
    use domain::identifiant::Finess;
    use domain::ids::RechercheId;
    use registry::ActeError;
    use registry::structure::StructureError;

    impl CasesDate {
        pub(in crate::api) fn cases(self) -> [String; 3] {
            [self.date_jour, self.date_mois, self.date_annee]
        }
    }

    impl EssaiStructure {
        /// The form of a new FINESS number. No step has this name: the step of the referential has its own form.
        pub(crate) const FINESS: &str = "nouveau-finess";

        /// What was typed in that form.
        pub(in crate::api) fn new<const N: usize>(objet: &str, champs: [(&str, String); N]) -> Self {
            Self {
                objet: objet.to_owned(),
                champs: champs
                    .into_iter()
                    .map(|(champ, valeur)| (champ.to_owned(), valeur))
                    .collect(),
                ..Self::default()
            }
        }

        /// What is wrong with it.
        pub(in crate::api) fn refuse(self, champ: &str, message: impl Into<String>) -> Self {
            Self {
                champ: champ.to_owned(),
                message: message.into(),
                ..self
            }
        }

        /// Keeps it for the page that follows.
        pub(in crate::api) async fn noter(&self) -> Result<RechercheId, ApiErreur> {
            crate::requete::noter_saisie(self).await
        }
    }

    pub(in crate::api) fn finess(texte: &str) -> Result<Finess, ApiErreur> {
        texte.parse().map_err(|_| ApiErreur::introuvable())
    }

    pub(in crate::api) fn jour([jour, mois, annee]: &[String; 3]) -> Result<Jour, String> {
        jour_de_cases(jour, mois, annee).map_err(|erreur| erreur.to_string())
    }

    /// The same as [`issue`], with the field to look at: that of a day or of a text that is too long, else `sinon`.
    pub(in crate::api) fn refus(
        fait: Result<(), ActeError>,
        sinon: &'static str,
    ) -> Result<Option<(&'static str, String)>, ApiErreur> {
        let champ = match &fait {
            Err(ActeError::Structure(refus)) => champ_de(*refus, sinon),
            _ => sinon,
        };
        Ok(issue(fait)?.map(|refus| (champ, refus)))
    }

    fn champ_de(refus: StructureError, sinon: &'static str) -> &'static str {
        match (refus, sinon) {
            (StructureError::ExpirationAvant, "numero") => "expire",
            (
                StructureError::DateFuture
                | StructureError::ExpirationAvant
                | StructureError::PasPlusLongue
                | StructureError::TropLongue(_),
                _,
            ) => "date",
            (StructureError::TropLong, "date") => "reference",
            (StructureError::CarteDuDirigeant, "nom") => "titulaire",
            _ => sinon,
        }
    }

    /// `None` when the act is done, the reason when the form has to be shown again.
    pub(in crate::api) fn issue(fait: Result<(), ActeError>) -> Result<Option<String>, ApiErreur> {
        match fait {
            Ok(()) => Ok(None),
            Err(refus) => {
                let erreur = ApiErreur::from(refus);
                match erreur.code {
                    Code::Invalide | Code::Conflit => Ok(Some(erreur.message)),
                    _ => Err(erreur),
                }
            }
        }
    }
}
