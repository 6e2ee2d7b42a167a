//! Reviews of who is still there (R51–R54, J7): in each campaign somebody says of every person of a structure that they are
//! still present, have left, or do something else. How often a campaign comes, where one stands, when people are reminded.
//!
//! Pure: the day is an argument, and what an answer does to the register happens elsewhere. Nothing here names anybody.

mod avancement;
mod calendrier;

pub use avancement::{Avancement, EtatRevue, personnes};
pub use calendrier::{
    ATTENTE_JOURS, DUREE_JOURS, Rappel, cloture, debut_de_periode, echeance, echeance_close, nom_de_periode,
    prochaine_periode, rappel_du,
};

use crate::nomenclature::codes;

codes::codes! {
    /// How often a structure reviews who is there. Chosen by its head, four times a year unless said otherwise.
    #[derive(Default)]
    pub enum Frequence, FrequenceError = "Choisissez une fréquence dans la liste." {
        /// in January, April, July and October
        #[default]
        Trimestrielle = "trimestrielle", "Chaque trimestre";
        /// in January and July
        Semestrielle = "semestrielle", "Deux fois par an";
        /// in January
        Annuelle = "annuelle", "Une fois par an";
        /// only when the head of the structure opens one
        Jamais = "jamais", "Jamais d’elle-même";
    }
}

codes::codes! {
    /// What is said of somebody.
    pub enum Reponse, ReponseError = "Choisissez une réponse pour cette personne." {
        /// nothing changed
        Present = "present", "Toujours présent";
        /// the situation ends (R51)
        Parti = "parti", "Parti";
        /// still there, as something else
        RoleChange = "role_change", "Rôle changé";
    }
}
