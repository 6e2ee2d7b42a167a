//! Chance that always falls the same way: the demonstration must look the same on every machine, and a fault in it must be
//! found again.

use crate::contexte::{Clock, Entropy};
use domain::date::Instant;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A small generator (SplitMix64): not for secrets.
pub(super) struct Alea(u64);

impl Alea {
    /// The generator of the `rang`-th thing called `quoi`.
    pub(super) fn new(quoi: &str, rang: u64) -> Self {
        let mut graine = rang.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for octet in quoi.bytes() {
            graine = (graine ^ u64::from(octet)).wrapping_mul(0x0100_0000_01B3);
        }
        Self(graine)
    }

    fn suivant(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// A number under `borne` (0 when `borne` is 0).
    pub(super) fn sous(&mut self, borne: u32) -> u32 {
        u32::try_from(self.suivant() % u64::from(borne.max(1))).unwrap_or_default()
    }

    /// True `pour_cent` times out of a hundred.
    pub(super) fn chance(&mut self, pour_cent: u32) -> bool {
        self.sous(100) < pour_cent
    }

    /// One of these. The lists of this room are never empty.
    pub(super) fn parmi<'a, T>(&mut self, liste: &'a [T]) -> &'a T {
        &liste[self.sous(u32::try_from(liste.len()).unwrap_or(u32::MAX)) as usize]
    }
}

/// A clock that has stopped.
pub(super) struct HorlogeArretee(pub(super) Instant);

impl Clock for HorlogeArretee {
    fn now(&self) -> Instant {
        self.0
    }
}

/// Ids and references that are the same at every sowing. Never used for sessions: their secrets come from the system.
pub(super) struct EntropieFixe {
    graine: String,
    tirages: AtomicU64,
}

impl EntropieFixe {
    /// The ids of the thing called `graine`.
    pub(super) fn new(graine: String) -> Self {
        Self {
            graine,
            tirages: AtomicU64::new(0),
        }
    }

    /// The id of something that needs only one.
    pub(super) fn unique(&self, now: Instant) -> Uuid {
        self.uuid(now)
    }
}

impl Entropy for EntropieFixe {
    fn uuid(&self, now: Instant) -> Uuid {
        let secret = self.secret();
        let mut hasard = [0; 10];
        hasard.copy_from_slice(&secret[..10]);
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.millis()).unwrap_or_default(), &hasard)
            .into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let tirage = self.tirages.fetch_add(1, Ordering::Relaxed);
        Sha256::new()
            .chain_update(&self.graine)
            .chain_update(tirage.to_le_bytes())
            .finalize()
            .into()
    }
}
