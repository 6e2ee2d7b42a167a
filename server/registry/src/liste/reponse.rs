//! What the author of a list says of those who look like the person of a row: the same person, whose number gets the situation (R3), or
//! another one. Said of two records as they are: kept with the row, and found no more once one of the two has changed.

use super::acces::{self, Ligne};
use super::confrontation::Reponses;
use super::depot::{prendre, tentative};
use super::semblable::portrait;
use crate::Registry;
use crate::db::{DbError, Places, Run, Tx, sql};
use crate::demande::{cle_des_paires, empreinte_paire, ressemblantes};
use crate::droit::Gestionnaire;
use crate::enregistrement::DejaConnue;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::situation::refuser_sa_fiche;
use domain::date::Instant;
use domain::doublon::{ChoixDoublon, NiveauDoublon, TraitCompare, comparer};
use domain::ids::ListeId;
use domain::saisie::DemandeComplete;

/// Another row of the list that looks like one.
#[derive(Clone, Debug)]
pub struct LigneSemblable {
    /// Its number in the file.
    pub numero: i64,
    /// As lists show the person.
    pub nom: String,
    /// How much.
    pub niveau: NiveauDoublon,
    /// From 0 to 100.
    pub score: u8,
    /// Trait by trait.
    pub traits: Vec<TraitCompare>,
    /// What was said of the two.
    pub choix: Option<ChoixDoublon>,
    /// The version of the two on which to say something.
    pub empreinte: i64,
}

/// Who the person of a row looks like.
#[derive(Clone, Debug, Default)]
pub struct RessemblancesLigne {
    /// Registered people (at most ten), the closest first.
    pub connues: Vec<DejaConnue>,
    /// Other rows of the list.
    pub lignes: Vec<LigneSemblable>,
}

impl RessemblancesLigne {
    /// Whether something must be said of a registered person before the row may be registered.
    pub fn a_trancher(&self) -> bool {
        !self
            .connues
            .iter()
            .any(|connue| connue.choix == Some(ChoixDoublon::Meme))
            && self
                .connues
                .iter()
                .any(|connue| connue.niveau == NiveauDoublon::Forte && connue.choix.is_none())
    }
}

impl Registry {
    /// Who the person of a row looks like, as things are now. Whoever is shown is written in the journal, once for each state of the
    /// list: without the entry, nobody is shown.
    pub async fn ressemblances_ligne(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        numero: i64,
    ) -> Result<RessemblancesLigne, ActeError> {
        self.tenter(tentative(g, id, Acte::Consulter), async {
            acces::la_sienne(&self.db, g, id.uuid()).await?;
            let ligne = lire(&self.db, id, numero).await?;
            let Some(complete) = complete(&ligne)? else {
                return Ok(RessemblancesLigne::default());
            };
            let sienne = portrait(&complete);
            let vues = ressemblantes(&self.db, g, &sienne).await?;
            if vues.iter().any(|vue| vue.niveau == NiveauDoublon::Exacte) {
                // Found again by the civil status itself: there is nothing to say.
                return Ok(RessemblancesLigne::default());
            }
            let liste = sql("SELECT modifiee_le FROM import_liste WHERE id = $1")
                .bind(id.uuid())
                .one(&self.db)
                .await?;
            if !vues.is_empty() {
                let depuis = Instant::from_millis(liste.get("modifiee_le")?);
                let detail = Detail::dans(&complete.situation.etablissement);
                self.noter_comparaisons(g, depuis, &detail, &vues).await?;
            }
            let cle = cle_des_paires(&self.db).await?;
            let mut lignes = Vec::new();
            for autre in autres(&self.db, id, &ligne).await? {
                let Some(complete) = self::complete(&autre)? else {
                    continue;
                };
                let la = portrait(&complete);
                let comparee = comparer(&sienne, &la);
                let empreinte = empreinte_paire(&cle, &sienne, &la);
                if matches!(comparee.niveau, NiveauDoublon::Forte | NiveauDoublon::Possible) {
                    lignes.push(LigneSemblable {
                        numero: autre.numero,
                        nom: autre.nom,
                        niveau: comparee.niveau,
                        score: comparee.score,
                        traits: comparee.traits,
                        choix: ligne.reponses.get(&empreinte).copied(),
                        empreinte,
                    });
                }
            }
            Ok(RessemblancesLigne {
                connues: vues
                    .into_iter()
                    .map(|vue| {
                        let dit = ligne.reponses.get(&vue.empreinte).copied();
                        DejaConnue::new(vue, dit)
                    })
                    .collect(),
                lignes,
            })
        })
        .await
    }

