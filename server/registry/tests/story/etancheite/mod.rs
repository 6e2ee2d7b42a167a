//! No sequence of acts lets somebody read or change a row outside what is theirs, whatever the ids they try: gestionnaires, heads of
//! structures, owners of pharmacies, mandataires, reviewers by link, people who follow a path without a card, applicants, registered
//! professionals, the support. What is outside is worked out from the scenery and the schema (`temoin`), not from the program's own perimeter. One file per family of attempts.

mod demandes;
mod gens;
mod graine;
mod siens;
mod structures;
mod temoin;
mod travail;

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::revue::ouvrir;
use domain::ids::{CompteId, DemandeId, PersonneId};
use graine::{GRAINE, graine, suites};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use registry::droit::{Designateur, Gestionnaire, Inscrit, Representant, Reviseur, SessionOuverte, Usager};
use registry::{ActeError, Registry};
use temoin::{Sien, Temoin};
use uuid::Uuid;

/// How many rounds, each with new demandes and a sequence of its own.
const TOURS: u32 = 6;
#[derive(Clone, Copy, Debug)]
enum Essai {
    Dossier(usize),
    Valider(usize),
    Refuser(usize),
    File,
    FiltrerAilleurs,
    Chercher,
    Fiche(usize),
    Historique(usize),
    Corriger(usize, usize),
    Comparer(usize),
    Agir(usize, usize),
    Deshabiliter(usize),
    Designer(usize),
    Partir(usize),
    Defaire(usize),
    Revoir(usize, usize),
    DeciderEnNombre(usize),
    Importer(usize),
    Enregistrer(usize),
    Inviter(usize),
    Emporter,
    TenirLesCartes(usize),
    CompterLesGens(usize),
    SuivreUnChemin(usize),
    RevoirSaPart(usize),
    Demander(usize, usize),
    TenirSaFiche(usize),
    /// by a mandataire, who treats nothing (R45)
    Mandater(usize),
    /// by the support
    TenirLeRegistre(usize),
}

fn essais() -> impl Strategy<Value = Vec<(usize, Essai)>> {
    let n = || 0..12usize;
    let demandes = prop_oneof![
        2 => n().prop_map(Essai::Dossier),
        3 => n().prop_map(Essai::Valider),
        2 => n().prop_map(Essai::Refuser),
        1 => Just(Essai::File),
        1 => Just(Essai::FiltrerAilleurs),
        1 => Just(Essai::Chercher),
        2 => n().prop_map(Essai::Fiche),
        1 => n().prop_map(Essai::Historique),
        3 => (n(), 0..5usize).prop_map(|(n, geste)| Essai::Corriger(n, geste)),
        2 => n().prop_map(Essai::Comparer),
    ];
    let gens = prop_oneof![
        2 => n().prop_map(Essai::Deshabiliter),
        1 => n().prop_map(Essai::Designer),
        3 => (n(), 0..4usize).prop_map(|(n, acte)| Essai::Agir(n, acte)),
        2 => n().prop_map(Essai::Partir),
        1 => n().prop_map(Essai::Defaire),
        2 => (n(), 0..3usize).prop_map(|(n, reponse)| Essai::Revoir(n, reponse)),
        2 => n().prop_map(Essai::RevoirSaPart),
        3 => (n(), 0..11usize).prop_map(|(n, geste)| Essai::Demander(n, geste)),
        2 => n().prop_map(Essai::TenirSaFiche),
        2 => n().prop_map(Essai::Mandater),
        2 => n().prop_map(Essai::TenirLeRegistre),
    ];
    let travail = prop_oneof![
        1 => n().prop_map(Essai::DeciderEnNombre),
        1 => n().prop_map(Essai::Importer),
        1 => n().prop_map(Essai::Enregistrer),
        1 => n().prop_map(Essai::Inviter),
        1 => Just(Essai::Emporter),
        1 => n().prop_map(Essai::TenirLesCartes),
        1 => n().prop_map(Essai::CompterLesGens),
        1 => n().prop_map(Essai::SuivreUnChemin),
    ];
    let essai = prop_oneof![3 => demandes, 3 => gens, 2 => travail];
    proptest::collection::vec((0..4usize, essai), 16..32)
}

/// A gestionnaire, the head of the same structure, and the establishments that are theirs.
struct Acteur {
    g: Gestionnaire,
    d: Designateur,
    rep: Representant,
    structure: &'static str,
    r: Reviseur,
    sien: Vec<&'static str>,
    tout: Sien,
}

