// The screens of the portal in a pocket: the page without a network, and the choice of the weekly summary.
import type { Page } from '@playwright/test';
import { seConnecter, surLaPage } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** What the service worker keeps, as it is before anything is filled in; the settings of the head of a structure. */
export async function ecransPoche(page: Page, visite: Visite): Promise<void> {
  await page.goto('/hors-ligne');
  await surLaPage(page, 'Le réseau ne répond pas');
  await visite(page, 'hors-ligne');
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/gestion/notifications');
  await expect(page.getByRole('radio', { name: 'Oui, le lundi à 8 h' })).toBeChecked();
  await page.getByRole('radio', { name: 'Non, jamais' }).check();
  await page.getByRole('button', { name: 'Enregistrer ce choix' }).click();
  await expect(page.getByText('Votre choix vaut à partir de lundi prochain.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Non, jamais' })).toBeChecked();
  await visite(page, 'resume-de-la-semaine');
}
