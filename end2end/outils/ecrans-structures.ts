// The screens of the path of a structure: the list, the path of a head and of somebody who has no card yet, cards, contract.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { chercher, pret, remplirDate, seConnecter, seDeconnecter, surLaPage } from './etapes';
import { expect } from './portail';

export async function ecransStructures(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  await visite(page, 'structures');
  await page.getByRole('listitem').getByRole('heading', { level: 2 }).getByRole('link').click();
  await surLaPage(page, /^ASSOCIATION/);
  await visite(page, 'structure-en-place');
  await page.goto('/structures/010000255/cartes');
  await surLaPage(page, 'Cartes de la structure');
  await page.getByText('La carte suivante est arrivée').first().click();
  await page.getByText('Noter une commande de carte').click();
  await visite(page, 'structure-cartes');
  await page.getByRole('button', { name: 'Noter cette commande' }).click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'structure-carte-a-revoir');
  await page.goto('/structures/010000255');
  await page.getByText('Le numéro SIRET a changé', { exact: true }).click();
  await visite(page, 'structure-contrat-a-clore');
  await page.goto('/structures/010000255/contrat');
  await surLaPage(page, /^Contrat et F101/);
  await visite(page, 'structure-contrat');
  await page.goto('/structures/ouvrir');
  await surLaPage(page, 'Quelle structure dirigez-vous ?');
  await visite(page, 'structure-ouvrir');
  // What a change asks to be done again: the new number, refused then accepted; then, that path given up, the organisation.
  const numero = page.locator('details', { hasText: 'Le numéro FINESS a changé' }).last();
  await page.goto('/structures/010000255');
  await numero.locator('summary').click();
  for (const [saisi, nom] of [['990000085', 'structure-numero-a-revoir'], ['010000354', 'structure-finess-a-refaire']] as const) {
    await numero.getByLabel('Nouveau numéro FINESS').fill(saisi);
    await numero.getByRole('button', { name: 'Continuer sous ce numéro' }).click();
    await expect(page.getByText(/n’est pas encore ouvert|À refaire, parce que le numéro FINESS/).first()).toBeVisible();
    await visite(page, nom);
  }
  await page.goto('/structures/010000255');
  await expect(page.getByText('Le contrat continue sous un autre numéro')).toBeVisible();
  await visite(page, 'structure-continue-ailleurs');
  await page.goto('/structures/010000354');
  await page.getByText(/^Abandonner\s: ce n’est pas ma structure$/).first().click();
  await page.getByRole('button', { name: /^Confirmer.*Abandonner/ }).click();
  await surLaPage(page, 'Mes structures');
  await page.goto('/structures/010000255');
  await page.getByText('Changer d’organisation', { exact: true }).click();
  await page.getByRole('button', { name: /Confirmer.*organisation/ }).click();
  await expect(page.locator('#organisation')).toContainText('À refaire');
  await visite(page, 'structure-organisation-a-refaire');
  await seDeconnecter(page);
  await seConnecter(page, 'Thomas VASSEUR');
  await surLaPage(page, 'Mes structures');
  await page.goto('/structures/010000362');
  await remplirDate(page, 'Date de la formation d’un gestionnaire', '1', '1', '2199');
  await page.getByRole('button', { name: 'Noter cette formation' }).click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'structure-date-a-revoir');
  // A structure whose contract is not sent: its organisation is still to be chosen, with at least one establishment.
  await page.goto('/structures/ouvrir');
  await pret(page);
  await chercher(page, 'Établissement', '010780922', /ALBIZIA/);
  await page.getByRole('button', { name: 'Je dirige cette structure' }).click();
  await surLaPage(page, /ALBIZIA/);
  await page.getByRole('button', { name: 'Ces données sont exactes' }).click();
  await page.getByRole('radio', { name: 'Organisation décentralisée' }).check();
  for (const coche of await page.getByRole('checkbox', { checked: true }).all()) await coche.uncheck();
  await page.getByRole('button', { name: 'Enregistrer ce choix' }).click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'structure-organisation-a-revoir');
  await seDeconnecter(page);
  await seConnecter(page, 'Odile MARCHAND');
  await page.goto('/support/contrats');
  await surLaPage(page, 'Contrats envoyés');
  await visite(page, 'support-contrats');
  await page.getByText('La CDE est reçue').first().click();
  await page.getByRole('button', { name: 'Valider le contrat' }).first().click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'support-contrat-a-revoir');
  await page.getByLabel('Numéro de la carte').fill('2800012345');
  await page.getByLabel('Identifiant national de la carte').fill('3010000362/000777');
  await page.getByRole('button', { name: 'Valider le contrat' }).click();
  await expect(page.getByText('Vérifiez de qui est cette carte')).toBeVisible();
  await visite(page, 'support-contrat-a-confirmer');
  await seDeconnecter(page);
}
