// The screens of a review of who is still there: the structures, the campaign and its people, what is asked of exceptions, the
// invitation, the end and the attestation.
import type { Locator, Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { seConnecter, surLaPage } from './etapes';
import { avecScript, expect } from './portail';

/** The lines that are shown. */
export const lignes = (page: Page): Locator => page.locator('[data-ligne]');

/** The campaign of Hélène's association, its list awake. */
export async function ouvrirRevue(page: Page): Promise<void> {
  await page.goto('/revues');
  await surLaPage(page, 'Revues des accès');
  await page.getByRole('link', { name: 'Continuer la revue' }).click();
  await eveillee(page);
}

/** The list is on the screen and its keys work. */
export async function eveillee(page: Page): Promise<void> {
  await surLaPage(page, /^Revue des accès/);
  if (avecScript(page)) await expect(page.locator('[data-vivant]').first()).toBeAttached();
}

/** Presses an answer of a line, as a thumb does. */
export const repondre = (ligne: Locator, reponse: string): Promise<void> => ligne.getByText(reponse, { exact: true }).click();

/** Opens the campaign shared with somebody else: the address of the link. */
export async function faireUnLien(page: Page): Promise<string> {
  const details = page.locator('#partages details');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await page.getByRole('button', { name: /^Faire un (autre )?lien/ }).first().click();
  const lien = page.locator('#lien-partage');
  await expect(lien).toBeVisible();
  return lien.innerText();
}

export async function ecransRevue(page: Page, autrePersonne: () => Promise<Page>, visite: Visite): Promise<void> {
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/revues');
  await surLaPage(page, 'Revues des accès');
  await visite(page, 'structures');
  await ouvrirRevue(page);
  await visite(page, 'campagne');
  await repondre(lignes(page).first(), 'Parti');
  if (avecScript(page)) {
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.getByRole('button', { name: 'Enregistrer le départ' }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Choisissez un motif');
    await visite(page, 'depart-erreur');
    await page.getByRole('button', { name: 'Annuler' }).click();
  } else {
    // Asked on the page that follows the form.
    await repondre(lignes(page).nth(1), 'Rôle changé');
    await page.getByRole('button', { name: 'Enregistrer les réponses de cette page' }).click();
    await surLaPage(page, 'Départs et rôles à préciser');
    await visite(page, 'a-preciser');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect(page).toHaveTitle(/^Erreur/);
    await visite(page, 'a-preciser-erreur');
    await ouvrirRevue(page);
  }
  await faireUnLien(page);
  await visite(page, 'lien');

  const lien = await faireUnLien(page);
  const autre = await autrePersonne();
  await seConnecter(autre, 'Paul GIRAUD');
  await autre.goto(lien);
  await surLaPage(autre, 'Revue des accès partagée');
  await visite(autre, 'invitation');
  await autre.getByRole('button', { name: 'Demander à faire cette revue' }).click();
  await expect(autre.getByText('Votre demande est envoyée')).toBeVisible();
  await ouvrirRevue(page);
  await visite(page, 'demande-a-examiner');

  await page.getByRole('button', { name: 'Terminer et attester' }).click();
  await expect(page.getByText('La revue n’est pas terminée', { exact: true })).toBeVisible();
  await visite(page, 'terminer-erreur');
  await page.getByRole('checkbox', { name: /Je laisse de côté/ }).check();
  await page.getByRole('button', { name: 'Terminer et attester' }).click();
  await surLaPage(page, 'Attestation de revue des accès');
  await visite(page, 'attestation');
}
