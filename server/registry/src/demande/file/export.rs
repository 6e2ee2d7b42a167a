//! The rows of a filter as a table to take away, read a page at a time: memory does not depend on how many there are.

use super::conditions::Ordre;
use super::filtre::{FiltreFile, OrigineDemande};
use super::{LigneFile, colonnes, tables};
use crate::Registry;
use crate::db::Value;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::export::{Cellule, Format, PAR_PAGE, Source, Tenue};
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
    /// the last row read: what it is sorted by, its instant, its id
    apres: Option<(Value, i64, Uuid)>,
    fini: bool,
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
            let nombre = self.comptes_des_filtres(g, std::slice::from_ref(filtre)).await?;
            let nombre = nombre.first().copied().unwrap_or_default();
            let tenue = Tenue::lire(self, g, "demandes").await?;
            let detail = Detail::default()
                .poser("Lignes", &nombre.to_string())
                .poser("Format", format.extension())
                .poser("Filtre", &codes(filtre));
            let now = self.now();
            self.consigner(Entree::new(now, g.auteur(), Acte::Exporter, objet).avec(detail))
                .await?;
            Ok(ExportDemandes {
                registry: self.clone(),
                g: g.clone(),
                filtre: filtre.clone(),
                jusque: now,
                apres: None,
                fini: false,
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
        if self.fini {
            return Ok(None);
        }
        let registry = &self.registry;
        let now = registry.now();
        let ordre = Ordre::new(self.filtre.tri, &registry.nomenclatures());
        let (mut places, mut conditions) = registry.conditions(&self.g, &self.filtre, self.jusque);
        let jusque = places.bind(self.jusque.millis());
        conditions = format!("{conditions} AND demande.soumise_le <= {jusque}");
        if let Some((cle, soumise_le, id)) = self.apres.take() {
            let (cle, soumise_le, id) = (places.bind(cle), places.bind(soumise_le), places.bind(id));
            let sens = if ordre.inverse { '<' } else { '>' };
            conditions = format!(
                "{conditions} AND ({}, demande.soumise_le, demande.id) {sens} ({cle}, {soumise_le}, {id})",
                ordre.cle
            );
        }
        let rows = places
            .statement(format!(
                "SELECT {}, {} AS cle_tri FROM {} WHERE {conditions} {} LIMIT {PAR_PAGE}",
                colonnes(),
                ordre.cle,
                tables(),
                ordre.clause()
            ))
            .all(&registry.db)
            .await?;
        if let Some(derniere) = rows.last() {
            let cle = if ordre.texte {
                Value::from(derniere.get::<String>("cle_tri")?)
            } else {
                Value::from(derniere.get::<i64>("cle_tri")?)
            };
            self.apres = Some((cle, derniere.get("soumise_le")?, derniere.get("id")?));
        }
        self.fini = rows.len() < PAR_PAGE;
        let lignes = registry.lignes_file(&rows, now).await?;
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
