//! Pages that lead on: the way out is kept, and a refusal says where to go next.

use super::*;
use domain::saisie::{Champ, SaisieCorrection};
use registry::db::{Row, sql};
use uuid::Uuid;

impl Site {
    /// A page, as who holds this cookie reads it.
    async fn page(&self, adresse: &str, cookie: &str) -> String {
        texte(self.lire(adresse, Some(cookie)).await).await
    }

    async fn ligne(&self, requete: &'static str, id: Uuid) -> Row {
        sql(requete).bind(id).one(self.registry.db()).await.unwrap()
    }

    async fn ecrire(&self, requete: &'static str, id: Uuid) {
        let mut tx = self.registry.db().begin().await.unwrap();
        sql(requete).bind(id).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The pending demandes of the queue of who holds this cookie, those without a look-alike.
    async fn demandes(&self, cookie: &str) -> Vec<Uuid> {
        let html = self.page("/gestion/demandes", cookie).await;
        let mut demandes = Vec::new();
        for morceau in html.split("data-demande=\"").skip(1) {
            let id: Uuid = morceau.split('"').next().unwrap().parse().unwrap();
            let paires = self
                .ligne("SELECT COUNT(*) AS n FROM paire_doublon WHERE demande = $1", id)
                .await;
            if paires.get::<i64>("n").unwrap() == 0 {
                demandes.push(id);
            }
        }
        demandes
    }

    async fn version(&self, demande: Uuid) -> i64 {
        self.ligne("SELECT version FROM demande WHERE id = $1", demande)
            .await
            .get("version")
            .unwrap()
    }
}

#[tokio::test]
async fn who_is_not_found_can_still_be_added() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let ajouter = site.page("/gestion/professionnels?pour=ajouter", &nadia).await;
    assert!(ajouter.contains("name=\"ou\" value=\"ajouter\""), "{ajouter}");
    for mots in ["Zzzz", ""] {
        let reponse = site
            .poster(
                "/api/rechercher",
                Some(&nadia),
                format!("ou=ajouter&texte={mots}"),
            )
            .await;
        let adresse = vers(&reponse).to_owned();
        assert!(
            adresse.starts_with("/gestion/professionnels?pour=ajouter") && !adresse.contains("zz"),
            "{adresse}"
        );
        let html = site.page(&adresse, &nadia).await;
        for issue in ["Invitez-la par email", "l’enregistrer vous-même"] {
            assert!(html.contains(issue), "{mots:?}: {issue}");
        }
    }
    // The list alone says nothing of adding.
    let liste = site.page("/gestion/professionnels", &nadia).await;
    assert!(liste.contains("value=\"professionnels\"") && !liste.contains("Invitez-la"));
}

#[tokio::test]
async fn a_structure_is_found_before_any_card() {
    let site = site(true).await;
    let accueil = texte(site.lire("/", None).await).await;
    assert!(
        accueil.contains("/connexion?retour=%2Fstructures")
            && accueil.contains("même avant d’avoir votre carte"),
        "{accueil}"
    );
    let (arrivee, camille) = site.se_connecter_vers("camille", "%2Fstructures").await;
    assert_eq!(arrivee, "/structures");
    let espace = site.page("/mes-demandes", &camille).await;
    assert!(espace.contains("href=\"/structures\"") && espace.contains("Suivre son chemin"));
    // What only the card opens says that the path comes before it.
    let refus = site.page("/rotation", &camille).await;
    assert!(
        refus.contains("Mes structures") && refus.contains("Pas encore de carte"),
        "{refus}"
    );
}

