//! What a gestionnaire prepares or takes away: lots, staff lists, registrations, invitations, files.

use super::*;
use crate::decor_liste;
use crate::enregistrement;
use domain::ids::{EnregistrementId, InvitationId, ListeId, LotId};
use domain::saisie::{Etape, SaisieInvitation};
use registry::demande::{Choix, FiltreFile};
use registry::export::{Format, Source, ecouler};
use registry::lot::{ActeLot, Selection};
use registry::personne::Critere;
use std::collections::BTreeMap;

/// The ids of a table, with the account they belong to.
async fn lignes_de(registry: &Registry, requete: &'static str) -> Vec<(Uuid, Uuid)> {
    let rows = registry::db::sql(requete).all(registry.db()).await;
    rows.expect("the rows")
        .iter()
        .map(|row| {
            (
                row.get("id").expect("an id"),
                row.get("compte").expect("an account"),
            )
        })
        .collect()
}

/// A decision on every demande there is, then on somebody's own list of them, or somebody else's.
pub(super) async fn decider_en_nombre(
    registry: &Registry,
    acteur: &Acteur,
    n: usize,
    demandes: &[DemandeId],
) {
    let g = &acteur.g;
    let toutes = Selection::Demandes(demandes.to_vec());
    let prepare = registry.preparer_lot(g, ActeLot::Valider, &toutes).await;
    if let Some(id) = prepare.unwrap_or_else(|e| panic!("{e}")) {
        let elements = registry::db::sql(
            "SELECT DISTINCT demande.finess FROM lot_element JOIN demande ON demande.id = demande WHERE lot = $1",
        )
        .bind(id.uuid())
        .all(registry.db())
        .await
        .expect("the demandes of the lot");
        for row in elements {
            assert!(acteur.contient(&row.get::<String>("finess").expect("a FINESS")));
        }
    }
    let lots = lignes_de(registry, "SELECT id, compte FROM lot ORDER BY id").await;
    let Some((id, compte)) = lots.get(n % lots.len().max(1)) else {
        return;
    };
    let id = LotId::new(*id);
    let lu = registry.lot(g, id, 1).await.map(|_| ());
    let lance = registry
        .lancer_lot(g, id, &Choix::Valider { confirmee: true })
        .await;
    registry.avancer_lots().await.expect("the work of lots");
    let annule = registry.annuler_lot(g, id).await;
    // The program undoes it now, not during somebody else's act.
    registry.avancer_lots().await.expect("the work of lots");
    if *compte != g.compte().uuid() {
        for issue in [lu, lance, annule] {
            assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
        }
    }
}

/// A staff list with a row of each establishment: those of others are not registered. Then somebody's list.
pub(super) async fn importer(registry: &Registry, acteur: &Acteur, n: usize, rang: u32) {
    let g = &acteur.g;
    let rangees: Vec<String> = (0..)
        .zip([EG_A1, EG_B1, EG_B2])
        .map(|(place, eg)| decor_liste::rangee(1_000 + rang * 3 + place, eg))
        .collect();
    let sienne = decor_liste::deposer_liste(registry, g, &rangees).await;
    // A list in which nothing can be registered is not sent: what matters is what it changes.
    let _ = registry.inscrire_liste(g, sienne, true, true).await;
    registry.avancer_listes().await.expect("the work of lists");
    let listes = lignes_de(registry, "SELECT id, compte FROM import_liste ORDER BY id").await;
    let (id, compte) = listes[n % listes.len()];
    if compte == g.compte().uuid() {
        return;
    }
    let id = ListeId::new(id);
    let issues = [
        registry.liste(g, id).await.map(|_| ()),
        registry.ligne_liste(g, id, 2).await.map(|_| ()),
        registry.ecarter_ligne(g, id, 2).await,
        registry.corriger_ligne(g, id, 2, BTreeMap::new()).await,
        registry.ressemblances_ligne(g, id, 2).await.map(|_| ()),
        registry.trancher_ligne(g, id, 2, None, 0, None).await,
        registry.associer_colonnes(g, id, BTreeMap::new()).await,
        registry.inscrire_liste(g, id, true, true).await,
        registry
            .fichier_erreurs(g, id, registry::liste::Format::Csv)
            .await
            .map(|_| ()),
    ];
    for issue in issues {
        assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
    }
    // Throwing away what is not there is harmless.
    let _ = registry.supprimer_liste(g, id).await;
}

