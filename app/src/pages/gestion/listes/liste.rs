//! One staff list: what the dry run found, the rows, and what to do next.

use super::colonnes::Association;
use super::{bilan, lignes};
use crate::api::{InscrireListe, SupprimerListe};
use crate::components::{
    BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, Case, LIEN, Pagination, ResumeErreurs, Ton,
};
use crate::islands::SuiviListe;
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, segment};
use domain::ids::ListeId;
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::liste::{COLONNES, EtatLigne, Filtre, LigneListe, Liste as Contenu, ListeResume, StatutListe};

/// What a person may look at: the word of the address, the label, the filter.
const VUES: [(&str, &str, Filtre); 6] = [
    ("a-corriger", "À corriger", Filtre::Etat(EtatLigne::ACorriger)),
    ("pretes", "Prêtes", Filtre::Pretes),
    (
        "presentes",
        "Déjà au répertoire",
        Filtre::Etat(EtatLigne::Presente),
    ),
    ("ecartees", "Écartées", Filtre::Etat(EtatLigne::Ecartee)),
    ("faites", "Enregistrées", Filtre::Faites),
    ("toutes", "Toutes", Filtre::Toutes),
];

/// The page.
#[component]
pub fn Liste() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let id: ListeId = segment("id")?;
        let liste = registry.liste(&gestionnaire, id).await?;
        if liste.resume.statut == StatutListe::AAssocier {
            return Ok(view! {
                <p><a class=LIEN href=chemin::LISTES>"Importer une liste"</a></p>
                <Association liste=liste />
                <Effacer id=id />
            }
            .into_any());
        }
        let par_defaut = if liste.resume.nombre(&[EtatLigne::ACorriger]) > 0 {
            "a-corriger"
        } else {
            "toutes"
        };
        let voulue = parametre("lignes").unwrap_or_else(|| par_defaut.to_owned());
        let (vue, libelle, filtre) = VUES
            .into_iter()
            .find(|(mot, ..)| *mot == voulue)
            .unwrap_or(VUES[5]);
        let demandee = parametre("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let rangees = registry.lignes_liste(&gestionnaire, id, filtre, demandee).await?;
        let erreurs = parametre("a-revoir").map(|_| {
            Erreurs::une(
                Champ::Exactitude,
                "Cochez cette case\u{a0}: elle vaut pour chacune des personnes de la liste.",
            )
        });
        let titre = if erreurs.is_some() {
            "Erreur\u{a0}: contrôle de la liste"
        } else {
            "Contrôle de la liste"
        };
        let en_cours = liste.resume.statut == StatutListe::EnCours;
        Ok(view! {
            <Title text=titre />
            <p><a class=LIEN href=chemin::LISTES>"Importer une liste"</a></p>
            <h1 class="mt-2 text-3xl font-bold break-words">{liste.resume.nom.clone()}</h1>
            <p class="mt-1">{format!("{}\u{a0}: {}.", lignes(liste.resume.lignes), bilan(&liste.resume))}</p>
            <Resultat liste=liste.clone() />
            {if en_cours {
                view! {
                    <SuiviListe liste=id.to_string() faites=liste.resume.faites() restantes=liste.resume.pretes() />
                }
                    .into_any()
            } else {
                view! { <Suite liste=liste.resume.clone() erreurs=erreurs /> }.into_any()
            }}
            <Vues id=id resume=liste.resume.clone() choisie=vue />
            <Grille id=id lignes=rangees.lignes vue=libelle fige=en_cours />
            <Pagination page=rangees.page pages=rangees.pages adresse=move |page| chemin::lignes_liste(id, vue, page) />
            {(!en_cours).then(|| view! { <Effacer id=id /> })}
        }
        .into_any())
    })
}

/// What happened before.
#[component]
fn Resultat(liste: Contenu) -> impl IntoView {
    let resume = &liste.resume;
    let faites = resume.faites();
    let rien = resume.pretes() == 0
        && faites == 0
        && resume.nombre(&[EtatLigne::ACorriger]) == 0
        && resume.nombre(&[EtatLigne::Presente]) > 0;
    let fini = liste
        .terminee_le
        .filter(|_| faites > 0 && resume.statut != StatutListe::EnCours);
    view! {
        {fini
            .map(|le| {
                let titre = match faites {
                    1 => "1 personne est enregistrée".to_owned(),
                    n => format!("{n} personnes sont enregistrées"),
                };
                view! {
                    <Bandeau ton=Ton::Succes titre=titre>
                        {format!("Terminé le {}. Chacune reçoit un email avec son numéro RPPS.", le.affichage())}
                    </Bandeau>
                }
            })}
        {rien
            .then(|| {
                view! {
                    <Bandeau ton=Ton::Info titre="Rien à enregistrer">
                        "Toutes les personnes de cette liste sont déjà au répertoire dans leur établissement. Rien n’a été modifié."
                    </Bandeau>
                }
            })}
        {liste
            .deja_deposee_le
            .map(|le| {
                view! {
                    <Bandeau ton=Ton::Info titre="Vous aviez déjà déposé ce fichier">
                        {format!("C’était le {}. Personne n’est enregistré deux fois.", le.affichage())}
                    </Bandeau>
                }
            })}
    }
}

