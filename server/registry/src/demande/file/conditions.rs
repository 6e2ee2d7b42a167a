//! A filter of the queue as SQL: what rows, in what order. Every value that comes from outside is bound.

use super::super::avertissement::BIENTOT_JOURS;
use super::super::doublon::A_UN_DOUBLON;
use super::super::sursis::A_DECIDER;
use super::filtre::{FiltreFile, OrigineDemande, Tri, URGENTE_JOURS, VueFile};
use super::tables;
use crate::Registry;
use crate::cherche::Cherche;
use crate::db::{Engine, Places};
use crate::depart::CONFIEE;
use domain::date::Instant;
use domain::demande::{DELAI_EXPIRATION_JOURS, Statut};
use domain::eligibilite::{self, Niveau};
use domain::etablissement::Secteur;
use domain::identifiant::Finess;
use domain::nomenclature::{CodeProfession, CodeRole, Nomenclatures};
use domain::texte;

/// The rows of a filter, among the demandes of establishments that the caller has narrowed to a perimeter. For a statement that
/// reads [`tables_des_conditions`], and whose `$1` is the account.
pub(super) fn condition(
    registry: &Registry,
    filtre: &FiltreFile,
    now: Instant,
    places: &mut Places,
) -> String {
    let engine = registry.db.engine();
    let mut toutes = vec![vue(engine, filtre.vue, now, places)];
    if !filtre.etablissements.is_empty() {
        let liste = places.list(filtre.etablissements.iter().map(Finess::as_str));
        toutes.push(format!("demande.finess IN {liste}"));
    }
    if !filtre.professions.is_empty() {
        let liste = places.list(filtre.professions.iter().map(CodeProfession::as_str));
        toutes.push(format!("demande.profession IN {liste}"));
    }
    if !filtre.roles.is_empty() {
        let liste = places.list(filtre.roles.iter().map(CodeRole::as_str));
        toutes.push(format!("demande.role IN {liste}"));
    }
    if let Some(age) = filtre.anciennete {
        let (apres, jusque) = age.bornes(now);
        if let Some(apres) = apres {
            toutes.push(format!("demande.soumise_le > {}", places.bind(apres.millis())));
        }
        toutes.push(format!("demande.soumise_le <= {}", places.bind(jusque.millis())));
    }
    match filtre.origine {
        Some(OrigineDemande::Spontanee) => toutes.push("demande.invitation IS NULL".to_owned()),
        Some(OrigineDemande::Invitation) => toutes.push("demande.invitation IS NOT NULL".to_owned()),
        None => {}
    }
    if filtre.avertissement {
        toutes.push(avec_avertissement(&registry.nomenclatures(), now, places));
    }
    if let Some(cherche) = filtre.texte.as_deref().and_then(Cherche::lire) {
        toutes.push(cherche.demandes(engine, places));
    }
    toutes.join(" AND ")
}

fn vue(engine: Engine, vue: VueFile, now: Instant, places: &mut Places) -> String {
    let (a_traiter, a_corriger) = (Statut::ATraiter.code(), Statut::ACorriger.code());
    match vue {
        VueFile::ATraiter => A_DECIDER.to_owned(),
        VueFile::ACorriger => format!("demande.statut = '{a_corriger}'"),
        VueFile::Urgentes => {
            // The later of the two limits is the one that counts: with today's numbers, the wait.
            let attente = now.plus_days(-URGENTE_JOURS);
            let expiration = now.plus_days(10 - DELAI_EXPIRATION_JOURS);
            format!(
                "{A_DECIDER} AND demande.soumise_le + demande.attente <= {}",
                places.bind(attente.max(expiration).millis())
            )
        }
        VueFile::Doublons => format!("{A_DECIDER} AND {A_UN_DOUBLON}"),
        VueFile::Miennes => format!(
            "demande.statut IN ('{a_traiter}', '{a_corriger}') AND ({})",
            miennes(engine, now, places).join(" OR ")
        ),
    }
}

/// The ways in which an open demande is that of the account `$1`, each a condition on `demande`: in hand at this moment, waiting
/// for the corrections that this account asked for, or last touched by it. Another way is another line here.
fn miennes(engine: Engine, now: Instant, places: &mut Places) -> Vec<String> {
    vec![
        CONFIEE.to_owned(),
        format!(
            "EXISTS (SELECT 1 FROM prise WHERE prise.demande = demande.id AND prise.compte = $1 AND prise.jusqu_au > {})",
            places.bind(now.millis())
        ),
        "EXISTS (SELECT 1 FROM correction WHERE correction.demande = demande.id AND correction.demandee_par = $1 \
         AND correction.renvoyee_le IS NULL AND correction.retiree_le IS NULL)"
            .to_owned(),
        // Its author is asked only of those that somebody has touched: the others are counted in the index of the queue alone.
        format!(
            "(SELECT j.acteur FROM journal j WHERE j.objet = 'demande' AND j.objet_id = {} AND j.issue = 'fait' \
             AND j.acte NOT IN ('confier', 'deconfier') AND j.acteur IS NOT NULL \
             AND j.acteur <> (SELECT sienne.demandeur FROM demande sienne WHERE sienne.id = demande.id) \
             ORDER BY j.numero DESC LIMIT 1) = $1",
            engine.uuid_text("demande.id")
        ),
    ]
}

