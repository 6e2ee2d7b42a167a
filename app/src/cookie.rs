//! The cookies of the portal: what they are called, how they are read and how they are set. Behind HTTPS their names begin
//! with `__Host-`, so that no other site and no subdomain can set them; a loopback or demonstration server has plain ones.

use axum::http::{HeaderMap, HeaderValue, header};

/// What a browser keeps for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// the secret of a session
    Session,
    /// the secret of a form sent after the end of a session
    Reprise,
    /// the secret that ties a sign-in under way to this browser
    Connexion,
}

impl Cookie {
    fn nom(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Reprise, true) => "__Host-reprise",
            (Self::Reprise, false) => "reprise",
            (Self::Connexion, true) => "__Host-connexion",
            (Self::Connexion, false) => "connexion",
        }
    }

    /// The secret that the browser sent, if it sent one.
    pub fn lire(self, entetes: &HeaderMap, https: bool) -> Option<String> {
        let lignes = entetes
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|valeur| valeur.to_str().ok());
        lignes.flat_map(|ligne| ligne.split(';')).find_map(|cookie| {
            let (nom, valeur) = cookie.trim().split_once('=')?;
            (nom == self.nom(https) && !valeur.is_empty()).then(|| valeur.to_owned())
        })
    }

    /// The header that sets it for that many seconds; 0 removes it. None when the value cannot be a cookie's.
    pub fn poser(self, valeur: &str, secondes: i64, https: bool) -> Option<HeaderValue> {
        let secure = if https { "; Secure" } else { "" };
        let cookie = format!(
            "{}={valeur}; Path=/; HttpOnly; SameSite=Lax; Max-Age={secondes}{secure}",
            self.nom(https)
        );
        HeaderValue::from_str(&cookie).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Cookie;
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn behind_https_only_the_protected_name_counts() {
        let mut entetes = HeaderMap::new();
        entetes.append(
            header::COOKIE,
            HeaderValue::from_static("session=ff; autre=1; __Host-session="),
        );
        assert_eq!(Cookie::Session.lire(&entetes, true), None);
        assert_eq!(Cookie::Session.lire(&entetes, false).as_deref(), Some("ff"));
        entetes.append(header::COOKIE, HeaderValue::from_static("__Host-session=aa"));
        assert_eq!(Cookie::Session.lire(&entetes, true).as_deref(), Some("aa"));
        assert_eq!(Cookie::Reprise.lire(&entetes, true), None);
    }

    #[test]
    fn a_cookie_is_set_for_this_site_only() {
        assert_eq!(
            Cookie::Session.poser("ab", 60, true).unwrap(),
            "__Host-session=ab; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
        assert_eq!(
            Cookie::Reprise.poser("", 0, false).unwrap(),
            "reprise=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
        assert!(Cookie::Session.poser("a\nb", 60, true).is_none());
    }
}