/// What to do now.
#[component]
fn Suite(liste: ListeResume, #[prop(optional_no_strip)] erreurs: Option<Erreurs>) -> impl IntoView {
    let id = liste.id;
    let (pretes, fausses) = (liste.pretes(), liste.nombre(&[EtatLigne::ACorriger]));
    let bouton = match pretes {
        1 => "Enregistrer 1 personne".to_owned(),
        n => format!("Enregistrer {n} personnes"),
    };
    let ajouts = liste.nombre(&[EtatLigne::Ajout]);
    view! {
        {(fausses > 0)
            .then(|| {
                view! {
                    <Bandeau ton=Ton::Alerte titre=format!("{} à corriger", lignes(fausses))>
                        <p>
                            "Corrigez-les ici, ligne par ligne, ou dans le fichier des erreurs, que vous déposerez ensuite. Les lignes prêtes peuvent être enregistrées sans attendre."
                        </p>
                        <p class="mt-3 flex flex-wrap gap-3">
                            <a class=BOUTON_SECONDAIRE href=chemin::erreurs_liste(id, "xlsx") download="">"Fichier des erreurs (Excel)"</a>
                            <a class=BOUTON_SECONDAIRE href=chemin::erreurs_liste(id, "csv") download="">"Fichier des erreurs (CSV)"</a>
                        </p>
                    </Bandeau>
                }
            })}
        {(pretes > 0)
            .then(|| {
                view! {
                    <form method="post" action=InscrireListe::url() class="mt-4 max-w-lecture rounded-md border-2 border-action p-4">
                        <h2 class="text-xl font-bold">"Enregistrer les lignes prêtes"</h2>
                        <ResumeErreurs erreurs=erreurs.clone() />
                        <p class="mt-1">
                            {match ajouts {
                                0 => "Chaque personne recevra un numéro RPPS et un email.".to_owned(),
                                n => format!("Chaque personne recevra un email. {} à un numéro RPPS existant.", seront_ajoutees(n)),
                            }}
                        </p>
                        <input type="hidden" name="liste" value=id.to_string() />
                        <Case champ=Champ::Exactitude coche=false erreurs=erreurs>
                            "Pour chacune des personnes de cette liste, je certifie l’exactitude des informations, son activité dans l’établissement, et qu’elle a été informée des conditions générales d’utilisation."
                        </Case>
                        <Case champ=Champ::Confirmation coche=false>
                            "J’ai rencontré chacune de ces personnes et vérifié sa pièce d’identité. (facultatif)"
                        </Case>
                        <button class=format!("{BOUTON} mt-4")>{bouton}</button>
                    </form>
                }
            })}
        <p class="mt-4">
            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::colonnes_liste(id)>"Changer l’association des colonnes"</a>
        </p>
    }
}

fn seront_ajoutees(nombre: i64) -> String {
    match nombre {
        1 => "1 situation sera ajoutée".to_owned(),
        n => format!("{n} situations seront ajoutées"),
    }
}

