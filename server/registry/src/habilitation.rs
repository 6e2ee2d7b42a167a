//! Who is given which right, from the command line of whoever runs the portal: the first représentant légal of a structure, a
//! gestionnaire before their director can designate them here, the support of the register.
//!
//! Nothing here is reachable from a page.

use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::droit::Fournisseur;
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet};
use crate::structure;
use domain::date::{Instant, Jour, court};
use domain::identifiant::{Finess, Rpps};
use domain::ids::{CompteId, HabilitationId};

/// What an habilitation makes of somebody (R42–R45).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GenreHabilitation {
    /// treats demandes and situations, designated by the représentant légal or a mandataire
    Gestionnaire,
    /// designates gestionnaires (R45)
    Mandataire,
    /// head of the structure: everything that a gestionnaire does, natively (R42)
    RepresentantLegal,
    /// owner of a pharmacy: gestionnaire of its préparateurs, natively
    TitulaireOfficine,
}

impl GenreHabilitation {
    /// Every kind.
    pub const TOUS: [Self; 4] = [
        Self::Gestionnaire,
        Self::Mandataire,
        Self::RepresentantLegal,
        Self::TitulaireOfficine,
    ];

    /// The code stored in the register.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gestionnaire => "gestionnaire",
            Self::Mandataire => "mandataire",
            Self::RepresentantLegal => "representant_legal",
            Self::TitulaireOfficine => "titulaire_officine",
        }
    }

    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Gestionnaire => "Gestionnaire",
            Self::Mandataire => "Mandataire",
            Self::RepresentantLegal => "Représentant légal",
            Self::TitulaireOfficine => "Titulaire d’officine",
        }
    }
}

/// What is to be granted.
#[derive(Clone, Debug)]
pub struct Octroi {
    /// The national identifier that Pro Santé Connect gives (`SubjectNameID`): nobody is keyed on anything else.
    pub identifiant: String,
    /// The name shown, when the person has never signed in.
    pub nom: String,
    /// The right.
    pub genre: GenreHabilitation,
    /// An EJ (centralised contract, R39) or an EG (decentralised, R40): the register knows which.
    pub finess: Finess,
    /// Last day of validity of the card, when known (R48).
    pub carte_jusqu_au: Option<Jour>,
}

/// Why nothing was granted.
#[derive(Debug, thiserror::Error)]
pub enum OctroiError {
    /// neither an EJ nor an EG of the register
    #[error(
        "le numéro FINESS {0} n’est ni une entité juridique ni un établissement du référentiel : importez-le d’abord"
    )]
    FinessInconnu(Finess),
    /// nobody with that identifier has that right
    #[error("personne n’a ce droit sous cet identifiant : rien n’a été retiré")]
    Rien,
    /// the database
    #[error("{0}")]
    Base(#[from] DbError),
}

impl Registry {
    /// Grants an habilitation; the account is made if it does not exist yet. Granting the same one again changes the card's
    /// date only. That of a head leaves a validated contract on the structure, when there is none (R41).
    pub async fn accorder_habilitation(&self, octroi: &Octroi) -> Result<HabilitationId, OctroiError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let (id, compte) = self.octroyer(&mut tx, now, octroi).await?;
        if octroi.genre == GenreHabilitation::RepresentantLegal {
            structure::laisser_contrat(&mut tx, self, now, compte, &octroi.finess).await?;
        }
        let entree = entree(now, Acte::Habiliter, compte).avec(detail(octroi));
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The same in the transaction of an act that has its own entry in the journal. Gives the habilitation and its holder.
    pub(crate) async fn octroyer(
        &self,
        tx: &mut Tx,
        now: Instant,
        octroi: &Octroi,
    ) -> Result<(HabilitationId, CompteId), OctroiError> {
        let portee = portee(tx, &octroi.finess)
            .await?
            .ok_or_else(|| OctroiError::FinessInconnu(octroi.finess.clone()))?;
        let compte = compte_de_la_carte(tx, self, now, &octroi.identifiant, &octroi.nom).await?;
        let connue = sql("UPDATE habilitation SET carte_jusqu_au = $4 \
             WHERE compte = $1 AND genre = $2 AND finess = $3 AND retiree_le IS NULL RETURNING id")
        .bind(compte.uuid())
        .bind(octroi.genre.code())
        .bind(octroi.finess.as_str())
        .bind(octroi.carte_jusqu_au)
        .optional(&mut *tx)
        .await?;
        if let Some(row) = connue {
            return Ok((HabilitationId::new(row.get("id")?), compte));
        }
        let id = self.uuid(now);
        sql(
            "INSERT INTO habilitation (id, compte, genre, portee, finess, depuis, carte_jusqu_au) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(compte.uuid())
        .bind(octroi.genre.code())
        .bind(portee)
        .bind(octroi.finess.as_str())
        .bind(now.millis())
        .bind(octroi.carte_jusqu_au)
        .execute(tx)
        .await?;
        Ok((HabilitationId::new(id), compte))
    }

    /// Withdraws an habilitation, with effect on the next request of its holder (R52).
    pub async fn retirer_habilitation(
        &self,
        identifiant: &str,
        genre: GenreHabilitation,
        finess: &Finess,
    ) -> Result<(), OctroiError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let retiree = sql(
            "UPDATE habilitation SET retiree_le = $4 WHERE genre = $2 AND finess = $3 AND retiree_le IS NULL \
             AND compte = (SELECT id FROM compte WHERE sujet = $1) RETURNING compte",
        )
        .bind(sujet(identifiant))
        .bind(genre.code())
        .bind(finess.as_str())
        .bind(now.millis())
        .optional(&mut tx)
        .await?
        .ok_or(OctroiError::Rien)?;
        let detail = Detail::dans(finess).changer("Droit", Some(genre.libelle()), None);
        let entree = entree(now, Acte::Deshabiliter, CompteId::new(retiree.get("compte")?)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }

    /// Makes somebody an operator of the support.
    pub async fn nommer_operateur(&self, identifiant: &str, nom: &str) -> Result<(), DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let compte = compte_de_la_carte(&mut tx, self, now, identifiant, nom).await?;
        sql("INSERT INTO operateur (compte, depuis) VALUES ($1, $2) \
             ON CONFLICT (compte) DO UPDATE SET retire_le = NULL")
        .bind(compte.uuid())
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        let entree = entree(now, Acte::NommerOperateur, compte);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await
    }

