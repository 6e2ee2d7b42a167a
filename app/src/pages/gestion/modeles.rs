//! The templates of the structures of a gestionnaire: each with its preview, and one form to write or change them.

use crate::api::{ApiErreur, EnregistrerModele, ModeleARevoir, SupprimerModele};
use crate::components::{
    BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, ChampTexte, ChampTexteLong, LIEN, ResumeErreurs,
    SAISIE, Ton,
};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::professionnel::ErreurEnvoi;
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, session};
use domain::date::long;
use domain::ids::RechercheId;
use domain::modele::{GenreModele, Repere, Valeurs};
use domain::saisie::{Champ, SaisieModele};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::modele::{Modele, ModeleIntegre, Structure, integres};

/// The page.
#[component]
pub fn Modeles() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let structures = registry.structures(&gestionnaire).await?;
        let modeles = registry.modeles(&gestionnaire, None).await?;
        let formulaire = formulaire(&modeles).await?;
        let exemple = Valeurs {
            prenom: "Camille".to_owned(),
            nom: "MOREAU".to_owned(),
            etablissement: structures
                .first()
                .map(|s| s.raison_sociale.clone())
                .unwrap_or_default(),
            reference: "RP-XXXX-XXXX".to_owned(),
            gestionnaire: session()
                .map(|session| session.nom_affiche().to_owned())
                .unwrap_or_default(),
            date: long(registry.aujourd_hui()),
        };
        let fait = match parametre("fait").as_deref() {
            Some("enregistre") => Some("Le modèle est enregistré"),
            Some("supprime") => Some("Le modèle est supprimé"),
            _ => None,
        };
        let prefixe = if formulaire.a_revoir { "Erreur\u{a0}: " } else { "" };
        let plusieurs = structures.len() > 1;
        Ok(view! {
            <Title text=format!("{prefixe}Modèles de textes") />
            <p><a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Modèles de textes"</h1>
            <p class="mt-2 max-w-lecture">
                "Des textes tout prêts pour vos refus, vos demandes de correction et vos messages. Ils sont partagés par les gestionnaires de votre structure. Sur une demande, un modèle se remplit tout seul\u{a0}; vous le relisez et le changez avant d’envoyer."
            </p>
            {fait.map(|titre| view! { <Bandeau ton=Ton::Succes titre=titre>"Vos collègues voient la même liste."</Bandeau> })}
            {structures
                .iter()
                .map(|structure| {
                    let siens: Vec<Modele> = modeles.iter().filter(|m| m.structure == structure.finess).cloned().collect();
                    let titre = if plusieurs { structure.raison_sociale.clone() } else { "Ceux de votre structure".to_owned() };
                    view! { <DeLaStructure titre=titre modeles=siens exemple=exemple.clone() /> }
                })
                .collect_view()}
            <Formulaire formulaire=formulaire structures=structures />
            <Notres exemple=exemple />
        })
    })
}

/// What the form holds when the page opens.
struct Contenu {
    modele: String,
    version: i64,
    structure: String,
    saisie: SaisieModele,
    refus: Option<String>,
    a_revoir: bool,
}

