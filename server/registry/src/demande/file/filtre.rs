//! What part of the queue is shown, and in what order. A filter is written as codes (`vue=urgentes&profession=328`), the same in
//! an address, in a named view and in the journal; this file is the only one that writes and reads them.
//!
//! The text of a search is no code: it is beside them, and stays on the server.

use domain::date::Instant;
use domain::identifiant::Finess;
use domain::nomenclature::{CodeProfession, CodeRole};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A demande that has waited longer is urgent (in days). That includes whatever expires within ten days.
pub const URGENTE_JOURS: i64 = 7;

/// A filter holds a code that this portal does not know: nothing is shown rather than more than was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Cette adresse contient un filtre que le portail ne connaît pas\u{a0}: elle est sans doute incomplète. Revenez à la liste des \
     demandes et choisissez à nouveau vos filtres."
)]
pub struct FiltreIllisible;

/// A closed list of choices: code of addresses, label.
macro_rules! choix {
    (
        $(#[$doc:meta])*
        pub enum $nom:ident { $( $(#[$vdoc:meta])* $variante:ident = $code:literal, $libelle:literal; )+ }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $nom { $( $(#[$vdoc])* $variante, )+ }

        impl $nom {
            /// Every choice, in the order in which they are shown.
            pub const TOUS: &'static [Self] = &[$( Self::$variante ),+];

            /// What an address says.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variante => $code, )+ }
            }

            /// What a person reads.
            pub const fn libelle(self) -> &'static str {
                match self { $( Self::$variante => $libelle, )+ }
            }
        }

        impl FromStr for $nom {
            type Err = FiltreIllisible;

            fn from_str(code: &str) -> Result<Self, FiltreIllisible> {
                match code {
                    $( $code => Ok(Self::$variante), )+
                    _ => Err(FiltreIllisible),
                }
            }
        }
    };
}

choix! {
    /// The ways to look at the queue.
    pub enum VueFile {
        /// What waits for a decision.
        ATraiter = "a-traiter", "À traiter";
        /// What waits for its applicant.
        ACorriger = "a-corriger", "À corriger";
        /// What has waited for more than [`URGENTE_JOURS`].
        Urgentes = "urgentes", "Urgentes";
        /// What looks like somebody registered, or like another open demande.
        Doublons = "doublons", "Doublons possibles";
        /// Open demandes that this gestionnaire has in hand, has sent back to be corrected, or is the last to have touched.
        Miennes = "miennes", "Les miennes";
    }
}

impl VueFile {
    /// What is in it, in a sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::ATraiter => "Les demandes qui attendent votre décision.",
            Self::ACorriger => {
                "Les demandes renvoyées au professionnel, qui doit les corriger avant que vous puissiez décider."
            }
            Self::Urgentes => {
                "Les demandes à traiter qui attendent depuis plus de 7\u{a0}jours, dont celles qui expirent dans 10\u{a0}jours ou moins."
            }
            Self::Doublons => {
                "Les demandes à traiter dont l’auteur ressemble, par son identité ou ses coordonnées, à une personne déjà inscrite ou à \
                 l’auteur d’une autre demande en cours, tant que personne n’a répondu que ce n’est pas un doublon."
            }
            Self::Miennes => {
                "Les demandes en cours que vous avez en main, que vous avez renvoyées à corriger, ou que vous êtes la dernière personne de \
                 l’établissement à avoir ouvertes ou modifiées."
            }
        }
    }
}

choix! {
    /// The order of the rows.
    pub enum Tri {
        /// Those that have waited longest first.
        Anciennes = "anciennes", "Les plus anciennes d’abord";
        /// Those just arrived first.
        Recentes = "recentes", "Les plus récentes d’abord";
        /// By the name used at work.
        Nom = "nom", "Par nom";
        /// By the name of the establishment.
        Etablissement = "etablissement", "Par établissement";
        /// By the label of the profession.
        Profession = "profession", "Par profession";
    }
}

choix! {
    /// Where a demande comes from. People of a staff list are registered without one.
    pub enum OrigineDemande {
        /// The person came by themselves.
        Spontanee = "spontanee", "Spontanée";
        /// A gestionnaire had invited them.
        Invitation = "invitation", "Sur invitation";
    }
}

choix! {
    /// How long a demande has waited, in whole days.
    pub enum Anciennete {
        /// Up to the end of the second day.
        Nouvelle = "0-2", "2 jours ou moins";
        /// Not yet urgent.
        Semaine = "3-7", "De 3 à 7 jours";
        /// Urgent.
        Quinzaine = "8-20", "De 8 à 20 jours";
        /// Expires within ten days.
        Fin = "21-30", "Plus de 20 jours";
    }
}

