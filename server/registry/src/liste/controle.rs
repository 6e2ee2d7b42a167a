//! The dry run: every row against the rules, against the other rows and against the register. Writes what it found beside the
//! rows, and nothing in the register.

use super::acces::{self, Ligne};
use super::confrontation::{Confrontation, Lecture};
use super::etat::EtatLigne;
use super::references::{References, code_insee};
use super::releve;
use crate::Registry;
use crate::coordonnee::paire;
use crate::db::{DbError, sql};
use crate::droit::Soi;
use crate::personne::cle_identite;
use domain::ids::CompteId;
use domain::saisie::{Champ, DemandeComplete, Erreurs};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What the dry run says of a row.
struct Verdict {
    etat: EtatLigne,
    nom: String,
    erreurs: Erreurs,
    complete: Option<DemandeComplete>,
}

/// What the register says against a row that the rules accept; nothing when it may be registered. Nobody registers themselves
/// (R38): `deposant` is who brings the list.
pub(super) fn objections(
    complete: &DemandeComplete,
    identite: &str,
    registre: &Confrontation,
    deposant: &Soi,
) -> Erreurs {
    let connue = registre.connue(identite);
    let inscrite = connue.is_some_and(|connue| deposant.est_inscrite(connue.personne, connue.compte));
    if inscrite || deposant.est(complete) {
        return Erreurs::une(
            Champ::NomNaissance,
            "Cette ligne est la vôtre, ou celle d’une personne qui porte votre nom\u{a0}: un autre gestionnaire de votre structure \
             doit l’enregistrer.",
        );
    }
    let mut erreurs = Erreurs::new();
    if registre.demande_ouverte(identite, complete) {
        erreurs.push(
            Champ::NomNaissance,
            "Cette personne a déjà une demande en attente pour cet établissement\u{a0}: traitez-la dans la file.",
        );
    } else if connue.is_none() {
        // Somebody who is registered keeps their own e-mail and mobile: those of the list are not used.
        for champ in registre.tenues(complete) {
            erreurs.push(
                champ,
                "Déjà utilisé par une autre personne du répertoire ou par une demande en cours\u{a0}: chacun doit avoir le sien.",
            );
        }
    }
    erreurs
}

impl Registry {
    /// Checks all the rows that are not registered nor set aside, and keeps what was found. The list must not be under way.
    pub(super) async fn controler_liste(&self, id: Uuid, compte: CompteId) -> Result<(), DbError> {
        let entete = acces::entete(&self.db, id).await?;
        let lignes = acces::lignes_a_controler(&self.db, id).await?;
        let association = entete.association;
        let par_nom = lignes.iter().any(|ligne| {
            let textes = releve::textes(&association, &ligne.cellules, &ligne.corrections);
            [Champ::CommuneNaissance, Champ::VilleNaissance]
                .iter()
                .any(|champ| {
                    textes
                        .get(champ)
                        .is_some_and(|texte| !texte.is_empty() && code_insee(texte).is_none())
                })
        });
        let references = References::charger(self, compte, par_nom).await?;
        let calcul = tokio::task::spawn_blocking(move || {
            let verdicts = lignes
                .iter()
                .map(|ligne| juger(ligne, &association, &references))
                .collect();
            (lignes, verdicts)
        });
        let (lignes, mut verdicts): (Vec<Ligne>, Vec<Verdict>) = calcul
            .await
            .map_err(|_| DbError::Defect("contrôle interrompu".to_owned()))?;
        let deposant = Soi::de_compte(&self.db, compte, self.aujourd_hui()).await?;
        let registre = Confrontation::lire(
            Lecture::Base(&self.db),
            verdicts.iter().filter_map(|verdict| verdict.complete.as_ref()),
        )
        .await?;
        confronter(&lignes, &mut verdicts, &registre, &deposant);
        self.garder_verdicts(id, &lignes, verdicts).await
    }

