//! Bodies that nobody should send: what can be kept is kept, and shown as text.

use super::*;
use domain::saisie::{Etape, SaisieContact, SaisieEtatCivil, SaisieLegale, SaisieSituation};

/// What the banner of the demonstration says.
const BANDEAU: &str = "aucun message n’est envoyé";

/// What people paste and what people try, as typed.
const MAUVAISES: [(&str, &str); 11] = [
    ("vide", ""),
    ("cyrillique", "Москва"),
    ("émoji", "👩\u{200d}⚕\u{fe0f} 06"),
    ("largeur nulle", "Jean\u{200b}ne"),
    ("de droite à gauche", "abc\u{202e}def"),
    ("balise", "<script>alert(1)</script>"),
    ("attribut", "\"><img src=x onerror=alert(1)>"),
    ("SQL", "'; DROP TABLE demande; --"),
    ("NUL", "\0"),
    // As long as the code of a commune or of a country.
    ("NUL dans un code", "1234\0"),
    ("date impossible", "30/02/0001"),
];

/// The four steps: endpoint, names of the fields, those of them where one types freely. The rest is certified, chosen in a list, or (a
/// commune) offered as a choice when several look like what was typed.
const ETAPES: [(Etape, &str, &[&str], &[&str]); 4] = [
    (
        Etape::EtatCivil,
        "enregistrer-etat-civil",
        SaisieEtatCivil::NOMS,
        &["nom_usage", "pays_naissance", "ville_naissance"],
    ),
    (
        Etape::Contact,
        "enregistrer-contact",
        SaisieContact::NOMS,
        SaisieContact::NOMS,
    ),
    (
        Etape::Situation,
        "enregistrer-situation",
        SaisieSituation::NOMS,
        &[
            "etablissement",
            "debut_jour",
            "debut_mois",
            "debut_annee",
            "fin_annee",
        ],
    ),
    (
        Etape::InformationsLegales,
        "enregistrer-legale",
        SaisieLegale::NOMS,
        &[],
    ),
];

/// A text as an attribute says it.
fn en_attribut(texte: &str) -> String {
    texte
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What the field of that name shows, as the page writes it.
fn montre<'a>(html: &'a str, champ: &str) -> Option<&'a str> {
    let nom = html.find(&format!(" name=\"{champ}\""))?;
    let balise = &html[html[..nom].rfind('<')?..nom + html[nom..].find('>')?];
    let debut = balise.find(" value=\"")? + " value=\"".len();
    Some(&balise[debut..debut + balise[debut..].find('"')?])
}

/// A site where everything may be asked at once, and somebody whose place of birth is not certified.
async fn avec_un_brouillon() -> (Site, String, String) {
    let site = site_avec(true, |options| options.protection.debit.actif = false).await;
    let cookie = site.se_connecter("ines").await;
    site.poster("/api/commencer-demande", Some(&cookie), "").await;
    let contact = texte(site.lire("/demande/contact", Some(&cookie)).await).await;
    let debut = contact.find("name=\"demande\" value=\"").unwrap() + "name=\"demande\" value=\"".len();
    let demande = contact[debut..debut + 36].to_owned();
    (site, cookie, demande)
}

#[tokio::test]
async fn whatever_is_typed_in_any_step_is_kept_explained_and_breaks_no_page() {
    let (site, cookie, demande) = avec_un_brouillon().await;
    let long = "a".repeat(300);
    let mut envois: Vec<(&str, String, &str)> = MAUVAISES
        .iter()
        .chain(&[("300 caractères", long.as_str())])
        .map(|&(nom, valeur)| {
            let envoyee = form_urlencoded::byte_serialize(valeur.as_bytes()).collect();
            (nom, envoyee, valeur)
        })
        .collect();
    // Bytes that are no UTF-8 are read as the sign that stands for what cannot be read.
    envois.push(("octets illisibles", "%ff%fe".to_owned(), "\u{fffd}\u{fffd}"));
    envois.push((
        "octets coupés",
        "%C3%28%ED%A0%80".to_owned(),
        "\u{fffd}(\u{fffd}\u{fffd}\u{fffd}",
    ));
    for (nom, envoyee, valeur) in envois {
        for (etape, point, champs, libres) in ETAPES {
            let tapes: Vec<String> = champs.iter().map(|champ| format!("{champ}={envoyee}")).collect();
            let corps = format!("demande={demande}&mode=continuer&{}", tapes.join("&"));
            let reponse = site.poster(&format!("/api/{point}"), Some(&cookie), corps).await;
            assert_eq!(reponse.status(), StatusCode::SEE_OTHER, "{nom}, {point}");
            let a_revoir = vers(&reponse).to_owned();
            assert_eq!(
                a_revoir,
                format!("/demande/{}?erreurs=1", etape.slug()),
                "{nom}, {point}"
            );
            for page in [a_revoir.as_str(), "/demande/verification"] {
                let reponse = site.lire(page, Some(&cookie)).await;
                assert_eq!(reponse.status(), StatusCode::OK, "{nom}, {page}");
                let html = texte(reponse).await;
                assert!(
                    !html.contains("<script>alert") && !html.contains("<img src=x"),
                    "{nom}, {page}"
                );
                if page == a_revoir {
                    explique_et_garde(&html, libres, valeur, &format!("{nom}, {page}"));
                }
            }
        }
    }
}

