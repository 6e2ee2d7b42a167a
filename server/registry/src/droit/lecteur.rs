//! Who reads records: the same statements serve a gestionnaire and the support, each within their own right.

use super::{Gestionnaire, Operateur};
use crate::journal::Auteur;
use crate::perimetre::{EST_DU_SUPPORT, REGISTRE_ENTIER};
use domain::ids::CompteId;

/// Who may search registered people and read their records: a gestionnaire within the perimeter, the support everywhere.
/// Nobody else can be one.
pub trait LecteurFiches: scelle::Lecteur {}

impl LecteurFiches for Gestionnaire {}
impl LecteurFiches for Operateur {}

impl scelle::Lecteur for Gestionnaire {
    fn compte(&self) -> CompteId {
        self.compte
    }

    fn auteur(&self) -> Auteur {
        self.auteur()
    }

    fn est_employeur(&self) -> bool {
        true
    }

    fn perimetre(&self) -> String {
        Self::perimetre(self)
    }
}

impl scelle::Lecteur for Operateur {
    fn compte(&self) -> CompteId {
        self.compte
    }

    fn auteur(&self) -> Auteur {
        self.auteur()
    }

    fn est_employeur(&self) -> bool {
        false
    }

    fn perimetre(&self) -> String {
        REGISTRE_ENTIER.to_owned()
    }

    fn voit_situation(&self) -> String {
        EST_DU_SUPPORT.to_owned()
    }
}

pub(crate) mod scelle {
    //! What the readers of records have in common, for this crate only.

    use crate::journal::Auteur;
    use domain::ids::CompteId;

    /// Somebody whose reading is narrowed by a perimeter.
    pub trait Lecteur: Sync {
        /// The account.
        fn compte(&self) -> CompteId;
        /// Who acts, for the journal.
        fn auteur(&self) -> Auteur;
        /// True for somebody who reads in the name of an establishment.
        fn est_employeur(&self) -> bool;
        /// The establishments this person may see people of, as a query whose `$1` is the account.
        fn perimetre(&self) -> String;

        /// The condition « the row `situation` is in one of them ».
        fn voit_situation(&self) -> String {
            format!("situation.finess IN {}", self.perimetre())
        }
    }
}
