//! What can be done, or tried: one line per act, with its stored code and its words.

/// This program does not know the act of an entry: a later version wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cet acte du journal n’est pas connu de cette version du portail.")]
pub struct ActeInconnu;

/// One line per act: stored code, past participle of histories (« Validée par … »), verb of sentences (« … a validé »).
macro_rules! actes {
    ($( $(#[$doc:meta])* $variante:ident = $code:literal, $participe:literal, $verbe:literal; )+) => {
        /// What was done, or tried.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Acte { $( $(#[$doc])* $variante, )+ }

        impl Acte {
            /// Every act.
            pub const TOUS: &'static [Self] = &[$( Self::$variante ),+];

            /// The code stored.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variante => $code, )+ }
            }

            /// The past participle, agreeing with « la demande », « la personne » or « la session »: « Validée ».
            pub const fn participe(self) -> &'static str {
                match self { $( Self::$variante => $participe, )+ }
            }

            /// The verb of a sentence whose subject is a person: « a validé ».
            pub const fn verbe(self) -> &'static str {
                match self { $( Self::$variante => $verbe, )+ }
            }
        }

        impl std::str::FromStr for Acte {
            type Err = ActeInconnu;

            fn from_str(code: &str) -> Result<Self, ActeInconnu> {
                match code {
                    $( $code => Ok(Self::$variante), )+
                    _ => Err(ActeInconnu),
                }
            }
        }
    };
}

