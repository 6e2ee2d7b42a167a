// The screens of turnover: figures of all the structures and of one, the lists behind the numbers, a search that finds nobody.
import type { Page } from '@playwright/test';
import { seConnecter, surLaPage } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** Hélène heads the association: her turnover screen. */
export async function ouvrirRotation(page: Page): Promise<void> {
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/rotation');
  await surLaPage(page, 'Arrivées et départs');
}

/** A number of the head of the page, and how many people the list behind it holds. */
export const aRegarder = (page: Page) => page.getByRole('region', { name: 'À regarder d’abord' });

export async function ecransRotation(page: Page, visite: Visite): Promise<void> {
  await ouvrirRotation(page);
  await page.getByText('Le graphique en tableau').click();
  await page.getByText('Comment c’est compté').click();
  await visite(page, 'toutes');
  await page.getByRole('region', { name: 'Par établissement' }).getByRole('link').first().click();
  await expect(page.getByRole('link', { name: 'Toutes vos structures' })).toBeVisible();
  await visite(page, 'un-etablissement');
  for (const [liste, titre] of [
    ['presents', 'Personnes présentes'],
    ['departs', 'Départs'],
    ['restes', 'Parties, avec encore un accès'],
    ['sans-signe', 'Personnes sans signe'],
    ['roles', 'Rôles plus larges que le métier'],
    ['fins', 'Situations qui se terminent'],
    ['gestionnaires', 'Gestionnaires sans activité'],
    ['cartes', 'Cartes qui expirent'],
  ]) {
    await page.goto(`/rotation/listes/${liste}`);
    await surLaPage(page, titre);
    await visite(page, liste);
  }
  await page.goto('/rotation/listes/presents');
  await page.getByLabel('Nom ou numéro RPPS').fill('personne de ce nom');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page.getByText('Aucune personne')).toBeVisible();
  await visite(page, 'personne');
}
