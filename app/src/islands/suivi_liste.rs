//! How far registering a staff list is, without reloading the page; the page is read again when it is over.

use leptos::prelude::*;

/// The bar and its sentence. Without a script, a link reads the page again.
#[island]
pub fn SuiviListe(liste: String, faites: i64, restantes: i64) -> impl IntoView {
    let avance = RwSignal::new((faites, restantes));
    #[cfg(feature = "hydrate")]
    Effect::new({
        let liste = liste.clone();
        move |_| suivre(liste.clone(), avance)
    });
    let adresse = format!("/gestion/imports/{liste}");
    view! {
        <div class="mt-4 max-w-lecture rounded-md border border-line p-4">
            <label for="avancement" class="font-bold">
                {move || {
                    let (faites, restantes) = avance.get();
                    format!("{faites} sur {} lignes enregistrées", faites + restantes)
                }}
            </label>
            <progress
                id="avancement"
                class="mt-2 block h-3 w-full"
                max=move || { let (faites, restantes) = avance.get(); (faites + restantes).max(1).to_string() }
                value=move || avance.get().0.to_string()
            ></progress>
            <p class="mt-2">"Vous pouvez quitter cette page\u{a0}: l’enregistrement continue, et vous le retrouverez ici."</p>
            <p>
                <a class="inline-flex min-h-11 items-center text-action underline" href=adresse>"Actualiser"</a>
            </p>
        </div>
    }
}

/// Asks every two seconds; an answer that does not come is asked for again.
#[cfg(feature = "hydrate")]
fn suivre(liste: String, avance: RwSignal<(i64, i64)>) {
    use leptos::leptos_dom::helpers::set_timeout;
    let attente = std::time::Duration::from_secs(2);
    set_timeout(
        move || {
            leptos::task::spawn_local(async move {
                match crate::api::avancement_liste(liste.clone()).await {
                    Ok(etat) if etat.fini => {
                        let _ = window().location().reload();
                        return;
                    }
                    Ok(etat) => avance.set((etat.faites, etat.restantes)),
                    Err(_) => {}
                }
                suivre(liste, avance);
            });
        },
        attente,
    );
}
