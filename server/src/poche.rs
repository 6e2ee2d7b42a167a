//! The portal in a pocket: what the service worker (`public/sw.js`) needs from the server. Its text, tied to the files of this
//! build; the page shown without a network; on every page of a session, whose copies it allows and for how long; on the few
//! pages worth reading without a network, that they may be copied.
//!
//! Nothing of a person travels in these headers. What is not in [`LISIBLES`] is never copied.

use crate::pages_d_erreur::Etat;
use app::pages::chemin;
use app::pages::hors_ligne::{HorsLigne, TITRE};
use app::shell::{Cadre, page_seule};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use domain::date::Instant;
use leptos::prelude::*;
use registry::droit::SessionOuverte;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;

/// The script's address.
pub(crate) const OUVRIER: &str = "/sw.js";
/// Whose copies a page allows and for how long: the id of the session (which opens nothing) and seconds.
const SESSION: HeaderName = HeaderName::from_static("portail-session");
/// This page may be copied.
const COPIABLE: HeaderName = HeaderName::from_static("portail-hors-ligne");
/// Everything that pages of the portal keep in the browser.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Pages that may be read without a network: these and those below them, or these alone. Lists and states that one goes back
/// to; no search, no file, nothing of the support, nothing that holds a secret (see [`secrete`]).
const LISIBLES: [(&str, bool); 7] = [
    (chemin::STRUCTURES, true),
    (chemin::ROTATION, true),
    (chemin::HABILITATIONS, false),
    (chemin::REVUES, true),
    (chemin::MES_DEMANDES, true),
    (chemin::GESTION, false),
    (app::pages::chemin_agir::MA_FICHE, false),
];

/// What follows the name of the reviews in the address of an invitation, whose last part is the secret.
const PARTAGE: &str = "/partage/";
/// The parameter of the page that shows once the secret of a link that was just made.
const LIEN: &str = "lien=";

/// Pages whose address or text holds the secret of a link.
fn secrete(adresse: &str, parametres: &str) -> bool {
    adresse
        .strip_prefix(chemin::REVUES)
        .is_some_and(|suite| suite.starts_with(PARTAGE))
        || parametres.split('&').any(|parametre| parametre.starts_with(LIEN))
}

fn lisible(adresse: &str, parametres: &str) -> bool {
    !secrete(adresse, parametres)
        && LISIBLES
            .into_iter()
            .any(|(page, dessous)| match adresse.strip_prefix(page) {
                Some(suite) => suite.is_empty() || dessous && suite.starts_with('/'),
                None => false,
            })
}

/// The script of the service worker: `None` when the site has none. It begins with the files of this build and with a mark of
/// everything that they and the page shown without a network say, so that another build is another script.
fn ouvrier(site: &Path, hors_ligne: &str) -> Option<String> {
    let texte = std::fs::read_to_string(site.join("sw.js")).ok()?;
    let empreintes = std::fs::read_to_string(site.join("hash.txt")).unwrap_or_default();
    let mut coque: Vec<String> = empreintes
        .lines()
        .filter_map(|ligne| ligne.split_once(':'))
        .map(|(genre, empreinte)| format!("/pkg/rppsplus.{}.{}", empreinte.trim(), genre.trim()))
        .collect();
    let mut marque = DefaultHasher::new();
    hors_ligne.hash(&mut marque);
    for fichier in ["/pkg/atkinson-latin.woff2", "/poche.js", "/favicon.svg"] {
        // What is missing is missing for the browser too.
        if let Ok(octets) = std::fs::read(site.join(fichier.trim_start_matches('/'))) {
            octets.hash(&mut marque);
            coque.push(fichier.to_owned());
        }
    }
    coque.hash(&mut marque);
    Some(format!(
        "const COQUE = {}, MARQUE = '{:016x}';\n{texte}",
        serde_json::json!(coque),
        marque.finish()
    ))
}

/// The route of the script, asked again at each visit.
pub(crate) fn script<S: Clone + Send + Sync + 'static>(site: &Path, cadre: &Cadre) -> Router<S> {
    let texte: Option<Arc<str>> = ouvrier(site, &page_hors_ligne(cadre)).map(Arc::from);
    let repondre = move || {
        let texte = texte.clone();
        async move {
            let Some(texte) = texte else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let entetes = [
                (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (entetes, texte.to_string()).into_response()
        }
    };
    Router::new().route("/sw.js", get(repondre))
}

fn page_hors_ligne(cadre: &Cadre) -> String {
    page_seule(cadre, TITRE, view! { <HorsLigne /> })
}

/// The page shown without a network, and the address at which the installed portal opens.
pub(crate) fn routes<S>(etat: Etat) -> Router<S> {
    Router::new()
        .route("/hors-ligne", get(hors_ligne))
        .route("/ouvrir", get(ouvrir))
        .with_state(etat)
}

async fn hors_ligne(State(etat): State<Etat>) -> Html<String> {
    Html(page_hors_ligne(&etat.cadre))
}

/// Home: the one of whoever is signed in.
async fn ouvrir(requete: Request) -> Redirect {
    let session = requete.extensions().get::<SessionOuverte>();
    Redirect::to(session.map_or(chemin::CONNEXION, chemin::accueil_de))
}

/// Says on each page of a session what may be kept of it, and has everything thrown away when a session ends here.
pub(crate) async fn marquer(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    let session = requete.extensions().get::<SessionOuverte>();
    let a_qui = session.and_then(|session| a_qui(session, etat.registry.now()));
    let parametres = requete.uri().query().unwrap_or_default();
    let copiable = requete.method() == Method::GET && lisible(requete.uri().path(), parametres);
    let mut reponse = suite.run(requete).await;
    let status = reponse.status();
    let entetes = reponse.headers_mut();
    if status.is_redirection() && fin_de_session(entetes) {
        entetes.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"storage\""));
    }
    if let Some(a_qui) = a_qui
        && est_une_page(entetes)
    {
        entetes.insert(SESSION, a_qui);
        if copiable && status == StatusCode::OK {
            entetes.insert(COPIABLE, HeaderValue::from_static("lisible"));
        }
    }
    reponse
}