impl Acteur {
    /// What their establishments are called.
    async fn noms(&self, registry: &Registry) -> Vec<Option<String>> {
        let requete = format!(
            "SELECT raison_sociale FROM etablissement WHERE finess IN ('{}')",
            self.sien.join("', '")
        );
        registry::db::sql(requete)
            .all(registry.db())
            .await
            .expect("the names")
            .iter()
            .map(|row| row.get("raison_sociale").expect("a name"))
            .collect()
    }

    fn contient(&self, finess: &str) -> bool {
        self.sien.contains(&finess)
    }

    /// An establishment that is not theirs.
    fn ailleurs(&self) -> &'static str {
        let ailleurs = [EG_A1, EG_B1, EG_B2].into_iter().find(|f| !self.contient(f));
        ailleurs.expect("somewhere else")
    }
}

async fn finess_de(registry: &Registry, id: DemandeId) -> String {
    let row = registry::db::sql("SELECT finess FROM demande WHERE id = $1")
        .bind(id.uuid())
        .one(registry.db())
        .await
        .expect("the demande");
    row.get("finess").expect("its establishment")
}

async fn personnes(registry: &Registry) -> Vec<PersonneId> {
    let rows = registry::db::sql("SELECT id FROM personne ORDER BY id")
        .all(registry.db())
        .await
        .expect("the people");
    rows.iter()
        .map(|row| PersonneId::new(row.get("id").expect("an id")))
        .collect()
}

/// Everybody who tries something.
struct Equipe {
    acteurs: Vec<Acteur>,
    /// accepted by link for [`EG_A1`] in the campaign of [`EJ_A`]
    reviseur: (Reviseur, Sien),
    /// says that they head [`EG_A2`]
    dirigeant: (SessionOuverte, Sien),
    /// designates in [`EJ_A`]
    mandataire: (SessionOuverte, Sien),
    operateur: (SessionOuverte, Sien),
    inscrits: Vec<(Inscrit, Sien)>,
    usagers: Vec<(Usager, Sien)>,
}

impl Equipe {
    /// What the person who makes this attempt may touch.
    fn sien(&self, qui: usize, essai: Essai) -> &Sien {
        match essai {
            Essai::RevoirSaPart(_) => &self.reviseur.1,
            Essai::SuivreUnChemin(_) => &self.dirigeant.1,
            Essai::Mandater(_) => &self.mandataire.1,
            Essai::TenirLeRegistre(_) => &self.operateur.1,
            Essai::Demander(..) => &self.usagers[qui % self.usagers.len()].1,
            Essai::TenirSaFiche(_) => &self.inscrits[qui % self.inscrits.len()].1,
            _ => &self.acteurs[qui].tout,
        }
    }

    /// One attempt, the `rang`-th; what it lets see must be inside.
    async fn tenter(
        &self,
        registry: &Registry,
        (qui, essai): (usize, Essai),
        demandes: &[DemandeId],
        rang: u32,
    ) {
        let acteur = &self.acteurs[qui];
        let choisie = |n: usize| demandes[n % demandes.len()];
        match essai {
            Essai::Dossier(n) => demandes::dossier(registry, acteur, choisie(n)).await,
            Essai::Valider(n) => demandes::decider(registry, acteur, choisie(n), true).await,
            Essai::Refuser(n) => demandes::decider(registry, acteur, choisie(n), false).await,
            Essai::File => demandes::file(registry, acteur, false).await,
            Essai::FiltrerAilleurs => demandes::file(registry, acteur, true).await,
            Essai::Chercher => demandes::chercher(registry, acteur).await,
            Essai::Historique(n) => demandes::historique(registry, acteur, choisie(n)).await,
            Essai::Fiche(n) => demandes::fiche(registry, acteur, n).await,
            Essai::Corriger(n, geste) => demandes::corriger(registry, acteur, choisie(n), geste).await,
            Essai::Comparer(n) => demandes::comparer(registry, acteur, n).await,
            Essai::Agir(n, acte) => gens::agir(registry, acteur, n, acte).await,
            Essai::Deshabiliter(n) => gens::deshabiliter(registry, &acteur.d, &acteur.tout.gens, n).await,
            Essai::Designer(n) => gens::designer(registry, &acteur.d, &acteur.tout.gens, n).await,
            Essai::Mandater(n) => {
                let (session, sien) = &self.mandataire;
                assert!(session.gestionnaire().is_err() && session.representant().is_err());
                let d = session.designateur().expect("a mandataire");
                gens::deshabiliter(registry, &d, &sien.droits, n).await;
                gens::designer(registry, &d, &sien.droits, n).await;
            }
            Essai::TenirLeRegistre(n) => siens::tenir_le_registre(registry, &self.operateur.0, n).await,
            Essai::Partir(n) => gens::partir(registry, acteur, n).await,
            Essai::Defaire(n) => gens::defaire(registry, acteur, n).await,
            Essai::Revoir(n, reponse) => gens::revoir(registry, acteur, n, reponse).await,
            Essai::DeciderEnNombre(n) => travail::decider_en_nombre(registry, acteur, n, demandes).await,
            Essai::Importer(n) => travail::importer(registry, acteur, n, rang).await,
            Essai::Enregistrer(n) => travail::enregistrer(registry, acteur, n, rang).await,
            Essai::Inviter(n) => travail::inviter(registry, acteur, n, rang).await,
            Essai::Emporter => travail::emporter(registry, acteur).await,
            Essai::TenirLesCartes(n) => structures::tenir_les_cartes(registry, acteur, n).await,
            Essai::CompterLesGens(n) => structures::compter_les_gens(registry, acteur, n).await,
            Essai::SuivreUnChemin(n) => {
                structures::suivre_un_chemin(registry, &self.dirigeant.0, EG_A2, n).await;
            }
            Essai::RevoirSaPart(n) => {
                structures::revoir_sa_part(registry, &self.reviseur.0, EG_A1, n).await;
            }
            Essai::Demander(n, geste) => {
                let (u, _) = &self.usagers[qui % self.usagers.len()];
                siens::demander(registry, u, choisie(n), geste).await;
            }
            Essai::TenirSaFiche(n) => {
                let (i, _) = &self.inscrits[qui % self.inscrits.len()];
                siens::tenir_sa_fiche(registry, i, n, rang).await;
            }
        }
    }
}

