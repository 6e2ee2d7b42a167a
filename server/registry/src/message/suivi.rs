//! What operators of the support see of the outbox: how many mails wait and why, and those that did not arrive. Kinds, dates and
//! codes only: neither an address nor a word of a mail is shown.

use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::Operateur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::page::{limite, paginer};
use domain::date::Instant;
use domain::ids::MessageId;

/// The outbox at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtatCourriels {
    /// Mails that wait to be sent, or to be tried again.
    pub en_attente: i64,
    /// The oldest of them.
    pub plus_ancien: Option<Instant>,
    /// Why none leaves, as a code, and since when.
    pub panne: Option<(String, Instant)>,
    /// Mails that did not arrive, or perhaps not; oldest first.
    pub lettres: Vec<Lettre>,
    /// How many of those there are in all.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
}

/// Why a mail is in that list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatLettre {
    /// It may have arrived: the connection broke before the server's answer.
    Incertaine,
    /// It did not arrive.
    Echouee,
}

/// A mail that did not arrive, or perhaps not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lettre {
    /// Its id.
    pub id: MessageId,
    /// Which mail.
    pub genre: String,
    /// When the act happened.
    pub cree_le: Instant,
    /// Why it is here.
    pub etat: EtatLettre,
    /// How many times it was tried.
    pub tentatives: i64,
    /// The code of the last failure: three digits of SMTP, or a word.
    pub erreur: String,
}

impl Lettre {
    /// Which mail, in words.
    pub fn libelle(&self) -> &'static str {
        match self.genre.as_str() {
            "demande_recue" => "Accusé de réception d’une demande",
            "demande_validee" => "Validation et numéro RPPS",
            "demande_refusee" => "Refus d’une demande",
            "demande_expiree" => "Expiration d’une demande",
            "correction_demandee" | "rappel_correction" | "correction_retiree" | "correction_expiree" => {
                "Correction d’une demande"
            }
            "nouveau_message" => "Annonce d’un message sur une demande",
            "rappel_expiration" => "Rappel avant expiration",
            "invitation" => "Invitation à demander son inscription",
            "inscription_directe" | "inscription_liste" => "Inscription et numéro RPPS",
            "situation_modifiee" | "situation_fermee" | "situation_rouverte" | "situation_ajoutee"
            | "situation_terminee" => "Changement d’une situation d’exercice",
            "depart_declare" | "depart_enregistre" | "depart_rouvert" => "Départ d’un professionnel",
            "coordonnees_changees" | "ancienne_adresse" => "Changement de coordonnées",
            "habilitation_a_retirer" => "Habilitation à retirer après un départ",
            "rappel_revue" => "Rappel d’une revue des accès",
            "resume_hebdo" => "Résumé de la semaine",
            "carte_expire" => "Fin de validité d’une carte",
            "etat_civil_corrige" => "Correction d’un état civil",
            "inscription_supprimee" => "Retrait d’une inscription",
            "code_notification" => "Code de confirmation d’une adresse",
            "notification" => "Notification à un gestionnaire",
            "releve" => "Relevé d’un gestionnaire",
            "habilitation_accordee" => "Habilitation accordée",
            "habilitation_demandee" => "Confirmation d’une demande d’habilitation",
            _ => "Message",
        }
    }

    /// What the code means.
    pub fn raison(&self) -> String {
        match (self.etat, self.erreur.as_str()) {
            (EtatLettre::Incertaine, _) => {
                "La liaison s’est rompue avant la réponse du serveur\u{a0}: le message est peut-être arrivé."
                    .to_owned()
            }
            (EtatLettre::Echouee, "adresse") => "L’adresse n’est pas utilisable.".to_owned(),
            (EtatLettre::Echouee, code) if code.starts_with('5') => {
                format!("Refusé par le serveur du destinataire (code {code}).")
            }
            (EtatLettre::Echouee, code) => {
                format!("Abandonné après {} essais (code {code}).", self.tentatives)
            }
        }
    }
}

