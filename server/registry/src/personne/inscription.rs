//! Giving a number: the only place that does. Two acceptances never get the same one, and a person never gets two.

use super::{cle_identite, rpps};
use crate::db::{DbError, Tx, sql};
use crate::erreur::ActeError;
use crate::{Registry, cherche, demande};
use domain::date::Instant;
use domain::etat_civil::{EtatCivil, LieuNaissance, Nom, Prenom};
use domain::identifiant::Rpps;
use domain::ids::{CompteId, PersonneId};
use domain::saisie::{DemandeComplete, SituationExercice};

/// What an acceptance made of the person.
pub(crate) struct Inscription {
    /// The person.
    pub(crate) personne: PersonneId,
    /// The number.
    pub(crate) rpps: Rpps,
    /// False when the person was registered before.
    pub(crate) nouvelle: bool,
}

/// Registers somebody, or finds them again (same account or same civil status, R3), and adds the situation unless one is
/// already there (R23). `compte`: whose demande it was; none when a gestionnaire registers from end to end.
pub(crate) async fn inscrire(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    compte: Option<CompteId>,
    complete: &DemandeComplete,
) -> Result<Inscription, ActeError> {
    inscrire_ou_rattacher(tx, registry, now, compte, complete, None).await
}

/// The same, for somebody whom a gestionnaire said to be `designee`: an account has one record only, which comes first. What
/// is registered of that person does not change, whatever the demande says (R13).
pub(crate) async fn inscrire_ou_rattacher(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    compte: Option<CompteId>,
    complete: &DemandeComplete,
    designee: Option<PersonneId>,
) -> Result<Inscription, ActeError> {
    un_a_la_fois(tx).await?;
    let identite = cle_identite(&complete.etat_civil);
    let connue = sql(
        "SELECT id, rpps FROM personne WHERE compte = $1 OR identite = $2 OR id = $3 \
         ORDER BY CASE WHEN compte = $1 THEN 0 WHEN id = $3 THEN 1 ELSE 2 END LIMIT 1",
    )
    .bind(compte.map(CompteId::uuid))
    .bind(&identite)
    .bind(designee.map(PersonneId::uuid))
    .optional(&mut *tx)
    .await?;
    let inscription = if let Some(row) = connue {
        let personne = PersonneId::new(row.get("id")?);
        refuser_si_presente(tx, personne, &complete.situation).await?;
        sql("UPDATE personne SET compte = COALESCE(compte, $2), version = version + 1 WHERE id = $1")
            .bind(personne.uuid())
            .bind(compte.map(CompteId::uuid))
            .execute(tx)
            .await?;
        Inscription {
            personne,
            rpps: rpps(&row.get::<String>("rpps")?)?,
            nouvelle: false,
        }
    } else {
        let rpps = rpps_suivant(tx).await?;
        let personne = PersonneId::new(registry.uuid(now));
        creer(tx, personne, &rpps, now, compte, &identite, complete).await?;
        demande::suivre_personne(tx, personne).await?;
        Inscription {
            personne,
            rpps,
            nouvelle: true,
        }
    };
    ajouter_situation(tx, registry, now, inscription.personne, &complete.situation).await?;
    Ok(inscription)
}

/// Whatever changes who is in the register passes one at a time from here to the end of its transaction: two accounts of one
/// person cannot be registered side by side, nor two corrections made on one version. Taken before anything is read.
pub(crate) async fn un_a_la_fois(tx: &mut Tx) -> Result<(), DbError> {
    sql("UPDATE compteur SET valeur = valeur WHERE nom = 'rpps'")
        .execute(tx)
        .await?;
    Ok(())
}

/// The next number of the sequence.
async fn rpps_suivant(tx: &mut Tx) -> Result<Rpps, DbError> {
    let mut seul = rpps_suivants(tx, 1).await?;
    seul.pop().ok_or_else(|| DbError::stored("compteur.rpps"))
}

/// The next numbers of the sequence, in order.
pub(crate) async fn rpps_suivants(tx: &mut Tx, combien: usize) -> Result<Vec<Rpps>, DbError> {
    let combien = u32::try_from(combien).map_err(|_| DbError::stored("compteur.rpps"))?;
    let row = sql("UPDATE compteur SET valeur = valeur + $1 WHERE nom = 'rpps' RETURNING valeur")
        .bind(combien)
        .one(&mut *tx)
        .await?;
    let dernier = u64::try_from(row.get::<i64>("valeur")?).map_err(|_| DbError::stored("compteur.rpps"))?;
    (dernier + 1 - u64::from(combien)..=dernier)
        .map(|rang| Rpps::from_sequence(rang).ok_or_else(|| DbError::stored("compteur.rpps")))
        .collect()
}

