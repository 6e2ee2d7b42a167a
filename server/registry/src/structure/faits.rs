//! The facts of the structures that an account follows, read together: a statement per kind of fact, none per structure.

use super::suivies;
use crate::db::{Db, DbError, Row, sql};
use crate::perimetre::{REPRESENTANTS, en_vigueur, habilitations};
use domain::date::{Instant, Jour};
use domain::structure::{Changement, Fait, Quoi};
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

/// The contracts that the account `$1` may know of: its own, and the validated ones of the structures it heads.
pub(super) fn contrats_de(structures: &str) -> String {
    format!(
        "SELECT c.* FROM contrat c WHERE c.finess IN (SELECT s.finess FROM {} s) AND (c.dirigeant = $1 OR \
         (c.cde_recue_le IS NOT NULL AND c.finess IN (SELECT d.finess FROM {structures} d)))",
        suivies(structures)
    )
}

/// Every fact of every structure that the account follows. What concerns people is read for the recognised head only, and
/// gives days without names.
pub(super) async fn lire(on: &Db, compte: uuid::Uuid, aujourd_hui: Jour) -> Result<Faits, DbError> {
    let structures = habilitations(aujourd_hui, REPRESENTANTS);
    let mut faits = Faits::new();
    let contrats = sql(contrats_de(&structures)).bind(compte).all(on).await?;
    for row in &contrats {
        du_contrat(row, faits.entry(row.get("finess")?).or_default())?;
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
                "SELECT h.finess, MIN(h.depuis) AS le FROM habilitation h WHERE h.genre = 'gestionnaire' AND {vigueur} \
                 AND h.finess IN (SELECT d.finess FROM {structures} d) GROUP BY h.finess"
            ),
            Quoi::Habilitation,
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
    des_cartes(on, compte, &structures, aujourd_hui, &mut faits).await?;
    Ok(faits)
}

/// The facts of a contract. One that was closed says why; what it says of the very day of its closing is not kept, for the
/// next contract begins that day.
fn du_contrat(row: &Row, faits: &mut Vec<Fait>) -> Result<(), DbError> {
    let clos = row
        .get::<Option<i64>>("clos_le")?
        .map(|le| Instant::from_millis(le).jour_paris());
    for (colonne, quoi) in DATES {
        if let Some(le) = row.get::<Option<Jour>>(colonne)?
            && clos.is_none_or(|clos| le < clos)
        {
            faits.push(Fait { le, quoi });
        }
    }
    let changement = match row.get::<Option<String>>("cloture")?.as_deref() {
        Some("finess") => Some(Changement::Finess),
        Some("siret") => Some(Changement::Siret),
        Some("dirigeant") => Some(Changement::Dirigeant),
        Some("organisation") => Some(Changement::Organisation),
        _ => None,
    };
    if let (Some(le), Some(changement)) = (clos, changement) {
        let quoi = Quoi::Change(changement);
        faits.push(Fait { le, quoi });
    }
    Ok(())
}

async fn des_cartes(
    on: &Db,
    compte: uuid::Uuid,
    structures: &str,
    aujourd_hui: Jour,
    faits: &mut Faits,
) -> Result<(), DbError> {
    let rows = sql(format!(
        "SELECT finess, commandee_le, recue_le, expire_le FROM carte WHERE annulee_le IS NULL AND genre <> 'CDE' \
         AND finess IN (SELECT d.finess FROM {structures} d)"
    ))
    .bind(compte)
    .all(on)
    .await?;
    // The last day of the card that lasts longest, by structure.
    let mut derniers: HashMap<String, Jour> = HashMap::new();
    for row in rows {
        let finess: String = row.get("finess")?;
        let de_la_structure = faits.entry(finess.clone()).or_default();
        if let Some(le) = row.get::<Option<Jour>>("commandee_le")? {
            let quoi = Quoi::CarteCommandee;
            de_la_structure.push(Fait { le, quoi });
        }
        if let (Some(le), Some(fin)) = (
            row.get::<Option<Jour>>("recue_le")?,
            row.get::<Option<Jour>>("expire_le")?,
        ) {
            let quoi = Quoi::CarteRecue;
            de_la_structure.push(Fait { le, quoi });
            let dernier = derniers.entry(finess).or_insert(fin);
            *dernier = fin.max(*dernier);
        }
    }
    for (finess, dernier) in derniers {
        if let Some(le) = dernier.next_day()
            && dernier < aujourd_hui
        {
            let quoi = Quoi::Change(Changement::CartesExpirees);
            faits.entry(finess).or_default().push(Fait { le, quoi });
        }
    }
    Ok(())
}
