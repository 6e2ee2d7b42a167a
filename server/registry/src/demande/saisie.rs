//! The draft: started once, kept as typed, right or wrong, until it is submitted. Nothing here judges what was typed, except
//! its size, and the civil status, which is the identity provider's and not the browser's (R14).

use super::ligne;
use crate::db::{DbError, Tx, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::{Registry, etablissement, personne};
use domain::date::Instant;
use domain::demande::{Reference, Statut};
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::{DemandeId, InvitationId};
use domain::nomenclature::CategorieProfessionnelle;
use domain::saisie::{
    Champ, SaisieContact, SaisieDemande, SaisieEtatCivil, SaisieInvitation, SaisieLegale, SaisieSituation,
};

/// No real answer is longer; beyond it is refused rather than cut (characters).
const CHAMP_MAX: usize = 2000;

/// A demande being filled in.
#[derive(Clone)]
pub struct Brouillon {
    /// Its id.
    pub id: DemandeId,
    /// Its reference, already the final one.
    pub reference: Reference,
    /// What was typed so far.
    pub saisie: SaisieDemande,
    /// The establishment of the number typed, when the register knows it.
    pub etablissement: Option<EtablissementResume>,
    /// Last saved.
    pub modifiee_le: Instant,
    /// The country of birth comes from the identity provider.
    pub(super) pays_certifie: bool,
}

impl Registry {
    /// Starts a demande, or resumes the draft if there is one. The civil status comes from the account (R14), the exercise
    /// name defaults to the birth name (R17). Refused when this account is already registered (R3).
    pub async fn commencer_demande(&self, u: &Usager) -> Result<DemandeId, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Commencer,
            objet: Objet::Compte(u.compte()),
        };
        self.tenter(tentative, self.commencer_si_permis(u)).await
    }

    async fn commencer_si_permis(&self, u: &Usager) -> Result<DemandeId, ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        personne::refuser_si_inscrite(&mut tx, u).await?;
        let saisie = json(&preremplir(u.identite()))?;
        // Another window may create the draft in between, and a reference may (once in a billion) be taken.
        for _ in 0..3 {
            let draft = sql("SELECT id FROM demande WHERE demandeur = $1 AND statut = 'brouillon'")
                .bind(u.compte().uuid())
                .optional(&mut tx)
                .await?;
            if let Some(row) = draft {
                return Ok(DemandeId::new(row.get("id")?));
            }
            if let Some(id) = self.ecrire_brouillon(&mut tx, u, now, &saisie, None).await? {
                let entree = Entree::new(now, u.auteur(), Acte::Commencer, Objet::Demande(id));
                journal::ecrire(&mut tx, &self.contexte, entree).await?;
                tx.commit().await?;
                return Ok(id);
            }
        }
        Err(DbError::Busy.into())
    }

    /// Starts the draft that an invitation prepared, for somebody who has none.
    pub(crate) async fn commencer_invitee(
        &self,
        tx: &mut Tx,
        u: &Usager,
        now: Instant,
        invitation: InvitationId,
        preparee: &SaisieInvitation,
    ) -> Result<DemandeId, DbError> {
        let prerempli = preremplir(u.identite());
        let saisie = json(&SaisieDemande {
            contact: preparee.contact(),
            situation: SaisieSituation {
                // R17: the names of the civil status, whatever the mail began with.
                nom_exercice: prerempli.situation.nom_exercice.clone(),
                prenom_exercice: prerempli.situation.prenom_exercice.clone(),
                ..preparee.situation()
            },
            ..prerempli
        })?;
        for _ in 0..3 {
            if let Some(id) = self
                .ecrire_brouillon(&mut *tx, u, now, &saisie, Some(invitation))
                .await?
            {
                return Ok(id);
            }
        }
        Err(DbError::Busy)
    }

    /// A new draft; none when there is one already, or when the reference is taken.
    async fn ecrire_brouillon(
        &self,
        tx: &mut Tx,
        u: &Usager,
        now: Instant,
        saisie: &str,
        invitation: Option<InvitationId>,
    ) -> Result<Option<DemandeId>, DbError> {
        let id = self.uuid(now);
        let ecrit = sql("INSERT INTO demande (id, reference, demandeur, statut, version, saisie, cree_le, modifiee_le, invitation) \
             VALUES ($1, $2, $3, $4, 1, $5, $6, $6, $7) ON CONFLICT DO NOTHING")
        .bind(id)
        .bind(self.nouvelle_reference().to_string())
        .bind(u.compte().uuid())
        .bind(Statut::Brouillon.code())
        .bind(saisie)
        .bind(now.millis())
        .bind(invitation.map(InvitationId::uuid))
        .execute(tx)
        .await?;
        Ok((ecrit == 1).then(|| DemandeId::new(id)))
    }

    /// The draft of this person, if there is one.
    pub async fn brouillon(&self, u: &Usager) -> Result<Option<Brouillon>, ActeError> {
        let row = sql("SELECT id FROM demande WHERE demandeur = $1 AND statut = 'brouillon'")
            .bind(u.compte().uuid())
            .optional(&self.db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let ligne = ligne::du_demandeur(&self.db, u, DemandeId::new(row.get("id")?)).await?;
        let saisie = ligne.saisie()?;
        let etablissement = match saisie.situation.etablissement.parse::<Finess>() {
            Ok(finess) => etablissement::lire(&self.db, &finess).await?,
            Err(_) => None,
        };
        Ok(Some(Brouillon {
            id: ligne.id,
            reference: ligne.reference,
            pays_certifie: pays_certifie(u, &saisie.etat_civil),
            saisie,
            etablissement,
            modifiee_le: ligne.modifiee_le,
        }))
    }

    /// Keeps the step « État civil ». What FranceConnect certified stays as it gave it, whatever was posted (R14): only
    /// what it did not say is taken.
    pub async fn enregistrer_etat_civil(
        &self,
        u: &Usager,
        id: DemandeId,
        saisie: &SaisieEtatCivil,
    ) -> Result<Instant, ActeError> {
        borner(&champs_etat_civil(saisie))?;
        self.modifier_saisie(u, id, |demande| {
            demande.etat_civil = certifier(saisie, u.identite());
        })
        .await
    }

    /// Keeps the step « Coordonnées de contact », right or wrong.
    pub async fn enregistrer_contact(
        &self,
        u: &Usager,
        id: DemandeId,
        saisie: &SaisieContact,
    ) -> Result<Instant, ActeError> {
        borner(&[(Champ::Email, &saisie.email), (Champ::Mobile, &saisie.mobile)])?;
        self.modifier_saisie(u, id, |demande| demande.contact = saisie.clone())
            .await
    }

    /// Keeps the step « Situation d'exercice », right or wrong.
    pub async fn enregistrer_situation(
        &self,
        u: &Usager,
        id: DemandeId,
        saisie: &SaisieSituation,
    ) -> Result<Instant, ActeError> {
        borner(&champs_situation(saisie))?;
        self.modifier_saisie(u, id, |demande| demande.situation = saisie.clone())
            .await
    }

    /// Keeps the step « Informations légales »: nothing is sent before the check page.
    pub async fn enregistrer_legale(
        &self,
        u: &Usager,
        id: DemandeId,
        saisie: &SaisieLegale,
    ) -> Result<Instant, ActeError> {
        borner(&champs_legaux(saisie))?;
        self.modifier_saisie(u, id, |demande| demande.legale = saisie.clone())
            .await
    }

    async fn modifier_saisie(
        &self,
        u: &Usager,
        id: DemandeId,
        change: impl FnOnce(&mut SaisieDemande) + Send,
    ) -> Result<Instant, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Enregistrer,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.modifier_si_permis(u, id, change))
            .await
    }

    async fn modifier_si_permis(
        &self,
        u: &Usager,
        id: DemandeId,
        change: impl FnOnce(&mut SaisieDemande) + Send,
    ) -> Result<Instant, ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        // Taking the row first makes two windows that save at once follow each other.
        let row = sql("UPDATE demande SET modifiee_le = $3, version = version + 1 \
             WHERE demandeur = $1 AND id = $2 AND statut = 'brouillon' RETURNING saisie")
        .bind(u.compte().uuid())
        .bind(id.uuid())
        .bind(now.millis())
        .optional(&mut tx)
        .await?;
        let Some(row) = row else {
            return Err(ligne::du_demandeur(&mut tx, u, id).await?.conflit());
        };
        let mut saisie: SaisieDemande = serde_json::from_str(&row.get::<String>("saisie")?)
            .map_err(|_| DbError::stored("demande.saisie"))?;
        change(&mut saisie);
        sql("UPDATE demande SET saisie = $2 WHERE id = $1")
            .bind(id.uuid())
            .bind(json(&saisie)?)
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(now)
    }

    fn nouvelle_reference(&self) -> Reference {
        let secret = self.contexte.entropy.secret();
        let mut octets = [0; 8];
        octets.copy_from_slice(&secret[..8]);
        Reference::from_entropy(u64::from_be_bytes(octets))
    }
}

