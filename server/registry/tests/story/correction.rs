//! A demande sent back to be corrected: what is asked, what may be answered, what both sides then see, and every way out.

use crate::commun::*;
use crate::decor::*;
use domain::demande::{DemandeDeCorrection, PointACorriger, Statut};
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;
use domain::saisie::{Champ, SaisieReponse};
use registry::demande::FinTour;
use registry::droit::{Gestionnaire, Usager};
use registry::{ActeError, Registry};

pub(crate) fn demande(champs: &[Champ]) -> DemandeDeCorrection {
    let points = champs
        .iter()
        .map(|champ| PointACorriger {
            champ: *champ,
            remarque: format!("Revoyez {}.", champ.id())
                .parse()
                .expect("it is accepted"),
        })
        .collect();
    DemandeDeCorrection::new(points, Some("Merci <beaucoup>.".parse().expect("it is accepted")))
        .expect("it is accepted")
}

pub(crate) fn reponse(paires: &[(&str, &str)]) -> SaisieReponse {
    let mut reponse = SaisieReponse::default();
    for (nom, valeur) in paires {
        assert!(reponse.set(nom, (*valeur).to_owned()), "{nom}");
    }
    reponse
}

pub(crate) async fn demander(registry: &Registry, g: &Gestionnaire, id: DemandeId, champs: &[Champ]) {
    let version = version(registry, g, id).await;
    registry
        .demander_correction(g, id, version, &demande(champs))
        .await
        .expect("it is accepted");
}

