//! The shape of the copy that a person may ask for: words and values, ready to be written as JSON or drawn as a page.

use domain::date::{Instant, Jour, serde_iso, serde_iso_option};
use domain::demande::DemandeDeCorrection;
use domain::etablissement::EtablissementResume;
use domain::etat_civil::EtatCivil;
use domain::saisie::{SaisieDemande, SaisieEtatCivil};
use serde::{Serialize, Serializer};
use time::OffsetDateTime;

/// A moment, written in the exported file as `2026-11-22T18:34:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Instant);

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let utc = OffsetDateTime::from_unix_timestamp(self.0.millis().div_euclid(1000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            utc.year(),
            u8::from(utc.month()),
            utc.day(),
            utc.hour(),
            utc.minute(),
            utc.second()
        )
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The copy that a person may ask for.
#[derive(Clone, Serialize)]
pub struct MesDonnees {
    /// when the copy was made
    pub etabli_le: Moment,
    /// the account
    pub compte: CompteExporte,
    /// what the account may do or could do
    pub habilitations: Vec<HabilitationExportee>,
    /// contracts that this account follows, its cards, its training
    pub pieces: Vec<PieceExportee>,
    /// views of the queue that this account has named
    pub vues: Vec<VueExportee>,
    /// demandes, oldest first
    pub demandes: Vec<DemandeExportee>,
    /// the record, once registered
    pub fiche: Option<FicheExportee>,
    /// where and how often this account is notified
    pub notifications: Option<NotificationsExportees>,
    /// mails sent to this person, oldest first
    pub messages: Vec<MessageExporte>,
    /// sessions that are open
    pub sessions: Vec<SessionExportee>,
    /// everything else that is kept: departures, reviews, invitations, settings …
    pub autres: Vec<ElementExporte>,
    /// what was done by this person, and by others on their demandes and record
    pub journal: Vec<JournalExporte>,
}

/// The account.
#[derive(Clone, Serialize)]
pub struct CompteExporte {
    /// the identity provider, in words
    pub fournisseur: String,
    /// the key it knows this person by
    pub identifiant: String,
    /// the name shown in the header
    pub nom_affiche: String,
    /// the civil status it gave (R14)
    pub etat_civil: Option<SaisieEtatCivil>,
    /// the number that a card is issued to
    pub rpps: Option<String>,
    /// the activities that the provider of the card knows, as received
    pub activites: Option<serde_json::Value>,
    /// since when this person has belonged to the support of the register
    pub operateur_depuis: Option<Moment>,
    /// first sign-in
    pub cree_le: Moment,
}

/// A right.
#[derive(Clone, Serialize)]
pub struct HabilitationExportee {
    /// which right, as stored
    pub genre: String,
    /// `EJ` or `EG`
    pub portee: String,
    /// where
    pub finess: String,
    /// since when
    pub depuis: Moment,
    /// last day of validity of the card that carries it
    #[serde(with = "serde_iso_option")]
    pub carte_jusqu_au: Option<Jour>,
    /// until when, once withdrawn
    pub retiree_le: Option<Moment>,
    /// why it was withdrawn, as stored
    pub motif_retrait: Option<String>,
    /// how its holder is told
    pub email: Option<String>,
    /// likewise
    pub telephone: Option<String>,
    /// who designated, by the name colleagues see
    pub designee_par: Option<String>,
    /// whoever designated said that the training was followed (R43)
    pub formation_confirmee: bool,
    /// versions of the terms that whoever designated accepted
    pub cgu: Vec<String>,
}

/// A contract, a card or a training.
#[derive(Clone, Serialize)]
pub struct PieceExportee {
    /// `contrat`, `formation`, or the type of a card
    pub genre: String,
    /// the structure
    pub finess: Option<String>,
    /// number of the card, reference of the attestation
    pub numero: Option<String>,
    /// sent, received or followed on
    #[serde(with = "serde_iso_option")]
    pub du: Option<Jour>,
    /// validated on, or last day
    #[serde(with = "serde_iso_option")]
    pub au: Option<Jour>,
    /// the name on the card
    pub nom: Option<String>,
    /// the form it was ordered with
    pub formulaire: Option<String>,
    /// when the card was cancelled, or the contract closed
    pub fin: Option<Moment>,
}

/// One thing kept of a person, under the title of its chapter.
#[derive(Clone, Serialize)]
pub struct ElementExporte {
    /// the title
    pub rubrique: &'static str,
    /// what it says, in order
    #[serde(serialize_with = "champs")]
    pub champs: Vec<ChampExporte>,
}

/// One value of an element.
#[derive(Clone)]
pub struct ChampExporte {
    /// its name in the file for programs
    pub colonne: &'static str,
    /// its name on the page
    pub libelle: &'static str,
    /// the value for programs: `2026-11-22`, a code
    pub valeur: String,
    /// the value for people
    pub texte: String,
}

fn champs<S: Serializer>(champs: &[ChampExporte], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(champs.iter().map(|champ| (champ.colonne, &champ.valeur)))
}

/// A named view.
#[derive(Clone, Serialize)]
pub struct VueExportee {
    /// as it was typed
    pub nom: String,
    /// the codes of its filter
    pub filtre: String,
    /// whether colleagues see it
    pub partagee: bool,
    /// since when
    pub cree_le: Moment,
}

/// A demande.
#[derive(Clone, Serialize)]
pub struct DemandeExportee {
    /// its reference
    pub reference: String,
    /// where it stands, in words
    pub statut: String,
    /// first field typed
    pub commencee_le: Moment,
    /// last change
    pub modifiee_le: Moment,
    /// sent
    pub envoyee_le: Option<Moment>,
    /// invited to make it by an establishment
    pub invitee_le: Option<Moment>,
    /// accepted, refused, withdrawn or expired
    pub decidee_le: Option<Moment>,
    /// why it was refused, in words (R35)
    pub motif: Option<String>,
    /// the gestionnaire's words
    pub explication: Option<String>,
    /// what was typed
    pub saisie: SaisieDemande,
    /// the establishment typed, when the register knows it
    pub etablissement: Option<EtablissementResume>,
    /// what the gestionnaires asked to correct, oldest first
    pub corrections: Vec<CorrectionExportee>,
    /// the thread, oldest first
    pub fil: Vec<MessageFilExporte>,
}

/// A correction that was asked for.
#[derive(Clone, Serialize)]
pub struct CorrectionExportee {
    /// when it was asked for
    pub demandee_le: Moment,
    /// when the demande was sent back, corrected
    pub renvoyee_le: Option<Moment>,
    /// when the gestionnaire stopped waiting for it
    pub retiree_le: Option<Moment>,
    /// what was asked
    pub demande: DemandeDeCorrection,
    /// what was typed before
    pub avant: SaisieDemande,
}

/// A message of the thread of a demande.
#[derive(Clone, Serialize)]
pub struct MessageFilExporte {
    /// when it was written
    pub le: Moment,
    /// written by this person; by a gestionnaire otherwise
    pub par_moi: bool,
    /// its words
    pub texte: String,
}

/// The record.
#[derive(Clone, Serialize)]
pub struct FicheExportee {
    /// the number
    pub rpps: String,
    /// since when
    pub inscrite_le: Moment,
    /// the civil status
    pub etat_civil: EtatCivil,
    /// name used at work, public (R17)
    pub nom_exercice: String,
    /// first name used at work, public (R17)
    pub prenom_exercice: String,
    /// never public (R20)
    pub email: String,
    /// never public (R20)
    pub mobile: String,
    /// situations, the latest start first
    pub situations: Vec<SituationExportee>,
}

/// A situation d'exercice.
#[derive(Clone, Serialize)]
pub struct SituationExportee {
    /// the establishment
    pub etablissement: String,
    /// its FINESS number
    pub finess: String,
    /// in words
    pub profession: String,
    /// in words
    pub role: String,
    /// in words
    pub mode: String,
    /// in words
    pub categorie: String,
    /// first day
    #[serde(with = "serde_iso")]
    pub debut: Jour,
    /// last day
    #[serde(with = "serde_iso_option")]
    pub fin: Option<Jour>,
    /// why it ended, in words
    pub motif_fin: Option<String>,
}

/// The settings of notifications.
#[derive(Clone, Serialize)]
pub struct NotificationsExportees {
    /// the confirmed address
    pub adresse: Option<String>,
    /// the address that waits for its code
    pub adresse_a_confirmer: Option<String>,
    /// each kind that was chosen, with its rhythm
    pub rythmes: Vec<(String, String)>,
}

/// A mail.
#[derive(Clone, Serialize)]
pub struct MessageExporte {
    /// when the act happened
    pub le: Moment,
    /// to whom
    pub adresse: String,
    /// the subject
    pub sujet: String,
    /// the plain text
    pub texte: String,
}

/// A session.
#[derive(Clone, Serialize)]
pub struct SessionExportee {
    /// the device in coarse words
    pub appareil: String,
    /// when it was opened
    pub ouverte_le: Moment,
    /// last sign of the person
    pub vue_le: Moment,
}

/// A line of the journal.
#[derive(Clone, Serialize)]
pub struct JournalExporte {
    /// when
    pub le: Moment,
    /// which act
    pub acte: String,
    /// on what: `demande`, `personne`, `session` …
    pub objet: String,
    /// `fait`, or the code of the refusal
    pub issue: String,
    /// done by this person, or by somebody else
    pub par_moi: bool,
}
