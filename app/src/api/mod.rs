//! Every act a browser can ask for, one file per verb. Each is a public endpoint under `/api`: it finds the session, obtains
//! the proof of right, calls the use case and says where to go next. No rule is decided here.
//!
//! A form posts natively and is redirected; the same endpoint answers a script with JSON. An error never travels in an address.
//! Signing in and out are acts of the program, not of the register: they are in the server's `oidc` room.

#![expect(
    missing_docs,
    reason = "the server macro makes a struct of the arguments, whose fields bear their names"
)]

mod agir;
mod annuler;
mod cartes;
mod chercher;
mod chercher_aide;
mod commencer;
mod corriger;
mod courriels;
mod decider;
mod depart;
mod designer;
mod direct;
mod doublon;
mod ecrire;
mod effacer;
mod enregistrer;
mod erreur;
mod inscription;
mod inviter;
mod liste;
mod lot;
mod ma_fiche;
mod modele;
mod notifier;
mod rechercher;
mod resume;
mod revue;
mod rotation;
mod session;
mod soumettre;
mod structure;
mod support;
mod sursis;
mod vues;

pub use agir::{ConfirmerSituation, PreparerSituation, confirmer_situation, preparer_situation};
pub use annuler::{AnnulerDemande, annuler_demande};
pub use cartes::{
    AnnulerCarte, AttribuerCarte, CommanderCarte, RecevoirCarte, RenouvelerCde, ValiderContrat,
    annuler_carte, attribuer_carte, commander_carte, recevoir_carte, renouveler_cde, valider_contrat,
};
pub use chercher::{
    ChercherCommunes, ChercherEtablissements, ChercherPays, Proposition, chercher_communes,
    chercher_etablissements, chercher_pays,
};
pub use chercher_aide::{ChercherAide, MorceauAide, TrouvailleAide, chercher_aide};
pub use commencer::{CommencerDemande, commencer_demande};
pub use corriger::{
    AnnulerCorrection, DemanderCorrection, RepondreCorrection, RetirerCorrection, annuler_correction,
    demander_correction, repondre_correction, retirer_correction,
};
pub use courriels::{AbandonnerCourriel, RenvoyerCourriel, abandonner_courriel, renvoyer_courriel};
pub use decider::{RefuserDemande, ValiderDemande, refuser_demande, valider_demande};
pub use depart::{
    AnnulerDepart, ConfirmerDepart, EtatDepart, PreparerDepart, RepondreMeme, RouvrirDepart, annuler_depart,
    confirmer_depart, etat_depart, preparer_depart, repondre_meme, rouvrir_depart,
};
pub use designer::{
    ChoisirGestionnaire, CompleterGestionnaire, ConfirmerHabilitations, DesignationARevoir,
    EnvoyerHabilitations, MeDesigner, NommerGestionnaire, OublierGestionnaire, RetablirDesignation,
    RetirerDesignation, TrouverGestionnaires, choisir_gestionnaire, completer_gestionnaire,
    confirmer_habilitations, envoyer_habilitations, me_designer, nommer_gestionnaire, oublier_gestionnaire,
    retablir_designation, retirer_designation, trouver_gestionnaires,
};
pub use direct::{
    EtatDirect, EtatDossier, Evenement, LibererPrise, LigneVue, Main, PrendreLaMain, ReglerRaccourcis,
    SuivreFile, TenirPrise, VueFile, liberer_prise, prendre_la_main, regler_raccourcis, suivre_file,
    tenir_prise,
};
pub use doublon::{TrancherDoublon, trancher_doublon};
pub use ecrire::{EcrireAuDemandeur, EcrireAuGestionnaire, ecrire_au_demandeur, ecrire_au_gestionnaire};
pub use effacer::{EffacerDemande, effacer_demande};
pub use enregistrer::{
    EnregistrerContact, EnregistrerEtatCivil, EnregistrerLegale, EnregistrerSituation, enregistrer_contact,
    enregistrer_etat_civil, enregistrer_legale, enregistrer_situation,
};
pub use erreur::{ApiErreur, Code};
pub use inscription::{
    AbandonnerInscription, CommencerInscription, ConfirmerInscription, EtapeInscription,
    TrancherEnregistrement, abandonner_inscription, commencer_inscription, confirmer_inscription,
    etape_inscription, trancher_enregistrement,
};
pub use inviter::{
    AccepterInvitation, Inviter, RenvoyerInvitation, RetirerInvitation, accepter_invitation, inviter,
    renvoyer_invitation, retirer_invitation,
};
pub use liste::{
    AssocierColonnes, Avancement, AvancementListe, CorrigerLigne, InscrireListe, SupprimerListe,
    TrancherLigne, associer_colonnes, avancement_liste, corriger_ligne, inscrire_liste, supprimer_liste,
    trancher_ligne,
};
pub use lot::{
    AnnulerLot, EtatLot, LancerLot, PreparerLot, SuiteLot, annuler_lot, etat_lot, lancer_lot, preparer_lot,
};
pub use ma_fiche::{
    ChangerContact, ChangerNoms, DeclarerDepart, changer_contact, changer_noms, declarer_depart,
};
pub use modele::{EnregistrerModele, ModeleARevoir, SupprimerModele, enregistrer_modele, supprimer_modele};
pub use notifier::{
    ConfirmerAdresseNotification, DemanderCodeNotification, ReglerNotifications, RetirerAdresseNotification,
    confirmer_adresse_notification, demander_code_notification, regler_notifications,
    retirer_adresse_notification,
};
pub use rechercher::{Rechercher, rechercher};
pub use resume::{ReglerResume, regler_resume};
pub use revue::{
    ConfirmerPresents, DemanderPartage, ExceptionRevue, OuvrirRevue, PartagerRevue, PreciserRevue,
    ReglerRevue, RepondreReviseur, RepondreRevue, RevoirPage, RevoquerPartage, SuiteRevue, TerminerRevue,
    confirmer_presents, demander_partage, ouvrir_revue, partager_revue, preciser_revue, regler_revue,
    repondre_reviseur, repondre_revue, revoir_page, revoquer_partage, terminer_revue,
};
pub use rotation::{ChercherPresents, chercher_presents};
pub use session::{
    EtatSession, FermerAutresSessions, FermerSession, ResteSession, ResterConnecte, etat_session,
    fermer_autres_sessions, fermer_session, rester_connecte,
};
pub use soumettre::{SoumettreDemande, soumettre_demande};
pub use structure::{
    ChoisirOrganisation, EssaiStructure, NoterEtape, OuvrirChemin, ReprendreContrat, choisir_organisation,
    noter_etape, ouvrir_chemin, reprendre_contrat,
};
pub use support::{
    ActeSupport, CorrigerEtatCivil, SupprimerInscription, corriger_etat_civil, supprimer_inscription,
};
pub use sursis::{AnnulerDecision, EtatDecision, SuiteDecision, annuler_decision, etat_decision};
pub use vues::{CreerVue, ModifierVue, SaisieVue, SupprimerVue, creer_vue, modifier_vue, supprimer_vue};