/// Somebody who only has these accounts.
fn soi(compte: CompteId) -> Sien {
    Sien {
        comptes: vec![compte],
        gens: Vec::new(),
        chemins: Vec::new(),
        droits: Vec::new(),
        registre: false,
    }
}

async fn acteur(
    registry: &Registry,
    portee: &str,
    structure: &'static str,
    sien: Vec<&'static str>,
    genre: &str,
) -> Acteur {
    let tete = compte_carte(registry, "Quelqu’un d’autre").await;
    habiliter(registry, tete, genre, portee, structure).await;
    let head = session(registry, tete).await;
    // The owner of a pharmacy treats the demandes herself.
    let g = if genre == "titulaire_officine" {
        head.gestionnaire().expect("a gestionnaire")
    } else {
        gestionnaire(registry, "Quelqu’un", portee, structure).await
    };
    let mut gens = sien.clone();
    gens.push(structure);
    Acteur {
        tout: Sien {
            comptes: vec![g.compte(), tete],
            gens,
            ..soi(tete)
        },
        d: head.designateur().expect("a designateur"),
        rep: head.representant().expect("a head"),
        r: ouvrir(registry, &head, structure).await,
        g,
        structure,
        sien,
    }
}

/// Everybody, and what they try things on: people registered on both sides, look-alikes on both sides, rights of others.
async fn equipe(registry: &Registry) -> Equipe {
    let mut acteurs = Vec::new();
    for (portee, structure, sien, genre) in [
        ("EJ", EJ_A, vec![EG_A1, EG_A2, EG_FERME], "representant_legal"),
        ("EG", EG_B1, vec![EG_B1], "representant_legal"),
        ("EJ", EJ_B, vec![EG_B1, EG_B2], "representant_legal"),
        ("EG", EG_B2, vec![EG_B2], "titulaire_officine"),
    ] {
        acteurs.push(acteur(registry, portee, structure, sien, genre).await);
    }
    let mut inscrits = Vec::new();
    for (rang, eg, n) in [(0, EG_A1, 91), (2, EG_B2, 92)] {
        let (u, _) = inscrire(registry, &acteurs[rang].g, eg, n).await;
        let session = session(registry, u.compte()).await;
        inscrits.push((session.inscrit().expect("registered"), soi(u.compte())));
    }
    for (prenom, eg, n) in [("Marine", EG_A1, 93), ("Martine", EG_B2, 94)] {
        let u = usager(registry, &etat_civil("DURAND", prenom)).await;
        deposer(registry, &u, eg, n).await;
    }
    for (portee, structure) in [
        ("EJ", EJ_A),
        ("EG", EG_A1),
        ("EG", EG_B1),
        ("EG", EG_B2),
        ("EJ", EJ_B),
    ] {
        let cible = compte_carte(registry, "Cible").await;
        habiliter(registry, cible, "gestionnaire", portee, structure).await;
    }
    Equipe {
        reviseur: reviseur(registry, &acteurs[0].r).await,
        dirigeant: dirigeant(registry).await,
        mandataire: mandataire(registry).await,
        operateur: operateur(registry).await,
        acteurs,
        inscrits,
        usagers: Vec::new(),
    }
}

