//! Proofs of right. A use case asks for a [`Usager`] or a [`Gestionnaire`] as an argument, and only an open session can
//! produce one (or, in `retour`, a decision taken with one a moment ago): forgetting the check does not compile. What a
//! gestionnaire may see and do is narrowed again by `perimetre` in every statement, so that an habilitation withdrawn a second
//! ago is already without effect.
//!
//! Nothing here decides on a demande, and nobody outside this room can build these values.

mod retour;

use crate::db::{DbError, Row};
use crate::journal::Auteur;
use crate::perimetre::{REGISTRE_ENTIER, perimetre};
use crate::session::Limites;
use domain::date::{Jour, court};
use domain::etat_civil::{Certification, EtatCivil};
use domain::ids::{CompteId, PersonneId, SessionId};
use domain::saisie::SaisieEtatCivil;

/// Who vouches for the person behind a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fournisseur {
    /// Citizens' identity provider: brings a certified civil status (R14).
    FranceConnect,
    /// Identity provider of the health sector: brings a professional's card.
    ProSanteConnect,
}

impl Fournisseur {
    /// The code stored in the register.
    pub fn code(self) -> &'static str {
        match self {
            Self::FranceConnect => "franceconnect",
            Self::ProSanteConnect => "prosanteconnect",
        }
    }

    /// The name people know.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::FranceConnect => "FranceConnect",
            Self::ProSanteConnect => "Pro Santé Connect",
        }
    }
}

impl std::str::FromStr for Fournisseur {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "franceconnect" => Ok(Self::FranceConnect),
            "prosanteconnect" => Ok(Self::ProSanteConnect),
            _ => Err(()),
        }
    }
}

/// The session does not carry the right that a page or an act needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Interdit {
    /// A civil status is needed, which only FranceConnect brings.
    #[error(
        "Cette page est destinée aux professionnels qui demandent leur numéro RPPS. Connectez-vous avec FranceConnect."
    )]
    PasUsager,
    /// No live habilitation.
    #[error(
        "Cette page est réservée aux gestionnaires habilités. Si votre habilitation a été retirée ou n’est pas encore \
         accordée, adressez-vous au représentant légal de votre structure."
    )]
    PasGestionnaire,
    /// The card that carries the habilitation is not valid any more (R43, R48).
    #[error(
        "Votre carte a expiré le {}\u{a0}: vos droits de gestionnaire sont suspendus. Ils reviennent dès que votre nouvelle \
         carte est enregistrée\u{a0}; le représentant légal de votre structure peut suivre son envoi.",
        court(*.0)
    )]
    CarteExpiree(Jour),
    /// Designates gestionnaires, is not one (R45).
    #[error(
        "Votre rôle de mandataire permet de désigner des gestionnaires, pas de traiter les demandes. Pour les traiter \
         vous-même, faites-vous désigner gestionnaire RPPS+."
    )]
    Mandataire,
    /// Not registered, or with an account that the register does not tie to anybody.
    #[error(
        "Cette page est réservée aux professionnels inscrits au répertoire. Si vous l’êtes, connectez-vous avec votre e-CPS, ou \
         avec le compte FranceConnect qui a servi à votre demande."
    )]
    PasInscrit,
    /// Not the support of the register.
    #[error("Cette page est réservée au support du répertoire.")]
    PasOperateur,
}

/// A session that exists and has not expired.
#[derive(Clone)]
pub struct SessionOuverte {
    id: SessionId,
    compte: CompteId,
    nom_affiche: String,
    fournisseur: Fournisseur,
    limites: Limites,
    identite: Option<Identite>,
    personne: Option<PersonneId>,
    droits: Droits,
    jour: Jour,
}

/// The registered person that the account `c` belongs to: tied when registered, by the number of the card, or by an accepted
/// demande. Each part reads one index.
pub(crate) const PERSONNE_DU_COMPTE: &str = "COALESCE((SELECT p.id FROM personne p WHERE p.compte = c.id), \
     (SELECT p.id FROM personne p WHERE p.rpps = c.rpps), \
     (SELECT d.personne FROM demande d WHERE d.demandeur = c.id AND d.statut = 'validee' AND d.personne IS NOT NULL LIMIT 1))";

/// What the habilitations of an account amount to on the day of the request.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent rights, each read by its own proof"
)]
struct Droits {
    /// treats demandes (R42 included)
    gestionnaire: bool,
    /// is the legal head of a structure
    representant: bool,
    /// may designate gestionnaires (R45)
    mandataire: bool,
    /// belongs to the support of the register
    operateur: bool,
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
}

