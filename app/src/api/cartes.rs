//! The cards of a structure: those of gestionnaires, and that of the head, which the support records (R41, R46, R48).

use super::ApiErreur;
use super::structure::CasesDate;
#[cfg(feature = "ssr")]
use super::structure::{EssaiStructure, ssr};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The three boxes of the last day of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the names of the fields of the form")]
pub struct CasesFin {
    #[serde(default)]
    expire_jour: String,
    #[serde(default)]
    expire_mois: String,
    #[serde(default)]
    expire_annee: String,
}

/// What is written on a card, and whether it follows another one by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesCarte {
    /// « on »: the card that follows this one, without an order (R48)
    #[serde(default)]
    suivante: String,
    #[serde(default)]
    numero: String,
    #[serde(default)]
    identifiant: String,
}

/// Notes that a card was ordered for a gestionnaire.
#[server(prefix = "/api", endpoint = "commander-carte")]
pub async fn commander_carte(
    structure: String,
    #[server(default)] genre: String,
    #[server(default)] formulaire: String,
    #[server(default)] titulaire: String,
    #[server(default)] nom: String,
    #[server(flatten)] date: CasesDate,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::structure::{Formulaire, GenreCarte};
    use registry::structure::Commande;
    let r = crate::requete::representant()?;
    let finess = ssr::finess(&structure)?;
    crate::requete::dirigeant(&finess).await?;
    let date = date.cases();
    let commande = (|| {
        Ok(Commande {
            // That of the head is the support's.
            genre: GenreCarte::GESTIONNAIRES
                .into_iter()
                .find(|connu| connu.code() == genre)
                .ok_or_else(|| ("genre", "Choisissez le type de carte.".to_owned()))?,
            formulaire: Formulaire::GESTIONNAIRES
                .into_iter()
                .find(|connu| connu.code() == formulaire)
                .ok_or_else(|| ("formulaire", "Dites comment la carte est commandée.".to_owned()))?,
            titulaire: titulaire.parse().ok(),
            nom: nom.clone(),
            commandee_le: ssr::jour(&date).map_err(|erreur| ("date", erreur))?,
        })
    })();
    let refus = match commande {
        Ok(commande) => {
            let faite = crate::requete::registry()
                .commander_carte(&r, &finess, &commande)
                .await;
            ssr::refus(faite.map(|_| ()), "nom")?
        }
        Err(refus) => Some(refus),
    };
    let Some((champ, refus)) = refus else {
        leptos_axum::redirect(&chemin::cartes_faites(&finess, "commande"));
        return Ok(());
    };
    let [jour, mois, annee] = date;
    let essai = EssaiStructure::new(
        "commande",
        [
            ("genre", genre),
            ("formulaire", formulaire),
            ("titulaire", titulaire),
            ("nom", nom),
            ("date_jour", jour),
            ("date_mois", mois),
            ("date_annee", annee),
        ],
    );
    let note = essai.refuse(champ, refus).noter().await?;
    leptos_axum::redirect(&chemin::cartes_a_revoir(&finess, note));
    Ok(())
}

