//! The dry run: every row against the rules, against the other rows and against the register. Writes what it found beside the
//! rows, and nothing in the register.

use super::acces::{self, Ligne};
use super::confrontation::{Confrontation, Qui};
use super::etat::EtatLigne;
use super::lecture::Lecture;
use super::references::{References, code_insee};
use super::releve;
use super::semblable::portrait;
use super::voisine::{self, Comparee, Voisine};
use crate::Registry;
use crate::coordonnee::paire;
use crate::db::{DbError, sql};
use crate::demande::cle_des_paires;
use crate::droit::{Gestionnaire, Soi};
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet};
use crate::personne::cle_identite;
use domain::date::Instant;
use domain::doublon::NiveauDoublon;
use domain::identifiant::Finess;
use domain::ids::PersonneId;
use domain::saisie::{Champ, DemandeComplete, Erreurs};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What the dry run says of a row.
struct Verdict {
    etat: EtatLigne,
    nom: String,
    erreurs: Erreurs,
    complete: Option<DemandeComplete>,
    /// worth a look, and stops nothing
    alertes: Vec<String>,
    /// the rows that look like it
    semblables: Vec<i64>,
    /// the registered people whom it names
    montrees: Vec<PersonneId>,
}

/// What the register says against a row that the rules accept; nothing when it may be registered. Nobody registers themselves
/// (R38): `deposant` is who brings the list.
pub(super) fn objections(
    complete: &DemandeComplete,
    identite: &str,
    qui: Qui<'_>,
    registre: &Confrontation,
    deposant: &Soi,
) -> Erreurs {
    if qui.est_sienne() || deposant.est(complete) {
        return Erreurs::une(
            Champ::NomNaissance,
            "Cette ligne est la vôtre, ou celle d’une personne qui porte votre nom\u{a0}: un autre gestionnaire de votre structure \
             doit l’enregistrer.",
        );
    }
    if let Some(reference) = registre.demande_ouverte(identite, qui.connue()) {
        return Erreurs::une(
            Champ::NomNaissance,
            format!(
                "Cette personne a déjà une demande en attente dans votre périmètre ({reference})\u{a0}: traitez-la d’abord dans la file."
            ),
        );
    }
    let mut erreurs = Erreurs::new();
    match qui {
        // Somebody who is registered keeps their own e-mail and mobile: those of the list are not used.
        Qui::Connue(_) => {}
        // Whose e-mail and mobile they are depends on the answer.
        Qui::ATrancher(autre) => erreurs.push(
            Champ::NomNaissance,
            format!(
                "Ressemble fortement à {}, déjà inscrite\u{a0}: dites s’il s’agit de la même personne.",
                autre.designation()
            ),
        ),
        Qui::Nouvelle => {
            for champ in registre.tenues(complete) {
                erreurs.push(
                    champ,
                    "Déjà utilisé par une autre personne du répertoire ou par une demande en cours\u{a0}: chacun doit avoir le sien.",
                );
            }
        }
    }
    erreurs
}

/// Whoever is named beside a row was compared: it is written, for that person to read.
pub(super) fn comparaisons<'a>(
    now: Instant,
    auteur: Auteur,
    montrees: impl Iterator<Item = (PersonneId, &'a Finess)>,
) -> Vec<Entree<'static>> {
    let mut notees = HashSet::new();
    montrees
        .filter(|(personne, _)| notees.insert(*personne))
        .map(|(personne, finess)| {
            Entree::new(now, auteur, Acte::Comparer, Objet::Personne(personne)).avec(Detail::dans(finess))
        })
        .collect()
}