#[tokio::test]
async fn the_rooms_of_a_head_are_drawn_in_the_queue_too() {
    let site = site(true).await;
    let helene = site.se_connecter("helene").await;
    let nadia = site.se_connecter("nadia").await;
    for page in ["/gestion", "/gestion/demandes", "/gestion/professionnels"] {
        let html = site.page(page, &helene).await;
        assert!(html.contains("Espace de la structure"), "{page}");
        assert!(html.contains("href=\"/habilitations\""), "{page}");
        assert!(
            !site.page(page, &nadia).await.contains("Espace de la structure"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn who_is_signed_in_is_led_home() {
    let site = site(true).await;
    let camille = site.se_connecter("camille").await;
    let nomenclatures = site.registry.nomenclatures();
    let metier = nomenclatures.professions.iter().find(|p| p.proposee).unwrap();
    let conseil = format!("/conseil?besoin=oui&numero=non&secteur=ms&metier={}", metier.code);
    let conseille = texte(site.lire(&conseil, None).await).await;
    assert!(conseille.contains("Commencer ma demande"), "{conseille}");
    let anonyme = texte(site.lire("/guide/professionnel", None).await).await;
    assert!(anonyme.contains("href=\"/connexion\""));
    for page in ["/", "/guide/professionnel", "/aide/secteur-sanitaire", &conseil] {
        let html = site.page(page, &camille).await;
        assert!(
            !html.contains("href=\"/connexion\"") && html.contains("Ouvrir mon espace"),
            "{page}"
        );
        assert!(html.contains("href=\"/mes-demandes\""), "{page}");
    }
    let refus = site.page("/gestion/demandes", &camille).await;
    assert!(refus.contains("Revenir à mon espace"), "{refus}");
    // Their own pages are those that refuse: anywhere else is better.
    let marc = site.arriver("marc", "", "", None).await;
    let (accueil, marc) = (vers(&marc).to_owned(), cookie(&marc));
    let refus = site.page(&accueil, &marc).await;
    assert!(refus.contains("Revenir à l’accueil"), "{accueil}: {refus}");
}

/// One number per person (R3): who has theirs is led to their record, not to another demande; R4 is said to the others.
#[tokio::test]
async fn who_is_registered_is_not_led_to_another_demande() {
    let site = site(true).await;
    for (numero, attendus, absents) in [
        (
            "oui",
            ["Vous êtes déjà inscrit", "Ouvrir ma fiche"].as_slice(),
            ["Commencer ma demande", "Vous pouvez demander votre inscription"].as_slice(),
        ),
        (
            "inconnu",
            &[
                "Vérifiez d’abord que vous n’avez pas de numéro RPPS",
                "Commencer ma demande",
            ],
            &["Vous pouvez demander votre inscription"],
        ),
        (
            "non",
            &[
                "Vous pouvez demander votre inscription",
                "L’établissement doit être dans FINESS",
                "Commencer ma demande",
            ],
            &["Vous êtes déjà inscrit"],
        ),
        ("", &["Répondez aux autres questions"], &["Commencer ma demande"]),
    ] {
        let page = format!("/conseil?besoin=oui&numero={numero}&secteur=ms&metier=313");
        let html = texte(site.lire(&page, None).await).await;
        for attendu in attendus {
            assert!(html.contains(attendu), "{numero}: {attendu}");
        }
        for absent in absents {
            assert!(!html.contains(absent), "{numero}: {absent}");
        }
    }
}

#[tokio::test]
async fn a_demande_that_expired_says_who_did_not_answer() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let camille = site.se_connecter("camille").await;
    let demandes = site.demandes(&nadia).await;
    for demande in &demandes[..2] {
        site.ecrire(
            "UPDATE demande SET demandeur = (SELECT id FROM compte WHERE sujet = 'fc:demo-camille') WHERE id = $1",
            *demande,
        )
        .await;
    }
    let corps = format!(
        "demande={}&version={}&{}=on&{}=Lequel+exactement",
        demandes[0],
        site.version(demandes[0]).await,
        SaisieCorrection::nom_case(Champ::Role),
        SaisieCorrection::nom_remarque(Champ::Role),
    );
    site.poster("/api/demander-correction", Some(&nadia), corps).await;
    let attente = site
        .page(&format!("/mes-demandes/{}", demandes[0]), &camille)
        .await;
    assert!(attente.contains("Lequel exactement"), "{attente}");
    for demande in &demandes[..2] {
        site.ecrire(
            "UPDATE demande SET statut = 'expiree', decidee_le = modifiee_le WHERE id = $1",
            *demande,
        )
        .await;
    }
    let [corrigee, oubliee] = [demandes[0], demandes[1]].map(|id| format!("/mes-demandes/{id}"));
    let corrigee = site.page(&corrigee, &camille).await;
    assert!(corrigee.contains("La correction demandée n’est pas arrivée à temps"));
    assert!(corrigee.contains("Lequel exactement") && !corrigee.contains("Aucun gestionnaire"));
    let oubliee = site.page(&oubliee, &camille).await;
    assert!(oubliee.contains("Aucun gestionnaire n’a répondu en 30 jours"));
}

#[tokio::test]
async fn a_box_that_was_forgotten_is_said_in_its_form() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let demande = site.demandes(&nadia).await[0];
    let corps = format!("demande={demande}&version={}", site.version(demande).await);
    let reponse = site.poster("/api/valider-demande", Some(&nadia), corps).await;
    let html = site.page(vers(&reponse), &nadia).await;
    let valider = html.split("<section id=\"valider\"").nth(1).unwrap();
    let valider = valider.split("</section>").next().unwrap();
    // A template holds the same summary without its words: the one that is shown has them.
    let resume = valider.find("href=\"#confirmation\"").unwrap();
    assert!(resume < valider.find("name=\"confirmation\"").unwrap());
    assert!(valider.contains("id=\"resume-erreurs\"") && valider.contains("autofocus"));
}

#[tokio::test]
async fn a_wrong_code_is_said_at_its_field() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let adresse = "email=nadia.ferrand%40example.org";
    site.poster("/api/demander-code-notification", Some(&nadia), adresse)
        .await;
    let reponse = site
        .poster(
            "/api/confirmer-adresse-notification",
            Some(&nadia),
            "code=pasdecode",
        )
        .await;
    let html = site.page(vers(&reponse), &nadia).await;
    let champ = html.split("id=\"code-erreur\"").nth(1).unwrap();
    let champ = champ.split("</form>").next().unwrap();
    for marque in [
        "Ce code n’est pas le bon",
        "aria-describedby=\"code-erreur\"",
        "aria-invalid=\"true\"",
        "autofocus",
    ] {
        assert!(champ.contains(marque), "{marque}: {champ}");
    }
}

#[tokio::test]
async fn a_correction_request_that_crosses_a_colleague_comes_back_in_its_own_form() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let helene = site.se_connecter("helene").await;
    let demande = site.demandes(&nadia).await[0];
    // Her colleague has it in hand.
    site.page(&format!("/gestion/demandes/{demande}"), &helene).await;
    let version = site.version(demande).await;
    let corps = |version: i64| {
        format!(
            "demande={demande}&version={version}&{}=on&{}=Lequel+exactement&message_general=Merci+d’avance.",
            SaisieCorrection::nom_case(Champ::Role),
            SaisieCorrection::nom_remarque(Champ::Role),
        )
    };
    let verifier = async |vers: &str, raison: &str, dit: &str| {
        assert!(
            vers.contains(&format!("?a-revoir={raison}&saisie=")) && vers.ends_with("#corriger"),
            "{vers}"
        );
        let html = site.page(vers.trim_end_matches("#corriger"), &nadia).await;
        assert!(html.contains(dit), "{raison}: {dit}");
        let panneau = |id: &str| {
            let debut = html.split(&format!("<details id=\"{id}\"")).nth(1).unwrap();
            let (ouvrante, apres) = debut.split_once('>').unwrap();
            (
                ouvrante.contains(" open"),
                apres.split("</details>").next().unwrap().to_owned(),
            )
        };
        let (ouvert, texte) = panneau("corriger");
        assert!(ouvert && texte.contains("Lequel exactement") && texte.contains("Merci d’avance."));
        assert!(!panneau("refuser").0, "{raison}: the other form stays shut");
        assert!(
            !html.contains("<title>Erreur"),
            "{raison}: nothing is wrong in it"
        );
    };
    let reponse = site
        .poster("/api/demander-correction", Some(&nadia), corps(version))
        .await;
    let adresse = vers(&reponse).to_owned();
    verifier(&adresse, "prise", "Ce que vous aviez saisi est conservé.").await;
    let note = adresse
        .split("saisie=")
        .nth(1)
        .unwrap()
        .trim_end_matches("#corriger");
    let reponse = site
        .poster(
            "/api/prendre-la-main",
            Some(&nadia),
            format!("demande={demande}&saisie={note}"),
        )
        .await;
    verifier(vers(&reponse), "main", "Vous traitez cette demande").await;
    // Read before something changed.
    let reponse = site
        .poster("/api/demander-correction", Some(&nadia), corps(version - 1))
        .await;
    verifier(vers(&reponse), "conflit", "Ce que vous aviez saisi est conservé.").await;
    // A note that is not there any more leads to the demande.
    let corps = format!("demande={demande}&saisie={}", Uuid::nil());
    let reponse = site.poster("/api/prendre-la-main", Some(&nadia), corps).await;
    assert_eq!(vers(&reponse), format!("/gestion/demandes/{demande}"));
    // A decision without words says nothing of words.
    site.poster(
        "/api/prendre-la-main",
        Some(&helene),
        format!("demande={demande}"),
    )
    .await;
    let corps = format!("demande={demande}&version={version}&confirmation=on");
    let reponse = site.poster("/api/valider-demande", Some(&nadia), corps).await;
    let html = site.page(vers(&reponse), &nadia).await;
    assert!(html.contains("prenez d’abord la main") && !html.contains("est conservé"));
}