/// The demandes that have one of the warnings of `avertissement`. What the rules say of a profession, of a rôle and of a sector
/// is asked of the rules, not written again.
fn avec_avertissement(nomenclatures: &Nomenclatures, now: Instant, places: &mut Places) -> String {
    let mut voies = vec![
        A_UN_DOUBLON.to_owned(),
        format!(
            "demande.soumise_le + demande.attente <= {}",
            places.bind(now.plus_days(BIENTOT_JOURS - DELAI_EXPIRATION_JOURS).millis())
        ),
        "NOT etablissement.ouvert".to_owned(),
        "NOT entite_juridique.ouverte".to_owned(),
    ];
    let roles = nomenclatures
        .roles
        .iter()
        .filter(|role| signale(&eligibilite::situation(None, Some(role), None)));
    voies.push(format!(
        "demande.role IN {}",
        places.list(roles.map(|role| role.code.as_str()))
    ));
    let professions = nomenclatures
        .professions
        .iter()
        .filter(|profession| signale(&eligibilite::profession(profession, None)));
    voies.push(format!(
        "demande.profession IN {}",
        places.list(professions.map(|profession| profession.code.as_str()))
    ));
    for secteur in [Secteur::Sanitaire, Secteur::Officine] {
        let professions = nomenclatures
            .professions
            .iter()
            .filter(|profession| eligibilite::hors_secteur(profession, secteur).is_some());
        voies.push(format!(
            "(etablissement.secteur = '{}' AND demande.profession IN {})",
            secteur.code(),
            places.list(professions.map(|profession| profession.code.as_str()))
        ));
    }
    format!("({})", voies.join(" OR "))
}

fn signale(constats: &[eligibilite::Constat]) -> bool {
    constats
        .iter()
        .any(|constat| constat.niveau != Niveau::Information)
}

/// What the rows of these filters are found in: the establishments are joined when one of the filters asks something of them.
/// Without them the index of the queue answers alone.
pub(super) fn tables_des_conditions(filtres: &[FiltreFile]) -> String {
    if filtres.iter().any(|filtre| filtre.avertissement) {
        tables()
    } else {
        "demande".to_owned()
    }
}

/// What the rows of this filter are found and sorted in.
pub(super) fn tables_de_l_ordre(filtre: &FiltreFile) -> String {
    match filtre.tri {
        Tri::Etablissement => tables(),
        _ => tables_des_conditions(std::slice::from_ref(filtre)),
    }
}

/// The rows of that view that entered it after that instant. Of a demande that waits, that is what `modifiee_le` says: it was sent, was
/// sent back to its author, came back, or its decision was taken back.
pub(super) fn arrivee(vue: VueFile, depuis: Instant, places: &mut Places) -> String {
    let entree = format!("demande.modifiee_le > {}", places.bind(depuis.millis()));
    match vue {
        VueFile::ATraiter | VueFile::ACorriger | VueFile::Urgentes | VueFile::Doublons => entree,
        // The one view that still shows what was just decided.
        VueFile::Miennes => format!("{entree} AND demande.statut IN ('a_traiter', 'a_corriger')"),
    }
}

/// What the rows are sorted by before their instant and their id.
pub(super) struct Ordre {
    /// an expression, which is text or a whole number
    cle: String,
    /// the same of a demande that may have been acted on meanwhile: where it was
    place: String,
    /// true from the last to the first
    inverse: bool,
}

impl Ordre {
    pub(super) fn new(filtre: &FiltreFile, nomenclatures: &Nomenclatures) -> Self {
        let cle = match filtre.tri {
            Tri::Anciennes => "demande.soumise_le".to_owned(),
            // One that came back has just arrived, whatever its age.
            Tri::Recentes => "demande.modifiee_le".to_owned(),
            Tri::Nom => "demande.cle".to_owned(),
            Tri::Etablissement => "etablissement.cle".to_owned(),
            Tri::Profession => rang_profession(nomenclatures),
        };
        let place = match (filtre.tri, filtre.vue) {
            // The act that made it leave has changed it too.
            (Tri::Recentes, vue) => format!(
                "CASE WHEN demande.statut IN ({}) THEN demande.modifiee_le ELSE COALESCE(demande.corrigee_le, demande.soumise_le) END",
                match vue {
                    VueFile::ATraiter | VueFile::Urgentes | VueFile::Doublons => "'a_traiter'",
                    VueFile::ACorriger => "'a_corriger'",
                    VueFile::Miennes => "'a_traiter', 'a_corriger'",
                }
            ),
            _ => cle.clone(),
        };
        Self {
            cle,
            place,
            inverse: filtre.tri == Tri::Recentes,
        }
    }

    /// The condition « this row comes after that demande in this order », wherever that demande is now. `tables`: what the rows are
    /// found in.
    pub(super) fn apres(&self, tables: &str, id: &str) -> String {
        let signe = if self.inverse { '<' } else { '>' };
        format!(
            "({}, demande.soumise_le, demande.id) {signe} \
             (SELECT {}, demande.soumise_le, demande.id FROM {tables} WHERE demande.id = {id})",
            self.cle, self.place
        )
    }

    /// What to put after `ORDER BY` to read the rows in this order.
    pub(super) fn colonnes(&self) -> String {
        let sens = if self.inverse { " DESC" } else { "" };
        format!("{}{sens}, demande.soumise_le{sens}, demande.id{sens}", self.cle)
    }
}

/// Professions in the order of their labels, as lists show them; those that the lists do not know come last.
fn rang_profession(nomenclatures: &Nomenclatures) -> String {
    let mut professions: Vec<(String, &str)> = nomenclatures
        .professions
        .iter()
        .map(|profession| (texte::cle(&profession.libelle), profession.code.as_str()))
        .collect();
    professions.sort_unstable();
    let rangs: Vec<String> = (1_i64..)
        .zip(&professions)
        // A code is three digits: nothing to escape.
        .map(|(rang, (_, code))| format!("WHEN '{code}' THEN {rang}"))
        .collect();
    if rangs.is_empty() {
        return "0".to_owned();
    }
    format!(
        "CAST(CASE demande.profession {} ELSE 9999 END AS BIGINT)",
        rangs.join(" ")
    )
}