impl Registry {
    /// Checks all the rows that are not registered nor set aside, and keeps what was found. The list must not be under way.
    pub(super) async fn controler_liste(&self, g: &Gestionnaire, id: Uuid) -> Result<(), DbError> {
        let compte = g.compte();
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
        let cle = cle_des_paires(&self.db).await?;
        let calcul = tokio::task::spawn_blocking(move || {
            let verdicts: Vec<Verdict> = lignes
                .iter()
                .map(|ligne| juger(ligne, &association, &references))
                .collect();
            let comparees: Vec<Option<Comparee>> = verdicts.iter().map(comparee).collect();
            let voisines = voisine::chercher(&cle, &comparees);
            (lignes, verdicts, voisines, references)
        });
        let (lignes, mut verdicts, voisines, references) = calcul
            .await
            .map_err(|_| DbError::Defect("contrôle interrompu".to_owned()))?;
        let deposant = Soi::de_compte(&self.db, compte, self.aujourd_hui()).await?;
        let registre = Confrontation::lire(
            Lecture::Base(&self.db),
            verdicts.iter().filter_map(|verdict| verdict.complete.as_ref()),
            references.perimetre(),
            &deposant,
        )
        .await?;
        confronter(&lignes, &mut verdicts, &voisines, &registre, &deposant);
        self.garder_verdicts(g.auteur(), id, &lignes, verdicts).await
    }

