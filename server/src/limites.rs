//! How long and how large a request may be. A client that dawdles or sends too much is told so and let go: it holds a
//! connection and a little memory for a few seconds, never more.

use crate::pages_d_erreur::{Etat, accepte_html, trop_long};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt as _;
use serde::{Deserialize, Deserializer, de};
use std::num::NonZeroUsize;
use std::time::Duration;

/// No form of the portal is larger, in bytes; a longer body is refused and not kept.
pub(crate) const TAILLE_MAX: usize = 64 * 1024;
/// How much of a refused body is read, in bytes, before the connection is cut.
const JETE_MAX: usize = 16 * 1024 * 1024;
/// Bytes of all the headers of a request together. A browser's are a tenth of it.
pub(crate) const ENTETES_TAILLE_MAX: usize = 32 * 1024;
/// Headers of a request.
pub(crate) const ENTETES_MAX: usize = 100;

/// The `[limites]` section of the configuration. Times are in whole seconds there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limites {
    /// connections open at once; the next ones wait
    pub(crate) connexions: NonZeroUsize,
    /// from the first byte of a request to the end of its headers
    #[serde(rename = "entetes_secondes", deserialize_with = "secondes")]
    pub(crate) entetes: Duration,
    /// the whole body
    #[serde(rename = "corps_secondes", deserialize_with = "secondes")]
    pub(crate) corps: Duration,
    /// the answer, from the moment the request is read
    #[serde(rename = "reponse_secondes", deserialize_with = "secondes")]
    pub(crate) reponse: Duration,
    /// a client that takes nothing of the answer
    #[serde(rename = "envoi_secondes", deserialize_with = "secondes")]
    pub(crate) envoi: Duration,
    /// an open connection on which nothing is asked. Longer than the proxy's own, or the proxy may choose a connection that
    /// is being closed.
    #[serde(rename = "repos_secondes", deserialize_with = "secondes")]
    pub(crate) repos: Duration,
}

impl Default for Limites {
    fn default() -> Self {
        Self {
            connexions: NonZeroUsize::new(4_096).unwrap_or(NonZeroUsize::MIN),
            entetes: Duration::from_secs(10),
            corps: Duration::from_secs(20),
            reponse: Duration::from_secs(30),
            envoi: Duration::from_secs(30),
            repos: Duration::from_secs(75),
        }
    }
}

fn secondes<'de, D: Deserializer<'de>>(lecteur: D) -> Result<Duration, D::Error> {
    match u32::deserialize(lecteur)? {
        0 => Err(de::Error::custom("une durée d’au moins une seconde est attendue")),
        duree => Ok(Duration::from_secs(duree.into())),
    }
}

/// Why a body is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CorpsRefuse {
    /// more than [`TAILLE_MAX`]
    TropGros,
    /// it did not come in time
    TropLent,
    /// the client went away, or spoke nonsense
    Coupe,
}

/// Reads a body within its limits. What is too large is still read and thrown away, up to a point: a browser that is cut
/// while it is sending never reads the answer.
pub(crate) async fn lire_corps(mut corps: Body, delai: Duration) -> Result<Bytes, CorpsRefuse> {
    let (mut lu, mut total) = (Vec::new(), 0);
    let lecture = tokio::time::timeout(delai, async {
        while let Some(trame) = corps.frame().await {
            if let Ok(donnees) = trame.map_err(|_| CorpsRefuse::Coupe)?.into_data() {
                total += donnees.len();
                if total > JETE_MAX {
                    break;
                }
                if total <= TAILLE_MAX {
                    lu.extend_from_slice(&donnees);
                }
            }
        }
        Ok(())
    });
    let fin = lecture.await.unwrap_or(Err(CorpsRefuse::TropLent));
    if total > TAILLE_MAX {
        return Err(CorpsRefuse::TropGros);
    }
    fin.map(|()| Bytes::from(lu))
}

/// Whether that address takes files, which it reads by itself within its own limits.
pub(crate) fn limites_propres(chemin: &str) -> bool {
    crate::liste::lit_son_corps(chemin) || crate::referentiels::lit_son_corps(chemin)
}

/// The middleware that gives an answer when the portal itself takes too long. The work under way is dropped, and its
/// transaction with it.
pub(crate) async fn chronometrer(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    if limites_propres(requete.uri().path()) {
        return suite.run(requete).await;
    }
    let html = accepte_html(requete.headers());
    let reponse = tokio::time::timeout(etat.limites.reponse, suite.run(requete)).await;
    reponse.unwrap_or_else(|_| {
        tracing::error!("a request took too long and was given up");
        trop_long(&etat.cadre, html)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_up_to_the_limit() {
        let delai = Duration::from_secs(5);
        let juste = lire_corps(Body::from(vec![b'a'; TAILLE_MAX]), delai).await;
        assert_eq!(juste.unwrap().len(), TAILLE_MAX);
        let trop = lire_corps(Body::from(vec![b'a'; TAILLE_MAX + 1]), delai).await;
        assert_eq!(trop, Err(CorpsRefuse::TropGros));
    }

    #[test]
    fn the_section_is_read_and_a_zero_is_refused() {
        let lues: Limites = toml::from_str("connexions = 10\nentetes_secondes = 3").unwrap();
        assert_eq!(lues.entetes, Duration::from_secs(3));
        assert_eq!(lues.repos, Limites::default().repos);
        for faux in [
            "connexions = 0",
            "corps_secondes = 0",
            "corps_secondes = -1",
            "corps = 3",
        ] {
            assert!(toml::from_str::<Limites>(faux).is_err(), "{faux}");
        }
    }
}
