//! Registering the right rows of lists, in the background: a few hundred in a transaction, each looked at again in that very
//! transaction, so that a row is registered once whatever stops, starts again or works beside.
//!
//! What the author may do is read again for each transaction: an habilitation withdrawn meanwhile stops the rest.

use super::acces::{self, Ecriture, VIDE};
use super::attente::{self, Ligne};
use super::confrontation::{Confrontation, Connue, Qui};
use super::controle::{comparaisons, objections};
use super::etat::EtatLigne;
use super::lecture::Lecture;
use super::references::etablissements;
use crate::Registry;
use crate::coordonnee::paire;
use crate::db::{DbError, Tx, sql};
use crate::demande::trace;
use crate::droit::Soi;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::message::{self, Destinataire};
use crate::personne::{ARetenir, Inscription, inscrire_lot, un_a_la_fois};
use domain::date::Instant;
use domain::eligibilite::{self, Niveau};
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::{CompteId, PersonneId, SessionId};
use domain::saisie::{Champ, DemandeComplete, Erreurs};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How long a machine may be silent before another one goes on with its work, in milliseconds.
const BAIL: i64 = 15_000;
/// A batch that another act got in the way of is tried again so many times before it waits for the next turn.
const ESSAIS: u32 = 5;

/// A list being registered by this machine.
struct Chantier {
    id: Uuid,
    auteur: Auteur,
    compte: CompteId,
    bail: i64,
}

/// How a batch ended.
enum Fin {
    /// rows remain
    Suite,
    /// nothing is left to register
    Terminee,
    /// another machine has taken the list
    Perdue,
    /// an e-mail or a mobile was taken in between
    Genee,
}

impl Registry {
    /// Registers what waits, list after list. False when there was nothing to do. Several machines may call it at once.
    pub async fn avancer_listes(&self) -> Result<bool, DbError> {
        let mut fait = false;
        while let Some(mut chantier) = self.prendre_chantier().await? {
            fait = true;
            let deposant = Soi::de_compte(&self.db, chantier.compte, self.aujourd_hui()).await?;
            let mut essais = 0;
            loop {
                match self.avancer(&mut chantier, &deposant).await? {
                    Fin::Suite => essais = 0,
                    Fin::Terminee | Fin::Perdue => break,
                    Fin::Genee if essais < ESSAIS => essais += 1,
                    Fin::Genee => return Ok(true),
                }
            }
        }
        Ok(fait)
    }

    /// Takes the list that has waited longest, unless a machine works on it.
    async fn prendre_chantier(&self) -> Result<Option<Chantier>, DbError> {
        const LIBRE: &str = "statut = 'en_cours' AND (bail IS NULL OR bail < $1)";
        let now = self.now().millis();
        // Most of the time nothing waits: a reading, which disturbs nobody.
        let attend = sql(format!(
            "SELECT id FROM import_liste WHERE {LIBRE} ORDER BY lancee_le LIMIT 1"
        ))
        .bind(now)
        .optional(&self.db)
        .await?;
        let Some(row) = attend else { return Ok(None) };
        let mut tx = self.db.begin().await?;
        let bail = now + BAIL;
        let prise = sql(format!(
            "UPDATE import_liste SET bail = $2 WHERE id = $3 AND {LIBRE} RETURNING id, compte, session"
        ))
        .bind(now)
        .bind(bail)
        .bind(row.get::<Uuid>("id")?)
        .optional(&mut tx)
        .await?;
        let Some(row) = prise else { return Ok(None) };
        let compte = CompteId::new(row.get("compte")?);
        let auteur = match row.get::<Option<Uuid>>("session")? {
            Some(session) => Auteur::Session {
                compte,
                session: SessionId::new(session),
            },
            None => Auteur::Programme,
        };
        let chantier = Chantier {
            id: row.get("id")?,
            auteur,
            compte,
            bail,
        };
        tx.commit().await?;
        Ok(Some(chantier))
    }

