//! Gives the registered people of the association a history: most were there long before the register, some came, moved, left or
//! are about to, and a few departures were forgotten. Nobody is added: situations that were sown are moved in time.

use super::alea::EntropieFixe;
use super::personas::ASSOCIATION;
use super::semis::SemisError;
use crate::Registry;
use crate::contexte::Contexte;
use crate::db::{Row, Tx, sql};
use crate::habilitation::GenreHabilitation;
use crate::journal::{self, Acte, Auteur, Entree, Objet};
use crate::rotation::signes;
use domain::date::{Instant, Jour};
use domain::ids::{CompteId, SessionId};
use domain::nomenclature::MotifFin;
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

/// Reasons to leave, as often as they happen.
const MOTIFS: [MotifFin; 6] = [
    MotifFin::ChangementLieu,
    MotifFin::ChangementActivite,
    MotifFin::ChangementLieu,
    MotifFin::Autre,
    MotifFin::ChangementProfession,
    MotifFin::ChangementLieu,
];
/// Youngest age at which somebody of the demonstration begins, in days.
const MAJORITE: i64 = 19 * 365;

/// A situation of somebody made up, in the association.
struct Situation {
    id: Uuid,
    personne: Uuid,
    compte: Uuid,
    rpps: String,
    nom: String,
    finess: String,
    profession: String,
    role: String,
    debut: Jour,
    fin: Option<Jour>,
    naissance: Jour,
}

fn lire(row: &Row) -> Result<Situation, SemisError> {
    Ok(Situation {
        id: row.get("id")?,
        personne: row.get("personne")?,
        compte: row.get("compte")?,
        rpps: row.get("rpps")?,
        nom: format!(
            "{} {}",
            row.get::<String>("prenom_exercice")?,
            row.get::<String>("nom_exercice")?
        ),
        finess: row.get("finess")?,
        profession: row.get("profession")?,
        role: row.get("role")?,
        debut: row.get("debut")?,
        fin: row.get("fin")?,
        naissance: row.get("date_naissance")?,
    })
}

/// The whole history. Once only: it is part of the transaction that sows people.
pub(super) async fn semer(tx: &mut Tx, registry: &Registry) -> Result<(), SemisError> {
    let situations = sql(
        "SELECT s.id, s.personne, s.finess, s.profession, s.role, s.debut, s.fin, p.compte, p.rpps, p.date_naissance, \
         p.nom_exercice, p.prenom_exercice FROM situation s JOIN personne p ON p.id = s.personne \
         JOIN compte c ON c.id = p.compte JOIN etablissement e ON e.finess = s.finess \
         WHERE e.finess_ej = $1 AND c.sujet LIKE 'fc:demo-inscrit-%' ORDER BY p.rpps, s.finess",
    )
    .bind(ASSOCIATION)
    .all(&mut *tx)
    .await?
    .iter()
    .map(lire)
    .collect::<Result<Vec<_>, _>>()?;
    let mut sites: Vec<String> = situations.iter().map(|s| s.finess.clone()).collect();
    sites.sort_unstable();
    sites.dedup();
    let mut semeur = Semeur {
        tx,
        registry,
        aujourd_hui: registry.aujourd_hui(),
        contexte: Contexte {
            clock: Arc::clone(&registry.contexte().clock),
            entropy: Arc::new(EntropieFixe::new("rotation".to_owned())),
        },
        sites,
    };
    for (situation, rang) in situations.into_iter().zip(0_i64..) {
        semeur.raconter(situation, rang).await?;
    }
    semeur.oublier().await
}

struct Semeur<'a> {
    tx: &'a mut Tx,
    registry: &'a Registry,
    aujourd_hui: Jour,
    contexte: Contexte,
    sites: Vec<String>,
}

