//! What an act may not take from thin air: the time it is, new ids, random bytes.

use domain::date::Instant;
use std::sync::Arc;
use uuid::Uuid;

/// Tells the time. The real one is [`SystemClock`]; tests bring a clock they set.
pub trait Clock: Send + Sync {
    /// Now, in UTC milliseconds.
    fn now(&self) -> Instant;
}

/// Gives new ids and unguessable bytes. The real one is [`SystemEntropy`].
pub trait Entropy: Send + Sync {
    /// A new `UUIDv7`, whose time part is `now`.
    fn uuid(&self, now: Instant) -> Uuid;
    /// 256 unguessable bits.
    fn secret(&self) -> [u8; 32];
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's random generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn uuid(&self, now: Instant) -> Uuid {
        let mut random = [0; 10];
        random.copy_from_slice(&self.secret()[..10]);
        let millis = u64::try_from(now.millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        // Without randomness there is no session, no id, no reference: nothing can go on.
        getrandom::fill(&mut bytes).unwrap_or_else(|error| panic!("no randomness from the system: {error}"));
        bytes
    }
}

/// Time and randomness, shared by the whole program.
#[derive(Clone)]
pub struct Contexte {
    /// the time
    pub clock: Arc<dyn Clock>,
    /// ids and secrets
    pub entropy: Arc<dyn Entropy>,
}

impl Contexte {
    /// The machine's own.
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
        }
    }
}
