//! Where a demande stands: the true timeline, what to do next, and the withdrawal while nobody has decided.

use super::conservation::{EffacerMaintenant, compte_a_rebours};
use super::echanges::{Echanges, echanges};
use crate::api::{AnnulerDemande, CommencerDemande};
use crate::components::{BOUTON, BOUTON_DANGER, Bandeau, LIEN, Ton};
use crate::islands::{Copier, FormulaireVivant, Genre};
use crate::pages::professionnel::formulaire::ErreurEnvoi;
use crate::pages::{Sortie, chemin, page};
use crate::requete::{config, registry, segment, usager};
use domain::date::Instant;
use domain::demande::Statut;
use domain::saisie::Etape;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demande::EnvoiNumero;

const HEURE: i64 = 3_600_000;

/// The page.
#[component]
pub fn Suivi() -> impl IntoView {
    page(async move {
        let id = segment("id")?;
        let registry = registry();
        let usager = usager()?;
        let suivi = registry.demande_de(&usager, id).await?;
        if suivi.statut == Statut::Brouillon {
            return Err(Sortie::Vers(chemin::etape(Etape::EtatCivil)));
        }
        let Echanges {
            correction,
            fil,
            sans_reponse,
        } = echanges(&usager, id).await?;
        let maintenant = registry.now();
        let etapes = frise(&suivi, maintenant);
        let ou = suivi
            .etablissement
            .as_ref()
            .map(|e| e.raison_sociale.clone())
            .unwrap_or_default();
        let rebours = compte_a_rebours(suivi.statut, suivi.rpps.is_none(), suivi.modifiee_le);
        let (reference, statut) = (suivi.reference, suivi.statut);
        let retirable = suivi.statut.est_ouverte();
        let a_refaire = matches!(suivi.statut, Statut::Refusee | Statut::Annulee | Statut::Expiree);
        Ok(view! {
            <Title text=format!("Suivi de la demande {}", suivi.reference) />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::MES_DEMANDES>"Mes demandes"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Suivi de votre demande"</h1>
                <p class="mt-2 text-lg">
                    <span class="font-bold tracking-wider">{suivi.reference.to_string()}</span>
                    {format!(" · {ou}")}
                </p>
                {correction}
                {issue(&suivi, sans_reponse)}
                <ol class="mt-8 border-l-2 border-line">
                    {etapes.into_iter().map(|etape| view! { <EtapeFrise etape=etape /> }).collect_view()}
                </ol>
                <p class="mt-6"><a class=LIEN href=chemin::recapitulatif(id)>"Récapitulatif à imprimer"</a></p>
                {fil}
                {retirable
                    .then(|| {
                        view! {
                            <details class="mt-8 rounded-md border border-line p-4">
                                <summary class="py-2 font-bold">"Retirer ma demande"</summary>
                                <p class="mt-2">"Elle ne sera plus examinée. Vous pourrez en faire une autre quand vous voudrez."</p>
                                <FormulaireVivant genre=Genre::Simple>
                                    <form method="post" action=AnnulerDemande::url() class="mt-4">
                                        <ErreurEnvoi />
                                        <input type="hidden" name="demande" value=id.to_string() />
                                        <button class=BOUTON_DANGER>"Confirmer le retrait"</button>
                                    </form>
                                </FormulaireVivant>
                            </details>
                        }
                    })}
                {rebours
                    .map(|rebours| {
                        view! {
                            <section class="mt-8 rounded-md border border-line p-4">
                                <h2 class="font-bold">"Combien de temps elle est gardée"</h2>
                                <p class="mt-1">{rebours}</p>
                                <EffacerMaintenant id=id reference=reference statut=statut />
                            </section>
                        }
                    })}
                {a_refaire
                    .then(|| {
                        view! {
                            <form method="post" action=CommencerDemande::url() class="mt-8">
                                <button class=BOUTON>"Faire une nouvelle demande"</button>
                            </form>
                        }
                    })}
            </div>
        })
    })
}

