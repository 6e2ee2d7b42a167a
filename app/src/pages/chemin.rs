//! Every address of the portal, written once. Ids and codes only: no personal data ever travels in an address.

mod aide;
mod conditions;
mod depart;
mod echanges;
mod entree;
pub mod habilitation;
mod invitation;
mod liste;
mod parcours;
mod referentiel;
mod revue;
mod rotation;
mod structure;

pub use aide::*;
pub use conditions::*;
pub use depart::*;
pub use echanges::*;
pub use entree::{accueil_de, arrivee, connexion_puis, entree, retour_local};
pub use invitation::*;
pub use liste::*;
pub use parcours::*;
pub use referentiel::*;
pub use revue::*;
pub use rotation::{AdresseRotation, rotation, rotation_depart};
pub use structure::*;

use domain::ids::{DemandeId, LotId, MessageId, PersonneId, RechercheId, SujetId};
use domain::saisie::{Champ, Erreurs, Etape};
use registry::demande::FiltreFile;
use registry::droit::Fournisseur;
use registry::export::Format;

/// Sign-in.
pub const CONNEXION: &str = "/connexion";
/// Whether the portal is for somebody, and with which rôle.
pub const CONSEIL: &str = "/conseil";
/// The documents that each rôle opens.
pub const COMPARAISON: &str = "/conseil/roles";
/// After signing out.
pub const DECONNECTE: &str = "/connexion/deconnecte";
/// The professional's home: their demandes and their record.
pub const MES_DEMANDES: &str = "/mes-demandes";
/// Who consulted the professional's record and demandes.
pub const CONSULTATIONS: &str = "/mes-donnees/consultations";
/// Check-your-answers.
pub const VERIFICATION: &str = "/demande/verification";
/// Where one is signed in.
pub const MES_SESSIONS: &str = "/mes-sessions";
/// The same, after a session was closed.
pub const SESSION_FERMEE: &str = "/mes-sessions?fermee=1";
/// What is kept of a person, why and for how long.
pub const MES_DONNEES: &str = "/mes-donnees";
/// The copy for programs.
pub const EXPORT_JSON: &str = "/mes-donnees/export.json";
/// The copy for people.
pub const EXPORT_HTML: &str = "/mes-donnees/export.html";
/// The form that was sent after the end of a session.
pub const REPRISE: &str = "/reprise";
/// The professional's home, after a demande was erased.
pub const DEMANDE_EFFACEE: &str = "/mes-demandes?effacee=1";
/// The gestionnaire's home.
pub const GESTION: &str = "/gestion";
/// The queue of pending demandes.
pub const FILE: &str = "/gestion/demandes";
/// The named views of the queue.
pub const VUES: &str = "/gestion/vues";
/// The queue, when a decision was asked for without a demande.
pub const FILE_RIEN_DE_CHOISI: &str = "/gestion/demandes?a-revoir=selection";
/// Decisions on many demandes.
pub const LOTS: &str = "/gestion/lots";
/// The registered people of the perimeter.
pub const PROFESSIONNELS: &str = "/gestion/professionnels";
/// The same list, met on the way to registering somebody new.
pub const AJOUTER: &str = "/gestion/professionnels?pour=ajouter";
/// The home of the support.
pub const SUPPORT: &str = "/support";
/// What a gestionnaire is told by mail.
pub const NOTIFICATIONS: &str = "/gestion/notifications";
/// The outbox, for the support.
pub const COURRIELS: &str = "/support/courriels";
/// The mails of the demonstration.
pub const MESSAGES: &str = "/demonstration/messages";

/// The whole path for one kind of person: `professionnel`, `gestionnaire`, `representant-legal`.
pub fn guide(pour: &str) -> String {
    format!("/guide/{pour}")
}

/// Sign-in with that provider.
pub fn connexion_avec(fournisseur: Fournisseur) -> String {
    format!("{CONNEXION}/{}", fournisseur.code())
}

/// An address of the sign-in, with the page to come back to afterwards. Who follows it checks that page.
pub fn avec_retour(adresse: &str, retour: Option<&str>) -> String {
    match retour {
        Some(retour) => format!(
            "{adresse}?retour={}",
            leptos_router::location::Url::escape(retour)
        ),
        None => adresse.to_owned(),
    }
}

/// One of the four steps.
pub fn etape(etape: Etape) -> String {
    format!("/demande/{}", etape.slug())
}

