//! A page of the queue that stays open: what arrives in its own list, what its counts become; and the demande that comes next, in
//! the list where the work is.

use crate::commun::*;
use crate::correction::{demande, reponse};
use crate::decor::*;
use crate::sursis::{avec_sursis, refuser};
use domain::date::Instant;
use domain::ids::DemandeId;
use domain::saisie::Champ;
use registry::Registry;
use registry::demande::{ComptesSuivis, FiltreFile, VueFile};
use registry::direct::DUREE_PRISE_MINUTES;
use registry::droit::Gestionnaire;

fn codes(texte: &str) -> FiltreFile {
    texte.parse().expect("codes")
}

/// A page opened now, and what is asked a minute later.
struct Page<'a> {
    registry: &'a Registry,
    g: &'a Gestionnaire,
    depuis: Instant,
}

impl Page<'_> {
    async fn comptes(&self, filtre: &str, montrees: &[DemandeId]) -> ComptesSuivis {
        let comptes = self
            .registry
            .comptes_suivis(self.g, &codes(filtre), self.depuis, montrees)
            .await;
        comptes.unwrap_or_else(|error| panic!("{error}"))
    }

    async fn arrivees(&self, filtre: &str) -> i64 {
        self.comptes(filtre, &[]).await.arrivees
    }
}

