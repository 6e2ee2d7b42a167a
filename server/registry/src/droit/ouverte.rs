//! An open session, what its account may do on the day of the request, and the proofs that it gives.

use super::{
    Designateur, Fournisseur, Gestionnaire, Inscrit, Interdit, Operateur, Representant, Soi, Usager,
};
use crate::db::{DbError, Row};
use crate::journal::Auteur;
use crate::session::Limites;
use domain::date::Jour;
use domain::etat_civil::{Certification, EtatCivil};
use domain::ids::{CompteId, SessionId};
use domain::saisie::SaisieEtatCivil;

/// A session that exists and has not expired.
#[derive(Clone)]
pub struct SessionOuverte {
    id: SessionId,
    compte: CompteId,
    nom_affiche: String,
    fournisseur: Fournisseur,
    limites: Limites,
    identite: Option<Identite>,
    soi: Soi,
    droits: Droits,
    jour: Jour,
}

/// The registered person that the account `c` belongs to: tied when registered, by the number of the card, or by an accepted
/// demande. Each part reads one index.
pub(crate) const PERSONNE_DU_COMPTE: &str = "COALESCE((SELECT p.id FROM personne p WHERE p.compte = c.id), \
     (SELECT p.id FROM personne p WHERE p.rpps = c.rpps), \
     (SELECT d.personne FROM demande d WHERE d.demandeur = c.id AND d.statut = 'validee' AND d.personne IS NOT NULL LIMIT 1))";

/// The same, or the person that somebody said it is (`depart::meme`): what is left of somebody who leaves is found by it. It opens
/// nothing to the account.
pub(crate) fn personne_dite() -> String {
    format!("COALESCE({PERSONNE_DU_COMPTE}, (SELECT m.personne FROM meme_personne m WHERE m.compte = c.id))")
}

/// What the habilitations of an account amount to on the day of the request.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent rights, each read by its own proof"
)]
struct Droits {
    /// treats demandes (R42 included)
    gestionnaire: bool,
    /// is the head of a structure: représentant légal, or titulaire of a pharmacy
    representant: bool,
    /// may designate gestionnaires (R45)
    mandataire: bool,
    /// belongs to the support of the register
    operateur: bool,
    /// follows the path of a structure, recognised or not (J8)
    dirigeant: bool,
    /// the last card that expired, when one did
    carte_expiree: Option<Jour>,
}

impl Droits {
    /// Why this account is not a gestionnaire.
    fn refus(self) -> Interdit {
        match self.carte_expiree {
            Some(jour) => Interdit::CarteExpiree(jour),
            None if self.mandataire => Interdit::Mandataire,
            None => Interdit::PasGestionnaire,
        }
    }

    /// Why this account has none of the rights of a head of structure: an expired card is said before anything else.
    fn refus_sauf(self, sinon: Interdit) -> Interdit {
        self.carte_expiree.map_or(sinon, Interdit::CarteExpiree)
    }
}

impl SessionOuverte {
    /// The session that a row of `session.rs` describes: the only way to make one.
    pub(crate) fn lire(row: &Row, aujourd_hui: Jour) -> Result<Self, DbError> {
        let identite = Identite::de(row, aujourd_hui)?;
        let compte = CompteId::new(row.get("compte")?);
        Ok(Self {
            id: SessionId::new(row.get("id")?),
            compte,
            nom_affiche: row.get("nom_affiche")?,
            fournisseur: row.parse("fournisseur")?,
            limites: Limites::lire(row)?,
            soi: Soi::lire(row, compte, identite.as_ref())?,
            identite,
            droits: Droits {
                gestionnaire: row.get::<i64>("gestionnaire")? > 0,
                representant: row.get::<i64>("representant")? > 0,
                mandataire: row.get::<i64>("mandataire")? > 0,
                operateur: row.get::<i64>("operateur")? > 0,
                dirigeant: row.get::<i64>("dirigeant")? > 0,
                carte_expiree: row.get("carte_expiree")?,
            },
            jour: aujourd_hui,
        })
    }

