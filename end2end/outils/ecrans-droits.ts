// The screens of identity, rights and personal data: what one is refused and why, one's sessions, one's data, the support.
import type { Page } from '@playwright/test';
import { faireUneDemande, pret, rechercher, seConnecter, seDeconnecter, surLaPage } from './etapes';
import type { Visite } from './ecrans';
import type { Incidents } from './incidents';
import { expect } from './portail';

/** Who is refused what, in words. */
export async function ecransRefus(page: Page, incidents: Incidents, visite: Visite): Promise<void> {
  incidents.tolerer(/403/);
  for (const [personne, raison, nom] of [
    ['Marc TESSIER', /Votre carte a expiré/, 'carte-expiree'],
    ['Yasmine HADDAD', /Votre rôle de mandataire/, 'mandataire'],
  ] as const) {
    await seConnecter(page, personne);
    await page.goto('/gestion');
    await surLaPage(page, 'Accès réservé');
    await expect(page.getByText(raison)).toBeVisible();
    await visite(page, nom);
    await seDeconnecter(page);
  }
}

/** One's sessions and one's data. */
export async function ecransCompte(page: Page, visite: Visite): Promise<void> {
  await faireUneDemande(page, 'Camille MOREAU');
  await page.goto('/mes-sessions');
  await surLaPage(page, 'Mes sessions');
  await visite(page, 'mes-sessions');
  await page.goto('/mes-donnees');
  await surLaPage(page, 'Vos données personnelles');
  await visite(page, 'mes-donnees');
  await page.goto('/mes-donnees/consultations');
  await surLaPage(page, 'Qui a consulté mon dossier');
  await visite(page, 'consultations-vide');
  await page.goto('/reprise');
  await visite(page, 'reprise-vide');
}

/** The support of the register. */
export async function ecransSupport(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Odile MARCHAND');
  await surLaPage(page, 'Support du répertoire');
  await visite(page, 'support');
  await page.getByRole('link', { name: 'Mettre à jour un référentiel' }).click();
  await surLaPage(page, 'Référentiels');
  await visite(page, 'support-referentiels');
  await page.getByLabel('Communes (INSEE)').setInputFiles({
    name: 'communes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('code,nom,genre,population,autre_nom\n01001,Sans genre,Z,1,\n'),
  });
  await page.getByRole('button', { name: 'Importer : Communes (INSEE)' }).click();
  await expect(page.getByText('La ligne 2 du fichier est incorrecte')).toBeVisible();
  await visite(page, 'support-referentiels-erreur');
  await page.goto('/support');
  await surLaPage(page, 'Support du répertoire');
  await rechercher(page, 'Duval');
  await page.getByRole('link', { name: /DUVAL Zoé/ }).click();
  await surLaPage(page, /DUVAL/);
  await visite(page, 'support-personne');
  await page.getByText('Corriger l’état civil').first().click();
  await visite(page, 'support-correction');
  await page.getByLabel('Nom de naissance').fill('');
  await page.getByRole('button', { name: 'Corriger l’état civil' }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await expect(page.getByText('Indiquez son nom de naissance.').first()).toBeVisible();
  await visite(page, 'support-correction-erreur');
  await page.getByLabel('Nom de naissance').fill('DUVALLE');
  await page.locator('#correction').getByLabel('Explication').fill('Vu sur la carte d’identité présentée ce jour.');
  await page.getByRole('button', { name: 'Corriger l’état civil' }).click();
  await expect(page.getByText('L’état civil est corrigé')).toBeVisible();
  await pret(page);
  await visite(page, 'support-corrigee');
  await page.getByText('Retirer cette inscription').click();
  await page.getByRole('button', { name: 'Retirer l’inscription' }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'support-retrait-erreur');
  await page.locator('#suppression').getByLabel('Explication').fill('Profession enregistrée par un ordre.');
  await page.getByLabel('Je confirme que cette inscription est hors champ.').check();
  await page.getByRole('button', { name: 'Retirer l’inscription' }).click();
  await expect(page.getByText('L’inscription est retirée')).toBeVisible();
  await visite(page, 'support-retiree');
}
