//! Where one is signed in, and how to close what was left open elsewhere.

use crate::api::{ApiErreur, FermerAutresSessions, FermerSession};
use crate::components::{BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::{chemin, page};
use crate::requete::{config, parametre, registry, session};
use domain::date::anciennete;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::session::SessionVue;

/// The page.
#[component]
pub fn MesSessions() -> impl IntoView {
    page(async move {
        let ouverte = session().ok_or_else(ApiErreur::connexion)?;
        let registry = registry();
        let sessions = registry.mes_sessions(&ouverte).await?;
        let maintenant = registry.now();
        let fournisseur = ouverte.fournisseur().libelle();
        let fermee = parametre("fermee").is_some();
        let seule = sessions.len() < 2;
        let (duree, inactivite) = (config().session_minutes, config().session_inactivite_minutes);
        Ok(view! {
            <Title text="Mes sessions" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">"Mes sessions"</h1>
                {fermee
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Succes titre="C’est fait">
                                "L’appareil concerné devra se connecter à nouveau. Ce qui y était enregistré est conservé."
                            </Bandeau>
                        }
                    })}
                <p class="mt-2">
                    {format!(
                        "Une session se termine après {} sans action de votre part, et au plus tard {} après la connexion. Si vous ne reconnaissez pas un appareil, fermez sa session.",
                        en_heures(inactivite),
                        en_heures(duree),
                    )}
                </p>
                <ul class="mt-6 grid gap-3">
                    {sessions
                        .into_iter()
                        .map(|vue| {
                            let vue_le = anciennete(vue.vue_le, maintenant);
                            view! { <UneSession vue=vue vue_le=vue_le fournisseur=fournisseur /> }
                        })
                        .collect_view()}
                </ul>
                {if seule {
                    view! { <p class="mt-6 text-soft">"Vous n’êtes connecté nulle part ailleurs."</p> }.into_any()
                } else {
                    view! {
                        <form method="post" action=FermerAutresSessions::url() class="mt-6">
                            <button class=BOUTON_DANGER>"Fermer toutes les autres sessions"</button>
                        </form>
                    }
                        .into_any()
                }}
                <p class="mt-8">
                    <a class=LIEN href=chemin::MES_DONNEES>"Vos données personnelles"</a>
                </p>
            </div>
        })
    })
}

#[component]
fn UneSession(vue: SessionVue, vue_le: String, fournisseur: &'static str) -> impl IntoView {
    let appareil = if vue.appareil.is_empty() {
        "Appareil inconnu".to_owned()
    } else {
        vue.appareil
    };
    let ouverte = vue.ouverte_le.affichage();
    let precision = format!("\u{a0}: {appareil}, ouverte le {ouverte}");
    view! {
        <li class="rounded-md border border-line p-4">
            <h2 class="font-bold">
                {appareil}
                {vue.courante.then_some(" (cette session)")}
            </h2>
            <p class="text-soft">{format!("Par {fournisseur} · Ouverte le {ouverte}")}</p>
            <p class="text-soft">{format!("Vue pour la dernière fois {vue_le}")}</p>
            {(!vue.courante)
                .then(|| {
                    view! {
                        <form method="post" action=FermerSession::url() class="mt-3">
                            <input type="hidden" name="session" value=vue.id.to_string() />
                            <button class=BOUTON_SECONDAIRE>
                                "Fermer" <span class="sr-only">{precision}</span>
                            </button>
                        </form>
                    }
                })}
        </li>
    }
}

/// « 8 heures », « 1 heure », « 30 minutes ».
fn en_heures(minutes: i64) -> String {
    let (nombre, unite) = if minutes % 60 == 0 && minutes > 0 {
        (minutes / 60, "heure")
    } else {
        (minutes, "minute")
    };
    format!("{nombre}\u{a0}{unite}{}", if nombre > 1 { "s" } else { "" })
}
