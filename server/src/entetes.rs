//! The headers that every answer bears, whoever made it: pages, files, refusals of the middleware, pages of a defect.
//!
//! The page policy is strict: the only script that runs is the one that bears the nonce of this answer and what it imports
//! itself; no inline style, no other origin, no frame. Nothing in a page needs more, and nothing should.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use registry::Contexte;
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// The number of this answer, written into its policy and on the script that may run. Leptos gets it from the request.
#[derive(Clone)]
pub(crate) struct Nonce(pub(crate) Arc<str>);

impl Nonce {
    fn new(contexte: &Contexte) -> Self {
        let secret = contexte.entropy.secret();
        let texte = secret[..16]
            .iter()
            .fold(String::with_capacity(32), |mut texte, octet| {
                // Writing to a String cannot fail.
                let _ = write!(texte, "{octet:02x}");
                texte
            });
        Self(texte.into())
    }
}

/// An origin to which a form may lead: `https://host` or `https://host:port`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Origine(String);

/// Not an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("une origine s’écrit https://hote ou https://hote:port, sans chemin")]
pub(crate) struct OrigineInvalide;

impl TryFrom<String> for Origine {
    type Error = OrigineInvalide;

    fn try_from(texte: String) -> Result<Self, OrigineInvalide> {
        let hote = texte
            .strip_prefix("https://")
            .or_else(|| texte.strip_prefix("http://"))
            .ok_or(OrigineInvalide)?;
        // Whatever could end the directive and begin another is refused with the rest.
        let permis = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if hote.is_empty() || !hote.chars().all(permis) {
            return Err(OrigineInvalide);
        }
        Ok(Self(texte))
    }
}

/// What the headers depend on.
#[derive(Clone)]
pub(crate) struct Politique {
    contexte: Contexte,
    https: bool,
    /// after the nonce, the same for every page
    suite: Arc<str>,
}

/// Of what is not a page: it loads nothing and shows nowhere.
const SANS_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";
/// Of the service worker: it asks this portal for pages and files, for its own pages.
const OUVRIER: &str = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
/// Two years: browsers do not try plain HTTP again.
const HSTS: &str = "max-age=63072000";
/// Everything a page could ask of the machine, off; the copy button writes to the clipboard.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
     display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), \
     local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
     publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
     window-management=(), xr-spatial-tracking=()";

/// On every answer, whatever it is.
const PARTOUT: [(&str, &str); 8] = [
    ("x-content-type-options", "nosniff"),
    // `no-referrer` would make browsers write `Origin: null` on our own forms, which the protection against foreign forms
    // refuses.
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("x-permitted-cross-domain-policies", "none"),
    ("permissions-policy", PERMISSIONS),
];

impl Politique {
    /// `formulaires`: where a form may lead besides the portal, through a redirection (the identity providers).
    pub(crate) fn new(contexte: Contexte, https: bool, formulaires: &[Origine]) -> Self {
        let formulaires: String = formulaires.iter().flat_map(|Origine(o)| [" ", o]).collect();
        // `cargo leptos watch` tells the page to reload through a socket of its own; nobody serves people with it.
        let rechargement = if std::env::var_os("LEPTOS_WATCH").is_some() {
            " ws:"
        } else {
            ""
        };
        let suite = format!(
            "' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'{rechargement}; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; \
             form-action 'self'{formulaires}; frame-ancestors 'none'"
        );
        Self {
            contexte,
            https,
            suite: suite.into(),
        }
    }

    fn ecrire(&self, entetes: &mut HeaderMap, nonce: &Nonce, ouvrier: bool) {
        let page = entetes
            .get(header::CONTENT_TYPE)
            .is_some_and(|genre| genre.as_bytes().starts_with(b"text/html"));
        let page = page.then(|| format!("default-src 'none'; script-src 'nonce-{}{}", nonce.0, self.suite));
        let politique = page
            .and_then(|politique| HeaderValue::try_from(politique).ok())
            // Without a readable policy nothing may run at all.
            .unwrap_or(HeaderValue::from_static(if ouvrier {
                OUVRIER
            } else {
                SANS_PAGE
            }));
        entetes.insert(header::CONTENT_SECURITY_POLICY, politique);
        for (nom, valeur) in PARTOUT {
            entetes.insert(nom, HeaderValue::from_static(valeur));
        }
        if self.https {
            entetes.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
        }
    }
}

/// The outermost middleware.
pub(crate) async fn poser(State(politique): State<Politique>, mut requete: Request, suite: Next) -> Response {
    let nonce = Nonce::new(&politique.contexte);
    requete.extensions_mut().insert(nonce.clone());
    let ouvrier = requete.uri().path() == crate::poche::OUVRIER;
    let mut reponse = suite.run(requete).await;
    politique.ecrire(reponse.headers_mut(), &nonce, ouvrier);
    reponse
}

#[cfg(test)]
mod tests {
    use super::*;

    fn politique(https: bool, origines: &[&str]) -> HeaderMap {
        let origines: Vec<Origine> = origines
            .iter()
            .map(|o| Origine::try_from((*o).to_owned()).unwrap())
            .collect();
        let mut entetes = HeaderMap::new();
        entetes.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        Politique::new(Contexte::system(), https, &origines).ecrire(
            &mut entetes,
            &Nonce("abc".into()),
            false,
        );
        entetes
    }

    #[test]
    fn the_policy_of_a_page_is_the_one_that_was_decided() {
        let entetes = politique(false, &[]);
        assert_eq!(
            entetes[header::CONTENT_SECURITY_POLICY],
            "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        assert!(entetes.get(header::STRICT_TRANSPORT_SECURITY).is_none());
    }

    #[test]
    fn forms_lead_to_the_declared_providers_and_https_stays() {
        let entetes = politique(true, &["https://fc.example", "https://psc.example:8443"]);
        let csp = entetes[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            csp.contains("form-action 'self' https://fc.example https://psc.example:8443; frame-ancestors")
        );
        assert_eq!(entetes[header::STRICT_TRANSPORT_SECURITY], "max-age=63072000");
    }

    #[test]
    fn an_origin_cannot_hold_another_directive() {
        for faux in [
            "fc.example",
            "https://",
            "https://fc.example/chemin",
            "https://fc.example; script-src *",
            "https://fc.example 'unsafe-inline'",
            "javascript:alert(1)",
            "https://*",
        ] {
            assert!(Origine::try_from(faux.to_owned()).is_err(), "{faux}");
        }
    }

    #[test]
    fn nonces_differ() {
        let contexte = Contexte::system();
        assert_ne!(Nonce::new(&contexte).0, Nonce::new(&contexte).0);
    }
}