    /// One batch, in one transaction.
    async fn avancer(&self, chantier: &mut Chantier, deposant: &Soi) -> Result<Fin, DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let bail = now.millis() + BAIL;
        let tenue = sql(
            "UPDATE import_liste SET bail = $3, modifiee_le = $4 WHERE id = $1 AND statut = 'en_cours' AND bail = $2",
        )
        .bind(chantier.id)
        .bind(chantier.bail)
        .bind(bail)
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        if tenue == 0 {
            return Ok(Fin::Perdue);
        }
        let lignes = attente::lire(&mut tx, chantier.id).await?;
        if lignes.is_empty() {
            sql("UPDATE import_liste SET statut = 'controlee', bail = NULL, terminee_le = $2 WHERE id = $1")
                .bind(chantier.id)
                .bind(now.millis())
                .execute(&mut tx)
                .await?;
            tx.commit().await?;
            return Ok(Fin::Terminee);
        }
        // From here to the end, who is in the register does not change under us.
        un_a_la_fois(&mut tx).await?;
        let lieux = etablissements(&mut tx, chantier.compte, now.jour_paris()).await?;
        let registre = Confrontation::lire(
            Lecture::Acte(&mut tx),
            lignes.iter().map(|ligne| &ligne.complete),
            &lieux,
            deposant,
        )
        .await?;
        let Tri {
            retenues,
            mut ecritures,
            montrees,
        } = self.trier(lignes, &lieux, &registre, deposant)?;
        let Some(mut faites) = self.retenir(&mut tx, chantier.auteur, now, &retenues).await? else {
            return Ok(Fin::Genee);
        };
        for ((retenue, inscription), etat) in retenues.iter().zip(&faites.inscriptions).zip(faites.etats) {
            ecritures.push(Ecriture {
                numero: retenue.ligne.numero,
                etat,
                nom: retenue.ligne.nom.clone(),
                erreurs: VIDE.to_owned(),
                complete: Some(retenue.ligne.json.clone()),
                personne: Some(inscription.personne.uuid()),
                alertes: VIDE.to_owned(),
                semblables: VIDE.to_owned(),
            });
        }
        let montrees = montrees.iter().map(|(qui, ou)| (*qui, ou));
        faites
            .entrees
            .extend(comparaisons(now, chantier.auteur, montrees));
        acces::ecrire_lignes(&mut tx, chantier.id, ecritures).await?;
        journal::ecrire_lot(&mut tx, &self.contexte, faites.entrees).await?;
        tx.commit().await?;
        chantier.bail = bail;
        Ok(Fin::Suite)
    }

    /// The rows to register, and what becomes of the others. A person who is twice in the batch waits for the next one: their
    /// second row will find them registered.
    fn trier<'a>(
        &self,
        lignes: Vec<Ligne>,
        lieux: &'a HashMap<String, EtablissementResume>,
        registre: &Confrontation,
        deposant: &Soi,
    ) -> Result<Tri<'a>, DbError> {
        let nomenclatures = self.nomenclatures();
        let (mut retenues, mut ecritures, mut montrees) = (Vec::new(), Vec::new(), Vec::new());
        let (mut personnes, mut contacts) = (HashSet::new(), HashSet::new());
        for ligne in lignes {
            let qui = registre.qui(&ligne.identite, &ligne.complete, &ligne.reponses);
            let connue = qui.connue().cloned();
            if connue
                .as_ref()
                .is_some_and(|connue| connue.exerce(&ligne.complete))
            {
                ecritures.push(ligne.ecrire(EtatLigne::Presente, &Erreurs::new())?);
                continue;
            }
            let paires = paire(&ligne.complete.contact).map(|(_, genre, valeur)| (genre, valeur));
            // Two rows may have been said to be one registered person, under two civil statuses.
            let inscrite = connue.as_ref().map(|connue| connue.personne.to_string());
            if !personnes.insert(ligne.identite.clone())
                || inscrite.is_some_and(|inscrite| !personnes.insert(inscrite))
                || connue.is_none() && paires.iter().any(|paire| contacts.contains(paire))
            {
                continue;
            }
            let lieu = lieux.get(ligne.complete.situation.etablissement.as_str());
            let mut erreurs = objections(&ligne.complete, &ligne.identite, qui, registre, deposant);
            if let Qui::ATrancher(autre) = qui {
                montrees.push((autre.personne, ligne.complete.situation.etablissement.clone()));
            }
            if lieu.is_none() {
                erreurs.push(
                    Champ::Etablissement,
                    "Cet établissement n’est plus dans votre périmètre.",
                );
            }
            let situation = &ligne.complete.situation;
            let constats = eligibilite::situation(
                nomenclatures.profession(&situation.profession),
                nomenclatures.role(&situation.role),
                lieu,
            );
            if let Some(refus) = constats
                .into_iter()
                .find(|constat| constat.niveau == Niveau::Refus)
            {
                erreurs.push(
                    Champ::Etablissement,
                    format!("{} {}", refus.explication, refus.que_faire),
                );
            }
            match lieu {
                Some(lieu) if erreurs.is_empty() => {
                    if connue.is_none() {
                        contacts.extend(paires);
                    }
                    retenues.push(Retenue { ligne, connue, lieu });
                }
                _ => ecritures.push(ligne.ecrire(EtatLigne::ACorriger, &erreurs)?),
            }
        }
        Ok(Tri {
            retenues,
            ecritures,
            montrees,
        })
    }

    /// Registers them and puts their mails in the outbox; none when an e-mail or a mobile was taken in between.
    async fn retenir(
        &self,
        tx: &mut Tx,
        auteur: Auteur,
        now: Instant,
        retenues: &[Retenue<'_>],
    ) -> Result<Option<Faites>, DbError> {
        let gens: Vec<ARetenir<'_>> = retenues
            .iter()
            .map(|retenue| ARetenir {
                complete: &retenue.ligne.complete,
                connue: retenue
                    .connue
                    .as_ref()
                    .map(|connue| (connue.personne, connue.rpps.clone())),
            })
            .collect();
        let Some(inscriptions) = inscrire_lot(tx, self, now, &gens).await? else {
            return Ok(None);
        };
        let nomenclatures = self.nomenclatures();
        let (mut courriels, mut entrees, mut etats) = (Vec::new(), Vec::new(), Vec::new());
        for (retenue, inscription) in retenues.iter().zip(&inscriptions) {
            let complete = &retenue.ligne.complete;
            let courriel = message::inscription_liste(
                destinataire(complete, retenue.connue.as_ref()),
                retenue.lieu,
                &inscription.rpps,
                now,
                !inscription.nouvelle,
            );
            courriels.push((self.uuid(now), inscription.personne, courriel));
            let detail = trace::inscription(complete, retenue.lieu, &nomenclatures, inscription);
            let objet = Objet::Personne(inscription.personne);
            entrees.push(Entree::new(now, auteur, Acte::Inscrire, objet).avec(detail));
            etats.push(if inscription.nouvelle {
                EtatLigne::Inscrite
            } else {
                EtatLigne::Ajoutee
            });
        }
        message::deposer_lot(tx, courriels, now).await?;
        Ok(Some(Faites {
            inscriptions,
            entrees,
            etats,
        }))
    }
}

/// What a batch comes to.
struct Tri<'a> {
    retenues: Vec<Retenue<'a>>,
    ecritures: Vec<Ecriture>,
    /// the registered people who are named beside a row, and the establishment of that row
    montrees: Vec<(PersonneId, Finess)>,
}

/// A row that is being registered.
struct Retenue<'a> {
    ligne: Ligne,
    connue: Option<Connue>,
    lieu: &'a EtablissementResume,
}

/// What registering gave, in the order of the rows.
struct Faites {
    inscriptions: Vec<Inscription>,
    entrees: Vec<Entree<'static>>,
    etats: Vec<EtatLigne>,
}

/// Somebody who is registered is written to under their own name and address.
fn destinataire(complete: &DemandeComplete, connue: Option<&Connue>) -> Destinataire {
    match connue {
        Some(connue) => Destinataire {
            appel: format!("{} {}", connue.prenom.as_str(), connue.nom.as_str()),
            email: connue.email.clone(),
        },
        None => Destinataire {
            appel: format!(
                "{} {}",
                complete.situation.prenom_exercice.as_str(),
                complete.situation.nom_exercice.as_str()
            ),
            email: complete.contact.email.as_str().to_owned(),
        },
    }
}
