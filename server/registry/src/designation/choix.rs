//! Who is put in a demande d'habilitation, and what may be entrusted to them.

use super::erreur::DesignationError;
use super::panier::Ajout;
use super::recherche::nom_sur_la_carte;
use super::structures::StructureDesignee;
use crate::db::{Tx, sql};
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use domain::designation::GenreDesignation;

/// What the journal keeps of a designation that was refused.
pub(super) fn tentative(d: &Designateur) -> Tentative<'static> {
    Tentative {
        auteur: d.auteur(),
        acte: Acte::Habiliter,
        objet: Objet::Compte(d.compte()),
    }
}

/// The identifier and the name of who is to be added: the register's name when it knows them and this person may see it.
pub(super) async fn identifier(
    tx: &mut Tx,
    d: &Designateur,
    ajout: &Ajout,
) -> Result<(String, String), ActeError> {
    let (identifiant, nomme) = match ajout {
        Ajout::Moi => {
            let row = sql("SELECT sujet, nom_affiche FROM compte WHERE id = $1")
                .bind(d.compte().uuid())
                .one(tx)
                .await?;
            let sujet: String = row.get("sujet")?;
            let identifiant = sujet.strip_prefix("psc:").ok_or(ActeError::Introuvable)?;
            return Ok((identifiant.to_owned(), row.get("nom_affiche")?));
        }
        Ajout::Connu(identifiant) => (identifiant, None),
        Ajout::Nomme(inconnu) => {
            let nom = format!("{} {}", inconnu.prenom.as_str(), inconnu.nom.as_str());
            (&inconnu.identifiant, Some(nom))
        }
    };
    let compte = sql("SELECT nom_affiche AS nom FROM compte WHERE sujet = $1")
        .bind(format!("psc:{identifiant}"))
        .optional(&mut *tx)
        .await?;
    if let Some(row) = compte {
        return Ok((identifiant.to_string(), row.get("nom")?));
    }
    if let Some(rpps) = identifiant.rpps() {
        let inscrit = sql(format!(
            "SELECT personne.prenom_exercice || ' ' || personne.nom_exercice AS nom FROM personne WHERE personne.rpps = $2 \
             AND personne.id IN (SELECT s.personne FROM situation s WHERE s.finess IN {})",
            d.perimetre()
        ))
        .bind(d.compte().uuid())
        .bind(rpps.as_str())
        .optional(&mut *tx)
        .await?;
        if let Some(row) = inscrit {
            return Ok((identifiant.to_string(), row.get("nom")?));
        }
    }
    let nom = match nom_sur_la_carte(tx, d, identifiant).await? {
        Some(nom) => nom,
        None => nomme.ok_or(DesignationError::Inconnue)?,
    };
    Ok((identifiant.to_string(), nom))
}

/// Refuses what may not be entrusted: a mandataire by anybody but the head (R45), their native right to the head (R42), and
/// what somebody has already, on the structure or on the EJ above it.
pub(super) async fn permettre(
    tx: &mut Tx,
    structure: &StructureDesignee,
    identifiant: &str,
    moi: bool,
    genre: GenreDesignation,
) -> Result<(), ActeError> {
    if genre == GenreDesignation::Mandataire {
        structure.exiger_tete()?;
    }
    if moi && structure.dirigee {
        return Err(DesignationError::DroitNatif.into());
    }
    let deja = sql(
        "SELECT h.id FROM habilitation h JOIN compte c ON c.id = h.compte WHERE c.sujet = $1 AND h.genre = $2 \
         AND h.retiree_le IS NULL AND (h.finess = $3 OR h.finess IN \
         (SELECT eg.finess_ej FROM etablissement eg WHERE eg.finess = $3))",
    )
    .bind(format!("psc:{identifiant}"))
    .bind(genre.code())
    .bind(structure.finess.as_str())
    .optional(tx)
    .await?;
    match deja {
        Some(_) => Err(DesignationError::DejaHabilitee.into()),
        None => Ok(()),
    }
}
