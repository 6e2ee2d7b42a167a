//! Every door of the site × every kind of person: `droits.csv` says who passes, this tries them all.
//!
//! A door is an endpoint, a page or a route. One that has no row, or a row without a door, fails the test. In the table:
//! `oui`, the right is there (whatever the act then answers); `connexion`, led to the sign-in; `non`, refused or not there.
//! « dedans » and « dehors » are about the objects that the address or the form names.

use super::droits_revue_tests::{Revues, revues};
use super::*;
use domain::ids::{CompteId, MessageId};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;
use registry::db::sql;
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::notification::{GenreNotification, Rythme};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use uuid::Uuid;

const TABLE: &str = include_str!("droits.csv");
/// Paul's EHPAD, where the demande and the record of this test are.
const DEDANS: &str = "010780914";
const DEHORS: &str = "010011641";

/// The objects that doors are tried on.
struct Objets {
    demande: String,
    autre: String,
    personne: String,
    suivie: String,
    brouillon: String,
    message: String,
    session: String,
    vue: String,
    liste: String,
    lot: String,
    structure: String,
    modele: String,
    renvoye: String,
    abandonne: String,
    desabonnement: String,
    inscription: String,
    inscription_faite: String,
    invitation: String,
    jeton: String,
    habilitation: Habilitation,
    carte: String,
    contrat: String,
    depart: String,
    revues: Revues,
}

/// A right « dedans », and what `representant_dedans` is preparing or has sent.
struct Habilitation {
    droit: Uuid,
    panier: Uuid,
    ligne: Uuid,
    envoi: Uuid,
}

