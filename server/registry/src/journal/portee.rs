//! Whom an act concerns: whether the person it is about reads of it, and whether its trace must keep the name of who did it. Both
//! are exhaustive: a new act does not compile before it has been placed.

use super::Acte;

impl Acte {
    /// Whether the person whose demande or record it is finds it among the consultations: who read, who decided, who changed
    /// something. What is between colleagues and has no effect yet is not shown (a decision that waits, a demande entrusted), nor
    /// what only the program or the person does.
    pub(super) const fn est_montre(self) -> bool {
        match self {
            Self::Consulter
            | Self::Comparer
            | Self::Rapprocher
            | Self::Distinguer
            | Self::Reconsiderer
            | Self::PrendreLaMain
            | Self::Valider
            | Self::Refuser
            | Self::DemanderCorrection
            | Self::RetirerCorrection
            | Self::EcrireMessage
            | Self::Inscrire
            | Self::Corriger
            | Self::ModifierSituation
            | Self::FermerSituation
            | Self::RouvrirSituation
            | Self::AjouterSituation
            | Self::EnregistrerDepart
            | Self::AnnulerDepart
            | Self::RouvrirDepart
            | Self::VerifierCarte
            | Self::Revoir => true,
            Self::Commencer
            | Self::Enregistrer
            | Self::Soumettre
            | Self::Annuler
            | Self::PrendreDecision
            | Self::ReprendreDecision
            | Self::DecisionSansEffet
            | Self::LancerLot
            | Self::AnnulerLot
            | Self::Resoumettre
            | Self::EcrireModele
            | Self::SupprimerModele
            | Self::Effacer
            | Self::Expirer
            | Self::Supprimer
            | Self::TerminerSituation
            | Self::DeclarerDepart
            | Self::Confier
            | Self::Deconfier
            | Self::ChangerContact
            | Self::ChangerNoms
            | Self::Habiliter
            | Self::Deshabiliter
            | Self::Rehabiliter
            | Self::ConfirmerDesignation
            | Self::OuvrirChemin
            | Self::AvancerChemin
            | Self::CloreContrat
            | Self::ValiderContrat
            | Self::CommanderCarte
            | Self::RecevoirCarte
            | Self::AttribuerCarte
            | Self::AnnulerCarte
            | Self::AlerterCarte
            | Self::NommerOperateur
            | Self::RevoquerOperateur
            | Self::Importer
            | Self::DeposerListe
            | Self::ModifierListe
            | Self::InscrireListe
            | Self::EffacerListe
            | Self::OuvrirSession
            | Self::FermerSession
            | Self::Exporter
            | Self::EnregistrerVue
            | Self::SupprimerVue
            | Self::Relancer
            | Self::DemanderCode
            | Self::ConfirmerAdresse
            | Self::RetirerAdresse
            | Self::ReglerNotifications
            | Self::Desabonner
            | Self::RenvoyerCourriel
            | Self::AbandonnerCourriel
            | Self::Inviter
            | Self::RenvoyerInvitation
            | Self::RetirerInvitation
            | Self::AccepterInvitation
            | Self::OuvrirRevue
            | Self::ReglerRevue
            | Self::PartagerRevue
            | Self::RevoquerPartage
            | Self::DemanderPartage
            | Self::AccepterReviseur
            | Self::RefuserReviseur
            | Self::AttesterRevue
            | Self::CloreRevue
            | Self::RappelerRevue
            | Self::Acceder => false,
        }
    }

    /// What an applicant reads of something that somebody else did to their demande: never that they look like anybody. A comparison is
    /// a reading like another, and what is said of a look-alike is not for them.
    pub(crate) const fn dit_au_demandeur(self) -> Option<Self> {
        match self {
            Self::Comparer => Some(Self::Consulter),
            Self::Rapprocher | Self::Distinguer | Self::Reconsiderer => None,
            _ => Some(self),
        }
    }

    /// Whether an applicant reads nothing of it.
    pub(super) const fn est_tu_au_demandeur(self) -> bool {
        self.dit_au_demandeur().is_none()
    }