/// Typed before, chosen to be changed, started from another, or empty.
async fn formulaire(modeles: &[Modele]) -> Result<Contenu, ApiErreur> {
    if let Some(garde) = garde().await? {
        // Whoever reads that it has changed sees it above as it is now: sending again is knowingly.
        let version = modeles
            .iter()
            .find(|modele| modele.id.to_string() == garde.modele)
            .map_or(garde.version, |modele| modele.version);
        return Ok(Contenu {
            modele: garde.modele,
            version,
            structure: garde.structure,
            saisie: garde.saisie,
            refus: garde.refus,
            a_revoir: true,
        });
    }
    let a_changer =
        parametre("modifier").and_then(|id| modeles.iter().find(|modele| modele.id.to_string() == id));
    let depuis = parametre("depuis").and_then(|cle| integres().into_iter().find(|modele| modele.cle == cle));
    let saisie = match (a_changer, depuis) {
        (Some(modele), _) => SaisieModele {
            genre: modele.genre.code().to_owned(),
            titre_modele: modele.titre.to_string(),
            texte_modele: modele.texte.to_string(),
        },
        (None, Some(modele)) => SaisieModele {
            genre: modele.genre.code().to_owned(),
            titre_modele: modele.titre.to_owned(),
            texte_modele: modele.texte.to_string(),
        },
        (None, None) => SaisieModele {
            genre: GenreModele::Refus.code().to_owned(),
            ..SaisieModele::default()
        },
    };
    Ok(Contenu {
        modele: a_changer.map(|modele| modele.id.to_string()).unwrap_or_default(),
        version: a_changer.map_or(0, |modele| modele.version),
        structure: a_changer
            .map(|modele| modele.structure.to_string())
            .unwrap_or_default(),
        saisie,
        refus: None,
        a_revoir: false,
    })
}

async fn garde() -> Result<Option<ModeleARevoir>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let Some(id) = parametre("saisie").and_then(|id| id.parse::<RechercheId>().ok()) else {
        return Ok(None);
    };
    let texte = registry().recherche(&session, id).await?;
    Ok(texte.and_then(|texte| serde_json::from_str(&texte).ok()))
}