/// Grants a right to a new account and opens its session.
async fn habilite(site: &Site, qui: &str, genre: GenreHabilitation, finess: &str, jours: i64) -> String {
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

async fn session_de(site: &Site, sujet: &str) -> String {
    let compte = un(site, "SELECT id FROM compte WHERE sujet = $1", sujet).await;
    let jeton = site
        .registry
        .ouvrir_session(CompteId::new(compte), 60)
        .await
        .unwrap();
    format!("session={}", jeton.as_str())
}

async fn un(site: &Site, requete: &'static str, valeur: &str) -> Uuid {
    let row = sql(requete).bind(valeur).one(site.registry.db()).await.unwrap();
    row.get("id").unwrap()
}

/// The kinds of person, in the order of the table's columns; a new session each time, for some doors end it.
async fn entrer(site: &Site, qui: &str) -> Option<String> {
    use GenreHabilitation::{Gestionnaire, Mandataire, RepresentantLegal, TitulaireOfficine};
    let habilite = |genre, finess, jours| habilite(site, qui, genre, finess, jours);
    Some(match qui {
        "anonyme" => return None,
        "usager" => session_de(site, "fc:demo-camille").await,
        "autre_usager" => session_de(site, "fc:demo-aicha").await,
        "inscrit" => session_de(site, "fc:demo-zoe").await,
        "inscrit_ecps" => session_de(site, "psc:demo-lucie").await,
        "gestionnaire_dedans" => habilite(Gestionnaire, DEDANS, 10).await,
        "gestionnaire_dehors" => habilite(Gestionnaire, DEHORS, 10).await,
        "gestionnaire_retire" => {
            let session = habilite(Gestionnaire, DEDANS, 10).await;
            let finess = DEDANS.parse().unwrap();
            site.registry
                .retirer_habilitation(qui, Gestionnaire, &finess)
                .await
                .unwrap();
            session
        }
        "carte_expiree" => habilite(Gestionnaire, DEDANS, -1).await,
        "mandataire" => habilite(Mandataire, DEDANS, 10).await,
        "representant_dedans" => habilite(RepresentantLegal, DEDANS, 10).await,
        "representant_dehors" => habilite(RepresentantLegal, DEHORS, 10).await,
        "titulaire_dedans" => habilite(TitulaireOfficine, DEDANS, 10).await,
        "titulaire_dehors" => habilite(TitulaireOfficine, DEHORS, 10).await,
        "operateur" => {
            site.registry.nommer_operateur(qui, qui).await.unwrap();
            session_de(site, &format!("psc:{qui}")).await
        }
        "operateur_revoque" => {
            site.registry.nommer_operateur(qui, qui).await.unwrap();
            let session = session_de(site, &format!("psc:{qui}")).await;
            site.registry.revoquer_operateur(qui).await.unwrap();
            session
        }
        autre => panic!("nobody is called {autre}"),
    })
}

/// A demande of Camille at Paul's EHPAD, whose person looks like somebody registered, a draft of hers, and the record of Zoé, who works there.
async fn objets(site: &Site) -> Objets {
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
    Revues {
        jeton: revues(site, &dehors, DEHORS).await.jeton,
        ..revues(site, &dedans, DEDANS).await
    }
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
    let structure: String = sql("SELECT finess_ej FROM etablissement WHERE finess = $1")
        .bind(DEDANS)
        .one(site.registry.db())
        .await
        .unwrap()
        .get("finess_ej")
        .unwrap();
    let corps = format!("structure={structure}&genre=refus&titre_modele=Un+essai&texte_modele=Un+texte");
    site.poster("/api/enregistrer-modele", Some(&session), corps)
        .await;
    let modele = un(site, "SELECT id FROM modele WHERE titre = $1", "Un essai").await;
    (structure, modele.to_string())
}

/// Two mails that did not arrive.
async fn lettres_mortes(site: &Site) -> [String; 2] {
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
async fn jeton_de_desabonnement(site: &Site) -> String {
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
async fn inscriptions(site: &Site, personne: Uuid) -> (Uuid, Uuid) {
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
async fn invitation(site: &Site) -> (String, String) {
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
async fn depart(site: &Site, personne: Uuid) -> String {
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
    tx.commit().await.unwrap();
    Uuid::from_u128(2).to_string()
}

impl Objets {
    /// The address with its objects.
    fn adresse(&self, chemin: &str) -> String {
        let habilitation = &self.habilitation;
        let id = if chemin.starts_with("/gestion/demandes") {
            &self.demande
        } else if chemin.starts_with("/gestion/lots") {
            &self.lot
        } else if chemin.starts_with("/mes-demandes") {
            &self.suivie
        } else if chemin.starts_with("/gestion/imports") {
            &self.liste
        } else if chemin.starts_with("/demonstration/messages") {
            &self.message
        } else if chemin.starts_with("/departs/faits") {
            &self.depart
        } else if chemin.starts_with("/gestion/enregistres") {
            &self.inscription_faite
        } else if chemin.ends_with("/attestation") {
            &self.revues.attestee
        } else if chemin.starts_with("/revues") {
            &self.revues.en_cours
        } else {
            &self.personne
        };
        let jeton = if chemin.starts_with("/invitation") {
            &self.jeton
        } else if chemin.starts_with("/revues") {
            &self.revues.jeton
        } else {
            &self.desabonnement
        };
        let chemin = chemin
            .replace("/retirer/{id}", &format!("/retirer/{}", habilitation.droit))
            .replace("/envois/{id}", &format!("/envois/{}", habilitation.envoi));
        chemin
            .replace("{id}", id)
            .replace("{finess}", DEDANS)
            .replace("{ligne}", &habilitation.ligne.to_string())
            .replace("{numero}", "2")
            .replace("{personne}", &self.personne)
            .replace("{pour}", "professionnel")
            .replace("{slug}", "rpps-plus")
            .replace("{autre}", &self.autre)
            .replace("{fournisseur}", "franceconnect")
            .replace("{jeton}", jeton)
            .replace("{acte}", "ajouter")
            .replace("{etape}", "contact")
            .replace("{finess}", DEDANS)
            .replace("{liste}", "presents")
    }

    /// What a form of this endpoint would hold.
    fn corps(&self, chemin: &str) -> String {
        let explication = "explication=Une+explication+assez+longue.";
        match chemin.trim_start_matches("/api/") {
            "valider-demande" => format!("demande={}&version=1&confirmation=on", self.demande),
            "refuser-demande" => format!("demande={}&version=1&motif=AUT&{explication}", self.demande),
            "trancher-doublon" => format!(
                "demande={}&sujet={}&empreinte=0&choix=differente",
                self.demande, self.autre
            ),
            "nommer-gestionnaire" => {
                format!("structure={DEDANS}&identifiant=3010780914%2F1&nom_exercice=ESSAI&prenom_exercice=Un")
            }
            "choisir-gestionnaire" => format!("structure={DEDANS}&identifiant=cible-designee"),
            "trouver-gestionnaires" | "me-designer" => format!("structure={DEDANS}&nom=essai"),
            "completer-gestionnaire" | "oublier-gestionnaire" => {
                format!("structure={DEDANS}&ligne={}", self.habilitation.ligne)
            }
            "envoyer-habilitations" => format!(
                "structure={DEDANS}&demande={}&cgu=on&cgu_habilitations=on",
                self.habilitation.panier
            ),
            "confirmer-habilitations" => {
                format!(
                    "structure={DEDANS}&demande={}&email=a%40example.org",
                    self.habilitation.envoi
                )
            }
            "retirer-designation" | "retablir-designation" => format!(
                "structure={DEDANS}&habilitation={}&motif_retrait=autre",
                self.habilitation.droit
            ),
            "annuler-decision" | "etat-decision" => format!("demande={}", self.demande),
            "preparer-lot" => "acte=valider&tous=on".to_owned(),
            "etat-lot" | "annuler-lot" => format!("lot={}", self.lot),
            "lancer-lot" => format!(
                "lot={}&acte=valider&confirmation=on&motif=&explication=",
                self.lot
            ),
            "demander-correction" => format!(
                "demande={}&version=1&corriger_email=on&remarque_email=Une+autre+adresse.",
                self.demande
            ),
            "retirer-correction" => format!("demande={}&version=1", self.demande),
            "repondre-correction" => format!("demande={}&mode=auto&email=a%40example.org", self.suivie),
            "ecrire-au-demandeur" | "ecrire-au-gestionnaire" => {
                format!("demande={}&message=Bonjour", self.demande)
            }
            "enregistrer-modele" => format!(
                "structure={}&genre=refus&titre_modele=Un+nom&texte_modele=Un+texte",
                self.structure
            ),
            // On another version: it is there for the next ones.
            "supprimer-modele" => format!("modele={}&version=9", self.modele),
            "annuler-demande" | "effacer-demande" => format!("demande={}", self.suivie),
            "corriger-etat-civil" | "supprimer-inscription" => {
                format!(
                    "personne={}&version=1&{explication}&confirmation=on",
                    self.personne
                )
            }
            "creer-vue" => "nom=Urgences&filtre=vue%3Durgentes".to_owned(),
            "modifier-vue" => format!("vue={}&nom=Autre+nom", self.vue),
            "supprimer-vue" => format!("vue={}", self.vue),
            "corriger-ligne" => format!("liste={}&numero=2&email=d", self.liste),
            "associer-colonnes" | "avancement-liste" | "inscrire-liste" | "supprimer-liste" => {
                format!("liste={}", self.liste)
            }
            "prise" | "liberer-prise" | "prendre-la-main" => format!(
                "demande={}&version=1&jeton={}&travaille=true",
                self.demande, self.demande
            ),
            "suivre-file" => format!("depuis=0&demandes={}", self.demande),
            "renvoyer-courriel" => format!("courriel={}", self.renvoye),
            "abandonner-courriel" => format!("courriel={}", self.abandonne),
            "preparer-situation" => format!("personne={}&acte=ajouter", self.personne),
            "confirmer-situation" => {
                format!("personne={}&version=1&saisie={}", self.personne, self.personne)
            }
            "preparer-depart" => format!("personne={}", self.personne),
            // Prepared during another session: nothing happens, and who may open the record is told so.
            "confirmer-depart" => format!(
                "personne={}&version=1&saisie={}&intention={}",
                self.personne, self.personne, self.lot
            ),
            "annuler-depart" | "rouvrir-depart" | "etat-depart" => format!("depart={}", self.depart),
            "etape-inscription" => format!("inscription={}&etape=contact&mode=auto", self.inscription),
            "trancher-enregistrement" => format!(
                "inscription={}&sujet={}&empreinte=0&choix=differente",
                self.inscription, self.personne
            ),
            "confirmer-inscription" => format!("inscription={}", self.inscription),
            // Somebody else's is not there, and throwing away what is not there is harmless.
            "abandonner-inscription" => format!("inscription={}", self.personne),
            "inviter" => "email=autre%40example.org".to_owned(),
            "renvoyer-invitation" | "retirer-invitation" => format!("invitation={}", self.invitation),
            "accepter-invitation" => format!("jeton={}", self.jeton),
            "ouvrir-chemin" => "etablissement=010780930".to_owned(),
            "noter-etape" => format!("structure={DEDANS}&etape=lecteurs"),
            "choisir-organisation" => format!("structure={DEDANS}&organisation=EJ&signataire=directeur"),
            // On a reason that leaves the contract as it is for the next ones.
            "reprendre-contrat" => format!("structure={DEDANS}&raison=abandon"),
            "commander-carte" => format!("structure={DEDANS}&genre=CPE&formulaire=F301&nom=X"),
            "recevoir-carte" | "annuler-carte" => {
                format!(
                    "structure={DEDANS}&carte={}&version=9&numero=12345678",
                    self.carte
                )
            }
            "renouveler-cde" => format!("carte={}&version=9&numero=x", self.carte),
            "valider-contrat" => format!("contrat={}&version=9&numero=x", self.contrat),
            "changer-contact" | "changer-noms" | "declarer-depart" => "version=0".to_owned(),
            "fermer-session" => format!("session={}", self.session),
            "soumettre-demande" => format!("demande={}&exactitude=on&cgu=on", self.brouillon),
            chemin if chemin.starts_with("enregistrer-") => format!("demande={}&mode=auto", self.brouillon),
            chemin if chemin.starts_with("chercher-") => "texte=lyon".to_owned(),
            "rechercher" => "ou=demandes&texte=lyon".to_owned(),
            "regler-resume" => "recevoir=non".to_owned(),
            autre => self
                .revues
                .corps(autre, DEDANS, &self.personne)
                .unwrap_or_default(),
        }
    }
}

/// What the answer says of the right.
fn verdict(porte: &str, reponse: &Response<Body>) -> &'static str {
    let vers = reponse
        .headers()
        .get(header::LOCATION)
        .and_then(|vers| vers.to_str().ok())
        .unwrap_or_default();
    match reponse.status() {
        StatusCode::UNAUTHORIZED => "connexion",
        _ if vers.starts_with("/connexion?session=terminee") => "connexion",
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => "non",
        status => {
            assert!(
                !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS,
                "{porte}: {status}"
            );
            "oui"
        }
    }
}

/// Every door that the program opens: server functions, pages, and the routes written in the sources.
fn portes() -> BTreeSet<String> {
    let mut portes = BTreeSet::new();
    for route in generate_route_list(app::routes::Routes) {
        portes.insert(format!("GET {}", route.path()));
    }
    for (chemin, methode) in server_fn_paths() {
        portes.insert(format!("{methode} {chemin}"));
    }
    for texte in sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for (position, _) in texte.match_indices(".route(\"") {
            let reste = &texte[position + ".route(\"".len()..];
            let (chemin, suite) = reste.split_once('"').unwrap();
            let suite = suite.split('\n').next().unwrap();
            for (methode, mots) in [("GET", "get("), ("POST", "post(")] {
                if suite.contains(mots) {
                    portes.insert(format!("{methode} {chemin}"));
                }
            }
        }
    }
    portes
}

/// The sources that write routes of the portal: not its tests, nor the identity providers of the demonstration, which hold
/// no right of the portal.
fn sources(dossier: &std::path::Path) -> Vec<String> {
    let mut textes = Vec::new();
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        let nom = chemin.file_name().unwrap().to_string_lossy().into_owned();
        if chemin.is_dir() {
            if !["essais", "demonstration"].contains(&&*nom) {
                textes.extend(sources(&chemin));
            }
        } else if chemin.extension().is_some_and(|genre| genre == "rs") && !nom.ends_with("_tests.rs") {
            textes.push(std::fs::read_to_string(chemin).unwrap());
        }
    }
    textes
}

/// The table: for each door, what each kind of person meets.
fn table() -> (Vec<&'static str>, BTreeMap<String, Vec<&'static str>>) {
    let mut lignes = TABLE
        .lines()
        .filter(|ligne| !ligne.starts_with('#') && !ligne.is_empty());
    let acteurs = lignes.next().unwrap().split(';').skip(1).collect();
    let regles = lignes
        .map(|ligne| {
            let mut cases = ligne.split(';');
            (cases.next().unwrap().to_owned(), cases.collect())
        })
        .collect();
    (acteurs, regles)
}

#[test]
fn every_door_has_a_row_and_every_row_a_door() {
    let (acteurs, regles) = table();
    let portes = portes();
    let ecrites: BTreeSet<String> = regles.keys().cloned().collect();
    assert_eq!(
        portes.difference(&ecrites).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "without a row"
    );
    assert_eq!(
        ecrites.difference(&portes).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "without a door"
    );
    for (porte, cases) in regles {
        assert_eq!(cases.len(), acteurs.len(), "{porte}");
    }
}

#[tokio::test]
async fn everybody_meets_what_the_table_says() {
    let site = site_avec(true, |options| options.protection.debit.actif = false).await;
    let objets = objets(&site).await;
    let (acteurs, regles) = table();
    let mut ecarts = String::new();
    // What removes an object comes after what reads it.
    let (dernieres, premieres): (Vec<_>, Vec<_>) = regles.into_iter().partition(|(porte, _)| {
        ["supprimer", "effacer", "annuler", "autres"]
            .iter()
            .any(|mot| porte.contains(mot))
    });
    for (porte, cases) in premieres.into_iter().chain(dernieres) {
        let (methode, chemin) = porte.split_once(' ').unwrap();
        for (qui, attendu) in acteurs.iter().zip(cases) {
            let session = entrer(&site, qui).await;
            let adresse = objets.adresse(chemin);
            let reponse = if methode == "GET" {
                site.lire(&adresse, session.as_deref()).await
            } else {
                let mut requete = formulaire(&adresse, session.as_deref());
                if chemin.starts_with("/api/") {
                    requete
                        .headers_mut()
                        .unwrap()
                        .insert(header::ACCEPT, "application/json".parse().unwrap());
                }
                site.envoyer(requete.body(objets.corps(chemin).into()).unwrap())
                    .await
            };
            let vu = verdict(&porte, &reponse);
            if vu != attendu {
                writeln!(
                    ecarts,
                    "{porte} : {qui} meets {vu} ({}), the table says {attendu}",
                    reponse.status()
                )
                .unwrap();
            }
        }
    }
    assert!(ecarts.is_empty(), "\n{ecarts}");
}
