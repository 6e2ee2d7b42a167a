//! Accepting and refusing. Guard clauses in the order of the rules; one transaction; one winner.

use super::doublon;
use super::ligne::{self, Ligne};
use super::{sursis, trace};
use crate::db::{DbError, Tx, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::situation::refuser_sa_fiche;
use crate::{Registry, coordonnee, direct, etablissement, message};
use domain::date::Instant;
use domain::demande::{Evenement, Explication, Statut};
use domain::eligibilite::Niveau;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Rpps;
use domain::ids::{DemandeId, PersonneId};
use domain::nomenclature::MotifRefus;
use domain::saisie::DemandeComplete;

/// What an acceptance gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validee {
    /// The person's number, new or already theirs (R3).
    pub rpps: Rpps,
}

/// A demande about to be decided, with what the decision needs to read.
pub(super) struct Traitement {
    pub(super) ligne: Ligne,
    pub(super) complete: DemandeComplete,
    pub(super) etablissement: EtablissementResume,
}

impl Registry {
    /// Accepts a demande at once ([`Registry::decider`] leaves the time to take it back), on the version that was read.
    /// `confirmee`: identity, quality and activity were checked (R34). The person gets a number, or a situation on the number
    /// they already have (R3); one rôle per establishment (R23); never on one's own demande (R38); never while somebody
    /// registered strongly looks like them and nobody has said whether they are one person.
    pub async fn valider(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        confirmee: bool,
    ) -> Result<Validee, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Valider,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.valider_si_permis(g, id, version, confirmee))
            .await
    }

    async fn valider_si_permis(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        confirmee: bool,
    ) -> Result<Validee, ActeError> {
        let mut tx = self.db.begin().await?;
        refuser_si_en_main(&mut tx, g, id, version, self.now()).await?;
        let rpps = self.valider_dans(&mut tx, g, id, version, confirmee).await?;
        tx.commit().await?;
        Ok(Validee { rpps })
    }

    /// The acceptance, without the commit: `sursis` tries it first, and does it later.
    pub(super) async fn valider_dans(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        confirmee: bool,
    ) -> Result<Rpps, ActeError> {
        let now = self.now();
        let traitement = ouvrir(tx, g, id, version).await?;
        if !confirmee {
            return Err(ActeError::NonConfirmee);
        }
        let statut = traitement.ligne.statut.appliquer(&Evenement::Valider)?;
        let constats = self.constats(&traitement.complete, &traitement.etablissement);
        if let Some(refus) = constats
            .into_iter()
            .find(|constat| constat.niveau == Niveau::Refus)
        {
            return Err(ActeError::NonEligible(Box::new(refus)));
        }
        trancher(
            tx,
            g,
            &traitement.ligne,
            &Issue {
                statut,
                le: now,
                refus: None,
            },
        )
        .await?;
        doublon::refuser_si_a_trancher(tx, id).await?;
        let complete = &traitement.complete;
        let inscription = doublon::inscrire(tx, self, now, id, traitement.ligne.demandeur, complete).await?;
        if !inscription.nouvelle {
            refuser_sa_fiche(tx, g, inscription.personne).await?;
        }
        rattacher(tx, id, inscription.personne).await?;
        if inscription.nouvelle {
            coordonnee::attribuer(tx, inscription.personne, &complete.contact).await?;
        }
        coordonnee::liberer(tx, id, traitement.ligne.demandeur).await?;
        message::demande_validee(
            complete,
            traitement.ligne.reference,
            &traitement.etablissement,
            &inscription.rpps,
            now,
            !inscription.nouvelle,
        )
        .deposer(tx, id, self.uuid(now), now)
        .await?;
        let finess = traitement.ligne.finess()?;
        let decidee = Entree::new(now, g.auteur(), Acte::Valider, Objet::Demande(id)).avec(
            trace::statut(finess, traitement.ligne.statut, statut)
                .poser("Numéro RPPS", inscription.rpps.as_str()),
        );
        let personne = Objet::Personne(inscription.personne);
        let inscrite = Entree::new(now, g.auteur(), Acte::Inscrire, personne).avec(trace::inscription(
            complete,
            &traitement.etablissement,
            &self.nomenclatures(),
            &inscription,
        ));
        journal::ecrire(tx, &self.contexte, decidee).await?;
        journal::ecrire(tx, &self.contexte, inscrite).await?;
        Ok(inscription.rpps)
    }

    /// Refuses a demande at once, on the version that was read, with a motif (R35) and words for the applicant.
    pub async fn refuser(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        motif: MotifRefus,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Refuser,
            objet: Objet::Demande(id),
        };
        self.tenter(
            tentative,
            self.refuser_si_permis(g, id, version, motif, explication),
        )
        .await
    }

    async fn refuser_si_permis(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        motif: MotifRefus,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let mut tx = self.db.begin().await?;
        refuser_si_en_main(&mut tx, g, id, version, self.now()).await?;
        self.refuser_dans(&mut tx, g, id, version, motif, explication)
            .await?;
        Ok(tx.commit().await?)
    }

    /// The refusal, without the commit.
    pub(super) async fn refuser_dans(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DemandeId,
        version: i64,
        motif: MotifRefus,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let now = self.now();
        let traitement = ouvrir(tx, g, id, version).await?;
        let evenement = Evenement::Refuser {
            motif,
            explication: explication.clone(),
        };
        let statut = traitement.ligne.statut.appliquer(&evenement)?;
        let refus = Some((motif, explication));
        trancher(
            tx,
            g,
            &traitement.ligne,
            &Issue {
                statut,
                le: now,
                refus,
            },
        )
        .await?;
        coordonnee::liberer(tx, id, traitement.ligne.demandeur).await?;
        message::demande_refusee(
            &traitement.complete,
            traitement.ligne.reference,
            &traitement.etablissement,
            motif,
            explication,
        )
        .deposer(tx, id, self.uuid(now), now)
        .await?;
        let entree = Entree::new(now, g.auteur(), Acte::Refuser, Objet::Demande(id)).avec(
            trace::statut(traitement.ligne.finess()?, traitement.ligne.statut, statut)
                .poser("Motif de refus", motif.libelle())
                .poser("Explication", explication.as_str()),
        );
        journal::ecrire(tx, &self.contexte, entree).await?;
        Ok(())
    }
}