pub(crate) async fn statut(registry: &Registry, u: &Usager, id: DemandeId) -> Statut {
    registry
        .demande_de(u, id)
        .await
        .unwrap_or_else(|error| panic!("{error}"))
        .statut
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_goes_round_under_the_same_reference() {
    chaque_banc("aller-retour", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(registry, 1).await;
        let soumise = deposer(registry, &u, EG_A1, 1).await;
        let avant = registry.demande_de(&u, soumise.id).await.unwrap_or_else(|e| panic!("{e}"));
        banc.horloge.avancer_jours(2);
        demander(registry, &g, soumise.id, &[Champ::Email, Champ::DateDebut]).await;
        assert_eq!(statut(registry, &u, soumise.id).await, Statut::ACorriger);
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 0);

        let mail = &registry.messages(1).await.unwrap()[0];
        assert_eq!(mail.genre, "correction_demandee");
        assert!(mail.texte.contains("Date de prise de fonction") && mail.texte.contains("> Revoyez email."));
        assert!(mail.html.contains("Merci &lt;beaucoup&gt;."), "{}", mail.html);
        assert_eq!(mail.destinataire, "personne1@example.org");

        let a_faire = registry.correction_a_faire(&u, soumise.id).await.unwrap().expect("asked");
        assert_eq!(a_faire.ouverts, [Champ::Email, Champ::DateDebut]);
        assert!(a_faire.erreurs.is_none());

        // Everything else stays as it was, whatever is posted; wrong answers are kept.
        let premiere = reponse(&[
            ("email", "nouvelle"),
            ("mobile", "06 99 99 99 99"),
            ("etablissement", EG_A2),
            ("nom_naissance", "AUTRE"),
            ("debut_jour", "15"),
        ]);
        registry.enregistrer_reponse(&u, soumise.id, &premiere).await.unwrap();
        let refus = registry.resoumettre(&u, soumise.id).await;
        assert!(
            matches!(&refus, Err(ActeError::Invalide(erreurs)) if erreurs.pour(Champ::Email).is_some() && erreurs.len() == 1),
            "{refus:?}"
        );
        // The gestionnaire sees none of it before it is sent.
        let dossier = registry.dossier(&g, soumise.id).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(dossier.complete.contact.email.as_str(), "personne1@example.org");

        banc.horloge.avancer_jours(10);
        let seconde = reponse(&[("email", "nouvelle@example.org")]);
        registry.enregistrer_reponse(&u, soumise.id, &seconde).await.unwrap();
        let renvoyee = registry.resoumettre(&u, soumise.id).await.unwrap();
        assert_eq!(renvoyee, soumise);
        // A double click is harmless.
        assert_eq!(registry.resoumettre(&u, soumise.id).await.unwrap(), soumise);

        let apres = registry.demande_de(&u, soumise.id).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((apres.statut, apres.soumise_le), (Statut::ATraiter, avant.soumise_le));
        assert!(registry.correction_a_faire(&u, soumise.id).await.unwrap().is_none());
        // Ten days of waiting for the applicant are not the gestionnaire's.
        let (avant_le, apres_le) = (avant.expire_le.unwrap(), apres.expire_le.unwrap());
        let jours = (apres_le.millis() - avant_le.millis()) / 86_400_000;
        assert_eq!(jours, 10);

        let dossier = registry.dossier(&g, soumise.id).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(dossier.complete.contact.email.as_str(), "nouvelle@example.org");
        assert_eq!(dossier.complete.contact.mobile.national(), "06 12 34 00 01");
        assert_eq!(dossier.etablissement.finess, finess(EG_A1));
        let tours = registry.tours(&g, soumise.id).await.unwrap();
        assert_eq!((tours.len(), tours[0].par.as_str()), (1, "Nadia FERRAND"));
        assert_eq!(tours[0].avant.contact.email, "personne1@example.org");
        let FinTour::Renvoyee { apres, .. } = &tours[0].fin else {
            panic!("{:?}", tours[0].fin)
        };
        assert_eq!(apres.contact.email, "nouvelle@example.org");
        assert_eq!(registry.mes_tours(&u, soumise.id).await.unwrap(), tours);
        let marques = registry.marques(&g, &[soumise.id]).await.unwrap();
        assert!(marques[&soumise.id].corrigee);

        // The old e-mail is free again, the new one is held (R19).
        assert_eq!(compter(registry.db(), "coordonnee WHERE valeur = 'nouvelle@example.org'").await, 1);
        assert_eq!(compter(registry.db(), "coordonnee").await, 2);
        registry
            .valider(&g, soumise.id, dossier.version, true)
            .await
            .unwrap();
        for (acte, nombre) in [("demander_correction", 1), ("resoumettre", 1)] {
            let condition = format!("journal WHERE acte = '{acte}' AND issue = 'fait'");
            assert_eq!(compter(registry.db(), &condition).await, nombre, "{acte}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_france_connect_gives_is_commented_and_never_typed_again() {
    chaque_moteur("R14", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(&registry, 1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        demander(&registry, &g, soumise.id, &[Champ::NomNaissance, Champ::NomUsage]).await;
        let a_faire = registry
            .correction_a_faire(&u, soumise.id)
            .await
            .unwrap()
            .expect("asked");
        // No usage name was given: it may be typed.
        assert_eq!(a_faire.ouverts, [Champ::NomUsage]);
        let saisie = reponse(&[("nom_naissance", "FAUX"), ("nom_usage", "DURAND")]);
        registry
            .enregistrer_reponse(&u, soumise.id, &saisie)
            .await
            .unwrap();
        registry.resoumettre(&u, soumise.id).await.unwrap();
        let complete = registry
            .dossier(&g, soumise.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"))
            .complete;
        assert_eq!(
            complete
                .etat_civil
                .nom_usage
                .map(|nom| nom.to_string())
                .as_deref(),
            Some("DURAND")
        );
        assert_eq!(
            complete.etat_civil.nom_naissance.as_str(),
            u.identite().nom_naissance
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_establishment_changes_hands_only_when_it_is_asked() {
    chaque_moteur("établissement", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let autre = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_B2).await;
        let u = usager_n(&registry, 1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let la_bas = deposer(&registry, &u, EG_B2, 1).await;
        demander(&registry, &g, soumise.id, &[Champ::Etablissement]).await;
        let saisie = reponse(&[("etablissement", EG_B2)]);
        registry
            .enregistrer_reponse(&u, soumise.id, &saisie)
            .await
            .unwrap();
        // One open demande per establishment.
        let refus = registry.resoumettre(&u, soumise.id).await;
        assert!(matches!(refus, Err(ActeError::DejaOuverte { .. })), "{refus:?}");
        registry.annuler(&u, la_bas.id).await.unwrap();
        registry.resoumettre(&u, soumise.id).await.unwrap();
        assert!(matches!(
            registry.dossier(&g, soumise.id).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.tours(&g, soumise.id).await,
            Err(ActeError::Introuvable)
        ));
        let dossier = registry
            .dossier(&autre, soumise.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(dossier.etablissement.finess, finess(EG_B2));
        assert_eq!(registry.tours(&autre, soumise.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_taken_meanwhile_is_refused_and_nothing_moves() {
    chaque_moteur("R19", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (u, voisine) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        deposer(&registry, &voisine, EG_A1, 2).await;
        demander(&registry, &g, soumise.id, &[Champ::Email]).await;
        let saisie = reponse(&[("email", "Personne2@example.org")]);
        registry
            .enregistrer_reponse(&u, soumise.id, &saisie)
            .await
            .unwrap();
        let refus = registry.resoumettre(&u, soumise.id).await;
        assert!(
            matches!(refus, Err(ActeError::DejaUtilise(Champ::Email))),
            "{refus:?}"
        );
        assert_eq!(statut(&registry, &u, soumise.id).await, Statut::ACorriger);
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE valeur = 'personne1@example.org'").await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_withdrawn_or_refused_while_it_is_awaited() {
    chaque_moteur("retrait", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(&registry, 1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let ancienne = version(&registry, &g, soumise.id).await;
        demander(&registry, &g, soumise.id, &[Champ::Email]).await;
        let refus = registry.retirer_correction(&g, soumise.id, ancienne).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
        let saisie = reponse(&[("email", "autre@example.org")]);
        registry
            .enregistrer_reponse(&u, soumise.id, &saisie)
            .await
            .unwrap();
        // Saving a draft changes nothing for the gestionnaire, whose version still holds.
        let lue = version(&registry, &g, soumise.id).await;
        registry.retirer_correction(&g, soumise.id, lue).await.unwrap();
        let suivi = registry
            .demande_de(&u, soumise.id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            (suivi.statut, suivi.saisie.contact.email.as_str()),
            (Statut::ATraiter, "personne1@example.org")
        );
        assert_eq!(registry.messages(1).await.unwrap()[0].genre, "correction_retiree");
        let refus = registry.enregistrer_reponse(&u, soumise.id, &saisie).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
        assert!(
            !registry
                .marques(&g, &[soumise.id])
                .await
                .unwrap()
                .contains_key(&soumise.id)
        );

        demander(&registry, &g, soumise.id, &[Champ::Role]).await;
        let lue = version(&registry, &g, soumise.id).await;
        let refus = registry
            .demander_correction(&g, soumise.id, lue, &demande(&[Champ::Role]))
            .await;
        assert!(matches!(refus, Err(ActeError::Transition(_))), "{refus:?}");
        let explication = "Nous ne vous connaissons pas.".parse().unwrap();
        registry
            .refuser(&g, soumise.id, lue, MotifRefus::Autre, &explication)
            .await
            .unwrap();
        let tours = registry.tours(&g, soumise.id).await.unwrap();
        assert_eq!(tours[0].fin, FinTour::SansReponse);
        assert!(matches!(tours[1].fin, FinTour::Retiree { .. }));
        assert!(
            registry
                .correction_a_faire(&u, soumise.id)
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_outside_asks_and_nobody_else_answers() {
    chaque_moteur("hors périmètre", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let dehors = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_B1).await;
        let (u, autre) = (usager_n(&registry, 1).await, usager_n(&registry, 2).await);
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let lue = version(&registry, &g, soumise.id).await;
        let demande = demande(&[Champ::Email]);
        let refus = registry
            .demander_correction(&dehors, soumise.id, lue, &demande)
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        registry
            .demander_correction(&g, soumise.id, lue, &demande)
            .await
            .unwrap();
        assert!(matches!(
            registry.correction_a_faire(&autre, soumise.id).await,
            Err(ActeError::Introuvable)
        ));
        let saisie = reponse(&[("email", "autre@example.org")]);
        let refus = registry.enregistrer_reponse(&autre, soumise.id, &saisie).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        assert!(matches!(
            registry.resoumettre(&autre, soumise.id).await,
            Err(ActeError::Introuvable)
        ));
        let refus = registry.retirer_correction(&dehors, soumise.id, lue + 1).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");

        // One's own demande is somebody else's to send back (R38).
        let elle = gestionnaire_aussi(&registry, &u, None, "EG", EG_A1).await;
        let refus = registry.retirer_correction(&elle, soumise.id, lue + 1).await;
        assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'retirer_correction' AND issue = 'propre_demande'"
            )
            .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_does_not_come_ends_the_demande() {
    chaque_banc("correction expirée", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (u, autre) = (usager_n(registry, 1).await, usager_n(registry, 2).await);
        let soumise = deposer(registry, &u, EG_A1, 1).await;
        let tardive = deposer(registry, &autre, EG_A1, 2).await;
        banc.horloge.avancer_jours(25);
        demander(registry, &g, soumise.id, &[Champ::Email]).await;
        demander(registry, &g, tardive.id, &[Champ::Email]).await;
        banc.horloge.avancer_jours(29);
        assert_eq!(registry.expirer_demandes().await.unwrap(), 0);
        // What comes back on the last day leaves the gestionnaire a week.
        registry.resoumettre(&autre, tardive.id).await.unwrap();
        banc.horloge.avancer_jours(1);
        let (a, b) = tokio::join!(registry.expirer_demandes(), registry.expirer_demandes());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        assert_eq!(statut(registry, &u, soumise.id).await, Statut::Expiree);
        let mail = &registry.messages(1).await.unwrap()[0];
        assert_eq!(
            (mail.genre.as_str(), mail.destinataire.as_str()),
            ("correction_expiree", "personne1@example.org")
        );
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE valeur = 'personne1@example.org'").await,
            0
        );
        let refus = registry.resoumettre(&u, soumise.id).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
        banc.horloge.avancer_jours(5);
        assert_eq!(registry.expirer_demandes().await.unwrap(), 0);
        banc.horloge.avancer_jours(1);
        assert_eq!(registry.expirer_demandes().await.unwrap(), 1);
        assert_eq!(statut(registry, &autre, tardive.id).await, Statut::Expiree);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_passed_meanwhile_opens_its_field() {
    chaque_banc("date passée", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let u = usager_n(registry, 1).await;
        let mut avec_fin = situation(EG_A1);
        (avec_fin.fin_jour, avec_fin.fin_mois, avec_fin.fin_annee) =
            ("30".to_owned(), "11".to_owned(), "2026".to_owned());
        let id = remplir(registry, &u, &avec_fin, &contact(1)).await.unwrap();
        registry.soumettre(&u, id, &legale()).await.unwrap();
        demander(registry, &g, id, &[Champ::Email]).await;
        banc.horloge.avancer_jours(12);
        let a_faire = registry.correction_a_faire(&u, id).await.unwrap().expect("asked");
        assert_eq!(a_faire.ouverts, [Champ::Email, Champ::DateFin]);
        let refus = registry.resoumettre(&u, id).await;
        assert!(
            matches!(&refus, Err(ActeError::Invalide(e)) if e.pour(Champ::DateFin).is_some()),
            "{refus:?}"
        );
        let saisie = reponse(&[("fin_jour", ""), ("fin_mois", ""), ("fin_annee", "")]);
        registry.enregistrer_reponse(&u, id, &saisie).await.unwrap();
        registry.resoumettre(&u, id).await.unwrap();
    })
    .await;
}
