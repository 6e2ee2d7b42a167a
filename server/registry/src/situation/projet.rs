//! What an act would change: read the present state, apply the rules, compare. Writes nothing.

use super::{ActeSituation, DELAI_REOUVERTURE_JOURS, Qui};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::etablissement;
use crate::journal::Changement;
use crate::personne::{EtatSituation, etat_civil};
use domain::date::{Instant, Jour, court};
use domain::eligibilite::{self, Constat, Niveau};
use domain::etablissement::EtablissementResume;
use domain::etat_civil::{Nom, Prenom};
use domain::identifiant::Finess;
use domain::ids::SituationId;
use domain::nomenclature::{
    CategorieProfessionnelle, CodeProfession, CodeRole, ModeExercice, MotifFin, Nomenclatures,
};
use domain::saisie::{Champ, ContexteSituation, Erreurs, SaisieSituation, SituationExercice};
use uuid::Uuid;

/// A situation, as it is or as it would be.
#[derive(Clone)]
pub(super) struct Etat {
    pub(super) etablissement: EtablissementResume,
    pub(super) profession: CodeProfession,
    pub(super) role: CodeRole,
    pub(super) mode: ModeExercice,
    pub(super) categorie: CategorieProfessionnelle,
    pub(super) debut: Jour,
    pub(super) fin: Option<Jour>,
    pub(super) motif: Option<MotifFin>,
}

/// The names used at work (R17).
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Noms {
    pub(super) nom: Nom,
    pub(super) prenom: Prenom,
}

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
    /// it is over
    Effacer,
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
                let avant = lire(tx, qui, personne, *situation).await?;
                let apres = self.rouverte(tx, *situation, &avant).await?;
                refuser_chevauchement(tx, personne, &apres, Some(*situation)).await?;
                Projet {
                    situation: Some(*situation),
                    avant: Some(avant),
                    apres,
                    noms,
                    fermeture: Suite::Effacer,
                    changements: Vec::new(),
                }
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
            // A professional declares a departure; anything else about their situations goes through a gestionnaire.
            (_, Qui::Inscrit(_)) => return Err(ActeError::Interdit),
        };
        projet.changements = projet.comparer(row, &self.nomenclatures())?;
        Ok(projet)
    }

    fn refuser_si_terminee(&self, etat: &Etat) -> Result<(), ActeError> {
        match EtatSituation::le(self.aujourd_hui(), etat.debut, etat.fin) {
            EtatSituation::Fermee => Err(ActeError::SituationTerminee),
            EtatSituation::AVenir | EtatSituation::Active => Ok(()),
        }
    }

    /// The situation as it was before somebody closed it less than thirty days ago.
    async fn rouverte(&self, tx: &mut Tx, id: SituationId, avant: &Etat) -> Result<Etat, ActeError> {
        let row = sql("SELECT le, fin_avant FROM fermeture WHERE situation = $1")
            .bind(id.uuid())
            .optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            // Opened again by the first of two clicks, or never closed by anybody.
            let ouverte =
                EtatSituation::le(self.aujourd_hui(), avant.debut, avant.fin) != EtatSituation::Fermee;
            return if ouverte {
                Ok(avant.clone())
            } else {
                Err(ActeError::NonRouvrable)
            };
        };
        let limite = self.now().plus_days(-DELAI_REOUVERTURE_JOURS);
        if Instant::from_millis(row.get("le")?) < limite {
            return Err(ActeError::NonRouvrable);
        }
        let refus = eligibilite::etablissement(&avant.etablissement)
            .into_iter()
            .find(|constat| constat.niveau == Niveau::Refus);
        if let Some(refus) = refus {
            return Err(ActeError::NonEligible(Box::new(refus)));
        }
        Ok(Etat {
            fin: row.get("fin_avant")?,
            motif: None,
            ..avant.clone()
        })
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

