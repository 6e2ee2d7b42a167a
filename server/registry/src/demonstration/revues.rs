//! The campaigns of review of the demonstration, for the association: one that ended with its attestation, one under way at half. Done
//! through the acts of the register, as Hélène would have.

use super::alea::HorlogeArretee;
use super::personas::{ASSOCIATION, compte_de};
use super::semis::{SemisError, ouvrir};
use crate::Registry;
use crate::contexte::Contexte;
use crate::db::{DbError, sql};
use crate::droit::SessionOuverte;
use crate::erreur::ActeError;
use crate::revue::{Donnee, Selection, VueRevue};
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::saisie::SaisieFermeture;
use std::sync::Arc;

/// Days ago: the campaign that ended began, and ended.
const PASSEE: (i64, i64) = (215, 200);
/// Days ago the one under way began.
const EN_COURS: i64 = 12;
/// The rôle of somebody who takes another one.
const NOUVEAU_ROLE: &str = "GENR11";

/// Sows them, once; interrupted, it goes on.
pub(super) async fn semer(registry: &Registry) -> Result<(), SemisError> {
    let compte = compte_de(registry, "helene").await?.ok_or(DbError::NotFound)?;
    let session = ouvrir(registry, compte).await?;
    let attestees = "SELECT id FROM revue WHERE finess = $1 AND terminee_le IS NOT NULL";
    if !existe(registry, attestees).await? {
        terminee(registry, &session).await?;
    }
    let commencees = "SELECT v.id FROM revue v JOIN revue_personne r ON r.revue = v.id \
         WHERE v.finess = $1 AND v.terminee_le IS NULL AND r.reponse IS NOT NULL LIMIT 1";
    if !existe(registry, commencees).await? {
        moitie(registry, &session).await?;
    }
    // Nobody is written to: these people do not exist, and their addresses may be somebody's.
    let mut tx = registry.db().begin().await?;
    sql("UPDATE message SET etat = 'abandonne' WHERE etat = 'a_envoyer' AND genre IN ('situation_fermee', 'situation_modifiee')")
        .execute(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Somebody left, somebody has another rôle, everybody else is still there.
async fn terminee(registry: &Registry, session: &SessionOuverte) -> Result<(), SemisError> {
    let (debut, fin) = PASSEE;
    let alors = il_y_a(registry, debut);
    let id = alors
        .ouvrir_revue(&session.representant().map_err(ActeError::from)?, &structure()?)
        .await?;
    let alors = il_y_a(registry, fin);
    let r = alors.reviseur(session, id).await?;
    let mut gens = alors
        .lignes_revue(&r, None, VueRevue::ARevoir, 1)
        .await?
        .lignes
        .into_iter()
        .rev();
    if let Some(partie) = gens.next() {
        let donnee = Donnee::Parti(depart(alors.aujourd_hui()));
        alors
            .repondre_revue(&r, partie.situation, partie.version, &donnee)
            .await?;
    }
    if let Some(promue) = gens.find(|ligne| ligne.code_role != NOUVEAU_ROLE) {
        let role = NOUVEAU_ROLE
            .parse()
            .map_err(|_| SemisError::Invention("rôle d’une revue"))?;
        alors
            .repondre_revue(&r, promue.situation, promue.version, &Donnee::RoleChange(role))
            .await?;
    }
    alors.confirmer_presents(&r, &Selection::Tous(None)).await?;
    alors.terminer_revue(&r, false).await?;
    Ok(())
}

/// Every second person has an answer.
async fn moitie(registry: &Registry, session: &SessionOuverte) -> Result<(), SemisError> {
    let alors = il_y_a(registry, EN_COURS);
    let id = alors
        .ouvrir_revue(&session.representant().map_err(ActeError::from)?, &structure()?)
        .await?;
    let r = alors.reviseur(session, id).await?;
    let mut choisies = std::collections::HashSet::new();
    let pages = alors.lignes_revue(&r, None, VueRevue::ARevoir, 1).await?.pages;
    for page in 1..=pages {
        let lignes = alors
            .lignes_revue(&r, None, VueRevue::ARevoir, page)
            .await?
            .lignes;
        choisies.extend(lignes.into_iter().step_by(2).map(|ligne| ligne.situation));
    }
    alors.confirmer_presents(&r, &Selection::Ces(choisies)).await?;
    Ok(())
}

/// The same register that many days ago. Ids are those of any act: sowing that was interrupted must not give one twice.
fn il_y_a(registry: &Registry, jours: i64) -> Registry {
    registry.avec_contexte(Contexte {
        clock: Arc::new(HorlogeArretee(registry.now().plus_days(-jours))),
        entropy: Arc::clone(&registry.contexte().entropy),
    })
}

async fn existe(registry: &Registry, requete: &'static str) -> Result<bool, DbError> {
    let row = sql(requete).bind(ASSOCIATION).optional(registry.db()).await?;
    Ok(row.is_some())
}

fn structure() -> Result<Finess, SemisError> {
    ASSOCIATION
        .parse()
        .map_err(|_| SemisError::Invention("FINESS d’une revue"))
}

/// On that day, for another workplace.
fn depart(jour: Jour) -> SaisieFermeture {
    SaisieFermeture {
        fin_jour: jour.day().to_string(),
        fin_mois: u8::from(jour.month()).to_string(),
        fin_annee: jour.year().to_string(),
        motif_fin: "CHL".to_owned(),
    }
}
