// A staff list: brought, its columns matched, a row corrected, registered, brought again. With and without a script.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axeClairEtSombre, sansDefilementLateral } from './outils/axe';
import { expect, test } from './outils/portail';
import { pret, seConnecter, surLaPage } from './outils/etapes';

const FINESS = '010780575';

function rangee(nom: string, rang: number, profession = '328', prenoms = 'Louise Marie'): string {
  return `Mme;F;${nom};${prenoms};12/03/1990;Bourg-en-Bresse (01);liste${rang}@example.org;06 98 76 54 0${rang};${FINESS};01/09/2026;${profession};GENR10;salariée`;
}

const ENTETE = 'Civilité;Sexe;Nom;Prénoms;Né(e) le;Lieu de naissance;Mail;Portable;FINESS;Entrée;Métier;Rôle;Statut';

async function deposer(page: Page, nom: string, texte: string): Promise<void> {
  await page.goto('/gestion/imports');
  await surLaPage(page, 'Importer une liste de personnel');
  await page.getByLabel('Votre fichier').setInputFiles({ name: nom, mimeType: 'text/csv', buffer: Buffer.from(texte) });
  await page.getByRole('button', { name: 'Déposer et contrôler' }).click();
}

test('une liste est déposée, corrigée, enregistrée, et redéposée sans effet', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/professionnels?pour=ajouter');
  await page.getByRole('link', { name: 'Importer une liste de personnel' }).click();
  const fichier = [ENTETE.replace('Métier', 'Truc'), rangee('ZARTEGUI', 1), rangee('ZBOROWSKI', 2, 'boulanger')].join('\r\n');
  await deposer(page, 'équipe.csv', fichier);

  await surLaPage(page, 'Associer les colonnes');
  await expect(page.getByText('Profession.', { exact: true })).toBeVisible();
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: 'Truc' });
  await page.getByRole('button', { name: 'Contrôler les lignes' }).click();

  await surLaPage(page, 'équipe.csv');
  await expect(page.getByText('2 lignes : 1 prête, 1 à corriger.')).toBeVisible();
  await expect(page.getByRole('cell', { name: /boulanger/ })).toContainText('Valeur non reconnue');
  await pret(page);
  await sansDefilementLateral(page, 'contrôle de la liste');
  await axeClairEtSombre(page, 'contrôle de la liste');

  await page.getByRole('link', { name: 'ZBOROWSKI Louise' }).click();
  await surLaPage(page, /Ligne 3/);
  await pret(page);
  await axeClairEtSombre(page, 'ligne à corriger');
  await page.getByLabel('Profession', { exact: true }).selectOption('328');
  await page.getByRole('button', { name: 'Corriger et contrôler' }).click();
  await surLaPage(page, 'équipe.csv');
  await expect(page.getByText('2 lignes : 2 prêtes.')).toBeVisible();

  await page.getByRole('button', { name: 'Enregistrer 2 personnes' }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await page.getByLabel(/Pour chacune des personnes/).check();
  await page.getByRole('button', { name: 'Enregistrer 2 personnes' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('2 personnes sont enregistrées')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('link', { name: 'ZARTEGUI Louise' }).click();
  await surLaPage(page, /ZARTEGUI/);

  await deposer(page, 'encore.csv', [ENTETE, rangee('ZARTEGUI', 1), rangee('ZBOROWSKI', 2)].join('\n'));
  await surLaPage(page, 'encore.csv');
  await expect(page.getByText('Rien à enregistrer')).toBeVisible();
  await page.goto('/gestion/imports');
  await expect(page.getByRole('link', { name: 'équipe.csv' })).toBeVisible();
});

test('une ligne qui ressemble fortement à quelqu’un attend une réponse', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await deposer(page, 'une.csv', [ENTETE, rangee('ZUBIALDE', 5, '328', 'Julie Anne Marie')].join('\n'));
  await surLaPage(page, 'une.csv');
  await page.getByLabel(/Pour chacune des personnes/).check();
  await page.getByRole('button', { name: 'Enregistrer 1 personne' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('1 personne est enregistrée')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });

  // The same person, as human resources write her, with another e-mail and another mobile.
  await deposer(page, 'rh.csv', [ENTETE, rangee('ZUBIALDE', 6, '328', 'Julie')].join('\n'));
  await surLaPage(page, 'rh.csv');
  await expect(page.getByText('1 ligne : 1 à corriger.')).toBeVisible();
  await expect(page.getByRole('cell', { name: /Ressemble fortement à ZUBIALDE Julie \(RPPS/ })).toBeVisible();
  await page.getByRole('link', { name: 'ZUBIALDE Julie' }).click();
  await surLaPage(page, /Ligne 2/);
  await expect(page.getByText('Doublon possible')).toBeVisible();
  await pret(page);
  await sansDefilementLateral(page, 'ligne qui ressemble');
  await axeClairEtSombre(page, 'ligne qui ressemble');
  await page.getByRole('button', { name: /C’est la même personne/ }).click();
  await surLaPage(page, 'rh.csv');
  await expect(page.getByText('1 ligne : 1 déjà au répertoire.')).toBeVisible();

  // Two rows of one file.
  const deux = [ENTETE, rangee('ZYLBERMAN', 7, '328', 'Odette Anne'), rangee('ZYLBERMAN', 8, '328', 'Odette')].join('\n');
  await deposer(page, 'deux.csv', deux);
  await surLaPage(page, 'deux.csv');
  await expect(page.getByText('2 lignes : 2 à corriger.')).toBeVisible();
  await page.getByRole('link', { name: 'ZYLBERMAN Odette' }).first().click();
  await surLaPage(page, /Ligne 2/);
  await expect(page.getByText('Deux lignes se ressemblent')).toBeVisible();
  await pret(page);
  await axeClairEtSombre(page, 'deux lignes qui se ressemblent');
  await page.getByRole('button', { name: /Ce n’est pas un doublon/ }).click();
  await surLaPage(page, 'deux.csv');
  await expect(page.getByText('2 lignes : 2 prêtes.')).toBeVisible();
});

test('un fichier qui n’est pas une liste est refusé en clair', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await deposer(page, 'facture.csv', '%PDF-1.7');
  await expect(page).toHaveTitle(/^Erreur/);
  await expect(page.getByText('Ce fichier n’a pas été pris')).toBeVisible();
  await pret(page);
  await axeClairEtSombre(page, 'fichier refusé');
});

test('le modèle se télécharge', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/imports');
  const [fichier] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Modèle Excel' }).click()]);
  expect(fichier.suggestedFilename()).toBe('modele-liste-rppsplus.xlsx');
  expect(readFileSync(await fichier.path()).subarray(0, 2).toString()).toBe('PK');
});