fn preremplir(identite: &SaisieEtatCivil) -> SaisieDemande {
    SaisieDemande {
        etat_civil: identite.clone(),
        situation: SaisieSituation {
            nom_exercice: identite.nom_naissance.clone(),
            prenom_exercice: identite.prenoms.split(' ').next().unwrap_or_default().to_owned(),
            // R32: the general case; the person may say otherwise.
            categorie: CategorieProfessionnelle::Civil.code().to_owned(),
            ..SaisieSituation::default()
        },
        ..SaisieDemande::default()
    }
}

/// The typed civil status with everything that the identity provider certified put back in its place (R14). Only what it
/// did not say is taken from the form.
pub(super) fn certifier(saisie: &SaisieEtatCivil, certifie: &SaisieEtatCivil) -> SaisieEtatCivil {
    const LIEU: [&str; 3] = ["pays_naissance", "commune_naissance", "ville_naissance"];
    // A place that is known leaves nothing to add: not a town beside a commune.
    let lieu_connu = !certifie.commune_naissance.is_empty() || !certifie.ville_naissance.is_empty();
    let mut sure = certifie.clone();
    for nom in SaisieEtatCivil::NOMS {
        let donne = certifie.get(nom).is_some_and(|valeur| !valeur.is_empty());
        if !(donne || lieu_connu && LIEU.contains(nom)) {
            sure.set(nom, saisie.get(nom).unwrap_or_default().to_owned());
        }
    }
    sure
}

