//! Several situations of one person closed, or opened again, by one act: worked out by the same `projet`, written by the same
//! `ecriture`, without a mail each. What they were before is handed back, for an act that can be undone.

use super::ecriture::{detail, renommer};
use super::projet::{Projet, Reprise};
use super::{ActeSituation, Qui, ouvrir};
use crate::Registry;
use crate::db::{DbError, Row, Tx};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Entree, Objet};
use crate::personne::EtatSituation;
use domain::date::{Jour, court};
use domain::etablissement::EtablissementResume;
use domain::ids::{PersonneId, SituationId};
use domain::nomenclature::MotifFin;
use domain::saisie::{Champ, Erreurs, SaisieFermeture};

/// What is about to change on the situations of one person.
pub(crate) struct Ensemble {
    projets: Vec<Projet>,
    acte: Acte,
}

/// A situation before it was written.
pub(crate) struct Avant {
    /// which one
    pub(crate) situation: SituationId,
    /// its last day, when known
    pub(crate) fin: Option<Jour>,
    /// why it ended
    pub(crate) motif: Option<MotifFin>,
    /// the act notes that the person was told of the end
    pub(crate) annoncee: bool,
}

/// The row of the person, as [`ouvrir`] gives it to a gestionnaire.
pub(crate) async fn ouvrir_pour(tx: &mut Tx, g: &Gestionnaire, id: PersonneId) -> Result<Row, ActeError> {
    ouvrir(tx, Qui::Gestionnaire(g), id).await
}

impl Ensemble {
    /// Nothing changes.
    pub(crate) fn est_vide(&self) -> bool {
        self.projets.is_empty()
    }

    /// Each establishment, and the end that was planned there.
    pub(crate) fn lignes(&self) -> impl Iterator<Item = (&EtablissementResume, Option<Jour>)> {
        self.projets.iter().map(|projet| {
            let fin = projet.avant.as_ref().and_then(|avant| avant.fin);
            (&projet.apres.etablissement, fin)
        })
    }
}

impl Registry {
    /// The closing of these situations on one day. One that has ended, or that ends before that day anyway, is left as it is.
    pub(crate) async fn projeter_fermetures(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        row: &Row,
        situations: &[SituationId],
        (fin, saisie): (Jour, &SaisieFermeture),
    ) -> Result<Ensemble, ActeError> {
        let (qui, personne) = (Qui::Gestionnaire(g), row.get("id")?);
        let mut projets = Vec::new();
        for situation in situations {
            // Named twice, it is closed once.
            if projets
                .iter()
                .any(|projet: &Projet| projet.situation == Some(*situation))
            {
                continue;
            }
            let avant = super::etat::lire(tx, qui, personne, *situation).await?;
            if EtatSituation::le(self.aujourd_hui(), avant.debut, avant.fin) == EtatSituation::Fermee
                || avant.fin.is_some_and(|prevue| prevue < fin)
            {
                continue;
            }
            if fin < avant.debut {
                return Err(ActeError::Invalide(avant_le_debut(
                    &avant.etablissement,
                    avant.debut,
                )));
            }
            let acte = ActeSituation::Fermer {
                situation: *situation,
                saisie: saisie.clone(),
            };
            let projet = self.projeter(tx, qui, row, &acte).await?;
            if !projet.changements.is_empty() {
                projets.push(projet);
            }
        }
        Ok(Ensemble {
            projets,
            acte: Acte::FermerSituation,
        })
    }

    /// The latest closing of these situations taken back, whenever it was recorded: how long that can be is for the act to say. With
    /// it, why the others are left as they are: another situation has taken their place (R23), the establishment has closed.
    pub(crate) async fn projeter_reouvertures(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        row: &Row,
        situations: &[SituationId],
    ) -> Result<(Ensemble, Vec<ActeError>), ActeError> {
        let (mut projets, mut refus) = (Vec::new(), Vec::new());
        for situation in situations {
            let projet = self
                .projeter_reouverture(tx, Qui::Gestionnaire(g), row, *situation, Reprise::Tardive)
                .await;
            match projet {
                Ok(projet) if projet.changements.is_empty() => {}
                Ok(projet) => projets.push(projet),
                Err(raison @ (ActeError::SituationExistante | ActeError::NonEligible(_))) => {
                    refus.push(raison);
                }
                Err(autre) => return Err(autre),
            }
        }
        let acte = Acte::RouvrirSituation;
        Ok((Ensemble { projets, acte }, refus))
    }

    /// Writes them, the version of the record moving once. The caller writes the mail and the entries, last.
    pub(crate) async fn ecrire_ensemble(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        row: &Row,
        ensemble: &Ensemble,
    ) -> Result<(Vec<Avant>, Vec<Entree<'static>>), DbError> {
        let personne = PersonneId::new(row.get("id")?);
        let (mut avants, mut entrees) = (Vec::new(), Vec::new());
        for projet in &ensemble.projets {
            let (Some(situation), Some(avant)) = (projet.situation, &projet.avant) else {
                continue;
            };
            let annoncee = self
                .poser_projet(tx, Qui::Gestionnaire(g), personne, projet)
                .await?;
            avants.push(Avant {
                situation,
                fin: avant.fin,
                motif: avant.motif,
                annoncee,
            });
            let entree = Entree::new(self.now(), g.auteur(), ensemble.acte, Objet::Personne(personne));
            entrees.push(entree.avec(detail(projet)));
        }
        if let Some(projet) = ensemble.projets.first() {
            renommer(tx, row, projet).await?;
        }
        Ok((avants, entrees))
    }
}

fn avant_le_debut(ou: &EtablissementResume, debut: Jour) -> Erreurs {
    Erreurs::une(
        Champ::DateFin,
        format!(
            "La prise de fonction à {} est le {}\u{a0}: la date de fin ne peut pas être avant. Changez la date, ou décochez cette \
             situation.",
            ou.raison_sociale,
            court(debut)
        ),
    )
}
