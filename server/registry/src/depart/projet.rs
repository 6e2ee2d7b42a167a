//! What a departure would change: read the present state, apply the rules. Writes nothing but whose accounts are said to be the
//! person's (`meme`), in a transaction that a preview gives up.

use super::meme::{Homonyme, Regard};
use super::transmission::{self, Collegue, EnMain};
use super::{HabilitationDepart, SaisieDepart, habilitations, meme, tentative};
use crate::Registry;
use crate::db::{Row, Tx};
use crate::droit::{Designateur, Gestionnaire};
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet};
use crate::personne::{EtatSituation, Fiche, SituationVue};
use crate::situation::{Ensemble, ouvrir_pour};
use domain::date::Jour;
use domain::ids::{CompteId, PersonneId};
use domain::nomenclature::MotifFin;
use domain::saisie::Fermeture;
use time::macros::date;

/// Before any situation: an end is compared with the start of each one afterwards.
const AVANT_TOUT: Jour = date!(1900 - 01 - 01);

/// What the form offers.
pub struct PreparationDepart {
    /// The record, situations of the perimeter only.
    pub fiche: Fiche,
    /// The situations that can be closed.
    pub situations: Vec<SituationVue>,
    /// The habilitations of the person's accounts in the perimeter.
    pub habilitations: Vec<HabilitationDepart>,
    /// Accounts that are nobody's, under the same name, with an habilitation in the perimeter.
    pub homonymes: Vec<Homonyme>,
    /// How many pending demandes the person has in hand, or one of those accounts.
    pub en_main: usize,
    /// Who may take them over.
    pub collegues: Vec<Collegue>,
}

/// A situation that a departure closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SituationAFermer {
    /// The name of the establishment.
    pub etablissement: String,
    /// The last day that was planned, when one was.
    pub fin_avant: Option<Jour>,
}

/// What a departure would change, before anybody confirms it.
pub struct ApercuDepart {
    /// The version of the record that it was worked out on.
    pub version: i64,
    /// The name of the person.
    pub nom: String,
    /// The last day.
    pub fin: Jour,
    /// Why (J92).
    pub motif: MotifFin,
    /// What is closed.
    pub situations: Vec<SituationAFermer>,
    /// Withdrawn by this act.
    pub retirees: Vec<HabilitationDepart>,
    /// Left to the head of the structure, who is told (R45).
    pub laissees: Vec<HabilitationDepart>,
    /// Under the same name, said to be somebody else's: left.
    pub homonymes: Vec<Homonyme>,
    /// The day is to come: accesses are withdrawn after it.
    pub planifie: bool,
    /// How many pending demandes are handed over, now or on that day.
    pub demandes: usize,
    /// To whom; none when they go back to the queue.
    pub collegue: Option<String>,
    /// Whether the person is told by mail (R37); not after a death.
    pub courriel: bool,
}

/// What would be written.
pub(super) struct Projet {
    pub(super) fin: Fermeture,
    pub(super) ensemble: Ensemble,
    pub(super) retirees: Vec<HabilitationDepart>,
    pub(super) laissees: Vec<HabilitationDepart>,
    pub(super) homonymes: Vec<Homonyme>,
    /// accounts that this departure says are theirs
    pub(super) rattaches: Vec<CompteId>,
    pub(super) planifie: bool,
    pub(super) demandes: Vec<EnMain>,
    pub(super) collegue: Option<Collegue>,
}

impl Projet {
    /// Whether the person is told: not of what follows their death.
    pub(super) fn courriel(&self) -> bool {
        self.fin.motif != MotifFin::Deces && !self.ensemble.est_vide()
    }
}

impl Registry {
    /// What the form of a departure offers for somebody of the perimeter. Reading the record is written in the journal.
    pub async fn preparer_depart(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        id: PersonneId,
    ) -> Result<PreparationDepart, ActeError> {
        let fiche = self.fiche(g, id).await?;
        let jour = self.aujourd_hui();
        let habilitations = habilitations::lire(&self.db, g, d, id, jour).await?;
        let regard = Regard::de(g, d, jour);
        let homonymes = meme::au_meme_nom(&self.db, &regard, id).await?.a_dire;
        let aussi = comptes_des(&homonymes);
        // Who never could treat anything has nothing in hand; who could and cannot any more may have. A card under their name may be
        // theirs: who takes over is asked with it.
        let a_confier = !aussi.is_empty() || habilitations::titulaire(&self.db, g, id).await?;
        let (en_main, collegues) = if a_confier {
            let texte_id = self.db.engine().uuid_text("demande.id");
            let miennes = (&*g.perimetre(), g.compte());
            let demandes =
                transmission::en_main(&self.db, &texte_id, miennes, (id, &aussi), self.now()).await?;
            (
                demandes.len(),
                transmission::collegues(&self.db, g, (id, &aussi), jour).await?,
            )
        } else {
            (0, Vec::new())
        };
        Ok(PreparationDepart {
            situations: fiche
                .situations
                .iter()
                .filter(|situation| situation.etat != EtatSituation::Fermee)
                .cloned()
                .collect(),
            fiche,
            habilitations,
            homonymes,
            en_main,
            collegues,
        })
    }

