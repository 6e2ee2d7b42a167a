// The screens of the help.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** Its front page, what a search finds and does not find, an answer, a bubble open, the three sheets; the terms and the legal notice. */
export async function ecransAide(page: Page, visite: Visite): Promise<void> {
  await page.goto('/aide');
  await visite(page, 'aide');
  for (const [texte, nom] of [['directeur', 'aide-resultats'], ['zzzzzz', 'aide-rien']] as const) {
    await page.getByLabel('Que cherchez-vous ?').fill(texte);
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page.getByRole('heading', { name: new RegExp(`« ${texte} »`) })).toBeVisible();
    await visite(page, nom);
  }
  await page.goto('/aide/designer-gestionnaire');
  await visite(page, 'aide-question');
  await page.goto('/conseil');
  await page.getByRole('complementary').getByRole('button', { name: /^DMP/ }).click();
  await visite(page, 'aide-mot-explique');
  for (const nom of ['glossaire', 'contacts', 'secteur-sanitaire']) {
    await page.goto(`/aide/${nom}`);
    await visite(page, `aide-${nom}`);
  }
  for (const nom of ['portail', 'habilitations', 'donnees-personnelles', 'accessibilite', 'mentions-legales']) {
    await page.goto(`/conditions/${nom}`);
    await visite(page, `conditions-${nom}`);
  }
}
