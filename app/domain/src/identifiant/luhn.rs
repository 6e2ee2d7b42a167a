//! The Luhn key, shared by the RPPS, FINESS, SIREN and SIRET numbers (§7).
//!
//! It catches every wrong digit and every swap of two neighbours but 0 and 9.

/// Does this text of digits end with its own Luhn key? Empty, or anything but ASCII digits: no.
pub fn luhn(chiffres: &str) -> bool {
    !chiffres.is_empty() && somme(chiffres, 0).is_some_and(|somme| somme % 10 == 0)
}

/// The key, `0` to `9`, that makes this text of digits valid once added at its end; `None` when it is not all ASCII digits.
pub fn cle_luhn(chiffres: &str) -> Option<char> {
    let reste = somme(chiffres, 1)? % 10;
    char::from_digit((10 - reste) % 10, 10)
}

/// Digits added from the right, one in two doubled and brought back under ten; `rang` is the rank of the last one.
fn somme(chiffres: &str, rang: usize) -> Option<u32> {
    chiffres
        .chars()
        .rev()
        .enumerate()
        .try_fold(0_u32, |somme, (i, c)| {
            let chiffre = c.to_digit(10)?;
            let poids = if (i + rang).is_multiple_of(2) {
                chiffre
            } else {
                chiffre * 2
            };
            Some(somme.wrapping_add(if poids > 9 { poids - 9 } else { poids }))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn finds_and_checks_keys() {
        assert_eq!(cle_luhn("1010123456"), Some('4'));
        assert!(luhn("10101234564"));
        assert!(!luhn("10101234565"));
        assert!(!luhn("10101243564"));
    }

    #[test]
    fn refuses_what_is_not_digits() {
        assert!(!luhn(""));
        assert!(!luhn("1O101234564"));
        assert!(!luhn("١٠"));
        assert_eq!(cle_luhn("12 3"), None);
    }
}
