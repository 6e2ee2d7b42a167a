//! The filter that the address of the queue holds, and the search it names. The codes are written and read by the register
//! (`FiltreFile`); here is what only an address has: the id of a search kept on the server, and a page.
//!
//! A demande opened from the queue keeps the queue's parameters in its own address and in its forms ([`DepuisFile`]): what comes after
//! a decision is in the list where the work is, and so is the way back.

use crate::api::ApiErreur;
use crate::pages::chemin;
use crate::requete::{parametres, registry, session};
use domain::ids::{DemandeId, RechercheId};
use leptos::prelude::*;
use registry::Registry;
use registry::demande::FiltreFile;
use registry::droit::{Gestionnaire, SessionOuverte};

/// What the address of the queue asks for.
pub struct AdresseFile {
    /// the filter, with the text of the search and the page
    pub filtre: FiltreFile,
    /// the search, to write the address again
    pub note: Option<RechercheId>,
    /// true when the address names a search that is not of this session, or not any more
    pub perdue: bool,
}

impl AdresseFile {
    /// Reads the parameters of an address; unknown codes are an error, not a wider list.
    pub async fn lire(
        registry: &Registry,
        session: &SessionOuverte,
        parametres: &str,
    ) -> Result<Self, ApiErreur> {
        let mut filtre: FiltreFile = parametres.parse()?;
        filtre.page = page(parametres);
        let nommee = valeur(parametres, "recherche");
        let note = nommee.and_then(|id| id.parse::<RechercheId>().ok());
        if let Some(note) = note {
            filtre.texte = registry.recherche(session, note).await?;
        }
        Ok(Self {
            perdue: nommee.is_some() && filtre.texte.is_none(),
            note: note.filter(|_| filtre.texte.is_some()),
            filtre,
        })
    }

    /// The filter, for an act on everything it finds. A search that is lost is an error: without it the act would reach more
    /// than the person saw.
    pub fn entier(self) -> Result<FiltreFile, ApiErreur> {
        if self.perdue {
            return Err(ApiErreur::introuvable());
        }
        Ok(self.filtre)
    }
}

/// The queue that a page was opened from: codes, the id of a search, a page. The whole queue when nothing says otherwise, or when it
/// cannot be read any more: a decision is not lost for that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DepuisFile {
    note: Option<RechercheId>,
    filtre: FiltreFile,
}

impl DepuisFile {
    /// That list of the queue.
    pub(in crate::pages) fn new(note: Option<RechercheId>, filtre: FiltreFile) -> Self {
        Self {
            note,
            filtre: FiltreFile {
                texte: None,
                ..filtre
            },
        }
    }

    /// From the parameters of an address, among others.
    pub(crate) fn lire(parametres: &str) -> Self {
        let Ok(mut filtre) = parametres.parse::<FiltreFile>() else {
            return Self::default();
        };
        filtre.page = page(parametres);
        Self {
            note: valeur(parametres, "recherche").and_then(|id| id.parse().ok()),
            filtre,
        }
    }

    /// From the address of the page being drawn.
    pub(in crate::pages) fn ici() -> Self {
        Self::lire(&parametres())
    }

    /// The same list from its beginning: for a page that has pages of its own, or that changes the list.
    #[must_use]
    pub(crate) fn sans_page(mut self) -> Self {
        self.filtre.page = 1;
        self
    }

    /// The list itself.
    pub(in crate::pages) fn file(&self) -> String {
        chemin::file(self.note, &self.filtre)
    }

    /// What an address says of it, without the question mark; empty for the whole queue.
    pub(in crate::pages) fn parametres(&self) -> String {
        let adresse = self.file();
        adresse
            .split_once('?')
            .map(|(_, parametres)| parametres.to_owned())
            .unwrap_or_default()
    }

    /// That address, with where it was opened from.
    pub(crate) fn avec(&self, adresse: &str) -> String {
        let parametres = self.parametres();
        if parametres.is_empty() {
            return adresse.to_owned();
        }
        let (page, ancre) = match adresse.split_once('#') {
            Some((page, ancre)) => (page, format!("#{ancre}")),
            None => (adresse, String::new()),
        };
        let liant = if page.contains('?') { '&' } else { '?' };
        format!("{page}{liant}{parametres}{ancre}")
    }

    /// A demande opened from there.
    pub(in crate::pages) fn dossier(&self, id: DemandeId) -> String {
        self.avec(&chemin::dossier(id))
    }

