//! Where a list and its rows stand, as stored and in words.

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatutListe {
    /// some mandatory column was not recognised
    AAssocier,
    /// its rows are checked
    Controlee,
    /// its right rows are being registered
    EnCours,
}

impl std::str::FromStr for StatutListe {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "a_associer" => Ok(Self::AAssocier),
            "controlee" => Ok(Self::Controlee),
            "en_cours" => Ok(Self::EnCours),
            _ => Err(()),
        }
    }
}

macro_rules! etats {
    ($( $(#[$doc:meta])* $variante:ident = $code:literal, $libelle:literal; )+) => {
        /// Where a row stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum EtatLigne { $( $(#[$doc])* $variante, )+ }

        impl EtatLigne {
            /// The code stored.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variante => $code, )+ }
            }

            /// In words.
            pub const fn libelle(self) -> &'static str {
                match self { $( Self::$variante => $libelle, )+ }
            }
        }

        impl std::str::FromStr for EtatLigne {
            type Err = ();

            fn from_str(code: &str) -> Result<Self, ()> {
                match code { $( $code => Ok(Self::$variante), )+ _ => Err(()) }
            }
        }
    };
}

etats! {
    /// not looked at since it changed
    AControler = "a_controler", "À contrôler";
    /// a cell is wrong, or the register objects
    ACorriger = "a_corriger", "À corriger";
    /// right: the person will get a number
    Nouvelle = "nouvelle", "Prête\u{a0}: nouvelle personne";
    /// right: a situation will be added to the number the person has (R3)
    Ajout = "ajout", "Prête\u{a0}: situation ajoutée à son numéro";
    /// nothing to do: the person works there already
    Presente = "presente", "Déjà au répertoire dans cet établissement";
    /// set aside by the author
    Ecartee = "ecartee", "Écartée";
    /// done: a number was given
    Inscrite = "inscrite", "Enregistrée";
    /// done: a situation was added
    Ajoutee = "ajoutee", "Situation ajoutée";
}