/// The session's id and how many seconds it has left without another sign of the person.
fn a_qui(session: &SessionOuverte, maintenant: Instant) -> Option<HeaderValue> {
    let secondes = session.limites().secondes(maintenant);
    HeaderValue::try_from(format!("{} {secondes}", session.id())).ok()
}

fn est_une_page(entetes: &HeaderMap) -> bool {
    entetes
        .get(header::CONTENT_TYPE)
        .is_some_and(|genre| genre.as_bytes().starts_with(b"text/html"))
}

/// The answer takes the cookie of the session back.
fn fin_de_session(entetes: &HeaderMap) -> bool {
    entetes.get_all(header::SET_COOKIE).iter().any(|cookie| {
        let cookie = cookie.as_bytes();
        cookie.starts_with(b"session=;") || cookie.starts_with(b"__Host-session=;")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_may_be_copied() {
        for page in [
            "/structures",
            "/structures/010780914",
            "/rotation",
            "/mes-demandes/0189",
            "/gestion",
            "/ma-fiche",
        ] {
            assert!(lisible(page, ""), "{page}");
        }
        for page in [
            "/",
            "/gestion/demandes",
            "/gestion/professionnels/0189",
            "/ma-fiche/depart",
            "/habilitations/ajouter",
            "/mes-donnees",
            "/mes-donnees/export.html",
            "/mes-demandes-d-ailleurs",
            "/support",
            "/demonstration/messages",
            "/api/direct",
            "/demande/contact",
        ] {
            assert!(!lisible(page, ""), "{page}");
        }
    }

    #[test]
    fn a_page_that_holds_the_secret_of_a_link_is_never_copied() {
        let revue = app::pages::chemin::revue(domain::ids::RevueId::new(uuid::Uuid::nil()));
        assert!(lisible(&revue, "vue=toutes&page=2"));
        assert!(!lisible(&revue, "lien=0189"));
        assert!(!lisible(&revue, "fait=confiee&lien=0189"));
        assert!(!lisible(&app::pages::chemin::invitation_revue("a1b2"), ""));
        assert!(lisible("/revues/partages", ""));
    }

    #[test]
    fn another_build_is_another_script() {
        let site = tempfile::tempdir().unwrap();
        assert_eq!(ouvrier(site.path(), ""), None);
        std::fs::write(site.path().join("sw.js"), "// suite").unwrap();
        let dire = |empreinte: &str, poche: &str, page: &str| {
            let texte = format!("wasm: {empreinte}\njs: b\ncss: c\n");
            std::fs::write(site.path().join("hash.txt"), texte).unwrap();
            std::fs::write(site.path().join("poche.js"), poche).unwrap();
            ouvrier(site.path(), page).unwrap()
        };
        let premier = dire("a", "// poche", "page");
        assert!(
            premier.starts_with(
                "const COQUE = [\"/pkg/rppsplus.a.wasm\",\"/pkg/rppsplus.b.js\",\"/pkg/rppsplus.c.css\",\"/poche.js\"], MARQUE = '"
            ),
            "{premier}"
        );
        assert!(premier.ends_with("';\n// suite"));
        assert_eq!(premier, dire("a", "// poche", "page"));
        for autre in [
            dire("z", "// poche", "page"),
            dire("a", "// autre", "page"),
            dire("a", "// poche", "autre"),
        ] {
            assert_ne!(premier, autre);
        }
    }

    #[test]
    fn a_session_that_ends_here_is_seen() {
        let avec = |cookie: &'static str| {
            let mut entetes = HeaderMap::new();
            entetes.append(
                header::SET_COOKIE,
                HeaderValue::from_static("connexion=ab; Path=/"),
            );
            entetes.append(header::SET_COOKIE, HeaderValue::from_static(cookie));
            fin_de_session(&entetes)
        };
        assert!(avec("session=; Path=/; Max-Age=0"));
        assert!(avec("__Host-session=; Path=/; Max-Age=0; Secure"));
        assert!(!avec("session=ab; Path=/"));
    }
}
