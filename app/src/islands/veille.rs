//! The watch behind [`FinDeSession`](super::FinDeSession): one timer. Before it says anything it asks the server, because
//! another tab may have given a sign of the person meanwhile; asking is not such a sign.

use super::fin_de_session::Avis;
use super::navigateur::{aller, ecouter, formulaire_a_garder};
use crate::api::{ApiErreur, Code, ResteSession, etat_session, rester_connecte};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::{RwSignal, Set, document, window};
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// How often the server is asked again while the warning is shown (milliseconds).
const RAPPEL: i64 = 15_000;
/// The last moment, of which the person is told again (seconds).
const DERNIER: i64 = 30;
/// How long « vous restez connecté » stays (milliseconds).
const MERCI: u64 = 5_000;

/// The event by which a form tells that the server knows no session any more.
pub(super) const SESSION_TERMINEE: &str = "session-terminee";

pub(super) struct Veille {
    avis: RwSignal<Avis>,
    /// seconds
    preavis: i64,
    /// the end as known, on the browser's own clock (milliseconds)
    fin: Cell<i64>,
    absolue: Cell<bool>,
    terminee: Cell<bool>,
    attente: Cell<Option<TimeoutHandle>>,
    /// where the person was when the warning came
    avant: Cell<Option<Element>>,
}

impl Veille {
    pub(super) fn new(avis: RwSignal<Avis>, preavis: i64) -> Rc<Self> {
        Rc::new(Self {
            avis,
            preavis,
            fin: Cell::new(0),
            absolue: Cell::new(false),
            terminee: Cell::new(false),
            attente: Cell::new(None),
            avant: Cell::new(None),
        })
    }

    pub(super) fn commencer(this: &Rc<Self>, secondes: i64, absolue: bool) {
        this.retenir(ResteSession { secondes, absolue });
        Self::programmer(this);
        let v = this.clone();
        // A machine that wakes up finds its timers late, and the person may have signed in again in another tab.
        ecouter(&document(), "visibilitychange", move |_| {
            if v.terminee.get() {
                Self::demander(&v);
            } else {
                Self::regarder(&v);
            }
        });
        let v = this.clone();
        ecouter(&document(), SESSION_TERMINEE, move |_| v.terminer());
    }

    fn retenir(&self, etat: ResteSession) {
        self.fin.set(maintenant() + etat.secondes * 1000);
        self.absolue.set(etat.absolue);
    }

    /// Milliseconds left, as far as this page knows.
    fn reste(&self) -> i64 {
        self.fin.get() - maintenant()
    }

    fn programmer(this: &Rc<Self>) {
        let avant_preavis = this.reste() - this.preavis * 1000;
        let attente = if avant_preavis > 0 {
            avant_preavis
        } else {
            // A moment after the end rather than before it.
            RAPPEL.min(this.reste() + 500)
        };
        this.dans(attente, Self::regarder);
    }

    fn dans(self: &Rc<Self>, millis: i64, suite: impl Fn(&Rc<Self>) + 'static) {
        if let Some(precedente) = self.attente.take() {
            precedente.clear();
        }
        let v = self.clone();
        let attente = Duration::from_millis(u64::try_from(millis).unwrap_or_default().max(250));
        self.attente
            .set(set_timeout_with_handle(move || suite(&v), attente).ok());
    }

    fn regarder(this: &Rc<Self>) {
        if this.reste() > this.preavis * 1000 {
            return Self::programmer(this);
        }
        Self::demander(this);
    }

    fn demander(this: &Rc<Self>) {
        let v = this.clone();
        spawn_local(async move {
            match etat_session().await {
                Ok(etat) => {
                    v.terminee.set(false);
                    v.retenir(etat);
                    v.dire();
                }
                Err(ApiErreur {
                    code: Code::Connexion,
                    ..
                }) => return v.terminer(),
                // The network is away: what this page knows has to do.
                Err(_) if v.terminee.get() || v.reste() <= 0 => return v.terminer(),
                Err(_) => v.dire(),
            }
            Self::programmer(&v);
        });
    }

    fn dire(&self) {
        if self.reste() > self.preavis * 1000 {
            return self.avis.set(Avis::Rien);
        }
        self.se_souvenir();
        let secondes = self.reste() / 1000;
        self.annoncer(Avis::Bientot {
            temps: en_mots(secondes),
            absolue: self.absolue.get(),
            derniere: secondes <= DERNIER,
        });
    }

    /// The same words are not spoken twice.
    fn annoncer(&self, avis: Avis) {
        use leptos::prelude::GetUntracked;
        if self.avis.get_untracked() != avis {
            self.avis.set(avis);
        }
    }

    fn se_souvenir(&self) {
        let deja = self.avant.take();
        let ici = document()
            .active_element()
            .filter(|e| e.closest("#fin-de-session").ok().flatten().is_none());
        self.avant.set(ici.or(deja));
    }

    fn terminer(&self) {
        self.terminee.set(true);
        if let Some(attente) = self.attente.take() {
            attente.clear();
        }
        self.annoncer(Avis::Terminee);
    }

    /// The person asked to stay.
    pub(super) fn rester(this: &Rc<Self>) {
        let v = this.clone();
        spawn_local(async move {
            match rester_connecte().await {
                Ok(etat) => {
                    v.retenir(etat);
                    // The button goes: the person is put back where they were.
                    if let Some(element) = v.avant.take().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                        let _ = element.focus();
                    }
                    if v.reste() <= v.preavis * 1000 {
                        v.dire();
                        return Self::programmer(&v);
                    }
                    v.annoncer(Avis::Reste);
                    let suite = v.clone();
                    leptos::leptos_dom::helpers::set_timeout(
                        move || {
                            use leptos::prelude::GetUntracked;
                            if suite.avis.get_untracked() == Avis::Reste {
                                suite.avis.set(Avis::Rien);
                            }
                        },
                        Duration::from_millis(MERCI),
                    );
                    Self::programmer(&v);
                }
                Err(ApiErreur {
                    code: Code::Connexion,
                    ..
                }) => v.terminer(),
                Err(erreur) => {
                    v.annoncer(Avis::Echec(erreur.message));
                    Self::programmer(&v);
                }
            }
        });
    }
}

/// Goes to the sign-in and back to this page; a form with something typed that could not be saved is sent on the way: the
/// server keeps it until the person is signed in.
pub(super) fn se_reconnecter(evenement: &MouseEvent) {
    evenement.prevent_default();
    if let Some(formulaire) = formulaire_a_garder()
        && formulaire.submit().is_ok()
    {
        return;
    }
    let retour = window().location().pathname().unwrap_or_default();
    aller(&format!("/connexion?session=terminee&retour={retour}"));
}

fn en_mots(secondes: i64) -> String {
    match (secondes + 30) / 60 {
        _ if secondes <= DERNIER => format!("moins de {DERNIER} secondes"),
        ..=0 => "moins d’une minute".to_owned(),
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of this century fit in 53 bits"
)]
fn maintenant() -> i64 {
    js_sys::Date::now() as i64
}