async fn reviseur(registry: &Registry, tete: &Reviseur) -> (Reviseur, Sien) {
    let compte = compte_carte(registry, "Quelqu’un avec un lien").await;
    let venue = session(registry, compte).await;
    let jeton = registry
        .partager_revue(tete, &finess(EG_A1))
        .await
        .expect("a link");
    let invitation = registry.demander_partage(&venue, jeton.as_str()).await;
    let revue = invitation.unwrap_or_else(|e| panic!("{e}")).revue;
    let vue = registry.revue(tete).await.unwrap_or_else(|e| panic!("{e}"));
    let part = vue.parts.iter().find_map(|part| part.partage.as_ref());
    let part = part.expect("a part").id;
    let accepte = registry.repondre_reviseur(tete, part, compte, true).await;
    accepte.expect("accepted");
    let r = registry.reviseur(&venue, revue).await;
    let sien = Sien {
        gens: vec![EG_A1],
        ..soi(compte)
    };
    (r.unwrap_or_else(|e| panic!("{e}")), sien)
}

async fn dirigeant(registry: &Registry) -> (SessionOuverte, Sien) {
    let compte = compte_carte(registry, "Quelqu’un sans carte").await;
    let venue = session(registry, compte).await;
    let ouvert = registry.ouvrir_chemin(&venue, &finess(EG_A2)).await;
    ouvert.expect("a path");
    let sien = Sien {
        chemins: vec![EG_A2],
        ..soi(compte)
    };
    (session(registry, compte).await, sien)
}

async fn mandataire(registry: &Registry) -> (SessionOuverte, Sien) {
    let compte = compte_carte(registry, "Quelqu’un qui désigne").await;
    habiliter(registry, compte, "mandataire", "EJ", EJ_A).await;
    let sien = Sien {
        droits: vec![EJ_A, EG_A1, EG_A2, EG_FERME],
        ..soi(compte)
    };
    (session(registry, compte).await, sien)
}

async fn operateur(registry: &Registry) -> (SessionOuverte, Sien) {
    registry
        .nommer_operateur("support", "Quelqu’un du support")
        .await
        .expect("named");
    let row = registry::db::sql("SELECT id FROM compte WHERE sujet = 'psc:support'")
        .one(registry.db())
        .await
        .expect("the account");
    let compte = CompteId::new(row.get("id").expect("an id"));
    let sien = Sien {
        registre: true,
        ..soi(compte)
    };
    (session(registry, compte).await, sien)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sequence_of_acts_crosses_a_perimeter() {
    let graine = graine();
    // Shown when the test fails.
    eprintln!("{GRAINE}={graine} runs these sequences again");
    chaque_moteur("étanchéité", |registry| async move {
        let temoin = Temoin::new(registry.db()).await;
        let mut equipe = equipe(&registry).await;
        let mut runner = suites(graine);
        let mut rang = 0;
        for tour in 0..TOURS {
            let mut demandes = Vec::new();
            equipe.usagers.clear();
            gens::deux_employeurs(&registry).await;
            for (place, eg) in (0..).zip([EG_A1, EG_A2, EG_B2, EG_A1, EG_B2, EG_B2]) {
                let n = tour * 10 + place;
                let u = usager_n(&registry, n).await;
                demandes.push(deposer(&registry, &u, eg, n).await.id);
                let compte = u.compte();
                equipe.usagers.push((u, soi(compte)));
            }
            let suite = essais().new_tree(&mut runner).expect("a sequence").current();
            for (qui, essai) in &suite {
                rang += 1;
                let sien = equipe.sien(*qui, *essai);
                let avant = temoin.dehors(&registry, sien).await;
                equipe.tenter(&registry, (*qui, *essai), &demandes, rang).await;
                let apres = temoin.dehors(&registry, sien).await;
                let changees: Vec<&String> = avant
                    .iter()
                    .filter(|ligne| !apres.contains(ligne))
                    .chain(apres.iter().filter(|ligne| !avant.contains(ligne)))
                    .collect();
                assert!(
                    changees.is_empty(),
                    "{essai:?} by {qui} in {suite:?} changed what is outside: {changees:#?}"
                );
            }
        }
    })
    .await;
}
