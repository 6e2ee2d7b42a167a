//! An invitation: who invites, what it is for, and the link. Nothing of the situation that was prepared.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Instant, long};
use domain::etablissement::EtablissementResume;
use domain::saisie::SaisieInvitation;

/// To the address that the gestionnaire gave. The names are a courtesy, when they were given.
pub(crate) fn invitation(
    saisie: &SaisieInvitation,
    etablissement: &EtablissementResume,
    lien: &str,
    expire_le: Instant,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "L’établissement {} vous invite à demander votre numéro RPPS, l’identifiant des professionnels qui utilisent les services \
             numériques de santé.",
            etablissement.raison_sociale
        )),
        Bloc::Paragraphe(
            "Il a déjà préparé ce qu’il savait de votre poste. Vous confirmez votre identité avec FranceConnect, vous vérifiez, vous \
             complétez\u{a0}: une dizaine de minutes suffit."
                .to_owned(),
        ),
        Bloc::Lien {
            mots: "Répondre à l’invitation",
            adresse: lien.to_owned(),
        },
        Bloc::Paragraphe(format!(
            "Ce lien vous est personnel, ne sert qu’une fois et reste valable jusqu’au {}.",
            long(expire_le.jour_paris())
        )),
        Bloc::Paragraphe(
            "Vous ne connaissez pas cet établissement\u{a0}? Ne faites rien\u{a0}: sans réponse de votre part, rien n’est enregistré."
                .to_owned(),
        ),
    ];
    let appel = format!("{} {}", saisie.prenom_exercice.trim(), saisie.nom_exercice.trim());
    let (adresse, sujet) = (
        saisie.email.clone(),
        "Invitation à demander votre numéro RPPS".to_owned(),
    );
    match appel.trim() {
        "" => Courriel::sans_nom("invitation", adresse, sujet, &blocs),
        appel => Courriel::a("invitation", appel, adresse, sujet, &blocs),
    }
}
