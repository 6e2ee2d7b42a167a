// The screens of decisions that can be taken back, and of decisions on many demandes.
import type { Page } from '@playwright/test';
import { ouvrirCorrection, remarquer, renvoyerACorriger } from './correction';
import { ouvrirDossier, pret, refuser, seConnecter, surLaPage, valider } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** Long enough for every screen to be looked at. */
export const SURSIS = '[decisions]\nsursis_secondes = 600\n';

/** A decision waiting, taken back; a lot prepared, confirmed, taken back. Needs the configuration above. */
export async function ecransSursis(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  await page.locator('main ul > li').first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await pret(page);
  const adresse = page.url();
  await valider(page);
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();
  await pret(page);
  await visite(page, 'decision-annulable');
  await page.goto(adresse);
  await expect(page.getByText('Demande validée par Nadia FERRAND')).toBeVisible();
  await visite(page, 'dossier-en-sursis');
  await page.getByRole('button', { name: 'Annuler ma décision' }).click();
  await expect(page.getByText('Votre décision est annulée')).toBeVisible();
  await pret(page);
  await visite(page, 'decision-annulee');
  await refuser(page, 'Autre motif', 'L’établissement ferme à la fin du mois.');
  await expect(page.getByRole('button', { name: 'Annuler ma décision' })).toBeVisible();
  await page.goto('/gestion/demandes?a-revoir=selection');
  await visite(page, 'file-rien-de-choisi');
  await page.getByRole('checkbox', { name: /de cette liste/ }).check();
  await page.getByRole('button', { name: 'Valider la sélection…' }).click();
  await surLaPage(page, /^Valider \d+ demandes$/);
  await visite(page, 'lot-a-confirmer');
  await page.getByRole('button', { name: /^Valider ces/ }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'lot-a-confirmer-erreur');
  await page.getByRole('checkbox', { name: /Je confirme/ }).check();
  await page.getByRole('button', { name: /^Valider ces/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/encore annulable$/, { timeout: 30_000 });
  await page.getByText('décision prise, pas encore d’effet').click();
  await visite(page, 'lot-en-sursis');
  await page.goto('/gestion/demandes');
  await visite(page, 'file-avec-un-lot');
  await page.getByRole('link', { name: 'Suivre ou annuler ce lot' }).click();
  await page.getByRole('button', { name: 'Annuler tout ce lot' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/annulée$/, { timeout: 30_000 });
  await visite(page, 'lot-annule');
  await ecransFinDeListe(page, visite);
}

/** A list of one demande sent back to be corrected: its end, the demande during the delay, the line of what can be taken back. */
async function ecransFinDeListe(page: Page, visite: Visite): Promise<void> {
  await page.goto('/gestion/demandes');
  const reference = /RP-\S+/.exec(await page.locator('main ul > li').first().innerText())?.[0] ?? '';
  await ouvrirDossier(page, reference);
  const adresse = new URL(page.url()).pathname;
  await ouvrirCorrection(page);
  await remarquer(page, 'Adresse email', 'Donnez une adresse à vous.');
  await renvoyerACorriger(page);
  await expect(page.getByText('Vous êtes au bout de cette liste')).toBeVisible();
  await visite(page, 'file-au-bout');
  await page.goto(adresse);
  await expect(page.getByRole('button', { name: 'Annuler ma demande de correction' })).toBeVisible();
  await pret(page);
  await visite(page, 'correction-en-sursis');
  await page.goto('/gestion/demandes');
  await expect(page.locator('#annulables').getByRole('link')).not.toHaveCount(0);
  await visite(page, 'file-annulables');
}
