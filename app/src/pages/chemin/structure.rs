//! The rooms of the head of a structure.

/// The structures that somebody heads, and where each stands on its path.
pub const STRUCTURES: &str = "/structures";
/// Who may act for a structure: gestionnaires and mandataires.
pub const HABILITATIONS: &str = "/habilitations";
/// Who arrived, who left, who still has access.
pub const ROTATION: &str = "/rotation";
/// Campaigns in which each person of a structure is confirmed or not.
pub const REVUES: &str = "/revues";
