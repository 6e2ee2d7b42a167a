//! The filter that the address of the queue holds, and the search it names. The codes are written and read by the register
//! (`FiltreFile`); here is what only an address has: the id of a search kept on the server, and a page.

use crate::api::ApiErreur;
use crate::requete::{parametres, registry, session};
use domain::ids::RechercheId;
use registry::Registry;
use registry::demande::FiltreFile;
use registry::droit::SessionOuverte;

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
        filtre.page = valeur(parametres, "page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1)
            .max(1);
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
    use super::valeur;
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
}