#[component]
fn DeLaStructure(titre: String, modeles: Vec<Modele>, exemple: Valeurs) -> impl IntoView {
    let vide = modeles.is_empty();
    view! {
        <section class="mt-8">
            <h2 class="border-b-2 border-line pb-1 text-xl font-bold">{titre}</h2>
            {vide.then(|| view! { <p class="mt-2 text-soft">"Aucun modèle pour l’instant. Écrivez le premier ci-dessous, ou partez d’un de ceux du portail."</p> })}
            <ul>
                {modeles
                    .into_iter()
                    .map(|modele| {
                        let id = modele.id.to_string();
                        let suppression = modele.titre.to_string();
                        let modification = suppression.clone();
                        view! {
                            <li class="border-b border-line py-3">
                                <Apercu titre=modele.titre.to_string() genre=modele.genre texte=modele.texte.remplir(&exemple) />
                                <p class="mt-1 text-sm text-soft">{format!("Changé par {} le {}", modele.par, modele.modifie_le.affichage())}</p>
                                <div class="mt-2 flex flex-wrap items-start gap-3">
                                    <a class=BOUTON_SECONDAIRE href=chemin::modele(modele.id)>
                                        "Modifier" <span class="sr-only">{format!(" le modèle {modification}")}</span>
                                    </a>
                                    <details>
                                        <summary class=BOUTON_SECONDAIRE>
                                            "Supprimer" <span class="sr-only">{format!(" le modèle {suppression}")}</span>
                                        </summary>
                                        <form method="post" action=SupprimerModele::url() class="mt-3">
                                            <input type="hidden" name="modele" value=id />
                                            <input type="hidden" name="version" value=modele.version.to_string() />
                                            <button class=BOUTON_DANGER>"Confirmer la suppression"</button>
                                        </form>
                                    </details>
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Notres(exemple: Valeurs) -> impl IntoView {
    view! {
        <section class="mt-8">
            <h2 class="border-b-2 border-line pb-1 text-xl font-bold">"Ceux du portail"</h2>
            <p class="mt-2 text-soft">"Toujours proposés\u{a0}; ils ne se changent pas, mais vous pouvez en partir pour écrire le vôtre."</p>
            <ul>
                {integres()
                    .into_iter()
                    .map(|ModeleIntegre { cle, genre, titre, texte }| {
                        view! {
                            <li class="border-b border-line py-3">
                                <Apercu titre=titre.to_owned() genre=genre texte=texte.remplir(&exemple) />
                                <p class="mt-2">
                                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::nouveau_modele_depuis(cle)>
                                        "Partir de ce modèle" <span class="sr-only">{format!("\u{a0}: {titre}")}</span>
                                    </a>
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// A template as it will read, filled in with an example.
#[component]
fn Apercu(titre: String, genre: GenreModele, texte: String) -> impl IntoView {
    view! {
        <h3 class="font-bold">{titre} <span class="font-normal text-soft">{format!(" · {}", genre.libelle())}</span></h3>
        <p class="mt-1 max-w-lecture whitespace-pre-line border-l-4 border-line pl-3">{texte}</p>
    }
}

#[component]
fn Formulaire(formulaire: Contenu, structures: Vec<Structure>) -> impl IntoView {
    let Contenu {
        modele,
        version,
        structure,
        saisie,
        refus,
        a_revoir,
    } = formulaire;
    let nouveau = modele.is_empty();
    let erreurs = a_revoir.then(|| saisie.valider().err()).flatten();
    let reperes = Repere::TOUS
        .iter()
        .map(|repere| format!("{{{}}}\u{a0}: {}", repere.code(), repere.libelle()))
        .collect::<Vec<_>>();
    let genre = saisie.genre.clone();
    view! {
        <section id="formulaire" class="mt-8 max-w-lecture rounded-md border-2 border-line p-4">
            <h2 class="text-xl font-bold">{if nouveau { "Écrire un modèle" } else { "Modifier un modèle" }}</h2>
            {refus.filter(|refus| !refus.is_empty()).map(|refus| view! { <Bandeau ton=Ton::Erreur titre="Le modèle n’est pas enregistré">{refus}</Bandeau> })}
            <FormulaireVivant genre=Genre::Modele>
                <form method="post" action=EnregistrerModele::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="modele" value=modele />
                    <input type="hidden" name="version" value=version.to_string() />
                    {if nouveau && structures.len() > 1 {
                        view! {
                            <label for="structure" class="mt-6 block font-bold">"Structure"</label>
                            <select id="structure" name="structure" class=format!("{SAISIE} mt-1 w-full cursor-pointer")>
                                {structures
                                    .into_iter()
                                    .map(|s| {
                                        let choisi = s.finess.to_string() == structure;
                                        view! { <option value=s.finess.to_string() selected=choisi>{s.raison_sociale}</option> }
                                    })
                                    .collect_view()}
                            </select>
                        }
                            .into_any()
                    } else {
                        let la_seule = structures.first().map(|s| s.finess.to_string()).unwrap_or(structure);
                        view! { <input type="hidden" name="structure" value=la_seule /> }.into_any()
                    }}
                    <label for="genre" class="mt-6 block font-bold">"À quoi il sert"</label>
                    <select id="genre" name="genre" class=format!("{SAISIE} mt-1 w-full max-w-md cursor-pointer")>
                        {GenreModele::TOUS
                            .iter()
                            .map(|g| {
                                let choisi = g.code() == genre;
                                view! { <option value=g.code() selected=choisi>{g.libelle()}</option> }
                            })
                            .collect_view()}
                    </select>
                    <ChampTexte
                        champ=Champ::TitreModele
                        valeur=saisie.titre_modele
                        erreurs=erreurs.clone()
                        aide="Celui que vous et vos collègues choisirez dans la liste."
                    />
                    <ChampTexteLong
                        champ=Champ::TexteModele
                        valeur=saisie.texte_modele
                        erreurs=erreurs
                        aide="Les repères entre accolades se remplissent tout seuls."
                    />
                    <ul class="mt-2 list-disc pl-5 text-sm text-soft">
                        {reperes.into_iter().map(|repere| view! { <li>{repere}</li> }).collect_view()}
                    </ul>
                    <div class="mt-4 flex flex-wrap items-center gap-4">
                        <button class=BOUTON>"Enregistrer le modèle"</button>
                        {(!nouveau).then(|| view! { <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::MODELES>"Ne pas le modifier"</a> })}
                    </div>
                </form>
            </FormulaireVivant>
        </section>
    }
    .into_any()
}
