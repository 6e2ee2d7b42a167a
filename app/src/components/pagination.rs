//! Pages of a list cut on the server.

use leptos::prelude::*;

/// Previous, next, and where one is. `adresse` gives the address of a page.
#[component]
pub fn Pagination<F>(page: u32, pages: u32, adresse: F) -> impl IntoView
where
    F: Fn(u32) -> String,
{
    const LIEN: &str = "inline-flex min-h-11 items-center px-2 text-action underline hover:text-action-fort";
    (pages > 1).then(|| {
        view! {
            <nav aria-label="Pages" class="mt-6 flex flex-wrap items-center gap-4">
                {(page > 1).then(|| view! { <a class=LIEN rel="prev" href=adresse(page - 1)>"Page précédente"</a> })}
                <span class="text-soft">{format!("Page {page} sur {pages}")}</span>
                {(page < pages).then(|| view! { <a class=LIEN rel="next" href=adresse(page + 1)>"Page suivante"</a> })}
            </nav>
        }
    })
}
