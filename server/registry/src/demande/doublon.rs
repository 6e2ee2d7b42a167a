//! Who looks like the person of a demande (domain.md §9). Two questions: is it exactly the same civil status, or the same
//! name, sex and birth date? For a whole page of the queue, two statements in all.

use super::dossier::DoublonVu;
use crate::db::{Db, DbError, sql};
use crate::personne::{prefixe_identite, rpps};
use domain::demande::Statut;
use domain::ids::{CompteId, DemandeId};
use std::collections::HashSet;

/// A demande whose duplicates are looked for.
pub(super) struct Cherchee {
    pub(super) id: DemandeId,
    pub(super) demandeur: CompteId,
    pub(super) identite: String,
}

/// The bounds between which the identity keys share the name, sex and birth date of this one.
fn bornes(identite: &str) -> (String, String) {
    let debut = prefixe_identite(identite).to_owned();
    // Keys end their parts with `|`; `}` is the next character: everything between is a longer key.
    let fin = format!("{}}}", debut.strip_suffix('|').unwrap_or(&debut));
    (debut, fin)
}

/// Which of these demandes have at least one possible duplicate.
pub(super) async fn suspectes(db: &Db, cherchees: &[Cherchee]) -> Result<HashSet<DemandeId>, DbError> {
    if cherchees.is_empty() {
        return Ok(HashSet::new());
    }
    let plages: Vec<(String, String)> = cherchees
        .iter()
        .map(|demande| bornes(&demande.identite))
        .collect();
    let conditions: Vec<String> = (0..plages.len())
        .map(|i| format!("(identite >= ${} AND identite < ${})", 2 * i + 1, 2 * i + 2))
        .collect();
    let conditions = conditions.join(" OR ");
    let mut inscrites = sql(format!("SELECT identite FROM personne WHERE {conditions}"));
    let mut demandes = sql(format!(
        "SELECT identite, demandeur FROM demande WHERE statut IN ('{}', '{}') AND ({conditions})",
        Statut::ATraiter.code(),
        Statut::ACorriger.code()
    ));
    for (debut, fin) in &plages {
        inscrites = inscrites.bind(debut).bind(fin);
        demandes = demandes.bind(debut).bind(fin);
    }
    let mut connues: Vec<(String, Option<CompteId>)> = Vec::new();
    for row in inscrites.all(db).await? {
        connues.push((row.get("identite")?, None));
    }
    for row in demandes.all(db).await? {
        connues.push((row.get("identite")?, Some(CompteId::new(row.get("demandeur")?))));
    }
    Ok(cherchees
        .iter()
        .zip(&plages)
        .filter(|(demande, (debut, _))| {
            // Another demande of the same applicant, for another establishment, is no duplicate.
            connues
                .iter()
                .any(|(identite, par)| identite.starts_with(debut) && *par != Some(demande.demandeur))
        })
        .map(|(demande, _)| demande.id)
        .collect())
}

/// The possible duplicates of one demande, with the reason of each (at most twenty).
pub(super) async fn details(db: &Db, demande: &Cherchee) -> Result<Vec<DoublonVu>, DbError> {
    let (debut, fin) = bornes(&demande.identite);
    let mut vus = Vec::new();
    let inscrites = sql(
        "SELECT rpps, identite, compte, nom_exercice, prenom_exercice FROM personne \
         WHERE identite >= $1 AND identite < $2 ORDER BY rpps LIMIT 10",
    )
    .bind(&debut)
    .bind(&fin)
    .all(db)
    .await?;
    for row in inscrites {
        let meme = row.get::<String>("identite")? == demande.identite
            || row.get::<Option<uuid::Uuid>>("compte")? == Some(demande.demandeur.uuid());
        let motif = if meme {
            "Même identité\u{a0}: accepter ajoutera la situation à ce numéro RPPS, sans en créer un autre."
        } else {
            "Même nom, même sexe et même date de naissance\u{a0}: vérifiez qu’il s’agit bien de deux personnes."
        };
        vus.push(DoublonVu {
            nom: format!(
                "{} {}",
                row.get::<String>("nom_exercice")?,
                row.get::<String>("prenom_exercice")?
            ),
            rpps: Some(rpps(&row.get::<String>("rpps")?)?),
            motif: motif.to_owned(),
        });
    }
    let demandes = sql(
        "SELECT identite, nom FROM demande WHERE identite >= $1 AND identite < $2 AND statut IN ($3, $4) \
         AND demandeur <> $5 AND id <> $6 ORDER BY soumise_le LIMIT 10",
    )
    .bind(&debut)
    .bind(&fin)
    .bind(Statut::ATraiter.code())
    .bind(Statut::ACorriger.code())
    .bind(demande.demandeur.uuid())
    .bind(demande.id.uuid())
    .all(db)
    .await?;
    for row in demandes {
        let motif = if row.get::<String>("identite")? == demande.identite {
            "Une autre demande est en cours pour exactement la même identité, depuis un autre compte."
        } else {
            "Une autre demande est en cours pour une personne de mêmes nom, sexe et date de naissance."
        };
        vus.push(DoublonVu {
            nom: row.get("nom")?,
            rpps: None,
            motif: motif.to_owned(),
        });
    }
    Ok(vus)
}
