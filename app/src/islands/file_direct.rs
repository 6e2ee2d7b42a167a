//! The behaviour of [`FileVivante`](super::FileVivante): asks what became of the rows that are shown, and writes it where they are.

use super::direct::{self, Signe, maintenant};
use crate::api::{LigneVue, VueFile, suivre_file};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::{RwSignal, Set, document};
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

/// A colleague who decides on fifty demandes at once makes one question a second, not fifty (milliseconds).
const ECART: i64 = 1_000;

struct File {
    depuis: i64,
    nouvelles: RwSignal<String>,
    /// when the last question left
    dernier: Cell<i64>,
    /// a question is on its way
    en_route: Cell<bool>,
    /// something happened since it left
    encore: Cell<bool>,
    attente: Cell<Option<TimeoutHandle>>,
}

pub(super) fn suivre(depuis: i64, nouvelles: RwSignal<String>, etat: RwSignal<String>) {
    let file = Rc::new(File {
        depuis,
        nouvelles,
        dernier: Cell::new(0),
        en_route: Cell::new(false),
        encore: Cell::new(false),
        attente: Cell::new(None),
    });
    direct::suivre(move |signe| match signe {
        Signe::Relire | Signe::Demande { .. } => File::demander(&file),
        Signe::Ligne(ligne) => etat.set(ligne.libelle().to_owned()),
    });
}

impl File {
    /// At once when the last question is old enough, a moment later otherwise.
    fn demander(this: &Rc<Self>) {
        if this.en_route.get() {
            return this.encore.set(true);
        }
        let repos = this.dernier.get() + ECART - maintenant();
        if repos > 0 {
            return Self::programmer(this, repos);
        }
        if let Some(attente) = this.attente.take() {
            attente.clear();
        }
        this.dernier.set(maintenant());
        this.en_route.set(true);
        let f = this.clone();
        spawn_local(async move {
            let ids: Vec<String> = lignes()
                .iter()
                .filter_map(|ligne| ligne.get_attribute("data-demande"))
                .collect();
            let filtre = document()
                .query_selector("[data-onglets]")
                .ok()
                .flatten()
                .and_then(|onglets| onglets.get_attribute("data-onglets"));
            let filtre = filtre.map(|codes| format!("?{codes}")).unwrap_or_default();
            let reponse = suivre_file(f.depuis, ids.join(","), filtre).await;
            f.en_route.set(false);
            if let Ok(vue) = reponse {
                Self::montrer(&f, &vue);
            }
            if f.encore.take() {
                Self::demander(&f);
            }
        });
    }

    fn programmer(this: &Rc<Self>, millis: i64) {
        let f = this.clone();
        let attente = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
        let prochaine = set_timeout_with_handle(move || Self::demander(&f), attente).ok();
        if let Some(precedente) = this.attente.replace(prochaine) {
            precedente.clear();
        }
    }

    fn montrer(this: &Rc<Self>, vue: &VueFile) {
        use leptos::prelude::GetUntracked;
        for (selecteur, texte) in [("[data-compte]", &vue.titre), ("[data-toutes]", &vue.toutes)] {
            for element in tous(selecteur).iter().filter(|_| !texte.is_empty()) {
                ecrire(element, texte);
            }
        }
        for (onglet, nombre) in tous("[data-onglets] [data-nombre]").iter().zip(&vue.onglets) {
            ecrire(onglet, &nombre.to_string());
        }
        for element in tous("[data-vue]") {
            let id = element.get_attribute("data-vue").unwrap_or_default();
            let nombre = vue
                .vues
                .iter()
                .position(|vue| *vue == id)
                .and_then(|rang| vue.trouvees.get(rang));
            if let Some(nombre) = nombre {
                ecrire(&element, &nombre.to_string());
            }
        }
        for ligne in lignes() {
            let id = ligne.get_attribute("data-demande").unwrap_or_default();
            if let Some(vue) = vue.lignes.iter().find(|vue| vue.demande == id) {
                marquer(&ligne, vue);
            }
        }
        // The same words are not spoken twice.
        if this.nouvelles.get_untracked() != vue.nouvelles {
            this.nouvelles.set(vue.nouvelles.clone());
        }
        if let Some(secondes) = vue.relire {
            Self::programmer(this, secondes.clamp(1, 600) * 1000);
        }
    }
}

fn marquer(ligne: &Element, vue: &LigneVue) {
    // Labels that are there are written again where they are. One more would push the rows below: its words go where there is
    // room for them.
    let etiquettes = dans(ligne, "[data-marque]");
    let mut mots = vue.marques.iter();
    for etiquette in &etiquettes {
        let mot = mots.next();
        if let Some(mot) = mot {
            ecrire(etiquette, mot);
        }
        // A label that says nothing any more keeps its place.
        let _ = etiquette.toggle_attribute_with_force("data-muette", mot.is_none());
    }
    if let Some(temoin) = ligne.query_selector("[data-temoin]").ok().flatten() {
        let dits: Vec<&str> = std::iter::once(&vue.texte)
            .filter(|texte| !texte.is_empty())
            .chain(mots)
            .map(String::as_str)
            .collect();
        ecrire(&temoin, &dits.join(" · "));
    }
    let _ = ligne.toggle_attribute_with_force("data-finie", vue.finie);
}

fn ecrire(element: &Element, texte: &str) {
    if element.text_content().as_deref() != Some(texte) {
        element.set_text_content(Some(texte));
    }
}

/// The rows that the page shows.
fn lignes() -> Vec<Element> {
    tous("[data-demande]")
}

pub(super) fn tous(selecteur: &str) -> Vec<Element> {
    document()
        .query_selector_all(selecteur)
        .map_or_else(|_| Vec::new(), |liste| elements(&liste))
}

fn dans(element: &Element, selecteur: &str) -> Vec<Element> {
    element
        .query_selector_all(selecteur)
        .map_or_else(|_| Vec::new(), |liste| elements(&liste))
}

fn elements(liste: &NodeList) -> Vec<Element> {
    (0..liste.length())
        .filter_map(|rang| liste.item(rang)?.dyn_into().ok())
        .collect()
}
