//! What is outside somebody's perimeter, as text: every row of every table of the schema, so that a table added later is watched
//! without anybody thinking of it. What is outside is worked out here, not by the program's own perimeter.

use domain::ids::CompteId;
use registry::Registry;
use registry::db::{Db, Engine, sql};
use std::collections::BTreeMap;

/// Tables that acts on one's own things change for everybody, and why.
const EXCLUES: &[(&str, &str)] = &[
    ("journal", "every act leaves an entry, refused ones too"),
    ("journal_tete", "goes with the journal"),
    ("journal_detail", "goes with the journal"),
    ("message", "the outbox: an act tells people wherever they are"),
    ("depart_message", "goes with the outbox"),
    (
        "evenement_notification",
        "the outbox of gestionnaires: an applicant's act tells the establishment",
    ),
    ("session", "moves with each request of anybody"),
    ("signe", "moves with each sign-in of anybody"),
    ("recherche", "notes of a session"),
    ("flux_connexion", "sign-ins under way"),
    ("saisie_en_attente", "forms of sessions that ended"),
    ("compteur", "numbers are given in one order for all"),
    ("import_etablissement", "where an import prepares its rows"),
    ("service_courriel", "the state of the mail server"),
];

/// Tables that only imports write, large: how many rows they have is enough.
const COMPTEES: &[&str] = &[
    "commune",
    "pays",
    "etablissement",
    "entite_juridique",
    "referentiel",
];

/// What is somebody's.
pub(super) struct Sien {
    /// their accounts
    pub(super) comptes: Vec<CompteId>,
    /// the establishments on whose people they act, and the structure of their right
    pub(super) gens: Vec<&'static str>,
    /// the structures whose path they follow, without a right on anybody
    pub(super) chemins: Vec<&'static str>,
    /// the structures whose rights they give and withdraw, without a right on people
    pub(super) droits: Vec<&'static str>,
    /// every record of the register, and nothing else
    pub(super) registre: bool,
}

/// A list for SQL, never empty.
fn liste<'a>(numeros: impl Iterator<Item = &'a &'static str>) -> String {
    let numeros: Vec<&str> = numeros.copied().collect();
    format!("('{}')", numeros.join("', '"))
}

/// The tables of a schema, with their columns.
pub(super) struct Temoin {
    moteur: Engine,
    tables: BTreeMap<String, Vec<String>>,
}

impl Temoin {
    /// Reads the schema.
    pub(super) async fn new(db: &Db) -> Self {
        let requete = match db.engine() {
            Engine::Sqlite => {
                "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p \
                 WHERE m.type = 'table' ORDER BY m.name, p.cid"
            }
            Engine::Postgres => {
                "SELECT CAST(table_name AS TEXT) AS t, CAST(column_name AS TEXT) AS c FROM information_schema.columns \
                 WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
            }
        };
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in sql(requete).all(db).await.expect("the schema") {
            let table: String = row.get("t").expect("a table");
            // The full-text index repeats the tables it is about; the rest is the engine's own.
            if !table.contains("_texte") && !table.starts_with("sqlite_") && !table.starts_with("_sqlx") {
                let colonnes = tables.entry(table).or_default();
                colonnes.push(row.get("c").expect("a column"));
            }
        }
        for (table, raison) in EXCLUES {
            assert!(
                !raison.is_empty() && tables.remove(*table).is_some(),
                "no table {table}"
            );
        }
        assert!(tables.len() > 40, "the schema was not read");
        Self {
            moteur: db.engine(),
            tables,
        }
    }

    /// Every row that this person has no business with, as text.
    pub(super) async fn dehors(&self, registry: &Registry, sien: &Sien) -> Vec<String> {
        let rows = sql(self.requete(sien)).all(registry.db()).await;
        rows.expect("the rows")
            .iter()
            .map(|row| row.get("ligne").expect("a row as text"))
            .collect()
    }

    fn requete(&self, sien: &Sien) -> String {
        let moi = self.comptes(sien);
        let parties: Vec<String> = self
            .tables
            .iter()
            .map(|(table, colonnes)| {
                if COMPTEES.contains(&table.as_str()) {
                    return format!("SELECT '{table} ' || COUNT(*) AS ligne FROM {table}");
                }
                let ligne = self.ligne(colonnes);
                let dehors = condition(table, colonnes, sien, &moi);
                format!("SELECT '{table} ' || {ligne} AS ligne FROM \"{table}\" t WHERE {dehors}")
            })
            .collect();
        format!("{} ORDER BY 1", parties.join(" UNION ALL "))
    }

    /// A row as text.
    fn ligne(&self, colonnes: &[String]) -> String {
        match self.moteur {
            Engine::Sqlite => colonnes
                .iter()
                .map(|colonne| format!("quote(t.\"{colonne}\")"))
                .collect::<Vec<_>>()
                .join(" || '|' || "),
            Engine::Postgres => "CAST(t AS TEXT)".to_owned(),
        }
    }

