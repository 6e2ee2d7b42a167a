//! Every address of the portal, written once. Ids and codes only: no personal data ever travels in an address.

use super::chemin_agir::MA_FICHE;
use domain::identifiant::Finess;
use domain::ids::{DemandeId, MessageId, PersonneId, RechercheId};
use domain::saisie::{Champ, Erreurs, Etape};
use registry::droit::{Fournisseur, SessionOuverte};

/// Sign-in.
pub const CONNEXION: &str = "/connexion";
/// After signing out.
pub const DECONNECTE: &str = "/connexion/deconnecte";
/// The professional's home: their demandes and their record.
pub const MES_DEMANDES: &str = "/mes-demandes";
/// Who consulted the professional's record and demandes.
pub const CONSULTATIONS: &str = "/mes-donnees/consultations";
/// Check-your-answers.
pub const VERIFICATION: &str = "/demande/verification";
/// Where one is signed in.
pub const MES_SESSIONS: &str = "/mes-sessions";
/// The same, after a session was closed.
pub const SESSION_FERMEE: &str = "/mes-sessions?fermee=1";
/// What is kept of a person, why and for how long.
pub const MES_DONNEES: &str = "/mes-donnees";
/// The copy for programs.
pub const EXPORT_JSON: &str = "/mes-donnees/export.json";
/// The copy for people.
pub const EXPORT_HTML: &str = "/mes-donnees/export.html";
/// The form that was sent after the end of a session.
pub const REPRISE: &str = "/reprise";
/// The professional's home, after a demande was erased.
pub const DEMANDE_EFFACEE: &str = "/mes-demandes?effacee=1";
/// The gestionnaire's home.
pub const GESTION: &str = "/gestion";
/// The queue of pending demandes.
pub const FILE: &str = "/gestion/demandes";
/// The registered people of the perimeter.
pub const PROFESSIONNELS: &str = "/gestion/professionnels";
/// The same list, met on the way to registering somebody new.
pub const AJOUTER: &str = "/gestion/professionnels?pour=ajouter";
/// The home of the support.
pub const SUPPORT: &str = "/support";
/// The mails of the demonstration.
pub const MESSAGES: &str = "/demonstration/messages";

/// Sign-in with that provider.
pub fn connexion_avec(fournisseur: Fournisseur) -> String {
    format!("{CONNEXION}/{}", fournisseur.code())
}

/// An address of the sign-in, with the page to come back to afterwards. Who follows it checks that page.
pub fn avec_retour(adresse: &str, retour: Option<&str>) -> String {
    match retour {
        Some(retour) => format!(
            "{adresse}?retour={}",
            leptos_router::location::Url::escape(retour)
        ),
        None => adresse.to_owned(),
    }
}

/// One of the four steps.
pub fn etape(etape: Etape) -> String {
    format!("/demande/{}", etape.slug())
}

/// A step shown with its errors, coming back to the check page or not.
pub fn etape_a_revoir(etape: Etape, verification: bool) -> String {
    let retour = if verification { "&retour=verification" } else { "" };
    format!("/demande/{}?erreurs=1{retour}", etape.slug())
}

/// A step opened from the check page.
pub fn etape_depuis_verification(etape: Etape) -> String {
    format!("/demande/{}?retour=verification", etape.slug())
}

/// The step that holds the first error of a demande refused at submission.
pub fn premiere_erreur(erreurs: &Erreurs) -> String {
    match erreurs.iter().find_map(|erreur| erreur.champ.etape()) {
        Some(Etape::InformationsLegales) | None => etape_a_revoir(Etape::InformationsLegales, false),
        Some(etape) => etape_a_revoir(etape, true),
    }
}

/// The contact step, with the e-mail or the mobile that somebody else already has (R19).
pub fn deja_utilise(champ: Champ) -> String {
    format!(
        "/demande/contact?erreurs=1&retour=verification&pris={}",
        champ.id()
    )
}

/// After submission.
pub fn confirmation(id: DemandeId) -> String {
    format!("/mes-demandes/{id}/confirmation")
}

/// Where a demande stands.
pub fn suivi(id: DemandeId) -> String {
    format!("/mes-demandes/{id}")
}

/// What to print and keep.
pub fn recapitulatif(id: DemandeId) -> String {
    format!("/mes-demandes/{id}/recapitulatif")
}

/// The queue, with a search kept on the server, a filter and a page.
pub fn file(note: Option<RechercheId>, finess: Option<&Finess>, page: u32) -> String {
    let mut parametres = Vec::new();
    parametres.extend(note.map(|note| format!("recherche={note}")));
    parametres.extend(finess.map(|finess| format!("etablissement={finess}")));
    avec(FILE, parametres, page)
}

/// The registered people, likewise.
pub fn professionnels(note: Option<RechercheId>, page: u32) -> String {
    avec(
        PROFESSIONNELS,
        note.map(|note| format!("recherche={note}")).into_iter().collect(),
        page,
    )
}

fn avec(base: &str, mut parametres: Vec<String>, page: u32) -> String {
    if page > 1 {
        parametres.push(format!("page={page}"));
    }
    if parametres.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", parametres.join("&"))
    }
}

/// A demande as the gestionnaire sees it.
pub fn dossier(id: DemandeId) -> String {
    format!("{FILE}/{id}")
}

/// The same, with what prevented the decision: `confirmation` or `conflit`.
pub fn dossier_a_revoir(id: DemandeId, raison: &str) -> String {
    format!("{FILE}/{id}?a-revoir={raison}")
}

