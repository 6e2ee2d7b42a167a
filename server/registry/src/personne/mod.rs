//! Registered people: who is the same person as whom, how a number is given, and who may read a record.

mod export;
mod fiche;
mod inscription;
mod lot;
mod recherche;

pub use export::ExportPersonnes;
pub use fiche::{EtatSituation, Fiche, SituationVue};
pub use recherche::{Critere, LignePersonne, PagePersonnes};

pub(crate) use fiche::{etat_civil, portrait};
pub(crate) use inscription::{
    Inscription, cle_recherche, inscrire, inscrire_ou_rattacher, lieu, rpps_suivants, un_a_la_fois,
};
pub(crate) use lot::{ARetenir, inscrire_lot};
pub(crate) use recherche::enonce_page;

use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use domain::date::iso;
use domain::etat_civil::{EtatCivil, LieuNaissance};
use domain::identifiant::{Cle, Rpps};
use domain::texte::cle;

/// The folded civil status, `birth date|sex|birth name|first names|place`: two equal keys are the same person (R3). Names
/// are folded, so that accents, hyphens and capitals make no difference; nom d'usage and civilité change in a life and do
/// not count.
pub(crate) fn cle_identite(etat_civil: &EtatCivil) -> String {
    let lieu = match &etat_civil.lieu_naissance {
        LieuNaissance::France { commune } => commune.as_str().to_owned(),
        LieuNaissance::Etranger { pays, ville } => format!("{} {}", pays.as_str(), cle(ville.as_str())),
    };
    format!(
        "{}|{}|{}|{}|{lieu}",
        iso(etat_civil.date_naissance.jour()),
        etat_civil.sexe.code(),
        cle(etat_civil.nom_naissance.as_str()),
        cle(etat_civil.prenoms.as_str()),
    )
}

/// Whether two folded civil statuses ([`cle_identite`]) are probably those of one person, written twice: the same birth date, birth
/// name and first given name. Second given names are forgotten, places are typed in several ways.
pub(crate) fn identites_proches(a: &str, b: &str) -> bool {
    let traits = |identite: &str| {
        let mut parties = identite.split('|').map(str::to_owned);
        let (naissance, _, nom) = (parties.next(), parties.next(), parties.next());
        let prenom = parties
            .next()
            .and_then(|prenoms| prenoms.split(' ').next().map(str::to_owned));
        (naissance, nom, prenom)
    };
    a == b || traits(a) == traits(b)
}

/// The first and last names under which a mail addresses the person of that row.
pub(crate) fn appel(row: &Row) -> Result<String, DbError> {
    Ok(format!(
        "{} {}",
        row.get::<String>("prenom_exercice")?,
        row.get::<String>("nom_exercice")?
    ))
}

/// A stored number. Test numbers of the national agency have no valid key (domain.md §7.1): once stored, it is trusted.
pub(crate) fn rpps(texte: &str) -> Result<Rpps, DbError> {
    Rpps::parse(texte, Cle::Libre).map_err(|_| DbError::stored("personne.rpps"))
}

/// One number per person, for life (R3): refuses the account of somebody who is registered. Of a record that is not this
/// account's nothing is said, not even when the civil status is the same: the gestionnaire who accepts the demande adds a
/// situation to that number.
pub(crate) async fn refuser_si_inscrite(tx: &mut Tx, u: &Usager) -> Result<(), ActeError> {
    let row = sql("SELECT rpps FROM personne WHERE compte = $1")
        .bind(u.compte().uuid())
        .optional(&mut *tx)
        .await?;
    match row {
        Some(row) => Err(ActeError::DejaInscrit {
            rpps: Some(rpps(&row.get::<String>("rpps")?)?),
        }),
        None => Ok(()),
    }
}
