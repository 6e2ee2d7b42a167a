//! Who keeps the FINESS data of a département, from a dated file.

use domain::structure::Autorite;

const TABLE: &str = include_str!("../../../data/autorites_finess.csv");

/// The authority of the département of that FINESS number (its first characters).
pub(super) fn autorite(finess: &str) -> Autorite {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|ligne| {
            let mut cases = ligne.split(';');
            Some((cases.next()?, cases.next()?, cases.next()?))
        })
        .find(|(departement, ..)| appartient(finess, departement))
        .map_or_else(
            || Autorite {
                nom: "l’agence régionale de santé".to_owned(),
                courriel: None,
            },
            |(_, nom, courriel)| Autorite {
                nom: nom.to_owned(),
                courriel: (!courriel.is_empty()).then(|| courriel.to_owned()),
            },
        )
}

/// FINESS writes overseas départements with four characters: `9A` … `9F` historically, `971` and a zero today.
fn appartient(finess: &str, departement: &str) -> bool {
    let ancien = match departement {
        "971" => "9A",
        "972" => "9B",
        "973" => "9C",
        "974" => "9D",
        "976" => "9F",
        _ => departement,
    };
    finess.starts_with(departement) || finess.starts_with(ancien)
}

#[cfg(test)]
mod tests {
    use super::autorite;

    #[test]
    fn every_departement_has_its_authority() {
        for (finess, nom) in [
            ("010780914", "ARS Auvergne-Rhône-Alpes"),
            ("2A0000014", "ARS Corse"),
            ("974001232", "ARS La Réunion"),
            ("990000010", "l’agence régionale de santé"),
        ] {
            assert_eq!(autorite(finess).nom, nom);
        }
        assert!(autorite("140012345").courriel.is_some());
    }
}
