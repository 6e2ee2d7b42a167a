// Reload, back and forward, double click: at every step nothing is lost and nothing is done twice.
import type { Page } from '@playwright/test';
import { avecScript, expect, test } from './outils/portail';
import {
  CONTACT, INSTITUT, cocherLegale, envoyerMaDemande, remplirContact, remplirSituation, seConnecter, surLaPage, validerEtape,
  verifierMesReponses,
} from './outils/etapes';

type Garde = (page: Page) => Promise<void>;

/** A page of the journey: its heading, and what it must still show after it was left. */
interface Lieu {
  titre: string | RegExp;
  garde: Garde;
}

const ACCUEIL: Lieu = { titre: /^Bonjour/, garde: async () => {} };
const ETAT_CIVIL: Lieu = {
  titre: 'État civil',
  garde: async (page) => expect(page.getByLabel(/Nom d’usage/)).toHaveValue('Dupré'),
};
const COORDONNEES: Lieu = {
  titre: 'Coordonnées de contact',
  garde: async (page) => {
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(CONTACT.mobile);
  },
};
const SITUATION: Lieu = {
  titre: 'Situation d’exercice',
  garde: async (page) => {
    await expect(page.getByLabel('Établissement', { exact: true })).toHaveValue(avecScript(page) ? INSTITUT.choix : /010780575/);
    await expect(page.getByRole('group', { name: 'Date de prise de fonction' }).getByLabel('Mois')).toHaveValue('septembre');
    await expect(page.getByRole('radio', { name: 'Salarié', exact: true })).toBeChecked();
  },
};
const LEGALE: Lieu = {
  titre: 'Informations légales',
  garde: async (page) => {
    await expect(page.getByRole('checkbox', { name: /Je certifie l’exactitude/ })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: /j’accepte les conditions générales/ })).toBeChecked();
  },
};
const VERIFICATION: Lieu = {
  titre: 'Vérifier et envoyer',
  garde: async (page) => expect(page.getByText(CONTACT.email)).toBeVisible(),
};

/** Waits for the automatic saving; without scripts there is none, and what was not sent is not kept. */
async function enregistre(page: Page): Promise<void> {
  if (avecScript(page)) await expect(page.locator('#etat-enregistrement')).toHaveText(/^Réponses enregistrées à/);
}

/** Back to the page before, forward again, then reloaded: each still shows what was typed. `sauve`: what is here was sent already. */
async function quitterEtRevenir(page: Page, avant: Lieu, ici: Lieu, sauve = avecScript(page)): Promise<void> {
  await page.goBack();
  await surLaPage(page, avant.titre);
  await avant.garde(page);
  await page.goForward();
  await surLaPage(page, ici.titre);
  if (sauve) await ici.garde(page);
  await page.reload();
  await surLaPage(page, ici.titre);
  if (sauve) await ici.garde(page);
}

test('à chaque étape, rien n’est perdu ni fait deux fois', async ({ page }) => {
  test.slow();
  await seConnecter(page, 'Camille MOREAU');
  await page.getByRole('button', { name: 'Commencer ma demande' }).dblclick();
  await surLaPage(page, ETAT_CIVIL.titre);
  await page.getByLabel(/Nom d’usage/).fill('Dupré');
  await enregistre(page);
  await quitterEtRevenir(page, ACCUEIL, ETAT_CIVIL);
  await page.getByLabel(/Nom d’usage/).fill('Dupré');
  await validerEtape(page).dblclick();

  await surLaPage(page, COORDONNEES.titre);
  await remplirContact(page);
  await enregistre(page);
  await quitterEtRevenir(page, ETAT_CIVIL, COORDONNEES);
  await remplirContact(page);
  await validerEtape(page).dblclick();

  const situation = { ...INSTITUT, nomExercice: /MOREAU/i };
  await surLaPage(page, SITUATION.titre);
  await remplirSituation(page, situation);
  await enregistre(page);
  await quitterEtRevenir(page, COORDONNEES, SITUATION);
  if (!avecScript(page)) {
    await remplirSituation(page, situation);
    await validerEtape(page).click();
    await expect(page.locator('#resume-erreurs')).toBeVisible();
    await page.getByRole('radio', { name: INSTITUT.choix }).check();
  }
  await validerEtape(page).dblclick();

  await surLaPage(page, LEGALE.titre);
  await cocherLegale(page);
  await enregistre(page);
  await quitterEtRevenir(page, SITUATION, LEGALE);
  await cocherLegale(page);
  await verifierMesReponses(page).dblclick();

  await surLaPage(page, VERIFICATION.titre);
  await quitterEtRevenir(page, LEGALE, VERIFICATION, true);
  await envoyerMaDemande(page).dblclick();
  await surLaPage(page, 'Votre demande est envoyée');
  const reference = await page.locator('#reference').innerText();
  await page.reload();
  await expect(page.locator('#reference')).toHaveText(reference);
  // Back to the check page: there is nothing to send any more, and nothing is sent again.
  await page.goBack();
  await expect(envoyerMaDemande(page)).toHaveCount(0);
  await page.goto('/mes-demandes');
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(1);
  await page.goto('/demonstration/messages');
  await expect(page.getByRole('link', { name: `Demande ${reference} reçue` })).toHaveCount(1);
});
