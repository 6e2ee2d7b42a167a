//! What an act would change: read the present state, apply the rules, compare. Writes nothing.

use super::etat::{Etat, Noms, identique, lire, refuser_chevauchement};
use super::{ActeSituation, DELAI_REOUVERTURE_JOURS, Qui, fermeture};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::etablissement;
use crate::journal::Changement;
use crate::personne::{EtatSituation, etat_civil};
use domain::date::Instant;
use domain::eligibilite::{self, Constat, Niveau};
use domain::etablissement::EtablissementResume;
use domain::etat_civil::Nom;
use domain::identifiant::Finess;
use domain::ids::SituationId;
use domain::nomenclature::{MotifFin, Nomenclatures};
use domain::saisie::{Champ, ContexteSituation, Erreurs, SaisieSituation};
use uuid::Uuid;

/// What would be written.
pub(super) struct Projet {
    /// none for a situation that is added
    pub(super) situation: Option<SituationId>,
    pub(super) avant: Option<Etat>,
    pub(super) apres: Etat,
    pub(super) noms: Noms,
    pub(super) fermeture: Suite,
    pub(super) changements: Vec<Changement>,
}

/// What becomes of the note of a closing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Suite {
    /// it stays as it is
    Rien,
    /// it is written
    Noter,
    /// another end was given otherwise: every closing is over
    Effacer,
    /// that many of the latest ones are taken back
    Reprendre(usize),
}

/// Which closings of a situation are taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reprise {
    /// the latest one, recorded less than thirty days ago
    Derniere,
    /// the latest one, whenever it was recorded: the act that asks has its own delay
    Tardive,
    /// all those recorded since that instant, as far as there are
    Depuis(Instant),
}

impl Registry {
    pub(super) async fn projeter(
        &self,
        tx: &mut Tx,
        qui: Qui<'_>,
        row: &Row,
        acte: &ActeSituation,
    ) -> Result<Projet, ActeError> {
        let noms = Noms {
            nom: row.parse("nom_exercice")?,
            prenom: row.parse("prenom_exercice")?,
        };
        let personne: Uuid = row.get("id")?;
        let mut projet = match (acte, qui) {
            (ActeSituation::Modifier { situation, saisie }, Qui::Gestionnaire(g)) => {
                let avant = lire(tx, qui, personne, *situation).await?;
                self.refuser_si_terminee(&avant)?;
                let lue = self.valider_situation(tx, g, row, saisie).await?;
                let (mut apres, noms) = lue;
                let fin_change = apres.fin != avant.fin;
                if !fin_change {
                    apres.motif = avant.motif;
                }
                refuser_chevauchement(tx, personne, &apres, Some(*situation)).await?;
                Projet {
                    situation: Some(*situation),
                    avant: Some(avant),
                    apres,
                    noms,
                    fermeture: if fin_change { Suite::Effacer } else { Suite::Rien },
                    changements: Vec::new(),
                }
            }
            (ActeSituation::Fermer { situation, saisie }, _) => {
                let avant = lire(tx, qui, personne, *situation).await?;
                let fermeture = saisie
                    .valider(avant.debut, self.aujourd_hui())
                    .map_err(ActeError::Invalide)?;
                let apres = Etat {
                    fin: Some(fermeture.fin),
                    motif: Some(fermeture.motif),
                    ..avant.clone()
                };
                if (avant.fin, avant.motif) != (apres.fin, apres.motif) {
                    self.refuser_si_terminee(&avant)?;
                }
                refuser_chevauchement(tx, personne, &apres, Some(*situation)).await?;
                Projet {
                    situation: Some(*situation),
                    avant: Some(avant),
                    apres,
                    noms,
                    fermeture: Suite::Noter,
                    changements: Vec::new(),
                }
            }
            (ActeSituation::Rouvrir { situation }, Qui::Gestionnaire(_)) => {
                return self
                    .projeter_reouverture(tx, qui, row, *situation, Reprise::Derniere)
                    .await;
            }
            (ActeSituation::Ajouter { saisie }, Qui::Gestionnaire(g)) => {
                let (apres, noms) = self.valider_situation(tx, g, row, saisie).await?;
                // The first of two clicks added it: there is nothing left to change.
                let deja = identique(tx, personne, &apres).await?;
                if deja.is_none() {
                    refuser_chevauchement(tx, personne, &apres, None).await?;
                }
                Projet {
                    situation: deja,
                    avant: deja.is_some().then(|| apres.clone()),
                    apres,
                    noms,
                    fermeture: Suite::Rien,
                    changements: Vec::new(),
                }
            }
            // A professional declares a departure, a review ends or changes a rôle; the rest goes through a gestionnaire.
            (_, Qui::Inscrit(_) | Qui::Reviseur(_)) => return Err(ActeError::Interdit),
        };
        projet.changements = projet.comparer(row, &self.nomenclatures())?;
        Ok(projet)
    }

