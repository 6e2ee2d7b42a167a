// The screens of a departure: who leaves, the form and what is wrong in it, the summary, what was done, undone.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { pret, rechercher, remplirDate, seConnecter, surLaPage } from './etapes';
import { avecScript, expect } from './portail';

/** Somebody of Hélène's establishments leaves: opens the form, from the list of people found. */
export async function choisirQuiPart(page: Page, nom: string): Promise<void> {
  await page.goto('/departs');
  await surLaPage(page, 'Qui part ?');
  await rechercher(page, nom);
  await page.getByRole('link', { name: /^Départ de / }).first().click();
  await surLaPage(page, /^Départ de /);
}

/** To the summary, with a motif: the day is today and everything is ticked. */
export async function voirLeResume(page: Page): Promise<void> {
  await page.getByLabel('Motif de fin').selectOption({ label: 'Changement de lieu d’exercice' });
  await page.getByRole('button', { name: 'Voir le résumé' }).click();
  await surLaPage(page, /^Confirmer le départ de /);
  // What sends it without a network is awake.
  if (avecScript(page)) await expect(page.locator('#intention[role=status]')).toBeAttached();
}

export const confirmer = (page: Page) => page.getByRole('button', { name: 'Confirmer le départ' });

/** Needs the delay of `SURSIS`. */
export async function ecransDepart(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/departs');
  await surLaPage(page, 'Qui part ?');
  await visite(page, 'vide');
  await rechercher(page, 'personne de ce nom');
  await expect(page.getByText('Personne ne correspond')).toBeVisible();
  await visite(page, 'introuvable');
  await choisirQuiPart(page, 'zeller');
  await page.goBack();
  await visite(page, 'trouvee');
  await page.getByRole('link', { name: /^Départ de / }).first().click();
  await surLaPage(page, /^Départ de /);
  await visite(page, 'formulaire');
  await remplirDate(page, 'Date de fin', '1', '1', '2001');
  await page.getByRole('button', { name: 'Voir le résumé' }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'erreurs');
  const aujourd_hui = new Date();
  await remplirDate(
    page, 'Date de fin', String(aujourd_hui.getDate()), String(aujourd_hui.getMonth() + 1), String(aujourd_hui.getFullYear()),
  );
  await voirLeResume(page);
  await visite(page, 'resume');
  await confirmer(page).click();
  await expect(page.getByText('Le départ est enregistré')).toBeVisible();
  await visite(page, 'enregistre');
  await page.getByRole('button', { name: 'Annuler ce départ' }).click();
  await expect(page.getByText('Ce départ est annulé')).toBeVisible();
  await visite(page, 'annule');
  await page.goto('/departs');
  await expect(page.getByText('Annulé aussitôt')).toBeVisible();
  await visite(page, 'liste');
}
