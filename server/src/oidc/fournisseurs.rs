//! The providers of this portal, and the portal's own address as browsers and providers know it.

use super::client::Client;
use super::reglage::est_boucle;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, header};
use openidconnect::url::Url;
use registry::droit::Fournisseur;
use std::sync::Arc;

/// The ways to sign in. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Fournisseurs(Arc<Interieur>);

struct Interieur {
    clients: Vec<Client>,
    publique: Publique,
}

impl Fournisseurs {
    /// These providers, for a portal that lives there.
    pub(crate) fn new(clients: Vec<Client>, publique: Publique) -> Self {
        Self(Arc::new(Interieur { clients, publique }))
    }

    /// The client of a provider, when the operator has declared it.
    pub(crate) fn client(&self, fournisseur: Fournisseur) -> Option<&Client> {
        self.0
            .clients
            .iter()
            .find(|client| client.reglage().fournisseur == fournisseur)
    }

    /// What the sign-in page offers.
    pub(crate) fn offerts(&self) -> Vec<(Fournisseur, String)> {
        self.0
            .clients
            .iter()
            .map(|client| (client.reglage().fournisseur, client.reglage().libelle.clone()))
            .collect()
    }

    /// The portal's own address.
    pub(crate) fn publique(&self) -> &Publique {
        &self.0.publique
    }
}

/// The portal's address. Where the operator has not said it, the portal is on this very machine, where people may call it
/// by more than one name: cookies follow the name, so the whole sign-in stays with the one that the browser uses.
#[derive(Clone, Debug)]
pub(crate) struct Publique {
    base: String,
    noms: Noms,
}

/// Which names of the portal are believed when a browser uses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noms {
    /// the one that the operator gave
    Un,
    /// those of the loopback
    Boucle,
    /// whichever: a demonstration that was opened on purpose
    Tous,
}

impl Publique {
    /// The address that the operator gave, without a path.
    pub(crate) fn declaree(adresse: &str) -> Option<Self> {
        let lue = Url::parse(adresse).ok()?;
        let entiere = matches!(lue.scheme(), "http" | "https") && lue.path() == "/" && lue.query().is_none();
        entiere.then(|| Self {
            base: lue.origin().ascii_serialization(),
            noms: Noms::Un,
        })
    }

    /// The address that the program listens to. `ouverte`: under whichever name (demonstration only).
    pub(crate) fn locale(adresse: std::net::SocketAddr, ouverte: bool) -> Self {
        Self {
            base: format!("http://{adresse}"),
            noms: if ouverte { Noms::Tous } else { Noms::Boucle },
        }
    }

    /// The address under which the program knows itself.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The address that this browser uses: `http://localhost:3000`.
    pub(crate) fn origine(&self, entetes: &HeaderMap) -> String {
        entetes
            .get(header::HOST)
            .and_then(|hote| hote.to_str().ok())
            .and_then(|hote| hote.parse::<Authority>().ok())
            .filter(|hote| self.reconnait(hote))
            .map_or_else(|| self.base.clone(), |hote| format!("http://{hote}"))
    }

    /// True when that address of return leads to this portal.
    pub(crate) fn est_sienne(&self, adresse: &Url) -> bool {
        let origine = adresse.origin().ascii_serialization();
        let hote = origine
            .strip_prefix("http://")
            .and_then(|hote| hote.parse::<Authority>().ok());
        origine == self.base || hote.is_some_and(|hote| self.reconnait(&hote))
    }

    /// An address of this portal (the demonstration's provider) as this browser must call it; others are left as they are.
    pub(crate) fn vue_par(&self, adresse: &Url, entetes: &HeaderMap) -> String {
        match adresse.as_str().strip_prefix(&self.base) {
            Some(chemin) if chemin.starts_with('/') => format!("{}{chemin}", self.origine(entetes)),
            _ => adresse.to_string(),
        }
    }

    fn reconnait(&self, hote: &Authority) -> bool {
        match self.noms {
            _ if hote.as_str().contains('@') => false,
            Noms::Un => false,
            Noms::Boucle => est_boucle(hote.host()),
            Noms::Tous => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn vu(publique: &Publique, hote: &str) -> String {
        let mut entetes = HeaderMap::new();
        entetes.insert(header::HOST, HeaderValue::from_str(hote).unwrap());
        publique.origine(&entetes)
    }

    #[test]
    fn a_declared_address_is_the_only_one() {
        let publique = Publique::declaree("https://portail.example/").unwrap();
        for hote in ["localhost:3000", "ailleurs.example", "portail.example"] {
            assert_eq!(vu(&publique, hote), "https://portail.example");
        }
        for fausse in [
            "portail.example",
            "https://portail.example/chemin",
            "ftp://portail.example",
            "",
        ] {
            assert!(Publique::declaree(fausse).is_none(), "{fausse}");
        }
    }

    #[test]
    fn on_the_loopback_each_name_stays_with_its_browser() {
        let publique = Publique::locale(([127, 0, 0, 1], 3000).into(), false);
        assert_eq!(vu(&publique, "localhost:3000"), "http://localhost:3000");
        assert_eq!(vu(&publique, "127.0.0.1:3000"), "http://127.0.0.1:3000");
        assert_eq!(vu(&publique, "[::1]:3000"), "http://[::1]:3000");
        for faux in [
            "ailleurs.example",
            "localhost@ailleurs.example",
            "localhost.ailleurs.example",
            "",
            "a b",
        ] {
            assert_eq!(vu(&publique, faux), "http://127.0.0.1:3000", "{faux}");
        }
        let autre = Url::parse("http://127.0.0.1:3000/demonstration/fc/autoriser?x=1").unwrap();
        let mut entetes = HeaderMap::new();
        entetes.insert(header::HOST, HeaderValue::from_static("localhost:3000"));
        assert_eq!(
            publique.vue_par(&autre, &entetes),
            "http://localhost:3000/demonstration/fc/autoriser?x=1"
        );
        for dehors in [
            "https://fournisseur.example/autoriser",
            "http://127.0.0.1:30001/autoriser",
        ] {
            assert_eq!(publique.vue_par(&Url::parse(dehors).unwrap(), &entetes), dehors);
        }
    }
}