    /// What a departure would change. Changes nothing.
    pub async fn apercu_depart(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        id: PersonneId,
        saisie: &SaisieDepart,
    ) -> Result<ApercuDepart, ActeError> {
        self.tenter(
            tentative(g, Acte::EnregistrerDepart, Objet::Personne(id)),
            async {
                let mut tx = self.db.begin().await?;
                let row = ouvrir_pour(&mut tx, g, id).await?;
                let projet = self.projeter_depart(&mut tx, g, d, &row, saisie).await?;
                Ok(ApercuDepart {
                    version: row.get("version")?,
                    nom: crate::personne::appel(&row)?,
                    fin: projet.fin.fin,
                    motif: projet.fin.motif,
                    courriel: projet.courriel(),
                    situations: projet
                        .ensemble
                        .lignes()
                        .map(|(ou, fin_avant)| SituationAFermer {
                            etablissement: ou.raison_sociale.clone(),
                            fin_avant,
                        })
                        .collect(),
                    retirees: projet.retirees,
                    laissees: projet.laissees,
                    homonymes: projet.homonymes,
                    planifie: projet.planifie,
                    demandes: projet.demandes.len(),
                    collegue: projet.collegue.map(|collegue| collegue.nom),
                })
            },
        )
        .await
    }

    pub(super) async fn projeter_depart(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        row: &Row,
        saisie: &SaisieDepart,
    ) -> Result<Projet, ActeError> {
        let personne = PersonneId::new(row.get("id")?);
        let jour = self.aujourd_hui();
        let fin = saisie
            .fermeture
            .valider(AVANT_TOUT, jour)
            .map_err(ActeError::Invalide)?;
        let ensemble = self
            .projeter_fermetures(tx, g, row, &saisie.situations, (fin.fin, &saisie.fermeture))
            .await?;
        let (rattaches, homonymes) = self.rattacher(tx, g, d, personne, &saisie.memes).await?;
        // What another departure withdraws by then is not withdrawn twice: giving that one up must be enough to keep it.
        let a_retirer = |h: &HabilitationDepart| h.prevue.is_none_or(|prevue| prevue > fin.fin);
        let habilitations = habilitations::lire(&mut *tx, g, d, personne, jour).await?;
        let (retirees, laissees): (Vec<_>, Vec<_>) = habilitations
            .into_iter()
            .filter(a_retirer)
            .partition(|h| h.retirable && (saisie.habilitations || saisie.memes.contains(&h.compte)));
        // Offered with the cards under their name, whether or not they were ticked since.
        let titulaire = habilitations::titulaire(&mut *tx, g, personne).await?;
        let aussi = comptes_des(&homonymes);
        let choix = saisie.collegue.filter(|_| titulaire || !aussi.is_empty());
        let collegue = choisir(tx, g, (personne, &aussi), jour, choix).await?;
        let (demandes, collegue) = if titulaire {
            let texte_id = self.db.engine().uuid_text("demande.id");
            let miennes = (&*g.perimetre(), g.compte());
            let qui = (personne, &[][..]);
            let demandes = transmission::en_main(&mut *tx, &texte_id, miennes, qui, self.now()).await?;
            (demandes, collegue)
        } else {
            (Vec::new(), None)
        };
        if ensemble.est_vide() && retirees.is_empty() {
            return Err(ActeError::SansChangement);
        }
        Ok(Projet {
            planifie: fin.fin > jour,
            fin,
            ensemble,
            retirees,
            // Those that the person who acts could withdraw, and leaves, are nobody else's news.
            laissees: laissees.into_iter().filter(|h| !h.retirable).collect(),
            homonymes,
            rattaches,
            demandes,
            collegue,
        })
    }
}

fn comptes_des(homonymes: &[Homonyme]) -> Vec<CompteId> {
    homonymes.iter().map(|homonyme| homonyme.compte).collect()
}

/// The colleague chosen, among those who may be: anybody else does not exist.
async fn choisir(
    tx: &mut Tx,
    g: &Gestionnaire,
    qui: (PersonneId, &[CompteId]),
    jour: Jour,
    choix: Option<CompteId>,
) -> Result<Option<Collegue>, ActeError> {
    let Some(choix) = choix else { return Ok(None) };
    let collegues = transmission::collegues(&mut *tx, g, qui, jour).await?;
    let choisi = collegues.into_iter().find(|collegue| collegue.compte == choix);
    Ok(Some(choisi.ok_or(ActeError::Introuvable)?))
}
