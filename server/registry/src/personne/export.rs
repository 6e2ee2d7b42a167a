//! The registered people of the perimeter as a table to take away: one row per situation there, read a page of people at a time.

use super::fiche::SituationVue;
use super::recherche::{Critere, ORDRE, une_fois};
use crate::Registry;
use crate::db::{Row, uuids};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::export::{Cellule, Format, Pages, Source, Tenue};
use crate::journal::{Acte, Detail, Entree, Objet, Tentative};
use uuid::Uuid;

/// The people found by a search, being read. A right withdrawn or a session closed meanwhile ends the reading with
/// an error.
pub struct ExportPersonnes {
    registry: Registry,
    g: Gestionnaire,
    critere: Critere,
    /// read when the file has begun to leave
    pages: Option<Pages>,
    tenue: Tenue,
}

impl Registry {
    /// The people of the perimeter as a table. The journal keeps who, how many, and whether it was a search: without the
    /// entry, no export.
    pub async fn exporter_personnes(
        &self,
        g: &Gestionnaire,
        critere: &Critere,
        format: Format,
    ) -> Result<ExportPersonnes, ActeError> {
        let objet = Objet::Export("professionnels");
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Exporter,
            objet,
        };
        self.tenter(tentative, async {
            let tenue = Tenue::lire(self, g, "professionnels").await?;
            let (places, conditions) = self.conditions_personnes(g, critere);
            let nombre: i64 = places
                .statement(format!(
                    "SELECT COUNT(DISTINCT situation.personne) AS n FROM situation WHERE {conditions}"
                ))
                .one(&self.db)
                .await?
                .get("n")?;
            let cherche = critere.texte.is_some() || critere.rpps.is_some();
            let detail = Detail::default()
                .poser("Personnes", &nombre.to_string())
                .poser("Format", format.extension())
                .poser(
                    "Filtre",
                    if cherche {
                        "recherche"
                    } else {
                        "tout le périmètre"
                    },
                );
            self.consigner(Entree::new(self.now(), g.auteur(), Acte::Exporter, objet).avec(detail))
                .await?;
            Ok(ExportPersonnes {
                registry: self.clone(),
                g: g.clone(),
                critere: critere.clone(),
                pages: None,
                tenue,
            })
        })
        .await
    }
}

impl ExportPersonnes {
    /// The next people to read; none when all are.
    async fn choisir(&mut self) -> Result<Option<Vec<Uuid>>, ActeError> {
        if self.pages.is_none() {
            let registry = &self.registry;
            let (places, conditions) = registry.conditions_personnes(&self.g, &self.critere);
            let ids = registry
                .db
                .engine()
                .uuids_dans_l_ordre("u.personne", ORDRE, "ids");
            let trouvees = places
                .statement(format!("SELECT {ids} FROM {}", une_fois(&conditions)))
                .one(&registry.db)
                .await?;
            self.pages = Some(Pages::new(uuids(&trouvees, "ids")?));
        }
        Ok(self.pages.as_mut().and_then(Pages::suivante))
    }
}

impl Source for ExportPersonnes {
    fn entetes(&self) -> &'static [&'static str] {
        &[
            "Numéro RPPS",
            "Nom d’exercice",
            "Prénom d’exercice",
            "Profession",
            "Rôle",
            "Établissement",
            "Mode d’exercice",
            "Type d’activité libérale",
            "Catégorie",
            "Début",
            "Fin",
            "État",
        ]
    }

    async fn suivante(&mut self) -> Result<Option<Vec<Vec<Cellule>>>, ActeError> {
        let Some(ids) = self.choisir().await? else {
            self.tenue.finir(&self.registry, &self.g).await?;
            return Ok(None);
        };
        // Who has no situation in the perimeter any more has no row.
        let (rows, mut situations) = tokio::try_join!(
            self.registry.personnes_choisies(&ids),
            self.registry.situations_de(&self.g, &ids),
        )?;
        self.tenue.verifier(&self.registry, &self.g).await?;
        let mut lignes = Vec::new();
        for row in &rows {
            for situation in situations.remove(&row.get("id")?).unwrap_or_default() {
                lignes.push(cellules(row, situation)?);
            }
        }
        Ok(Some(lignes))
    }
}

fn cellules(personne: &Row, situation: SituationVue) -> Result<Vec<Cellule>, ActeError> {
    let etablissement = &situation.etablissement;
    Ok(vec![
        Cellule::Texte(personne.get("rpps")?),
        Cellule::Texte(personne.get("nom_exercice")?),
        Cellule::Texte(personne.get("prenom_exercice")?),
        Cellule::Texte(situation.profession_libelle),
        Cellule::Texte(situation.role_libelle),
        Cellule::etablissement(&etablissement.raison_sociale, &etablissement.finess),
        Cellule::Texte(situation.mode.libelle().to_owned()),
        // R29: nobody types it, the mode implies it.
        Cellule::Texte(situation.mode.activite_liberale().unwrap_or_default().to_owned()),
        Cellule::Texte(situation.categorie.libelle().to_owned()),
        Cellule::Jour(situation.debut),
        Cellule::jour(situation.fin),
        Cellule::Texte(situation.etat.libelle().to_owned()),
    ])
}