    /// The demande to open after that one; none when nothing is left there.
    pub(in crate::pages) async fn suivante(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
    ) -> Result<Option<DemandeId>, ApiErreur> {
        let registry = registry();
        let mut filtre = self.filtre.clone();
        if let Some(note) = self.note {
            let session = session().ok_or_else(ApiErreur::connexion)?;
            filtre.texte = registry.recherche(&session, note).await?;
        }
        Ok(registry.suivante(g, id, &filtre).await?)
    }

    /// Where to go after a decision: the next demande of the list, or the list when nothing is left in it. The decision is taken
    /// whatever this reading gives: when the register does not answer, one goes back to the list.
    pub(crate) async fn apres_decision(&self, g: &Gestionnaire, decidee: DemandeId) -> String {
        // Its cause is in the log.
        let suivante = self.suivante(g, decidee).await.unwrap_or_default();
        self.avec(&chemin::apres_decision(suivante, decidee))
    }
}

/// In a form of a page opened from the queue: where it was opened from.
#[component]
pub(in crate::pages) fn ChampFile(#[prop(default = DepuisFile::ici())] depuis: DepuisFile) -> impl IntoView {
    let parametres = depuis.parametres();
    (!parametres.is_empty()).then(|| view! { <input type="hidden" name="file" value=parametres /> })
}

/// The page that those parameters ask for, from 1.
fn page(parametres: &str) -> u32 {
    valeur(parametres, "page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// The first value of that name that is not empty.
fn valeur<'a>(parametres: &'a str, nom: &str) -> Option<&'a str> {
    parametres
        .split('&')
        .filter_map(|partie| partie.split_once('='))
        .find_map(|(cle, valeur)| (cle == nom && !valeur.is_empty()).then_some(valeur))
}

/// What the address of this page asks for.
pub(super) async fn adresse_de_la_file() -> Result<AdresseFile, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    AdresseFile::lire(&registry(), &session, &parametres()).await
}

/// The filter of the address of this page, for an act on everything it finds.
pub async fn filtre_de_l_adresse() -> Result<FiltreFile, ApiErreur> {
    adresse_de_la_file().await?.entier()
}

#[cfg(test)]
mod tests {
    use super::{DepuisFile, valeur};
    use crate::pages::chemin;
    use domain::ids::RechercheId;
    use registry::demande::FiltreFile;

    #[test]
    fn an_address_holds_the_search_the_codes_and_the_page() {
        let note = "01890000-0000-7000-8000-000000000000".parse::<RechercheId>().ok();
        let mut filtre: FiltreFile = "vue=urgentes&profession=328&tri=nom".parse().expect("codes");
        filtre.page = 3;
        let adresse = chemin::file(note, &filtre);
        assert_eq!(
            adresse,
            "/gestion/demandes?recherche=01890000-0000-7000-8000-000000000000&vue=urgentes&profession=328&tri=nom&page=3"
        );
        let parametres = adresse.split_once('?').map_or("", |(_, parametres)| parametres);
        assert_eq!(
            parametres.parse::<FiltreFile>().map(|lu| lu.to_string()),
            Ok(filtre.to_string())
        );
        assert_eq!(valeur(parametres, "page"), Some("3"));
        assert_eq!(valeur("page=&page=2", "page"), Some("2"));
        assert_eq!(valeur(parametres, "autre"), None);
        assert_eq!(chemin::file(None, &FiltreFile::default()), "/gestion/demandes");
    }
    #[test]
    fn a_page_says_which_list_it_was_opened_from() {
        let depuis = DepuisFile::lire(
            "a-revoir=refus&saisie=x&page=2&vue=urgentes&etablissement=010780914&historique=3",
        );
        assert_eq!(depuis.parametres(), "vue=urgentes&etablissement=010780914&page=2");
        assert_eq!(
            depuis.file(),
            "/gestion/demandes?vue=urgentes&etablissement=010780914&page=2"
        );
        assert_eq!(
            depuis.avec("/gestion/demandes/x?a-revoir=refus#refuser"),
            "/gestion/demandes/x?a-revoir=refus&vue=urgentes&etablissement=010780914&page=2#refuser"
        );
        assert_eq!(
            depuis.sans_page().avec("/gestion/lots/x"),
            "/gestion/lots/x?vue=urgentes&etablissement=010780914"
        );
        // The whole queue adds nothing, and so does what cannot be read: an address is never copied into a page as it came.
        for rien in [
            "",
            "page=1",
            "vue=&tri=",
            "vue=inconnue&page=4",
            "recherche=<script>",
        ] {
            let depuis = DepuisFile::lire(rien);
            assert_eq!(depuis, DepuisFile::default(), "{rien}");
            assert_eq!(depuis.avec("/gestion/demandes/x#fil"), "/gestion/demandes/x#fil");
        }
    }
}