    /// Only what changed is written.
    async fn garder_verdicts(
        &self,
        id: Uuid,
        lignes: &[Ligne],
        verdicts: Vec<Verdict>,
    ) -> Result<(), DbError> {
        let mut ecritures = Vec::new();
        for (ligne, verdict) in lignes.iter().zip(verdicts) {
            let erreurs = serde_json::to_string(&verdict.erreurs)
                .map_err(|_| DbError::stored("import_ligne.erreurs"))?;
            let complete = verdict
                .complete
                .map(|complete| {
                    serde_json::to_string(&complete).map_err(|_| DbError::stored("import_ligne.complete"))
                })
                .transpose()?;
            let inchangee = ligne.etat == verdict.etat.code()
                && ligne.erreurs == erreurs
                && ligne.complete == complete
                && ligne.nom == verdict.nom;
            if !inchangee {
                ecritures.push(acces::Ecriture {
                    numero: ligne.numero,
                    etat: verdict.etat,
                    nom: verdict.nom,
                    erreurs,
                    complete,
                    personne: None,
                });
            }
        }
        let mut tx = self.db.begin().await?;
        let prise = sql(
            "UPDATE import_liste SET statut = 'controlee', modifiee_le = $2 WHERE id = $1 AND statut <> 'en_cours'",
        )
        .bind(id)
        .bind(self.now().millis())
        .execute(&mut tx)
        .await?;
        if prise == 1 {
            acces::ecrire_lignes(&mut tx, id, ecritures).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// A row by itself.
fn juger(ligne: &Ligne, association: &super::Association, references: &References) -> Verdict {
    let textes = releve::textes(association, &ligne.cellules, &ligne.corrections);
    let saisie = releve::remplir(&textes, references);
    let nom = format!(
        "{} {}",
        saisie.situation.nom_exercice, saisie.situation.prenom_exercice
    );
    let nom = nom.trim().to_owned();
    match releve::valider(&saisie, &textes, references) {
        Ok(complete) => Verdict {
            etat: EtatLigne::Nouvelle,
            nom,
            erreurs: Erreurs::new(),
            complete: Some(complete),
        },
        Err(erreurs) => Verdict {
            etat: EtatLigne::ACorriger,
            nom,
            erreurs,
            complete: None,
        },
    }
}

/// The rows that are right by themselves, against each other and against the register.
fn confronter(lignes: &[Ligne], verdicts: &mut [Verdict], registre: &Confrontation, deposant: &Soi) {
    let mut proprietaires: HashMap<(Champ, String), Vec<(i64, String)>> = HashMap::new();
    for (ligne, verdict) in lignes.iter().zip(verdicts.iter()) {
        if let Some(complete) = &verdict.complete {
            for (champ, _, valeur) in paire(&complete.contact) {
                let identite = cle_identite(&complete.etat_civil);
                proprietaires
                    .entry((champ, valeur))
                    .or_default()
                    .push((ligne.numero, identite));
            }
        }
    }
    let mut vues: HashMap<(String, String), i64> = HashMap::new();
    let mut personnes = HashSet::new();
    for (ligne, verdict) in lignes.iter().zip(verdicts.iter_mut()) {
        let Some(complete) = &verdict.complete else {
            continue;
        };
        let identite = cle_identite(&complete.etat_civil);
        let connue = registre.connue(&identite);
        let mut erreurs = objections(complete, &identite, registre, deposant);
        let ici = (identite.clone(), complete.situation.etablissement.to_string());
        if connue.is_some_and(|connue| connue.exerce(complete)) {
            verdict.etat = EtatLigne::Presente;
            continue;
        }
        if connue.is_none() {
            for (champ, _, valeur) in paire(&complete.contact) {
                let autre = proprietaires
                    .get(&(champ, valeur))
                    .into_iter()
                    .flatten()
                    .find(|(_, autre)| *autre != identite);
                if let Some((numero, _)) = autre {
                    erreurs.push(
                        champ,
                        format!("Aussi donné à la ligne\u{a0}{numero}, pour une autre personne\u{a0}: chacun doit avoir le sien."),
                    );
                }
            }
        }
        if let Some(premiere) = vues.get(&ici) {
            erreurs.push(
                Champ::NomNaissance,
                format!("Cette personne est déjà à la ligne\u{a0}{premiere}, pour le même établissement. Écartez l’une des deux."),
            );
        }
        if !erreurs.is_empty() {
            verdict.etat = EtatLigne::ACorriger;
            verdict.erreurs = erreurs;
            continue;
        }
        vues.insert(ici, ligne.numero);
        let deja_dans_le_fichier = !personnes.insert(identite);
        if connue.is_some() || deja_dans_le_fichier {
            verdict.etat = EtatLigne::Ajout;
        }
    }
}
