//! The portal's own templates: the situations that every structure meets, in our words.

use domain::modele::{GenreModele, TexteModele};

/// A template of the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeleIntegre {
    /// Its name in an address.
    pub cle: &'static str,
    /// What it is for.
    pub genre: GenreModele,
    /// Its name.
    pub titre: &'static str,
    /// Its words.
    pub texte: TexteModele,
}

const TEXTES: [(&str, GenreModele, &str, &str); 9] = [
    (
        "refus-inconnu",
        GenreModele::Refus,
        "Personne inconnue de l’établissement",
        "Bonjour {prenom},\n\nNous ne vous trouvons pas parmi les personnes qui travaillent à {etablissement}. Vérifiez auprès de votre \
         employeur le nom et le numéro FINESS de votre établissement, puis refaites une demande.\n\n{gestionnaire}",
    ),
    (
        "refus-depart",
        GenreModele::Refus,
        "Contrat terminé",
        "Bonjour {prenom},\n\nVotre activité à {etablissement} a pris fin\u{a0}: nous ne pouvons plus la faire enregistrer. Si vous \
         travaillez ailleurs, faites une demande pour ce nouvel établissement.\n\n{gestionnaire}",
    ),
    (
        "refus-autre-voie",
        GenreModele::Refus,
        "Profession enregistrée ailleurs",
        "Bonjour {prenom},\n\nVotre profession ne s’enregistre pas sur ce portail mais auprès de son ordre ou de l’agence régionale de \
         santé. C’est là que votre numéro RPPS vous sera donné.\n\n{gestionnaire}",
    ),
    (
        "correction-role",
        GenreModele::Correction,
        "Rôle différent de la fonction exercée",
        "Ce rôle ne correspond pas à votre fonction à {etablissement}. Choisissez celui qui décrit ce que vous y faites.",
    ),
    (
        "correction-date",
        GenreModele::Correction,
        "Date différente du contrat",
        "Cette date n’est pas celle de votre contrat de travail à {etablissement}. Recopiez celle du contrat.",
    ),
    (
        "correction-contact",
        GenreModele::Correction,
        "Adresse ou numéro partagé",
        "Indiquez une adresse et un numéro qui ne sont qu’à vous\u{a0}: ils reçoivent votre numéro RPPS et vos codes d’activation.",
    ),
    (
        "message-rencontre",
        GenreModele::Message,
        "Proposer une rencontre",
        "Bonjour {prenom},\n\nPour valider votre demande {reference}, je dois vérifier votre identité en votre présence. Quand pouvez-vous \
         passer me voir avec une pièce d’identité\u{a0}?\n\n{gestionnaire}",
    ),
    (
        "message-precision",
        GenreModele::Message,
        "Demander une précision",
        "Bonjour {prenom},\n\nJ’ai bien reçu votre demande {reference}. Pouvez-vous me préciser dans quel service vous travaillez à \
         {etablissement}\u{a0}?\n\n{gestionnaire}",
    ),
    (
        "message-attente",
        GenreModele::Message,
        "Dire que la demande est suivie",
        "Bonjour {prenom},\n\nVotre demande {reference} est entre mes mains. J’attends une confirmation de notre côté avant de vous \
         répondre\u{a0}: vous n’avez rien à faire pour l’instant.\n\n{gestionnaire}",
    ),
];

/// The templates of the portal, in the order in which they are offered.
pub fn integres() -> Vec<ModeleIntegre> {
    TEXTES
        .into_iter()
        .filter_map(|(cle, genre, titre, texte)| {
            Some(ModeleIntegre {
                cle,
                genre,
                titre,
                texte: texte.parse().ok()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{TEXTES, integres};

    #[test]
    fn each_is_a_template_that_fits_its_use() {
        let lus = integres();
        assert_eq!(lus.len(), TEXTES.len());
        for modele in lus {
            assert!(modele.texte.tient_dans(modele.genre), "{}", modele.cle);
        }
    }
}