#[tokio::test]
async fn a_template_follows_the_words_that_are_kept() {
    let site = site(true).await;
    let nadia = site.se_connecter("nadia").await;
    let demande = site.demandes(&nadia).await[0];
    // Refused without a motif: what was written is kept.
    let corps = format!(
        "demande={demande}&version={}&explication=Mes+propres+mots.",
        site.version(demande).await
    );
    let reponse = site.poster("/api/refuser-demande", Some(&nadia), corps).await;
    let adresse = vers(&reponse).trim_end_matches("#refuser").to_owned();
    let html = site.page(&adresse, &nadia).await;
    let note = adresse.split("saisie=").nth(1).unwrap();
    assert!(
        html.contains(&format!("name=\"saisie\" value=\"{note}\"")),
        "the choice carries it"
    );
    let modele = html
        .split("id=\"modele-refus\"")
        .nth(1)
        .and_then(|suite| suite.split("<option value=\"").nth(1))
        .and_then(|suite| suite.split('"').next())
        .unwrap();
    let choisi = format!("/gestion/demandes/{demande}?saisie={note}&modele={modele}&pour=explication");
    let html = site.page(&choisi, &nadia).await;
    let texte = html.split("name=\"explication\"").nth(1).unwrap();
    let texte = texte.split("</textarea>").next().unwrap();
    assert!(texte.contains("Mes propres mots.\n\n"), "{texte}");
}

#[tokio::test]
async fn a_head_reads_that_nothing_can_be_sent_and_where_to_say() {
    let site = site(true).await;
    let helene = site.se_connecter("helene").await;
    let avis = "Aucune adresse confirmée\u{a0}: vous ne recevez aucun rappel";
    for page in ["/structures", "/revues"] {
        let html = site.page(page, &helene).await;
        assert!(
            html.contains(avis) && html.contains("href=\"/gestion/notifications\""),
            "{page}"
        );
    }
    let corps = "email=helene.carpentier%40example.org";
    site.poster("/api/demander-code-notification", Some(&helene), corps)
        .await;
    let html = site.page("/structures", &helene).await;
    assert!(html.contains(avis) && html.contains("Donner le code reçu"));
    let texte = site.registry.messages(1).await.unwrap()[0].texte.clone();
    let code = texte.split("Votre code").nth(1).unwrap();
    let code: String = code.chars().filter(char::is_ascii_digit).take(6).collect();
    site.poster(
        "/api/confirmer-adresse-notification",
        Some(&helene),
        format!("code={code}"),
    )
    .await;
    for page in ["/structures", "/revues"] {
        assert!(!site.page(page, &helene).await.contains(avis), "{page}");
    }
}
