// The queue looked at in every way: views, filters, order, search, named views, files to take away. The same without scripts.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './outils/portail';
import { faireUneDemande, rechercher, seConnecter, seDeconnecter, surLaPage } from './outils/etapes';

// Several persons one after the other: these journeys are long.
test.describe.configure({ timeout: 120_000 });

const lignes = (page: Page) => page.locator('main li[data-demande]');
const noms = (page: Page) => lignes(page).getByRole('link').allInnerTexts();
const onglets = (page: Page) => page.getByRole('navigation', { name: 'Vues de la file' });
const enregistrees = (page: Page) => page.getByRole('navigation', { name: 'Vues enregistrées' });
const actifs = (page: Page) => page.getByRole('group', { name: 'Filtres actifs' });

async function file(page: Page, parametres = '', personne = 'Nadia FERRAND'): Promise<void> {
  await seConnecter(page, personne);
  await page.goto(`/gestion/demandes${parametres}`);
}

/** The number written on a view. */
const ONGLETS = { 'a-traiter': 'À traiter', 'a-corriger': 'À corriger', urgentes: 'Urgentes', doublons: 'Doublons possibles' };

async function compte(page: Page, vue: keyof typeof ONGLETS): Promise<number> {
  return Number(await onglets(page).getByRole('link', { name: ONGLETS[vue] }).locator('.tabular-nums').innerText());
}

test('les vues comptent ce qu’elles montrent et disent ce qu’elles sont', async ({ page }) => {
  await file(page);
  await expect(page.getByText(/^Délai de décision sur 90\sjours/)).toBeVisible();
  for (const [vue, nom, titre] of [
    ['a-traiter', 'À traiter', /^\d+ demandes à traiter$/],
    ['urgentes', 'Urgentes', /^\d+ demandes urgentes$/],
    ['doublons', 'Doublons possibles', /^\d+ demandes? avec un doublon possible$/],
    ['a-corriger', 'À corriger', 'Aucune demande à corriger'],
  ] as const) {
    await onglets(page).getByRole('link', { name: nom }).click();
    await surLaPage(page, titre);
    await expect(onglets(page).locator('[aria-current=page]')).toContainText(nom);
    const nombre = await compte(page, vue);
    expect(await lignes(page).count()).toBe(Math.min(nombre, 20));
  }
  await page.goto('/gestion/demandes?vue=doublons');
  for (const ligne of await lignes(page).allInnerTexts()) expect(ligne).toContain('Doublon possible');
  await page.goto('/gestion/demandes?vue=urgentes');
  await expect(page.getByText('qui attendent depuis plus de 7 jours', { exact: false })).toBeVisible();
  const ages = await lignes(page).locator('> p').allInnerTexts();
  for (const age of ages) expect(Number(/il y a (\d+)\sjours/.exec(age)?.[1])).toBeGreaterThanOrEqual(7);
  await expect(lignes(page).first()).toContainText(/Expire le \d\d\/\d\d\/\d{4}/);
  // What I opened last is mine.
  await lignes(page).first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await page.goto('/gestion/demandes?vue=miennes');
  await surLaPage(page, '1 demande suivie par vous');
});

test('les filtres se combinent, vivent dans l’adresse et se retirent un par un', async ({ page }) => {
  await file(page);
  await page.getByText('Filtrer et trier').click();
  await page.getByRole('group', { name: 'Établissements' }).getByLabel('POLE RESSOURCES SURDITE').check();
  await page.getByLabel('Ordre').selectOption({ label: 'Par nom' });
  await page.getByRole('button', { name: 'Appliquer' }).click();
  await surLaPage(page, /^\d+ demandes? correspond(ent)?$/);
  for (const ligne of await lignes(page).allInnerTexts()) expect(ligne).toContain('POLE RESSOURCES SURDITE');
  const tries = await noms(page);
  expect(tries).toEqual([...tries].sort((a, b) => a.localeCompare(b, 'fr')));
  // The search keeps the filters, and the filters keep the search.
  await rechercher(page, 'zzzz');
  await surLaPage(page, 'Aucune demande ne correspond');
  expect(page.url()).toMatch(/recherche=[0-9a-f-]{36}&etablissement=\d{9}&tri=nom$/);
  await actifs(page).getByRole('link', { name: /Recherche/ }).click();
  expect(await noms(page)).toEqual(tries);
  await page.getByText('Filtrer et trier').click();
  await expect(page.getByLabel('POLE RESSOURCES SURDITE')).toBeChecked();
  await page.getByLabel('Attente').selectOption({ label: 'Plus de 20 jours' });
  await page.getByLabel('Seulement avec un point à vérifier').check();
  await page.getByRole('button', { name: 'Appliquer' }).click();
  await expect(actifs(page).getByRole('link')).toHaveCount(4);
  await actifs(page).getByRole('link', { name: /Attente/ }).click();
  await actifs(page).getByRole('link', { name: /POLE RESSOURCES/ }).click();
  await expect(actifs(page).getByRole('link', { name: /Avec un point à vérifier/ })).toBeVisible();
  await actifs(page).getByRole('link', { name: 'Effacer les filtres' }).click();
  await surLaPage(page, '24 demandes à traiter');
  await expect(actifs(page)).toHaveCount(0);
});

