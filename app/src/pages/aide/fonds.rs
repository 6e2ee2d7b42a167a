//! What the help knows, read once from the files of `app/aide`.

use serde::Deserialize;
use std::sync::LazyLock;

/// Who a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Public {
    /// who asks for a number
    Professionnel,
    /// who decides for a structure
    Gestionnaire,
    /// who heads a structure
    Representant,
}

impl Public {
    pub(super) const fn libelle(self) -> &'static str {
        match self {
            Self::Professionnel => "Professionnels",
            Self::Gestionnaire => "Gestionnaires RPPS+",
            Self::Representant => "Représentants légaux",
        }
    }
}

/// One question, with its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fiche {
    /// its name in an address
    pub(super) slug: String,
    pub(super) question: String,
    /// the answer in one or two sentences
    pub(super) courte: String,
    /// what there is to know besides, in the markup of [`super::balisage`]
    pub(super) reponse: String,
    /// what the documents say differently, and what is followed here
    #[serde(default)]
    pub(super) divergence: String,
    pub(super) publics: Vec<Public>,
    pub(super) themes: Vec<String>,
    /// words that people search and that the answer does not use
    pub(super) mots: Vec<String>,
    /// keys of the sources
    pub(super) sources: Vec<String>,
    /// rules applied, `R1` to `R54`
    pub(super) regles: Vec<String>,
    /// other questions
    pub(super) voir: Vec<String>,
    /// among the most asked
    #[serde(default)]
    pub(super) frequente: bool,
}

/// Where an answer comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) cle: String,
    pub(super) titre: String,
    /// as the source says it
    pub(super) date: String,
    pub(super) adresse: Option<String>,
}

/// A shelf of the help.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    pub(super) cle: String,
    pub(super) titre: String,
}

/// A word of the domain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mot {
    pub(super) slug: String,
    pub(super) nom: String,
    /// what the letters stand for
    pub(super) developpe: Option<String>,
    pub(super) sens: String,
    /// the question that says more
    pub(super) voir: Option<String>,
}

/// People or sites that help.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Groupe {
    pub(super) titre: String,
    #[serde(rename = "lien")]
    pub(super) liens: Vec<Lien>,
}

/// One of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lien {
    pub(super) nom: String,
    pub(super) adresse: String,
    pub(super) texte: String,
    pub(super) quoi: String,
    pub(super) source: String,
}

/// What is offered beside a page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContextePage {
    /// the beginning of its address, `*` standing for any one part
    pub(super) adresse: String,
    pub(super) questions: Vec<String>,
    pub(super) termes: Vec<String>,
}

/// What is offered in a step of the path of a structure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContexteEtape {
    /// the code of the step
    pub(super) etape: String,
    pub(super) questions: Vec<String>,
}

/// What is offered beside a field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContexteChamp {
    /// the id of the field
    pub(super) champ: String,
    pub(super) question: String,
}

/// Everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Fonds {
    pub(super) fiches: Vec<Fiche>,
    pub(super) sources: Vec<Source>,
    pub(super) themes: Vec<Theme>,
    /// expressions that mean the same, group by group
    pub(super) synonymes: Vec<Vec<String>>,
    pub(super) mots: Vec<Mot>,
    pub(super) contacts: Vec<Groupe>,
    pub(super) pages: Vec<ContextePage>,
    pub(super) etapes: Vec<ContexteEtape>,
    /// the beginnings of the addresses of the forms whose fields are offered answers
    pub(super) formulaires: Vec<String>,
    pub(super) champs: Vec<ContexteChamp>,
}

/// The day on which every answer was read again, as people write it.
pub const RELU_LE: &str = "23 novembre 2026";

const QUESTIONS: [&str; 7] = [
    include_str!("../../../aide/questions-comprendre.toml"),
    include_str!("../../../aide/questions-demande.toml"),
    include_str!("../../../aide/questions-numero.toml"),
    include_str!("../../../aide/questions-cartes.toml"),
    include_str!("../../../aide/questions-contrat.toml"),
    include_str!("../../../aide/questions-gestionnaires.toml"),
    include_str!("../../../aide/questions-enregistrer.toml"),
];

static FONDS: LazyLock<Fonds> = LazyLock::new(|| {
    // The files are part of the program and the tests read them all: this is a defect, said once, and the portal goes on.
    lire().unwrap_or_else(|cause| {
        tracing::error!(%cause, "the help cannot be read");
        Fonds::default()
    })
});

/// The help, read the first time it is asked for.
pub(super) fn fonds() -> &'static Fonds {
    &FONDS
}

/// Reads the files.
pub(super) fn lire() -> Result<Fonds, toml::de::Error> {
    #[derive(Deserialize)]
    struct Questions {
        question: Vec<Fiche>,
    }
    #[derive(Deserialize)]
    struct Sources {
        source: Vec<Source>,
    }
    #[derive(Deserialize)]
    struct Themes {
        theme: Vec<Theme>,
        synonymes: Synonymes,
    }
    #[derive(Deserialize)]
    struct Synonymes {
        groupes: Vec<Vec<String>>,
    }
    #[derive(Deserialize)]
    struct Glossaire {
        terme: Vec<Mot>,
    }
    #[derive(Deserialize)]
    struct Contacts {
        groupe: Vec<Groupe>,
    }
    #[derive(Deserialize)]
    struct Contexte {
        formulaires: Vec<String>,
        page: Vec<ContextePage>,
        etape: Vec<ContexteEtape>,
        champ: Vec<ContexteChamp>,
    }
    let mut fiches = Vec::new();
    for texte in QUESTIONS {
        fiches.extend(toml::from_str::<Questions>(texte)?.question);
    }
    let themes: Themes = toml::from_str(include_str!("../../../aide/themes.toml"))?;
    let contexte: Contexte = toml::from_str(include_str!("../../../aide/contexte.toml"))?;
    Ok(Fonds {
        fiches,
        sources: toml::from_str::<Sources>(include_str!("../../../aide/sources.toml"))?.source,
        themes: themes.theme,
        synonymes: themes.synonymes.groupes,
        mots: toml::from_str::<Glossaire>(include_str!("../../../aide/glossaire.toml"))?.terme,
        contacts: toml::from_str::<Contacts>(include_str!("../../../aide/contacts.toml"))?.groupe,
        pages: contexte.page,
        etapes: contexte.etape,
        formulaires: contexte.formulaires,
        champs: contexte.champ,
    })
}

impl Fonds {
    /// The question of that name.
    pub(super) fn fiche(&self, slug: &str) -> Option<&Fiche> {
        self.fiches.iter().find(|fiche| fiche.slug == slug)
    }

    /// The word of that name.
    pub(super) fn mot(&self, slug: &str) -> Option<&Mot> {
        self.mots.iter().find(|mot| mot.slug == slug)
    }

    /// The questions of those names, unknown ones left out.
    pub(super) fn choix<'a>(&'a self, slugs: &'a [String]) -> impl Iterator<Item = &'a Fiche> {
        slugs.iter().filter_map(|slug| self.fiche(slug))
    }
}