impl Semeur<'_> {
    /// What happened to the situation of that rank.
    async fn raconter(&mut self, mut s: Situation, rang: i64) -> Result<(), SemisError> {
        if rang % 3 != 0 {
            // In post long before the register knew of it.
            let ancien = s.debut - Duration::days(500 + rang * 211 % 2_400);
            s.debut = ancien.max(s.naissance + Duration::days(MAJORITE)).min(s.debut);
        }
        if s.fin.is_some() || rang % 11 == 2 {
            // Ends that were all of last month are spread over a year and a half.
            let fin = self.il_y_a(6 + rang * 53 % 520);
            s.fin = (fin > s.debut).then_some(fin);
            let motif = MOTIFS[usize::try_from(rang).unwrap_or_default() % MOTIFS.len()];
            self.poser(&s, s.fin.map(|_| motif)).await?;
            return Ok(());
        }
        self.saluer(&s, rang).await?;
        match rang % 20 {
            // Moved to the next site of the association, without a day between.
            5 => {
                let depart = self.il_y_a(40 + rang * 29 % 300);
                if depart > s.debut {
                    s.fin = Some(depart);
                    self.poser(&s, Some(MotifFin::ChangementLieu)).await?;
                    let site = self.autre_site(&s.finess);
                    return self.ajouter(&s, &site, depart + Duration::days(1)).await;
                }
            }
            // A contract that ends within two months.
            8 => s.fin = Some(self.aujourd_hui + Duration::days(4 + rang * 7 % 54)),
            // Will come.
            14 if rang < 40 => s.debut = self.aujourd_hui + Duration::days(6 + rang % 20),
            // An accompanying job with the rôle of those who coordinate.
            11 if rang < 60 => "GENR08".clone_into(&mut s.role),
            // Retired from one site, and forgotten in the other.
            17 if rang < 40 => {
                let site = self.autre_site(&s.finess);
                self.ajouter(&s, &site, s.debut).await?;
                s.fin = Some(self.il_y_a(75 + rang));
                return self.poser(&s, Some(MotifFin::RetraiteSalariee)).await;
            }
            _ => {}
        }
        self.poser(&s, None).await
    }

    fn il_y_a(&self, jours: i64) -> Jour {
        self.aujourd_hui - Duration::days(jours)
    }

    fn autre_site(&self, finess: &str) -> String {
        let rang = self.sites.iter().position(|site| site == finess).unwrap_or(0);
        self.sites
            .get((rang + 1) % self.sites.len().max(1))
            .cloned()
            .unwrap_or_else(|| finess.to_owned())
    }

    async fn poser(&mut self, s: &Situation, motif: Option<MotifFin>) -> Result<(), SemisError> {
        sql("UPDATE situation SET debut = $2, fin = $3, motif_fin = $4, role = $5 WHERE id = $1")
            .bind(s.id)
            .bind(s.debut)
            .bind(s.fin)
            .bind(motif.map(MotifFin::code))
            .bind(&s.role)
            .execute(self.tx)
            .await?;
        Ok(())
    }

    /// Another situation of the same person, unless they have one there.
    async fn ajouter(&mut self, s: &Situation, site: &str, debut: Jour) -> Result<(), SemisError> {
        let now = self.registry.now();
        sql(
            "INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, cree_le) \
             SELECT $1, $2, $3, $4, $5, 'S', 'C', $6, $7 WHERE NOT EXISTS \
             (SELECT 1 FROM situation WHERE personne = $2 AND finess = $3)",
        )
        .bind(self.contexte.entropy.uuid(now))
        .bind(s.personne)
        .bind(site)
        .bind(&s.profession)
        .bind(&s.role)
        .bind(debut)
        .bind(now.plus_days(-300).millis())
        .execute(self.tx)
        .await?;
        Ok(())
    }

    /// Two people out of three were seen on the portal, some long ago.
    async fn saluer(&mut self, s: &Situation, rang: i64) -> Result<(), SemisError> {
        if rang % 3 == 1 {
            return Ok(());
        }
        let le = self.registry.now().plus_days(-(rang * 17 % 280));
        self.voir(CompteId::new(s.compte), le).await
    }

    /// Somebody signed in that day.
    async fn voir(&mut self, compte: CompteId, le: Instant) -> Result<(), SemisError> {
        let session = SessionId::new(self.contexte.entropy.uuid(le));
        let auteur = Auteur::Session { compte, session };
        let entree = Entree::new(le, auteur, Acte::OuvrirSession, Objet::Session(session));
        signes::noter(self.tx, compte, le).await?;
        Ok(journal::ecrire(self.tx, &self.contexte, entree).await?)
    }

    /// A head of service who left, still a gestionnaire; another gestionnaire who has not been seen since the spring.
    async fn oublier(&mut self) -> Result<(), SemisError> {
        let partie = sql(
            "SELECT s.id, s.personne, s.finess, s.profession, s.role, s.debut, s.fin, p.compte, p.rpps, p.date_naissance, \
             p.nom_exercice, p.prenom_exercice FROM situation s JOIN personne p ON p.id = s.personne \
             JOIN etablissement e ON e.finess = s.finess JOIN compte c ON c.id = p.compte \
             WHERE e.finess_ej = $1 AND c.sujet LIKE 'fc:demo-inscrit-%' AND s.fin < $2 AND s.motif_fin IS NOT NULL \
             AND (SELECT COUNT(*) FROM situation autre WHERE autre.personne = p.id) = 1 ORDER BY s.fin DESC, p.rpps LIMIT 1",
        )
        .bind(ASSOCIATION)
        .bind(self.il_y_a(60))
        .optional(&mut *self.tx)
        .await?;
        let now = self.registry.now();
        if let Some(row) = partie {
            let s = lire(&row)?;
            let compte = self.compte("psc:demo-partie", &s.nom, Some(&s.rpps)).await?;
            self.habiliter(compte, now.plus_days(-420), ("EJ", ASSOCIATION), 35)
                .await?;
            self.voir(compte, now.plus_days(-260)).await?;
        }
        if let Some(site) = self.sites.first().cloned() {
            let compte = self.compte("psc:demo-absent", "Bernard ROUSSEL", None).await?;
            self.habiliter(compte, now.plus_days(-400), ("EG", &site), 420)
                .await?;
            self.voir(compte, now.plus_days(-215)).await?;
        }
        Ok(())
    }

    async fn compte(&mut self, sujet: &str, nom: &str, rpps: Option<&str>) -> Result<CompteId, SemisError> {
        let now = self.registry.now();
        let id = self.contexte.entropy.uuid(now);
        sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, rpps, cree_le) VALUES ($1, $2, 'prosanteconnect', $3, $4, $5)")
            .bind(id)
            .bind(sujet)
            .bind(nom)
            .bind(rpps.map(str::to_owned))
            .bind(now.millis())
            .execute(self.tx)
            .await?;
        Ok(CompteId::new(id))
    }

    /// Gestionnaire since that day, with a card that ends in so many days.
    async fn habiliter(
        &mut self,
        compte: CompteId,
        depuis: Instant,
        (portee, finess): (&str, &str),
        carte: i64,
    ) -> Result<(), SemisError> {
        sql(
            "INSERT INTO habilitation (id, compte, genre, portee, finess, depuis, carte_jusqu_au) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.contexte.entropy.uuid(depuis))
        .bind(compte.uuid())
        .bind(GenreHabilitation::Gestionnaire.code())
        .bind(portee)
        .bind(finess)
        .bind(depuis.millis())
        .bind(self.aujourd_hui + Duration::days(carte))
        .execute(self.tx)
        .await?;
        Ok(())
    }
}