impl SessionOuverte {
    /// The session that a row of `session.rs` describes: the only way to make one.
    pub(crate) fn lire(row: &Row, aujourd_hui: Jour) -> Result<Self, DbError> {
        let identite = Identite::de(row, aujourd_hui)?;
        Ok(Self {
            id: SessionId::new(row.get("id")?),
            compte: CompteId::new(row.get("compte")?),
            nom_affiche: row.get("nom_affiche")?,
            fournisseur: row.parse("fournisseur")?,
            limites: Limites::lire(row)?,
            identite,
            personne: row.get::<Option<uuid::Uuid>>("personne")?.map(PersonneId::new),
            droits: Droits {
                gestionnaire: row.get::<i64>("gestionnaire")? > 0,
                representant: row.get::<i64>("representant")? > 0,
                mandataire: row.get::<i64>("mandataire")? > 0,
                operateur: row.get::<i64>("operateur")? > 0,
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
        self.personne.is_some()
    }

    /// True for the legal head of at least one structure.
    pub fn est_representant(&self) -> bool {
        self.droits.representant
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
            personne: self.personne,
            etat_civil: self
                .identite
                .as_ref()
                .and_then(|identite| identite.complete.clone()),
        })
    }

    /// The proof that acts on one's own record ask for.
    pub fn inscrit(&self) -> Result<Inscrit, Interdit> {
        Ok(Inscrit {
            compte: self.compte,
            session: self.id,
            personne: self.personne.ok_or(Interdit::PasInscrit)?,
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
struct Identite {
    /// as form fields; an empty one was not given
    champs: SaisieEtatCivil,
    /// the civil status, when nothing is missing
    complete: Option<EtatCivil>,
}

impl Identite {
    /// The column `compte.etat_civil`; none for a card holder.
    fn de(row: &Row, aujourd_hui: Jour) -> Result<Option<Self>, DbError> {
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

/// A natural person authenticated by FranceConnect, acting for themselves.
#[derive(Clone)]
pub struct Usager {
    compte: CompteId,
    session: SessionId,
    identite: Identite,
}

impl Usager {
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }

    /// The civil status as FranceConnect gave it (R14). What is empty it did not say: the usage name of somebody who has
    /// declared none, the town of a birth abroad (R16).
    pub fn identite(&self) -> &SaisieEtatCivil {
        &self.identite.champs
    }
}

/// A gestionnaire with an habilitation, or somebody who holds that right natively: représentant légal, titulaire d'officine
/// (R42). The perimeter is not kept here: each act reads it, as it is on the day of the request.
#[derive(Clone)]
pub struct Gestionnaire {
    compte: CompteId,
    session: SessionId,
    jour: Jour,
    personne: Option<PersonneId>,
    etat_civil: Option<EtatCivil>,
}

impl Gestionnaire {
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }

    /// The session during which this person acts.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

    /// The establishments of this person, as a query whose `$1` is the account (see [`perimetre`]).
    pub(crate) fn perimetre(&self) -> String {
        perimetre(self.jour)
    }

    /// The civil status of this person, when the account has one: nobody decides on their own demande (R38).
    pub(crate) fn etat_civil(&self) -> Option<&EtatCivil> {
        self.etat_civil.as_ref()
    }

    /// This person's own record, when the register ties the account to one: nobody acts on it as a gestionnaire (R38).
    pub(crate) fn personne(&self) -> Option<PersonneId> {
        self.personne
    }
}

/// A registered professional, acting on their own record (J5): an e-CPS holder, or somebody signed in with the account that
/// their demande came from.
#[derive(Clone)]
pub struct Inscrit {
    compte: CompteId,
    session: SessionId,
    personne: PersonneId,
}

impl Inscrit {
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }

    /// Their record: the only one that this proof opens.
    pub(crate) fn personne(&self) -> PersonneId {
        self.personne
    }
}

/// Somebody of the support of the register (domain.md §2): corrects a civil status, removes what was registered out of scope.
/// Has no perimeter and treats no demande.
#[derive(Clone)]
pub struct Operateur {
    compte: CompteId,
    session: SessionId,
}

impl Operateur {
    /// The account.
    pub fn compte(&self) -> CompteId {
        self.compte
    }

    /// Who acts, for the journal.
    pub fn auteur(&self) -> Auteur {
        Auteur::Session {
            compte: self.compte,
            session: self.session,
        }
    }
}

/// Who may search registered people and read their records: a gestionnaire within the perimeter, the support everywhere.
/// Nobody else can be one.
pub trait LecteurFiches: scelle::Lecteur {}

impl LecteurFiches for Gestionnaire {}
impl LecteurFiches for Operateur {}

impl scelle::Lecteur for Gestionnaire {
    fn compte(&self) -> CompteId {
        self.compte
    }

    fn auteur(&self) -> Auteur {
        self.auteur()
    }

    fn est_employeur(&self) -> bool {
        true
    }

    fn perimetre(&self) -> String {
        perimetre(self.jour)
    }
}

impl scelle::Lecteur for Operateur {
    fn compte(&self) -> CompteId {
        self.compte
    }

    fn auteur(&self) -> Auteur {
        self.auteur()
    }

    fn est_employeur(&self) -> bool {
        false
    }

    fn perimetre(&self) -> String {
        REGISTRE_ENTIER.to_owned()
    }
}

pub(crate) mod scelle {
    //! What the readers of records have in common, for this crate only.

    use crate::journal::Auteur;
    use domain::ids::CompteId;

    /// Somebody whose reading is narrowed by a perimeter.
    pub trait Lecteur: Sync {
        /// The account.
        fn compte(&self) -> CompteId;
        /// Who acts, for the journal.
        fn auteur(&self) -> Auteur;
        /// True for somebody who reads in the name of an establishment.
        fn est_employeur(&self) -> bool;
        /// The establishments this person may see people of, as a query whose `$1` is the account.
        fn perimetre(&self) -> String;
    }
}
