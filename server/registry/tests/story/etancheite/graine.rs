//! Which sequences a run tries: other ones each time, and the same ones again for a seed that is given.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use registry::contexte::{Entropy as _, SystemEntropy};

/// Where the seed of a run that failed is given, to run it again.
pub(super) const GRAINE: &str = "GRAINE_ETANCHEITE";

/// Other sequences at each run, unless a seed asks for those of a run that failed.
pub(super) fn graine() -> u64 {
    match std::env::var(GRAINE) {
        Ok(graine) => graine.parse().expect("a seed"),
        Err(_) => u64::from_le_bytes(SystemEntropy.secret()[..8].try_into().expect("eight bytes")),
    }
}

/// The sequences of a seed: the same ones on both engines.
pub(super) fn suites(graine: u64) -> TestRunner {
    let octets = [graine.to_le_bytes(); 4].concat();
    let hasard = TestRng::from_seed(RngAlgorithm::ChaCha, &octets);
    TestRunner::new_with_rng(Config::default(), hasard)
}
