//! Who may be designated (R44): registered people who work in the perimeter, card holders already known there, those of whom nothing
//! but a card of the perimeter is known yet, and, by their exact national identifier only, card holders known elsewhere. Whatever else is outside the perimeter is not revealed.

use super::du_perimetre;
use super::structures::{StructureDesignee, structure_de};
use crate::Registry;
use crate::cherche::Cherche;
use crate::db::{DbError, Places, Row, Tx, sql};
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::structure::{carte_bonne, carte_de};
use domain::date::Jour;
use domain::designation::IdentifiantCarte;
use domain::identifiant::Finess;
use domain::structure::NumeroCarte;
use domain::texte::mots;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::str::FromStr;

/// More than anybody reads through: the search is to be made narrower.
const CANDIDATS_MAX: usize = 50;
/// Accounts of one perimeter among which a name is looked for.
const COMPTES_MAX: i64 = 2_000;

/// What is looked for, as typed: all that is given must fit.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RechercheHabilite {
    /// words of the name
    pub nom: String,
    /// words of the first name
    pub prenom: String,
    /// the exact national identifier
    pub identifiant: String,
    /// the exact number of the card
    pub carte: String,
    /// FINESS of an establishment of the perimeter
    pub structure: String,
}

// What is typed designates a person: never in logs.
impl std::fmt::Debug for RechercheHabilite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RechercheHabilite(…)")
    }
}

impl RechercheHabilite {
    /// Nothing to look for.
    pub fn est_vide(&self) -> bool {
        [
            &self.nom,
            &self.prenom,
            &self.identifiant,
            &self.carte,
            &self.structure,
        ]
        .iter()
        .all(|texte| texte.trim().is_empty())
    }

    /// The words of the whole name.
    fn noms(&self) -> String {
        format!("{} {}", self.nom, self.prenom).trim().to_owned()
    }

    /// The exact fields, each when it is given. None when one of them is nobody's: nobody fits then.
    fn exacte(&self) -> Option<Exacte> {
        Some(Exacte {
            identifiant: exact(&self.identifiant).ok()?,
            carte: exact(&self.carte).ok()?,
            lieu: exact(&self.structure).ok()?,
        })
    }
}

/// The fields of a search that are exact.
struct Exacte {
    identifiant: Option<IdentifiantCarte>,
    carte: Option<NumeroCarte>,
    lieu: Option<Finess>,
}

/// What a field says, when it says something.
fn exact<T: FromStr>(texte: &str) -> Result<Option<T>, T::Err> {
    if texte.trim().is_empty() {
        return Ok(None);
    }
    texte.parse().map(Some)
}

/// Somebody who may be designated.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidat {
    /// National identifier of the card.
    pub identifiant: String,
    /// As the register knows them.
    pub nom: String,
    /// Where they work in the perimeter, when they are registered there.
    pub lieu: Option<String>,
    /// Last day of the card that is good on this structure, when known; what other structures know of a card stays theirs.
    pub carte_jusqu_au: Option<Jour>,
    /// True for somebody who is a gestionnaire of this very structure already.
    pub deja: bool,
}

/// The account `c` is a gestionnaire of the structure `$2` already.
const DEJA: &str = "EXISTS (SELECT 1 FROM habilitation deja WHERE deja.compte = c.id AND deja.finess = $2 \
     AND deja.genre = 'gestionnaire' AND deja.retiree_le IS NULL)";

/// The card `k` came, bears an identifier and is nobody's yet; a card of the head is not for who is designated (R42).
const SANS_TITULAIRE: &str = "k.titulaire IS NULL AND k.identifiant IS NOT NULL AND k.genre <> 'CDE'";

/// The card `k` is of the perimeter of this designateur, and not cancelled; the account is `$1`.
fn carte_ici(d: &Designateur) -> String {
    format!(
        "k.annulee_le IS NULL AND (k.finess IN {} OR k.finess IN (SELECT s.finess FROM {} s))",
        d.perimetre(),
        d.structures()
    )
}

/// The name on the card of the perimeter that bears this identifier, when nobody holds it yet.
pub(super) async fn nom_sur_la_carte(
    tx: &mut Tx,
    d: &Designateur,
    identifiant: &IdentifiantCarte,
) -> Result<Option<String>, DbError> {
    sql(format!(
        "SELECT k.nom FROM carte k WHERE k.identifiant = $2 AND {SANS_TITULAIRE} AND {} ORDER BY k.expire_le DESC, k.id LIMIT 1",
        carte_ici(d)
    ))
    .bind(d.compte().uuid())
    .bind(identifiant.as_str())
    .optional(tx)
    .await?
    .map(|row| row.get("nom"))
    .transpose()
}

