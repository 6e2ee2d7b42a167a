//! How often one address and one account may ask. Generous for a person and for an office behind one address, tight for a
//! robot: a bucket per client and per class of request, emptied by requests and filled again with time.
//!
//! Nothing here looks at what is asked beyond its method and path, and no address or account is ever logged.

use crate::adresse::{Proxies, reseau};
use crate::direct::Places;
use crate::pages_d_erreur::{Etat, accepte_html, trop_de_requetes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use domain::ids::CompteId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;
use registry::droit::SessionOuverte;
use serde::Deserialize;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Classe {
    /// everything, pages and files included
    General,
    /// asking an identity provider, and coming back from it
    Connexion,
    /// suggestions while typing, searches in lists
    Recherche,
    /// everything else that changes something, and what costs as much
    Acte,
}

const CLASSES: [Classe; 4] = [
    Classe::General,
    Classe::Connexion,
    Classe::Recherche,
    Classe::Acte,
];

impl Classe {
    fn de(methode: &Method, chemin: &str) -> Option<Self> {
        match chemin {
            "/api/rechercher" => Some(Self::Recherche),
            "/aide" if !methode.is_safe() => Some(Self::Recherche),
            // Asked by the page itself, and changes nothing. Taking a demande in hand, once a minute and page, is counted: a refusal is
            // written in the journal.
            "/api/suivre-file" => None,
            _ if chemin.starts_with("/connexion/") => Some(Self::Connexion),
            _ if chemin.starts_with("/api/chercher-") => Some(Self::Recherche),
            // Compares a draft with the whole register; reads everything that is kept of somebody.
            "/gestion/enregistrer/verification" | "/mes-donnees/export.json" | "/mes-donnees/export.html" => {
                Some(Self::Acte)
            }
            _ if methode.is_safe() => None,
            _ => Some(Self::Acte),
        }
    }
}

/// A bucket: how many requests at once, and how many more a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seau {
    /// requests per minute, for as long as one likes
    pub(crate) par_minute: NonZeroU32,
    /// requests at once, after a rest
    pub(crate) rafale: NonZeroU32,
}

/// The two buckets of a class. What the configuration does not say keeps its default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Seaux {
    /// of one address: a person, or an office of two hundred
    pub(crate) adresse: Option<Seau>,
    /// of one account, wherever it comes from
    pub(crate) compte: Option<Seau>,
}

/// The `[debit]` section of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Reglages {
    /// false: nothing is counted (a proxy does it)
    pub(crate) actif: bool,
    /// every request
    pub(crate) general: Seaux,
    /// sign-in
    pub(crate) connexion: Seaux,
    /// suggestions and searches
    pub(crate) recherche: Seaux,
    /// submissions and other acts
    pub(crate) acte: Seaux,
}

impl Default for Reglages {
    fn default() -> Self {
        Self {
            actif: true,
            general: Seaux::default(),
            connexion: Seaux::default(),
            recherche: Seaux::default(),
            acte: Seaux::default(),
        }
    }
}

impl Reglages {
    fn seaux(&self, classe: Classe) -> Seaux {
        match classe {
            Classe::General => self.general,
            Classe::Connexion => self.connexion,
            Classe::Recherche => self.recherche,
            Classe::Acte => self.acte,
        }
    }
}

/// Requests per minute and at once: of an address, then of an account. Two hundred people who arrive at nine o’clock behind
/// one address pass; somebody who types as fast as they can passes; ten requests a second for a minute do not.
const fn defauts(classe: Classe) -> [(u32, u32); 2] {
    match classe {
        Classe::General => [(12_000, 4_000), (600, 600)],
        Classe::Connexion => [(120, 120), (20, 40)],
        Classe::Recherche => [(1_800, 900), (240, 120)],
        Classe::Acte => [(1_200, 600), (120, 120)],
    }
}

/// Above as many clients of late, addresses are counted by wider networks: memory stays bounded whoever comes.
const CLIENTS_MAX: usize = 100_000;
/// How often what has been quiet is forgotten.
const MENAGE: Duration = Duration::from_secs(60);

struct Limiteurs {
    adresse: DefaultKeyedRateLimiter<IpNet>,
    compte: DefaultKeyedRateLimiter<CompteId>,
    refus: AtomicU64,
}

/// All the counts of this process.
pub(crate) struct Debit {
    actif: bool,
    proxies: Proxies,
    classes: [Limiteurs; CLASSES.len()],
    foule: AtomicBool,
    clients_max: usize,
    /// the streams that are open
    pub(crate) places: Places,
}

