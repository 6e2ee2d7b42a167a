//! Sows the demonstration: first the accounts and the registered people, in one transaction, then the demandes, each through
//! the very acts that a person would do, at a moment of the last weeks. Interrupted, it goes on where it stopped; finished,
//! it does nothing more.

use super::alea::{Alea, EntropieFixe, HorlogeArretee};
use super::attente;
use super::invention::Invention;
use super::personas::{EHPAD, GroupeDemo, personnes};
use super::revues;
use super::structures;
use crate::contexte::Contexte;
use crate::db::{DbError, Tx, sql};
use crate::droit::{Fournisseur, SessionOuverte};
use crate::erreur::ActeError;
use crate::habilitation::{Octroi, OctroiError};
use crate::{Registry, coordonnee, personne, referentiel};
use domain::date::Instant;
use domain::etat_civil::EtatCivil;
use domain::ids::CompteId;
use domain::saisie::{DemandeComplete, SaisieEtatCivil};
use std::sync::Arc;

/// Why the demonstration could not be sown. What was sown stays; sowing again completes it.
#[derive(Debug, thiserror::Error)]
pub enum SemisError {
    /// An act of the register refused what was made up.
    #[error("Une demande de démonstration a été refusée\u{a0}: {0}")]
    Acte(#[from] ActeError),
    /// The database.
    #[error("Le répertoire est indisponible\u{a0}: {0}. Relancez la commande.")]
    Base(#[from] DbError),
    /// A right could not be granted.
    #[error("Un droit de démonstration a été refusé\u{a0}: {0}")]
    Octroi(#[from] OctroiError),
    /// Something was made up that the rules do not allow: a defect of this room.
    #[error("Une donnée de démonstration est incorrecte\u{a0}: {0}.")]
    Invention(&'static str),
}

/// How many people are registered.
const INSCRITS: u32 = 300;
const VERSION: &str = "1";
/// Open establishments of the sample whose legal entity is open, as often as they are drawn.
const ETABLISSEMENTS: [&str; 16] = [
    "010780575",
    "010780575",
    "010780575",
    "010008183",
    "010008183",
    "010013472",
    "010011914",
    "010780914",
    "010780914",
    "010780914",
    "010780922",
    "010780922",
    "010780930",
    "010780955",
    "010780963",
    "010780963",
];
/// Minutes that a session of the sowing lives.
const SESSION_MINUTES: i64 = 5;

/// Sows the demonstration in a register that has at least the sample of establishments. Idempotent.
pub async fn semer(registry: &Registry) -> Result<(), SemisError> {
    if referentiel::version(registry.db(), "demonstration")
        .await?
        .is_some()
    {
        return Ok(());
    }
    if referentiel::version(registry.db(), "demonstration-inscrits")
        .await?
        .is_none()
    {
        let mut tx = registry.db().begin().await?;
        semer_inscrits(&mut tx, registry).await?;
        super::rotation::semer(&mut tx, registry).await?;
        // Ends of the past were told in their time.
        sql("INSERT INTO fin_annoncee (situation, fin, le) SELECT id, fin, cree_le FROM situation WHERE fin < $1")
            .bind(registry.aujourd_hui())
            .execute(&mut tx)
            .await?;
        referentiel::noter(
            &mut tx,
            "demonstration-inscrits",
            VERSION,
            registry.now(),
            INSCRITS.into(),
            None,
        )
        .await?;
        tx.commit().await?;
    }
    habiliter(registry).await?;
    structures::semer(registry).await?;
    let demandes = attente::semer(registry).await?;
    revues::semer(registry).await?;
    let mut tx = registry.db().begin().await?;
    // Nobody is written to: these people do not exist, and their addresses may be somebody's.
    sql(
        "UPDATE message SET etat = 'abandonne' WHERE etat = 'a_envoyer' AND demande IN \
         (SELECT d.id FROM demande d JOIN compte c ON c.id = d.demandeur WHERE c.sujet LIKE 'fc:demo-%')",
    )
    .execute(&mut tx)
    .await?;
    referentiel::noter(&mut tx, "demonstration", VERSION, registry.now(), demandes, None).await?;
    Ok(tx.commit().await?)
}

async fn semer_inscrits(tx: &mut Tx, registry: &Registry) -> Result<(), SemisError> {
    let maintenant = registry.now();
    for persona in personnes() {
        let (sujet, nom) = (persona.sujet(), format!("{} {}", persona.prenom, persona.nom));
        let etat_civil = persona.etat_civil()?;
        let identite = persona.identite_franceconnect();
        let id = compte(
            tx,
            registry,
            &sujet,
            persona.fournisseur(),
            &nom,
            identite.as_ref(),
        )
        .await?;
        if let (Some(etat_civil), "zoe") = (etat_civil, persona.cle) {
            let contact = Invention::contact(&etat_civil, 9_900)?;
            let zoe = Invention {
                etat_civil,
                contact,
                metier: ("326", "GENR10"),
            };
            inscrire(
                tx,
                registry,
                id,
                &zoe,
                EHPAD,
                &mut Alea::new("zoe", 0),
                maintenant.plus_days(-200),
            )
            .await?;
        }
    }
    for rang in 0..INSCRITS {
        let mut alea = Alea::new("inscrit", rang.into());
        let invention = Invention::personne(rang)?;
        let id = compte_invente(
            tx,
            registry,
            &format!("fc:demo-inscrit-{rang}"),
            &invention.etat_civil,
        )
        .await?;
        let cree_le = maintenant.plus_days(-30 - i64::from(alea.sous(700)));
        let premier = *alea.parmi(&ETABLISSEMENTS);
        inscrire(tx, registry, id, &invention, premier, &mut alea, cree_le).await?;
        let second = *alea.parmi(&ETABLISSEMENTS);
        if rang % 12 == 0 && second != premier {
            inscrire(
                tx,
                registry,
                id,
                &invention,
                second,
                &mut alea,
                cree_le.plus_days(20),
            )
            .await?;
        }
    }
    semer_carte(tx, registry).await
}

/// Somebody who signs in with an e-CPS: two situations, in the EHPAD and in an establishment of the association.
async fn semer_carte(tx: &mut Tx, registry: &Registry) -> Result<(), SemisError> {
    let Some(persona) = personnes()
        .into_iter()
        .find(|persona| persona.groupe == GroupeDemo::Inscrit)
    else {
        return Ok(());
    };
    let Some(etat_civil) = persona.etat_civil()? else {
        return Ok(());
    };
    let nom = format!("{} {}", persona.prenom, persona.nom);
    let id = compte(tx, registry, &persona.sujet(), persona.fournisseur(), &nom, None).await?;
    let contact = Invention::contact(&etat_civil, 9_901)?;
    let carte = Invention {
        etat_civil,
        contact,
        metier: ("328", "GENR11"),
    };
    let mut alea = Alea::new("carte", 0);
    for (etablissement, jours) in [(EHPAD, -700), (ETABLISSEMENTS[0], -120)] {
        let cree_le = registry.now().plus_days(jours);
        inscrire(tx, registry, id, &carte, etablissement, &mut alea, cree_le).await?;
    }
    Ok(())
}

/// Gives a number, or a second situation to somebody who has one.
async fn inscrire(
    tx: &mut Tx,
    registry: &Registry,
    compte: CompteId,
    invention: &Invention,
    etablissement: &str,
    alea: &mut Alea,
    cree_le: Instant,
) -> Result<(), SemisError> {
    let debut = cree_le.plus_days(-i64::from(alea.sous(60))).jour_paris();
    let fin = registry
        .now()
        .plus_days(-1 - i64::from(alea.sous(25)))
        .jour_paris();
    let partie = alea.chance(10) && fin > debut;
    let complete = DemandeComplete {
        etat_civil: invention.etat_civil.clone(),
        contact: invention.contact.clone(),
        situation: invention.situation(etablissement, debut, partie.then_some(fin))?,
    };
    let passe = au_passe(registry, cree_le, format!("inscrit {compte} {etablissement}"));
    let inscription = personne::inscrire(tx, &passe, cree_le, Some(compte), &complete).await?;
    if inscription.nouvelle {
        coordonnee::attribuer(tx, inscription.personne, &complete.contact).await?;
    }
    Ok(())
}

/// The account of a made-up citizen, created if absent.
pub(super) async fn compte_invente(
    tx: &mut Tx,
    registry: &Registry,
    sujet: &str,
    etat_civil: &EtatCivil,
) -> Result<CompteId, SemisError> {
    let nom = format!(
        "{} {}",
        etat_civil.prenoms.premier(),
        etat_civil.nom_naissance.as_str()
    );
    compte(
        tx,
        registry,
        sujet,
        Fournisseur::FranceConnect,
        &nom,
        Some(&SaisieEtatCivil::from(etat_civil)),
    )
    .await
}

async fn compte(
    tx: &mut Tx,
    registry: &Registry,
    sujet: &str,
    fournisseur: Fournisseur,
    nom: &str,
    identite: Option<&SaisieEtatCivil>,
) -> Result<CompteId, SemisError> {
    let json = identite
        .map(serde_json::to_string)
        .transpose()
        .map_err(|_| SemisError::Invention("état civil"))?;
    let maintenant = registry.now();
    sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, etat_civil, cree_le) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (sujet) DO NOTHING")
    .bind(EntropieFixe::new(format!("compte {sujet}")).unique(maintenant))
    .bind(sujet)
    .bind(fournisseur.code())
    .bind(nom)
    .bind(json)
    .bind(maintenant.millis())
    .execute(tx)
    .await?;
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(sujet)
        .one(tx)
        .await?;
    Ok(CompteId::new(row.get("id")?))
}

/// Rights are granted as the operator of a portal grants them. Granting again changes nothing.
async fn habiliter(registry: &Registry) -> Result<(), SemisError> {
    for persona in personnes() {
        let (identifiant, nom) = (
            persona.identifiant(),
            format!("{} {}", persona.prenom, persona.nom),
        );
        if persona.groupe == GroupeDemo::Support {
            registry.nommer_operateur(&identifiant, &nom).await?;
        }
        if let Some((genre, finess)) = persona.habilitation() {
            let octroi = Octroi {
                identifiant,
                nom,
                genre,
                finess: Invention::lire("FINESS", finess)?,
                carte_jusqu_au: Some(persona.carte_jusqu_au(registry.now())),
            };
            registry.accorder_habilitation(&octroi).await?;
        }
    }
    Ok(())
}

/// The same register at a moment of the past, with ids and references that depend on `graine` only.
pub(super) fn au_passe(registry: &Registry, instant: Instant, graine: String) -> Registry {
    registry.avec_contexte(Contexte {
        clock: Arc::new(HorlogeArretee(instant)),
        entropy: Arc::new(EntropieFixe::new(graine)),
    })
}

/// Signs in as that account, of now and with a true secret; the proof of right outlives the session.
pub(super) async fn ouvrir(registry: &Registry, compte: CompteId) -> Result<SessionOuverte, SemisError> {
    let jeton = registry.ouvrir_session(compte, SESSION_MINUTES).await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or(DbError::NotFound)?;
    registry.fermer_session(jeton.as_str()).await?;
    Ok(session)
}
