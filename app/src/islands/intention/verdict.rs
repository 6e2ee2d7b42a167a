//! What an answer says of a departure that was sent. « Not recorded » is said only when the server has said so: a sending whose
//! answer was lost may have been heard.

use crate::api::Code;

/// Where the server leads to when a departure is recorded, and only then.
const FAITS: &str = "/departs/faits/";
/// Where it leads to when what was prepared belongs to another session, and the intention is unknown.
const PERDU: &str = "/departs?perdu=1";

/// What came back.
pub(super) enum Retour {
    /// an address to go to
    Vers(String),
    /// a refusal
    Refus(Code),
    /// nothing
    Rien,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// it waits: neither would the others pass
    Attendre,
    /// it waits: an earlier sending may have been heard, and only another session can ask
    Reconnecter,
    /// recorded
    Enregistre,
    /// not recorded: a page says why
    ARevoir,
    /// not recorded: prepared during another session
    Perdu,
    /// not recorded: refused, with a message
    Refuse,
    /// refused, but an earlier sending may have been heard
    Incertain,
}

/// `essayee`: it had been sent before, without an answer.
pub(super) fn verdict(essayee: bool, retour: &Retour) -> Verdict {
    match retour {
        Retour::Rien | Retour::Refus(Code::Indisponible | Code::TropDeRequetes | Code::TropLent) => {
            Verdict::Attendre
        }
        Retour::Vers(vers) if vers.starts_with(FAITS) => Verdict::Enregistre,
        Retour::Vers(vers) if vers == PERDU => Verdict::Perdu,
        Retour::Vers(_) => Verdict::ARevoir,
        Retour::Refus(Code::Connexion) if essayee => Verdict::Reconnecter,
        Retour::Refus(_) if essayee => Verdict::Incertain,
        Retour::Refus(_) => Verdict::Refuse,
    }
}

#[cfg(test)]
mod tests {
    use super::{FAITS, PERDU, Retour, Verdict, verdict};
    use crate::api::Code;
    use crate::pages::chemin;
    use domain::ids::DepartId;

    #[test]
    fn a_departure_whose_answer_was_lost_is_never_said_not_to_be_recorded() {
        for code in [
            Code::Connexion,
            Code::Interdit,
            Code::Introuvable,
            Code::Conflit,
            Code::Etranger,
            Code::Illisible,
        ] {
            let apres = verdict(true, &Retour::Refus(code));
            assert!(
                matches!(apres, Verdict::Reconnecter | Verdict::Incertain),
                "{code:?}: {apres:?}"
            );
            assert_eq!(verdict(false, &Retour::Refus(code)), Verdict::Refuse);
        }
        assert_eq!(
            verdict(true, &Retour::Refus(Code::Connexion)),
            Verdict::Reconnecter
        );
    }

    #[test]
    fn what_the_network_or_the_server_did_not_take_waits() {
        for essayee in [false, true] {
            assert_eq!(verdict(essayee, &Retour::Rien), Verdict::Attendre);
            for code in [Code::Indisponible, Code::TropDeRequetes, Code::TropLent] {
                assert_eq!(verdict(essayee, &Retour::Refus(code)), Verdict::Attendre);
            }
        }
    }

    #[test]
    fn the_server_says_exactly_what_became_of_it() {
        for essayee in [false, true] {
            let vers = |vers: &str| verdict(essayee, &Retour::Vers(vers.to_owned()));
            assert_eq!(vers("/departs/faits/1"), Verdict::Enregistre);
            assert_eq!(vers("/departs?perdu=1"), Verdict::Perdu);
            assert_eq!(vers("/departs/1?saisie=2"), Verdict::ARevoir);
            assert_eq!(vers(""), Verdict::ARevoir);
        }
    }

    #[test]
    fn these_addresses_are_those_of_the_pages() {
        assert_eq!(chemin::departs_perdu(), PERDU);
        let depart: DepartId = "00000000-0000-7000-8000-000000000001".parse().unwrap();
        assert!(chemin::depart(depart).starts_with(FAITS));
    }
}