/// Notes that a card came: one that was ordered, or the one that follows it by itself (`suivante`, R48).
#[server(prefix = "/api", endpoint = "recevoir-carte")]
pub async fn recevoir_carte(
    structure: String,
    carte: String,
    version: i64,
    #[server(flatten)] cases: CasesCarte,
    #[server(flatten)] date: CasesDate,
    #[server(flatten)] fin: CasesFin,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::structure::NumeroCarte;
    use registry::structure::Reception;
    let r = crate::requete::representant()?;
    let finess = ssr::finess(&structure)?;
    crate::requete::dirigeant(&finess).await?;
    let id = carte.parse().map_err(|_| ApiErreur::introuvable())?;
    let (date, fin) = (date.cases(), fin.cases());
    let CasesCarte {
        suivante,
        numero,
        identifiant,
    } = cases;
    let reception = (|| {
        Ok(Reception {
            numero: numero
                .parse::<NumeroCarte>()
                .map_err(|erreur| ("numero", erreur.to_string()))?,
            recue_le: ssr::jour(&date).map_err(|erreur| ("date", erreur))?,
            expire_le: if fin.iter().all(|case| case.trim().is_empty()) {
                None
            } else {
                Some(ssr::jour(&fin).map_err(|erreur| ("expire", erreur))?)
            },
            identifiant: lire_identifiant(&identifiant)?,
        })
    })();
    let refus = match reception {
        Ok(reception) => {
            let registry = crate::requete::registry();
            let faite = if suivante == "on" {
                let jours = (reception.recue_le, reception.expire_le);
                registry
                    .recevoir_suivante(&r, id, version, &reception.numero, jours)
                    .await
            } else {
                registry.recevoir_carte(&r, id, version, &reception).await
            };
            ssr::refus(faite, "numero")?
        }
        Err(refus) => Some(refus),
    };
    let Some((champ, refus)) = refus else {
        leptos_axum::redirect(&chemin::cartes_faites(&finess, "reception"));
        return Ok(());
    };
    // The number itself is not kept: it is typed again.
    let [jour, mois, annee] = date;
    let [fin_jour, fin_mois, fin_annee] = fin;
    let essai = EssaiStructure::new(
        &carte,
        [
            ("identifiant", identifiant),
            ("date_jour", jour),
            ("date_mois", mois),
            ("date_annee", annee),
            ("expire_jour", fin_jour),
            ("expire_mois", fin_mois),
            ("expire_annee", fin_annee),
        ],
    );
    let note = essai.refuse(champ, refus).noter().await?;
    leptos_axum::redirect(&chemin::cartes_a_revoir(&finess, note));
    Ok(())
}

/// Says whose a card is, when it was ordered for somebody who was not known here yet.
#[server(prefix = "/api", endpoint = "attribuer-carte")]
pub async fn attribuer_carte(
    structure: String,
    carte: String,
    version: i64,
    #[server(default)] titulaire: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    let r = crate::requete::representant()?;
    let finess = ssr::finess(&structure)?;
    crate::requete::dirigeant(&finess).await?;
    let id = carte.parse().map_err(|_| ApiErreur::introuvable())?;
    let refus = match titulaire.parse() {
        Ok(titulaire) => {
            let faite = crate::requete::registry()
                .attribuer_carte(&r, id, version, titulaire)
                .await;
            ssr::issue(faite)?
        }
        Err(_) => Some("Choisissez de qui est cette carte.".to_owned()),
    };
    let Some(refus) = refus else {
        leptos_axum::redirect(&chemin::cartes_faites(&finess, "attribution"));
        return Ok(());
    };
    let essai = EssaiStructure::new(&format!("attribution-{carte}"), [("titulaire", titulaire)]);
    let note = essai.refuse("titulaire", refus).noter().await?;
    leptos_axum::redirect(&chemin::cartes_a_revoir(&finess, note));
    Ok(())
}

/// Cancels a card: lost, or written by mistake.
#[server(prefix = "/api", endpoint = "annuler-carte")]
pub async fn annuler_carte(structure: String, carte: String, version: i64) -> Result<(), ApiErreur> {
    let r = crate::requete::representant()?;
    let finess = ssr::finess(&structure)?;
    crate::requete::dirigeant(&finess).await?;
    let id = carte.parse().map_err(|_| ApiErreur::introuvable())?;
    crate::requete::registry().annuler_carte(&r, id, version).await?;
    leptos_axum::redirect(&crate::pages::chemin::cartes_faites(&finess, "annulation"));
    Ok(())
}

