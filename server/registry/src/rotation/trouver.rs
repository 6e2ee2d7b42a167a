//! Who belongs to a list, and in which order.

use super::acces;
use super::lecture::relever;
use super::liste::{Filtre, Liste, Raison};
use super::releve::{Passage, Personne, Releve};
use super::restes::restes;
use super::signes::{self, il_y_a};
use super::tableau::{fins, roles_larges, sans_signe};
use crate::Registry;
use crate::cherche::Cherche;
use crate::db::DbError;
use crate::droit::Representant;
use crate::page::trouver;
use crate::personne;
use domain::date::{Instant, Jour};
use domain::rotation::{MOIS_COMPLETS, Mois};
use std::cmp::Reverse;
use uuid::Uuid;

impl Registry {
    /// Everybody of a list but that of people present, in its order.
    pub(super) async fn trouver_rotation(
        &self,
        r: &Representant,
        filtre: &Filtre,
        releve: &Releve,
    ) -> Result<Vec<(Uuid, Raison)>, DbError> {
        let (portee, jour, nomenclatures) = (&filtre.portee, self.aujourd_hui(), self.nomenclatures());
        let mut trouves: Vec<(Uuid, Raison)> = match filtre.liste {
            // Read by name, elsewhere.
            Liste::Presents => Vec::new(),
            Liste::Arrivees => mouvements(releve, filtre, jour, arrivee),
            Liste::Departs => mouvements(releve, filtre, jour, depart),
            Liste::AVenir => releve
                .gens()
                .filter_map(|qui| {
                    let venir = qui.sejours.iter().find(|sejour| sejour.debut > jour)?;
                    Some((qui.id, Raison::AVenir(venir.debut)))
                })
                .collect(),
            Liste::Fins => fins(releve, jour)
                .map(|(id, fin)| (id, Raison::Fin(fin)))
                .collect(),
            Liste::Roles => roles_larges(releve, jour, &nomenclatures)
                .map(|(id, suffisants)| (id, Raison::RoleLarge(suffisants)))
                .collect(),
            Liste::SansSigne => {
                let limite = il_y_a(signes::mois(filtre.sans_signe), self.now());
                sans_signe(releve, jour, limite)
                    .map(|(id, le)| (id, Raison::SansSigne(le)))
                    .collect()
            }
            Liste::Restes => restes(releve, &acces::habilites(self, r, portee).await?, jour)
                .into_iter()
                .map(|(id, reste)| (id, Raison::Reste(reste)))
                .collect(),
        };
        if let Some(role) = &filtre.role {
            trouves.retain(|(id, _)| {
                releve.personne(*id).is_some_and(|qui| {
                    montres(qui, jour)
                        .any(|passage| releve.metiers.get(passage.metier).is_some_and(|(_, r)| r == role))
                })
            });
        }
        trouves.sort_by(|(un, raison), (autre, autre_raison)| {
            (rang(raison), un).cmp(&(rang(autre_raison), autre))
        });
        Ok(trouves)
    }
}

/// Where somebody comes in a list: a number that grows.
fn rang(raison: &Raison) -> (i64, Reverse<i64>) {
    let julien = |jour: &Jour| i64::from(jour.to_julian_day());
    match raison {
        Raison::Arrivee(le) | Raison::Partie(le, _) => (0, Reverse(julien(le))),
        Raison::AVenir(le) | Raison::Fin(le) | Raison::Presente(le) => (julien(le), Reverse(0)),
        Raison::SansSigne(le) => (le.map_or(0, Instant::millis), Reverse(0)),
        Raison::Reste(reste) => (julien(&reste.parti_le()), Reverse(0)),
        Raison::RoleLarge(_) => (0, Reverse(0)),
    }
}

/// Moves of the months counted, or of the one asked for.
fn mouvements(
    releve: &Releve,
    filtre: &Filtre,
    jour: Jour,
    lire: fn(Personne<'_>, Jour) -> Vec<(Jour, Raison)>,
) -> Vec<(Uuid, Raison)> {
    let premier = Mois::de(jour).moins(MOIS_COMPLETS.into());
    let retenu = |le: Jour| {
        filtre
            .mois
            .map_or_else(|| Mois::de(le) >= premier, |mois| mois.contient(le))
    };
    releve
        .gens()
        .flat_map(|qui| {
            lire(qui, jour)
                .into_iter()
                .filter(|(le, _)| retenu(*le))
                .map(move |(_, raison)| (qui.id, raison))
        })
        .collect()
}

fn arrivee(qui: Personne<'_>, jour: Jour) -> Vec<(Jour, Raison)> {
    qui.sejours
        .iter()
        .filter(|sejour| sejour.debut <= jour)
        .map(|sejour| (sejour.debut, Raison::Arrivee(sejour.debut)))
        .collect()
}

fn depart(qui: Personne<'_>, jour: Jour) -> Vec<(Jour, Raison)> {
    qui.sejours
        .iter()
        .filter(|sejour| sejour.est_fini(jour))
        .filter_map(|sejour| {
            let fin = sejour.fin?;
            let motif = qui
                .passages
                .iter()
                .find(|passage| passage.fin == Some(fin))
                .and_then(|passage| passage.motif);
            Some((fin, Raison::Partie(fin, motif)))
        })
        .collect()
}

/// What a row shows of somebody: what is open, or the last thing that was, or will be.
pub(super) fn montres(qui: Personne<'_>, jour: Jour) -> impl Iterator<Item = &Passage> {
    let absente = qui.sejour_du(jour).is_none();
    let dernier = qui.passages.last().map(|passage| (passage.debut, passage.lieu));
    qui.passages.iter().filter(move |passage| {
        passage.est_ouvert(jour) || absente && Some((passage.debut, passage.lieu)) == dernier
    })
}

pub(super) type Trouves = (Vec<(Uuid, Raison)>, i64, u32, Releve);

/// The people present, by name: found by the database, which knows names.
pub(super) async fn presents(
    registry: &Registry,
    r: &Representant,
    filtre: &Filtre,
) -> Result<Trouves, DbError> {
    let (mut places, sites) = filtre.portee.places(r);
    let jour = registry.aujourd_hui();
    let aujourd_hui = places.bind(jour);
    let role = filtre.role.as_ref().map_or_else(String::new, |role| {
        format!(" AND situation.role = {}", places.bind(role.as_str()))
    });
    let mut conditions = format!(
        "situation.finess IN {sites} AND situation.debut <= {aujourd_hui} \
         AND (situation.fin IS NULL OR situation.fin >= {aujourd_hui}){role}"
    );
    if let Some(cherche) = filtre.texte.as_deref().and_then(Cherche::lire) {
        conditions.push_str(" AND ");
        conditions.push_str(&cherche.situations(registry.db.engine(), &mut places, false));
    }
    let ici = trouver(&registry.db, &places, filtre.page, |limite| {
        personne::enonce_page(&conditions, limite)
    })
    .await?;
    let ids = ici.ids;
    let releve = relever(registry, r, &filtre.portee, Some(&ids)).await?;
    let trouves = ids
        .into_iter()
        .filter_map(|id| {
            let depuis = releve.personne(id)?.sejour_du(jour)?.debut;
            Some((id, Raison::Presente(depuis)))
        })
        .collect();
    Ok((trouves, ici.total, ici.page, releve))
}