impl Registry {
    /// The people who fit, by name, fifty at most. A structure that this person does not designate for is
    /// [`ActeError::Introuvable`].
    pub async fn chercher_habilitables(
        &self,
        d: &Designateur,
        finess: &Finess,
        cherche: &RechercheHabilite,
    ) -> Result<Vec<Candidat>, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
            let cible = structure_de(&self.db, d, finess).await?;
            if cherche.est_vide() {
                return Ok(Vec::new());
            }
            let Some(exacte) = cherche.exacte() else {
                return Ok(Vec::new());
            };
            let noms = cherche.noms();
            let mut trouves = self.comptes_connus(d, &cible, &exacte, &noms).await?;
            if exacte.carte.is_none() {
                let deja: HashSet<String> = trouves.iter().map(|c| c.identifiant.clone()).collect();
                let inscrits = self.inscrits_du_perimetre(d, &cible, &exacte, &noms).await?;
                trouves.extend(inscrits.into_iter().filter(|c| !deja.contains(&c.identifiant)));
            }
            for candidat in self.cartes_sans_titulaire(d, &cible, &exacte, &noms).await? {
                if trouves
                    .iter()
                    .all(|connu| connu.identifiant != candidat.identifiant)
                {
                    trouves.push(candidat);
                }
            }
            trouves.sort_by_key(|candidat| mots(&candidat.nom));
            trouves.truncate(CANDIDATS_MAX);
            Ok(trouves)
        })
        .await
    }

    /// Card holders known in the perimeter, and the one of this exact identifier.
    async fn comptes_connus(
        &self,
        d: &Designateur,
        cible: &StructureDesignee,
        exacte: &Exacte,
        noms: &str,
    ) -> Result<Vec<Candidat>, DbError> {
        let mut places = Places::first(d.compte().uuid());
        places.bind(cible.finess.as_str());
        let carte_ici = carte_ici(d);
        let connu = format!(
            "(c.id IN (SELECT h.compte FROM habilitation h WHERE {}) OR c.id IN (SELECT k.titulaire FROM carte k \
             WHERE k.titulaire IS NOT NULL AND {carte_ici}))",
            du_perimetre(d, "h")
        );
        let mut conditions = vec!["c.fournisseur = 'prosanteconnect'".to_owned()];
        conditions.push(match &exacte.identifiant {
            Some(identifiant) => format!("c.sujet = {}", places.bind(format!("psc:{identifiant}"))),
            None => connu,
        });
        if let Some(numero) = &exacte.carte {
            conditions.push(format!(
                "c.id IN (SELECT k.titulaire FROM carte k WHERE REPLACE(k.numero, ' ', '') = {} AND {carte_ici})",
                places.bind(numero.as_str())
            ));
        }
        if let Some(lieu) = &exacte.lieu {
            let lieu = places.bind(lieu.as_str());
            conditions.push(format!(
                "(c.id IN (SELECT h.compte FROM habilitation h WHERE h.finess = {lieu} AND {}) OR c.id IN (SELECT k.titulaire \
                 FROM carte k WHERE k.titulaire IS NOT NULL AND k.finess = {lieu} AND {carte_ici}))",
                du_perimetre(d, "h")
            ));
        }
        let rows = places
            .statement(format!(
                "SELECT c.sujet, c.nom_affiche, {} AS carte_jusqu_au, {DEJA} AS deja FROM compte c WHERE {} \
                 ORDER BY c.nom_affiche, c.id LIMIT {COMPTES_MAX}",
                carte_de("c.id", "$2"),
                conditions.join(" AND ")
            ))
            .all(&self.db)
            .await?;
        let voulus = mots(noms);
        let candidats = rows.iter().map(compte_connu).collect::<Result<Vec<_>, _>>()?;
        Ok(candidats
            .into_iter()
            .flatten()
            .filter(|candidat| porte(&candidat.nom, &voulus))
            .collect())
    }

    /// The cards of the perimeter that came for somebody who is not known here yet, by the identifier and the name that they bear:
    /// designating that identifier makes the card theirs.
    async fn cartes_sans_titulaire(
        &self,
        d: &Designateur,
        cible: &StructureDesignee,
        exacte: &Exacte,
        noms: &str,
    ) -> Result<Vec<Candidat>, DbError> {
        let mut places = Places::first(d.compte().uuid());
        places.bind(cible.finess.as_str());
        let mut conditions = vec![format!("{SANS_TITULAIRE} AND {}", carte_ici(d))];
        if let Some(identifiant) = &exacte.identifiant {
            conditions.push(format!("k.identifiant = {}", places.bind(identifiant.as_str())));
        }
        if let Some(numero) = &exacte.carte {
            conditions.push(format!(
                "REPLACE(k.numero, ' ', '') = {}",
                places.bind(numero.as_str())
            ));
        }
        if let Some(lieu) = &exacte.lieu {
            conditions.push(format!("k.finess = {}", places.bind(lieu.as_str())));
        }
        let rows = places
            .statement(format!(
                "SELECT k.identifiant, k.nom, CASE WHEN {} THEN k.expire_le END AS carte_jusqu_au, {DEJA} AS deja FROM carte k \
                 LEFT JOIN compte c ON c.sujet = 'psc:' || k.identifiant WHERE {} ORDER BY k.expire_le DESC, k.id LIMIT {COMPTES_MAX}",
                carte_bonne("$2"),
                conditions.join(" AND ")
            ))
            .all(&self.db)
            .await?;
        let voulus = mots(noms);
        let candidats = rows
            .iter()
            .map(|row| {
                Ok(Candidat {
                    identifiant: row.get("identifiant")?,
                    nom: row.get("nom")?,
                    lieu: None,
                    carte_jusqu_au: row.get("carte_jusqu_au")?,
                    deja: row.get("deja")?,
                })
            })
            .collect::<Result<Vec<_>, DbError>>()?;
        Ok(candidats
            .into_iter()
            .filter(|candidat| porte(&candidat.nom, &voulus))
            .collect())
    }

    /// Registered people with a situation that is not over in the perimeter.
    async fn inscrits_du_perimetre(
        &self,
        d: &Designateur,
        cible: &StructureDesignee,
        exacte: &Exacte,
        noms: &str,
    ) -> Result<Vec<Candidat>, DbError> {
        let mut places = Places::first(d.compte().uuid());
        places.bind(cible.finess.as_str());
        let perimetre = d.perimetre();
        let mut ici = format!(
            "s.finess IN {perimetre} AND (s.fin IS NULL OR s.fin >= {})",
            places.bind(self.aujourd_hui())
        );
        if let Some(lieu) = &exacte.lieu {
            ici = format!("{ici} AND s.finess = {}", places.bind(lieu.as_str()));
        }
        let mut conditions = vec![format!(
            "personne.id IN (SELECT s.personne FROM situation s WHERE {ici})"
        )];
        if let Some(identifiant) = &exacte.identifiant {
            let Some(rpps) = identifiant.rpps() else {
                return Ok(Vec::new());
            };
            conditions.push(format!("personne.rpps = {}", places.bind(rpps.as_str())));
        }
        if let Some(lu) = Cherche::lire(noms) {
            let trouvees = lu.situations(self.db.engine(), &mut places, false);
            conditions.push(format!(
                "personne.id IN (SELECT situation.personne FROM situation WHERE situation.finess IN {perimetre} AND {trouvees})"
            ));
        }
        let rows = places
            .statement(format!(
                "SELECT personne.nom_exercice, personne.prenom_exercice, COALESCE(c.sujet, 'psc:8' || personne.rpps) AS sujet, \
                 (SELECT MIN(e.raison_sociale) FROM situation s JOIN etablissement e ON e.finess = s.finess \
                 WHERE s.personne = personne.id AND {ici}) AS lieu, {} AS carte_jusqu_au, {DEJA} AS deja \
                 FROM personne LEFT JOIN compte c ON c.rpps = personne.rpps AND c.fournisseur = 'prosanteconnect' \
                 WHERE {} ORDER BY personne.cle, personne.id LIMIT {CANDIDATS_MAX}",
                carte_de("c.id", "$2"),
                conditions.join(" AND ")
            ))
            .all(&self.db)
            .await?;
        rows.iter()
            .map(|row| {
                let sujet: String = row.get("sujet")?;
                Ok(Candidat {
                    identifiant: sujet.trim_start_matches("psc:").to_owned(),
                    nom: format!(
                        "{} {}",
                        row.get::<String>("prenom_exercice")?,
                        row.get::<String>("nom_exercice")?
                    ),
                    lieu: row.get("lieu")?,
                    carte_jusqu_au: row.get("carte_jusqu_au")?,
                    deja: row.get("deja")?,
                })
            })
            .collect()
    }
}

/// An account, if its key is that of a card.
fn compte_connu(row: &Row) -> Result<Option<Candidat>, DbError> {
    let sujet: String = row.get("sujet")?;
    let Some(identifiant) = sujet.strip_prefix("psc:") else {
        return Ok(None);
    };
    Ok(Some(Candidat {
        identifiant: identifiant.to_owned(),
        nom: row.get("nom_affiche")?,
        lieu: None,
        carte_jusqu_au: row.get("carte_jusqu_au")?,
        deja: row.get("deja")?,
    }))
}

/// Each word looked for begins a word of the name.
fn porte(nom: &str, voulus: &[String]) -> bool {
    let siens = mots(nom);
    voulus
        .iter()
        .all(|voulu| siens.iter().any(|sien| sien.starts_with(voulu.as_str())))
}
