// The screens of a departure: who leaves, the form and what is wrong in it, the summary, what was done, undone.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { nommer } from './ecrans-designation';
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

/** A card without a number, under that name, becomes a gestionnaire's; nothing is said of whose it is. Signed in as Hélène. */
export async function donnerUneCarte(page: Page, identifiant: string, prenom: string, nom: string): Promise<void> {
  await page.goto('/habilitations');
  await page.getByRole('link', { name: 'Ajouter un gestionnaire RPPS+' }).click();
  await nommer(page, identifiant, prenom, nom);
  await surLaPage(page, `Coordonnées de ${prenom} ${nom}`);
  await page.getByLabel('Gestionnaire RPPS+', { exact: true }).check();
  await page.getByLabel('Adresse email').fill('carte@example.org');
  await page.getByLabel(/^Je confirme que cette personne a suivi/).check();
  await page.getByRole('button', { name: 'Valider' }).click();
  await page.getByLabel(/portail RPPS\+ \(version/).check();
  await page.getByLabel(/mesHabilitations \(version/).check();
  await page.getByRole('button', { name: 'Envoyer la demande d’habilitation' }).click();
  await surLaPage(page, 'Demande envoyée');
}

/** Somebody left the day before yesterday, and nothing was said of the cards under their name. */
export async function partirAvantHier(page: Page, nom: string): Promise<void> {
  await choisirQuiPart(page, nom);
  const jour = new Date(Date.now() - 2 * 24 * 3600 * 1000);
  await remplirDate(page, 'Date de fin', String(jour.getDate()), String(jour.getMonth() + 1), String(jour.getFullYear()));
  await voirLeResume(page);
  await confirmer(page).click();
  await expect(page.getByText(/^Le départ est (fait|enregistré)$/)).toBeVisible();
}

/** The two answers about a card, by the name that it shows. */
export const memePersonne = (page: Page, carte: string) =>
  page.getByRole('button', { name: new RegExp(`^C’est la même personne .*\\s:\\s${carte}$`) });
export const pasLaMeme = (page: Page, carte: string) =>
  page.getByRole('button', { name: new RegExp(`^Ce n’est pas la même personne .*\\s:\\s${carte}$`) });

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
  await donnerUneCarte(page, '3010000255/000777', 'Lucie', 'ZELLER');
  await partirAvantHier(page, 'zeller');
  await visite(page, 'meme-nom');
  await page.goto('/departs');
  await expect(page.getByRole('heading', { name: 'À vérifier' })).toBeVisible();
  await visite(page, 'a-verifier');
  await pasLaMeme(page, 'Lucie ZELLER').click();
  await expect(page.getByText(/^C’est noté\s: ce n’est pas la même personne/)).toBeVisible();
  await visite(page, 'meme-nom-ecarte');
  await page.getByRole('button', { name: /^Revenir sur cette réponse/ }).click();
  await expect(page.getByText('La question est de nouveau posée')).toBeVisible();
  await memePersonne(page, 'Lucie ZELLER').click();
  await expect(page.getByText(/^C’est noté\s: l’habilitation est retirée/)).toBeVisible();
  await visite(page, 'meme-nom-retire');
}