    /// Says whether the person of a row is the one it was compared to, on the two as they were seen (`empreinte`); `None` takes it back.
    /// `autre`: it was compared to that row of the list, not to somebody registered. Then checks the list again.
    pub async fn trancher_ligne(
        &self,
        g: &Gestionnaire,
        id: ListeId,
        numero: i64,
        autre: Option<i64>,
        empreinte: i64,
        choix: Option<ChoixDoublon>,
    ) -> Result<(), ActeError> {
        let acte = match choix {
            Some(ChoixDoublon::Meme) => Acte::Rapprocher,
            Some(ChoixDoublon::Differente) => Acte::Distinguer,
            None => Acte::Reconsiderer,
        };
        self.tenter(tentative(g, id, acte), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            prendre(&mut tx, g, id).await?;
            let ligne = lire(&mut tx, id, numero).await?;
            if matches!(ligne.etat.as_str(), "inscrite" | "ajoutee") {
                return Err(ActeError::Introuvable);
            }
            let complete = complete(&ligne)?.ok_or(ActeError::FicheModifiee)?;
            let entree = match autre {
                None => {
                    let vue = ressemblantes(&mut tx, g, &portrait(&complete))
                        .await?
                        .into_iter()
                        .find(|vue| vue.empreinte == empreinte && vue.niveau != NiveauDoublon::Exacte)
                        .ok_or(ActeError::FicheModifiee)?;
                    // Whether somebody is oneself is not for oneself to say (R38).
                    refuser_sa_fiche(&mut tx, g, vue.personne).await?;
                    garder(&mut tx, id, ligne, empreinte, choix).await?;
                    let detail = Detail::dans(&complete.situation.etablissement);
                    Entree::new(now, g.auteur(), acte, Objet::Personne(vue.personne)).avec(detail)
                }
                // Two rows of one person are corrected, or one is set aside: there is no number yet to add to.
                Some(_) if choix == Some(ChoixDoublon::Meme) => return Err(ActeError::Introuvable),
                Some(autre) => {
                    let autre = lire(&mut tx, id, autre).await?;
                    let (ici, la) = (
                        portrait(&complete),
                        self::complete(&autre)?
                            .as_ref()
                            .map(portrait)
                            .ok_or(ActeError::FicheModifiee)?,
                    );
                    let cle = cle_des_paires(&mut tx).await?;
                    if empreinte_paire(&cle, &ici, &la) != empreinte {
                        return Err(ActeError::FicheModifiee);
                    }
                    let detail = Detail::default().poser("Lignes", &format!("{numero} et {}", autre.numero));
                    // Each row keeps it, from its side: whichever is registered first, the other one is then compared to that person.
                    garder(&mut tx, id, autre, empreinte_paire(&cle, &la, &ici), choix).await?;
                    garder(&mut tx, id, ligne, empreinte, choix).await?;
                    Entree::new(now, g.auteur(), acte, Objet::Liste(id)).avec(detail)
                }
            };
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(self.controler_liste(g, id.uuid()).await?)
        })
        .await
    }
}

async fn lire(on: impl Run<'_>, id: ListeId, numero: i64) -> Result<Ligne, ActeError> {
    let row = sql(format!(
        "SELECT {} FROM import_ligne WHERE import = $1 AND numero = $2",
        acces::COLONNES_LIGNE
    ))
    .bind(id.uuid())
    .bind(numero)
    .optional(on)
    .await?
    .ok_or(ActeError::Introuvable)?;
    Ok(acces::ligne(&row)?)
}

/// The rows that looked like this one when the list was checked, those registered since left out: they are people of the register.
async fn autres(on: impl Run<'_>, id: ListeId, ligne: &Ligne) -> Result<Vec<Ligne>, DbError> {
    let numeros: Vec<i64> =
        serde_json::from_str(&ligne.semblables).map_err(|_| DbError::stored("import_ligne.semblables"))?;
    let mut places = Places::first(id.uuid());
    let liste = places.list(numeros);
    places
        .statement(format!(
            "SELECT {} FROM import_ligne WHERE import = $1 AND numero IN {liste} \
             AND etat NOT IN ('inscrite', 'ajoutee', 'ecartee') ORDER BY numero",
            acces::COLONNES_LIGNE
        ))
        .all(on)
        .await?
        .iter()
        .map(acces::ligne)
        .collect()
}

/// The row as the rules accepted it, if they did.
fn complete(ligne: &Ligne) -> Result<Option<DemandeComplete>, DbError> {
    ligne
        .complete
        .as_deref()
        .map(|json| serde_json::from_str(json).map_err(|_| DbError::stored("import_ligne.complete")))
        .transpose()
}

async fn garder(
    tx: &mut Tx,
    id: ListeId,
    ligne: Ligne,
    empreinte: i64,
    choix: Option<ChoixDoublon>,
) -> Result<(), DbError> {
    let mut reponses: Reponses = ligne.reponses;
    if choix == Some(ChoixDoublon::Meme) {
        // One person at most: what was said of another is taken back.
        reponses.retain(|_, choix| *choix != ChoixDoublon::Meme);
    }
    match choix {
        Some(choix) => reponses.insert(empreinte, choix),
        None => reponses.remove(&empreinte),
    };
    let json = serde_json::to_string(&reponses).map_err(|_| DbError::stored("import_ligne.reponses"))?;
    sql("UPDATE import_ligne SET reponses = $3 WHERE import = $1 AND numero = $2")
        .bind(id.uuid())
        .bind(ligne.numero)
        .bind(json)
        .execute(tx)
        .await?;
    Ok(())
}
