//! The perimeter of an account, written once as SQL: every list, search and act is filtered by it in the statement that reads
//! or writes, so that an habilitation withdrawn a second ago, or a card that expired last night, is already without effect.
//!
//! Nothing here builds a proof of right (see `droit`) and nothing else writes these conditions again.

use domain::date::{Jour, iso};

/// The kinds of habilitation that treat demandes and read records: the gestionnaire, and those who hold that right natively
/// (R42). A mandataire designates gestionnaires (R45) without being one.
pub(crate) const GESTIONNAIRES: &str = "('gestionnaire', 'representant_legal', 'titulaire_officine')";

/// The kinds of habilitation of the head of a structure (R42).
pub(crate) const REPRESENTANTS: &str = "('representant_legal', 'titulaire_officine')";

/// The kinds of habilitation that designate gestionnaires (R45).
pub(crate) const DESIGNATEURS: &str = "('representant_legal', 'titulaire_officine', 'mandataire')";

/// The condition under which an habilitation `h` gives its right on that day: not withdrawn, and carried by a card that is
/// valid to the end of the day, when the card is known (R43, R48).
pub(crate) fn en_vigueur(aujourd_hui: Jour) -> String {
    // The day comes from our clock, in digits and hyphens: nothing to escape.
    format!(
        "h.retiree_le IS NULL AND (h.carte_jusqu_au IS NULL OR h.carte_jusqu_au >= '{}')",
        iso(aujourd_hui)
    )
}

/// The establishments of the habilitations of these kinds in force of an account, as a parenthesised query to put after `finess IN`. The
/// account is always `$1`. Centralised contract: the EJ and all its EG, present and future; decentralised: that EG only
/// (R39, R40).
pub(crate) fn perimetre(aujourd_hui: Jour, genres: &str) -> String {
    let condition = format!(
        "h.compte = $1 AND h.genre IN {genres} AND {}",
        en_vigueur(aujourd_hui)
    );
    format!(
        "(SELECT h.finess FROM habilitation h WHERE h.portee = 'EG' AND {condition} \
         UNION ALL \
         SELECT e.finess FROM habilitation h JOIN etablissement e ON e.finess_ej = h.finess \
         WHERE h.portee = 'EJ' AND {condition})"
    )
}

/// The condition « the row of `table` is in one of these establishments », for a statement that starts from rows chosen already: an
/// engine must not start from the establishments, whose rows are everybody's.
pub(crate) fn parmi(table: &str, perimetre: &str) -> String {
    // An expression is in no index.
    format!("COALESCE({table}.finess, '') IN {perimetre}")
}

/// The structures (EJ or EG) on which an account has an habilitation of these kinds in force, as a parenthesised query of
/// `finess, portee`, once each. The account is always `$1`.
pub(crate) fn habilitations(aujourd_hui: Jour, genres: &str) -> String {
    format!(
        "(SELECT DISTINCT h.finess, h.portee FROM habilitation h WHERE h.compte = $1 AND h.genre IN {genres} AND {})",
        en_vigueur(aujourd_hui)
    )
}

/// From an establishment `{table}` (a row of `etablissement`) to those in charge of it: a join that gives an habilitation `h`
/// per way in which somebody is. The other direction of [`perimetre`], under the same conditions.
pub(crate) fn charges_de(table: &str, aujourd_hui: Jour) -> String {
    format!(
        "JOIN habilitation h ON h.finess IN ({table}.finess, {table}.finess_ej) \
         AND (h.portee = 'EG') = (h.finess = {table}.finess) AND h.genre IN {GESTIONNAIRES} AND {}",
        en_vigueur(aujourd_hui)
    )
}

/// The condition « the account `$1` belongs to the support of the register ».
pub(crate) const EST_DU_SUPPORT: &str =
    "EXISTS (SELECT 1 FROM operateur o WHERE o.compte = $1 AND o.retire_le IS NULL)";

/// Every establishment, as long as the account `$1` belongs to the support of the register: the same shape as [`perimetre`],
/// so that records are read through one statement whoever reads them.
pub(crate) const REGISTRE_ENTIER: &str = "(SELECT e.finess FROM etablissement e WHERE EXISTS \
     (SELECT 1 FROM operateur o WHERE o.compte = $1 AND o.retire_le IS NULL))";

/// The accounts that share at least one establishment with the account `$1` today, itself included, as a parenthesised query to
/// put after `compte IN`. Found from the establishments of `$1`: those whose habilitation is on one of them, or on the EJ of
/// one of them.
pub(crate) fn collegues(aujourd_hui: Jour) -> String {
    let miens = perimetre(aujourd_hui, GESTIONNAIRES);
    let condition = format!("h.genre IN {GESTIONNAIRES} AND {}", en_vigueur(aujourd_hui));
    format!(
        "(SELECT h.compte FROM habilitation h WHERE h.portee = 'EG' AND h.finess IN {miens} AND {condition} \
         UNION ALL \
         SELECT h.compte FROM habilitation h WHERE h.portee = 'EJ' AND {condition} AND h.finess IN \
         (SELECT sien.finess_ej FROM etablissement sien WHERE sien.finess IN {miens}))"
    )
}
