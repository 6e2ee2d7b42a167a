//! The address of a door with its objects, and what its form would hold.

use super::*;

impl Objets {
    /// The address with its objects.
    pub(super) fn adresse(&self, chemin: &str) -> String {
        let habilitation = &self.habilitation;
        let id = if chemin.starts_with("/gestion/demandes") {
            &self.demande
        } else if chemin.starts_with("/gestion/lots") {
            &self.lot
        } else if chemin.starts_with("/mes-demandes") {
            &self.suivie
        } else if chemin.starts_with("/gestion/imports") {
            &self.liste
        } else if chemin.starts_with("/demonstration/messages") {
            &self.message
        } else if chemin.starts_with("/departs/faits") {
            &self.depart
        } else if chemin.starts_with("/gestion/enregistres") {
            &self.inscription_faite
        } else if chemin.ends_with("/attestation") {
            &self.revues.attestee
        } else if chemin.starts_with("/revues") {
            &self.revues.en_cours
        } else {
            &self.personne
        };
        let jeton = if chemin.starts_with("/invitation") {
            &self.jeton
        } else if chemin.starts_with("/revues") {
            &self.revues.jeton
        } else {
            &self.desabonnement
        };
        let chemin = chemin
            .replace("/retirer/{id}", &format!("/retirer/{}", habilitation.droit))
            .replace("/envois/{id}", &format!("/envois/{}", habilitation.envoi));
        chemin
            .replace("{id}", id)
            .replace("{finess}", DEDANS)
            .replace("{ligne}", &habilitation.ligne.to_string())
            .replace("{numero}", "2")
            .replace("{personne}", &self.personne)
            .replace("{pour}", "professionnel")
            .replace("{slug}", "rpps-plus")
            .replace("{nom}", "finess")
            .replace("{texte}", "portail")
            .replace("{autre}", &self.autre)
            .replace("{fournisseur}", "franceconnect")
            .replace("{jeton}", jeton)
            .replace("{acte}", "ajouter")
            .replace("{etape}", "contact")
            .replace("{finess}", DEDANS)
            .replace("{liste}", "presents")
    }

