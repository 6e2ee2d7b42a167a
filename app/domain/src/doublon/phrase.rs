//! What is said of each trait. Never a value: the same words serve a gestionnaire who may not see the other record.

pub(super) const NOM_EGAL: &str = "Le nom de naissance est le même.";
pub(super) const NOM_SONNE: &str = "Le nom de naissance s’écrit autrement et se prononce de la même façon.";
pub(super) const NOM_FAUTE: &str = "Le nom de naissance est le même à une faute de frappe près.";
pub(super) const NOM_USAGE: &str =
    "Le nom de naissance de l’un est le nom d’usage ou d’exercice de l’autre, ou ils en partagent un.";
pub(super) const NOM_PARTIE: &str = "Une partie du nom est la même (nom double ou particule).";
pub(super) const NOM_USAGE_PROCHE: &str = "Un nom d’usage ou d’exercice ressemble à un nom de l’autre.";
pub(super) const NOM_PARTIE_PROCHE: &str = "Une partie du nom se ressemble.";
pub(super) const NOM_INVERSE: &str =
    "Le nom de l’un est le prénom de l’autre\u{a0}: ils ont pu être inversés.";
pub(super) const NOM_DIFFERENT: &str = "Les noms sont différents.";

pub(super) const PRENOMS_EGAUX: &str = "Les prénoms sont les mêmes.";
pub(super) const PRENOMS_ORDRE: &str = "Les prénoms sont les mêmes, dans un autre ordre.";
pub(super) const PRENOM_MANQUE: &str =
    "Le premier prénom est le même\u{a0}; d’autres ne sont donnés que d’un côté.";
pub(super) const PREMIER_EGAL: &str = "Le premier prénom est le même\u{a0}; les suivants diffèrent.";
pub(super) const PREMIER_PROCHE: &str = "Le premier prénom est le même à une faute près.";
pub(super) const PRENOM_USUEL: &str = "Le prénom de l’un est un autre prénom de l’autre.";
pub(super) const PRENOM_COMPOSE: &str = "Le prénom de l’un est une partie du prénom composé de l’autre.";
pub(super) const PRENOM_INVERSE: &str =
    "Le prénom de l’un est le nom de l’autre\u{a0}: ils ont pu être inversés.";
pub(super) const SECOND_COMMUN: &str =
    "Le premier prénom est différent\u{a0}; un autre est commun, comme souvent entre frères et sœurs.";
pub(super) const PRENOMS_DIFFERENTS: &str = "Les prénoms sont différents.";

pub(super) const DATE_EGALE: &str = "La date de naissance est la même.";
pub(super) const DATE_INVERSEE: &str = "Le jour et le mois de naissance ont pu être inversés.";
pub(super) const DATE_TRANSPOSEE: &str =
    "Deux chiffres voisins de la date de naissance ont pu être inversés.";
pub(super) const DATE_CHIFFRE: &str = "Un seul chiffre de la date de naissance diffère.";
pub(super) const DATE_VOISINE: &str = "Les dates de naissance se suivent d’un jour ou d’un an.";
pub(super) const DATE_INCERTAINE: &str =
    "Même année\u{a0}; l’une des dates est un 1er\u{a0}janvier, comme quand le jour n’est pas connu.";
pub(super) const DATE_ANNEE: &str = "Seule l’année de naissance est la même.";
pub(super) const DATE_DIFFERENTE: &str = "Les dates de naissance sont différentes.";

pub(super) const LIEU_EGAL: &str = "Le lieu de naissance est le même.";
pub(super) const LIEU_ARRONDISSEMENT: &str = "La ville de naissance est la même, pas l’arrondissement.";
pub(super) const LIEU_ECRITURE: &str = "La ville de naissance est la même à une différence d’écriture près.";
pub(super) const LIEU_DEPARTEMENT: &str = "Le département de naissance est le même, pas la commune.";
pub(super) const LIEU_PAYS: &str = "Le pays de naissance est le même, pas la ville.";
pub(super) const LIEU_DIFFERENT: &str = "Les lieux de naissance sont différents.";

pub(super) const EMAIL_EGAL: &str = "L’adresse email est la même.";
pub(super) const EMAIL_PROCHE: &str = "Les adresses email se ressemblent beaucoup.";
pub(super) const EMAIL_DIFFERENT: &str = "Les adresses email sont différentes.";
pub(super) const MOBILE_EGAL: &str = "Le numéro de mobile est le même.";
pub(super) const MOBILE_PROCHE: &str = "Les numéros de mobile ne diffèrent que d’un chiffre.";
pub(super) const MOBILE_DIFFERENT: &str = "Les numéros de mobile sont différents.";
