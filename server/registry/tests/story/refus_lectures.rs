//! Readings that are refused leave an entry, one each, whatever room they belong to.

use crate::commun::*;
use crate::decor::*;
use domain::ids::{DesignationId, EnregistrementId, HabilitationId, LigneDesignationId, ListeId, LotId};
use registry::designation::RechercheHabilite;
use registry::rotation::{Filtre, Liste, Portee};
use registry::{ActeError, Registry};

/// How many refusals the journal holds.
async fn refus(registry: &Registry) -> i64 {
    compter(registry.db(), "journal WHERE issue = 'introuvable'").await
}

/// Refused like what does not exist, and written once.
async fn refuse<T>(registry: &Registry, quoi: &str, acte: impl Future<Output = Result<T, ActeError>>) {
    let avant = refus(registry).await;
    let Err(ActeError::Introuvable) = acte.await else {
        panic!("{quoi} is refused")
    };
    assert_eq!(refus(registry).await, avant + 1, "{quoi} leaves one entry");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_reading_leaves_an_entry() {
    chaque_moteur("lectures refusées", |registry| async move {
        let r = &registry;
        let compte = compte_carte(r, "Hélène CARPENTIER").await;
        habiliter(r, compte, "representant_legal", "EJ", EJ_A).await;
        let s = session(r, compte).await;
        let (d, g, tete) = (
            s.designateur().unwrap(),
            s.gestionnaire().unwrap(),
            s.representant().unwrap(),
        );
        let dehors = finess(EJ_B);
        let demandeur = usager_n(r, 1).await;
        let demande = deposer(r, &demandeur, EG_B2, 1).await.id;
        let id = || nouvel_id(r);

        refuse(r, "dirigeant", r.dirigeant(&s, &dehors)).await;
        refuse(r, "structure_designee", r.structure_designee(&d, &dehors)).await;
        refuse(r, "habilites", r.habilites(&d, &dehors, 1)).await;
        refuse(r, "habilite", r.habilite(&d, HabilitationId::new(id()))).await;
        refuse(r, "historique", r.historique_habilitations(&d, &dehors, 1)).await;
        let cherche = RechercheHabilite::default();
        refuse(r, "recherche", r.chercher_habilitables(&d, &dehors, &cherche)).await;
        refuse(r, "panier", r.panier(&d, &dehors)).await;
        let ligne = LigneDesignationId::new(id());
        refuse(r, "ligne d’ailleurs", r.ligne_panier(&d, &dehors, ligne)).await;
        refuse(r, "ligne", r.ligne_panier(&d, &finess(EJ_A), ligne)).await;
        refuse(r, "retirer du panier", r.retirer_du_panier(&d, &dehors, ligne)).await;
        let envoi = DesignationId::new(id());
        refuse(r, "envoi", r.envoi(&d, envoi)).await;
        let email = "helene@example.org".parse().unwrap();
        refuse(r, "confirmer l’envoi", r.confirmer_envoi(&d, envoi, &email)).await;

        let portee = Portee::Structure(dehors.clone());
        refuse(r, "rotation", r.rotation(&tete, &portee)).await;
        refuse(r, "accès", r.rotation_acces(&tete, &portee, 6)).await;
        for liste in [Liste::Presents, Liste::Arrivees] {
            let filtre = Filtre {
                portee: portee.clone(),
                liste,
                role: None,
                mois: None,
                sans_signe: 6,
                texte: None,
                page: 1,
            };
            refuse(r, "liste de rotation", r.rotation_liste(&tete, &filtre)).await;
        }

        let lot = LotId::new(id());
        refuse(r, "lot", r.lot(&g, lot, 1)).await;
        refuse(r, "avancement", r.avancement_lot(&g, lot)).await;
        let liste = ListeId::new(id());
        refuse(r, "liste", r.liste(&g, liste)).await;
        let toutes = registry::liste::Filtre::default();
        refuse(r, "lignes", r.lignes_liste(&g, liste, toutes, 1)).await;
        refuse(r, "ligne", r.ligne_liste(&g, liste, 1)).await;
        refuse(r, "suivante", r.ligne_suivante(&g, liste, 1)).await;
        let csv = registry::liste::Format::Csv;
        refuse(r, "fichier d’erreurs", r.fichier_erreurs(&g, liste, csv)).await;
        let fait = EnregistrementId::new(id());
        refuse(r, "enregistrement fait", r.enregistrement_fait(&g, fait)).await;
        let jeton = r.jeton_prise();
        refuse(r, "prendre", r.prendre(&g, demande, jeton)).await;
        refuse(r, "qui traite", r.qui_traite(&g, demande)).await;
        refuse(r, "libérer", r.liberer(&g, demande, jeton)).await;
    })
    .await;
}
