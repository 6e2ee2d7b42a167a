//! The chain of the journal, without a database: whatever is done to it afterwards is found.

use domain::date::Instant;
use domain::ids::{CompteId, SessionId};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, KeypairBytes};
use proptest::prelude::*;
use registry::journal::{
    ClePublique, CleSignature, DetailScelle, Ecriture, Ligne, ORIGINE, Raison, Rupture, Tete, TeteError,
    TeteSignee, Verificateur,
};
use uuid::Uuid;

/// An entry without its number, with its detail.
fn ecriture() -> impl Strategy<Value = (Ecriture, Option<DetailScelle>)> {
    let texte = || "[a-zé:,]{0,6}";
    (
        any::<i64>(),
        proptest::option::of(any::<u128>()),
        proptest::option::of(any::<u128>()),
        (texte(), texte(), texte(), texte()),
        proptest::option::of((any::<[u8; 32]>(), texte())),
    )
        .prop_map(|(le, acteur, session, (acte, objet, objet_id, issue), detail)| {
            let detail = detail.map(|(sel, contenu)| DetailScelle { sel, contenu });
            let ecriture = Ecriture {
                numero: 0,
                le: Instant::from_millis(le),
                acteur: acteur.map(|id| CompteId::new(Uuid::from_u128(id))),
                session: session.map(|id| SessionId::new(Uuid::from_u128(id))),
                acte,
                objet,
                objet_id,
                issue,
                engagement: detail.as_ref().map(DetailScelle::engagement),
            };
            (ecriture, detail)
        })
}

/// Numbers and links entries, as acts do.
fn chainer(ecritures: Vec<(Ecriture, Option<DetailScelle>)>) -> Vec<Ligne> {
    let mut precedent = ORIGINE;
    let mut lignes = Vec::new();
    for ((ecriture, detail), numero) in ecritures.into_iter().zip(1..) {
        let ecriture = Ecriture { numero, ..ecriture };
        precedent = ecriture.maillon(&precedent);
        lignes.push(Ligne {
            ecriture,
            maillon: precedent,
            detail,
        });
    }
    lignes
}

fn journal() -> impl Strategy<Value = Vec<Ligne>> {
    proptest::collection::vec(ecriture(), 1..8).prop_map(chainer)
}

fn tete(lignes: &[Ligne]) -> Tete {
    lignes.last().map_or(Tete::VIDE, |ligne| Tete {
        numero: ligne.ecriture.numero,
        maillon: ligne.maillon,
    })
}

fn verifier(lignes: &[Ligne], tete: Tete) -> Result<Tete, Rupture> {
    verifier_avec(lignes, tete, Vec::new())
}

fn verifier_avec(lignes: &[Ligne], tete: Tete, attendues: Vec<Tete>) -> Result<Tete, Rupture> {
    let mut verificateur = Verificateur::new(attendues);
    for ligne in lignes {
        verificateur.lire(ligne)?;
    }
    verificateur.finir(tete)
}

/// Changes one field of a line, whichever `quoi` says.
fn modifier(ligne: &mut Ligne, quoi: u8, octet: usize) {
    let e = &mut ligne.ecriture;
    let texte = |texte: &mut String| match texte.pop() {
        Some('x') => texte.push('y'),
        _ => texte.push('x'),
    };
    match quoi {
        0 => e.numero = e.numero.wrapping_add(1),
        1 => e.le = Instant::from_millis(e.le.millis().wrapping_add(1)),
        2 => e.acteur = autre(e.acteur.map(CompteId::uuid)).map(CompteId::new),
        3 => e.session = autre(e.session.map(SessionId::uuid)).map(SessionId::new),
        4 => texte(&mut e.acte),
        5 => texte(&mut e.objet),
        6 => texte(&mut e.objet_id),
        7 => texte(&mut e.issue),
        8 => {
            e.engagement = match e.engagement {
                Some(mut engagement) => {
                    engagement[octet] ^= 1;
                    Some(engagement)
                }
                None => Some([0; 32]),
            };
        }
        // A character goes from one field to the next: the same text in a row, cut elsewhere.
        9 => match e.acte.pop() {
            Some(c) => e.objet.insert(0, c),
            None => e.acte.push('x'),
        },
        10 => match &mut ligne.detail {
            Some(detail) => detail.sel[octet] ^= 1,
            None => ligne.detail = Some(detail_forge()),
        },
        11 => match &mut ligne.detail {
            Some(detail) => detail.contenu.push(' '),
            None => ligne.detail = Some(detail_forge()),
        },
        _ => ligne.maillon[octet] ^= 1,
    }
}

fn autre(id: Option<Uuid>) -> Option<Uuid> {
    match id {
        // Nil is not « nobody ».
        None => Some(Uuid::nil()),
        Some(id) if id.is_nil() => None,
        Some(id) => Some(Uuid::from_u128(id.as_u128() ^ 1)),
    }
}

