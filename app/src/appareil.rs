//! A device in coarse words, for somebody who looks at where they are signed in: « Chrome sur Windows ». What the browser says
//! of itself is never kept: it is long, and almost unique.

const NAVIGATEURS: [(&str, &str); 10] = [
    // The first mark found decides: most browsers also claim to be Chrome, and Chrome to be Safari.
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMES: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The device of a `User-Agent` header; empty when nothing is recognised.
pub fn appareil(agent: &str) -> String {
    let premier = |marques: &[(&str, &'static str)]| {
        marques
            .iter()
            .find(|(marque, _)| agent.contains(marque))
            .map(|(_, nom)| *nom)
    };
    match (premier(&NAVIGATEURS), premier(&SYSTEMES)) {
        (Some(navigateur), Some(systeme)) => format!("{navigateur} sur {systeme}"),
        (Some(seul), None) | (None, Some(seul)) => seul.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::appareil;

    #[test]
    fn says_browser_and_machine_and_nothing_else() {
        for (agent, attendu) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
                "Chrome sur Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
                "Edge sur Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari sur iPhone",
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
                "Firefox sur Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36",
                "Chrome sur Linux",
            ),
            ("curl/8.1 <script>alert(1)</script>", ""),
            ("", ""),
        ] {
            assert_eq!(appareil(agent), attendu, "{agent}");
        }
    }
}
