//! What a planned departure keeps, because an end has moved since: said by one condition, for the day itself, for what pages announce
//! and for a departure that comes after it.

/// The condition « the departure `{depart}` (a row of `depart`) keeps the rights on `{structure}` (the number of an EG or of an EJ) »:
/// a situation that it closed there, or in an EG of that EJ, goes on after its last day. Where it closed nothing, the right goes with
/// the departure as a whole: it is kept as long as any of its situations goes on.
pub(super) fn retenue(depart: &str, structure: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM depart_situation ky JOIN situation ks ON ks.id = ky.situation \
         LEFT JOIN etablissement ke ON ke.finess = ks.finess \
         WHERE ky.depart = {depart}.id AND (ks.fin IS NULL OR ks.fin > {depart}.fin) AND ({structure} IN (ks.finess, ke.finess_ej) \
         OR NOT EXISTS (SELECT 1 FROM depart_situation kz JOIN situation kt ON kt.id = kz.situation \
         LEFT JOIN etablissement kf ON kf.finess = kt.finess \
         WHERE kz.depart = {depart}.id AND {structure} IN (kt.finess, kf.finess_ej))))"
    )
}

/// The last day of the departure that withdraws the habilitation `h` first, by itself, as things stand; NULL when none does. Given
/// up, undone, or held back by an end that has moved, it does not count.
pub(crate) fn prevue() -> String {
    format!(
        "(SELECT MIN(kd.fin) FROM depart_habilitation kh JOIN depart kd ON kd.id = kh.depart WHERE kh.habilitation = h.id \
         AND kh.retiree_le IS NULL AND kh.renoncee_le IS NULL AND kd.etat = 'fait' AND kd.applique_le IS NULL AND NOT {})",
        retenue("kd", "h.finess")
    )
}
