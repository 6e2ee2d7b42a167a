//! Whose machine a request comes from. Behind a proxy the peer of the connection is the proxy: what it says of the client is
//! believed when the operator has declared that proxy, and from nobody else.
//!
//! The address serves to count requests. It is never logged nor stored.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use ipnet::{IpNet, Ipv6Net};
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The header in which the proxies write whom they speak for. One only: a header that they do not write themselves is the
/// client's own and says whatever it likes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EnteteProxy {
    /// `X-Forwarded-For: client, proxy`
    #[default]
    XForwardedFor,
    /// `Forwarded: for=client, for=proxy` (RFC 7239)
    Forwarded,
}

/// The proxies that tell the truth, and where they tell it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proxies {
    /// their networks; empty when the portal is reached directly
    pub(crate) de_confiance: Vec<IpNet>,
    /// the header they write
    pub(crate) entete: EnteteProxy,
}

impl Proxies {
    /// The client's address: the peer, or the first address from the right that is not a declared proxy's. An unreadable
    /// entry ends the reading at the last address that could be believed.
    pub(crate) fn client(&self, extensions: &Extensions, entetes: &HeaderMap) -> IpAddr {
        let pair = extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(pair)| pair.ip())
            .to_canonical();
        let mut client = pair;
        for dit in self.annonces(entetes).iter().rev() {
            if !self.connus(client) {
                break;
            }
            let Some(adresse) = dit else { break };
            client = *adresse;
        }
        client
    }

    fn connus(&self, adresse: IpAddr) -> bool {
        self.de_confiance.iter().any(|reseau| reseau.contains(&adresse))
    }

    /// What the header says, left to right; `None` where it is not an address.
    fn annonces(&self, entetes: &HeaderMap) -> Vec<Option<IpAddr>> {
        // Nobody to believe: nothing to read.
        if self.de_confiance.is_empty() {
            return Vec::new();
        }
        let valeurs = match self.entete {
            EnteteProxy::XForwardedFor => entetes.get_all("x-forwarded-for"),
            EnteteProxy::Forwarded => entetes.get_all(header::FORWARDED),
        };
        valeurs
            .iter()
            .flat_map(|valeur| valeur.to_str().unwrap_or_default().split(','))
            .map(|element| match self.entete {
                EnteteProxy::XForwardedFor => lire(element),
                EnteteProxy::Forwarded => element.split(';').find_map(|paire| {
                    let (nom, valeur) = paire.trim().split_once('=')?;
                    nom.eq_ignore_ascii_case("for").then(|| lire(valeur)).flatten()
                }),
            })
            .collect()
    }
}

/// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`, quoted or not.
fn lire(texte: &str) -> Option<IpAddr> {
    let texte = texte.trim().trim_matches('"');
    let nu = texte
        .strip_prefix('[')
        .and_then(|reste| reste.split(']').next())
        .unwrap_or(texte);
    nu.parse()
        .or_else(|_| texte.parse::<SocketAddr>().map(|avec_port| avec_port.ip()))
        .ok()
        .map(|adresse: IpAddr| adresse.to_canonical())
}

/// The part of an address that one client holds: all of an IPv4, the first 64 bits of an IPv6, whose rest every machine
/// changes as it likes. With `large`, the first 16 and 32 bits: what is counted when there are too many clients to count.
pub(crate) fn reseau(adresse: IpAddr, large: bool) -> IpNet {
    let prefixe = match (adresse, large) {
        (IpAddr::V4(_), true) => 16,
        (IpAddr::V4(_), false) | (IpAddr::V6(_), true) => 32,
        (IpAddr::V6(_), false) => 64,
    };
    IpNet::new(adresse, prefixe)
        .unwrap_or_else(|_| Ipv6Net::default().into())
        .trunc()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(entete: EnteteProxy, pair: &str, lignes: &[&'static str]) -> String {
        let proxies = Proxies {
            de_confiance: vec!["10.0.0.0/8".parse().unwrap(), "2001:db8:1::/48".parse().unwrap()],
            entete,
        };
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(pair.parse().unwrap(), 4000)));
        let mut entetes = HeaderMap::new();
        let nom = match entete {
            EnteteProxy::XForwardedFor => "x-forwarded-for",
            EnteteProxy::Forwarded => "forwarded",
        };
        for ligne in lignes {
            entetes.append(nom, HeaderValue::from_static(ligne));
        }
        proxies.client(&extensions, &entetes).to_string()
    }

    #[test]
    fn only_a_declared_proxy_is_believed() {
        use EnteteProxy::XForwardedFor as X;
        assert_eq!(client(X, "198.51.100.7", &["192.0.2.1"]), "198.51.100.7");
        assert_eq!(client(X, "10.1.2.3", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(X, "10.1.2.3", &[]), "10.1.2.3");
        assert_eq!(client(X, "::ffff:10.1.2.3", &["192.0.2.1"]), "192.0.2.1");
    }

    #[test]
    fn what_the_client_wrote_itself_is_on_the_left_and_never_reached() {
        use EnteteProxy::XForwardedFor as X;
        assert_eq!(
            client(X, "10.0.0.1", &["1.1.1.1, 192.0.2.1, 10.0.0.2"]),
            "192.0.2.1"
        );
        assert_eq!(
            client(X, "10.0.0.1", &["1.1.1.1", "192.0.2.1", "10.0.0.2"]),
            "192.0.2.1"
        );
        assert_eq!(client(X, "10.0.0.1", &["192.0.2.1, n'importe quoi"]), "10.0.0.1");
        assert_eq!(client(X, "10.0.0.1", &["192.0.2.1, , 10.0.0.2"]), "10.0.0.2");
    }

    #[test]
    fn both_headers_are_read_with_ports_and_brackets() {
        use EnteteProxy::{Forwarded as F, XForwardedFor as X};
        assert_eq!(client(X, "10.0.0.1", &["192.0.2.1:5000"]), "192.0.2.1");
        assert_eq!(
            client(X, "2001:db8:1::5", &["[2001:db8:9::1]:443"]),
            "2001:db8:9::1"
        );
        assert_eq!(
            client(
                F,
                "10.0.0.1",
                &["for=1.1.1.1, For=\"[2001:db8:9::1]:443\";proto=https;by=10.0.0.1"]
            ),
            "2001:db8:9::1"
        );
        assert_eq!(client(F, "10.0.0.1", &["for=_cache, for=unknown"]), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_client_holds_64_bits() {
        let v6 = |texte: &str| reseau(texte.parse().unwrap(), false);
        assert_eq!(v6("2001:db8::1"), v6("2001:db8::ffff:1"));
        assert_ne!(v6("2001:db8::1"), v6("2001:db8:0:1::1"));
        assert_ne!(v6("192.0.2.1"), v6("192.0.2.2"));
        assert_eq!(
            reseau("192.0.2.1".parse().unwrap(), true).to_string(),
            "192.0.0.0/16"
        );
    }
}