    /// The accounts of somebody, as a list for SQL.
    fn comptes(&self, sien: &Sien) -> String {
        let comptes: Vec<String> = sien
            .comptes
            .iter()
            .map(|compte| match self.moteur {
                Engine::Sqlite => format!("X'{}'", compte.uuid().simple()),
                Engine::Postgres => format!("'{}'", compte.uuid()),
            })
            .collect();
        format!("({})", comptes.join(", "))
    }
}

/// Which rows of a table are outside. A table that has no rule of its own follows what its rows are about; one whose rows are
/// about nobody is outside as a whole.
fn condition(table: &str, colonnes: &[String], sien: &Sien, moi: &str) -> String {
    let gens = liste(sien.gens.iter());
    let aucune = if sien.registre { "1 = 0 AND " } else { "" };
    let demandes = format!(
        "(SELECT id FROM demande WHERE (finess IS NULL OR finess NOT IN {gens}) AND demandeur NOT IN {moi})"
    );
    let personnes = format!(
        "(SELECT id FROM personne WHERE {aucune}(compte IS NULL OR compte NOT IN {moi}) AND NOT EXISTS \
         (SELECT 1 FROM situation WHERE situation.personne = personne.id AND situation.finess IN {gens}))"
    );
    let situations = format!(
        "(SELECT id FROM situation WHERE {aucune}finess NOT IN {gens} \
         AND personne NOT IN (SELECT id FROM personne WHERE compte IN {moi}))"
    );
    let droits = liste(sien.gens.iter().chain(&sien.droits));
    let habilitations = format!("(SELECT id FROM habilitation WHERE finess NOT IN {droits})");
    let structures = liste(sien.gens.iter().chain(&sien.chemins));
    let a_moi = |colonne: &str| format!("(t.{colonne} IS NULL OR t.{colonne} NOT IN {moi})");
    match table {
        "demande" => format!("t.id IN {demandes}"),
        "personne" => format!("t.id IN {personnes}"),
        "situation" => format!("t.id IN {situations}"),
        "habilitation" => format!("t.id IN {habilitations}"),
        "compte" => a_moi("id"),
        "coordonnee" => format!(
            "(t.demande IS NULL OR t.demande IN {demandes}) AND (t.personne IS NULL OR t.personne IN {personnes})"
        ),
        "paire_doublon" => format!(
            "t.demande IN {demandes} AND (t.autre IS NULL OR t.autre IN {demandes}) \
             AND (t.personne IS NULL OR t.personne IN {personnes})"
        ),
        "carte" => format!("t.finess NOT IN {structures}"),
        "rappel_carte" => format!("t.carte IN (SELECT id FROM carte WHERE finess NOT IN {structures})"),
        "contrat" => format!("t.finess NOT IN {structures} AND {}", a_moi("dirigeant")),
        "modele" => format!(
            "t.finess_ej NOT IN (SELECT finess_ej FROM etablissement WHERE finess IN {gens}) AND t.finess_ej NOT IN {gens}"
        ),
        // A departure is that of whoever closed something, not of every employer of the person.
        "depart" => format!(
            "{} AND NOT EXISTS (SELECT 1 FROM depart_situation d JOIN situation s ON s.id = d.situation \
             WHERE d.depart = t.id AND s.finess IN {gens}) AND NOT EXISTS (SELECT 1 FROM depart_habilitation d \
             JOIN habilitation h ON h.id = d.habilitation WHERE d.depart = t.id AND h.finess IN {gens})",
            a_moi("par")
        ),
        "depart_habilitation" => format!("t.habilitation IN {habilitations}"),
        "lot_element" => format!("t.lot IN (SELECT id FROM lot WHERE compte NOT IN {moi})"),
        "import_ligne" => format!("t.import IN (SELECT id FROM import_liste WHERE compte NOT IN {moi})"),
        "designation_ligne" => {
            format!("t.designation IN (SELECT id FROM designation WHERE compte NOT IN {moi})")
        }
        "enregistrement" => a_moi("gestionnaire"),
        "enregistrement_choix" => {
            format!("t.enregistrement IN (SELECT id FROM enregistrement WHERE gestionnaire NOT IN {moi})")
        }
        "revue_reviseur" => format!(
            "t.compte NOT IN {moi} AND t.partage IN (SELECT id FROM revue_partage WHERE finess NOT IN {gens})"
        ),
        "revue_rappel" => format!("t.revue IN (SELECT id FROM revue WHERE finess NOT IN {gens})"),
        _ => {
            let a = |colonne: &str| colonnes.iter().any(|c| c == colonne);
            let mut parties = Vec::new();
            for (colonne, ou) in [
                ("demande", &demandes),
                ("situation", &situations),
                ("personne", &personnes),
                ("habilitation", &habilitations),
            ] {
                if a(colonne) {
                    parties.push(format!("(t.{colonne} IS NULL OR t.{colonne} IN {ou})"));
                }
            }
            if a("finess") {
                parties.push(format!("(t.finess IS NULL OR t.finess NOT IN {gens})"));
            }
            if a("compte") {
                parties.push(a_moi("compte"));
            }
            if parties.is_empty() {
                return "1 = 1".to_owned();
            }
            parties.join(" AND ")
        }
    }
}
