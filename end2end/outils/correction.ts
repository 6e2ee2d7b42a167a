// What a gestionnaire does to have a demande corrected, in the words of the screens.
import type { Page } from '@playwright/test';
import { expect } from './portail';
import { pret } from './etapes';

export async function ouvrirCorrection(page: Page): Promise<void> {
  const details = page.locator('#corriger');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
}

/** Ticks a field and says what is wrong with it. */
export async function remarquer(page: Page, champ: string, remarque: string): Promise<void> {
  const corrections = page.locator('#corriger');
  await corrections.getByRole('checkbox', { name: champ, exact: true }).check();
  await corrections.getByLabel(new RegExp(`Remarque.*: ${champ}$`)).fill(remarque);
}

export async function renvoyerACorriger(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Renvoyer à corriger' }).click();
  await expect(page.getByText(/^Correction demandée à /)).toBeVisible();
  await pret(page);
}