/// The filters, each with its count.
#[component]
fn Vues(id: ListeId, resume: ListeResume, choisie: &'static str) -> impl IntoView {
    let nombre = |filtre: Filtre| match filtre {
        Filtre::Toutes => resume.lignes,
        Filtre::Etat(etat) => resume.nombre(&[etat]),
        Filtre::Pretes => resume.pretes(),
        Filtre::Faites => resume.faites(),
    };
    view! {
        <h2 class="mt-8 text-xl font-bold">"Lignes du fichier"</h2>
        <nav aria-label="Lignes à montrer" class="mt-2 flex flex-wrap gap-2">
            {VUES
                .into_iter()
                .filter(|(mot, _, filtre)| *mot == choisie || *mot == "toutes" || nombre(*filtre) > 0)
                .map(|(mot, libelle, filtre)| {
                    let ici = mot == choisie;
                    let classes = if ici {
                        "inline-flex min-h-11 items-center rounded-md border-2 border-action bg-info-fond px-3 font-bold text-ink no-underline"
                    } else {
                        "inline-flex min-h-11 items-center rounded-md border border-control px-3 text-action no-underline hover:bg-surface"
                    };
                    view! {
                        <a href=chemin::lignes_liste(id, mot, 1) class=classes aria-current=ici.then_some("page")>
                            {format!("{libelle} ({})", nombre(filtre))}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// The columns worth showing: those with an error on this page, otherwise those that tell people apart.
fn montrees(lignes: &[LigneListe]) -> Vec<Champ> {
    let fautives: Vec<Champ> = COLONNES
        .into_iter()
        .filter(|champ| lignes.iter().any(|ligne| ligne.erreurs.pour(*champ).is_some()))
        .collect();
    if fautives.is_empty() {
        vec![
            Champ::DateNaissance,
            Champ::Etablissement,
            Champ::Profession,
            Champ::Role,
            Champ::DateDebut,
        ]
    } else {
        fautives
    }
}

/// The rows. Wide: it scrolls by itself, not the page.
#[component]
fn Grille(
    id: ListeId,
    lignes: Vec<LigneListe>,
    /// the label of what is looked at
    vue: &'static str,
    fige: bool,
) -> impl IntoView {
    if lignes.is_empty() {
        return view! { <p class="mt-4">"Aucune ligne ici."</p> }.into_any();
    }
    let champs = montrees(&lignes);
    let entetes = champs.clone();
    view! {
        <div class="mt-3 overflow-x-auto rounded-md border border-line" role="region" aria-label="Lignes du fichier" tabindex="0">
            <table class="w-full border-collapse text-left">
                <caption class="sr-only">{format!("Lignes du fichier\u{a0}: {vue}")}</caption>
                <thead class="bg-surface">
                    <tr>
                        <th scope="col" class="px-3 py-2">"Ligne"</th>
                        <th scope="col" class="px-3 py-2">"Personne"</th>
                        {entetes.into_iter().map(|champ| view! { <th scope="col" class="px-3 py-2">{champ.libelle()}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {lignes.into_iter().map(|ligne| view! { <Rangee id=id ligne=ligne champs=champs.clone() fige=fige /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Rangee(id: ListeId, ligne: LigneListe, champs: Vec<Champ>, fige: bool) -> impl IntoView {
    let nom = if ligne.nom.is_empty() {
        "Sans nom".to_owned()
    } else {
        ligne.nom.clone()
    };
    let modifiable = !fige && !matches!(ligne.etat, EtatLigne::Inscrite | EtatLigne::Ajoutee);
    let adresse = match ligne.personne {
        Some(personne) => Some(chemin::fiche(personne)),
        None if modifiable => Some(chemin::ligne_liste(id, ligne.numero)),
        None => None,
    };
    view! {
        <tr class="border-t border-line align-top hover:bg-surface">
            <td class="px-3 py-2">{ligne.numero}</td>
            <th scope="row" class="min-w-52 px-3 py-2 font-normal">
                {match adresse {
                    Some(adresse) => {
                        view! { <a class=format!("{LIEN} inline-flex min-h-6 items-center font-bold") href=adresse>{nom}</a> }.into_any()
                    }
                    None => view! { <span class="font-bold">{nom}</span> }.into_any(),
                }}
                <span class="block text-sm text-soft">{ligne.etat.libelle()}</span>
                {ligne.alertes.into_iter().map(|alerte| view! { <span class="block text-sm">{alerte}</span> }).collect_view()}
            </th>
            {champs
                .into_iter()
                .map(|champ| {
                    let erreur = ligne.erreurs.pour(champ).map(ToOwned::to_owned);
                    let texte = ligne.textes.get(&champ).cloned().unwrap_or_default();
                    let classes = if erreur.is_some() {
                        "min-w-52 border-l-4 border-l-danger bg-danger-fond px-3 py-2"
                    } else {
                        "min-w-32 px-3 py-2"
                    };
                    view! {
                        <td class=classes>
                            <span class="break-words">{texte}</span>
                            {erreur.map(|erreur| view! { <span class="block text-sm font-bold text-danger">{erreur}</span> })}
                        </td>
                    }
                })
                .collect_view()}
        </tr>
    }
}

/// What was registered stays.
#[component]
fn Effacer(id: ListeId) -> impl IntoView {
    view! {
        <details class="mt-8 max-w-lecture rounded-md border border-line p-4">
            <summary class="min-h-11 cursor-pointer py-2 font-bold">"Effacer cette liste"</summary>
            <form method="post" action=SupprimerListe::url()>
                <p>"Les personnes déjà enregistrées restent au répertoire. Vos corrections des autres lignes sont perdues."</p>
                <input type="hidden" name="liste" value=id.to_string() />
                <button class=format!("{BOUTON_DANGER} mt-3")>"Effacer la liste"</button>
            </form>
        </details>
    }
}