    /// The session's id (not its secret).
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.id,
        }
    }

    /// The name shown in the header.
    pub fn nom_affiche(&self) -> &str {
        &self.nom_affiche
    }

    /// Who vouches for this person.
    pub fn fournisseur(&self) -> Fournisseur {
        self.fournisseur
    }

    /// When it ends.
    pub fn limites(&self) -> Limites {
        self.limites
    }

    /// The same session after a sign of the person, for `session` only.
    pub(crate) fn prolonger(&mut self, limites: Limites) {
        self.limites = limites;
    }

    /// True for a natural person known by a certified civil status.
    pub fn est_usager(&self) -> bool {
        self.fournisseur == Fournisseur::FranceConnect && self.identite.is_some()
    }

    /// True with at least one habilitation in force that treats demandes (R42).
    pub fn est_gestionnaire(&self) -> bool {
        self.droits.gestionnaire
    }

    /// True for somebody who has a number in the register.
    pub fn est_inscrit(&self) -> bool {
        self.soi.personne().is_some()
    }

    /// True for the legal head of at least one structure.
    pub fn est_representant(&self) -> bool {
        self.droits.representant
    }

    /// True for somebody who may designate gestionnaires: the head of a structure or a mandataire (R45).
    pub fn est_designateur(&self) -> bool {
        self.droits.representant || self.droits.mandataire
    }

    /// True for somebody who follows the path of a structure: its recognised head, or who says that they head it (J8).
    pub fn est_dirigeant(&self) -> bool {
        self.droits.representant || self.droits.dirigeant
    }

    /// True for the support of the register.
    pub fn est_operateur(&self) -> bool {
        self.droits.operateur
    }

    /// The proof that applicants' acts ask for.
    pub fn usager(&self) -> Result<Usager, Interdit> {
        match (&self.identite, self.fournisseur) {
            (Some(identite), Fournisseur::FranceConnect) => Ok(Usager {
                compte: self.compte,
                session: self.id,
                identite: identite.clone(),
            }),
            _ => Err(Interdit::PasUsager),
        }
    }

    /// The proof that acts on other people's demandes ask for.
    pub fn gestionnaire(&self) -> Result<Gestionnaire, Interdit> {
        if !self.est_gestionnaire() {
            return Err(self.droits.refus());
        }
        Ok(Gestionnaire {
            compte: self.compte,
            session: self.id,
            jour: self.jour,
            soi: self.soi.clone(),
        })
    }

    /// The proof that acts of the head of a structure ask for.
    pub fn representant(&self) -> Result<Representant, Interdit> {
        if !self.droits.representant {
            return Err(self.droits.refus_sauf(Interdit::PasRepresentant));
        }
        Ok(Representant {
            compte: self.compte,
            session: self.id,
            jour: self.jour,
        })
    }

    /// The proof that designating gestionnaires asks for (R45).
    pub fn designateur(&self) -> Result<Designateur, Interdit> {
        if !self.est_designateur() {
            return Err(self.droits.refus_sauf(Interdit::PasDesignateur));
        }
        Ok(Designateur {
            compte: self.compte,
            session: self.id,
            jour: self.jour,
        })
    }

    /// Who this is: for proofs under which nobody acts on themselves.
    pub(super) fn soi(&self) -> &Soi {
        &self.soi
    }

    /// The proof that acts on one's own record ask for.
    pub fn inscrit(&self) -> Result<Inscrit, Interdit> {
        Ok(Inscrit {
            compte: self.compte,
            session: self.id,
            personne: self.soi.personne().ok_or(Interdit::PasInscrit)?,
        })
    }

    /// The proof that acts of the support ask for.
    pub fn operateur(&self) -> Result<Operateur, Interdit> {
        if !self.droits.operateur {
            return Err(Interdit::PasOperateur);
        }
        Ok(Operateur {
            compte: self.compte,
            session: self.id,
        })
    }
}

/// What an identity provider says of somebody.
#[derive(Clone)]
pub(super) struct Identite {
    /// as form fields; an empty one was not given
    pub(super) champs: SaisieEtatCivil,
    /// the civil status, when nothing is missing
    pub(super) complete: Option<EtatCivil>,
}

impl Identite {
    /// The column `compte.etat_civil`; none for a card holder.
    pub(super) fn de(row: &Row, aujourd_hui: Jour) -> Result<Option<Self>, DbError> {
        Ok(row
            .get::<Option<String>>("etat_civil")?
            .map(|json| serde_json::from_str(&json).map_err(|_| DbError::stored("compte.etat_civil")))
            .transpose()?
            .map(|identite| Self::lire(identite, aujourd_hui)))
    }

    fn lire(champs: SaisieEtatCivil, aujourd_hui: Jour) -> Self {
        let complete = champs.valider(aujourd_hui, Certification::Fc).ok();
        Self { champs, complete }
    }
}
