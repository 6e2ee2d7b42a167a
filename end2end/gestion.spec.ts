// The gestionnaire's desk: the queue, the decisions, the registered people, and what somebody else's perimeter hides.
import type { Page } from '@playwright/test';
import { expect, test } from './outils/portail';
import {
  faireUneDemande, ouvrirDossier, ouvrirMessage, ouvrirRefus, pret, rechercher, refuser, seConnecter, seDeconnecter, surLaPage, valider,
} from './outils/etapes';

const lignes = (page: Page) => page.locator('main ul:not(nav > ul) > li').filter({ has: page.getByRole('link') });
const noms = (page: Page) => lignes(page).getByRole('link').allInnerTexts();

async function file(page: Page, personne = 'Nadia FERRAND'): Promise<void> {
  await seConnecter(page, personne);
  await page.goto('/gestion/demandes');
}

test('l’accueil compte les demandes et mène aux trois tâches', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await surLaPage(page, 'Que voulez-vous faire ?');
  await expect(page.locator('main').getByRole('heading', { level: 2 })).toHaveText([
    'Traiter les demandes d’enregistrement en cours',
    'Ajouter l’enregistrement d’une nouvelle personne',
    'Modifier un enregistrement existant',
  ]);
  await expect(page.getByText('24 demandes à traiter')).toBeVisible();
  await page.getByText('Votre périmètre : 5 établissements').click();
  await expect(page.getByText('INSTITUT DES JEUNES SOURDS BOURG-EN-BRESSE')).toBeVisible();
  await page.getByRole('link', { name: 'Ajouter un enregistrement' }).click();
  await surLaPage(page, 'Ajouter un enregistrement');
  await expect(page.getByText('Cherchez d’abord la personne')).toBeVisible();
  await page.getByRole('link', { name: 'Espace gestionnaire' }).click();
  await page.getByRole('link', { name: 'Modifier un enregistrement' }).click();
  await surLaPage(page, 'Professionnels enregistrés');
});

test('la file va de la plus ancienne à la plus récente, page par page', async ({ page }) => {
  await file(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('24 demandes à traiter');
  await expect(lignes(page)).toHaveCount(20);
  const premieres = await noms(page);
  const ages = await lignes(page).locator('> p').allInnerTexts();
  const jours = ages.map((age) => Number(/il y a (\d+)\sjours?/.exec(age)?.[1] ?? 0));
  expect(jours).toEqual([...jours].sort((a, b) => b - a));
  expect(jours[0]).toBeGreaterThan(20);
  await page.getByRole('link', { name: 'Page suivante' }).click();
  await expect(page.getByText('Page 2 sur 2')).toBeVisible();
  await expect(lignes(page)).toHaveCount(4);
  expect((await noms(page)).filter((nom) => premieres.includes(nom))).toEqual([]);
  await page.getByRole('link', { name: 'Page précédente' }).click();
  expect(await noms(page)).toEqual(premieres);
});

test('ce qui ne va pas se voit avant d’ouvrir', async ({ page }) => {
  await file(page);
  for (const avertissement of ['Expire bientôt', 'Profession imprécise', 'Doublon possible', 'Point à vérifier']) {
    await expect(lignes(page).filter({ hasText: avertissement }).first()).toBeVisible();
  }
  await lignes(page).filter({ hasText: 'Doublon possible' }).getByRole('link').first().click();
  await expect(page.getByText('Une personne n’a qu’un numéro RPPS, pour toute sa vie professionnelle.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Doublons possibles' })).toContainText(/RPPS \d{11}/);
  await seDeconnecter(page);
  await file(page, 'Sophie LAMBERT');
  await expect(lignes(page).filter({ hasText: 'Secteur sanitaire' }).first()).toBeVisible();
});

test('la recherche ne tient ni aux accents, ni aux particules, ni aux traits d’union', async ({ page }) => {
  await file(page);
  for (const [cherche, trouve] of [
    ['magalhaes', 'MAGALHÃES João'],
    ['joao mag', 'MAGALHÃES João'],
    ['silva', 'DA SILVA Pauline'],
    ['Da-Silva', 'DA SILVA Pauline'],
    ['nicolas robert', 'NICOLAS-ROBERT Olivier'],
    ['KONE', 'KONÉ Kouadio'],
    ['  béatrice  LEMOINE ', 'LEMOINE Béatrice'],
  ]) {
    await page.getByRole('searchbox').fill(cherche);
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await expect(page.getByRole('searchbox')).toHaveValue(cherche.trim());
    await expect(lignes(page).getByRole('link', { name: trouve })).toBeVisible();
    // No name ever travels in an address.
    expect(new URL(page.url()).search).toMatch(/^\?recherche=[0-9a-f-]{36}$/);
  }
});

test('valider demande la confirmation, attribue le numéro et passe à la suivante', async ({ page }) => {
  await file(page);
  const [premiere, deuxieme] = await noms(page);
  await lignes(page).first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await pret(page);
  await page.getByRole('button', { name: 'Valider', exact: true }).click();
  await expect(page.getByText(/^Erreur\s: Confirmez que vous avez vérifié/)).toBeVisible();
  await expect(page).toHaveTitle(/^Erreur\s: /);
  await expect(page.getByRole('checkbox', { name: /Je confirme/ })).toHaveAttribute('aria-invalid', 'true');
  // On a phone the form is below everything: the summary brings there.
  await expect(page.locator('#valider #resume-erreurs')).toBeFocused();
  await expect(page.locator('#resume-erreurs')).toBeInViewport();
  await pret(page);
  await valider(page);
  const [nom, prenom] = [premiere.split(' ').slice(0, -1).join(' '), premiere.split(' ').at(-1)];
  await expect(page.getByText(`Demande de ${prenom} ${nom} validée`)).toBeVisible();
  await expect(page.getByText(/Numéro RPPS attribué\s:\s\d{11}/)).toBeVisible();
  // The next one is already open: nobody goes back to the list.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(deuxieme.split(' ').reverse().join(' '));
  await page.getByRole('link', { name: 'Demandes à traiter' }).click();
  await surLaPage(page, '23 demandes à traiter');
});

