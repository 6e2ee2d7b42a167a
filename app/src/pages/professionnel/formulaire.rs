//! What the four steps have in common: the draft they write to, the errors they show, the buttons.

use crate::components::{BOUTON, BOUTON_SECONDAIRE, FilEtapes, ResumeErreurs};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::{Sortie, chemin};
use crate::requete::{parametre, registry, usager};
use domain::saisie::{Erreurs, Etape};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::demande::Brouillon;
use registry::droit::Usager;

/// A step about to be drawn.
pub(super) struct Contexte {
    pub(super) usager: Usager,
    pub(super) brouillon: Brouillon,
    /// shown only once the person has tried to go on
    pub(super) erreurs: Option<Erreurs>,
    /// opened from the check page, to which it returns
    pub(super) retour: bool,
}

/// Finds the draft of the person who is signed in; without one, their home is the right page.
pub(super) async fn contexte(etape: Etape) -> Result<Contexte, Sortie> {
    let usager = usager()?;
    let (voir, retour) = (parametre("erreurs").is_some(), parametre("retour").is_some());
    let registry = registry();
    let Some(brouillon) = registry.brouillon(&usager).await? else {
        return Err(Sortie::Vers(chemin::MES_DEMANDES.to_owned()));
    };
    let erreurs = if voir {
        registry.erreurs_de_l_etape(&brouillon, etape)
    } else {
        None
    };
    Ok(Contexte {
        usager,
        brouillon,
        erreurs,
        retour,
    })
}

/// The title of a page with a form: « Erreur : » comes first when there is something to correct.
pub(in crate::pages) fn titre(texte: &str, erreurs: Option<&Erreurs>) -> String {
    if erreurs.is_some() {
        format!("Erreur\u{a0}: {texte}")
    } else {
        texte.to_owned()
    }
}

/// The place where a refused or lost sending is told. It goes inside the form: a page may have several forms, each with its own.
#[component]
pub fn ErreurEnvoi() -> impl IntoView {
    view! {
        <p
            data-erreur-envoi=""
            role="alert"
            tabindex="-1"
            hidden
            class="mt-6 max-w-lecture rounded-md border-2 border-danger bg-danger-fond p-4 font-bold text-danger"
        ></p>
    }
}

/// One step: heading, form, buttons.
#[component]
pub(super) fn FormulaireEtape(
    etape: Etape,
    action: &'static str,
    demande: String,
    genre: Genre,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    retour: bool,
    children: Children,
) -> impl IntoView {
    let (mode, libelle) = if retour {
        ("verifier", "Valider et revenir à la vérification")
    } else {
        ("continuer", "Valider cette étape")
    };
    let titre = titre(
        &format!("{} (étape {} sur 4)", etape.titre(), etape.numero()),
        erreurs.as_ref(),
    );
    let precedente = etape.precedente().is_some() && !retour;
    view! {
        <Title text=titre />
        <FilEtapes etape=etape />
        <FormulaireVivant genre=genre>
            // The browser's own bubbles would speak before the rules, in another voice and one field at a time.
            <form method="post" action=action data-auto="" novalidate>
                <ResumeErreurs erreurs=erreurs />
                <ErreurEnvoi />
                <input type="hidden" name="demande" value=demande />
                {children()}
                <div class="mt-8 flex flex-wrap gap-3">
                    <button class=BOUTON name="mode" value=mode>{libelle}</button>
                    {precedente
                        .then(|| {
                            view! {
                                <button class=BOUTON_SECONDAIRE name="mode" value="precedent">
                                    "Sauvegarder et revenir à l’étape précédente"
                                </button>
                            }
                        })}
                    <button class=BOUTON_SECONDAIRE name="mode" value="quitter">"Sauvegarder et quitter"</button>
                </div>
                <p id="etat-enregistrement" role="status" class="mt-3 text-soft">
                    "Vos réponses sont gardées\u{a0}: vous pourrez reprendre plus tard, ici ou sur un autre appareil."
                </p>
            </form>
        </FormulaireVivant>
    }
}
