//! The facts of the structures that an account follows, read together: a statement per kind of fact, none per structure.

use super::{lues, suivies};
use crate::db::{Db, DbError, Row, sql};
use crate::perimetre::{REPRESENTANTS, en_vigueur, habilitations};
use domain::date::{Instant, Jour};
use domain::structure::{Changement, Etape, Fait, Quoi};
use std::collections::HashMap;

/// Facts, by FINESS.
pub(super) type Faits = HashMap<String, Vec<Fait>>;

/// Columns of a contract that are facts.
const DATES: [(&str, Quoi); 8] = [
    ("finess_verifie_le", Quoi::FinessVerifie),
    ("organisation_le", Quoi::OrganisationChoisie),
    ("envoye_le", Quoi::ContratEnvoye),
    ("cde_recue_le", Quoi::CdeRecue),
    ("dirigeant_seul_le", Quoi::DirigeantSeul),
    ("lecteurs_le", Quoi::LecteursPrets),
    ("formation_le", Quoi::FormationAttestee),
    ("roles_le", Quoi::RolesDecides),
];

/// The contracts that the account `$1` may know of: its own, those that go on elsewhere included, and the validated ones of the
/// structures it heads or reads. `suivant_le` is the day when the card came that made the next one valid.
pub(super) fn contrats_de(structures: &str) -> String {
    format!(
        "SELECT c.*, (SELECT MIN(n.cde_recue_le) FROM contrat n WHERE n.finess = c.finess AND n.id <> c.id \
         AND (n.clos_le IS NULL OR n.clos_le > c.clos_le)) AS suivant_le FROM contrat c \
         WHERE (c.finess IN (SELECT s.finess FROM {} s) AND (c.dirigeant = $1 OR (c.cde_recue_le IS NOT NULL \
         AND c.finess IN (SELECT d.finess FROM {} d)))) OR (c.dirigeant = $1 AND c.suite IS NOT NULL)",
        suivies(structures),
        lues(structures)
    )
}

/// Every fact of every structure that the account follows. What concerns people is read for those whose head is recognised only
/// (see [`lues`]), and gives days without names.
pub(super) async fn lire(on: &Db, compte: uuid::Uuid, aujourd_hui: Jour) -> Result<Faits, DbError> {
    let structures = habilitations(aujourd_hui, REPRESENTANTS);
    let mut faits = Faits::new();
    let contrats = sql(contrats_de(&structures)).bind(compte).all(on).await?;
    let structures = lues(&structures);
    for row in &contrats {
        let siens = du_contrat(row)?;
        // Under the new number, what was done is done again where the change reopens it, and nowhere else.
        if row.get::<Option<String>>("cloture")?.as_deref() == Some("finess")
            && row.get::<Option<uuid::Uuid>>("dirigeant")? == Some(compte)
            && let Some(suite) = row.get::<Option<String>>("suite")?
        {
            faits.entry(suite).or_default().extend(siens.iter().copied());
        }
        faits.entry(row.get("finess")?).or_default().extend(siens);
    }
    let vigueur = en_vigueur(aujourd_hui);
    let instants = [
        // A head without a contract here was recognised before contracts were kept.
        (
            format!(
                "SELECT h.finess, MIN(h.depuis) AS le FROM habilitation h WHERE h.compte = $1 AND h.genre IN {REPRESENTANTS} \
                 AND {vigueur} AND NOT EXISTS (SELECT 1 FROM contrat c WHERE c.finess = h.finess AND c.cde_recue_le IS NOT NULL) \
                 GROUP BY h.finess"
            ),
            Quoi::CdeRecue,
        ),
        (
            format!(
                "SELECT d.finess, MIN(s.cree_le) AS le FROM {structures} d JOIN etablissement e ON \
                 (d.portee = 'EG' AND e.finess = d.finess) OR (d.portee = 'EJ' AND e.finess_ej = d.finess) \
                 JOIN situation s ON s.finess = e.finess GROUP BY d.finess"
            ),
            Quoi::PremierEnregistrement,
        ),
    ];
    for (requete, quoi) in instants {
        for row in sql(requete).bind(compte).all(on).await? {
            let le = Instant::from_millis(row.get("le")?).jour_paris();
            faits
                .entry(row.get("finess")?)
                .or_default()
                .push(Fait { le, quoi });
        }
    }
    let derniers = des_gestionnaires(on, compte, &structures, &mut faits).await?;
    let formations = sql(format!(
        "SELECT h.finess, MIN(f.suivie_le) AS le FROM formation f JOIN habilitation h ON h.compte = f.compte \
         WHERE h.genre = 'gestionnaire' AND h.retiree_le IS NULL AND h.finess IN (SELECT d.finess FROM {structures} d) \
         GROUP BY h.finess"
    ))
    .bind(compte)
    .all(on)
    .await?;
    for row in formations {
        let quoi = Quoi::FormationAttestee;
        let le = row.get("le")?;
        faits
            .entry(row.get("finess")?)
            .or_default()
            .push(Fait { le, quoi });
    }
    let derniers = des_cartes(on, compte, &structures, derniers, &mut faits).await?;
    sans_carte(derniers, aujourd_hui, &mut faits);
    Ok(faits)
}

/// The last day of the card that lasts longest, by FINESS.
type Derniers = HashMap<String, Jour>;

