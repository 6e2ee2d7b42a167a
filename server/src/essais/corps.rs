//! Bodies that nobody should send: what can be kept is kept, and shown as text.

use super::*;

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
    assert!(texte(reponse).await.contains("trop volumineux"));
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
