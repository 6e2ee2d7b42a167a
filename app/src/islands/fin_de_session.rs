//! Says that the session is about to end, in time to stay, and that it has ended. Without it nothing is lost: what was saved is
//! kept, and a form sent too late is taken up after signing in again.

use crate::components::{BOUTON, BOUTON_SECONDAIRE};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// What the person is told.
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(
        dead_code,
        reason = "the server draws it silent: only the browser has something to say"
    )
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Avis {
    /// nothing: the end is far
    Rien,
    /// it ends in that time, in words; `absolue` when nobody can put it off, `derniere` when hardly any time is left
    Bientot {
        temps: String,
        absolue: bool,
        derniere: bool,
    },
    /// the person stayed
    Reste,
    /// asking to stay did not work
    Echec(String),
    /// it has ended
    Terminee,
}

/// Watches over the session of this page. It ends in `secondes`, by itself or, when `absolue`, whatever happens; the person is
/// told `preavis` seconds before.
#[island]
pub fn FinDeSession(secondes: i64, preavis: i64, absolue: bool) -> impl IntoView {
    let avis = RwSignal::new(Avis::Rien);
    let eveille = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let veille = StoredValue::new_local(super::veille::Veille::new(avis, preavis));
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        eveille.set(true);
        veille.with_value(|v| super::veille::Veille::commencer(v, secondes, absolue));
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (secondes, preavis, absolue);
    // The time that is left is written as it goes, and spoken twice only.
    let dit = RwSignal::new(String::new());
    Effect::new(move |avant: Option<Avis>| {
        let maintenant = avis.get();
        if let Some(phrase) = a_dire(avant.as_ref(), &maintenant) {
            dit.set(phrase);
        }
        maintenant
    });
    let rester = move |_| {
        #[cfg(feature = "hydrate")]
        veille.with_value(super::veille::Veille::rester);
    };
    view! {
        // There before it speaks, so that what appears is spoken.
        <p role=move || eveille.get().then_some("alert") class="ecran-seul sr-only">{move || dit.get()}</p>
        // Over the page, so that nothing moves under the pointer; near the beginning of the page, so that its button is reached at once.
        <div
            role=move || (avis.get() != Avis::Rien).then_some("region")
            aria-label=move || (avis.get() != Avis::Rien).then_some("Fin de session")
            id="fin-de-session"
            tabindex="-1"
            class="ecran-seul pointer-events-none fixed inset-x-0 bottom-0 z-20 flex justify-center p-4"
        >
            {move || {
                let avis = avis.get();
                let (titre, texte) = paroles(&avis)?;
                Some(
                    view! {
                        <div class="pointer-events-auto w-full max-w-lecture rounded-md border-2 border-alerte bg-page p-4">
                            <p class="font-bold text-alerte">{titre}</p>
                            {(!texte.is_empty()).then(|| view! { <p class="mt-1">{texte}</p> })}
                            {suite(&avis, rester)}
                        </div>
                    },
                )
            }}
        </div>
    }
}

/// What can be done about it.
fn suite(avis: &Avis, rester: impl Fn(MouseEvent) + Send + 'static) -> AnyView {
    match avis {
        Avis::Bientot { absolue: false, .. } | Avis::Echec(_) => view! {
            <p class="mt-3">
                <button type="button" class=BOUTON on:click=rester>"Rester connecté"</button>
            </p>
        }
        .into_any(),
        Avis::Bientot { absolue: true, .. } | Avis::Terminee => {
            let revenir = move |evenement: MouseEvent| {
                #[cfg(feature = "hydrate")]
                super::veille::se_reconnecter(&evenement);
                #[cfg(not(feature = "hydrate"))]
                let _ = evenement;
            };
            view! {
                <p class="mt-3">
                    <a class=BOUTON_SECONDAIRE href="/connexion?session=terminee" on:click=revenir>"Se reconnecter"</a>
                </p>
            }
            .into_any()
        }
        Avis::Rien | Avis::Reste => ().into_any(),
    }
}

