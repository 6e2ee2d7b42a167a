//! The people one can sign in as.

use super::invention::Invention;
use super::semis::SemisError;
use crate::Registry;
use crate::connexion::sujet;
use crate::db::{DbError, sql};
use crate::droit::Fournisseur;
use crate::habilitation::GenreHabilitation;
use domain::date::{Instant, Jour, jour};
use domain::etat_civil::{Certification, Civilite, DateNaissance, EtatCivil, LieuNaissance, Sexe};
use domain::ids::CompteId;
use domain::saisie::SaisieEtatCivil;

/// What a persona comes to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupeDemo {
    /// asks for a number, or has one; signs in with FranceConnect
    Professionnel,
    /// has a number; signs in with Pro Santé Connect and an e-CPS
    Inscrit,
    /// decides on demandes; signs in with Pro Santé Connect
    Gestionnaire,
    /// heads a structure, or is about to; signs in with Pro Santé Connect
    RepresentantLegal,
    /// belongs to the support of the register; signs in with Pro Santé Connect
    Support,
}

/// Somebody one can sign in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonneDemo {
    /// the word that designates this persona
    pub cle: &'static str,
    /// first name
    pub prenom: &'static str,
    /// family name
    pub nom: &'static str,
    /// what this persona comes to do
    pub groupe: GroupeDemo,
    /// who this is, in one line
    pub precision: &'static str,
}

/// All personas, those who ask first.
pub fn personnes() -> Vec<PersonneDemo> {
    use GroupeDemo::{Gestionnaire, Inscrit, Professionnel, RepresentantLegal, Support};
    let persona = |cle, prenom, nom, groupe, precision| PersonneDemo {
        cle,
        prenom,
        nom,
        groupe,
        precision,
    };
    vec![
        persona(
            "camille",
            "Camille",
            "MOREAU",
            Professionnel,
            "Née à Lyon 3e, va demander son numéro RPPS",
        ),
        persona(
            "aicha",
            "Aïcha",
            "BENALI",
            Professionnel,
            "Née à Oran, en Algérie",
        ),
        persona(
            "jean-baptiste",
            "Jean-Baptiste",
            "LE GALL",
            Professionnel,
            "Né à Brest, nom d’usage LE GALL-MARTIN",
        ),
        persona(
            "ines",
            "Inès",
            "ROCHA",
            Professionnel,
            "FranceConnect ne donne pas son lieu de naissance, elle le complète",
        ),
        persona(
            "zoe",
            "Zoé",
            "DUVAL",
            Professionnel,
            "Déjà inscrite\u{a0}: elle a un numéro RPPS",
        ),
        persona(
            "lucie",
            "Lucie",
            "ZELLER",
            Inscrit,
            "Inscrite depuis longtemps\u{a0}: se connecte avec son e-CPS, travaille dans deux établissements",
        ),
        persona(
            "nadia",
            "Nadia",
            "FERRAND",
            Gestionnaire,
            "Contrat centralisé\u{a0}: tous les établissements d’une association pour personnes sourdes",
        ),
        persona(
            "paul",
            "Paul",
            "GIRAUD",
            Gestionnaire,
            "Contrat décentralisé\u{a0}: un seul EHPAD",
        ),
        persona(
            "sophie",
            "Sophie",
            "LAMBERT",
            Gestionnaire,
            "Contrat décentralisé\u{a0}: une clinique, secteur sanitaire",
        ),
        persona(
            "marc",
            "Marc",
            "TESSIER",
            Gestionnaire,
            "Sa carte a expiré\u{a0}: ses droits sont suspendus",
        ),
        persona(
            "yasmine",
            "Yasmine",
            "HADDAD",
            Gestionnaire,
            "Mandataire\u{a0}: désigne les gestionnaires, ne traite pas les demandes",
        ),
        persona(
            "helene",
            "Hélène",
            "CARPENTIER",
            RepresentantLegal,
            "Dirige l’association pour personnes sourdes",
        ),
        persona(
            "thomas",
            "Thomas",
            "VASSEUR",
            RepresentantLegal,
            "Va diriger une fondation\u{a0}: contrat envoyé, sa carte n’est pas encore arrivée",
        ),
        persona(
            "odile",
            "Odile",
            "MARCHAND",
            Support,
            "Corrige un état civil, retire une inscription hors champ",
        ),
    ]
}

/// The account of a persona, once the demonstration has been sown.
pub async fn compte_de(registry: &Registry, cle: &str) -> Result<Option<CompteId>, DbError> {
    let Some(personne) = personnes().into_iter().find(|personne| personne.cle == cle) else {
        return Ok(None);
    };
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(personne.sujet())
        .optional(registry.db())
        .await?;
    row.map(|row| Ok(CompteId::new(row.get("id")?))).transpose()
}

/// The EJ of Nadia and Hélène: an association for deaf people, four open establishments.
pub(super) const ASSOCIATION: &str = "010000255";
/// The EHPAD of Paul.
pub(super) const EHPAD: &str = "010780914";
/// The clinic of Sophie.
pub(super) const CLINIQUE: &str = "010011641";

impl PersonneDemo {
    /// What the identity provider calls this persona: `sub` at FranceConnect, `SubjectNameID` at Pro Santé Connect.
    pub fn identifiant(&self) -> String {
        format!("demo-{}", self.cle)
    }

    /// The key of this persona's account.
    pub(super) fn sujet(&self) -> String {
        sujet(self.fournisseur(), &self.identifiant())
    }

    /// Who vouches for this persona.
    pub fn fournisseur(&self) -> Fournisseur {
        match self.groupe {
            GroupeDemo::Professionnel => Fournisseur::FranceConnect,
            GroupeDemo::Inscrit
            | GroupeDemo::Gestionnaire
            | GroupeDemo::RepresentantLegal
            | GroupeDemo::Support => Fournisseur::ProSanteConnect,
        }
    }