/// What the decision means for the person. `sans_reponse`: a correction was asked for and did not come.
fn issue(suivi: &registry::demande::Suivi, sans_reponse: bool) -> Option<AnyView> {
    match suivi.statut {
        Statut::Validee => {
            let rpps = suivi.rpps.as_ref()?;
            let (numero, identifiant) = (rpps.to_string(), rpps.id_nat().to_string());
            Some(view! {
                <Bandeau ton=Ton::Succes titre="Votre demande est validée">
                    <p>"Vous êtes enregistré(e) au répertoire RPPS. Ce numéro est le vôtre pour toute votre vie professionnelle."</p>
                    <dl class="mt-3 grid gap-3">
                        <div>
                            <dt>"Numéro RPPS"</dt>
                            <dd class="flex flex-wrap items-center gap-4">
                                <span class="text-2xl font-bold tracking-wider" id="rpps">{numero.clone()}</span>
                                <Copier texte=numero quoi="le numéro RPPS".to_owned() />
                            </dd>
                        </div>
                        <div>
                            <dt>"Identifiant à saisir dans l’application e-CPS («\u{a0}8\u{a0}» suivi du numéro RPPS)"</dt>
                            <dd class="flex flex-wrap items-center gap-4">
                                <span class="text-2xl font-bold tracking-wider" id="identifiant">{identifiant.clone()}</span>
                                <Copier texte=identifiant quoi="l’identifiant e-CPS".to_owned() />
                            </dd>
                        </div>
                    </dl>
                </Bandeau>
            }
            .into_any())
        }
        Statut::Refusee => {
            let motif = suivi.motif.map(domain::nomenclature::MotifRefus::libelle).unwrap_or_default();
            let explication = suivi.explication.clone().unwrap_or_default();
            Some(view! {
                <Bandeau ton=Ton::Erreur titre=format!("Votre demande est refusée\u{a0}: {motif}")>
                    <p class="whitespace-pre-line">{explication}</p>
                    <p class="mt-2">"Parlez-en avec le gestionnaire RPPS+ de votre établissement, puis refaites une demande si elle vous concerne bien."</p>
                </Bandeau>
            }
            .into_any())
        }
        Statut::Annulee => Some(view! {
            <Bandeau ton=Ton::Info titre="Vous avez retiré cette demande">"Elle n’est plus examinée."</Bandeau>
        }
        .into_any()),
        Statut::Expiree => Some(view! {
            <Bandeau ton=Ton::Alerte titre="Cette demande a expiré">
                {if sans_reponse {
                    "La correction demandée n’est pas arrivée à temps. Tenez compte des remarques ci-dessous, puis refaites une demande."
                } else {
                    "Aucun gestionnaire n’a répondu en 30 jours. Signalez-le à votre établissement avant d’en refaire une."
                }}
            </Bandeau>
        }
        .into_any()),
        Statut::Brouillon | Statut::ATraiter | Statut::ACorriger => None,
    }
}

/// One moment of the path.
struct Moment {
    titre: String,
    quand: String,
    fait: bool,
}

