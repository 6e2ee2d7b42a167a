//! The objects that doors are tried on: in the perimeter « dedans », or of « usager ».

use super::*;

/// The objects that doors are tried on.
pub(super) struct Objets {
    pub(super) demande: String,
    pub(super) autre: String,
    pub(super) personne: String,
    pub(super) suivie: String,
    pub(super) brouillon: String,
    pub(super) message: String,
    pub(super) session: String,
    pub(super) vue: String,
    pub(super) liste: String,
    pub(super) lot: String,
    pub(super) structure: String,
    pub(super) modele: String,
    pub(super) renvoye: String,
    pub(super) abandonne: String,
    pub(super) desabonnement: String,
    pub(super) inscription: String,
    pub(super) inscription_faite: String,
    pub(super) invitation: String,
    pub(super) jeton: String,
    pub(super) habilitation: Habilitation,
    pub(super) carte: String,
    pub(super) contrat: String,
    pub(super) depart: String,
    pub(super) carte_dite: String,
    pub(super) revues: Revues,
}

/// A right « dedans », and what `representant_dedans` is preparing or has sent.
pub(super) struct Habilitation {
    pub(super) droit: Uuid,
    pub(super) panier: Uuid,
    pub(super) ligne: Uuid,
    pub(super) envoi: Uuid,
}

/// A demande of Camille at Paul's EHPAD, whose person looks like somebody registered, a draft of hers, and the record of Zoé, who works there.
pub(super) async fn objets(site: &Site) -> Objets {
    let compte = un(site, "SELECT id FROM compte WHERE sujet = $1", "fc:demo-camille").await;
    let demande = un(
        site,
        "SELECT id FROM demande WHERE statut = 'a_traiter' AND finess = $1 \
         AND id IN (SELECT demande FROM paire_doublon) ORDER BY id LIMIT 1",
        DEDANS,
    )
    .await;
    let autre = un(
        site,
        "SELECT sujet AS id FROM paire_doublon JOIN demande ON demande.id = paire_doublon.demande \
         WHERE demande.statut = 'a_traiter' AND demande.finess = $1 ORDER BY demande.id, sujet LIMIT 1",
        DEDANS,
    )
    .await;
    let mut tx = site.registry.db().begin().await.unwrap();
    sql("UPDATE demande SET demandeur = $2 WHERE id = $1")
        .bind(demande)
        .bind(compte)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let camille = session_de(site, "fc:demo-camille").await;
    site.poster("/api/commencer-demande", Some(&camille), "").await;
    let brouillon = un(
        site,
        "SELECT demande.id FROM demande JOIN compte ON compte.id = demandeur WHERE statut = 'brouillon' AND sujet = $1",
        "fc:demo-camille",
    )
    .await;
    let personne = un(
        site,
        "SELECT personne.id FROM personne JOIN compte ON compte.id = personne.compte WHERE sujet = $1",
        "fc:demo-zoe",
    )
    .await;
    let desabonnement = jeton_de_desabonnement(site).await;
    let message = site.registry.messages(1).await.unwrap()[0].id.to_string();
    let [renvoye, abandonne] = lettres_mortes(site).await;
    let session = un(
        site,
        "SELECT session.id FROM session JOIN compte ON compte.id = session.compte WHERE sujet = $1 LIMIT 1",
        "fc:demo-camille",
    )
    .await;
    let (structure, modele) = modele(site).await;
    let (inscription, inscription_faite) = inscriptions(site, personne).await;
    let (invitation, jeton) = invitation(site).await;
    Objets {
        habilitation: habilitation(site).await,
        revues: revues_des_deux(site).await,
        vue: vue_de(site, "gestionnaire_dedans").await,
        structure,
        modele,
        invitation,
        jeton,
        inscription: inscription.to_string(),
        inscription_faite: inscription_faite.to_string(),
        carte: un(
            site,
            "SELECT id FROM carte WHERE finess = $1 ORDER BY id LIMIT 1",
            DEDANS,
        )
        .await
        .to_string(),
        contrat: un(site, "SELECT id FROM contrat WHERE finess = $1", "010000362")
            .await
            .to_string(),
        depart: depart(site, personne).await,
        carte_dite: carte_dite(site, personne).await,
        demande: demande.to_string(),
        autre: autre.to_string(),
        personne: personne.to_string(),
        suivie: demande.to_string(),
        brouillon: brouillon.to_string(),
        message,
        session: session.to_string(),
        liste: liste(site).await,
        lot: lot(site, demande).await,
        renvoye,
        abandonne,
        desabonnement,
    }
}