/// Checked in each statement: an operator revoked meanwhile finds nothing. `$1` is the account.
const OPERATEUR: &str = "EXISTS (SELECT 1 FROM operateur o WHERE o.compte = $1 AND o.retire_le IS NULL)";

impl Registry {
    /// The outbox, as the support sees it. `page` counts from 1.
    pub async fn etat_courriels(&self, o: &Operateur, page: u32) -> Result<EtatCourriels, ActeError> {
        let attente = sql(format!(
            "SELECT COUNT(*) AS n, MIN(cree_le) AS plus_ancien FROM message \
             WHERE etat IN ('a_envoyer', 'pris', 'en_transmission') AND {OPERATEUR}"
        ))
        .bind(o.compte().uuid())
        .one(&self.db)
        .await?;
        let service = sql("SELECT erreur, depuis FROM service_courriel WHERE id = 1")
            .one(&self.db)
            .await?;
        let depuis = Instant::from_millis(service.get("depuis")?);
        let total = sql(format!(
            "SELECT COUNT(*) AS n FROM message WHERE etat IN ('incertain', 'echoue') AND {OPERATEUR}"
        ))
        .bind(o.compte().uuid())
        .one(&self.db)
        .await?
        .get("n")?;
        let (page, pages) = paginer(total, page);
        let lettres = sql(format!(
            "SELECT id, genre, cree_le, etat, tentatives, derniere_erreur FROM message \
             WHERE etat IN ('incertain', 'echoue') AND {OPERATEUR} ORDER BY cree_le, id {}",
            limite(page)
        ))
        .bind(o.compte().uuid())
        .all(&self.db)
        .await?;
        Ok(EtatCourriels {
            en_attente: attente.get("n")?,
            plus_ancien: attente
                .get::<Option<i64>>("plus_ancien")?
                .map(Instant::from_millis),
            panne: service
                .get::<Option<String>>("erreur")?
                .map(|erreur| (erreur, depuis)),
            lettres: lettres.iter().map(lettre).collect::<Result<_, _>>()?,
            total,
            page,
            pages,
        })
    }

    /// Puts a mail that did not arrive back among those to send, as new. The operator knows that an uncertain one may then
    /// arrive twice.
    pub async fn renvoyer_courriel(&self, o: &Operateur, id: MessageId) -> Result<(), ActeError> {
        let ordre = "UPDATE message SET etat = 'a_envoyer', tentatives = 0, prochain_essai = $3, derniere_erreur = NULL";
        self.trancher_courriel(o, id, Acte::RenvoyerCourriel, ordre).await
    }

    /// Gives up on a mail that did not arrive: it leaves the list and is never sent.
    pub async fn abandonner_courriel(&self, o: &Operateur, id: MessageId) -> Result<(), ActeError> {
        let ordre = "UPDATE message SET etat = 'abandonne', prochain_essai = $3";
        self.trancher_courriel(o, id, Acte::AbandonnerCourriel, ordre)
            .await
    }

    async fn trancher_courriel(
        &self,
        o: &Operateur,
        id: MessageId,
        acte: Acte,
        ordre: &'static str,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: o.auteur(),
            acte,
            objet: Objet::Courriel(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let fait = sql(format!(
                "{ordre} WHERE id = $2 AND etat IN ('incertain', 'echoue') AND {OPERATEUR}"
            ))
            .bind(o.compte().uuid())
            .bind(id.uuid())
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            if fait == 0 {
                return Err(ActeError::Introuvable);
            }
            let entree = Entree::new(now, o.auteur(), acte, Objet::Courriel(id));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

fn lettre(row: &Row) -> Result<Lettre, DbError> {
    Ok(Lettre {
        id: MessageId::new(row.get("id")?),
        genre: row.get("genre")?,
        cree_le: Instant::from_millis(row.get("cree_le")?),
        etat: if row.get::<String>("etat")? == "incertain" {
            EtatLettre::Incertaine
        } else {
            EtatLettre::Echouee
        },
        tentatives: row.get("tentatives")?,
        erreur: row.get::<Option<String>>("derniere_erreur")?.unwrap_or_default(),
    })
}
