//! The demandes of the demonstration: forty waiting, of every age and with everything that can be strange about them, and
//! some that were decided or cancelled. Each is typed and sent through the acts of the register.

use super::alea::Alea;
use super::invention::Invention;
use super::personas::{CLINIQUE, EHPAD, commune, compte_de};
use super::semis::{SemisError, au_passe, compte_invente, ouvrir};
use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::{Gestionnaire, Usager};
use crate::erreur::ActeError;
use domain::date::{Instant, Jour};
use domain::demande::{Explication, Statut};
use domain::etat_civil::LieuNaissance;
use domain::ids::{CompteId, DemandeId};
use domain::nomenclature::MotifRefus;
use domain::saisie::{SaisieContact, SaisieLegale, SaisieSituation};

/// Waiting demandes.
const ATTENTE: u32 = 40;
/// Ages in days of the waiting demandes run from 0 to this one.
const AGE_MAX: u32 = 29;
/// Ranks of the people who ask, far from those who are registered.
const DEMANDEURS: u32 = 1_000;
/// Where they ask, in turn. The last two have no gestionnaire among the personas.
const OU: [&str; 10] = [
    "010780575",
    "010008183",
    EHPAD,
    "010780575",
    "010013472",
    EHPAD,
    "010011914",
    CLINIQUE,
    "010780575",
    "010780922",
];
const JOUR_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// What becomes of a demande that is not left waiting.
#[derive(Clone, Copy)]
enum Issue {
    Validee,
    Refusee(MotifRefus, &'static str),
    Annulee,
}

/// Where, how many days ago, decided by which persona, and how.
const DECIDEES: [(&str, u32, &str, Issue); 9] = [
    ("010780575", 26, "nadia", Issue::Validee),
    ("010008183", 22, "nadia", Issue::Validee),
    (
        "010780575",
        20,
        "nadia",
        Issue::Refusee(
            MotifRefus::ChangementActivite,
            "Vous avez quitté l’établissement avant la date indiquée. Si vous travaillez ailleurs, faites une demande pour \
             votre nouvel établissement.",
        ),
    ),
    (EHPAD, 19, "paul", Issue::Validee),
    (
        EHPAD,
        15,
        "paul",
        Issue::Refusee(
            MotifRefus::RejetGestionnaire,
            "Nous ne vous connaissons pas dans cet établissement. Vérifiez le numéro FINESS auprès de votre employeur.",
        ),
    ),
    ("010013472", 12, "nadia", Issue::Validee),
    (
        "010011914",
        9,
        "nadia",
        Issue::Refusee(
            MotifRefus::Autre,
            "La date de prise de fonction ne correspond pas à votre contrat. Refaites une demande avec la bonne date.",
        ),
    ),
    (EHPAD, 6, "paul", Issue::Validee),
    ("010780575", 4, "nadia", Issue::Annulee),
];

/// Sows what is missing; returns how many demandes there are.
pub(super) async fn semer(registry: &Registry) -> Result<u64, SemisError> {
    for rang in 0..ATTENTE {
        let age = rang * AGE_MAX / (ATTENTE - 1);
        deposer(registry, &particularites(rang)?, age).await?;
    }
    for (rang, (etablissement, age, decideur, issue)) in (ATTENTE..).zip(DECIDEES) {
        let demande = Demande::nouvelle(rang, etablissement)?;
        let Deposee {
            usager,
            id,
            soumise_le,
            statut,
        } = deposer(registry, &demande, age).await?;
        if !statut.est_ouverte() {
            continue;
        }
        let decidee_le = soumise_le.plus_days(2).min(registry.now());
        let alors = au_passe(registry, decidee_le, format!("décision {rang}"));
        if let Issue::Annulee = issue {
            alors.annuler(&usager, id).await?;
            continue;
        }
        let compte = compte_de(registry, decideur).await?.ok_or(DbError::NotFound)?;
        let gestionnaire = ouvrir(registry, compte)
            .await?
            .gestionnaire()
            .map_err(ActeError::from)?;
        decider(&alors, &gestionnaire, id, issue).await?;
    }
    Ok(u64::from(ATTENTE) + DECIDEES.len() as u64)
}

async fn decider(
    registry: &Registry,
    gestionnaire: &Gestionnaire,
    id: DemandeId,
    issue: Issue,
) -> Result<(), SemisError> {
    let version = registry.dossier(gestionnaire, id).await?.version;
    match issue {
        Issue::Validee => {
            registry.valider(gestionnaire, id, version, true).await?;
        }
        Issue::Refusee(motif, explication) => {
            let explication: Explication = Invention::lire("explication", explication)?;
            registry
                .refuser(gestionnaire, id, version, motif, &explication)
                .await?;
        }
        Issue::Annulee => {}
    }
    Ok(())
}

/// Somebody who asks, and where.
struct Demande {
    rang: u32,
    invention: Invention,
    etablissement: &'static str,
}

impl Demande {
    fn nouvelle(rang: u32, etablissement: &'static str) -> Result<Self, SemisError> {
        Ok(Self {
            rang,
            invention: Invention::personne(DEMANDEURS + rang)?,
            etablissement,
        })
    }
}

/// The `rang`-th waiting demande, with what is strange about it.
fn particularites(rang: u32) -> Result<Demande, SemisError> {
    let mut demande = Demande::nouvelle(rang, OU[rang as usize % OU.len()])?;
    match rang {
        // Same name, sex and birth date as somebody registered, born elsewhere.
        3 | 10 | 22 | 32 => {
            let mut etat_civil = Invention::personne(rang * 7)?.etat_civil;
            let ailleurs = commune(if est_ne_a(&etat_civil.lieu_naissance, "01004") {
                "39300"
            } else {
                "01004"
            })?;
            etat_civil.lieu_naissance = ailleurs;
            demande.invention.contact = Invention::contact(&etat_civil, DEMANDEURS + rang)?;
            demande.invention.etat_civil = etat_civil;
        }
        // « Autre professionnel » (R9).
        5 | 14 | 28 => demande.invention.metier = ("312", "GENR10"),
        // Aide à domicile qualifiée (R8).
        8 => demande.invention.metier = ("371", "GENR10"),
        // Rôle outside of the social ones.
        16 => demande.invention.metier = ("331", "GENR13"),
        // Allowed in a sanitary establishment (R6); the others there are not.
        17 => demande.invention.metier = ("316", "GENR01"),
        _ => {}
    }
    Ok(demande)
}

fn est_ne_a(lieu: &LieuNaissance, code: &str) -> bool {
    matches!(lieu, LieuNaissance::France { commune } if commune.as_str() == code)
}

/// A demande that was sent.
struct Deposee {
    usager: Usager,
    id: DemandeId,
    soumise_le: Instant,
    statut: Statut,
}

/// Fills in and sends a demande `age` days ago, unless this person has already sent one.
async fn deposer(registry: &Registry, demande: &Demande, age: u32) -> Result<Deposee, SemisError> {
    let Demande {
        rang,
        invention,
        etablissement,
    } = demande;
    let mut tx = registry.db().begin().await?;
    let sujet = format!("fc:demo-demandeur-{rang}");
    let compte = compte_invente(&mut tx, registry, &sujet, &invention.etat_civil).await?;
    tx.commit().await?;
    let usager = ouvrir(registry, compte)
        .await?
        .usager()
        .map_err(ActeError::from)?;
    if let Some((id, soumise_le, statut)) = deja_envoyee(registry, compte).await? {
        return Ok(Deposee {
            usager,
            id,
            soumise_le,
            statut,
        });
    }
    let soumise_le = moment(registry.now(), age, &mut Alea::new("moment", (*rang).into()));
    let alors = au_passe(registry, soumise_le, format!("demande {rang}"));
    let id = alors.commencer_demande(&usager).await?;
    let contact = SaisieContact {
        email: invention.contact.email.to_string(),
        mobile: invention.contact.mobile.national(),
    };
    alors.enregistrer_contact(&usager, id, &contact).await?;
    let mut alea = Alea::new("contrat", (*rang).into());
    let debut = soumise_le.plus_days(i64::from(alea.sous(50)) - 40);
    let fin = alea
        .chance(15)
        .then(|| debut.plus_days(180 + i64::from(alea.sous(200))));
    let situation = saisie(
        invention,
        etablissement,
        debut.jour_paris(),
        fin.map(Instant::jour_paris),
    )?;
    alors.enregistrer_situation(&usager, id, &situation).await?;
    let legale = SaisieLegale {
        exactitude: "on".to_owned(),
        cgu: "on".to_owned(),
    };
    alors.soumettre(&usager, id, &legale).await?;
    Ok(Deposee {
        usager,
        id,
        soumise_le,
        statut: Statut::ATraiter,
    })
}

async fn deja_envoyee(
    registry: &Registry,
    compte: CompteId,
) -> Result<Option<(DemandeId, Instant, Statut)>, DbError> {
    let row =
        sql("SELECT id, soumise_le, statut FROM demande WHERE demandeur = $1 AND soumise_le IS NOT NULL")
            .bind(compte.uuid())
            .optional(registry.db())
            .await?;
    row.map(|row| {
        let soumise_le = Instant::from_millis(row.get("soumise_le")?);
        Ok((DemandeId::new(row.get("id")?), soumise_le, row.parse("statut")?))
    })
    .transpose()
}

/// Some time in the day, `age` days ago; never later than now.
fn moment(maintenant: Instant, age: u32, alea: &mut Alea) -> Instant {
    let minuit = maintenant.millis() - maintenant.millis().rem_euclid(JOUR_MS) - i64::from(age) * JOUR_MS;
    let heure = minuit + (6 * 60 + i64::from(alea.sous(13 * 60))) * MINUTE_MS;
    let au_plus_tard = maintenant.millis() - (5 + i64::from(alea.sous(60))) * MINUTE_MS;
    Instant::from_millis(heure.min(au_plus_tard))
}

/// The third step as a person would type it.
fn saisie(
    invention: &Invention,
    etablissement: &str,
    debut: Jour,
    fin: Option<Jour>,
) -> Result<SaisieSituation, SemisError> {
    let situation = invention.situation(etablissement, debut, fin)?;
    let cases = |jour: Jour| {
        [
            jour.day().to_string(),
            u8::from(jour.month()).to_string(),
            jour.year().to_string(),
        ]
    };
    let [debut_jour, debut_mois, debut_annee] = cases(debut);
    let [fin_jour, fin_mois, fin_annee] = fin.map(cases).unwrap_or_default();
    Ok(SaisieSituation {
        nom_exercice: situation.nom_exercice.to_string(),
        prenom_exercice: situation.prenom_exercice.to_string(),
        etablissement: situation.etablissement.to_string(),
        debut_jour,
        debut_mois,
        debut_annee,
        fin_jour,
        fin_mois,
        fin_annee,
        profession: situation.profession.to_string(),
        role: situation.role.to_string(),
        mode_exercice: situation.mode.code().to_owned(),
        categorie: situation.categorie.code().to_owned(),
    })
}