/// Campaigns of Paul's EHPAD; the link is that of another structure, so that coming with it gives nothing here.
async fn revues_des_deux(site: &Site) -> Revues {
    use GenreHabilitation::RepresentantLegal;
    let dedans = habilite(site, "tete_dedans", RepresentantLegal, DEDANS, 10).await;
    let dehors = habilite(site, "tete_dehors", RepresentantLegal, DEHORS, 10).await;
    let mut siennes = revues(site, &dedans, DEDANS).await;
    reviseurs(site, &dedans, &mut siennes).await;
    siennes.jeton = revues(site, &dehors, DEHORS).await.jeton;
    siennes
}

/// A view named by that gestionnaire.
async fn vue_de(site: &Site, qui: &str) -> String {
    let session = habilite(site, qui, GenreHabilitation::Gestionnaire, DEDANS, 10).await;
    let jeton = session.trim_start_matches("session=");
    let session = site.registry.session_ouverte(jeton).await.unwrap().unwrap();
    let g = session.gestionnaire().unwrap();
    let (nom, filtre) = ("Ma vue".parse().unwrap(), "vue=urgentes".parse().unwrap());
    let vue = site.registry.creer_vue(&g, &nom, &filtre, true).await;
    vue.unwrap().to_string()
}

/// Somebody designated at that EHPAD, a demande d'habilitation with one person, and one that was sent.
async fn habilitation(site: &Site) -> Habilitation {
    habilite(
        site,
        "cible-designee",
        GenreHabilitation::Gestionnaire,
        DEDANS,
        10,
    )
    .await;
    entrer(site, "representant_dedans").await;
    let sujet = "SELECT id FROM compte WHERE sujet = $1";
    let cible = un(site, sujet, "psc:cible-designee").await;
    let tete = un(site, sujet, "psc:representant_dedans").await;
    let [panier, ligne, envoi] = [11, 12, 13].map(Uuid::from_u128);
    let mut tx = site.registry.db().begin().await.unwrap();
    let droit = sql("SELECT id FROM habilitation WHERE compte = $1")
        .bind(cible)
        .one(&mut tx)
        .await
        .unwrap();
    for (id, envoyee_le) in [(panier, None), (envoi, Some(1))] {
        sql(
            "INSERT INTO designation (id, compte, finess, portee, modifiee_le, envoyee_le) VALUES ($1, $2, $3, 'EG', $4, $5)",
        )
        .bind(id)
        .bind(tete)
        .bind(DEDANS)
        .bind(site.registry.now().millis())
        .bind(envoyee_le)
        .execute(&mut tx)
        .await
        .unwrap();
    }
    sql("INSERT INTO designation_ligne (id, designation, identifiant, nom) VALUES ($1, $2, 'autre-carte', 'Quelqu’un')")
        .bind(ligne)
        .bind(panier)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Habilitation {
        droit: droit.get("id").unwrap(),
        panier,
        ligne,
        envoi,
    }
}

/// A staff list of « `gestionnaire_dedans` »: nobody else's. Its one row is wrong, so that nothing can be registered.
async fn liste(site: &Site) -> String {
    entrer(site, "gestionnaire_dedans").await;
    let compte = un(
        site,
        "SELECT id FROM compte WHERE sujet = $1",
        "psc:gestionnaire_dedans",
    )
    .await;
    let jeton = site
        .registry
        .ouvrir_session(CompteId::new(compte), 60)
        .await
        .unwrap();
    let session = site
        .registry
        .session_ouverte(jeton.as_str())
        .await
        .unwrap()
        .unwrap();
    let deposee = site
        .registry
        .deposer_liste(
            &session.gestionnaire().unwrap(),
            "liste.csv",
            b"nom;prenoms;mail\nA;B;c\n".to_vec(),
        )
        .await;
    deposee.unwrap().to_string()
}

/// A decision on that demande and no other, prepared by the gestionnaire who may.
async fn lot(site: &Site, demande: Uuid) -> String {
    let session = habilite(
        site,
        "gestionnaire_dedans",
        GenreHabilitation::Gestionnaire,
        DEDANS,
        10,
    )
    .await;
    let corps = format!("acte=valider&demandes%5B%5D={demande}");
    let reponse = site.poster("/api/preparer-lot", Some(&session), corps).await;
    let vers = reponse.headers()[header::LOCATION].to_str().unwrap();
    vers.strip_prefix("/gestion/lots/").unwrap().to_owned()
}

/// The structure of Paul's EHPAD, and a template that it keeps.
async fn modele(site: &Site) -> (String, String) {
    let session = habilite(site, "redactrice", GenreHabilitation::Gestionnaire, DEDANS, 10).await;
    let structure = entite(site, DEDANS).await;
    let corps = format!("structure={structure}&genre=refus&titre_modele=Un+essai&texte_modele=Un+texte");
    site.poster("/api/enregistrer-modele", Some(&session), corps)
        .await;
    let modele = un(site, "SELECT id FROM modele WHERE titre = $1", "Un essai").await;
    (structure, modele.to_string())
}
