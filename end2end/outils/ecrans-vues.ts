// The queue looked at in every way: its views, filters and what they find or not; the named views.
import type { Page } from '@playwright/test';
import { seConnecter, surLaPage } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** The queue narrowed, and the page of named views with its error. */
export async function ecransVues(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  await page.getByText('Filtrer et trier').click();
  await visite(page, 'file-filtres-ouverts');
  await page.goto('/gestion/demandes?vue=urgentes&etablissement=010780575&avertissement=oui&tri=nom');
  await expect(page.getByRole('group', { name: 'Filtres actifs' })).toBeVisible();
  await page.getByText('Enregistrer cette vue').click();
  await visite(page, 'file-filtree');
  await page.getByLabel('Nom de la vue').fill('Urgences du site principal, à vérifier');
  await page.getByLabel('Partager avec les collègues').check();
  await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
  await expect(page.getByRole('navigation', { name: 'Vues enregistrées' })).toBeVisible();
  await visite(page, 'file-vue-enregistree');
  await page.goto('/gestion/demandes?vue=a-corriger');
  await surLaPage(page, 'Aucune demande à corriger');
  await visite(page, 'file-vue-vide');
  await page.goto('/gestion/demandes?vue=miennes');
  await page.getByText('Enregistrer cette vue').click();
  await page.getByLabel('Nom de la vue').fill('urgences du SITE principal à vérifier');
  await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
  await expect(page.getByText('Vous avez déjà une vue de ce nom').first()).toBeVisible();
  await visite(page, 'vues-erreur');
  await page.getByText('Renommer, partager ou supprimer').click();
  await visite(page, 'vues');
}