    /// Kind and FINESS (EJ or EG) of the habilitation, for those who have one.
    pub(super) fn habilitation(&self) -> Option<(GenreHabilitation, &'static str)> {
        use GenreHabilitation::{Gestionnaire, Mandataire, RepresentantLegal};
        match self.cle {
            "nadia" => Some((Gestionnaire, ASSOCIATION)),
            "paul" | "marc" => Some((Gestionnaire, EHPAD)),
            "sophie" => Some((Gestionnaire, CLINIQUE)),
            "yasmine" => Some((Mandataire, ASSOCIATION)),
            "helene" => Some((RepresentantLegal, ASSOCIATION)),
            _ => None,
        }
    }

    /// The last day of the card on the day of the sowing.
    pub(super) fn carte_jusqu_au(&self, maintenant: Instant) -> Jour {
        let jours = match self.cle {
            "marc" => -3,
            "yasmine" => 45,
            _ => 500,
        };
        maintenant.plus_days(jours).jour_paris()
    }

    /// The civil status, as FranceConnect would give it and as the register has it of those who have a number.
    pub(super) fn etat_civil(&self) -> Result<Option<EtatCivil>, SemisError> {
        let (sexe, usage, prenoms, naissance, lieu) = match self.cle {
            "camille" => (Sexe::F, None, "Camille Louise", (1990, 3, 12), commune("69383")?),
            "aicha" => (Sexe::F, None, "Aïcha", (1985, 11, 2), ville("99352", "Oran")?),
            "jean-baptiste" => (
                Sexe::M,
                Some("LE GALL-MARTIN"),
                "Jean-Baptiste Yann",
                (1978, 7, 24),
                commune("29019")?,
            ),
            "ines" => (Sexe::F, None, "Inès", (1997, 9, 5), commune("01053")?),
            "zoe" => (Sexe::F, None, "Zoé Marie", (1994, 1, 30), commune("01053")?),
            "lucie" => (
                Sexe::F,
                Some("MERLIN"),
                "Lucie Anne",
                (1983, 6, 18),
                commune("69383")?,
            ),
            _ => return Ok(None),
        };
        let (annee, mois, quantieme) = naissance;
        Ok(Some(EtatCivil {
            civilite: if sexe == Sexe::F {
                Civilite::Mme
            } else {
                Civilite::M
            },
            sexe,
            nom_naissance: Invention::lire("nom", self.nom)?,
            nom_usage: usage.map(|nom| Invention::lire("nom d’usage", nom)).transpose()?,
            prenoms: Invention::lire("prénoms", prenoms)?,
            date_naissance: jour(annee, mois, quantieme)
                .ok()
                .and_then(|jour| DateNaissance::stored(jour).ok())
                .ok_or(SemisError::Invention("date de naissance"))?,
            lieu_naissance: lieu,
            certification: Certification::Fc,
        }))
    }
}

impl PersonneDemo {
    /// The civil status that FranceConnect gives of this persona, `None` for a card holder.
    pub fn identite_franceconnect(&self) -> Option<SaisieEtatCivil> {
        let etat_civil = self.etat_civil().ok()??;
        (self.fournisseur() == Fournisseur::FranceConnect).then(|| self.identite(&etat_civil))
    }

    /// That civil status as FranceConnect says it: never the town of a birth abroad, and nothing of Inès's place of birth.
    pub(super) fn identite(&self, etat_civil: &EtatCivil) -> SaisieEtatCivil {
        let mut identite = SaisieEtatCivil::from(etat_civil);
        identite.ville_naissance.clear();
        if self.cle == "ines" {
            identite.pays_naissance.clear();
            identite.commune_naissance.clear();
        }
        identite
    }
}

/// Born in France.
pub(super) fn commune(code: &str) -> Result<LieuNaissance, SemisError> {
    Ok(LieuNaissance::France {
        commune: Invention::lire("commune", code)?,
    })
}

/// Born elsewhere.
pub(super) fn ville(pays: &str, ville: &str) -> Result<LieuNaissance, SemisError> {
    LieuNaissance::etranger(Invention::lire("pays", pays)?, Invention::lire("ville", ville)?)
        .map_err(|_| SemisError::Invention("lieu de naissance"))
}

#[cfg(test)]
mod tests {
    use super::super::noms::{FEMININS, MASCULINS, NOMS, ORIGINES, PARTICULES};
    use super::{Fournisseur, personnes};
    use domain::texte::cle;

    #[test]
    fn nobody_made_up_bears_the_names_of_a_card() {
        let prenoms: Vec<String> = FEMININS
            .iter()
            .chain(&MASCULINS)
            .chain(ORIGINES.iter().flat_map(|origine| &origine.feminins))
            .chain(ORIGINES.iter().flat_map(|origine| &origine.masculins))
            .map(|prenom| cle(prenom))
            .collect();
        let noms: Vec<String> = NOMS
            .iter()
            .chain(&PARTICULES)
            .chain(ORIGINES.iter().flat_map(|origine| &origine.noms))
            .map(|nom| cle(nom))
            .collect();
        let gens = personnes();
        for persona in gens
            .iter()
            .filter(|persona| persona.fournisseur() == Fournisseur::ProSanteConnect)
        {
            let (prenom, nom) = (cle(persona.prenom), cle(persona.nom));
            assert!(
                !(prenoms.contains(&prenom) && noms.contains(&nom)),
                "{}",
                persona.cle
            );
            let homonymes = gens
                .iter()
                .filter(|autre| (cle(autre.prenom), cle(autre.nom)) == (prenom.clone(), nom.clone()));
            assert_eq!(homonymes.count(), 1, "{}", persona.cle);
        }
    }
}
