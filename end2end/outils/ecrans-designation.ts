// Who may act for a structure: finding, naming, completing, sending, withdrawing, undoing.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { seConnecter, seDeconnecter, surLaPage } from './etapes';
import { expect } from './portail';

/** Names somebody whom no search finds; ends on the page of their contact. */
export async function nommer(page: Page, identifiant: string, prenom: string, nom: string): Promise<void> {
  const bloc = page.locator('details', { hasText: 'La personne n’apparaît pas' });
  if ((await bloc.getAttribute('open')) === null) await bloc.getByText('La personne n’apparaît pas').click();
  await bloc.getByLabel('Identifiant national').fill(identifiant);
  await bloc.getByLabel('Nom d’exercice', { exact: true }).fill(nom);
  await bloc.getByLabel('Prénom d’exercice', { exact: true }).fill(prenom);
  await bloc.getByRole('button', { name: 'Choisir cette personne' }).click();
}

/** The whole of it by the head of a structure, then what a mandataire sees. */
export async function ecransDesignation(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/habilitations');
  await surLaPage(page, 'Gestionnaires et mandataires');
  await page.getByText('Désigner pour un seul établissement').click();
  await visite(page, 'habilitations');
  await page.getByRole('link', { name: 'Ajouter un gestionnaire RPPS+' }).click();
  await surLaPage(page, 'Ajouter un gestionnaire RPPS+');
  await page.getByLabel('Nom', { exact: true }).fill('Personnequinexistepas');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page.getByText('Personne ne correspond')).toBeVisible();
  await page.getByRole('button', { name: 'Choisir cette personne' }).click();
  await visite(page, 'designation-erreur');
  await page.getByLabel('Nom', { exact: true }).fill('ferrand');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page.getByText('Est déjà gestionnaire')).toBeVisible();
  await visite(page, 'designation-recherche');
  await nommer(page, '3010000255/000123', 'Jeanne', 'ARNAUD');
  await surLaPage(page, 'Coordonnées de Jeanne ARNAUD');
  await page.getByRole('button', { name: 'Valider' }).click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'designation-contact-erreur');
  await page.getByLabel('Adresse email').fill('jeanne.arnaud@example.org');
  await page.getByLabel(/^Je confirme que cette personne/).check();
  await page.getByRole('button', { name: 'Valider' }).click();
  await surLaPage(page, 'Demande d’habilitation');
  await page.getByRole('button', { name: 'Envoyer la demande d’habilitation' }).click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'designation-demande-erreur');
  await page.getByLabel(/portail RPPS\+ \(version/).check();
  await page.getByLabel(/mesHabilitations \(version/).check();
  await page.getByRole('button', { name: 'Envoyer la demande d’habilitation' }).click();
  await surLaPage(page, 'Demande envoyée');
  await visite(page, 'designation-envoyee');
  await page.getByRole('link', { name: 'Passer cette étape' }).click();
  await surLaPage(page, 'C’est fait');
  await visite(page, 'designation-faite');
  await page.getByRole('link', { name: 'Voir qui peut agir' }).click();
  await page.getByRole('link', { name: 'Retirer l’habilitation de Jeanne ARNAUD' }).click();
  await page.getByRole('button', { name: 'Retirer l’habilitation' }).click();
  await expect(page.locator('#resume-erreurs')).toBeVisible();
  await visite(page, 'habilitation-retrait');
  await page.getByLabel('Départ de la structure').check();
  await page.getByRole('button', { name: 'Retirer l’habilitation' }).click();
  await expect(page.getByText('L’habilitation de Jeanne ARNAUD est retirée')).toBeVisible();
  await visite(page, 'habilitation-retiree');
  await seDeconnecter(page);
  await seConnecter(page, 'Yasmine HADDAD');
  await page.goto('/habilitations');
  await page.getByRole('link', { name: 'Me désigner gestionnaire RPPS+' }).click();
  await surLaPage(page, 'Me désigner gestionnaire RPPS+');
  await visite(page, 'designation-moi');
}