fn detail_forge() -> DetailScelle {
    DetailScelle {
        sel: [7; 32],
        contenu: "{}".to_owned(),
    }
}

proptest! {
    #[test]
    fn what_was_not_touched_is_intact(lignes in journal()) {
        prop_assert_eq!(verifier(&lignes, tete(&lignes)), Ok(tete(&lignes)));
        for passee in 0..=lignes.len() {
            let attendues = vec![tete(&lignes[..passee])];
            prop_assert!(verifier_avec(&lignes, tete(&lignes), attendues).is_ok());
        }
    }

    #[test]
    fn any_change_of_any_field_is_found_where_it_is(
        lignes in journal(), rang in any::<prop::sample::Index>(), quoi in 0_u8..=12, octet in 0_usize..32,
    ) {
        let rang = rang.index(lignes.len());
        let mut touchees = lignes.clone();
        modifier(&mut touchees[rang], quoi, octet);
        prop_assume!(touchees != lignes);
        let rupture = verifier(&touchees, tete(&lignes)).expect_err("a change");
        prop_assert_eq!(rupture.numero, lignes[rang].ecriture.numero, "{:?}", rupture);
    }

    #[test]
    fn a_change_linked_again_is_found_further_on(
        lignes in journal(), rang in any::<prop::sample::Index>(), quoi in 1_u8..=9,
    ) {
        let rang = rang.index(lignes.len());
        let mut touchees = lignes.clone();
        modifier(&mut touchees[rang], quoi, 0);
        prop_assume!(touchees[rang].ecriture != lignes[rang].ecriture);
        // The forger computes the link of the changed entry, then of all those that follow.
        let precedent = rang.checked_sub(1).map_or(ORIGINE, |avant| lignes[avant].maillon);
        touchees[rang].maillon = touchees[rang].ecriture.maillon(&precedent);
        touchees[rang].detail = None;
        prop_assert!(verifier(&touchees, tete(&lignes)).is_err());
        for i in rang + 1..touchees.len() {
            touchees[i].maillon = touchees[i].ecriture.maillon(&touchees[i - 1].maillon);
        }
        let rupture = verifier(&touchees, tete(&lignes)).expect_err("the head is not that one");
        prop_assert_eq!(rupture.raison, Raison::Tete);
        // With the head rewritten too, only a head kept elsewhere tells.
        prop_assert!(verifier(&touchees, tete(&touchees)).is_ok());
        let gardee = vec![tete(&lignes[..=rang])];
        prop_assert_eq!(
            verifier_avec(&touchees, tete(&touchees), gardee).expect_err("rewritten").numero,
            lignes[rang].ecriture.numero
        );
    }

    #[test]
    fn a_removal_is_found(lignes in journal(), rang in any::<prop::sample::Index>()) {
        let mut touchees = lignes.clone();
        let rang = rang.index(lignes.len());
        touchees.remove(rang);
        let rupture = verifier(&touchees, tete(&lignes)).expect_err("a removal");
        prop_assert_eq!(rupture.numero, lignes[rang].ecriture.numero);
        // Numbered again, the entries that follow are not the ones that were linked.
        for (ligne, numero) in touchees.iter_mut().zip(1..) {
            ligne.ecriture.numero = numero;
        }
        prop_assert!(verifier(&touchees, tete(&lignes)).is_err());
    }

    #[test]
    fn an_exchange_is_found(
        lignes in journal(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), numeroter in any::<bool>(),
    ) {
        let (a, b) = (a.index(lignes.len()), b.index(lignes.len()));
        prop_assume!(a != b);
        let mut touchees = lignes.clone();
        touchees.swap(a, b);
        if numeroter {
            for (ligne, numero) in touchees.iter_mut().zip(1..) {
                ligne.ecriture.numero = numero;
            }
        }
        prop_assert_eq!(
            verifier(&touchees, tete(&lignes)).expect_err("an exchange").numero,
            lignes[a.min(b)].ecriture.numero
        );
    }

    #[test]
    fn an_insertion_is_found(
        lignes in journal(), rang in any::<prop::sample::Index>(), (forgee, detail) in ecriture(), numeroter in any::<bool>(),
    ) {
        let rang = rang.index(lignes.len() + 1);
        let precedent = rang.checked_sub(1).map_or(ORIGINE, |avant| lignes[avant].maillon);
        let ecriture = Ecriture { numero: i64::try_from(rang).unwrap() + 1, ..forgee };
        let maillon = ecriture.maillon(&precedent);
        let mut touchees = lignes.clone();
        touchees.insert(rang, Ligne { ecriture, maillon, detail });
        if numeroter {
            for (ligne, numero) in touchees.iter_mut().zip(1..) {
                ligne.ecriture.numero = numero;
            }
        }
        prop_assert!(verifier(&touchees, tete(&lignes)).is_err());
    }

    #[test]
    fn a_cut_tail_is_found_by_the_head(lignes in journal(), reste in any::<prop::sample::Index>()) {
        let reste = &lignes[..reste.index(lignes.len())];
        let attendu = Rupture {
            numero: tete(reste).numero + 1,
            raison: Raison::Coupe { tete: tete(&lignes).numero },
        };
        prop_assert_eq!(verifier(reste, tete(&lignes)), Err(attendu));
        // The head was cut back too: one that was signed before says so.
        prop_assert_eq!(verifier_avec(reste, tete(reste), vec![tete(&lignes)]), Err(attendu));
        prop_assert!(verifier(&lignes, tete(reste)).is_err(), "entries beyond the head");
    }

    #[test]
    fn erasing_details_is_not_a_break(lignes in journal(), lesquels in any::<u8>()) {
        let mut touchees = lignes.clone();
        for (rang, ligne) in touchees.iter_mut().enumerate() {
            if lesquels >> rang & 1 == 1 {
                ligne.detail = None;
            }
        }
        prop_assert!(verifier(&touchees, tete(&lignes)).is_ok());
    }

    #[test]
    fn a_signed_head_is_the_one_that_was_signed(lignes in journal(), le in any::<i64>(), quoi in 0_usize..3) {
        let (cle, publique) = cles();
        let signee = TeteSignee::new(tete(&lignes), Instant::from_millis(le), Some(&cle));
        let relue = TeteSignee::lire(&signee.json()).unwrap();
        prop_assert_eq!(relue.verifiee(&publique), Ok(tete(&lignes)));
        let mut json: serde_json::Value = serde_json::from_str(&signee.json()).unwrap();
        match quoi {
            0 => json["numero"] = (tete(&lignes).numero + 1).into(),
            1 => json["maillon"] = "00".repeat(32).into(),
            _ => json["le"] = le.wrapping_add(1).into(),
        }
        let fausse = TeteSignee::lire(&json.to_string()).unwrap();
        prop_assert_eq!(fausse.verifiee(&publique), Err(TeteError::Signature));
        let muette = TeteSignee::new(tete(&lignes), Instant::from_millis(le), None);
        prop_assert_eq!(muette.verifiee(&publique), Err(TeteError::NonSignee));
    }
}

