//! The HTML document around every page: head, banner of the demonstration, header, footer.

use crate::components::{AideDuChamp, Bandeau, EtatHorsLigne, LIEN, SansReseau, Ton, texte_brut};
use crate::islands::{FinDeSession, Intention};
use crate::pages::aide::{AidePage, aide_du_champ};
use crate::pages::chemin;
use crate::requete::{config, etat, session};
use crate::routes::Routes;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};

/// The document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_meta_context();
    view! {
        <!DOCTYPE html>
        <html lang="fr">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#12171f" media="(prefers-color-scheme: dark)" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icones/icone-apple.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <HashedStylesheet options=options.clone() />
                <AutoReload options=options.clone() />
                <HydrationScripts options islands=true />
                <script src="/poche.js" defer=true nonce=use_nonce()></script>
                <MetaTags />
            </head>
            <body class="flex flex-col">
                <Document />
            </body>
        </html>
    }
}

#[component]
fn Document() -> impl IntoView {
    provide_context(AideDuChamp(aide_du_champ));
    view! {
        <Title formatter=|titre: String| {
            // The head is written as it stands, and names of structures come from files.
            let titre = texte_brut(titre);
            if titre.is_empty() { "Portail RPPS+".to_owned() } else { format!("{titre} – Portail RPPS+") }
        } />
        <a
            href="#contenu"
            class="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-10 focus:bg-page focus:p-3 focus:text-action focus:underline"
        >
            "Aller au contenu"
        </a>
        {session()
            .map(|session| {
                let etat = etat(&session);
                view! { <FinDeSession secondes=etat.secondes preavis=config().preavis() absolue=etat.absolue /> }
            })}
        {session().map(|_| view! { <EtatHorsLigne /> })}
        {config().demonstration.then(|| view! { <Demonstration /> })}
        <EnTete />
        <main id="contenu" class="mx-auto w-full max-w-large grow px-4 pt-6 pb-16 print:p-0">
            <Routes />
        </main>
        <AidePage />
        <PiedDePage />
        {session()
            .map(|session| {
                let gestionnaire = session.est_gestionnaire();
                view! {
                    {gestionnaire.then(|| view! { <Intention /> })}
                    <SansReseau />
                }
            })}
    }
}

#[component]
fn Demonstration() -> impl IntoView {
    view! {
        <aside aria-label="Démonstration" class="ecran-seul border-b border-line bg-alerte-fond text-sm text-alerte">
            <p class="mx-auto max-w-large px-4 py-2">
                <strong>"Démonstration."</strong>
                " Les personnes sont imaginaires, aucun message n’est envoyé. "
                <a class="underline" href=chemin::MESSAGES>"Voir les messages"</a>
            </p>
        </aside>
    }
}

#[component]
fn EnTete() -> impl IntoView {
    let session = session();
    let accueil = session.as_ref().map_or("/", chemin::accueil_de);
    view! {
        <header class="ecran-seul border-b border-line">
            <div class="mx-auto flex max-w-large flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2">
                <a href=accueil class="flex min-h-11 items-center gap-2 text-lg font-bold text-ink no-underline">
                    <svg viewBox="0 0 32 32" class="size-7 text-action" aria-hidden="true" fill="currentColor">
                        <path d="M6 2h20a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Zm8 6v6H8v4h6v6h4v-6h6v-4h-6V8h-4Z" />
                    </svg>
                    "Portail RPPS+"
                </a>
                {match session {
                    Some(session) => {
                        view! {
                            <form method="post" action="/api/se-deconnecter" class="flex flex-wrap items-center gap-x-4">
                                <a
                                    href=chemin::MES_SESSIONS
                                    class="flex min-h-11 items-center text-sm text-soft underline underline-offset-2 hover:text-action-fort"
                                >
                                    <span class="sr-only">"Mes sessions\u{a0}: "</span>
                                    {session.nom_affiche().to_owned()}
                                </a>
                                <button class="min-h-11 cursor-pointer text-action underline hover:text-action-fort">
                                    "Se déconnecter"
                                </button>
                            </form>
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <a href=chemin::CONNEXION class="flex min-h-11 items-center text-action underline hover:text-action-fort">
                                "Se connecter"
                            </a>
                        }
                            .into_any()
                    }
                }}
            </div>
        </header>
    }
}

