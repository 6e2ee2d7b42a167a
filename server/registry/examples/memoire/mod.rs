//! The memory that a measure holds itself (`RssAnon`, as Linux says it), in megabytes. What SQLite reads in the pages of its file is not
//! in it: the system keeps those pages for everybody, counts them in `VmRSS` and `VmHWM`, and takes them back when it needs them.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Between two looks: the system keeps no peak of this one.
const PAS: Duration = Duration::from_millis(2);

/// What the process holds now.
pub(crate) fn anonyme() -> Result<f64, Box<dyn Error>> {
    let statut = std::fs::read_to_string("/proc/self/status")?;
    let ligne = statut
        .lines()
        .find_map(|ligne| ligne.strip_prefix("RssAnon:"))
        .ok_or("the system does not say how much memory is anonymous")?;
    let kibi: f64 = ligne.trim().trim_end_matches(" kB").parse()?;
    Ok(kibi * 1.024 / 1_000.0)
}

/// Looks at the memory of the process until it is asked for the peak.
pub(crate) struct Veille {
    fin: Arc<AtomicBool>,
    fil: JoinHandle<f64>,
}

impl Veille {
    pub(crate) fn commencer() -> Result<Self, Box<dyn Error>> {
        let mut sommet = anonyme()?;
        let fin = Arc::new(AtomicBool::new(false));
        let vue = Arc::clone(&fin);
        let fil = std::thread::spawn(move || {
            while !vue.load(Ordering::Relaxed) {
                sommet = anonyme().unwrap_or(sommet).max(sommet);
                std::thread::sleep(PAS);
            }
            sommet
        });
        Ok(Self { fin, fil })
    }

    /// The most that was seen since the beginning.
    pub(crate) fn sommet(self) -> Result<f64, Box<dyn Error>> {
        self.fin.store(true, Ordering::Relaxed);
        self.fil.join().map_err(|_| "the watch stopped".into())
    }
}