impl Anciennete {
    /// The instants of submission of that age: after the first (if there is one), up to and including the second.
    pub fn bornes(self, now: Instant) -> (Option<Instant>, Instant) {
        let jours = |jours: i64| now.plus_days(-jours);
        match self {
            Self::Nouvelle => (Some(jours(3)), now),
            Self::Semaine => (Some(jours(8)), jours(3)),
            Self::Quinzaine => (Some(jours(21)), jours(8)),
            Self::Fin => (None, jours(21)),
        }
    }
}

/// What part of the queue to show. Everything combines; an empty list or `None` leaves nothing out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiltreFile {
    /// The way to look at it.
    pub vue: VueFile,
    /// Establishments of the perimeter; one that is not adds nothing.
    pub etablissements: BTreeSet<Finess>,
    /// Professions.
    pub professions: BTreeSet<CodeProfession>,
    /// Rôles.
    pub roles: BTreeSet<CodeRole>,
    /// How long it has waited.
    pub anciennete: Option<Anciennete>,
    /// Where it comes from.
    pub origine: Option<OrigineDemande>,
    /// Only those with something to look at before deciding.
    pub avertissement: bool,
    /// In what order.
    pub tri: Tri,
    /// What was typed to find somebody: a name, a reference, a number, an e-mail, a mobile. Not a code: see the module.
    pub texte: Option<String>,
    /// From 1; 0 is read as 1, too high a number as the last page. Not a code.
    pub page: u32,
}

impl Default for FiltreFile {
    fn default() -> Self {
        Self {
            vue: VueFile::ATraiter,
            etablissements: BTreeSet::new(),
            professions: BTreeSet::new(),
            roles: BTreeSet::new(),
            anciennete: None,
            origine: None,
            avertissement: false,
            tri: Tri::Anciennes,
            texte: None,
            page: 1,
        }
    }
}

impl FiltreFile {
    /// The same rows in another view.
    #[must_use]
    pub fn dans(&self, vue: VueFile) -> Self {
        Self { vue, ..self.clone() }
    }

    /// The codes alone: no search, first page.
    #[must_use]
    pub fn codes(&self) -> Self {
        Self {
            texte: None,
            page: 1,
            ..self.clone()
        }
    }

    /// True when rows of the view are left out.
    pub fn restreint(&self) -> bool {
        let tout = Self {
            vue: self.vue,
            tri: self.tri,
            page: self.page,
            ..Self::default()
        };
        *self != tout
    }
}

/// `vue=urgentes&etablissement=010780914&tri=nom`: what differs from the whole queue, always in the same order.
impl fmt::Display for FiltreFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ordinaire = Self::default();
        let mut parties: Vec<(&str, &str)> = Vec::new();
        if self.vue != ordinaire.vue {
            parties.push(("vue", self.vue.code()));
        }
        parties.extend(
            self.etablissements
                .iter()
                .map(|code| ("etablissement", code.as_str())),
        );
        parties.extend(self.professions.iter().map(|code| ("profession", code.as_str())));
        parties.extend(self.roles.iter().map(|code| ("role", code.as_str())));
        parties.extend(self.anciennete.map(|age| ("age", age.code())));
        parties.extend(self.origine.map(|origine| ("origine", origine.code())));
        if self.avertissement {
            parties.push(("avertissement", "oui"));
        }
        if self.tri != ordinaire.tri {
            parties.push(("tri", self.tri.code()));
        }
        for (rang, (nom, code)) in parties.into_iter().enumerate() {
            let liant = if rang == 0 { "" } else { "&" };
            write!(f, "{liant}{nom}={code}")?;
        }
        Ok(())
    }
}

/// Reads the query of an address, in any order. What is not part of a filter (the page, the id of a search) is left to the
/// page; an empty value is a choice that was not made.
impl FromStr for FiltreFile {
    type Err = FiltreIllisible;

    fn from_str(codes: &str) -> Result<Self, FiltreIllisible> {
        let mut filtre = Self::default();
        for (nom, code) in codes.split('&').filter_map(|partie| partie.split_once('=')) {
            if code.is_empty() {
                continue;
            }
            match nom {
                "vue" => filtre.vue = code.parse()?,
                "etablissement" => {
                    filtre
                        .etablissements
                        .insert(code.parse().map_err(|_| FiltreIllisible)?);
                }
                "profession" => {
                    filtre
                        .professions
                        .insert(code.parse().map_err(|_| FiltreIllisible)?);
                }
                "role" => {
                    filtre.roles.insert(code.parse().map_err(|_| FiltreIllisible)?);
                }
                "age" => filtre.anciennete = Some(code.parse()?),
                "origine" => filtre.origine = Some(code.parse()?),
                "avertissement" if code == "oui" => filtre.avertissement = true,
                "avertissement" => return Err(FiltreIllisible),
                "tri" => filtre.tri = code.parse()?,
                _ => {}
            }
        }
        Ok(filtre)
    }
}

#[cfg(test)]
mod tests;