/// A situation of that person within the rights of who acts.
async fn lire(tx: &mut Tx, qui: Qui<'_>, personne: Uuid, id: SituationId) -> Result<Etat, ActeError> {
    let row = sql(format!(
        "SELECT situation.profession, situation.role, situation.mode, situation.categorie AS categorie_professionnelle, \
         situation.debut, situation.fin, situation.motif_fin, {} \
         FROM situation JOIN ({}) ON etablissement.finess = situation.finess \
         WHERE situation.id = $2 AND situation.personne = $3 AND {}",
        etablissement::COLONNES,
        etablissement::TABLES,
        qui.condition()
    ))
    .bind(qui.compte())
    .bind(id.uuid())
    .bind(personne)
    .optional(tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    let motif = row
        .get::<Option<String>>("motif_fin")?
        .map(|code| code.parse().map_err(|_| DbError::stored("situation.motif_fin")))
        .transpose()?;
    Ok(Etat {
        etablissement: etablissement::depuis(&row)?,
        profession: row.parse("profession")?,
        role: row.parse("role")?,
        mode: row.parse("mode")?,
        categorie: row.parse("categorie_professionnelle")?,
        debut: row.get("debut")?,
        fin: row.get("fin")?,
        motif,
    })
}

/// At most one rôle per person and establishment at any time (R23).
async fn refuser_chevauchement(
    tx: &mut Tx,
    personne: Uuid,
    apres: &Etat,
    sauf: Option<SituationId>,
) -> Result<(), ActeError> {
    let row = sql(
        "SELECT COUNT(*) AS n FROM situation WHERE personne = $1 AND finess = $2 AND id <> $3 \
         AND (fin IS NULL OR fin >= $4) AND debut <= $5",
    )
    .bind(personne)
    .bind(apres.etablissement.finess.as_str())
    .bind(sauf.map_or_else(Uuid::nil, SituationId::uuid))
    .bind(apres.debut)
    .bind(apres.fin.unwrap_or(FIN_DES_TEMPS))
    .one(tx)
    .await?;
    if row.get::<i64>("n")? > 0 {
        Err(ActeError::SituationExistante)
    } else {
        Ok(())
    }
}

/// After every day that the portal accepts.
const FIN_DES_TEMPS: Jour = time::macros::date!(9999 - 12 - 31);

/// A situation that already says exactly this.
async fn identique(tx: &mut Tx, personne: Uuid, e: &Etat) -> Result<Option<SituationId>, DbError> {
    let rows = sql(
        "SELECT id, fin FROM situation WHERE personne = $1 AND finess = $2 AND profession = $3 AND role = $4 AND mode = $5 \
         AND categorie = $6 AND debut = $7",
    )
    .bind(personne)
    .bind(e.etablissement.finess.as_str())
    .bind(e.profession.as_str())
    .bind(e.role.as_str())
    .bind(e.mode.code())
    .bind(e.categorie.code())
    .bind(e.debut)
    .all(tx)
    .await?;
    for row in rows {
        if row.get::<Option<Jour>>("fin")? == e.fin {
            return Ok(Some(SituationId::new(row.get("id")?)));
        }
    }
    Ok(None)
}

impl Etat {
    fn nouveau(lue: SituationExercice, etablissement: EtablissementResume) -> (Self, Noms) {
        let noms = Noms {
            nom: lue.nom_exercice,
            prenom: lue.prenom_exercice,
        };
        let etat = Self {
            etablissement,
            profession: lue.profession,
            role: lue.role,
            mode: lue.mode,
            categorie: lue.categorie,
            debut: lue.debut,
            fin: lue.fin,
            motif: None,
        };
        (etat, noms)
    }

    /// Each thing in words, none where there is nothing.
    fn lignes(&self, n: &Nomenclatures) -> [(&'static str, Option<String>); 8] {
        let profession = n
            .profession(&self.profession)
            .map_or_else(|| self.profession.to_string(), |connue| connue.libelle.clone());
        let role = n
            .role(&self.role)
            .map_or_else(|| self.role.to_string(), |connu| connu.libelle.clone());
        [
            (
                Champ::Etablissement.libelle(),
                Some(self.etablissement.raison_sociale.clone()),
            ),
            (Champ::Profession.libelle(), Some(profession)),
            (Champ::Role.libelle(), Some(role)),
            (
                Champ::ModeExercice.libelle(),
                Some(self.mode.libelle().to_owned()),
            ),
            (
                Champ::Categorie.libelle(),
                Some(self.categorie.libelle().to_owned()),
            ),
            (Champ::DateDebut.libelle(), Some(court(self.debut))),
            (Champ::DateFin.libelle(), self.fin.map(court)),
            (
                Champ::MotifFin.libelle(),
                self.motif.map(|motif| motif.libelle().to_owned()),
            ),
        ]
    }
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

    fn comparer(&self, row: &Row, n: &Nomenclatures) -> Result<Vec<Changement>, DbError> {
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