/// What a screen reader says when one becomes the other, and nothing when only the time has passed: once when the end comes
/// near, again when it is there.
fn a_dire(avant: Option<&Avis>, avis: &Avis) -> Option<String> {
    let etape = |avis: &Avis| match avis {
        Avis::Bientot {
            absolue, derniere, ..
        } => Some((*absolue, *derniere)),
        _ => None,
    };
    let deja = avant.and_then(etape);
    if deja.is_some() && deja == etape(avis) {
        return None;
    }
    let Some((titre, texte)) = paroles(avis) else {
        return Some(String::new());
    };
    let bouton = match avis {
        Avis::Bientot { absolue: false, .. } => {
            " Le bouton «\u{a0}Rester connecté\u{a0}» est au début de la page."
        }
        Avis::Bientot { absolue: true, .. } | Avis::Terminee => {
            " Le lien «\u{a0}Se reconnecter\u{a0}» est au début de la page."
        }
        Avis::Rien | Avis::Reste | Avis::Echec(_) => "",
    };
    Some(format!("{titre}. {texte}{bouton}"))
}

fn paroles(avis: &Avis) -> Option<(String, String)> {
    match avis {
        Avis::Rien => None,
        Avis::Bientot {
            temps,
            absolue: false,
            ..
        } => Some((
            format!("Votre session se termine dans {temps}"),
            "Ce qui est enregistré est conservé. Pour continuer sans vous reconnecter, restez connecté.".to_owned(),
        )),
        Avis::Bientot {
            temps,
            absolue: true,
            ..
        } => Some((
            format!("Votre session se termine dans {temps}"),
            "Elle atteint sa durée maximale et ne peut plus être prolongée. Ce qui est enregistré est conservé\u{a0}: reconnectez-vous pour continuer."
                .to_owned(),
        )),
        Avis::Reste => Some(("Vous restez connecté".to_owned(), String::new())),
        Avis::Echec(message) => Some(("Votre session n’a pas pu être prolongée".to_owned(), message.clone())),
        Avis::Terminee => Some((
            "Votre session est terminée".to_owned(),
            "Ce qui est enregistré est conservé, et ce que vous venez de taper reste dans cette page. Reconnectez-vous pour continuer où vous en étiez."
                .to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Avis, a_dire};

    fn bientot(temps: &str, derniere: bool) -> Avis {
        Avis::Bientot {
            temps: temps.to_owned(),
            absolue: false,
            derniere,
        }
    }

    #[test]
    fn the_end_is_spoken_when_it_comes_near_and_again_at_the_last_moment() {
        let (deux, une, derniere) = (
            bientot("2 minutes", false),
            bientot("1 minute", false),
            bientot("moins de 30 secondes", true),
        );
        let premiere = a_dire(Some(&Avis::Rien), &deux).unwrap();
        assert!(premiere.contains("2 minutes") && premiere.contains("Rester connecté"));
        assert_eq!(a_dire(Some(&deux), &une), None, "a minute less is only written");
        assert!(a_dire(Some(&une), &derniere).unwrap().contains("30 secondes"));
        assert_eq!(a_dire(Some(&derniere), &derniere.clone()), None);
        // A session so short that it begins with its last moment is spoken of once.
        assert!(a_dire(None, &derniere).is_some());
    }

    #[test]
    fn what_the_person_did_is_answered_and_then_forgotten() {
        assert_eq!(a_dire(Some(&Avis::Reste), &Avis::Rien), Some(String::new()));
        for (avis, mot) in [
            (Avis::Reste, "Vous restez connecté"),
            (Avis::Echec("pas de réseau".to_owned()), "pas de réseau"),
            (Avis::Terminee, "Se reconnecter"),
        ] {
            let phrase = a_dire(Some(&bientot("1 minute", false)), &avis).unwrap();
            assert!(phrase.contains(mot), "{phrase}");
        }
    }
}