async fn en_tete(registry: &Registry, g: &Gestionnaire, filtre: &str, nombre: usize) -> Vec<DemandeId> {
    let file = registry.file(g, &codes(filtre)).await;
    let file = file.unwrap_or_else(|error| panic!("{error}"));
    file.lignes.iter().take(nombre).map(|ligne| ligne.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_is_counted_in_the_list_that_is_shown_and_comes_first() {
    chaque_banc("arrivées", |banc| async move {
        let registry = &avec_sursis(&banc.registry);
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let jean = gestionnaire(registry, "Jean PETIT", "EG", EG_A1).await;
        let paul = gestionnaire(registry, "Paul GIRAUD", "EG", EG_B2).await;
        let ici = format!("etablissement={EG_A1}");
        let la = format!("etablissement={EG_A2}");
        // More than a page waits already.
        let premiere_personne = usager_n(registry, 0).await;
        let ancienne = deposer(registry, &premiere_personne, EG_A1, 0).await.id;
        for n in 1..21 {
            deposer(registry, &usager_n(registry, n).await, EG_A1, n).await;
        }
        avancer_minutes(&banc.horloge, 1);
        let page = Page {
            registry,
            g: &nadia,
            depuis: registry.now(),
        };
        assert_eq!(page.arrivees("").await, 0);
        avancer_minutes(&banc.horloge, 1);
        let seconde = deposer(registry, &usager_n(registry, 30).await, EG_A1, 30)
            .await
            .id;
        avancer_minutes(&banc.horloge, 1);
        let derniere = deposer(registry, &usager_n(registry, 31).await, EG_A2, 31)
            .await
            .id;

        assert_eq!(page.arrivees("").await, 2);
        assert_eq!((page.arrivees(&ici).await, page.arrivees(&la).await), (1, 1));
        assert_eq!(page.arrivees("vue=urgentes").await, 0);
        assert_eq!(page.arrivees("vue=a-corriger").await, 0);
        let comptes = page.comptes(&la, &[derniere]).await;
        assert_eq!(
            (comptes.arrivees, comptes.total),
            (0, 1),
            "the page shows it already"
        );
        assert_eq!(comptes.vues[0], 1, "counts are those of the filter");
        let dehors = Page {
            registry,
            g: &paul,
            depuis: page.depuis,
        };
        assert_eq!(dehors.arrivees("").await, 0);
        // Where the announcement leads, it is seen; on the page that was open, it was not.
        assert_eq!(
            en_tete(registry, &nadia, "tri=recentes", 2).await,
            [derniere, seconde]
        );
        assert!(!en_tete(registry, &nadia, "", 20).await.contains(&seconde));

        // A demande sent back is new among those to be corrected, whatever its author types; corrected, it is new again.
        let page = Page {
            registry,
            g: &nadia,
            depuis: registry.now(),
        };
        avancer_minutes(&banc.horloge, 1);
        let lue = version(registry, &jean, ancienne).await;
        registry
            .demander_correction(&jean, ancienne, lue, &demande(&[Champ::Email]))
            .await
            .unwrap();
        assert_eq!(page.arrivees("vue=a-corriger").await, 1);
        assert_eq!(page.arrivees("").await, 0);
        let page = Page {
            registry,
            g: &nadia,
            depuis: registry.now(),
        };
        let tampon = registry.etat_file(&nadia).await.unwrap().tampon;
        avancer_minutes(&banc.horloge, 1);
        let nouvelle = reponse(&[("email", "nouvelle@example.org")]);
        registry
            .enregistrer_reponse(&premiere_personne, ancienne, &nouvelle)
            .await
            .unwrap();
        assert_eq!(page.arrivees("vue=a-corriger").await, 0);
        assert_eq!(registry.etat_file(&nadia).await.unwrap().tampon, tampon);
        registry.resoumettre(&premiere_personne, ancienne).await.unwrap();
        assert_eq!((page.arrivees("").await, page.arrivees(&ici).await), (1, 1));
        assert_eq!(page.arrivees("vue=a-corriger").await, 0);
        assert_eq!(en_tete(registry, &nadia, "tri=recentes", 1).await, [ancienne]);
        assert_eq!(
            en_tete(registry, &nadia, "", 1).await,
            [ancienne],
            "its age stays"
        );

        // A decision taken back puts the demande in the queue again.
        let page = Page {
            registry,
            g: &nadia,
            depuis: registry.now(),
        };
        avancer_minutes(&banc.horloge, 1);
        let lue = version(registry, &jean, seconde).await;
        registry.decider(&jean, seconde, lue, &refuser()).await.unwrap();
        let annulables = registry.decisions_annulables(&jean).await.unwrap();
        assert_eq!(
            annulables.iter().map(|une| une.demande).collect::<Vec<_>>(),
            [seconde]
        );
        assert!(registry.decisions_annulables(&nadia).await.unwrap().is_empty());
        assert_eq!(page.arrivees("").await, 0);
        registry.annuler_decision(&jean, seconde).await.unwrap();
        assert!(registry.decisions_annulables(&jean).await.unwrap().is_empty());
        assert_eq!(page.arrivees("").await, 1);
        assert_eq!(page.comptes("", &[seconde]).await.arrivees, 0);
        assert_eq!(en_tete(registry, &nadia, "tri=recentes", 1).await, [seconde]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_and_messages_are_followed_too() {
    chaque_banc("comptes suivis", |banc| async move {
        let registry = &banc.registry;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(registry, 1).await;
        let id = deposer(registry, &u, EG_A1, 1).await.id;
        deposer(registry, &usager_n(registry, 2).await, EG_A2, 2).await;
        let vue = registry
            .creer_vue(
                &nadia,
                &"Ici".parse().unwrap(),
                &codes(&format!("etablissement={EG_A1}")),
                false,
            )
            .await
            .unwrap();
        let filtre = FiltreFile {
            texte: Some(u.identite().nom_naissance.clone()),
            ..FiltreFile::default()
        };
        let depuis = registry.now();
        let comptes = registry
            .comptes_suivis(&nadia, &filtre, depuis, &[])
            .await
            .unwrap();
        assert_eq!(comptes.nommees, [(vue, 1)]);
        let page = registry.file(&nadia, &filtre).await;
        let page = page.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(comptes.total, page.total, "under the search");
        let vues: Vec<FiltreFile> = VueFile::TOUS.iter().map(|&vue| filtre.dans(vue)).collect();
        assert_eq!(
            comptes.vues,
            registry.comptes_des_filtres(&nadia, &vues).await.unwrap()
        );

        // What is written to her is a reason to read again, where nothing comes by itself.
        let avant = registry.etat_file(&nadia).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        let message = "À la cuisine.".parse().unwrap();
        registry.ecrire_au_gestionnaire(&u, id, &message).await.unwrap();
        let apres = registry.etat_file(&nadia).await.unwrap();
        assert!(avant.a_traiter == apres.a_traiter && avant.tampon != apres.tampon);
        // So is a demande that is withdrawn while it is corrected.
        let lue = version(registry, &nadia, id).await;
        registry
            .demander_correction(&nadia, id, lue, &demande(&[Champ::Email]))
            .await
            .unwrap();
        let avant = registry.etat_file(&nadia).await.unwrap();
        registry.annuler(&u, id).await.unwrap();
        let apres = registry.etat_file(&nadia).await.unwrap();
        assert!(avant.a_traiter == apres.a_traiter && avant.tampon != apres.tampon);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_one_stays_in_the_list_and_out_of_a_colleagues_hands() {
    chaque_banc("suivante", |banc| async move {
        let registry = &avec_sursis(&banc.registry);
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let jean = gestionnaire(registry, "Jean PETIT", "EG", EG_A1).await;
        let mut ids = Vec::new();
        let mut dernier = None;
        for (n, finess) in (0..).zip([EG_A1, EG_A2, EG_A1, EG_A1]) {
            let u = usager_n(registry, n).await;
            ids.push(deposer(registry, &u, finess, n).await.id);
            dernier = Some(u);
            avancer_minutes(&banc.horloge, 1);
        }
        let [a, b, c, d] = <[DemandeId; 4]>::try_from(ids).expect("four");
        let ici = format!("etablissement={EG_A1}");
        let recentes = format!("{ici}&tri=recentes");
        let suivante = async |g: &Gestionnaire, id: DemandeId, filtre: &str| {
            let suivante = registry.suivante(g, id, &codes(filtre)).await;
            suivante.unwrap_or_else(|error| panic!("{error}"))
        };
        assert_eq!(suivante(&nadia, a, "").await, Some(b));
        let par_etablissement = format!("{ici}&tri=etablissement");
        for (filtre, ordre) in [
            (ici.as_str(), [a, c, d]),
            (recentes.as_str(), [d, c, a]),
            (par_etablissement.as_str(), [a, c, d]),
        ] {
            for (rang, id) in ordre.into_iter().enumerate() {
                let attendue = ordre[(rang + 1) % 3];
                assert_eq!(
                    suivante(&nadia, id, filtre).await,
                    Some(attendue),
                    "{filtre} {rang}"
                );
            }
        }
        assert_eq!(
            suivante(&nadia, a, "vue=urgentes").await,
            None,
            "nothing is left there"
        );
        // A demande that has left the list still says where one was.
        assert_eq!(suivante(&nadia, b, &ici).await, Some(c));

        // R38: one's own is for a colleague.
        let dernier = dernier.expect("four");
        habiliter(registry, dernier.compte(), "representant_legal", "EJ", EJ_A).await;
        let soi = session(registry, dernier.compte()).await.gestionnaire().unwrap();
        assert_eq!(suivante(&soi, c, &ici).await, Some(a));

        // A colleague works on the next one: the one after it, until they stop or until nothing else is left.
        let main = registry.jeton_prise();
        registry.prendre(&jean, c, main).await.unwrap();
        assert_eq!(suivante(&nadia, a, &ici).await, Some(d));
        assert_eq!(
            suivante(&jean, a, &ici).await,
            Some(c),
            "one's own hands do not count"
        );
        avancer_minutes(&banc.horloge, DUREE_PRISE_MINUTES + 1);
        assert_eq!(suivante(&nadia, a, &ici).await, Some(c));
        registry.prendre(&jean, c, main).await.unwrap();

        let lue = version(registry, &nadia, d).await;
        registry.decider(&nadia, d, lue, &refuser()).await.unwrap();
        assert_eq!(suivante(&nadia, a, &ici).await, Some(c));
        // What was just decided is still shown in « Les miennes », and is not to be done again.
        assert!(en_tete(registry, &nadia, "vue=miennes", 9).await.contains(&d));
        assert_eq!(suivante(&nadia, a, "vue=miennes").await, None);

        // Sent back from the middle of the list, latest first: the work goes on from there.
        registry.annuler_decision(&nadia, d).await.unwrap();
        registry.liberer(&jean, c, main).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        let lue = version(registry, &jean, c).await;
        registry
            .demander_correction(&jean, c, lue, &demande(&[Champ::Email]))
            .await
            .unwrap();
        assert_eq!(suivante(&jean, c, &recentes).await, Some(a));

        // Taken back, the oldest is first of the latest, and the work goes on from there: d, then the one corrected.
        avancer_minutes(&banc.horloge, 1);
        let lue = version(registry, &nadia, a).await;
        registry.decider(&nadia, a, lue, &refuser()).await.unwrap();
        registry.annuler_decision(&nadia, a).await.unwrap();
        assert_eq!(en_tete(registry, &nadia, &recentes, 2).await, [a, d]);
        assert_eq!(suivante(&nadia, a, &recentes).await, Some(d));
        assert_eq!(suivante(&nadia, d, &recentes).await, Some(a));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_applicant_types_moves_nothing_in_the_queue() {
    chaque_banc("frappe en correction", |banc| async move {
        let registry = &banc.registry;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let mut envoyees = Vec::new();
        for n in 0..2 {
            let u = usager_n(registry, n).await;
            let id = deposer(registry, &u, EG_A1, n).await.id;
            let lue = version(registry, &nadia, id).await;
            registry
                .demander_correction(&nadia, id, lue, &demande(&[Champ::Email]))
                .await
                .unwrap();
            envoyees.push((u, id));
            avancer_minutes(&banc.horloge, 1);
        }
        let vue = "vue=a-corriger&tri=recentes";
        let avant = en_tete(registry, &nadia, vue, 2).await;
        assert_eq!(avant, [envoyees[1].1, envoyees[0].1]);
        let tampon = registry.etat_file(&nadia).await.unwrap();
        let (u, id) = &envoyees[0];
        let saisie = reponse(&[("email", "autre@example.org")]);
        registry.enregistrer_reponse(u, *id, &saisie).await.unwrap();
        assert_eq!(en_tete(registry, &nadia, vue, 2).await, avant);
        assert_eq!(registry.etat_file(&nadia).await.unwrap(), tampon);
        // Sent, it has just arrived.
        registry.resoumettre(u, *id).await.unwrap();
        assert_eq!(en_tete(registry, &nadia, "tri=recentes", 1).await, [*id]);
        assert_ne!(registry.etat_file(&nadia).await.unwrap(), tampon);
    })
    .await;
}