/// Somebody registered from end to end in any establishment, and the drafts of others.
pub(super) async fn enregistrer(registry: &Registry, acteur: &Acteur, n: usize, rang: u32) {
    let g = &acteur.g;
    let visee = [EG_A1, EG_B1, EG_B2][n % 3];
    let civil = nee_un_autre_jour(
        etat_civil(&format!("LEROY {}", decor_liste::nom(rang)), "Odile"),
        rang,
    );
    let champs = enregistrement::saisie(&civil, visee, 4_000 + rang);
    let id = registry.commencer_enregistrement(g).await.expect("a draft");
    for etape in Etape::TOUTES {
        registry.garder_etape(g, id, etape, &champs).await.expect("kept");
    }
    let fait = registry.confirmer_enregistrement(g, id).await;
    assert!(fait.is_err() || acteur.contient(visee), "registered outside");
    let drafts = "SELECT id, gestionnaire AS compte FROM enregistrement ORDER BY id";
    for (id, compte) in lignes_de(registry, drafts).await {
        if compte == g.compte().uuid() {
            continue;
        }
        let id = EnregistrementId::new(id);
        let issues = [
            registry
                .garder_etape(g, id, Etape::Contact, &champs)
                .await
                .map(|_| ()),
            registry.confirmer_enregistrement(g, id).await.map(|_| ()),
            registry.enregistrement_fait(g, id).await.map(|_| ()),
        ];
        for issue in issues {
            assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
        }
        let _ = registry.abandonner_enregistrement(g, id).await;
    }
}

/// Invites somebody to any establishment, and writes again or gives up for any invitation.
pub(super) async fn inviter(registry: &Registry, acteur: &Acteur, n: usize, rang: u32) {
    let g = &acteur.g;
    let visee = [EG_A1, EG_B1, EG_B2][n % 3];
    let saisie = SaisieInvitation {
        email: format!("invitee{rang}@example.org"),
        etablissement: visee.to_owned(),
        ..SaisieInvitation::default()
    };
    let invitee = registry.inviter(g, &saisie).await;
    assert_eq!(invitee.is_ok(), acteur.contient(visee), "{:?}", invitee.err());
    let rows = registry::db::sql("SELECT id, finess FROM invitation ORDER BY id")
        .all(registry.db())
        .await
        .expect("the invitations");
    let Some(row) = rows.get(n % rows.len().max(1)) else {
        return;
    };
    let id = InvitationId::new(row.get("id").expect("an id"));
    let dedans = acteur.contient(&row.get::<String>("finess").expect("a FINESS"));
    let issues = [
        registry.renvoyer_invitation(g, id).await,
        registry.retirer_invitation(g, id).await,
    ];
    for issue in issues {
        assert!(
            dedans || matches!(issue, Err(ActeError::Introuvable)),
            "{issue:?}"
        );
    }
}

async fn lire(source: impl Source + 'static) -> String {
    let mut morceaux = ecouler(source, Format::Csv);
    let mut fichier = Vec::new();
    while let Some(morceau) = morceaux.recv().await {
        fichier.extend(morceau.unwrap_or_else(|e| panic!("{e}")));
    }
    String::from_utf8(fichier).expect("UTF-8")
}

/// The queue and the people, as files: no establishment of others is in them.
pub(super) async fn emporter(registry: &Registry, acteur: &Acteur) {
    let g = &acteur.g;
    let demandes = registry
        .exporter_demandes(g, &FiltreFile::default(), Format::Csv)
        .await;
    let personnes = registry
        .exporter_personnes(g, &Critere::default(), Format::Csv)
        .await;
    let fichiers = [
        lire(demandes.unwrap_or_else(|e| panic!("{e}"))).await,
        lire(personnes.unwrap_or_else(|e| panic!("{e}"))).await,
    ];
    for fichier in fichiers {
        for ailleurs in [EG_A1, EG_A2, EG_B1, EG_B2] {
            assert!(
                acteur.contient(ailleurs) || !fichier.contains(ailleurs),
                "{fichier}"
            );
        }
    }
}
