//! What is wrong in a draft, step by step, and who the person may be already (R3): said before the end, not after.

use super::BrouillonInscription;
use super::doublon::{choix_faits, portrait};
use crate::Registry;
use crate::db::{DbError, Places, sql};
use crate::demande::{Ressemblante, ressemblantes};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::personne::cle_identite;
use crate::situation::hors_perimetre;
use domain::date::Instant;
use domain::demande::Reference;
use domain::doublon::{ChoixDoublon, NiveauDoublon, Portrait, TraitCompare};
use domain::eligibilite::{self, Constat, Niveau};
use domain::identifiant::{Finess, Rpps};
use domain::ids::{DemandeId, PersonneId};
use domain::saisie::{ContexteSituation, Erreurs, Etape, InscriptionComplete};
use std::collections::HashSet;

/// Somebody of the register who looks like the person of the draft.
#[derive(Clone, Debug)]
pub struct DejaConnue {
    /// Who.
    pub personne: PersonneId,
    /// The name used at work.
    pub nom: String,
    /// The number.
    pub rpps: Rpps,
    /// Whether the record may be opened: it is in the perimeter.
    pub visible: bool,
    /// How much; [`NiveauDoublon::Exacte`] is the same person (R3).
    pub niveau: NiveauDoublon,
    /// From 0 to 100.
    pub score: u8,
    /// Trait by trait.
    pub traits: Vec<TraitCompare>,
    /// What the gestionnaire said of it.
    pub choix: Option<ChoixDoublon>,
    /// The version of the two on which to say something.
    pub empreinte: i64,
}

/// What is to be known before confirming.
#[derive(Clone, Debug)]
pub struct Examen {
    /// What is wrong, in the four steps.
    pub erreurs: Erreurs,
    /// People of the register that it may be (at most ten).
    pub connues: Vec<DejaConnue>,
    /// A demande of the same person that waits in the perimeter (R33).
    pub demande: Option<(DemandeId, Reference)>,
    /// Warnings of the rules of eligibility.
    pub constats: Vec<Constat>,
}

impl DejaConnue {
    /// What was found, with what was said of it.
    pub(crate) fn new(vue: Ressemblante, choix: Option<ChoixDoublon>) -> Self {
        Self {
            personne: vue.personne,
            nom: vue.nom,
            rpps: vue.rpps,
            visible: vue.visible,
            niveau: vue.niveau,
            score: vue.score,
            traits: vue.traits,
            choix,
            empreinte: vue.empreinte,
        }
    }
}

impl Examen {
    /// The errors of a step.
    pub fn erreurs_de(&self, etape: Etape) -> Option<Erreurs> {
        de_l_etape(&self.erreurs, etape)
    }

    /// The person has a number already, by the civil status or because the gestionnaire said so: the situation will be added to
    /// it.
    pub fn connue(&self) -> Option<&DejaConnue> {
        let exacte = |connue: &&DejaConnue| connue.niveau == NiveauDoublon::Exacte;
        let meme = |connue: &&DejaConnue| connue.choix == Some(ChoixDoublon::Meme);
        self.connues
            .iter()
            .find(exacte)
            .or_else(|| self.connues.iter().find(meme))
    }

    /// Whether something must be said of a look-alike before confirming.
    pub fn a_trancher(&self) -> bool {
        self.connue().is_none()
            && self
                .connues
                .iter()
                .any(|connue| connue.niveau == NiveauDoublon::Forte && connue.choix.is_none())
    }
}

fn de_l_etape(erreurs: &Erreurs, etape: Etape) -> Option<Erreurs> {
    let mut siennes = Erreurs::new();
    for erreur in erreurs {
        if erreur.champ.etape() == Some(etape)
            || etape == Etape::InformationsLegales && erreur.champ.etape().is_none()
        {
            siennes.push(erreur.champ, erreur.message.clone());
        }
    }
    (!siennes.is_empty()).then_some(siennes)
}

impl Registry {
    /// What is wrong in a step of a draft. Nobody is looked for.
    pub fn erreurs_etape(&self, brouillon: &BrouillonInscription, etape: Etape) -> Option<Erreurs> {
        let erreurs = self.lire_inscription(brouillon).err()?;
        de_l_etape(&erreurs, etape)
    }