/// Whether the country of birth is the one that the identity provider certified.
pub(super) fn pays_certifie(u: &Usager, saisie: &SaisieEtatCivil) -> bool {
    u.identite().pays_naissance == saisie.pays_naissance
}

/// A typed form as stored. A form of strings always has a JSON form.
pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|_| DbError::stored("demande"))
}

/// Refuses what is too long to be an answer.
pub(super) fn borner(champs: &[(Champ, &String)]) -> Result<(), ActeError> {
    match champs.iter().find(|(_, texte)| texte.chars().count() > CHAMP_MAX) {
        Some((champ, _)) => Err(ActeError::TropLong(*champ)),
        None => Ok(()),
    }
}

fn champs_etat_civil(s: &SaisieEtatCivil) -> [(Champ, &String); 11] {
    [
        (Champ::Civilite, &s.civilite),
        (Champ::Sexe, &s.sexe),
        (Champ::NomNaissance, &s.nom_naissance),
        (Champ::NomUsage, &s.nom_usage),
        (Champ::Prenoms, &s.prenoms),
        (Champ::DateNaissance, &s.naissance_jour),
        (Champ::DateNaissance, &s.naissance_mois),
        (Champ::DateNaissance, &s.naissance_annee),
        (Champ::PaysNaissance, &s.pays_naissance),
        (Champ::CommuneNaissance, &s.commune_naissance),
        (Champ::VilleNaissance, &s.ville_naissance),
    ]
}

fn champs_situation(s: &SaisieSituation) -> [(Champ, &String); 13] {
    [
        (Champ::NomExercice, &s.nom_exercice),
        (Champ::PrenomExercice, &s.prenom_exercice),
        (Champ::Etablissement, &s.etablissement),
        (Champ::DateDebut, &s.debut_jour),
        (Champ::DateDebut, &s.debut_mois),
        (Champ::DateDebut, &s.debut_annee),
        (Champ::DateFin, &s.fin_jour),
        (Champ::DateFin, &s.fin_mois),
        (Champ::DateFin, &s.fin_annee),
        (Champ::Profession, &s.profession),
        (Champ::Role, &s.role),
        (Champ::ModeExercice, &s.mode_exercice),
        (Champ::Categorie, &s.categorie),
    ]
}

pub(super) fn champs_legaux(s: &SaisieLegale) -> [(Champ, &String); 2] {
    [(Champ::Exactitude, &s.exactitude), (Champ::Cgu, &s.cgu)]
}
