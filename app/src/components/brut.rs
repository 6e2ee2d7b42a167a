//! Text where the framework writes what it is given as it stands: inside a `<textarea>`, whose children it does not escape, and in
//! the `<title>` that it puts in the head. Without this, « </textarea> » typed by somebody would end the field of somebody else.

/// That text, to be put there. Escaped on the server; in the browser it becomes a text node, which needs nothing.
pub fn texte_brut(texte: String) -> String {
    if cfg!(feature = "ssr") {
        texte.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        texte
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use crate::components::ChampTexteLong;
    use domain::saisie::Champ;
    use leptos::prelude::*;

    #[test]
    fn what_is_typed_does_not_end_its_field() {
        let owner = Owner::new();
        let html = owner.with(|| {
            let valeur = "</textarea><script>alert(7)</script>&amp; R&D".to_owned();
            view! { <ChampTexteLong champ=Champ::Explication valeur=valeur /> }.to_html()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(
            html.contains("&lt;/textarea>&lt;script>alert(7)&lt;/script>&amp;amp; R&amp;D"),
            "{html}"
        );
    }
}
