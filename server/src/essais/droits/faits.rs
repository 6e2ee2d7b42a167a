//! What happened before doors are tried: mails that did not arrive, a registration, an invitation, a departure.

use super::*;

/// Two mails that did not arrive.
pub(super) async fn lettres_mortes(site: &Site) -> [String; 2] {
    let mut tx = site.registry.db().begin().await.unwrap();
    let rows =
        sql("UPDATE message SET etat = 'echoue' WHERE id IN (SELECT id FROM message LIMIT 2) RETURNING id")
            .all(&mut tx)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    [0, 1].map(|rang| MessageId::new(rows[rang].get("id").unwrap()).to_string())
}

/// The token of a notification that somebody received.
pub(super) async fn jeton_de_desabonnement(site: &Site) -> String {
    let registry = &site.registry;
    let cookie = habilite(site, "abonne", GenreHabilitation::Gestionnaire, DEDANS, 10).await;
    let session = registry
        .session_ouverte(cookie.trim_start_matches("session="))
        .await;
    let gestionnaire = session.unwrap().unwrap().gestionnaire().unwrap();
    registry
        .demander_code_notification(&gestionnaire, "abonne@example.org")
        .await
        .unwrap();
    let texte = registry.messages(1).await.unwrap()[0].texte.clone();
    let code: String = texte
        .split("Votre code")
        .nth(1)
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .take(6)
        .collect();
    registry
        .confirmer_adresse_notification(&gestionnaire, &code)
        .await
        .unwrap();
    registry
        .regler_notifications(
            &gestionnaire,
            &[(GenreNotification::NouvelleDemande, Rythme::Maintenant)],
        )
        .await
        .unwrap();
    let mut tx = registry.db().begin().await.unwrap();
    sql("INSERT INTO evenement_notification (id, genre, finess, le) VALUES ($1, 'nouvelle_demande', $2, $3)")
        .bind(Uuid::from_u128(1))
        .bind(DEDANS)
        .bind(registry.now().plus_days(1).millis())
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    registry.repartir_notifications().await.unwrap();
    registry.messages(1).await.unwrap()[0]
        .desabonnement
        .clone()
        .unwrap()
}

/// A registration under way and one that is done, both of the gestionnaire « dedans ».
pub(super) async fn inscriptions(site: &Site, personne: Uuid) -> (Uuid, Uuid) {
    let session = entrer(site, "gestionnaire_dedans").await;
    site.poster("/api/commencer-inscription", session.as_deref(), "")
        .await;
    let sujet = "psc:gestionnaire_dedans";
    let en_cours = un(
        site,
        "SELECT enregistrement.id FROM enregistrement JOIN compte ON compte.id = gestionnaire WHERE sujet = $1",
        sujet,
    )
    .await;
    let compte = un(site, "SELECT id FROM compte WHERE sujet = $1", sujet).await;
    let faite = Uuid::from_u128(1);
    let mut tx = site.registry.db().begin().await.unwrap();
    sql("INSERT INTO enregistrement (id, gestionnaire, saisie, cree_le, modifiee_le, confirme_le, personne, nouvelle) \
         VALUES ($1, $2, '{}', 0, 0, 0, $3, $4)")
    .bind(faite)
    .bind(compte)
    .bind(personne)
    .bind(true)
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (en_cours, faite)
}

/// An invitation of the gestionnaire « dedans », and the secret of its link.
pub(super) async fn invitation(site: &Site) -> (String, String) {
    let session = entrer(site, "gestionnaire_dedans").await;
    let corps = format!("email=invitee%40example.org&etablissement={DEDANS}");
    site.poster("/api/inviter", session.as_deref(), corps).await;
    let invitation = un(
        site,
        "SELECT id FROM invitation WHERE email = $1",
        "invitee@example.org",
    )
    .await;
    let texte = site.registry.messages(1).await.unwrap()[0].texte.clone();
    let jeton = texte
        .split("/invitation/")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    (invitation.to_string(), jeton.to_owned())
}

/// A departure of that person, recorded by the gestionnaire « dedans ». Undone already: nothing is left to do to it.
pub(super) async fn depart(site: &Site, personne: Uuid) -> String {
    let compte = un(
        site,
        "SELECT id FROM compte WHERE sujet = $1",
        "psc:gestionnaire_dedans",
    )
    .await;
    let mut tx = site.registry.db().begin().await.unwrap();
    sql(
        "INSERT INTO depart (id, personne, par, fin, motif, le, effet_le, version, etat) \
         VALUES ($1, $2, $3, $4, 'CHL', $5, $5, 1, 'annule')",
    )
    .bind(Uuid::from_u128(2))
    .bind(personne)
    .bind(compte)
    .bind(site.registry.aujourd_hui())
    .bind(site.registry.now().millis())
    .execute(&mut tx)
    .await
    .unwrap();
    // What makes it the business of whoever has that establishment.
    sql("INSERT INTO depart_situation (depart, situation, annoncee) SELECT $1, id, FALSE FROM situation WHERE personne = $2")
        .bind(Uuid::from_u128(2))
        .bind(personne)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Uuid::from_u128(2).to_string()
}

/// An account that was said to be that person's, and had a right « dedans ».
pub(super) async fn carte_dite(site: &Site, personne: Uuid) -> String {
    let compte = Uuid::from_u128(3);
    let mut tx = site.registry.db().begin().await.unwrap();
    sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le) VALUES ($1, 'psc:carte-dite', 'prosanteconnect', 'Zoé', 0)")
        .bind(compte)
        .execute(&mut tx)
        .await
        .unwrap();
    sql("INSERT INTO habilitation (id, compte, genre, portee, finess, depuis, retiree_le) VALUES ($1, $1, 'gestionnaire', 'EG', $2, 0, 1)")
        .bind(compte)
        .bind(DEDANS)
        .execute(&mut tx)
        .await
        .unwrap();
    sql("INSERT INTO meme_personne (compte, personne, par, le) VALUES ($1, $2, $1, 0)")
        .bind(compte)
        .bind(personne)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    compte.to_string()
}