    /// Only what changed is written.
    async fn garder_verdicts(
        &self,
        auteur: Auteur,
        id: Uuid,
        lignes: &[Ligne],
        verdicts: Vec<Verdict>,
    ) -> Result<(), DbError> {
        let now = self.now();
        let (mut ecritures, mut montrees) = (Vec::new(), Vec::new());
        for (ligne, verdict) in lignes.iter().zip(verdicts) {
            let erreurs = json(&verdict.erreurs, "import_ligne.erreurs")?;
            let alertes = json(&verdict.alertes, "import_ligne.alertes")?;
            let semblables = json(&verdict.semblables, "import_ligne.semblables")?;
            let complete = verdict
                .complete
                .as_ref()
                .map(|complete| json(complete, "import_ligne.complete"))
                .transpose()?;
            let inchangee = ligne.etat == verdict.etat.code()
                && ligne.erreurs == erreurs
                && ligne.complete == complete
                && ligne.nom == verdict.nom
                && ligne.alertes == alertes
                && ligne.semblables == semblables;
            if !inchangee {
                if let Some(complete) = verdict.complete {
                    let ou = complete.situation.etablissement;
                    montrees.extend(verdict.montrees.into_iter().map(|qui| (qui, ou.clone())));
                }
                ecritures.push(acces::Ecriture {
                    numero: ligne.numero,
                    etat: verdict.etat,
                    nom: verdict.nom,
                    erreurs,
                    complete,
                    personne: None,
                    alertes,
                    semblables,
                });
            }
        }
        let mut tx = self.db.begin().await?;
        let prise = sql(
            "UPDATE import_liste SET statut = 'controlee', modifiee_le = $2 WHERE id = $1 AND statut <> 'en_cours'",
        )
        .bind(id)
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        if prise == 1 {
            acces::ecrire_lignes(&mut tx, id, ecritures).await?;
            let entrees = comparaisons(now, auteur, montrees.iter().map(|(qui, ou)| (*qui, ou)));
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// A value as stored.
fn json<T: serde::Serialize>(valeur: &T, colonne: &'static str) -> Result<String, DbError> {
    serde_json::to_string(valeur).map_err(|_| DbError::stored(colonne))
}

/// A row by itself.
fn juger(ligne: &Ligne, association: &super::Association, references: &References) -> Verdict {
    let textes = releve::textes(association, &ligne.cellules, &ligne.corrections);
    let saisie = releve::remplir(&textes, references);
    let nom = format!(
        "{} {}",
        saisie.situation.nom_exercice, saisie.situation.prenom_exercice
    );
    let (etat, erreurs, complete) = match releve::valider(&saisie, &textes, references) {
        Ok(complete) => (EtatLigne::Nouvelle, Erreurs::new(), Some(complete)),
        Err(erreurs) => (EtatLigne::ACorriger, erreurs, None),
    };
    Verdict {
        etat,
        nom: nom.trim().to_owned(),
        erreurs,
        complete,
        alertes: Vec::new(),
        semblables: Vec::new(),
        montrees: Vec::new(),
    }
}

/// What is compared of a row that the rules accept.
fn comparee(verdict: &Verdict) -> Option<Comparee> {
    verdict.complete.as_ref().map(|complete| Comparee {
        identite: cle_identite(&complete.etat_civil),
        portrait: portrait(complete),
    })
}

/// The rows that are right by themselves, against each other and against the register.
fn confronter(
    lignes: &[Ligne],
    verdicts: &mut [Verdict],
    voisines: &[Vec<Voisine>],
    registre: &Confrontation,
    deposant: &Soi,
) {
    let mut proprietaires: HashMap<(Champ, String), Vec<(i64, String)>> = HashMap::new();
    let mut inscrites = Vec::with_capacity(lignes.len());
    for (ligne, verdict) in lignes.iter().zip(verdicts.iter()) {
        let mut inscrite = false;
        if let Some(complete) = &verdict.complete {
            let identite = cle_identite(&complete.etat_civil);
            inscrite = registre
                .qui(&identite, complete, &ligne.reponses)
                .connue()
                .is_some();
            for (champ, _, valeur) in paire(&complete.contact) {
                proprietaires
                    .entry((champ, valeur))
                    .or_default()
                    .push((ligne.numero, identite.clone()));
            }
        }
        inscrites.push(inscrite);
    }
    let mut vues: HashMap<(String, String), i64> = HashMap::new();
    let mut personnes = HashSet::new();
    for (rang, (ligne, verdict)) in lignes.iter().zip(verdicts.iter_mut()).enumerate() {
        let Some(complete) = &verdict.complete else {
            continue;
        };
        let identite = cle_identite(&complete.etat_civil);
        let qui = registre.qui(&identite, complete, &ligne.reponses);
        let connue = qui.connue();
        if connue.is_some_and(|connue| connue.exerce(complete)) {
            verdict.etat = EtatLigne::Presente;
            continue;
        }
        let mut erreurs = objections(complete, &identite, qui, registre, deposant);
        if let Qui::ATrancher(autre) = qui {
            verdict.montrees.push(autre.personne);
        }
        if matches!(qui, Qui::Nouvelle) {
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
        if connue.is_none() {
            for possible in registre.possibles(complete, &ligne.reponses) {
                verdict.montrees.push(possible.personne);
                verdict.alertes.push(format!(
                    "Ressemblance possible avec {}, déjà inscrite.",
                    possible.designation()
                ));
            }
            // A row whose person is registered is that person, to whom this one was compared.
            for voisine in voisines[rang].iter().filter(|voisine| !inscrites[voisine.rang]) {
                let numero = lignes[voisine.rang].numero;
                verdict.semblables.push(numero);
                if ligne.reponses.contains_key(&voisine.numero) {
                    continue;
                }
                if voisine.niveau == NiveauDoublon::Possible {
                    verdict
                        .alertes
                        .push(format!("Ressemblance possible avec la ligne\u{a0}{numero}."));
                } else {
                    erreurs.push(
                        Champ::NomNaissance,
                        format!(
                            "Ressemble fortement à la ligne\u{a0}{numero}\u{a0}: corrigez ou écartez l’une des deux, ou dites que ce \
                             n’est pas un doublon."
                        ),
                    );
                }
            }
        }
        // Two rows that were said to be one registered person are the same, whatever their civil status.
        let personne = connue.map_or_else(|| identite.clone(), |connue| connue.personne.to_string());
        let ici = (personne.clone(), complete.situation.etablissement.to_string());
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
        let deja_dans_le_fichier = !personnes.insert(personne);
        if connue.is_some() || deja_dans_le_fichier {
            verdict.etat = EtatLigne::Ajout;
        }
    }
}
