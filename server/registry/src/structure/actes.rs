//! The steps that the head of a structure does or notes, each in one transaction (J8).

use super::{StructureError, contrat};
use crate::Registry;
use crate::db::{Row, Tx, sql};
use crate::droit::{Dirigeant, SessionOuverte};
use crate::erreur::ActeError;
use crate::habilitation;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::perimetre::{REPRESENTANTS, habilitations};
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::ContratId;
use domain::structure::{Etape, Organisation, Signataire};

/// How many paths an account follows without being the recognised head.
pub const CONTRATS_MAX: i64 = 60;
/// Longest reference of an attestation.
const REFERENCE_MAX: usize = 100;

/// Something that the head notes as done, or takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jalon {
    /// the data of the referential are right
    FinessVerifie,
    /// contract and F101 left on that day
    Envoi(Jour),
    /// the head will be the only gestionnaire (R42)
    DirigeantSeul,
    /// readers are there
    Lecteurs,
    /// a gestionnaire followed the e-learning on that day, reference of the attestation (R43)
    Formation(Jour, Option<String>),
    /// who needs which rôle is decided
    Roles,
    /// takes back what was noted of that step, as long as nothing was built on it
    Defaire(Etape),
}

impl Registry {
    /// Somebody signed in says that they head this structure: its path opens for them (J8). Twice changes nothing.
    pub async fn ouvrir_chemin(&self, session: &SessionOuverte, finess: &Finess) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: session.auteur(),
            acte: Acte::OuvrirChemin,
            objet: Objet::Compte(session.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let portee = habilitation::portee(&mut tx, finess)
                .await?
                .ok_or(StructureError::FinessInconnu)?;
            let Some(id) = inserer(&mut tx, self, now, session.compte().uuid(), finess, portee).await? else {
                return Ok(());
            };
            pas_trop(&mut tx, session.compte().uuid()).await?;
            let entree = Entree::new(now, session.auteur(), Acte::OuvrirChemin, Objet::Contrat(id))
                .avec(Detail::dans(finess));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Notes a step, on its day; noting it again corrects the day.
    pub async fn noter_jalon(&self, d: &Dirigeant, jalon: &Jalon) -> Result<(), ActeError> {
        self.tenter(avancer(d), async {
            let now = self.now();
            let aujourd_hui = now.jour_paris();
            let (colonne, le, etape) = match jalon {
                Jalon::FinessVerifie => ("finess_verifie_le", Some(aujourd_hui), Etape::Finess),
                Jalon::Envoi(le) => ("envoye_le", Some(*le), Etape::Contrat),
                Jalon::DirigeantSeul => ("dirigeant_seul_le", Some(aujourd_hui), Etape::Cartes),
                Jalon::Lecteurs => ("lecteurs_le", Some(aujourd_hui), Etape::Lecteurs),
                Jalon::Formation(le, _) => ("formation_le", Some(*le), Etape::Formation),
                Jalon::Roles => ("roles_le", Some(aujourd_hui), Etape::Roles),
                Jalon::Defaire(etape) => (colonne_de(*etape)?, None, *etape),
            };
            if le.is_some_and(|le| le > aujourd_hui) {
                return Err(StructureError::DateFuture.into());
            }
            let mut tx = self.db.begin().await?;
            let row = contrat::ouvert(&mut tx, self, d, now).await?;
            permettre(&row, jalon)?;
            let id = ContratId::new(row.get("id")?);
            sql(format!("UPDATE contrat SET {colonne} = $2 WHERE id = $1"))
                .bind(id.uuid())
                .bind(le)
                .execute(&mut tx)
                .await?;
            if let Jalon::Formation(_, reference) = jalon {
                noter_reference(&mut tx, id, reference.as_deref()).await?;
            }
            if matches!(jalon, Jalon::Envoi(_)) {
                let prepare = contrat::referentiel(&mut tx, d.finess()).await?;
                sql("UPDATE contrat SET siret = $2, ouverte = $3 WHERE id = $1")
                    .bind(id.uuid())
                    .bind(prepare.siret)
                    .bind(prepare.ouverte)
                    .execute(&mut tx)
                    .await?;
            }
            let fait = if le.is_some() { "Faite" } else { "Reprise" };
            let detail = Detail::dans(d.finess()).poser(etape.titre(), fait);
            let entree = Entree::new(now, d.auteur(), Acte::AvancerChemin, Objet::Contrat(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Chooses the organisation and who signs, before the contract is sent (R39, J8). Centralised: the path goes on with the
    /// organisation; decentralised: with each establishment chosen. Gives the structure to go on with.
    pub async fn choisir_organisation(
        &self,
        d: &Dirigeant,
        organisation: Organisation,
        etablissements: &[Finess],
        signataire: Signataire,
    ) -> Result<Finess, ActeError> {
        self.tenter(avancer(d), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = contrat::ouvert(&mut tx, self, d, now).await?;
            if row.get::<Option<Jour>>("envoye_le")?.is_some()
                || row.get::<Option<Jour>>("cde_recue_le")?.is_some()
            {
                return Err(StructureError::DejaEnvoye.into());
            }
            let choisies = choisies(&mut tx, d.finess(), organisation, etablissements).await?;
            let premiere = choisies
                .iter()
                .find(|finess| *finess == d.finess())
                .or(choisies.first())
                .cloned()
                .ok_or(StructureError::EtablissementManquant)?;
            let id = ContratId::new(row.get("id")?);
            let verifie: Option<Jour> = row.get("finess_verifie_le")?;
            if premiere != *d.finess() {
                contrat::clore(&mut tx, id, "organisation", Some(&premiere), now).await?;
            }
            for finess in &choisies {
                inserer(
                    &mut tx,
                    self,
                    now,
                    d.compte().uuid(),
                    finess,
                    organisation.portee(),
                )
                .await?;
                sql("UPDATE contrat SET signataire = $3, organisation_le = $4, \
                     finess_verifie_le = COALESCE(finess_verifie_le, $5), version = version + 1 \
                     WHERE finess = $1 AND dirigeant = $2 AND clos_le IS NULL AND envoye_le IS NULL")
                .bind(finess.as_str())
                .bind(d.compte().uuid())
                .bind(signataire.code())
                .bind(now.jour_paris())
                .bind(verifie)
                .execute(&mut tx)
                .await?;
            }
            pas_trop(&mut tx, d.compte().uuid()).await?;
            let detail = Detail::dans(d.finess())
                .poser("Organisation", organisation.libelle())
                .poser("Signataire", signataire.libelle());
            let entree = Entree::new(now, d.auteur(), Acte::AvancerChemin, Objet::Contrat(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(premiere)
        })
        .await
    }
}

fn avancer(d: &Dirigeant) -> Tentative<'static> {
    Tentative {
        auteur: d.auteur(),
        acte: Acte::AvancerChemin,
        objet: Objet::Compte(d.compte()),
    }
}

/// Opens a contract there for that account; nothing when it has one.
pub(super) async fn inserer(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    compte: uuid::Uuid,
    finess: &Finess,
    portee: &str,
) -> Result<Option<ContratId>, ActeError> {
    droit_perdu(&mut *tx, now.jour_paris(), compte, finess).await?;
    let id = registry.uuid(now);
    // Of two clicks at once one opens it.
    let ouvert = sql("INSERT INTO contrat (id, finess, portee, dirigeant, version, cree_le) VALUES ($1, $2, $3, $4, 1, $5) \
         ON CONFLICT DO NOTHING")
    .bind(id)
    .bind(finess.as_str())
    .bind(portee)
    .bind(compte)
    .bind(now.millis())
    .execute(tx)
    .await?;
    Ok((ouvert > 0).then(|| ContratId::new(id)))
}

/// Refuses a new path to whoever has the validated contract of the structure, and not its right any more: that one still stands, and
/// it is the right that has to come back.
async fn droit_perdu(
    tx: &mut Tx,
    aujourd_hui: Jour,
    compte: uuid::Uuid,
    finess: &Finess,
) -> Result<(), ActeError> {
    let perdu = sql(format!(
        "SELECT c.id FROM contrat c WHERE c.dirigeant = $1 AND c.finess = $2 AND c.clos_le IS NULL AND c.cde_recue_le IS NOT NULL          AND c.finess NOT IN (SELECT d.finess FROM {} d)",
        habilitations(aujourd_hui, REPRESENTANTS)
    ))
    .bind(compte)
    .bind(finess.as_str())
    .optional(tx)
    .await?;
    if perdu.is_some() {
        return Err(StructureError::DroitPerdu.into());
    }
    Ok(())
}

/// Refuses, once they are open, more paths than anybody follows.
pub(super) async fn pas_trop(tx: &mut Tx, compte: uuid::Uuid) -> Result<(), ActeError> {
    let row = sql("SELECT COUNT(*) AS n FROM contrat WHERE dirigeant = $1 AND clos_le IS NULL")
        .bind(compte)
        .one(tx)
        .await?;
    if row.get::<i64>("n")? > CONTRATS_MAX {
        return Err(StructureError::TropDeChemins.into());
    }
    Ok(())
}

/// The column of what can be taken back.
fn colonne_de(etape: Etape) -> Result<&'static str, ActeError> {
    match etape {
        Etape::Finess => Ok("finess_verifie_le"),
        Etape::Contrat => Ok("envoye_le"),
        Etape::Cartes => Ok("dirigeant_seul_le"),
        Etape::Lecteurs => Ok("lecteurs_le"),
        Etape::Formation => Ok("formation_le"),
        Etape::Roles => Ok("roles_le"),
        Etape::Organisation | Etape::Cde | Etape::Habilitation | Etape::Enregistrements => {
            Err(ActeError::Introuvable)
        }
    }
}

/// What must be there before, and what must not be there yet.
fn permettre(row: &Row, jalon: &Jalon) -> Result<(), ActeError> {
    let note = |colonne| row.get::<Option<Jour>>(colonne).map(|le| le.is_some());
    let valide = note("cde_recue_le")?;
    match jalon {
        Jalon::Envoi(_) if !note("organisation_le")? => Err(StructureError::OrganisationManquante.into()),
        Jalon::Envoi(_) | Jalon::Defaire(Etape::Contrat) if valide => Err(StructureError::DejaEnvoye.into()),
        Jalon::Defaire(Etape::Finess) if valide || note("envoye_le")? => {
            Err(StructureError::DejaEnvoye.into())
        }
        Jalon::Formation(_, Some(reference)) if reference.chars().count() > REFERENCE_MAX => {
            Err(StructureError::TropLong.into())
        }
        _ => Ok(()),
    }
}

async fn noter_reference(tx: &mut Tx, id: ContratId, reference: Option<&str>) -> Result<(), ActeError> {
    sql("UPDATE contrat SET formation_reference = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(reference.map(ToOwned::to_owned))
        .execute(tx)
        .await?;
    Ok(())
}

/// The structures that bear the contracts: the organisation, or those of its open establishments that were chosen.
async fn choisies(
    tx: &mut Tx,
    finess: &Finess,
    organisation: Organisation,
    etablissements: &[Finess],
) -> Result<Vec<Finess>, ActeError> {
    let ej: Finess = sql(
        "SELECT finess_ej FROM etablissement WHERE finess = $1 UNION ALL SELECT finess FROM entite_juridique WHERE finess = $1",
    )
    .bind(finess.as_str())
    .optional(&mut *tx)
    .await?
    .ok_or(ActeError::Introuvable)?
    .parse("finess_ej")?;
    if organisation == Organisation::Centralisee {
        return Ok(vec![ej]);
    }
    let rows = sql("SELECT finess FROM etablissement WHERE finess_ej = $1 AND ouvert = $2")
        .bind(ej.as_str())
        .bind(true)
        .all(tx)
        .await?;
    let mut choisies = Vec::new();
    for row in rows {
        let ouvert: Finess = row.parse("finess")?;
        if etablissements.contains(&ouvert) {
            choisies.push(ouvert);
        }
    }
    Ok(choisies)
}
