//! The kinds of person of the table of rights: what makes each of them what they are, and a session of theirs.

use super::*;

/// Grants a right to a new account and opens its session.
pub(super) async fn habilite(
    site: &Site,
    qui: &str,
    genre: GenreHabilitation,
    finess: &str,
    jours: i64,
) -> String {
    let octroi = Octroi {
        identifiant: qui.to_owned(),
        nom: qui.to_owned(),
        genre,
        finess: finess.parse().unwrap(),
        carte_jusqu_au: Some(site.registry.now().plus_days(jours).jour_paris()),
    };
    site.registry.accorder_habilitation(&octroi).await.unwrap();
    session_de(site, &format!("psc:{qui}")).await
}

pub(super) async fn session_de(site: &Site, sujet: &str) -> String {
    let compte = un(site, "SELECT id FROM compte WHERE sujet = $1", sujet).await;
    let jeton = site
        .registry
        .ouvrir_session(CompteId::new(compte), 60)
        .await
        .unwrap();
    format!("session={}", jeton.as_str())
}

pub(super) async fn un(site: &Site, requete: &'static str, valeur: &str) -> Uuid {
    let row = sql(requete).bind(valeur).one(site.registry.db()).await.unwrap();
    row.get("id").unwrap()
}

/// Somebody with a card and no right at all.
pub(super) async fn sans_droit(site: &Site, qui: &str) {
    let mut tx = site.registry.db().begin().await.unwrap();
    sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, cree_le) VALUES ($1, $2, 'prosanteconnect', $3, 0)")
        .bind(site.registry.contexte().entropy.uuid(site.registry.now()))
        .bind(format!("psc:{qui}"))
        .bind(qui)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The legal entity of an establishment.
pub(super) async fn entite(site: &Site, finess: &str) -> String {
    let row = sql("SELECT finess_ej FROM etablissement WHERE finess = $1")
        .bind(finess)
        .one(site.registry.db())
        .await
        .unwrap();
    row.get("finess_ej").unwrap()
}

/// A right given, then withdrawn.
async fn retire(site: &Site, qui: &str, genre: GenreHabilitation) {
    habilite(site, qui, genre, DEDANS, 10).await;
    let finess = DEDANS.parse().unwrap();
    site.registry
        .retirer_habilitation(qui, genre, &finess)
        .await
        .unwrap();
}

/// Makes somebody what they are, once. Reviewers are made with their campaign.
async fn preparer(site: &Site, qui: &str) {
    use GenreHabilitation::{Gestionnaire, Mandataire, RepresentantLegal, TitulaireOfficine};
    let (nom, suffixe) = qui.rsplit_once('_').unwrap_or((qui, ""));
    let genre = match nom {
        "gestionnaire" | "gestionnaire_ej" | "carte" => Gestionnaire,
        "mandataire" | "mandataire_ej" => Mandataire,
        "representant" | "representant_ej" => RepresentantLegal,
        "titulaire" => TitulaireOfficine,
        _ => match qui {
            "operateur" => {
                site.registry.nommer_operateur(qui, qui).await.unwrap();
                return;
            }
            "operateur_revoque" => {
                site.registry.nommer_operateur(qui, qui).await.unwrap();
                site.registry.revoquer_operateur(qui).await.unwrap();
                return;
            }
            "dirigeant" => return sans_droit(site, qui).await,
            autre => panic!("nobody is called {autre}"),
        },
    };
    let (finess, jours) = match suffixe {
        "retire" => return retire(site, qui, genre).await,
        "expire" | "expiree" => (DEDANS.to_owned(), -1),
        "ej" => (entite(site, DEDANS).await, 10),
        "dehors" if nom.ends_with("_ej") => (entite(site, DEHORS).await, 10),
        "dehors" => (DEHORS.to_owned(), 10),
        _ => (DEDANS.to_owned(), 10),
    };
    habilite(site, qui, genre, &finess, jours).await;
}

/// The validated contract of « dedans » is that account's: it outlives the right, and gives none. Another one takes the place of a
/// contract that a door closed.
async fn contrat_de(site: &Site, sujet: &str) {
    let compte = un(site, "SELECT id FROM compte WHERE sujet = $1", sujet).await;
    let mut tx = site.registry.db().begin().await.unwrap();
    let valide = sql(
        "UPDATE contrat SET dirigeant = $2 WHERE finess = $1 AND clos_le IS NULL AND cde_recue_le IS NOT NULL",
    );
    let valide = valide.bind(DEDANS).bind(compte).execute(&mut tx).await.unwrap();
    if valide == 0 {
        sql(
            "INSERT INTO contrat (id, finess, portee, dirigeant, cde_recue_le, version, cree_le) VALUES ($1, $2, 'EG', $3, $4, 1, 0)",
        )
        .bind(site.registry.contexte().entropy.uuid(site.registry.now()))
        .bind(DEDANS)
        .bind(compte)
        .bind(site.registry.now().jour_paris())
        .execute(&mut tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

/// A new session of that person each time, for some doors end it.
pub(super) async fn entrer(site: &Site, qui: &str) -> Option<String> {
    let demonstration = match qui {
        "anonyme" => return None,
        "usager" => Some("fc:demo-camille"),
        "autre_usager" => Some("fc:demo-aicha"),
        "inscrit" => Some("fc:demo-zoe"),
        "inscrit_ecps" => Some("psc:demo-lucie"),
        _ => None,
    };
    if let Some(sujet) = demonstration {
        return Some(session_de(site, sujet).await);
    }
    let sujet = format!("psc:{qui}");
    let connu = sql("SELECT id FROM compte WHERE sujet = $1").bind(sujet.as_str());
    if connu.optional(site.registry.db()).await.unwrap().is_none() {
        preparer(site, qui).await;
    }
    let session = session_de(site, &sujet).await;
    if [
        "representant_retire",
        "representant_expire",
        "titulaire_retire",
        "titulaire_expire",
    ]
    .contains(&qui)
    {
        contrat_de(site, &sujet).await;
    }
    if qui == "dirigeant" {
        // Some doors close the path, or take it to the legal entity.
        let ouverte = site
            .registry
            .session_ouverte(session.trim_start_matches("session="));
        let (ouverte, finess) = (ouverte.await.unwrap().unwrap(), DEDANS.parse().unwrap());
        site.registry.ouvrir_chemin(&ouverte, &finess).await.unwrap();
    }
    Some(session)
}
