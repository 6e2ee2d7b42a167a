//! Running the same tests natively and in wasm. What else tests share lies in the files beside, each included where needed.

/// Tests that run twice: natively, and compiled to wasm as the browser does.
macro_rules! partout {
    ($($(#[$attribut:meta])* fn $nom:ident() $corps:block)+) => {$(
        $(#[$attribut])*
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
        fn $nom() $corps
    )+};
}
