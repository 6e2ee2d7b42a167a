//! The page to come back to after signing in, as an address of the portal says it: one of the portal's own pages, or none.

/// No address of the portal is longer.
const LONGUEUR_MAX: usize = 300;

/// The page, when it is one to come back to: a path of this site, and neither an act nor the sign-in itself. Anything that a
/// browser could read as another site is refused.
pub(crate) fn page_de_retour(adresse: &str) -> Option<&str> {
    let chemin = adresse.split(['?', '#']).next().unwrap_or_default();
    let interdit = |racine: &str| {
        chemin
            .strip_prefix(racine)
            .is_some_and(|suite| suite.is_empty() || suite.starts_with('/'))
    };
    let sure = adresse.starts_with('/')
        && adresse.len() <= LONGUEUR_MAX
        && !adresse.contains("//")
        && adresse
            .bytes()
            .all(|octet| octet.is_ascii_graphic() && !matches!(octet, b'\\' | b'"' | b'<' | b'>'));
    (sure && !["/api", "/connexion", "/pkg"].into_iter().any(interdit)).then_some(adresse)
}

#[cfg(test)]
mod tests {
    use super::page_de_retour;

    #[test]
    fn pages_of_the_portal() {
        for page in [
            "/",
            "/mes-demandes",
            "/demande/contact?retour=verification",
            "/gestion/demandes/01890000-0000-7000-8000-000000000000?a-revoir=conflit#refuser",
            "/connexions-passees",
        ] {
            assert_eq!(page_de_retour(page), Some(page));
        }
    }

    #[test]
    fn nothing_else() {
        for page in [
            "",
            "mes-demandes",
            "//ailleurs.example",
            "///ailleurs.example",
            "/\\ailleurs.example",
            "/a//ailleurs.example",
            "\\\\ailleurs.example",
            "https://ailleurs.example/",
            "javascript:alert(1)",
            "/\t/ailleurs.example",
            "/a\r\nSet-Cookie: session=1",
            " /gestion",
            "/gestion ",
            "/é",
            "/api/valider-demande",
            "/api",
            "/connexion",
            "/connexion/franceconnect",
            "/connexion?session=terminee",
        ] {
            assert_eq!(page_de_retour(page), None, "{page:?}");
        }
        assert_eq!(page_de_retour(&format!("/{}", "a".repeat(400))), None);
    }
}