#[component]
fn PiedDePage() -> impl IntoView {
    view! {
        <footer class="ecran-seul border-t border-line bg-surface">
            <p class="mx-auto max-w-large px-4 py-6 text-sm text-soft">
                "Portail RPPS+\u{a0}: enregistrement des professionnels à rôle du social et du médico-social. Logiciel libre, indépendant de l’Agence du numérique en santé."
                " "
                <a class="inline-flex min-h-11 items-center text-action underline" href=chemin::AIDE>"Aide"</a>
                {[
                    (chemin::CONDITIONS_PORTAIL, "Conditions d’utilisation"),
                    (chemin::DONNEES_PERSONNELLES, "Données personnelles"),
                    (chemin::MENTIONS_LEGALES, "Mentions légales"),
                    (chemin::ACCESSIBILITE, "Accessibilité\u{a0}: non conforme"),
                ]
                    .map(|(adresse, nom)| {
                        view! {
                            " "
                            <a class="inline-flex min-h-11 items-center text-action underline" href=adresse>{nom}</a>
                        }
                    })
                    .collect_view()}
                {session()
                    .map(|_| {
                        view! {
                            " "
                            <a class="inline-flex min-h-11 items-center text-action underline" href=chemin::MES_DONNEES>
                                "Vos données personnelles"
                            </a>
                        }
                    })}
            </p>
        </footer>
    }
}

/// What a page outside the router has no context to ask.
#[derive(Clone, Debug)]
pub struct Cadre {
    /// where the files of the build are
    pub options: LeptosOptions,
    /// the banner is on every page
    pub demonstration: bool,
}

/// A page outside the router, drawn as text: what middleware answers when there is no page to send.
pub fn page_seule(cadre: &Cadre, titre: &str, contenu: impl IntoView + 'static) -> String {
    let titre = format!("{titre} – Portail RPPS+");
    let contenu = contenu.into_any();
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_meta_context();
        view! {
            <html lang="fr">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{titre}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <HashedStylesheet options=cadre.options.clone() />
                </head>
                <body class="flex flex-col">
                    {cadre.demonstration.then(|| view! { <Demonstration /> })}
                    <main id="contenu" class="mx-auto w-full max-w-lecture grow px-4 py-8">{contenu}</main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{html}")
}

/// What a person reads when an act could not be done, with their form kept and ready to be sent again.
pub fn page_reprise(
    cadre: &Cadre,
    message: String,
    action: String,
    champs: Vec<(String, String)>,
    session_terminee: bool,
) -> String {
    page_seule(
        cadre,
        "Erreur",
        view! {
            <h1 class="text-2xl font-bold">"Votre action n’a pas pu être enregistrée"</h1>
            <Bandeau ton=Ton::Erreur titre="Ce qui s’est passé">{message}</Bandeau>
            <p class="mt-4">"Ce que vous avez saisi est conservé dans cette page\u{a0}: ne la fermez pas, puis réessayez."</p>
            {session_terminee
                .then(|| {
                    view! {
                        <p class="mt-4">
                            <a class=LIEN href=chemin::CONNEXION target="_blank">"Se connecter dans un nouvel onglet"</a>
                            ", puis revenez ici."
                        </p>
                    }
                })}
            <form method="post" action=action class="mt-6">
                {champs
                    .into_iter()
                    .map(|(nom, valeur)| view! { <input type="hidden" name=nom value=valeur /> })
                    .collect_view()}
                <button class="min-h-11 cursor-pointer rounded-md bg-action px-5 py-2 font-bold text-sur-action hover:bg-action-fort">
                    "Réessayer"
                </button>
            </form>
        },
    )
}