    pub(super) fn refuser_si_terminee(&self, etat: &Etat) -> Result<(), ActeError> {
        match EtatSituation::le(self.aujourd_hui(), etat.debut, etat.fin) {
            EtatSituation::Fermee => Err(ActeError::SituationTerminee),
            EtatSituation::AVenir | EtatSituation::Active => Ok(()),
        }
    }

    /// Some closings of a situation taken back.
    pub(super) async fn projeter_reouverture(
        &self,
        tx: &mut Tx,
        qui: Qui<'_>,
        row: &Row,
        situation: SituationId,
        reprise: Reprise,
    ) -> Result<Projet, ActeError> {
        let personne: Uuid = row.get("id")?;
        let avant = lire(tx, qui, personne, situation).await?;
        let (apres, fermeture) = self.rouverte(tx, situation, &avant, reprise).await?;
        refuser_chevauchement(tx, personne, &apres, Some(situation)).await?;
        let mut projet = Projet {
            situation: Some(situation),
            avant: Some(avant),
            apres,
            noms: Noms {
                nom: row.parse("nom_exercice")?,
                prenom: row.parse("prenom_exercice")?,
            },
            fermeture,
            changements: Vec::new(),
        };
        projet.changements = projet.comparer(row, &self.nomenclatures())?;
        Ok(projet)
    }

    /// The situation as it was before somebody closed it, and what becomes of the notes.
    async fn rouverte(
        &self,
        tx: &mut Tx,
        id: SituationId,
        avant: &Etat,
        quoi: Reprise,
    ) -> Result<(Etat, Suite), ActeError> {
        let ouverte = EtatSituation::le(self.aujourd_hui(), avant.debut, avant.fin) != EtatSituation::Fermee;
        let notes = fermeture::lire(tx, id).await?;
        let nombre = match quoi {
            Reprise::Derniere | Reprise::Tardive => 1,
            // Closed before that instant already, it is closed all the same: the latest closing is what prevents.
            Reprise::Depuis(depuis) => {
                let recentes = notes.iter().take_while(|note| note.le >= depuis).count();
                recentes.max(usize::from(!ouverte))
            }
        };
        let reprise = nombre.checked_sub(1).and_then(|rang| notes.get(rang));
        let Some(reprise) = reprise else {
            // Opened again by the first of two clicks, or never closed by anybody.
            return if ouverte {
                Ok((avant.clone(), Suite::Rien))
            } else {
                Err(ActeError::NonRouvrable)
            };
        };
        if quoi != Reprise::Tardive && reprise.le < self.now().plus_days(-DELAI_REOUVERTURE_JOURS) {
            return Err(ActeError::NonRouvrable);
        }
        let refus = eligibilite::etablissement(&avant.etablissement)
            .into_iter()
            .find(|constat| constat.niveau == Niveau::Refus);
        if let Some(refus) = refus {
            return Err(ActeError::NonEligible(Box::new(refus)));
        }
        let apres = Etat {
            fin: reprise.fin_avant,
            motif: reprise.motif_avant,
            ..avant.clone()
        };
        Ok((apres, Suite::Reprendre(nombre)))
    }