async fn creer(
    tx: &mut Tx,
    personne: PersonneId,
    rpps: &Rpps,
    now: Instant,
    compte: Option<CompteId>,
    identite: &str,
    complete: &DemandeComplete,
) -> Result<(), DbError> {
    let etat_civil = &complete.etat_civil;
    let (pays, commune, ville) = lieu(etat_civil);
    sql("INSERT INTO personne (id, rpps, compte, civilite, sexe, nom_naissance, nom_usage, prenoms, date_naissance, \
         pays_naissance, commune_naissance, ville_naissance, certification, identite, nom_exercice, prenom_exercice, \
         email, mobile, cree_le, version, cle) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20)")
    .bind(personne.uuid())
    .bind(rpps.as_str())
    .bind(compte.map(CompteId::uuid))
    .bind(etat_civil.civilite.code())
    .bind(etat_civil.sexe.code())
    .bind(etat_civil.nom_naissance.as_str())
    .bind(etat_civil.nom_usage.as_ref().map(Nom::as_str))
    .bind(etat_civil.prenoms.as_str())
    .bind(etat_civil.date_naissance.jour())
    .bind(pays)
    .bind(commune)
    .bind(ville)
    .bind(etat_civil.certification.code())
    .bind(identite)
    .bind(complete.situation.nom_exercice.as_str())
    .bind(complete.situation.prenom_exercice.as_str())
    .bind(complete.contact.email.as_str())
    .bind(complete.contact.mobile.as_e164())
    .bind(now.millis())
    .bind(cle_recherche(
        etat_civil,
        &complete.situation.nom_exercice,
        &complete.situation.prenom_exercice,
        rpps,
    ))
    .execute(tx)
    .await?;
    Ok(())
}

/// The three columns of a place of birth (R16).
pub(crate) fn lieu(etat_civil: &EtatCivil) -> (&str, Option<&str>, Option<&str>) {
    match &etat_civil.lieu_naissance {
        LieuNaissance::France { commune } => (domain::etat_civil::FRANCE, Some(commune.as_str()), None),
        LieuNaissance::Etranger { pays, ville } => (pays.as_str(), None, Some(ville.as_str())),
    }
}

/// What a search finds a person by: every name, and the number.
pub(crate) fn cle_recherche(
    etat_civil: &EtatCivil,
    nom_exercice: &Nom,
    prenom_exercice: &Prenom,
    rpps: &Rpps,
) -> String {
    let noms = [
        nom_exercice.as_str(),
        prenom_exercice.as_str(),
        etat_civil.nom_naissance.as_str(),
        etat_civil.nom_usage.as_ref().map_or("", Nom::as_str),
        etat_civil.prenoms.as_str(),
    ];
    cherche::cle(&noms, rpps.as_str())
}

/// At most one rôle per person and establishment at any time (R23).
async fn refuser_si_presente(
    tx: &mut Tx,
    personne: PersonneId,
    situation: &SituationExercice,
) -> Result<(), ActeError> {
    let presentes = sql("SELECT debut, fin FROM situation WHERE personne = $1 AND finess = $2")
        .bind(personne.uuid())
        .bind(situation.etablissement.as_str())
        .all(&mut *tx)
        .await?;
    for row in presentes {
        let (debut, fin) = (
            row.get::<time::Date>("debut")?,
            row.get::<Option<time::Date>>("fin")?,
        );
        let commence_avant_la_fin = fin.is_none_or(|fin| situation.debut <= fin);
        let finit_apres_le_debut = situation.fin.is_none_or(|fin| debut <= fin);
        if commence_avant_la_fin && finit_apres_le_debut {
            return Err(ActeError::SituationExistante);
        }
    }
    Ok(())
}

async fn ajouter_situation(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    personne: PersonneId,
    situation: &SituationExercice,
) -> Result<(), DbError> {
    sql("INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, fin, cree_le) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(registry.uuid(now))
    .bind(personne.uuid())
    .bind(situation.etablissement.as_str())
    .bind(situation.profession.as_str())
    .bind(situation.role.as_str())
    .bind(situation.mode.code())
    .bind(situation.categorie.code())
    .bind(situation.debut)
    .bind(situation.fin)
    .bind(now.millis())
    .execute(tx)
    .await?;
    Ok(())
}