/// Who was designated, and the day after the last of them was withdrawn (R52): what was done stays done until then. Gives the last
/// days known with their rights.
async fn des_gestionnaires(
    on: &Db,
    compte: uuid::Uuid,
    structures: &str,
    faits: &mut Faits,
) -> Result<Derniers, DbError> {
    let mut derniers = Derniers::new();
    let rows = sql(format!(
        "SELECT h.finess, MIN(h.depuis) AS le, MAX(h.retiree_le) AS parti_le, \
         MAX(CASE WHEN h.retiree_le IS NULL THEN h.carte_jusqu_au END) AS dernier, \
         SUM(CASE WHEN h.retiree_le IS NULL THEN 1 ELSE 0 END) AS presents FROM habilitation h \
         WHERE h.genre = 'gestionnaire' AND h.finess IN (SELECT d.finess FROM {structures} d) GROUP BY h.finess"
    ))
    .bind(compte)
    .all(on)
    .await?;
    for row in rows {
        let finess: String = row.get("finess")?;
        if let Some(dernier) = row.get::<Option<Jour>>("dernier")? {
            derniers.insert(finess.clone(), dernier);
        }
        let de_la_structure = faits.entry(finess).or_default();
        de_la_structure.push(Fait {
            le: Instant::from_millis(row.get("le")?).jour_paris(),
            quoi: Quoi::Habilitation,
        });
        if row.get::<i64>("presents")? == 0
            && let Some(parti_le) = row.get::<Option<i64>>("parti_le")?
            && let Some(le) = Instant::from_millis(parti_le).jour_paris().next_day()
        {
            let quoi = Quoi::Change(Changement::SansGestionnaire);
            de_la_structure.push(Fait { le, quoi });
        }
    }
    Ok(derniers)
}

/// The facts of a contract. One that was closed says why; what it says of the steps that the change reopens, on the very day of that
/// change, is not kept, for the next contract begins that day. Another head is one from the day of their card, which the support
/// records later. One that was given up says nothing.
fn du_contrat(row: &Row) -> Result<Vec<Fait>, DbError> {
    let mut faits = Vec::new();
    let clos = row
        .get::<Option<i64>>("clos_le")?
        .map(|le| Instant::from_millis(le).jour_paris());
    let changement = match (clos, row.get::<Option<String>>("cloture")?.as_deref()) {
        (Some(le), Some("finess")) => Some((le, Changement::Finess)),
        (Some(le), Some("siret")) => Some((le, Changement::Siret)),
        (Some(le), Some("dirigeant")) => {
            let carte_le = row.get::<Option<Jour>>("suivant_le")?.unwrap_or(le);
            Some((le.min(carte_le), Changement::Dirigeant))
        }
        (Some(le), Some("organisation")) => Some((le, Changement::Organisation)),
        (Some(_), _) => return Ok(faits),
        (None, _) => None,
    };
    for (colonne, quoi) in DATES {
        let Some(le) = row.get::<Option<Jour>>(colonne)? else {
            continue;
        };
        let refaite = changement.is_some_and(|(jour, changement)| {
            let rouvre = match quoi {
                Quoi::FinessVerifie => changement.rouvre(Etape::Finess),
                Quoi::OrganisationChoisie => changement.rouvre(Etape::Organisation),
                autre => matches!(autre, Quoi::ContratEnvoye | Quoi::CdeRecue),
            };
            le >= jour && rouvre
        });
        if !refaite {
            faits.push(Fait { le, quoi });
        }
    }
    if let Some((le, changement)) = changement {
        let quoi = Quoi::Change(changement);
        faits.push(Fait { le, quoi });
    }
    Ok(faits)
}

/// The cards of gestionnaires, and the last days as they are with them. One that came and was cancelled is over since the day before.
async fn des_cartes(
    on: &Db,
    compte: uuid::Uuid,
    structures: &str,
    mut derniers: Derniers,
    faits: &mut Faits,
) -> Result<Derniers, DbError> {
    let rows = sql(format!(
        "SELECT finess, commandee_le, recue_le, expire_le, annulee_le FROM carte WHERE genre <> 'CDE' \
         AND (annulee_le IS NULL OR recue_le IS NOT NULL) AND finess IN (SELECT d.finess FROM {structures} d)"
    ))
    .bind(compte)
    .all(on)
    .await?;
    for row in rows {
        let finess: String = row.get("finess")?;
        let annulee = row
            .get::<Option<i64>>("annulee_le")?
            .map(|le| Instant::from_millis(le).jour_paris());
        let de_la_structure = faits.entry(finess.clone()).or_default();
        if let Some(le) = row.get::<Option<Jour>>("commandee_le")?
            && annulee.is_none()
        {
            let quoi = Quoi::CarteCommandee;
            de_la_structure.push(Fait { le, quoi });
        }
        let (Some(le), Some(fin)) = (
            row.get::<Option<Jour>>("recue_le")?,
            row.get::<Option<Jour>>("expire_le")?,
        ) else {
            continue;
        };
        let fin = annulee
            .and_then(Jour::previous_day)
            .map_or(fin, |hier| fin.min(hier));
        // Written and cancelled the same day: a mistake, not a card.
        if fin >= le {
            let quoi = Quoi::CarteRecue;
            de_la_structure.push(Fait { le, quoi });
            let dernier = derniers.entry(finess).or_insert(fin);
            *dernier = fin.max(*dernier);
        }
    }
    Ok(derniers)
}

/// Where no card is valid any more (R48).
fn sans_carte(derniers: Derniers, aujourd_hui: Jour, faits: &mut Faits) {
    for (finess, dernier) in derniers {
        if let Some(le) = dernier.next_day()
            && dernier < aujourd_hui
        {
            let quoi = Quoi::Change(Changement::CartesExpirees);
            faits.entry(finess).or_default().push(Fait { le, quoi });
        }
    }
}