impl Debit {
    /// Empty counts.
    pub(crate) fn new(reglages: &Reglages, proxies: Proxies) -> Self {
        let classes = CLASSES.map(|classe| {
            let (seaux, [adresse, compte]) = (reglages.seaux(classe), defauts(classe));
            Limiteurs {
                adresse: RateLimiter::keyed(quota(seaux.adresse, adresse)),
                compte: RateLimiter::keyed(quota(seaux.compte, compte)),
                refus: AtomicU64::new(0),
            }
        });
        Self {
            actif: reglages.actif,
            proxies,
            classes,
            foule: AtomicBool::new(false),
            clients_max: CLIENTS_MAX,
            places: Places::default(),
        }
    }

    /// How long this address must wait, if it must.
    fn adresse(&self, requete: &Request) -> Option<Duration> {
        if !self.actif {
            return None;
        }
        let client = self.proxies.client(requete.extensions(), requete.headers());
        let cle = reseau(client, self.foule.load(Ordering::Relaxed));
        self.compter(requete, |limiteurs| &limiteurs.adresse, &cle)
    }

    /// How long the account of this request must wait, if there is one and it must.
    fn compte(&self, requete: &Request) -> Option<Duration> {
        let session = requete.extensions().get::<SessionOuverte>()?;
        if !self.actif {
            return None;
        }
        self.compter(requete, |limiteurs| &limiteurs.compte, &session.compte())
    }

    fn compter<K: Hash + Eq + Clone>(
        &self,
        requete: &Request,
        qui: impl Fn(&Limiteurs) -> &DefaultKeyedRateLimiter<K>,
        cle: &K,
    ) -> Option<Duration> {
        let classe = Classe::de(requete.method(), requete.uri().path());
        [Some(Classe::General), classe]
            .into_iter()
            .flatten()
            .find_map(|classe| {
                let limiteurs = &self.classes[classe as usize];
                let refus = qui(limiteurs).check_key(cle).err()?;
                limiteurs.refus.fetch_add(1, Ordering::Relaxed);
                Some(refus.wait_time_from(DefaultClock::default().now()))
            })
    }

    /// Forgets who has been quiet, and says how many were refused: numbers only.
    fn ranger(&self) {
        let mut foule = false;
        for (classe, limiteurs) in CLASSES.iter().zip(&self.classes) {
            limiteurs.adresse.retain_recent();
            limiteurs.adresse.shrink_to_fit();
            limiteurs.compte.retain_recent();
            limiteurs.compte.shrink_to_fit();
            foule |= limiteurs.adresse.len() > self.clients_max;
            let refus = limiteurs.refus.swap(0, Ordering::Relaxed);
            if refus > 0 {
                tracing::warn!(?classe, refus, "too many requests were sent in the last minute");
            }
        }
        if self.foule.swap(foule, Ordering::Relaxed) != foule {
            tracing::warn!(
                foule,
                "addresses are counted by wider networks while there are too many"
            );
        }
    }

    /// Tidies for as long as the portal is served.
    pub(crate) async fn entretenir(&self) {
        let mut rythme = tokio::time::interval(MENAGE);
        loop {
            rythme.tick().await;
            self.ranger();
        }
    }
}

fn quota(choisi: Option<Seau>, (par_minute, rafale): (u32, u32)) -> Quota {
    let lire = |nombre: u32| NonZeroU32::new(nombre).unwrap_or(NonZeroU32::MIN);
    let seau = choisi.unwrap_or(Seau {
        par_minute: lire(par_minute),
        rafale: lire(rafale),
    });
    Quota::per_minute(seau.par_minute).allow_burst(seau.rafale)
}

/// The middleware that counts by address: before anything is read from the database.
pub(crate) async fn par_adresse(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    match etat.debit.adresse(&requete) {
        Some(attente) => trop_de_requetes(&etat.cadre, accepte_html(requete.headers()), attente),
        None => suite.run(requete).await,
    }
}

/// The middleware that counts by account: once the session is known.
pub(crate) async fn par_compte(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    match etat.debit.compte(&requete) {
        Some(attente) => trop_de_requetes(&etat.cadre, accepte_html(requete.headers()), attente),
        None => suite.run(requete).await,
    }
}

#[cfg(test)]
#[path = "debit_tests.rs"]
mod tests;