/// A step shown with its errors, coming back to the check page or not.
pub fn etape_a_revoir(etape: Etape, verification: bool) -> String {
    let retour = if verification { "&retour=verification" } else { "" };
    format!("/demande/{}?erreurs=1{retour}", etape.slug())
}

/// A step opened from the check page.
pub fn etape_depuis_verification(etape: Etape) -> String {
    format!("/demande/{}?retour=verification", etape.slug())
}

/// The step that holds the first error of a demande refused at submission.
pub fn premiere_erreur(erreurs: &Erreurs) -> String {
    match erreurs.iter().find_map(|erreur| erreur.champ.etape()) {
        Some(Etape::InformationsLegales) | None => etape_a_revoir(Etape::InformationsLegales, false),
        Some(etape) => etape_a_revoir(etape, true),
    }
}

/// The contact step, with the e-mail or the mobile that somebody else already has (R19).
pub fn deja_utilise(champ: Champ) -> String {
    format!(
        "/demande/contact?erreurs=1&retour=verification&pris={}",
        champ.id()
    )
}

/// After submission.
pub fn confirmation(id: DemandeId) -> String {
    format!("/mes-demandes/{id}/confirmation")
}

/// Where a demande stands.
pub fn suivi(id: DemandeId) -> String {
    format!("/mes-demandes/{id}")
}

/// What to print and keep.
pub fn recapitulatif(id: DemandeId) -> String {
    format!("/mes-demandes/{id}/recapitulatif")
}

/// The queue, with a search kept on the server, a filter and its page.
pub fn file(note: Option<RechercheId>, filtre: &FiltreFile) -> String {
    avec(FILE, parametres_file(note, filtre), filtre.page)
}

/// The same rows as a file, all pages together.
pub fn export_file(note: Option<RechercheId>, filtre: &FiltreFile, format: Format) -> String {
    let base = format!("{FILE}/export.{}", format.extension());
    avec(&base, parametres_file(note, filtre), 1)
}

fn parametres_file(note: Option<RechercheId>, filtre: &FiltreFile) -> Vec<String> {
    let note = note.map(|note| format!("recherche={note}"));
    let codes = Some(filtre.to_string()).filter(|codes| !codes.is_empty());
    note.into_iter().chain(codes).collect()
}

/// The registered people found by a search as a file.
pub fn export_professionnels(note: Option<RechercheId>, format: Format) -> String {
    let base = format!("{PROFESSIONNELS}/export.{}", format.extension());
    avec(
        &base,
        note.map(|note| format!("recherche={note}")).into_iter().collect(),
        1,
    )
}

/// Named views, with one to complete, kept on the server.
pub fn vue_a_revoir(note: RechercheId) -> String {
    format!("{VUES}?saisie={note}")
}

/// The registered people, likewise.
pub fn professionnels(note: Option<RechercheId>, page: u32) -> String {
    avec(
        PROFESSIONNELS,
        note.map(|note| format!("recherche={note}")).into_iter().collect(),
        page,
    )
}

/// The same, on the way to registering somebody new: the page keeps what to do when nobody is found.
pub fn ajouter(note: Option<RechercheId>, page: u32) -> String {
    let note = note.map(|note| format!("recherche={note}"));
    avec(
        PROFESSIONNELS,
        std::iter::once("pour=ajouter".to_owned()).chain(note).collect(),
        page,
    )
}

fn avec(base: &str, mut parametres: Vec<String>, page: u32) -> String {
    if page > 1 {
        parametres.push(format!("page={page}"));
    }
    if parametres.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", parametres.join("&"))
    }
}

/// A demande as the gestionnaire sees it.
pub fn dossier(id: DemandeId) -> String {
    format!("{FILE}/{id}")
}

/// The look-alikes of a demande, in its page.
pub fn doublons(id: DemandeId) -> String {
    format!("{FILE}/{id}#doublons")
}

/// A demande beside one of its look-alikes.
pub fn comparer(id: DemandeId, autre: SujetId) -> String {
    format!("{FILE}/{id}/comparer/{autre}")
}

/// The same, when one of the two has changed meanwhile.
pub fn comparer_a_revoir(id: DemandeId, autre: SujetId) -> String {
    format!("{FILE}/{id}/comparer/{autre}?a-revoir=change")
}