/// A pair, from PEM texts as « openssl genpkey -algorithm ed25519 » and « openssl pkey -pubout » write them.
fn cles() -> (CleSignature, ClePublique) {
    let secrete = SigningKey::from_bytes(&[7; 32]);
    let privee = KeypairBytes {
        secret_key: secrete.to_bytes(),
        public_key: None,
    };
    let cle = CleSignature::lire(&privee.to_pkcs8_pem(LineEnding::LF).expect("a key")).expect("a key");
    let publique = ClePublique::lire(&pem_publique(&secrete)).expect("a key");
    assert_eq!(cle.publique(), publique);
    (cle, publique)
}

fn pem_publique(secrete: &SigningKey) -> String {
    secrete
        .verifying_key()
        .to_public_key_pem(LineEnding::LF)
        .expect("a key")
}

#[test]
fn the_encoding_never_changes() {
    // Computed apart, from the documentation of the encoding: a journal written today must verify in ten years.
    let ecriture = Ecriture {
        numero: 1,
        le: Instant::from_millis(1_795_338_000_000),
        acteur: Some(CompteId::new(Uuid::from_u128(
            0x0192_0000_0000_7000_8000_0000_0000_0001,
        ))),
        session: None,
        acte: "valider".to_owned(),
        objet: "demande".to_owned(),
        objet_id: "01920000-0000-7000-8000-000000000002".to_owned(),
        issue: "fait".to_owned(),
        engagement: Some([0xab; 32]),
    };
    let tete = Tete {
        numero: 1,
        maillon: ecriture.maillon(&ORIGINE),
    };
    assert_eq!(
        tete.to_string(),
        "1 écriture, tête e050d702bba89f0f0070cddba8d7f59936a34c063d7e6760b9716f2694f754d6"
    );
}

#[test]
fn a_key_that_is_not_one_is_said_so() {
    assert!(matches!(CleSignature::lire("clé"), Err(TeteError::ClePrivee)));
    assert!(matches!(
        CleSignature::lire(&pem_publique(&SigningKey::from_bytes(&[7; 32]))),
        Err(TeteError::ClePrivee)
    ));
    assert!(matches!(ClePublique::lire(""), Err(TeteError::ClePublique)));
    assert_eq!(TeteSignee::lire("{}"), Err(TeteError::Illisible));
}