/// The same, with a refusal to complete, kept on the server.
pub fn refus_a_revoir(id: DemandeId, note: RechercheId) -> String {
    format!("{FILE}/{id}?a-revoir=refus&saisie={note}#refuser")
}

/// After a decision: the next demande, or the list when there is none, with the outcome of the one just decided.
pub fn apres_decision(suivante: Option<DemandeId>, decidee: DemandeId) -> String {
    match suivante {
        Some(suivante) => format!("{FILE}/{suivante}?decidee={decidee}"),
        None => format!("{FILE}?decidee={decidee}"),
    }
}

/// A registered person.
pub fn fiche(id: PersonneId) -> String {
    format!("{PROFESSIONNELS}/{id}")
}

/// People of the whole register, for the support.
pub fn support(note: Option<RechercheId>, page: u32) -> String {
    avec(
        SUPPORT,
        note.map(|note| format!("recherche={note}")).into_iter().collect(),
        page,
    )
}

/// A registered person, as the support sees it.
pub fn support_personne(id: PersonneId) -> String {
    format!("{SUPPORT}/personnes/{id}")
}

/// The same, once the act called `fait` is done.
pub fn support_fait(id: PersonneId, fait: &str) -> String {
    format!("{SUPPORT}/personnes/{id}?fait={fait}")
}

/// The same, with an act to complete, kept on the server.
pub fn support_a_revoir(id: PersonneId, acte: &str, note: RechercheId) -> String {
    format!("{SUPPORT}/personnes/{id}?a-revoir={acte}&saisie={note}#{acte}")
}

/// One mail of the demonstration.
pub fn message(id: MessageId) -> String {
    format!("{MESSAGES}/{id}")
}

/// A page of the consultations.
pub fn consultations(page: u32) -> String {
    avec(CONSULTATIONS, Vec::new(), page)
}

/// A page of the history shown at the end of another page.
pub fn historique(base: &str, page: u32) -> String {
    format!("{base}?historique={page}#historique")
}

/// A page of ours to come back to after signing in, or nothing: one leading slash, letters, digits, `-`, `_`, `.`, and neither
/// an endpoint nor the sign-in itself. Whatever else came in an address or a form leads nowhere.
pub fn retour_local(brut: &str) -> Option<&str> {
    let permis = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    let local = brut.starts_with('/')
        && brut.len() <= 200
        && brut.chars().all(permis)
        && !brut.contains("//")
        && !brut.split('/').any(|segment| segment == "." || segment == "..");
    (local && !sous(brut, "/api") && !sous(brut, CONNEXION)).then_some(brut)
}

/// The page is that one, or one below it.
fn sous(page: &str, racine: &str) -> bool {
    page.strip_prefix(racine)
        .is_some_and(|suite| suite.is_empty() || suite.starts_with('/'))
}

/// The sign-in page after the end of a session, which leads back to that page when it is one of ours.
pub fn connexion_puis(retour: &str) -> String {
    match retour_local(retour) {
        Some(retour) => format!("{CONNEXION}?session=terminee&retour={retour}"),
        None => format!("{CONNEXION}?session=terminee"),
    }
}

/// Where a person lands after signing in: the page they had asked for when it can be theirs, their home otherwise.
pub fn arrivee<'a>(session: &SessionOuverte, retour: &'a str) -> &'a str {
    let accueil = accueil_de(session);
    let Some(retour) = retour_local(retour).filter(|retour| *retour != "/") else {
        return accueil;
    };
    let dans = |racine: &str| sous(retour, racine);
    let interdite = dans(GESTION) && !session.est_gestionnaire()
        || dans(SUPPORT) && !session.est_operateur()
        || dans(MA_FICHE) && !session.est_inscrit()
        || dans(CONSULTATIONS) && !session.est_usager() && !session.est_inscrit()
        || [MES_DEMANDES, "/demande"].into_iter().any(dans) && !session.est_usager();
    if interdite { accueil } else { retour }
}

/// Where a person lands after signing in by themselves.
pub fn accueil_de(session: &SessionOuverte) -> &'static str {
    if session.est_gestionnaire() {
        GESTION
    } else if session.est_operateur() {
        SUPPORT
    } else if session.est_usager() {
        MES_DEMANDES
    } else if session.est_inscrit() {
        MA_FICHE
    } else {
        // Says which right is missing, and why.
        GESTION
    }
}

#[cfg(test)]
mod tests {
    use super::{connexion_puis, retour_local};

    #[test]
    fn one_comes_back_to_our_pages_only() {
        for bon in [
            "/",
            "/demande/contact",
            "/gestion/demandes/01890000-0000-7000-8000-000000000000",
            "/mes-donnees/export.json",
            "/apidae",
        ] {
            assert_eq!(retour_local(bon), Some(bon));
        }
        for mauvais in [
            "",
            "demande",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "/\\/ailleurs.example",
            "https://ailleurs.example",
            "/a//b",
            "/../api/se-deconnecter",
            "/./connexion",
            "/api",
            "/api/se-deconnecter",
            "/connexion",
            "/connexion/retour",
            "/demande?x=1",
            "/demande#x",
            "/%2f%2failleurs.example",
            "/a\u{0}b",
            "/a\r\nSet-Cookie: x=y",
            "/é",
            " /demande",
            "/@ailleurs.example",
            "/a:b",
        ] {
            assert_eq!(retour_local(mauvais), None, "{mauvais:?}");
        }
        assert_eq!(retour_local(&format!("/{}", "a".repeat(300))), None);
        assert_eq!(
            connexion_puis("/gestion"),
            "/connexion?session=terminee&retour=/gestion"
        );
        assert_eq!(connexion_puis("//x"), "/connexion?session=terminee");
    }
}
