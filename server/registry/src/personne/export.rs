//! The registered people of the perimeter as a table to take away: one row per situation there, read a page of people at a time.

use super::fiche::SituationVue;
use super::recherche::{COLONNES, Critere};
use crate::Registry;
use crate::db::Row;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::export::{Cellule, Format, PAR_PAGE, Source, Tenue};
use crate::journal::{Acte, Detail, Entree, Objet, Tentative};
use uuid::Uuid;

/// The people found by a search, being read. A right withdrawn or a session closed meanwhile ends the reading with
/// an error.
pub struct ExportPersonnes {
    registry: Registry,
    g: Gestionnaire,
    critere: Critere,
    /// the last person read: search key, id
    apres: Option<(String, Uuid)>,
    fini: bool,
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
            let (places, conditions) = self.conditions_personnes(g, critere);
            let nombre: i64 = places
                .statement(format!("SELECT COUNT(*) AS n FROM personne WHERE {conditions}"))
                .one(&self.db)
                .await?
                .get("n")?;
            let tenue = Tenue::lire(self, g, "professionnels").await?;
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
                apres: None,
                fini: false,
                tenue,
            })
        })
        .await
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
            "Catégorie",
            "Début",
            "Fin",
            "État",
        ]
    }

    async fn suivante(&mut self) -> Result<Option<Vec<Vec<Cellule>>>, ActeError> {
        if self.fini {
            return Ok(None);
        }
        let (mut places, mut conditions) = self.registry.conditions_personnes(&self.g, &self.critere);
        if let Some((cle, id)) = self.apres.take() {
            let (cle, id) = (places.bind(cle), places.bind(id));
            conditions = format!("{conditions} AND (personne.cle, personne.id) > ({cle}, {id})");
        }
        let rows = places
            .statement(format!(
                "SELECT {COLONNES}, personne.cle FROM personne WHERE {conditions} \
                 ORDER BY personne.cle, personne.id LIMIT {PAR_PAGE}"
            ))
            .all(&self.registry.db)
            .await?;
        if let Some(derniere) = rows.last() {
            self.apres = Some((derniere.get("cle")?, derniere.get("id")?));
        }
        self.fini = rows.len() < PAR_PAGE;
        let mut situations = self.registry.situations_de(&self.g, &rows).await?;
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
        Cellule::Texte(situation.categorie.libelle().to_owned()),
        Cellule::Jour(situation.debut),
        Cellule::jour(situation.fin),
        Cellule::Texte(situation.etat.libelle().to_owned()),
    ])
}