actes! {
    /// a draft was begun
    Commencer = "commencer", "Commencée", "a commencé";
    /// a step of a draft was saved; only its refusals are written: a draft is its author's own
    Enregistrer = "enregistrer", "Complétée", "a complété";
    /// a demande was sent
    Soumettre = "soumettre", "Envoyée", "a envoyé";
    /// its author withdrew it
    Annuler = "annuler", "Retirée", "a retiré";
    /// accepted
    Valider = "valider", "Validée", "a validé";
    /// refused (R35)
    Refuser = "refuser", "Refusée", "a refusé";
    /// taken over from a colleague who had it in hand
    PrendreLaMain = "prendre_la_main", "Reprise", "a pris la main sur";
    /// decided, before the decision takes effect
    PrendreDecision = "prendre_decision", "Décidée", "a pris une décision sur";
    /// the decision was taken back by its author before it took effect
    ReprendreDecision = "reprendre_decision", "Décision annulée", "a annulé sa décision sur";
    /// things had changed when the decision was to take effect
    DecisionSansEffet = "decision_sans_effet", "Décision restée sans effet", "n’a pas pu décider de";
    /// a decision on many demandes was confirmed
    LancerLot = "lancer_lot", "Lancée", "a lancé";
    /// a decision on many demandes was taken back
    AnnulerLot = "annuler_lot", "Annulée", "a annulé";
    /// sent back to its author, with what is to be corrected
    DemanderCorrection = "demander_correction", "Renvoyée à corriger", "a demandé de corriger";
    /// the correction is not awaited any longer
    RetirerCorrection = "retirer_correction", "Reprise sans correction", "a repris sans correction";
    /// its author sent it again, corrected
    Resoumettre = "resoumettre", "Corrigée et renvoyée", "a corrigé et renvoyé";
    /// something was written in its thread
    EcrireMessage = "ecrire_message", "Complétée d’un message", "a écrit au sujet de";
    /// a template was written or changed
    EcrireModele = "ecrire_modele", "Écrite", "a écrit";
    /// a template was removed
    SupprimerModele = "supprimer_modele", "Supprimée", "a supprimé";
    /// kept long enough, or erased by its author
    Effacer = "effacer", "Effacée", "a effacé";
    /// nobody answered in time
    Expirer = "expirer", "Expirée", "a laissé expirer";
    /// a person got a number, or a situation on the number they had (R3)
    Inscrire = "inscrire", "Inscrite au répertoire", "a inscrit au répertoire";
    /// a demande or a record was read by somebody else than its subject
    Consulter = "consulter", "Consultée", "a consulté";
    /// a demande was read beside somebody who looks like its person
    Comparer = "comparer", "Comparée", "a comparé à une autre personne";
    /// a demande was said to be that of a registered person (R3)
    Rapprocher = "rapprocher", "Rapprochée d’une personne inscrite", "a rapproché d’une personne inscrite";
    /// a demande was said not to be that of somebody who looks alike
    Distinguer = "distinguer", "Distinguée d’une autre personne", "a distingué d’une autre personne";
    /// what was said of a look-alike was taken back
    Reconsiderer = "reconsiderer", "Remise à comparer", "a remis à comparer";
    /// the support corrected a civil status (R13)
    Corriger = "corriger", "Corrigée", "a corrigé";
    /// the support removed what was registered out of scope
    Supprimer = "supprimer", "Supprimée", "a supprimé";
    /// a situation d'exercice was changed
    ModifierSituation = "modifier_situation", "Situation modifiée", "a modifié une situation de";
    /// a situation d'exercice was ended (R51)
    FermerSituation = "fermer_situation", "Situation fermée", "a fermé une situation de";
    /// a closing was undone
    RouvrirSituation = "rouvrir_situation", "Situation rouverte", "a rouvert une situation de";
    /// a situation d'exercice was added to a number (R28)
    AjouterSituation = "ajouter_situation", "Situation ajoutée", "a ajouté une situation à";
    /// the planned end of a situation came (R27)
    TerminerSituation = "terminer_situation", "Situation arrivée à son terme", "a terminé une situation de";
    /// the person told of their own departure (R53)
    DeclarerDepart = "declarer_depart", "Départ déclaré", "a déclaré un départ sur";
    /// the departure of somebody was recorded (R51, R52)
    EnregistrerDepart = "enregistrer_depart", "Départ enregistré", "a enregistré le départ de";
    /// a departure was undone by its author before it took effect
    AnnulerDepart = "annuler_depart", "Départ annulé", "a annulé le départ de";
    /// a departure was opened again later
    RouvrirDepart = "rouvrir_depart", "Départ rouvert", "a rouvert le départ de";
    /// a card under the name of somebody was said to be theirs, or not (R52)
    VerifierCarte = "verifier_carte", "Carte au même nom vérifiée", "a vérifié une carte au même nom pour";
    /// a demande in the hands of somebody who leaves was entrusted to a colleague
    Confier = "confier", "Confiée à un collègue", "a confié à un collègue";
    /// a demande entrusted to a colleague is not any more
    Deconfier = "deconfier", "Retirée au collègue à qui elle était confiée", "a retiré à un collègue";
    /// the person changed their e-mail or mobile (R22)
    ChangerContact = "changer_contact", "Coordonnées changées", "a changé les coordonnées de";
    /// the person changed the names they use at work (R17)
    ChangerNoms = "changer_noms", "Nom d’exercice changé", "a changé le nom d’exercice de";
    /// a right on a structure was given (R42–R45)
    Habiliter = "habiliter", "Habilitée", "a habilité";
    /// a right on a structure was withdrawn
    Deshabiliter = "deshabiliter", "Déshabilitée", "a déshabilité";
    /// a right that was withdrawn came back as it was
    Rehabiliter = "rehabiliter", "Rétablie", "a rétabli l’habilitation de";
    /// a mail of confirmation was asked for after a designation
    ConfirmerDesignation = "confirmer_designation", "Désignation confirmée par mail", "a demandé confirmation d’une désignation à";
    /// somebody said that they head a structure, and opened its path (J8)
    OuvrirChemin = "ouvrir_chemin", "Chemin ouvert", "a ouvert le chemin de";
    /// a step of the path of a structure was done
    AvancerChemin = "avancer_chemin", "Étape faite", "a fait une étape du chemin de";
    /// a contract was taken up again after a change (R47), or given up
    CloreContrat = "clore_contrat", "Contrat clos", "a clos un contrat de";
    /// the card of the head came: the contract is valid (R41)
    ValiderContrat = "valider_contrat", "Contrat validé", "a validé un contrat de";
    /// a card was ordered (R46)
    CommanderCarte = "commander_carte", "Carte commandée", "a commandé une carte pour";
    /// a card came, and carries rights until its last day (R48)
    RecevoirCarte = "recevoir_carte", "Carte reçue", "a enregistré une carte de";
    /// a card that had been ordered for somebody unknown was said to be that person's
    AttribuerCarte = "attribuer_carte", "Carte attribuée", "a attribué une carte à";
    /// a card was cancelled
    AnnulerCarte = "annuler_carte", "Carte annulée", "a annulé une carte de";
    /// the end of a card was told (R48)
    AlerterCarte = "alerter_carte", "Échéance annoncée", "a annoncé l’échéance d’une carte de";
    /// somebody joined the support
    NommerOperateur = "nommer_operateur", "Nommée au support", "a nommé au support";
    /// somebody left the support
    RevoquerOperateur = "revoquer_operateur", "Révoquée du support", "a révoqué du support";
    /// a referential was loaded
    Importer = "import", "Importée", "a importé";
    /// a staff list was brought
    DeposerListe = "deposer_liste", "Déposée", "a déposé";
    /// columns or rows of a staff list were changed; only its refusals are written: a list is its author's own
    ModifierListe = "modifier_liste", "Modifiée", "a modifié";
    /// the right rows of a staff list were sent to the register (R36)
    InscrireListe = "inscrire_liste", "Envoyée au répertoire", "a envoyé au répertoire";
    /// a staff list was thrown away, or kept long enough
    EffacerListe = "effacer_liste", "Effacée", "a effacé";
    /// somebody signed in
    OuvrirSession = "ouvrir_session", "Ouverte", "a ouvert";
    /// somebody signed out
    FermerSession = "fermer_session", "Fermée", "a fermé";
    /// a list was taken away as a file
    Exporter = "exporter", "Exportée", "a exporté";
    /// a filter was given a name, another name, or other readers
    EnregistrerVue = "enregistrer_vue", "Enregistrée", "a enregistré";
    /// a named filter was removed by its author
    SupprimerVue = "supprimer_vue", "Supprimée", "a supprimé";
    /// an applicant was told that nobody had answered yet
    Relancer = "relancer", "Relancée", "a relancé";
    /// a code was sent to an address for notifications
    DemanderCode = "demander_code", "Mise en attente d’un code", "a demandé un code";
    /// an address for notifications was confirmed with its code
    ConfirmerAdresse = "confirmer_adresse", "Confirmée", "a confirmé une adresse";
    /// an address for notifications was withdrawn
    RetirerAdresse = "retirer_adresse", "Retirée", "a retiré une adresse";
    /// rhythms of notification were chosen
    ReglerNotifications = "regler_notifications", "Réglée", "a réglé les notifications";
    /// mails were ended by their own link
    Desabonner = "desabonner", "Désabonnée", "a désabonné";
    /// a mail that did not arrive was put back among those to send
    RenvoyerCourriel = "renvoyer_courriel", "Renvoyée", "a renvoyé";
    /// a mail that did not arrive was given up
    AbandonnerCourriel = "abandonner_courriel", "Abandonnée", "a abandonné";
    /// somebody was invited to make a demande
    Inviter = "inviter", "Envoyée", "a envoyé";
    /// an invitation was sent again
    RenvoyerInvitation = "renvoyer_invitation", "Renvoyée", "a renvoyé";
    /// an invitation was withdrawn
    RetirerInvitation = "retirer_invitation", "Retirée", "a retiré";
    /// somebody began a demande from an invitation
    AccepterInvitation = "accepter_invitation", "Ouverte", "a ouvert";
    /// a campaign of review began, by the head of the structure or by itself
    OuvrirRevue = "ouvrir_revue", "Ouverte", "a ouvert";
    /// how often a structure reviews its people was chosen
    ReglerRevue = "regler_revue", "Réglée", "a réglé les revues de";
    /// it was said of a person whether they are still there
    Revoir = "revoir", "Revue", "a revu";
    /// a part of a campaign was entrusted by link
    PartagerRevue = "partager_revue", "Partagée", "a partagé";
    /// such a link was ended
    RevoquerPartage = "revoquer_partage", "Partage retiré", "a retiré un partage de";
    /// somebody came with such a link
    DemanderPartage = "demander_partage", "Demandée en partage", "a demandé à faire";
    /// the head of the structure accepted somebody who came with a link
    AccepterReviseur = "accepter_reviseur", "Confiée", "a confié";
    /// or did not
    RefuserReviseur = "refuser_reviseur", "Partage refusé", "a refusé de confier";
    /// a campaign ended with its attestation
    AttesterRevue = "attester_revue", "Attestée", "a attesté";
    /// a campaign that nobody attested ended by itself
    CloreRevue = "clore_revue", "Fermée sans attestation", "a fermé sans attestation";
    /// those whose part of a campaign is not done were reminded
    RappelerRevue = "rappeler_revue", "Rappelée", "a rappelé";
    /// a page or an endpoint was asked for without the right that it needs
    Acceder = "acceder", "Demandée", "a demandé";
}

#[cfg(test)]
mod tests {
    use super::{Acte, ActeInconnu};

    #[test]
    fn codes_read_back_and_none_is_shared() {
        for &acte in Acte::TOUS {
            assert_eq!(acte.code().parse(), Ok(acte));
        }
        assert_eq!("autre".parse::<Acte>(), Err(ActeInconnu));
    }
}