    /// Whether it only concerns who does it. An account that has done nothing else is erased with what it held; one that acted on
    /// somebody else keeps its name, for the histories that others read.
    pub(crate) const fn est_pour_soi(self) -> bool {
        match self {
            Self::Commencer
            | Self::Enregistrer
            | Self::Soumettre
            | Self::Annuler
            | Self::Resoumettre
            | Self::Effacer
            // What is written goes with its demande, and an account that wrote some of it is kept meanwhile.
            | Self::EcrireMessage
            | Self::DeclarerDepart
            // A path is that of who follows it: no history says who did.
            | Self::OuvrirChemin
            | Self::AvancerChemin
            | Self::CloreContrat
            | Self::ChangerContact
            | Self::ChangerNoms
            | Self::DeposerListe
            | Self::ModifierListe
            | Self::EffacerListe
            | Self::OuvrirSession
            | Self::FermerSession
            | Self::EnregistrerVue
            | Self::SupprimerVue
            | Self::DemanderCode
            | Self::ConfirmerAdresse
            | Self::RetirerAdresse
            | Self::ReglerNotifications
            | Self::Desabonner
            | Self::ConfirmerDesignation
            | Self::DemanderPartage
            | Self::AccepterInvitation
            | Self::Acceder => true,
            Self::Consulter
            | Self::Comparer
            | Self::Rapprocher
            | Self::Distinguer
            | Self::Reconsiderer
            | Self::PrendreLaMain
            | Self::Valider
            | Self::Refuser
            | Self::DemanderCorrection
            | Self::RetirerCorrection
            | Self::Inscrire
            | Self::Corriger
            | Self::ModifierSituation
            | Self::FermerSituation
            | Self::RouvrirSituation
            | Self::AjouterSituation
            | Self::EnregistrerDepart
            | Self::AnnulerDepart
            | Self::RouvrirDepart
            | Self::VerifierCarte
            | Self::Revoir
            | Self::PrendreDecision
            | Self::ReprendreDecision
            | Self::DecisionSansEffet
            | Self::LancerLot
            | Self::AnnulerLot
            | Self::EcrireModele
            | Self::SupprimerModele
            | Self::Expirer
            | Self::Supprimer
            | Self::TerminerSituation
            | Self::Confier
            | Self::Deconfier
            | Self::Habiliter
            | Self::Deshabiliter
            | Self::Rehabiliter
            | Self::ValiderContrat
            | Self::CommanderCarte
            | Self::RecevoirCarte
            | Self::AttribuerCarte
            | Self::AnnulerCarte
            | Self::AlerterCarte
            | Self::NommerOperateur
            | Self::RevoquerOperateur
            | Self::Importer
            | Self::InscrireListe
            | Self::Exporter
            | Self::Relancer
            | Self::RenvoyerCourriel
            | Self::AbandonnerCourriel
            | Self::Inviter
            | Self::RenvoyerInvitation
            | Self::RetirerInvitation
            | Self::OuvrirRevue
            | Self::ReglerRevue
            | Self::PartagerRevue
            | Self::RevoquerPartage
            | Self::AccepterReviseur
            | Self::RefuserReviseur
            | Self::AttesterRevue
            | Self::CloreRevue
            | Self::RappelerRevue => false,
        }
    }

    /// What it does to somebody’s record, said to that person, when « {verbe} votre fiche » would not be French.
    pub(super) const fn dit_a_la_personne(self) -> Option<&'static str> {
        match self {
            Self::Inscrire => Some("a inscrit une situation sur votre fiche"),
            Self::EnregistrerDepart => Some("a enregistré votre départ"),
            Self::AnnulerDepart => Some("a annulé l’enregistrement de votre départ"),
            // Situations, rights, or both.
            Self::RouvrirDepart => Some("a rouvert ce que votre départ avait fermé"),
            Self::VerifierCarte => Some("a dit si une carte à votre nom est la vôtre"),
            Self::Comparer => Some("a comparé votre fiche à une personne en cours d’enregistrement"),
            Self::Rapprocher => {
                Some("a dit que votre fiche est celle d’une personne en cours d’enregistrement")
            }
            Self::Distinguer => {
                Some("a dit que votre fiche n’est pas celle d’une personne en cours d’enregistrement")
            }
            Self::Reconsiderer => Some(
                "a retiré ce qui avait été dit de votre fiche et d’une personne en cours d’enregistrement",
            ),
            Self::Revoir => Some("a dit si vous êtes toujours en poste"),
            _ => None,
        }
    }
}

/// Codes for `IN`: those of the acts that a rule keeps.
pub(crate) fn codes(regle: fn(Acte) -> bool) -> String {
    let codes: Vec<String> = Acte::TOUS
        .iter()
        .filter(|acte| regle(**acte))
        .map(|acte| format!("'{}'", acte.code()))
        .collect();
    format!("({})", codes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Acte, codes};

    #[test]
    fn a_reading_is_shown_and_keeps_its_name() {
        assert!(codes(Acte::est_montre).contains("'consulter'"));
        assert!(!codes(Acte::est_pour_soi).contains("'consulter'"));
        assert!(codes(Acte::est_pour_soi).starts_with("('commencer', "));
        assert_eq!(
            codes(Acte::est_tu_au_demandeur),
            "('rapprocher', 'distinguer', 'reconsiderer')"
        );
    }
}