    /// What a form of this endpoint would hold.
    pub(super) fn corps(&self, chemin: &str) -> String {
        let explication = "explication=Une+explication+assez+longue.";
        match chemin.trim_start_matches("/api/") {
            "valider-demande" => format!("demande={}&version=1&confirmation=on", self.demande),
            "refuser-demande" => format!("demande={}&version=1&motif=AUT&{explication}", self.demande),
            "trancher-doublon" => format!(
                "demande={}&sujet={}&empreinte=0&choix=differente",
                self.demande, self.autre
            ),
            "nommer-gestionnaire" => {
                format!("structure={DEDANS}&identifiant=3010780914%2F1&nom_exercice=ESSAI&prenom_exercice=Un")
            }
            "choisir-gestionnaire" => format!("structure={DEDANS}&identifiant=cible-designee"),
            "trouver-gestionnaires" | "me-designer" => format!("structure={DEDANS}&nom=essai"),
            "completer-gestionnaire" | "oublier-gestionnaire" => {
                format!("structure={DEDANS}&ligne={}", self.habilitation.ligne)
            }
            "envoyer-habilitations" => format!(
                "structure={DEDANS}&demande={}&cgu=on&cgu_habilitations=on",
                self.habilitation.panier
            ),
            "confirmer-habilitations" => {
                format!(
                    "structure={DEDANS}&demande={}&email=a%40example.org",
                    self.habilitation.envoi
                )
            }
            "retirer-designation" | "retablir-designation" => format!(
                "structure={DEDANS}&habilitation={}&motif_retrait=autre",
                self.habilitation.droit
            ),
            "annuler-decision" | "annuler-correction" | "etat-decision" => {
                format!("demande={}", self.demande)
            }
            "preparer-lot" => "acte=valider&tous=on".to_owned(),
            "etat-lot" | "annuler-lot" => format!("lot={}", self.lot),
            "lancer-lot" => format!(
                "lot={}&acte=valider&confirmation=on&motif=&explication=",
                self.lot
            ),
            "demander-correction" => format!(
                "demande={}&version=1&corriger_email=on&remarque_email=Une+autre+adresse.",
                self.demande
            ),
            "retirer-correction" => format!("demande={}&version=1", self.demande),
            "repondre-correction" => format!("demande={}&mode=auto&email=a%40example.org", self.suivie),
            "ecrire-au-demandeur" | "ecrire-au-gestionnaire" => {
                format!("demande={}&message=Bonjour", self.demande)
            }
            "enregistrer-modele" => format!(
                "structure={}&genre=refus&titre_modele=Un+nom&texte_modele=Un+texte",
                self.structure
            ),
            // On another version: it is there for the next ones.
            "supprimer-modele" => format!("modele={}&version=9", self.modele),
            "annuler-demande" | "effacer-demande" => format!("demande={}", self.suivie),
            "corriger-etat-civil" | "supprimer-inscription" => {
                format!(
                    "personne={}&version=1&{explication}&confirmation=on",
                    self.personne
                )
            }
            "creer-vue" => "nom=Urgences&filtre=vue%3Durgentes".to_owned(),
            "modifier-vue" => format!("vue={}&nom=Autre+nom", self.vue),
            "supprimer-vue" => format!("vue={}", self.vue),
            "corriger-ligne" => format!("liste={}&numero=2&email=d", self.liste),
            "trancher-ligne" => format!("liste={}&numero=2&empreinte=0&choix=differente", self.liste),
            "associer-colonnes" | "avancement-liste" | "inscrire-liste" | "supprimer-liste" => {
                format!("liste={}", self.liste)
            }
            "prise" | "liberer-prise" | "prendre-la-main" => format!(
                "demande={}&version=1&jeton={}&travaille=true",
                self.demande, self.demande
            ),
            "suivre-file" => format!("depuis=0&demandes={}", self.demande),
            "renvoyer-courriel" => format!("courriel={}", self.renvoye),
            "abandonner-courriel" => format!("courriel={}", self.abandonne),
            "preparer-situation" => format!("personne={}&acte=ajouter", self.personne),
            "confirmer-situation" => {
                format!("personne={}&version=1&saisie={}", self.personne, self.personne)
            }
            "preparer-depart" => format!("personne={}", self.personne),
            // Prepared during another session: nothing happens, and who may open the record is told so.
            "confirmer-depart" => format!(
                "personne={}&version=1&saisie={}&intention={}",
                self.personne, self.personne, self.lot
            ),
            "annuler-depart" | "rouvrir-depart" | "etat-depart" => format!("depart={}", self.depart),
            // Said already: nothing is left to do.
            "repondre-meme" => format!(
                "personne={}&compte={}&reponse=oui",
                self.personne, self.carte_dite
            ),
            "etape-inscription" => format!("inscription={}&etape=contact&mode=auto", self.inscription),
            "trancher-enregistrement" => format!(
                "inscription={}&sujet={}&empreinte=0&choix=differente",
                self.inscription, self.personne
            ),
            "confirmer-inscription" => format!("inscription={}", self.inscription),
            // Somebody else's is not there, and throwing away what is not there is harmless.
            "abandonner-inscription" => format!("inscription={}", self.personne),
            "inviter" => "email=autre%40example.org".to_owned(),
            "renvoyer-invitation" | "retirer-invitation" => format!("invitation={}", self.invitation),
            "accepter-invitation" => format!("jeton={}", self.jeton),
            "ouvrir-chemin" => "etablissement=010780930".to_owned(),
            "noter-etape" => format!("structure={DEDANS}&etape=lecteurs"),
            "choisir-organisation" => format!("structure={DEDANS}&organisation=EJ&signataire=directeur"),
            // On a reason that leaves the contract as it is for the next ones.
            "reprendre-contrat" => format!("structure={DEDANS}&raison=abandon"),
            "commander-carte" => format!("structure={DEDANS}&genre=CPE&formulaire=F301&nom=X"),
            "recevoir-carte" | "annuler-carte" => {
                format!(
                    "structure={DEDANS}&carte={}&version=9&numero=12345678",
                    self.carte
                )
            }
            "attribuer-carte" => format!("structure={DEDANS}&carte={}&version=9", self.carte),
            "renouveler-cde" => format!("carte={}&version=9&numero=x", self.carte),
            "valider-contrat" => format!("contrat={}&version=9&numero=x", self.contrat),
            "changer-contact" | "changer-noms" | "declarer-depart" => "version=0".to_owned(),
            "fermer-session" => format!("session={}", self.session),
            "soumettre-demande" => format!("demande={}&exactitude=on&cgu=on", self.brouillon),
            chemin if chemin.starts_with("enregistrer-") => format!("demande={}&mode=auto", self.brouillon),
            chemin if chemin.starts_with("chercher-") => "texte=lyon".to_owned(),
            "rechercher" => "ou=demandes&texte=lyon".to_owned(),
            "regler-resume" => "recevoir=non".to_owned(),
            autre => self
                .revues
                .corps(autre, DEDANS, &self.personne)
                .unwrap_or_default(),
        }
    }
}