test('une adresse abîmée ne montre pas plus que ce qui était demandé', async ({ page, incidents }) => {
  incidents.tolerer(/400|404/);
  await file(page);
  expect((await page.goto('/gestion/demandes?etablissement=123'))?.status()).toBe(400);
  await expect(page.getByText('Cette adresse contient un filtre que le portail ne connaît pas')).toBeVisible();
  await page.goto('/gestion/demandes?recherche=01890000-0000-7000-8000-000000000000');
  await expect(page.getByText('Cette recherche n’est plus disponible')).toBeVisible();
});

test('on se trouve par son email, son mobile ou sa référence, en entier', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await file(nadia);
  for (const texte of ['camille.moreau@example.org', '+33 6 12 34 56 78', '06.12.34.56.78', reference.replaceAll('-', '').toLowerCase()]) {
    await rechercher(nadia, texte);
    await surLaPage(nadia, '1 demande correspond');
    await expect(lignes(nadia)).toContainText(reference);
    expect(new URL(nadia.url()).search).toMatch(/^\?recherche=[0-9a-f-]{36}$/);
  }
  await rechercher(nadia, 'camille.moreau@');
  await surLaPage(nadia, 'Aucune demande ne correspond');
  const paul = await autrePersonne();
  await file(paul, '', 'Paul GIRAUD');
  await rechercher(paul, 'camille.moreau@example.org');
  await surLaPage(paul, 'Aucune demande ne correspond');
});

test('une vue s’enregistre, se partage, se renomme et se supprime', async ({ page }) => {
  await file(page, '?vue=urgentes&tri=nom');
  await page.getByText('Enregistrer cette vue').click();
  await page.getByLabel('Nom de la vue').fill('Urgences du jour');
  await page.getByLabel('Partager avec les collègues').check();
  await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
  await expect(enregistrees(page).locator('[aria-current=page]')).toContainText('Urgences du jour');
  const nombre = await compte(page, 'urgentes');
  await expect(enregistrees(page).getByRole('link', { name: `Urgences du jour ${nombre}` })).toBeVisible();
  // The same name for something else is refused, and what was typed is kept.
  await page.goto('/gestion/demandes?tri=nom');
  await page.getByText('Enregistrer cette vue').click();
  await page.getByLabel('Nom de la vue').fill('urgences du JOUR');
  await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await expect(page.getByLabel('Nom de la vue').first()).toHaveValue('urgences du JOUR');
  await page.getByLabel('Nom de la vue').first().fill('Par nom');
  await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
  await expect(enregistrees(page).getByRole('link', { name: /^Par nom/ })).toBeVisible();
  await seDeconnecter(page);

  // Her legal representative shares her establishments; somebody elsewhere does not.
  await file(page, '', 'Hélène CARPENTIER');
  await expect(enregistrees(page).getByRole('link')).toHaveText([`Urgences du jour (par Nadia FERRAND) ${nombre}`, 'Gérer les vues']);
  await page.goto('/gestion/vues');
  await expect(page.getByRole('heading', { name: 'Partagées avec moi' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Supprimer/ })).toHaveCount(0);
  await seDeconnecter(page);
  await file(page, '', 'Paul GIRAUD');
  await expect(enregistrees(page)).toHaveCount(0);
  await seDeconnecter(page);

  await file(page);
  await page.goto('/gestion/vues');
  const vue = page.getByRole('listitem').filter({ hasText: 'Urgences du jour' });
  await vue.getByText('Renommer, partager ou supprimer').click();
  await vue.getByLabel('Nom de la vue').fill('Urgences');
  await vue.getByLabel('Partager avec les collègues').uncheck();
  await vue.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('La vue est enregistrée')).toBeVisible();
  const renommee = page.getByRole('listitem').filter({ hasText: 'Urgentes · Par nom' });
  await expect(renommee).toContainText('Visible de vous seul');
  await renommee.getByText('Renommer, partager ou supprimer').click();
  await renommee.getByRole('button', { name: /Supprimer cette vue\s+«\sUrgences\s»/ }).click();
  await expect(page.getByText('La vue est supprimée')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Urgentes · Par nom' })).toHaveCount(0);
});

test('la liste filtrée s’emporte en CSV et en XLSX', async ({ page }) => {
  await file(page, '?vue=urgentes&tri=nom');
  const attendus = await compte(page, 'urgentes');
  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'fichier CSV' }).click()]);
  expect(csv.suggestedFilename()).toMatch(/^demandes-\d{4}-\d\d-\d\d\.csv$/);
  const contenu = readFileSync(await csv.path(), 'utf8');
  expect(contenu.startsWith('\ufeffRéférence;Nom d’exercice;')).toBe(true);
  expect(contenu.trimEnd().split('\r\n')).toHaveLength(attendus + 1);
  expect(contenu).toMatch(/;\d\d\/\d\d\/\d{4};/);
  const [xlsx] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /XLSX/ }).click()]);
  expect(xlsx.suggestedFilename()).toMatch(/\.xlsx$/);
  expect(readFileSync(await xlsx.path()).subarray(0, 2).toString()).toBe('PK');
  await page.goto('/gestion/professionnels');
  const [inscrits] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'fichier CSV' }).click()]);
  expect(readFileSync(await inscrits.path(), 'utf8')).toContain('Numéro RPPS;Nom d’exercice;');
});
