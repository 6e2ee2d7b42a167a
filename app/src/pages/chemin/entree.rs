//! Where a person comes back to, and where they land: the only place where an address that came from outside is read.

use super::super::chemin_agir::MA_FICHE;
use super::{CONNEXION, CONSULTATIONS, GESTION, HABILITATIONS, MES_DEMANDES, STRUCTURES, SUPPORT};
use registry::droit::SessionOuverte;

/// A page of ours to come back to after signing in, or nothing: one leading slash, letters, digits, `-`, `_`, `.`, and neither
/// an endpoint nor the sign-in itself. Whatever else came in an address or a form leads nowhere.
pub fn retour_local(brut: &str) -> Option<&str> {
    let permis = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    let local = brut.starts_with('/')
        && brut.len() <= 200
        && brut.chars().all(permis)
        && !brut.contains("//")
        && !brut.split('/').any(|segment| segment == "." || segment == "..");
    (local && !sous(brut, "/api") && !sous(brut, CONNEXION)).then_some(brut)
}

/// The page is that one, or one below it.
fn sous(page: &str, racine: &str) -> bool {
    page.strip_prefix(racine)
        .is_some_and(|suite| suite.is_empty() || suite.starts_with('/'))
}

/// The sign-in page after the end of a session, which leads back to that page when it is one of ours.
pub fn connexion_puis(retour: &str) -> String {
    match retour_local(retour) {
        Some(retour) => format!("{CONNEXION}?session=terminee&retour={retour}"),
        None => format!("{CONNEXION}?session=terminee"),
    }
}

/// Where a person lands after signing in: the page they had asked for when it can be theirs, their home otherwise.
pub fn arrivee<'a>(session: &SessionOuverte, retour: &'a str) -> &'a str {
    let accueil = accueil_de(session);
    let Some(retour) = retour_local(retour).filter(|retour| *retour != "/") else {
        return accueil;
    };
    let dans = |racine: &str| sous(retour, racine);
    let interdite = dans(GESTION) && !session.est_gestionnaire()
        || dans(HABILITATIONS) && !session.est_designateur()
        || dans(SUPPORT) && !session.est_operateur()
        || dans(MA_FICHE) && !session.est_inscrit()
        || dans(CONSULTATIONS) && !session.est_usager() && !session.est_inscrit()
        || [MES_DEMANDES, "/demande"].into_iter().any(dans) && !session.est_usager();
    if interdite { accueil } else { retour }
}

/// Where a link to the portal leads from a page open to everybody, and its words: who is signed in already goes home.
pub fn entree(session: Option<&SessionOuverte>) -> (&'static str, &'static str) {
    match session {
        Some(session) => (accueil_de(session), "Ouvrir mon espace"),
        None => (CONNEXION, "Se connecter"),
    }
}

/// Where a person lands after signing in by themselves.
pub fn accueil_de(session: &SessionOuverte) -> &'static str {
    if session.est_representant() {
        STRUCTURES
    } else if session.est_gestionnaire() {
        GESTION
    } else if session.est_designateur() {
        HABILITATIONS
    } else if session.est_operateur() {
        SUPPORT
    } else if session.est_usager() {
        MES_DEMANDES
    } else if session.est_inscrit() {
        MA_FICHE
    } else if session.est_dirigeant() {
        STRUCTURES
    } else {
        // Says which right is missing, and why.
        GESTION
    }
}

#[cfg(test)]
mod tests {
    use super::{connexion_puis, retour_local};

    #[test]
    fn one_comes_back_to_our_pages_only() {
        for bon in [
            "/",
            "/demande/contact",
            "/gestion/demandes/01890000-0000-7000-8000-000000000000",
            "/mes-donnees/export.json",
            "/apidae",
        ] {
            assert_eq!(retour_local(bon), Some(bon));
        }
        for mauvais in [
            "",
            "demande",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "/\\/ailleurs.example",
            "https://ailleurs.example",
            "/a//b",
            "/../api/se-deconnecter",
            "/./connexion",
            "/api",
            "/api/se-deconnecter",
            "/connexion",
            "/connexion/retour",
            "/demande?x=1",
            "/demande#x",
            "/%2f%2failleurs.example",
            "/a\u{0}b",
            "/a\r\nSet-Cookie: x=y",
            "/é",
            " /demande",
            "/@ailleurs.example",
            "/a:b",
        ] {
            assert_eq!(retour_local(mauvais), None, "{mauvais:?}");
        }
        assert_eq!(retour_local(&format!("/{}", "a".repeat(300))), None);
        assert_eq!(
            connexion_puis("/gestion"),
            "/connexion?session=terminee&retour=/gestion"
        );
        assert_eq!(connexion_puis("//x"), "/connexion?session=terminee");
    }
}
