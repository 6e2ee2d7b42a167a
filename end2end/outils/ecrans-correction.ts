// The screens of corrections, messages and templates, visited in the order in which both sides meet them.
import type { Page } from '@playwright/test';
import { ouvrirCorrection, remarquer, renvoyerACorriger } from './correction';
import type { Visite } from './ecrans';
import { erreursDites, faireUneDemande, ouvrirDossier, pret, seConnecter, seDeconnecter, surLaPage } from './etapes';
import { expect } from './portail';

export async function ecransCorrection(page: Page, visite: Visite): Promise<void> {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  await seDeconnecter(page);
  await seConnecter(page, 'Nadia FERRAND');
  await ouvrirDossier(page, reference);
  await ouvrirCorrection(page);
  await visite(page, 'correction-demande');
  await page.getByRole('button', { name: 'Renvoyer à corriger' }).click();
  await erreursDites(page);
  await visite(page, 'correction-demande-erreur');
  await remarquer(page, 'Adresse email', 'Cette adresse est celle du service.');
  await remarquer(page, 'Nom de naissance', 'Est-ce bien votre nom de naissance ?');
  await renvoyerACorriger(page);
  await visite(page, 'correction-demandee');
  await page.getByRole('link', { name: `Revoir la demande ${reference}` }).click();
  await expect(page.getByRole('button', { name: 'Reprendre la demande' })).toBeVisible();
  await pret(page);
  await visite(page, 'correction-attendue');
  await page.getByLabel('Votre message').fill('Bonjour,\nsi vous avez une question, écrivez-moi ici.');
  await page.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(page.getByText('si vous avez une question')).toBeVisible();
  await pret(page);
  await visite(page, 'correction-message');
  await page.goto('/gestion/modeles');
  await surLaPage(page, 'Modèles de textes');
  await visite(page, 'modeles');
  await page.getByRole('button', { name: 'Enregistrer le modèle' }).click();
  await erreursDites(page);
  await visite(page, 'modeles-erreur');
  await seDeconnecter(page);

  await seConnecter(page, 'Camille MOREAU');
  await visite(page, 'mes-demandes-a-corriger');
  await page.getByRole('link', { name: 'Voir ce qui est demandé' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await visite(page, 'suivi-a-corriger');
  await page.getByRole('link', { name: 'Corriger ma demande' }).click();
  await surLaPage(page, 'Corriger ma demande');
  await visite(page, 'corriger');
  await page.getByLabel('Adresse email').fill('camille');
  await page.getByRole('button', { name: 'Renvoyer ma demande' }).click();
  await erreursDites(page);
  await visite(page, 'corriger-erreur');
  await page.getByLabel('Adresse email').fill('camille.perso@example.org');
  await page.getByRole('button', { name: 'Renvoyer ma demande' }).click();
  await expect(page.getByText('Votre demande est renvoyée')).toBeVisible();
  await pret(page);
  await visite(page, 'suivi-renvoyee');
  await seDeconnecter(page);

  await seConnecter(page, 'Nadia FERRAND');
  await ouvrirDossier(page, reference);
  await visite(page, 'dossier-corrige');
}
