// The screens of an invitation: the empty list, the form with its errors, the list, the page of the link before and after signing in.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { seConnecter, surLaPage } from './etapes';
import { expect } from './portail';

/** From the empty list to the withdrawn invitation. */
export async function ecransInvitation(page: Page, invitee: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/invitations');
  await surLaPage(page, 'Invitations');
  await visite(page, 'invitations-aucune');
  await page.getByRole('link', { name: 'Inviter une personne' }).click();
  await surLaPage(page, 'Inviter une personne');
  await visite(page, 'invitation-nouvelle');
  await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
  await expect(page.locator('#email-erreur')).toBeVisible();
  await visite(page, 'invitation-nouvelle-erreurs');
  await page.getByLabel('Adresse email').fill('une.longue.adresse.de.quelqu.un@etablissement.exemple.fr');
  await page.getByLabel('Établissement', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
  await surLaPage(page, 'Invitations');
  await visite(page, 'invitations');
  await invitee.goto('/demonstration/messages');
  await invitee.getByRole('link', { name: 'Invitation à demander votre numéro RPPS' }).first().click();
  await invitee.getByRole('link', { name: 'Suivre le lien de ce message' }).click();
  await surLaPage(invitee, /vous invite à demander votre numéro RPPS/);
  await visite(invitee, 'invitation');
  const lien = invitee.url();
  await seConnecter(invitee, 'Camille MOREAU');
  await invitee.goto(lien);
  await expect(invitee.getByRole('button', { name: 'Commencer ma demande' })).toBeVisible();
  await visite(invitee, 'invitation-connecte');
  await page.getByRole('button', { name: /^Retirer/ }).click();
  await expect(page.getByText('L’invitation est retirée')).toBeVisible();
  await invitee.goto(lien);
  await surLaPage(invitee, 'Cette invitation ne peut pas servir');
  await visite(invitee, 'invitation-retiree');
}