/// The path of §3.8, with the dates that are known.
fn frise(suivi: &registry::demande::Suivi, maintenant: Instant) -> Vec<Moment> {
    let moment = |titre: &str, quand: String, fait: bool| Moment {
        titre: titre.to_owned(),
        quand,
        fait,
    };
    let envoyee = suivi.soumise_le.map(Instant::affichage).unwrap_or_default();
    let mut moments = vec![moment("Demande envoyée", envoyee, suivi.soumise_le.is_some())];
    match (suivi.statut, suivi.decidee_le) {
        (Statut::Validee, Some(le)) => {
            moments.push(moment(
                "Demande validée par votre gestionnaire",
                le.affichage(),
                true,
            ));
            let (quand, parti) = envoi(suivi.envoi, config().demonstration);
            moments.push(moment("Numéro RPPS envoyé par email", quand, parti));
            let annuaire = le.plus_millis(24 * HEURE);
            moments.push(moment(
                "Visible dans l’annuaire",
                format!("Au plus tard le {}", annuaire.affichage()),
                annuaire <= maintenant,
            ));
            let ecps = le.plus_millis(48 * HEURE);
            moments.push(moment(
                "e-CPS activable",
                format!("À partir du {}", ecps.affichage()),
                ecps <= maintenant,
            ));
        }
        (Statut::Refusee, Some(le)) => moments.push(moment("Demande refusée", le.affichage(), true)),
        (Statut::Annulee, Some(le)) => moments.push(moment("Demande retirée", le.affichage(), true)),
        (Statut::Expiree, Some(le)) => moments.push(moment("Demande expirée", le.affichage(), true)),
        _ => {
            let limite = suivi
                .expire_le
                .map(|le| {
                    format!(
                        "Réponse attendue avant le {}",
                        domain::date::long(le.jour_paris())
                    )
                })
                .unwrap_or_default();
            if suivi.statut == Statut::ACorriger {
                moments.push(moment(
                    "Correction à faire par vous",
                    "Votre demande garde sa place dans la file".to_owned(),
                    false,
                ));
            }
            moments.push(moment("Vérification par votre gestionnaire", limite, false));
            moments.push(moment(
                "Numéro RPPS envoyé par email",
                "Dans les 30 minutes après la validation, au plus tard sous 24 heures".to_owned(),
                false,
            ));
            moments.push(moment(
                "Visible dans l’annuaire",
                "Dans les 24 heures après la validation".to_owned(),
                false,
            ));
            moments.push(moment(
                "e-CPS activable",
                "48 heures après la validation".to_owned(),
                false,
            ));
        }
    }
    moments
}

/// What became of the mail that gives the number, and whether it left. The number itself is on the page already.
fn envoi(envoi: Option<EnvoiNumero>, demonstration: bool) -> (String, bool) {
    let attente = match envoi {
        Some(EnvoiNumero::Envoye(le)) => return (le.affichage(), true),
        _ if demonstration => {
            "Démonstration\u{a0}: aucun email n’est envoyé. Celui-ci se lit dans la page des messages, en haut de l’écran."
        }
        Some(EnvoiNumero::Incertain) => {
            "L’email est peut-être arrivé\u{a0}: la liaison s’est rompue pendant l’envoi. S’il n’est pas dans votre boîte ni dans vos \
             indésirables, notez le numéro affiché plus haut\u{a0}: c’est le même."
        }
        Some(EnvoiNumero::NonRemis) => {
            "L’email n’a pas pu être remis à votre adresse. Notez le numéro affiché plus haut, puis vérifiez l’adresse de votre fiche\u{a0}: \
             elle recevra aussi un code pour activer l’e-CPS."
        }
        Some(EnvoiNumero::EnCours) | None => {
            "En cours d’envoi\u{a0}: en général dans les 30\u{a0}minutes, au plus tard sous 24\u{a0}heures. Le numéro est déjà affiché plus \
             haut."
        }
    };
    (attente.to_owned(), false)
}

#[component]
fn EtapeFrise(etape: Moment) -> impl IntoView {
    let point = if etape.fait {
        "absolute -left-[0.5625rem] top-1.5 size-4 rounded-full border-2 border-succes bg-succes"
    } else {
        "absolute -left-[0.5625rem] top-1.5 size-4 rounded-full border-2 border-control bg-page"
    };
    view! {
        <li class="relative pb-6 pl-6 last:pb-0">
            <span class=point aria-hidden="true"></span>
            <p class="font-bold">
                {etape.titre} <span class="sr-only">{if etape.fait { " (fait)" } else { " (à venir)" }}</span>
            </p>
            <p class="text-soft">{etape.quand}</p>
        </li>
    }
}
