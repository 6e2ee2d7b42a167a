//! The line to the live queue. It listens to the stream while the page is in sight; when nothing comes through any more it asks
//! every few seconds instead, and goes back to the stream when it can. Whoever uses it is told when to read again, nothing else.

use super::navigateur::ecouter;
use crate::api::{EtatDirect, Evenement};
use futures_util::StreamExt as _;
use gloo_net::eventsource::futures::{EventSource, EventSourceSubscription};
use gloo_net::http::Request;
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::document;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The stream says that it is alive every ten seconds: silent for so long, it is not (milliseconds).
const SILENCE: i64 = 30_000;
/// Between two questions, without a stream (milliseconds).
const SONDAGE: i64 = 15_000;
/// Between two attempts at the stream, once refused (milliseconds).
const NOUVEL_ESSAI: i64 = 60_000;
/// How often the line is looked at.
const PAS: Duration = Duration::from_secs(5);
/// A timer is not exact to the millisecond: a question due now is not put off to the next look (milliseconds).
const RETARD: i64 = 1_000;

/// How the page is kept up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ligne {
    /// not yet
    Attente,
    /// as it happens
    Direct,
    /// by asking
    Sondage,
    /// no answer
    Coupee,
    /// the session or the right has ended
    Finie,
}

impl Ligne {
    /// In words, for the corner of a page.
    pub(super) fn libelle(self) -> &'static str {
        match self {
            Self::Attente => "",
            Self::Direct => "Mise à jour en direct",
            Self::Sondage => "Mise à jour toutes les 15\u{a0}secondes",
            Self::Coupee => "Connexion perdue, nouvel essai dans un instant",
            Self::Finie => "Cette page n’est plus mise à jour\u{a0}: rechargez-la",
        }
    }
}

/// What the page is told.
pub(super) enum Signe {
    /// something may have changed
    Relire,
    /// something happened to a demande
    Demande {
        demande: String,
        acte: String,
        moi: bool,
    },
    /// the line is not what it was
    Ligne(Ligne),
}

struct Direct {
    dire: Box<dyn Fn(Signe)>,
    source: RefCell<Option<EventSource>>,
    /// counts the streams: what an older one still says is not listened to
    rang: Cell<u32>,
    ligne: Cell<Ligne>,
    /// when the stream last spoke, when it was last tried, when the server was last asked
    vu: Cell<i64>,
    essai: Cell<i64>,
    sonde: Cell<i64>,
    tampon: RefCell<String>,
}

/// Follows the queue for as long as the page lives.
pub(super) fn suivre(dire: impl Fn(Signe) + 'static) {
    let direct = Rc::new(Direct {
        dire: Box::new(dire),
        source: RefCell::new(None),
        rang: Cell::new(0),
        ligne: Cell::new(Ligne::Attente),
        vu: Cell::new(maintenant()),
        essai: Cell::new(0),
        sonde: Cell::new(0),
        tampon: RefCell::new(String::new()),
    });
    if !document().hidden() {
        Direct::ouvrir(&direct);
    }
    let d = direct.clone();
    // A page out of sight holds no line; in sight again, it catches up.
    ecouter(&document(), "visibilitychange", move |_| {
        if document().hidden() {
            d.fermer();
        } else if d.ligne.get() != Ligne::Finie {
            // A stream that spoke will speak again at once; where it did not, the questions go on.
            if d.ligne.get() == Ligne::Direct {
                d.vu.set(maintenant());
            }
            Direct::ouvrir(&d);
        }
    });
    let battre = move || Direct::battre(&direct);
    // Without a timer the stream still works.
    let _ = set_interval_with_handle(battre, PAS);
}

impl Direct {
    fn passer(&self, ligne: Ligne) {
        if self.ligne.replace(ligne) != ligne {
            (self.dire)(Signe::Ligne(ligne));
        }
    }

    fn fermer(&self) {
        self.rang.set(self.rang.get() + 1);
        // Dropping it closes it.
        drop(self.source.take());
    }

    fn ouvrir(this: &Rc<Self>) {
        this.fermer();
        // A proxy may open it and let nothing through: only what it says is a sign of it.
        this.essai.set(maintenant());
        let Ok(mut source) = EventSource::new("/api/direct") else {
            return this.passer(Ligne::Sondage);
        };
        let Ok(paroles) = source.subscribe("message") else {
            return this.passer(Ligne::Sondage);
        };
        this.source.replace(Some(source));
        let (d, rang) = (this.clone(), this.rang.get());
        spawn_local(async move { d.lire(paroles, rang).await });
    }

    async fn lire(&self, mut paroles: EventSourceSubscription, rang: u32) {
        while let Some(parole) = paroles.next().await {
            if self.rang.get() != rang {
                return;
            }
            let Ok((_, message)) = parole else {
                // Refused for good: the browser will not try again by itself.
                self.fermer();
                return self.passer(Ligne::Sondage);
            };
            let lu = message.data().as_string();
            let Some(evenement) = lu.and_then(|texte| serde_json::from_str(&texte).ok()) else {
                continue;
            };
            self.vu.set(maintenant());
            self.apprendre(evenement);
            if self.ligne.get() == Ligne::Finie {
                return self.fermer();
            }
        }
    }

    fn apprendre(&self, evenement: Evenement) {
        match evenement {
            Evenement::Fin => return self.passer(Ligne::Finie),
            Evenement::Ouvert | Evenement::Relire => (self.dire)(Signe::Relire),
            Evenement::Demande { demande, acte, moi } => (self.dire)(Signe::Demande { demande, acte, moi }),
            Evenement::Pouls => {}
        }
        self.passer(Ligne::Direct);
    }

    fn battre(this: &Rc<Self>) {
        let maintenant = maintenant();
        if document().hidden() || this.ligne.get() == Ligne::Finie {
            return;
        }
        let muette = this.source.borrow().is_none() || maintenant - this.vu.get() > SILENCE;
        if !muette {
            return;
        }
        if maintenant - this.essai.get() > NOUVEL_ESSAI {
            Self::ouvrir(this);
        }
        if maintenant - this.sonde.get() >= SONDAGE - RETARD {
            this.sonde.set(maintenant);
            let d = this.clone();
            spawn_local(async move { d.sonder().await });
        }
    }

    async fn sonder(&self) {
        let Ok(reponse) = Request::get("/api/direct/etat").send().await else {
            return self.passer(Ligne::Coupee);
        };
        match reponse.status() {
            401 | 403 => return self.passer(Ligne::Finie),
            200 => {}
            _ => return self.passer(Ligne::Coupee),
        }
        let texte = reponse.text().await.unwrap_or_default();
        let Ok(etat) = serde_json::from_str::<EtatDirect>(&texte) else {
            return self.passer(Ligne::Coupee);
        };
        if self.tampon.replace(etat.tampon.clone()) != etat.tampon {
            (self.dire)(Signe::Relire);
        }
        // The stream may have spoken while the answer was on its way.
        if self.ligne.get() != Ligne::Direct || maintenant() - self.vu.get() > SILENCE {
            self.passer(Ligne::Sondage);
        }
    }
}

/// Milliseconds, on the browser's own clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of this century fit in 53 bits"
)]
pub(super) fn maintenant() -> i64 {
    js_sys::Date::now() as i64
}
