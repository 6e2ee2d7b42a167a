// The screens of mail: what a gestionnaire is told and where, and what the support sees of the outbox.
import type { Page } from '@playwright/test';
import { ouvrirMessage, seConnecter, seDeconnecter, surLaPage } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** Every state of the page « Notifications », then the outbox. */
export async function ecransCourriel(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.getByRole('link', { name: /Notifications par email/ }).click();
  await surLaPage(page, 'Notifications');
  await visite(page, 'notifications-sans-adresse');
  await page.getByLabel('Adresse email').fill('nadia');
  await page.getByRole('button', { name: 'Recevoir un code' }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await expect(page.getByLabel('Adresse email')).toHaveValue('nadia');
  await visite(page, 'notifications-adresse-erreur');
  await page.getByLabel('Adresse email').fill('nadia.ferrand@example.org');
  await page.getByRole('button', { name: 'Recevoir un code' }).click();
  await expect(page.getByText('Confirmez votre adresse')).toBeVisible();
  await visite(page, 'notifications-code');
  await page.getByLabel('Code reçu').fill('12');
  await page.getByRole('button', { name: 'Confirmer' }).click();
  await expect(page.getByText('Ce code n’est pas le bon')).toBeVisible();
  await visite(page, 'notifications-code-faux');
  await ouvrirMessage(page, 'Confirmez votre adresse pour les notifications');
  const code = /Votre code\s*: (\d{6})/.exec(await page.locator('pre').innerText())?.[1] ?? '';
  await page.goto('/gestion/notifications');
  await page.getByLabel('Code reçu').fill(code);
  await page.getByRole('button', { name: 'Confirmer' }).click();
  await expect(page.getByText('Votre adresse est confirmée')).toBeVisible();
  await visite(page, 'notifications-confirmee');
  await page.getByLabel('Nouvelles demandes').selectOption('hebdomadaire');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('C’est enregistré')).toBeVisible();
  await expect(page.getByLabel('Nouvelles demandes')).toHaveValue('hebdomadaire');
  await visite(page, 'notifications-enregistrees');
  await page.getByRole('button', { name: 'Oublier mon adresse' }).click();
  await expect(page.getByText('Votre adresse est oubliée')).toBeVisible();
  await seDeconnecter(page);
  await seConnecter(page, 'Odile MARCHAND');
  await page.getByRole('link', { name: 'Emails qui attendent' }).click();
  await surLaPage(page, 'Emails');
  await visite(page, 'courriels');
}
