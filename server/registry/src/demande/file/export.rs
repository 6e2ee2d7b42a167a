//! The rows of a filter as a table to take away, read a page at a time: memory does not depend on how many there are.

use super::LigneFile;
use super::conditions::{Ordre, tables_de_l_ordre};
use super::filtre::{FiltreFile, OrigineDemande};
use crate::Registry;
use crate::db::uuids;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::export::{Cellule, Format, Pages, Source, Tenue};
use crate::journal::{Acte, Detail, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::demande::Statut;
use uuid::Uuid;

/// The demandes of a filter, being read. A right withdrawn or a session closed meanwhile ends the reading with
/// an error.
pub struct ExportDemandes {
    registry: Registry,
    g: Gestionnaire,
    filtre: FiltreFile,
    /// what came later is not part of it
    jusque: Instant,
    /// read when the file has begun to leave
    pages: Option<Pages>,
    tenue: Tenue,
}

impl Registry {
    /// The demandes of a filter as a table. The journal keeps who, how many and which filter: without the entry, no export.
    pub async fn exporter_demandes(
        &self,
        g: &Gestionnaire,
        filtre: &FiltreFile,
        format: Format,
    ) -> Result<ExportDemandes, ActeError> {
        let objet = Objet::Export("demandes");
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Exporter,
            objet,
        };
        self.tenter(tentative, async {
            let tenue = Tenue::lire(self, g, "demandes").await?;
            let now = self.now();
            let nombre = self.comptes_des_filtres(g, std::slice::from_ref(filtre)).await?;
            let nombre = nombre.first().copied().unwrap_or_default();
            let detail = Detail::default()
                .poser("Lignes", &nombre.to_string())
                .poser("Format", format.extension())
                .poser("Filtre", &codes(filtre));
            self.consigner(Entree::new(now, g.auteur(), Acte::Exporter, objet).avec(detail))
                .await?;
            Ok(ExportDemandes {
                registry: self.clone(),
                g: g.clone(),
                filtre: filtre.clone(),
                jusque: now,
                pages: None,
                tenue,
            })
        })
        .await
    }
}

/// The codes of the filter; of a search, that there was one.
fn codes(filtre: &FiltreFile) -> String {
    match (filtre.to_string(), filtre.texte.is_some()) {
        (codes, false) if codes.is_empty() => "toute la file".to_owned(),
        (codes, false) => codes,
        (codes, true) if codes.is_empty() => "recherche".to_owned(),
        (codes, true) => format!("{codes}&recherche"),
    }
}

impl ExportDemandes {
    /// The next demandes to read; none when all are.
    async fn choisir(&mut self) -> Result<Option<Vec<Uuid>>, ActeError> {
        if self.pages.is_none() {
            let registry = &self.registry;
            let ordre = Ordre::new(&self.filtre, &registry.nomenclatures());
            let (mut places, conditions) = registry.conditions(&self.g, &self.filtre, self.jusque);
            let jusque = places.bind(self.jusque.millis());
            let ids = registry
                .db
                .engine()
                .uuids_dans_l_ordre("demande.id", &ordre.colonnes(), "ids");
            let trouvees = places
                .statement(format!(
                    "SELECT {ids} FROM {} WHERE {conditions} AND demande.soumise_le <= {jusque}",
                    tables_de_l_ordre(&self.filtre)
                ))
                .one(&registry.db)
                .await?;
            self.pages = Some(Pages::new(uuids(&trouvees, "ids")?));
        }
        Ok(self.pages.as_mut().and_then(Pages::suivante))
    }
}

impl Source for ExportDemandes {
    fn entetes(&self) -> &'static [&'static str] {
        &[
            "Référence",
            "Nom d’exercice",
            "Statut",
            "Profession",
            "Rôle",
            "Établissement",
            "Origine",
            "Envoyée le",
            "Expire le",
            "Attente (jours)",
            "À vérifier",
        ]
    }

    async fn suivante(&mut self) -> Result<Option<Vec<Vec<Cellule>>>, ActeError> {
        let Some(ids) = self.choisir().await? else {
            self.tenue.finir(&self.registry, &self.g).await?;
            return Ok(None);
        };
        let registry = &self.registry;
        let now = registry.now();
        // What was decided meanwhile waits no more: it is left out.
        let lignes = registry.lignes_file(&self.g, &ids, now).await?;
        self.tenue.verifier(registry, &self.g).await?;
        Ok(Some(
            lignes.into_iter().map(|ligne| cellules(ligne, now)).collect(),
        ))
    }
}

fn cellules(ligne: LigneFile, now: Instant) -> Vec<Cellule> {
    let jours = (now.millis() - ligne.soumise_le.millis()).max(0) / 86_400_000;
    let avertissements: Vec<&str> = ligne.avertissements.iter().map(|a| a.libelle()).collect();
    let statut = match ligne.statut {
        Statut::ACorriger => "À corriger",
        _ => "À traiter",
    };
    let origine = match ligne.invitation {
        Some(_) => OrigineDemande::Invitation,
        None => OrigineDemande::Spontanee,
    };
    vec![
        Cellule::Texte(ligne.reference.to_string()),
        Cellule::Texte(ligne.nom),
        Cellule::Texte(statut.to_owned()),
        Cellule::Texte(ligne.profession_libelle),
        Cellule::Texte(ligne.role_libelle),
        Cellule::etablissement(&ligne.etablissement, &ligne.finess),
        Cellule::Texte(origine.libelle().to_owned()),
        Cellule::Jour(ligne.soumise_le.jour_paris()),
        Cellule::Jour(ligne.expire_le.jour_paris()),
        Cellule::Entier(jours),
        Cellule::Texte(avertissements.join(", ")),
    ]
}