/// The support notes that the card of the head came: the contract is valid (R41). Another card than the one with which the head
/// signs in is shown with its holder first, and `verifie` is the identifier that was shown.
#[server(prefix = "/api", endpoint = "valider-contrat")]
pub async fn valider_contrat(
    contrat: String,
    version: i64,
    #[server(default)] identifiant: String,
    #[server(default)] verifie: String,
    #[server(default)] numero: String,
    #[server(flatten)] date: CasesDate,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::structure::NumeroCarte;
    use registry::structure::Validation;
    let o = crate::requete::operateur()?;
    let id = contrat.parse().map_err(|_| ApiErreur::introuvable())?;
    let date = date.cases();
    let validation = (|| {
        Ok(Validation {
            identifiant: lire_identifiant(&identifiant)?,
            numero: numero
                .parse::<NumeroCarte>()
                .map_err(|erreur| ("numero", erreur.to_string()))?,
            recue_le: ssr::jour(&date).map_err(|erreur| ("date", erreur))?,
        })
    })();
    let refus = match validation {
        Ok(validation) => {
            if let Some(lu) = &validation.identifiant
                && lu.as_str() != verifie
            {
                let porteur = crate::requete::registry().porteur(&o, id, lu).await?;
                if !porteur.du_dirigeant {
                    let essai = essai_de_verification(&contrat, porteur, numero, date);
                    leptos_axum::redirect(&chemin::contrat_a_confirmer(id, essai.noter().await?));
                    return Ok(());
                }
            }
            let fait = crate::requete::registry()
                .valider_contrat(&o, id, version, &validation)
                .await;
            ssr::refus(fait, "identifiant")?
        }
        Err(refus) => Some(refus),
    };
    let Some((champ, refus)) = refus else {
        leptos_axum::redirect(chemin::CONTRAT_VALIDE);
        return Ok(());
    };
    let [jour, mois, annee] = date;
    let essai = EssaiStructure::new(
        &contrat,
        [
            ("identifiant", identifiant),
            ("date_jour", jour),
            ("date_mois", mois),
            ("date_annee", annee),
        ],
    );
    let note = essai.refuse(champ, refus).noter().await?;
    leptos_axum::redirect(&chemin::contrats_a_revoir(note));
    Ok(())
}

/// The support notes that the next card of a head came (R48).
#[server(prefix = "/api", endpoint = "renouveler-cde")]
pub async fn renouveler_cde(
    carte: String,
    version: i64,
    #[server(default)] numero: String,
    #[server(flatten)] date: CasesDate,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::structure::NumeroCarte;
    let o = crate::requete::operateur()?;
    let id = carte.parse().map_err(|_| ApiErreur::introuvable())?;
    let date = date.cases();
    let lue = (|| {
        Ok((
            numero
                .parse::<NumeroCarte>()
                .map_err(|erreur| ("numero", erreur.to_string()))?,
            ssr::jour(&date).map_err(|erreur| ("date", erreur))?,
        ))
    })();
    let refus = match lue {
        Ok((numero, jour)) => {
            let fait = crate::requete::registry()
                .renouveler_cde(&o, id, version, &numero, jour)
                .await;
            ssr::refus(fait, "date")?
        }
        Err(refus) => Some(refus),
    };
    let Some((champ, refus)) = refus else {
        leptos_axum::redirect(chemin::CDE_RENOUVELEE);
        return Ok(());
    };
    let [jour, mois, annee] = date;
    let essai = EssaiStructure::new(
        &carte,
        [("date_jour", jour), ("date_mois", mois), ("date_annee", annee)],
    );
    let note = essai.refuse(champ, refus).noter().await?;
    leptos_axum::redirect(&chemin::contrats_a_revoir(note));
    Ok(())
}

/// The national identifier of a card, as typed; none when nothing was.
#[cfg(feature = "ssr")]
fn lire_identifiant(
    texte: &str,
) -> Result<Option<domain::designation::IdentifiantCarte>, (&'static str, String)> {
    if texte.trim().is_empty() {
        return Ok(None);
    }
    texte
        .parse()
        .map(Some)
        .map_err(|erreur: domain::designation::IdentifiantCarteError| ("identifiant", erreur.to_string()))
}

/// What the support has to recognise before validating; the number stays with it, for nothing is to be corrected.
#[cfg(feature = "ssr")]
fn essai_de_verification(
    contrat: &str,
    porteur: registry::structure::Porteur,
    numero: String,
    [jour, mois, annee]: [String; 3],
) -> EssaiStructure {
    EssaiStructure::new(
        contrat,
        [
            ("identifiant", porteur.identifiant.to_string()),
            ("verifie", porteur.identifiant.to_string()),
            ("porteur", porteur.nom.unwrap_or_default()),
            ("dirigeant", porteur.dirigeant),
            ("numero", numero),
            ("date_jour", jour),
            ("date_mois", mois),
            ("date_annee", annee),
        ],
    )
}

#[cfg(feature = "ssr")]
impl CasesFin {
    fn cases(self) -> [String; 3] {
        [self.expire_jour, self.expire_mois, self.expire_annee]
    }
}
