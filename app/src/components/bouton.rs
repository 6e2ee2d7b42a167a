//! How things that act look. Whole class names, so that the style sheet knows them.

/// The one action a screen is for.
pub const BOUTON: &str = "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-md border border-action bg-action px-5 py-2 text-center font-bold text-sur-action no-underline hover:border-action-fort hover:bg-action-fort aria-disabled:cursor-progress aria-disabled:opacity-70";
/// Another thing one may do here.
pub const BOUTON_SECONDAIRE: &str = "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-md border border-control bg-page px-5 py-2 text-center font-bold text-action no-underline hover:border-action hover:text-action-fort aria-disabled:cursor-progress aria-disabled:opacity-70";
/// Something that cannot be taken back by the person alone.
pub const BOUTON_DANGER: &str = "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-md border border-danger bg-page px-5 py-2 text-center font-bold text-danger no-underline hover:bg-danger-fond aria-disabled:cursor-progress aria-disabled:opacity-70";
/// A link in a text or a list.
pub const LIEN: &str = "text-action underline underline-offset-2 hover:text-action-fort";