    /// Ends the right of an operator, with effect on their next request.
    pub async fn revoquer_operateur(&self, identifiant: &str) -> Result<(), OctroiError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let revoque = sql("UPDATE operateur SET retire_le = $2 WHERE retire_le IS NULL \
             AND compte = (SELECT id FROM compte WHERE sujet = $1) RETURNING compte")
        .bind(sujet(identifiant))
        .bind(now.millis())
        .optional(&mut tx)
        .await?
        .ok_or(OctroiError::Rien)?;
        let compte = CompteId::new(revoque.get("compte")?);
        let entree = entree(now, Acte::RevoquerOperateur, compte);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }
}

/// What the journal keeps of a right given.
pub(crate) fn detail(octroi: &Octroi) -> Detail {
    let detail = Detail::dans(&octroi.finess).poser("Droit", octroi.genre.libelle());
    match octroi.carte_jusqu_au {
        Some(jour) => detail.poser("Carte valable jusqu’au", &court(jour)),
        None => detail,
    }
}

/// What the journal says of a right: given by whoever runs the portal, hence by no account.
fn entree<'a>(le: Instant, acte: Acte, compte: CompteId) -> Entree<'a> {
    Entree::new(le, Auteur::Programme, acte, Objet::Compte(compte))
}

/// The key of a card holder's account.
fn sujet(identifiant: &str) -> String {
    format!("psc:{}", identifiant.trim())
}

/// The level of that number: `EJ`, `EG`, or neither.
pub(crate) async fn portee(tx: &mut Tx, finess: &Finess) -> Result<Option<&'static str>, DbError> {
    for (requete, portee) in [
        ("SELECT finess FROM entite_juridique WHERE finess = $1", "EJ"),
        ("SELECT finess FROM etablissement WHERE finess = $1", "EG"),
    ] {
        if sql(requete)
            .bind(finess.as_str())
            .optional(&mut *tx)
            .await?
            .is_some()
        {
            return Ok(Some(portee));
        }
    }
    Ok(None)
}

/// The account of a card holder, made if need be: the first sign-in will find it, and correct the name. It is that of the registered
/// person whose number the identifier bears from now on, not from the first sign-in on: who never came leaves too (R52).
pub(crate) async fn compte_de_la_carte(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    identifiant: &str,
    nom: &str,
) -> Result<CompteId, DbError> {
    let row = sql(
        "INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le, rpps) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (sujet) DO UPDATE SET rpps = COALESCE(compte.rpps, excluded.rpps) RETURNING id",
    )
    .bind(registry.uuid(now))
    .bind(sujet(identifiant))
    .bind(Fournisseur::ProSanteConnect.code())
    .bind(nom)
    .bind(now.millis())
    .bind(Rpps::dans(identifiant).map(String::from))
    .one(tx)
    .await?;
    Ok(CompteId::new(row.get("id")?))
}