    /// Reads a typed situation with the rules of step 3, limited to the perimeter.
    async fn valider_situation(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        row: &Row,
        saisie: &SaisieSituation,
    ) -> Result<(Etat, Noms), ActeError> {
        let civil = etat_civil(row)?;
        let noms: Vec<&str> = std::iter::once(&civil.nom_naissance)
            .chain(&civil.nom_usage)
            .map(Nom::as_str)
            .collect();
        let finess = saisie.etablissement.parse::<Finess>().ok();
        let etablissement = match &finess {
            Some(finess) => du_perimetre(tx, g, finess).await?,
            None => None,
        };
        let lue = saisie.valider(&ContexteSituation {
            nomenclatures: &self.nomenclatures(),
            aujourd_hui: self.aujourd_hui(),
            etablissement: etablissement.as_ref(),
            naissance: Some(civil.date_naissance.jour()),
            noms: &noms,
            prenoms: civil.prenoms.as_str(),
        });
        match (lue, etablissement) {
            (Ok(lue), Some(etablissement)) => Ok(Etat::nouveau(lue, etablissement)),
            (Ok(_), None) => Err(DbError::stored("etablissement").into()),
            (Err(erreurs), etablissement) => Err(ActeError::Invalide(hors_perimetre(
                erreurs,
                finess.is_some() && etablissement.is_none(),
            ))),
        }
    }
}

/// The errors, said of somebody else; an establishment that is not the gestionnaire's is said to be so, known or not.
pub(crate) fn hors_perimetre(erreurs: Erreurs, dehors: bool) -> Erreurs {
    if !dehors {
        return erreurs.pour_autrui();
    }
    let mut autres = Erreurs::une(
        Champ::Etablissement,
        "Cet établissement ne fait pas partie des vôtres. Choisissez-en un dans la liste, ou demandez au représentant légal de \
         l’autre structure de vous y désigner gestionnaire.",
    );
    autres.extend(erreurs.pour_autrui());
    autres
}

/// An establishment of the perimeter; none for any other.
pub(crate) async fn du_perimetre(
    tx: &mut Tx,
    g: &Gestionnaire,
    finess: &Finess,
) -> Result<Option<EtablissementResume>, DbError> {
    let row = sql(format!(
        "SELECT {} FROM {} WHERE etablissement.finess = $2 AND etablissement.finess IN {}",
        etablissement::COLONNES,
        etablissement::TABLES,
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(finess.as_str())
    .optional(tx)
    .await?;
    row.as_ref().map(etablissement::depuis).transpose()
}

impl Projet {
    /// Whether the person is told: not of what follows their death.
    pub(super) fn courriel(&self) -> bool {
        self.apres.motif != Some(MotifFin::Deces)
    }

    /// What the rules of eligibility say of the situation, refusals aside: those are errors.
    pub(super) fn constats(&self, n: &Nomenclatures) -> Vec<Constat> {
        let constats = eligibilite::situation(
            n.profession(&self.apres.profession),
            n.role(&self.apres.role),
            Some(&self.apres.etablissement),
        );
        constats
            .into_iter()
            .filter(|constat| constat.niveau == Niveau::Avertissement)
            .collect()
    }

    pub(super) fn comparer(&self, row: &Row, n: &Nomenclatures) -> Result<Vec<Changement>, DbError> {
        let mut changements = Vec::new();
        let mut comparer = |champ: &str, avant: Option<String>, apres: Option<String>| {
            if avant != apres {
                changements.push(Changement {
                    champ: champ.to_owned(),
                    avant,
                    apres,
                });
            }
        };
        for (champ, avant, apres) in [
            (
                Champ::NomExercice,
                row.get::<String>("nom_exercice")?,
                self.noms.nom.to_string(),
            ),
            (
                Champ::PrenomExercice,
                row.get("prenom_exercice")?,
                self.noms.prenom.to_string(),
            ),
        ] {
            comparer(champ.libelle(), Some(avant), Some(apres));
        }
        let avant = self.avant.as_ref().map(|etat| etat.lignes(n));
        for (rang, (champ, apres)) in self.apres.lignes(n).into_iter().enumerate() {
            let ancien = avant.as_ref().and_then(|lignes| lignes[rang].1.clone());
            comparer(champ, ancien, apres);
        }
        Ok(changements)
    }
}
