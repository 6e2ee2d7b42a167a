//! Which page answers which address. All of them are complete before they are sent: they must be right without a script.

use crate::api::ApiErreur;
use crate::pages::{
    PageErreur, accueil, aide, compte, conditions, connexion, conseil, demonstration, depart, gestion,
    habilitation, inscrit, invitation, professionnel, revue, rotation, structure, support,
};
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes as Table};
use leptos_router::{SsrMode, path};

/// The table of routes.
#[component]
pub fn Routes() -> impl IntoView {
    let mode = SsrMode::Async;
    view! {
        <Router>
            <Table fallback=|| view! { <PageErreur erreur=ApiErreur::introuvable() /> }>
                <Route path=path!("/") view=accueil::Accueil ssr=mode.clone() />
                <Route path=path!("/connexion") view=connexion::Connexion ssr=mode.clone() />
                <Route path=path!("/connexion/deconnecte") view=connexion::Deconnecte ssr=mode.clone() />
                <Route path=path!("/conseil") view=conseil::Conseil ssr=mode.clone() />
                <Route path=path!("/conseil/roles") view=conseil::Comparaison ssr=mode.clone() />
                <Route path=path!("/guide/:pour") view=conseil::Guide ssr=mode.clone() />
                <Route path=path!("/aide") view=aide::Aide ssr=mode.clone() />
                <Route path=path!("/aide/glossaire") view=aide::Glossaire ssr=mode.clone() />
                <Route path=path!("/aide/contacts") view=aide::Contacts ssr=mode.clone() />
                <Route path=path!("/aide/secteur-sanitaire") view=aide::SecteurSanitaire ssr=mode.clone() />
                <Route path=path!("/aide/:slug") view=aide::Question ssr=mode.clone() />
                <Route path=path!("/conditions/mentions-legales") view=conditions::MentionsLegales ssr=mode.clone() />
                <Route path=path!("/conditions/:texte") view=conditions::Conditions ssr=mode.clone() />
                <Route path=path!("/reprise") view=compte::Reprise ssr=mode.clone() />
                <Route path=path!("/mes-sessions") view=compte::MesSessions ssr=mode.clone() />
                <Route path=path!("/mes-donnees") view=compte::MesDonnees ssr=mode.clone() />
                <Route path=path!("/mes-demandes") view=professionnel::MesDemandes ssr=mode.clone() />
                <Route path=path!("/mes-demandes/:id") view=professionnel::Suivi ssr=mode.clone() />
                <Route path=path!("/mes-demandes/:id/corriger") view=professionnel::Corriger ssr=mode.clone() />
                <Route path=path!("/mes-demandes/:id/confirmation") view=professionnel::Confirmation ssr=mode.clone() />
                <Route path=path!("/mes-demandes/:id/recapitulatif") view=professionnel::Recapitulatif ssr=mode.clone() />
                <Route path=path!("/mes-donnees/consultations") view=professionnel::Consultations ssr=mode.clone() />
                <Route path=path!("/demande/etat-civil") view=professionnel::EtapeEtatCivil ssr=mode.clone() />
                <Route path=path!("/demande/contact") view=professionnel::EtapeContact ssr=mode.clone() />
                <Route path=path!("/demande/situation") view=professionnel::EtapeSituation ssr=mode.clone() />
                <Route path=path!("/demande/informations-legales") view=professionnel::EtapeLegale ssr=mode.clone() />
                <Route path=path!("/demande/verification") view=professionnel::Verification ssr=mode.clone() />
                <Route path=path!("/gestion") view=gestion::Accueil ssr=mode.clone() />
                <Route path=path!("/gestion/demandes") view=gestion::File ssr=mode.clone() />
                <Route path=path!("/gestion/demandes/:id") view=gestion::Dossier ssr=mode.clone() />
                <Route path=path!("/gestion/vues") view=gestion::Vues ssr=mode.clone() />
                <Route path=path!("/gestion/demandes/:id/comparer/:autre") view=gestion::Comparer ssr=mode.clone() />
                <Route path=path!("/gestion/lots/:id") view=gestion::Lot ssr=mode.clone() />
                <Route path=path!("/gestion/modeles") view=gestion::Modeles ssr=mode.clone() />
                <Route path=path!("/gestion/professionnels") view=gestion::Professionnels ssr=mode.clone() />
                <Route path=path!("/gestion/professionnels/:id") view=gestion::Fiche ssr=mode.clone() />
                <Route path=path!("/gestion/imports") view=gestion::Listes ssr=mode.clone() />
                <Route path=path!("/gestion/imports/:id") view=gestion::Liste ssr=mode.clone() />
                <Route path=path!("/gestion/imports/:id/colonnes") view=gestion::Colonnes ssr=mode.clone() />
                <Route path=path!("/gestion/imports/:id/lignes/:numero") view=gestion::Ligne ssr=mode.clone() />
                <Route path=path!("/gestion/notifications") view=gestion::Notifications ssr=mode.clone() />
                <Route path=path!("/structures") view=structure::MesStructures ssr=mode.clone() />
                <Route path=path!("/structures/ouvrir") view=structure::Ouvrir ssr=mode.clone() />
                <Route path=path!("/structures/:finess") view=structure::Parcours ssr=mode.clone() />
                <Route path=path!("/structures/:finess/contrat") view=structure::Contrat ssr=mode.clone() />
                <Route path=path!("/structures/:finess/cartes") view=structure::Cartes ssr=mode.clone() />
                <Route path=path!("/support/contrats") view=support::Contrats ssr=mode.clone() />
                <Route path=path!("/support/courriels") view=support::Courriels ssr=mode.clone() />
                <Route path=path!("/support/referentiels") view=support::Referentiels ssr=mode.clone() />
                <Route path=path!("/gestion/professionnels/:id/situation/:acte") view=gestion::AgirSituation ssr=mode.clone() />
                <Route path=path!("/gestion/enregistrer") view=gestion::Enregistrer ssr=mode.clone() />
                <Route path=path!("/gestion/enregistrer/:etape") view=gestion::EtapeEnregistrer ssr=mode.clone() />
                <Route path=path!("/gestion/enregistres/:id") view=gestion::Enregistre ssr=mode.clone() />
                <Route path=path!("/gestion/invitations") view=gestion::Invitations ssr=mode.clone() />
                <Route path=path!("/gestion/invitations/nouvelle") view=gestion::NouvelleInvitation ssr=mode.clone() />
                <Route path=path!("/invitation/:jeton") view=invitation::Invitation ssr=mode.clone() />
                <Route path=path!("/rotation") view=rotation::Rotation ssr=mode.clone() />
                <Route path=path!("/rotation/:finess") view=rotation::Rotation ssr=mode.clone() />
                <Route path=path!("/rotation/listes/:liste") view=rotation::Liste ssr=mode.clone() />
                <Route path=path!("/habilitations") view=habilitation::Habilitations ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess") view=habilitation::Structure ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess/ajouter") view=habilitation::Ajouter ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess/demande") view=habilitation::Demande ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess/demande/:ligne") view=habilitation::Ligne ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess/moi") view=habilitation::Moi ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess/retirer/:id") view=habilitation::Retirer ssr=mode.clone() />
                <Route path=path!("/habilitations/:finess/envois/:id") view=habilitation::Envoi ssr=mode.clone() />
                <Route path=path!("/departs") view=depart::Departs ssr=mode.clone() />
                <Route path=path!("/departs/faits/:id") view=depart::DepartFait ssr=mode.clone() />
                <Route path=path!("/departs/:personne") view=depart::Partir ssr=mode.clone() />
                <Route path=path!("/ma-fiche") view=inscrit::MaFiche ssr=mode.clone() />
                <Route path=path!("/ma-fiche/depart") view=inscrit::Depart ssr=mode.clone() />
                <Route path=path!("/revues") view=revue::Revues ssr=mode.clone() />
                <Route path=path!("/revues/partage/:jeton") view=revue::InvitationRevue ssr=mode.clone() />
                <Route path=path!("/revues/:id") view=revue::Revue ssr=mode.clone() />
                <Route path=path!("/revues/:id/precisions") view=revue::Precisions ssr=mode.clone() />
                <Route path=path!("/revues/:id/attestation") view=revue::AttestationRevue ssr=mode.clone() />
                <Route path=path!("/support") view=support::Accueil ssr=mode.clone() />
                <Route path=path!("/support/personnes/:id") view=support::Personne ssr=mode.clone() />
                <Route path=path!("/demonstration/messages") view=demonstration::Messages ssr=mode.clone() />
                <Route path=path!("/demonstration/messages/:id") view=demonstration::UnMessage ssr=mode />
            </Table>
        </Router>
    }
}
