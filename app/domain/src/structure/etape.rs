//! The steps, in order: who does each, how long it takes, the paper, what to do (J8).

use super::CodeInconnu;
use std::str::FromStr;

/// A step of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Etape {
    /// the data of the referential are right
    Finess,
    /// centralised or decentralised (R39, R40)
    Organisation,
    /// contract and F101
    Contrat,
    /// the card of the head, which validates the contract (R41)
    Cde,
    /// the cards of gestionnaires (R46)
    Cartes,
    /// the readers
    Lecteurs,
    /// the e-learning (R43)
    Formation,
    /// the designation of gestionnaires (R43, R45)
    Habilitation,
    /// who needs which rôle
    Roles,
    /// the first people registered
    Enregistrements,
}

impl Etape {
    /// Every step, in order.
    pub const TOUTES: [Self; 10] = [
        Self::Finess,
        Self::Organisation,
        Self::Contrat,
        Self::Cde,
        Self::Cartes,
        Self::Lecteurs,
        Self::Formation,
        Self::Habilitation,
        Self::Roles,
        Self::Enregistrements,
    ];

    /// Its word in addresses and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Finess => "finess",
            Self::Organisation => "organisation",
            Self::Contrat => "contrat",
            Self::Cde => "cde",
            Self::Cartes => "cartes",
            Self::Lecteurs => "lecteurs",
            Self::Formation => "formation",
            Self::Habilitation => "habilitation",
            Self::Roles => "roles",
            Self::Enregistrements => "enregistrements",
        }
    }

    /// What it is called.
    pub const fn titre(self) -> &'static str {
        match self {
            Self::Finess => "Vérifier les données FINESS",
            Self::Organisation => "Choisir l’organisation",
            Self::Contrat => "Envoyer le contrat et le F101",
            Self::Cde => "Recevoir la carte de directeur (CDE)",
            Self::Cartes => "Commander les cartes des gestionnaires",
            Self::Lecteurs => "Équiper les postes de lecteurs de carte",
            Self::Formation => "Faire suivre la formation en ligne",
            Self::Habilitation => "Désigner les gestionnaires",
            Self::Roles => "Décider qui a besoin de quel rôle",
            Self::Enregistrements => "Enregistrer les premiers professionnels",
        }
    }

    /// Who does it.
    pub const fn qui(self) -> &'static str {
        match self {
            Self::Finess | Self::Organisation | Self::Contrat => "Le représentant légal",
            Self::Cde => "L’Agence du numérique en santé (ANS)",
            Self::Cartes => "Le représentant légal, puis l’ANS",
            Self::Lecteurs => "Le service informatique de la structure",
            Self::Formation => "Chaque futur gestionnaire",
            Self::Habilitation => "Le représentant légal ou un mandataire",
            Self::Roles => "La direction, avec les responsables d’équipe",
            Self::Enregistrements => "Les gestionnaires, ou le représentant légal",
        }
    }

    /// How long it takes.
    pub const fn duree(self) -> &'static str {
        match self {
            Self::Finess => "5 minutes",
            Self::Organisation => "10 minutes",
            Self::Contrat => "30 minutes",
            Self::Cde | Self::Cartes => "environ 10 jours, davantage s’il manque une pièce",
            Self::Lecteurs => "selon la structure",
            Self::Formation => "le temps de la formation",
            Self::Habilitation => "aussitôt",
            Self::Roles => "selon la taille des équipes",
            Self::Enregistrements => "quelques minutes par personne",
        }
    }

    /// The paper that goes with it, when there is one.
    pub const fn papier(self) -> Option<&'static str> {
        match self {
            Self::Contrat => Some("Contrat d’adhésion et formulaire F101"),
            Self::Cde => Some("Aucun récépissé\u{a0}: la carte elle-même"),
            Self::Cartes => Some("Formulaire F301 ou service TOM"),
            Self::Formation => Some("Attestation de formation, à garder"),
            Self::Finess
            | Self::Organisation
            | Self::Lecteurs
            | Self::Habilitation
            | Self::Roles
            | Self::Enregistrements => None,
        }
    }

    /// What to do, in a few plain sentences.
    pub const fn consigne(self) -> &'static str {
        match self {
            Self::Finess => {
                "Relisez ce que le référentiel dit de votre structure. Une erreur se corrige avant d’envoyer le contrat, auprès de l’autorité qui tient le référentiel."
            }
            Self::Organisation => {
                "Un seul contrat pour l’organisme et tous ses établissements, ou un contrat par établissement. Le choix décide des cartes à commander et de ce que chaque gestionnaire pourra faire."
            }
            Self::Contrat => {
                "Remplissez le contrat d’adhésion et le F101 avec les informations de la page à imprimer, puis envoyez-les à monserviceclient.annuaire@esante.gouv.fr. Gardez une copie\u{a0}: rien ne vous sera renvoyé signé. Si vos logiciels utilisent la messagerie sécurisée ou le dossier médical, demandez aussi les certificats ORG et SERV\u{a0}; sinon, ils sont facultatifs."
            }
            Self::Cde => {
                "Personne n’envoie d’accusé de réception\u{a0}: c’est l’arrivée de la carte qui valide le contrat. Le support du répertoire l’enregistre et ouvre vos droits. La carte donne le droit de gestionnaire à qui la porte, sans autre carte ni habilitation."
            }
            Self::Cartes => {
                "Le formulaire de commande porte le même numéro FINESS que le contrat. Qui possède déjà une carte active de la structure n’en commande pas d’autre. Le représentant légal n’en a pas besoin\u{a0}: sa carte de directeur suffit."
            }
            Self::Lecteurs => {
                "Un lecteur de carte par poste utilisé, ou l’application mobile à la place de la carte."
            }
            Self::Formation => {
                "Le module «\u{a0}Comment s’enregistrer sur le RPPS+\u{a0}» est obligatoire pour les gestionnaires, conseillé au représentant légal. L’attestation vaut aussi dans une autre structure."
            }
            Self::Habilitation => {
                "Autant de gestionnaires que vous voulez, parmi les personnes de la structure. Ils peuvent travailler aussitôt."
            }
            Self::Roles => {
                "Seules les personnes qui ont besoin de données de santé ou d’une messagerie sécurisée, et qui ne relèvent ni d’un ordre ni d’un enregistrement auprès de l’ARS, sont concernées. Le conseil en ligne aide à choisir le rôle."
            }
            Self::Enregistrements => {
                "Les professionnels font leur demande eux-mêmes et le gestionnaire la valide, ou le gestionnaire les enregistre. Chacun est rattaché à l’établissement où il travaille."
            }
        }
    }

    /// The steps that must be done, or without object, before this one can be.
    pub(super) const fn attend(self) -> &'static [Self] {
        match self {
            Self::Finess => &[],
            Self::Organisation | Self::Formation | Self::Roles => &[Self::Finess],
            Self::Contrat => &[Self::Organisation],
            Self::Cde => &[Self::Contrat],
            Self::Cartes | Self::Lecteurs => &[Self::Cde],
            Self::Habilitation => &[Self::Cde, Self::Cartes, Self::Formation],
            Self::Enregistrements => &[Self::Habilitation, Self::Roles],
        }
    }
}

impl FromStr for Etape {
    type Err = CodeInconnu;

    fn from_str(code: &str) -> Result<Self, CodeInconnu> {
        Self::TOUTES
            .into_iter()
            .find(|etape| etape.code() == code)
            .ok_or(CodeInconnu)
    }
}
