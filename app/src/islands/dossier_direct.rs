//! The behaviour of [`DossierVivant`](super::DossierVivant): keeps the demande in hand while its reader gives signs of work, says
//! what colleagues do to it, and gives it back when the page is left.

use super::direct::{self, Signe, maintenant};
use super::dossier_vivant::Tenue;
use super::navigateur::{ecouter, envoyer_en_partant};
use crate::api::{ApiErreur, Code, EtatDossier, LibererPrise, Main, tenir_prise};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::{GetUntracked, Set, WithUntracked, document, window};
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use web_sys::UrlSearchParams;

/// How often it is renewed, and how long after the last sign its reader is still at work.
const RYTHME: Duration = Duration::from_secs(60);

struct Dossier {
    tenue: Tenue,
    /// the last sign of work (milliseconds)
    signe: Cell<i64>,
    en_route: Cell<bool>,
    encore: Cell<bool>,
}

pub(super) fn tenir(tenue: Tenue) {
    let dossier = Rc::new(Dossier {
        tenue,
        signe: Cell::new(maintenant()),
        en_route: Cell::new(false),
        encore: Cell::new(false),
    });
    for evenement in ["keydown", "pointerdown", "pointermove", "wheel", "input"] {
        let d = dossier.clone();
        ecouter(&document(), evenement, move |_| d.signe.set(maintenant()));
    }
    let d = dossier.clone();
    ecouter(&window(), "pagehide", move |_| d.partir());
    let d = dossier.clone();
    let renouveler = move || {
        if !document().hidden() {
            Dossier::demander(&d);
        }
    };
    // Without a timer, the demande gives itself back.
    let _ = set_interval_with_handle(renouveler, RYTHME);
    direct::suivre(move |signe| match signe {
        Signe::Relire => Dossier::demander(&dossier),
        Signe::Demande { demande, acte, moi } => {
            // What this page did itself it knows.
            if demande == dossier.tenue.demande && !(moi && acte == "prendre") {
                Dossier::demander(&dossier);
            }
        }
        Signe::Ligne(_) => {}
    });
}

impl Dossier {
    fn demander(this: &Rc<Self>) {
        // Asking again and again for what is refused would only be refused again, and noted each time.
        if this.tenue.etat.with_untracked(|etat| etat.main == Main::Perdue) {
            return;
        }
        if this.en_route.replace(true) {
            return this.encore.set(true);
        }
        let d = this.clone();
        let rythme = i64::try_from(RYTHME.as_millis()).unwrap_or(i64::MAX);
        let travaille = maintenant() - d.signe.get() <= rythme;
        spawn_local(async move {
            let tenue = &d.tenue;
            let reponse = tenir_prise(
                tenue.demande.clone(),
                tenue.jeton.clone(),
                tenue.version,
                travaille,
            )
            .await;
            d.en_route.set(false);
            // The same words are not spoken twice; without an answer, what is shown stays.
            let etat = match reponse {
                Ok(etat) => Some(etat),
                Err(erreur) => perdue(&erreur),
            };
            if let Some(etat) = etat
                && tenue.etat.get_untracked() != etat
            {
                tenue.etat.set(etat);
            }
            if d.encore.take() {
                Self::demander(&d);
            }
        });
    }

    fn partir(&self) {
        if self.tenue.etat.get_untracked().main != Main::Moi {
            return;
        }
        if let Ok(corps) = UrlSearchParams::new() {
            corps.set("demande", &self.tenue.demande);
            corps.set("jeton", &self.tenue.jeton);
            envoyer_en_partant(LibererPrise::url(), &corps);
        }
    }
}

/// What is shown once the demande is out of reach: the session or the right has ended, or the demande has left the perimeter.
fn perdue(erreur: &ApiErreur) -> Option<EtatDossier> {
    matches!(erreur.code, Code::Connexion | Code::Interdit | Code::Introuvable).then(|| EtatDossier {
        main: Main::Perdue,
        titre: "Cette page n’est plus mise à jour".to_owned(),
        texte: "Cette demande ne vous est plus accessible. Rechargez la page pour savoir pourquoi."
            .to_owned(),
    })
}