/// The same, with what prevented the decision: `confirmation`, `conflit` or `doublon`.
pub fn dossier_a_revoir(id: DemandeId, raison: &str) -> String {
    format!("{FILE}/{id}?a-revoir={raison}")
}

/// The same, with the refusal that was being written, kept on the server, and why it is there: to be completed (`refus`), somebody else
/// has the demande in hand (`prise`), it was taken over (`main`), it changed (`conflit`), the decision was taken back (`reprise`).
pub fn dossier_empeche(id: DemandeId, raison: &str, note: Option<RechercheId>) -> String {
    match note {
        Some(note) => format!("{FILE}/{id}?a-revoir={raison}&saisie={note}#refuser"),
        None => format!("{FILE}/{id}?a-revoir={raison}"),
    }
}

/// After a decision: the next demande, or the list when there is none, with the outcome of the one just decided.
pub fn apres_decision(suivante: Option<DemandeId>, decidee: DemandeId) -> String {
    match suivante {
        Some(suivante) => format!("{FILE}/{suivante}?decidee={decidee}"),
        None => format!("{FILE}?decidee={decidee}"),
    }
}

/// A decision on many demandes.
pub fn lot(id: LotId) -> String {
    format!("{LOTS}/{id}")
}

/// A page of its demandes, from 1.
pub fn page_de_lot(id: LotId, page: u32) -> String {
    format!("{LOTS}/{id}?page={page}")
}

/// The same, with what prevented it: `confirmation` or `trop-tard`.
pub fn lot_a_revoir(id: LotId, raison: &str) -> String {
    format!("{LOTS}/{id}?a-revoir={raison}")
}

/// The same, with a refusal to complete, kept on the server.
pub fn lot_refus_a_revoir(id: LotId, note: RechercheId) -> String {
    format!("{LOTS}/{id}?a-revoir=refus&saisie={note}")
}

/// A registered person.
pub fn fiche(id: PersonneId) -> String {
    format!("{PROFESSIONNELS}/{id}")
}

/// People of the whole register, for the support.
pub fn support(note: Option<RechercheId>, page: u32) -> String {
    avec(
        SUPPORT,
        note.map(|note| format!("recherche={note}")).into_iter().collect(),
        page,
    )
}

/// A registered person, as the support sees it.
pub fn support_personne(id: PersonneId) -> String {
    format!("{SUPPORT}/personnes/{id}")
}

/// The same, once the act called `fait` is done.
pub fn support_fait(id: PersonneId, fait: &str) -> String {
    format!("{SUPPORT}/personnes/{id}?fait={fait}")
}

/// The same, with an act to complete, kept on the server.
pub fn support_a_revoir(id: PersonneId, acte: &str, note: RechercheId) -> String {
    format!("{SUPPORT}/personnes/{id}?a-revoir={acte}&saisie={note}#{acte}")
}

/// The notifications, once what is called `fait` is done.
pub fn notifications_fait(fait: &str) -> String {
    format!("{NOTIFICATIONS}?fait={fait}")
}

/// The same, with what has to be seen again (`adresse`, `code`, `trop`), and what was typed, kept on the server.
pub fn notifications_a_revoir(quoi: &str, note: Option<RechercheId>) -> String {
    let saisie = note.map(|note| format!("&saisie={note}")).unwrap_or_default();
    format!("{NOTIFICATIONS}?a-revoir={quoi}{saisie}")
}

/// A page of the mails that did not arrive.
pub fn courriels(page: u32) -> String {
    avec(COURRIELS, Vec::new(), page)
}

/// The same list, once a decision was taken: `renvoi` or `abandon`.
pub fn courriels_fait(fait: &str) -> String {
    format!("{COURRIELS}?fait={fait}")
}

/// What the link at the end of a notification leads to.
pub fn desabonnement(jeton: &str) -> String {
    format!("/desabonnement/{jeton}")
}

/// One mail of the demonstration.
pub fn message(id: MessageId) -> String {
    format!("{MESSAGES}/{id}")
}

/// A page of the consultations.
pub fn consultations(page: u32) -> String {
    avec(CONSULTATIONS, Vec::new(), page)
}

/// A page of the history shown at the end of another page.
pub fn historique(base: &str, page: u32) -> String {
    let liant = if base.contains('?') { '&' } else { '?' };
    format!("{base}{liant}historique={page}#historique")
}