    /// Reads a draft with all the rules, and looks for who the person may be. Whoever is shown is written in the journal, once for
    /// each state of the draft: without the entry, nobody is shown.
    pub async fn examiner_enregistrement(
        &self,
        g: &Gestionnaire,
        brouillon: &BrouillonInscription,
    ) -> Result<Examen, ActeError> {
        let erreurs = self.lire_inscription(brouillon).err().unwrap_or_default();
        let (connues, demande) = match portrait(&brouillon.saisie, self.aujourd_hui()) {
            Some(portrait) => (
                self.connues(g, brouillon, &portrait).await?,
                self.demande_de_la_meme(g, &cle_identite(&portrait.etat_civil))
                    .await?,
            ),
            None => (Vec::new(), None),
        };
        let n = self.nomenclatures();
        let s = &brouillon.saisie.situation;
        let constats = eligibilite::situation(
            s.profession.parse().ok().and_then(|code| n.profession(&code)),
            s.role.parse().ok().and_then(|code| n.role(&code)),
            brouillon.etablissement.as_ref(),
        );
        Ok(Examen {
            erreurs,
            connues,
            demande,
            constats: constats
                .into_iter()
                .filter(|constat| constat.niveau == Niveau::Avertissement)
                .collect(),
        })
    }

    /// The registration that a draft amounts to, or everything that is wrong in it, said of somebody else.
    pub(super) fn lire_inscription(
        &self,
        brouillon: &BrouillonInscription,
    ) -> Result<InscriptionComplete, Erreurs> {
        let ctx = ContexteSituation {
            nomenclatures: &self.nomenclatures(),
            aujourd_hui: self.aujourd_hui(),
            etablissement: brouillon.etablissement.as_ref(),
            // The civil status of the same form gives these three.
            naissance: None,
            noms: &[],
            prenoms: "",
        };
        let lisible = brouillon.saisie.situation.etablissement.parse::<Finess>().is_ok();
        let lue = brouillon
            .saisie
            .valider(&ctx)
            .map_err(|erreurs| hors_perimetre(erreurs, lisible && brouillon.etablissement.is_none()));
        self.pays_connus
            .verifier(lue, &brouillon.saisie.etat_civil, false)
    }

    async fn connues(
        &self,
        g: &Gestionnaire,
        brouillon: &BrouillonInscription,
        portrait: &Portrait,
    ) -> Result<Vec<DejaConnue>, ActeError> {
        let vues = ressemblantes(&self.db, g, portrait).await?;
        if vues.is_empty() {
            return Ok(Vec::new());
        }
        let detail = brouillon
            .etablissement
            .as_ref()
            .map_or_else(Detail::default, |e| Detail::dans(&e.finess));
        self.noter_comparaisons(g, brouillon.modifiee_le, &detail, &vues)
            .await?;
        let choix = choix_faits(&self.db, brouillon.id).await?;
        Ok(vues
            .into_iter()
            .map(|vue| {
                let dit = choix
                    .get(&vue.personne)
                    .filter(|(sur, _)| *sur == vue.empreinte)
                    .map(|(_, choix)| *choix);
                DejaConnue::new(vue, dit)
            })
            .collect())
    }

    /// One entry for each look-alike that this gestionnaire was not told of since then: when what they are compared to last changed.
    pub(crate) async fn noter_comparaisons(
        &self,
        g: &Gestionnaire,
        depuis: Instant,
        detail: &Detail,
        vues: &[Ressemblante],
    ) -> Result<(), DbError> {
        let mut places = Places::first(g.compte().uuid());
        let (acte, depuis) = (places.bind(Acte::Comparer.code()), places.bind(depuis.millis()));
        let liste = places.list(vues.iter().map(|vue| Objet::Personne(vue.personne).id()));
        let notees: HashSet<String> = places
            .statement(format!(
                "SELECT objet_id FROM journal WHERE objet = 'personne' AND objet_id IN {liste} AND acteur = $1 \
                 AND acte = {acte} AND le >= {depuis}"
            ))
            .all(&self.db)
            .await?
            .iter()
            .map(|row| row.get("objet_id"))
            .collect::<Result<_, _>>()?;
        let now = self.now();
        let entrees: Vec<Entree<'_>> = vues
            .iter()
            .map(|vue| Objet::Personne(vue.personne))
            .filter(|objet| !notees.contains(&objet.id()))
            .map(|objet| Entree::new(now, g.auteur(), Acte::Comparer, objet).avec(detail.clone()))
            .collect();
        if entrees.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
        tx.commit().await
    }

    async fn demande_de_la_meme(
        &self,
        g: &Gestionnaire,
        identite: &str,
    ) -> Result<Option<(DemandeId, Reference)>, ActeError> {
        let row = sql(format!(
            "SELECT id, reference FROM demande WHERE statut IN ('a_traiter', 'a_corriger') AND identite = $2 \
             AND finess IN {} ORDER BY soumise_le LIMIT 1",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(identite)
        .optional(&self.db)
        .await?;
        row.map(|row| Ok((DemandeId::new(row.get("id")?), row.parse("reference")?)))
            .transpose()
    }
}