test('refuser demande un motif et une explication, et garde ce qui est tapé', async ({ page }) => {
  await file(page);
  const reference = /RP-\S+/.exec(await lignes(page).first().innerText())?.[0] ?? '';
  await lignes(page).first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await pret(page);
  await ouvrirRefus(page);
  await page.getByLabel('Explication').fill('Non.');
  await page.getByRole('button', { name: 'Refuser la demande' }).click();
  const resume = page.locator('#resume-erreurs');
  await expect(resume.getByRole('heading')).toHaveText('2 réponses sont à revoir');
  await expect(resume).toContainText('Choisissez un motif de refus.');
  await expect(resume).toContainText('Cette explication est trop courte');
  await expect(page.getByLabel('Explication')).toHaveValue('Non.');
  const explication = 'Nous ne vous connaissons pas.\n\nVérifiez le numéro <FINESS> auprès de votre employeur & revenez.';
  await refuser(page, 'Rejet par votre gestionnaire', explication);
  await expect(page.getByText(/^Demande de .* refusée$/)).toBeVisible();
  await page.getByRole('link', { name: `Revoir la demande ${reference}` }).click();
  await expect(page.getByText('Motif : Rejet par votre gestionnaire')).toBeVisible();
  // Said at the top of the page, and again in its history.
  await expect(page.getByText('Vérifiez le numéro <FINESS> auprès de votre employeur & revenez.')).toHaveCount(2);
  await expect(page.getByText(/^Le .* par Nadia FERRAND/)).toBeVisible();
  await expect(page.getByText(/^Refusée par Nadia FERRAND le /)).toBeVisible();
  await ouvrirMessage(page, `Demande ${reference} refusée`);
  await expect(page.locator('pre')).toContainText('Nous ne vous connaissons pas.');
  await expect(page.frameLocator('iframe').getByText('<FINESS>')).toBeVisible();
});

test('les professionnels enregistrés se trouvent par nom et par numéro, et leur fiche se lit', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/professionnels');
  await expect(page.getByText(/^\d+ personnes$/)).toBeVisible();
  const ligne = await lignes(page).first().innerText();
  const rpps = /RPPS (\d{11})/.exec(ligne)?.[1] ?? '';
  const nom = ligne.split('\n')[0];
  await rechercher(page, rpps.replace(/(\d{5})(\d{6})/, '$1 $2'));
  await expect(page.getByText('1 personne', { exact: true })).toBeVisible();
  await expect(lignes(page).getByRole('link')).toHaveText(nom);
  await rechercher(page, nom.toLowerCase());
  await lignes(page).filter({ hasText: rpps }).getByRole('link').click();
  await expect(page.getByText(rpps).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'État civil' })).toBeVisible();
  await expect(page.getByText('L’état civil enregistré ne se modifie pas ici')).toBeVisible();
  // Read-only: nothing to fill in, nothing to send but the sign-out.
  await expect(page.locator('main input:visible, main select, main textarea')).toHaveCount(0);
  await page.getByRole('link', { name: 'Professionnels enregistrés' }).click();
  await rechercher(page, '10101010101');
  await expect(page.getByText('Ce n’est pas un numéro RPPS')).toBeVisible();
});

test('un autre périmètre ne se voit pas : la page est celle d’un identifiant inconnu', async ({ page, incidents, autrePersonne }) => {
  incidents.tolerer(/403|404/);
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await ouvrirDossier(nadia, reference);
  const adresse = nadia.url();

  const paul = await autrePersonne();
  await file(paul, 'Paul GIRAUD');
  await expect(paul.getByRole('heading', { level: 1 })).toHaveText('8 demandes à traiter');
  await expect(paul.getByRole('group', { name: 'Établissements' })).toHaveCount(0);
  await rechercher(paul, reference);
  await surLaPage(paul, 'Aucune demande ne correspond');
  expect((await paul.goto(adresse))?.status()).toBe(404);
  const interdite = await paul.locator('main').innerText();
  expect((await paul.goto('/gestion/demandes/01890000-0000-7000-8000-000000000000'))?.status()).toBe(404);
  expect(await paul.locator('main').innerText()).toBe(interdite);

  // A registered person of Nadia's and the professional herself meet the same page.
  await nadia.goto('/gestion/professionnels');
  const fiche = (await lignes(nadia).filter({ hasNotText: 'EHPAD' }).first().getByRole('link').getAttribute('href')) ?? '';
  await paul.goto(fiche);
  expect(await paul.locator('main').innerText()).toBe(interdite);
  // Without the right, the page says so, whatever the identifier.
  expect((await page.goto(adresse))?.status()).toBe(403);
  const sansDroit = await page.locator('main').innerText();
  expect((await page.goto('/gestion/demandes/01890000-0000-7000-8000-000000000000'))?.status()).toBe(403);
  expect(await page.locator('main').innerText()).toBe(sansDroit);
});

test('la représentante légale voit la même file que la gestionnaire', async ({ page }) => {
  await file(page);
  const siennes = await noms(page);
  await seDeconnecter(page);
  await file(page, 'Hélène CARPENTIER');
  expect(await noms(page)).toEqual(siennes);
});