/// Nobody decides on a demande that a colleague has in hand. Whose it is, is only told to those who may read the demande.
pub(super) async fn refuser_si_en_main(
    tx: &mut Tx,
    g: &Gestionnaire,
    id: DemandeId,
    version: i64,
    now: Instant,
) -> Result<(), ActeError> {
    ouvrir(tx, g, id, version).await?;
    direct::passer(tx, g, id, now).await
}

/// Reads the demande within the perimeter, on the version that the gestionnaire saw, and refuses one's own (R38).
pub(super) async fn ouvrir(
    tx: &mut Tx,
    g: &Gestionnaire,
    id: DemandeId,
    version: i64,
) -> Result<Traitement, ActeError> {
    let ligne = ligne::du_perimetre(&mut *tx, g, id).await?;
    let complete = ligne.complete()?;
    refuser_la_sienne(g, &ligne, &complete)?;
    sursis::refuser_si_prise(&mut *tx, id).await?;
    if ligne.version != version {
        return Err(ligne.conflit());
    }
    let etablissement = etablissement::lire(&mut *tx, ligne.finess()?)
        .await?
        .ok_or_else(|| DbError::stored("demande.finess"))?;
    Ok(Traitement {
        ligne,
        complete,
        etablissement,
    })
}

/// Nobody acts on their own demande as a gestionnaire (R38).
pub(super) fn refuser_la_sienne(
    g: &Gestionnaire,
    ligne: &Ligne,
    complete: &DemandeComplete,
) -> Result<(), ActeError> {
    if g.soi().a_depose(ligne.demandeur, complete) {
        return Err(ActeError::PropreDemande);
    }
    Ok(())
}

/// What the row becomes.
struct Issue<'a> {
    statut: Statut,
    le: Instant,
    refus: Option<(MotifRefus, &'a Explication)>,
}

/// Writes the decision, unless somebody was quicker: the version decides who won.
async fn trancher(tx: &mut Tx, g: &Gestionnaire, ligne: &Ligne, issue: &Issue<'_>) -> Result<(), ActeError> {
    let done = sql(
        "UPDATE demande SET statut = $3, version = version + 1, modifiee_le = $4, decidee_le = $4, \
         decidee_par = $5, motif = $6, explication = $7 WHERE id = $1 AND version = $2",
    )
    .bind(ligne.id.uuid())
    .bind(ligne.version)
    .bind(issue.statut.code())
    .bind(issue.le.millis())
    .bind(g.compte().uuid())
    .bind(issue.refus.map(|(motif, _)| motif.code()))
    .bind(issue.refus.map(|(_, explication)| explication.as_str()))
    .execute(tx)
    .await?;
    if done == 0 {
        return Err(ligne::du_perimetre(&mut *tx, g, ligne.id).await?.conflit());
    }
    Ok(())
}

async fn rattacher(tx: &mut Tx, id: DemandeId, personne: PersonneId) -> Result<(), DbError> {
    sql("UPDATE demande SET personne = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(personne.uuid())
        .execute(tx)
        .await?;
    Ok(())
}