/// The summary of errors is there, each of its lines leads to a field of the page, and fields show what was typed.
fn explique_et_garde(html: &str, libres: &[&str], valeur: &str, ou: &str) {
    // What a template holds is not shown: the module of the browser copies its empty summary.
    let visible: String = html
        .split("<template")
        .enumerate()
        .map(|(rang, partie)| match partie.split_once("</template>") {
            Some((_, suite)) if rang > 0 => suite,
            _ => partie,
        })
        .collect();
    let html = visible.as_str();
    let debut = html.find("id=\"resume-erreurs\"").expect(ou);
    let resume = &html[debut..debut + html[debut..].find("</ul>").expect(ou)];
    assert!(resume.contains("à revoir"), "{ou} : {resume}");
    let adresses: Vec<&str> = resume.split("href=\"#").skip(1).collect();
    assert!(!adresses.is_empty(), "{ou} : {resume}");
    for adresse in adresses {
        let id = &adresse[..adresse.find('"').expect(ou)];
        // What the page does not ask (there is one name to choose from) was forged: there is no field to lead to.
        let forge = html.contains(&format!("type=\"hidden\" name=\"{id}\""));
        assert!(forge || html.contains(&format!(" id=\"{id}\"")), "{ou} : #{id}");
    }
    for champ in libres {
        let attendu = en_attribut(valeur);
        assert_eq!(montre(html, champ), Some(attendu.as_str()), "{ou}, {champ}");
    }
}

#[tokio::test]
async fn an_address_to_read_again_is_pointed_out_without_a_script() {
    let (site, cookie, demande) = avec_un_brouillon().await;
    for (adresse, dit) in [
        (
            "ines.rocha%40gmial.com",
            "Vouliez-vous écrire ines.rocha@gmail.com",
        ),
        (
            "ines.rocha%40pro.mssante.fr",
            "Une adresse MSSanté est déconseillée ici",
        ),
    ] {
        let corps = format!("demande={demande}&mode=continuer&email={adresse}&mobile=0612345678");
        let reponse = site
            .poster("/api/enregistrer-contact", Some(&cookie), corps)
            .await;
        assert_eq!(
            vers(&reponse),
            "/demande/situation",
            "accepted all the same (R21)"
        );
        for page in ["/demande/contact", "/demande/verification"] {
            let html = texte(site.lire(page, Some(&cookie)).await).await;
            assert!(html.contains(dit), "{page}: {dit}");
        }
    }
}

#[tokio::test]
async fn unreadable_bytes_get_a_page_that_keeps_the_rest() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    let corps: Vec<u8> = b"demande=x&email=gard%C3%A9&mobile=%ff%fe".to_vec();
    let reponse = site
        .poster("/api/enregistrer-contact", Some(&cookie), corps)
        .await;
    assert!(reponse.status().is_client_error(), "{}", reponse.status());
    let html = texte(reponse).await;
    assert!(html.contains("gardé") && html.contains("Réessayer"));
}

#[tokio::test]
async fn an_oversized_body_is_refused_unread() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    let corps = format!("demande=x&email={}", "a".repeat(70_000));
    let reponse = site
        .poster("/api/enregistrer-contact", Some(&cookie), corps)
        .await;
    assert_eq!(reponse.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let html = texte(reponse).await;
    assert!(
        html.contains("trop volumineux") && html.contains(BANDEAU),
        "{html}"
    );
}

#[tokio::test]
async fn pages_outside_the_router_say_that_this_is_a_demonstration_and_only_then() {
    let site = site(true).await;
    for adresse in ["/connexion/franceconnect", "/hors-ligne"] {
        let mut reponse = site.lire(adresse, None).await;
        while reponse.status().is_redirection() {
            let suivante = vers(&reponse).to_owned();
            reponse = site.lire(&suivante, None).await;
        }
        assert!(texte(reponse).await.contains(BANDEAU), "{adresse}");
    }
    let reel = super::site(false).await;
    let html = texte(reel.lire("/hors-ligne", None).await).await;
    assert!(
        html.contains("Portail RPPS+") && !html.contains(BANDEAU),
        "{html}"
    );
}

#[tokio::test]
async fn what_is_typed_comes_back_as_text() {
    let site = site(true).await;
    let cookie = site.se_connecter("camille").await;
    site.poster("/api/commencer-demande", Some(&cookie), "").await;
    let contact = texte(site.lire("/demande/contact", Some(&cookie)).await).await;
    let debut = contact.find("name=\"demande\" value=\"").unwrap() + "name=\"demande\" value=\"".len();
    let demande = &contact[debut..debut + 36];
    let piege = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%00%27%3B+DROP+TABLE+demande";
    let corps = format!("demande={demande}&mode=continuer&email={piege}&mobile={piege}");
    let reponse = site
        .poster("/api/enregistrer-contact", Some(&cookie), corps)
        .await;
    assert_eq!(vers(&reponse), "/demande/contact?erreurs=1");
    let html = texte(site.lire("/demande/contact?erreurs=1", Some(&cookie)).await).await;
    assert!(!html.contains("<script>alert"), "shown as text, not run");
    assert!(html.contains("&lt;script&gt;alert(1)") && html.contains("2 réponses sont à revoir"));
}
