// The live queue: two people at the same work, in two browsers at once; then the same work without a mouse.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './outils/portail';
import { ouvrirCorrection, remarquer, renvoyerACorriger } from './outils/correction';
import { faireUneDemande, ouvrirRefus, pret, seConnecter, surLaPage, valider } from './outils/etapes';

const lignes = (page: Page) => page.locator('main li[data-demande]');
const enMain = (page: Page) => page.getByRole('region', { name: 'Qui traite cette demande' });
const enDirect = async (page: Page) => expect(page.getByText('Mise à jour en direct')).toBeVisible();

async function file(page: Page, personne: string): Promise<void> {
  await seConnecter(page, personne);
  await page.goto('/gestion/demandes');
  await enDirect(page);
}

/** The row of that name, wherever it is. */
const ligne = (page: Page, nom: string) => lignes(page).filter({ hasText: nom });

/** « DA SILVA Pauline » as its own page says it. */
const enTitre = (nom: string) => [nom.split(' ').at(-1), ...nom.split(' ').slice(0, -1)].join(' ');

/** Where a thing is on the screen. */
async function place(element: Locator): Promise<string> {
  const boite = await element.boundingBox();
  return `${boite?.x} ${boite?.y} ${boite?.width} ${boite?.height}`;
}

async function ouvrirLigne(page: Page, nom: string): Promise<void> {
  await ligne(page, nom).getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await pret(page);
}

test('ce qu’une collègue fait se voit sans recharger, et rien ne bouge', async ({ page, autrePersonne }) => {
  await file(page, 'Nadia FERRAND');
  const helene = await autrePersonne();
  await file(helene, 'Hélène CARPENTIER');
  const accueil = await autrePersonne();
  await seConnecter(accueil, 'Nadia FERRAND');
  await expect(accueil.getByText('24 demandes à traiter')).toBeVisible();
  await enDirect(accueil);

  const nom = await lignes(page).nth(1).getByRole('link').innerText();
  const autres = await Promise.all([0, 1, 2, 5].map((rang) => place(lignes(page).nth(rang))));
  await ouvrirLigne(helene, nom);
  await expect(enMain(helene).getByText('Vous traitez cette demande')).toBeVisible();
  await expect(ligne(page, nom)).toContainText('ouverte par Hélène CARPENTIER');

  const debut = Date.now();
  await valider(helene);
  await expect(ligne(page, nom)).toContainText('validée par Hélène CARPENTIER');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('23 demandes à traiter');
  // A generous bound: the figures are in the bench.
  expect(Date.now() - debut).toBeLessThan(8_000);
  await expect(accueil.getByText('23 demandes à traiter')).toBeVisible();
  expect(await Promise.all([0, 1, 2, 5].map((rang) => place(lignes(page).nth(rang))))).toEqual(autres);

  // Leaving a demande gives it back.
  await expect(lignes(page).nth(2)).toContainText('ouverte par Hélène CARPENTIER');
  await helene.getByRole('link', { name: 'Demandes à traiter' }).click();
  await surLaPage(helene, '23 demandes à traiter');
  await expect(lignes(page).nth(2)).not.toContainText('ouverte par');
  await page.reload();
  await expect(ligne(page, nom)).toHaveCount(0);
});

test('les nouvelles demandes s’annoncent et attendent qu’on les demande', async ({ page, autrePersonne }) => {
  await file(page, 'Nadia FERRAND');
  await expect(page.locator('#nouvelles')).toBeEmpty();
  const titre = await place(page.getByRole('searchbox'));
  const camille = await autrePersonne();
  const reference = await faireUneDemande(camille, 'Camille MOREAU');
  await expect(page.getByRole('link', { name: '1 nouvelle demande — afficher' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('25 demandes à traiter');
  expect(await place(page.getByRole('searchbox'))).toBe(titre);
  // It is not on the page that is open: the oldest come first, twenty at a time.
  await expect(ligne(page, reference)).toHaveCount(0);
  await page.getByRole('link', { name: '1 nouvelle demande — afficher' }).click();
  await surLaPage(page, '25 demandes à traiter');
  await expect(page).toHaveURL(/[?&]tri=recentes/);
  await expect(ligne(page, reference)).toBeVisible();
  await expect(lignes(page).first()).toContainText(reference);
  await expect(page.locator('#nouvelles')).toBeEmpty();
  // Another perimeter hears nothing of it.
  const paul = await autrePersonne();
  await file(paul, 'Paul GIRAUD');
  await expect(paul.getByRole('heading', { level: 1 })).toHaveText('8 demandes à traiter');
});

test('une demande de correction qui croise une collègue revient dans son formulaire', async ({ page, autrePersonne }) => {
  await file(page, 'Nadia FERRAND');
  const nom = await lignes(page).first().getByRole('link').innerText();
  await ouvrirLigne(page, nom);
  const helene = await autrePersonne();
  await file(helene, 'Hélène CARPENTIER');
  await ouvrirLigne(helene, nom);
  await expect(enMain(helene)).toContainText('Nadia FERRAND traite cette demande');
  const remarque = helene.locator('#corriger').getByLabel(/Remarque.*: Adresse email$/);
  await ouvrirCorrection(helene);
  await remarquer(helene, 'Adresse email', 'Donnez une adresse à vous.');
  await helene.getByRole('button', { name: 'Renvoyer à corriger' }).click();
  await expect(helene.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await expect(helene.getByText('Ce que vous aviez saisi est conservé.')).toBeVisible();
  await expect(remarque).toHaveValue('Donnez une adresse à vous.');
  await expect(helene.getByLabel('Explication')).toBeHidden();
  await enMain(helene).getByRole('button', { name: 'Prendre la main' }).click();
  await expect(enMain(helene)).toContainText('Vous traitez cette demande');
  await expect(remarque).toHaveValue('Donnez une adresse à vous.');
  await expect(helene.getByLabel('Explication')).toBeHidden();
  await pret(helene);
  await renvoyerACorriger(helene);
});

test('prendre la main se fait en connaissance de cause, et l’autre le sait aussitôt', async ({ page, autrePersonne }) => {
  await file(page, 'Nadia FERRAND');
  const nom = await lignes(page).first().getByRole('link').innerText();
  await ouvrirLigne(page, nom);
  const helene = await autrePersonne();
  await file(helene, 'Hélène CARPENTIER');
  await expect(ligne(helene, nom)).toContainText('ouverte par Nadia FERRAND');
  await ouvrirLigne(helene, nom);
  await expect(enMain(helene)).toContainText('Nadia FERRAND traite cette demande');

  // Deciding without the hand is refused; what was written waits.
  await ouvrirRefus(helene);
  await helene.getByRole('radio', { name: 'Autre motif' }).check();
  await helene.getByLabel('Explication').fill('La date de prise de fonction n’est pas la bonne.');
  await helene.getByRole('button', { name: 'Refuser la demande' }).click();
  await expect(helene.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await expect(helene.getByLabel('Explication')).toHaveValue('La date de prise de fonction n’est pas la bonne.');

  const boite = await place(page.getByRole('button', { name: 'Valider', exact: true }));
  await enMain(helene).getByRole('button', { name: 'Prendre la main' }).click();
  await expect(enMain(helene)).toContainText('Vous traitez cette demande');
  await expect(helene.getByLabel('Explication')).toHaveValue('La date de prise de fonction n’est pas la bonne.');
  await expect(enMain(page)).toContainText('Hélène CARPENTIER traite cette demande');
  expect(await place(page.getByRole('button', { name: 'Valider', exact: true }))).toBe(boite);

  await pret(helene);
  await helene.getByRole('button', { name: 'Refuser la demande' }).click();
  await expect(helene.getByText(/^Demande de .* refusée$/)).toBeVisible();
  await expect(enMain(page)).toContainText('Cette demande vient d’être refusée par Hélène CARPENTIER');

  // Too late: who did what, and what changed.
  await valider(page);
  await expect(page.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await expect(page.locator('main')).toContainText(/Refusée par Hélène CARPENTIER le .*/);
  await expect(page.locator('main')).toContainText('Statut : En attente de votre établissement, puis Refusée');
});

test('une demande qui n’est plus accessible le dit, et n’est plus demandée', async ({ page, incidents }) => {
  incidents.tolerer(/api\/prise/, /404/);
  await page.clock.install();
  let envois = 0;
  // As if it had left the perimeter: the portal answers for one that is not there.
  await page.route('**/api/prise', (route) => {
    envois += 1;
    const corps = (route.request().postData() ?? '').replace(/demande=[^&]*/, 'demande=01920000-0000-7000-8000-000000000000');
    return route.continue({ postData: corps });
  });
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  await lignes(page).first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await page.clock.runFor(65_000);
  await expect(enMain(page)).toContainText('Cette page n’est plus mise à jour');
  const dits = envois;
  await page.clock.runFor(200_000);
  expect(envois).toBe(dits);
});

test('sans flux, la page demande elle-même, puis revient au direct', async ({ page, autrePersonne, incidents }) => {
  incidents.tolerer(/api\/direct/, /503/);
  await page.clock.install();
  await page.route('**/api/direct', (route) => route.fulfill({ status: 503, body: '' }));
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  await page.clock.runFor(6_000);
  await expect(page.getByText('Mise à jour toutes les 15 secondes')).toBeVisible();
  const helene = await autrePersonne();
  await file(helene, 'Hélène CARPENTIER');
  const nom = await lignes(page).nth(1).getByRole('link').innerText();
  await ouvrirLigne(helene, nom);
  await page.clock.runFor(20_000);
  await expect(ligne(page, nom)).toContainText('ouverte par Hélène CARPENTIER');
  await page.unroute('**/api/direct');
  await page.clock.runFor(70_000);
  await expect(page.getByText('Mise à jour en direct')).toBeVisible();
});

test('un flux qui s’ouvre sans rien dire laisse la place aux questions', async ({ page }) => {
  await page.clock.install();
  // As a proxy that keeps what it receives: the stream is open, and silent.
  await page.route('**/api/direct', () => {});
  let questions = 0;
  page.on('request', (requete) => {
    if (requete.url().endsWith('/api/direct/etat')) questions += 1;
  });
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  await pret(page);
  await page.clock.runFor(50_000);
  await expect(page.getByText('Mise à jour toutes les 15 secondes')).toBeVisible();
  // Opening the stream again, once a minute, stops nothing.
  for (let fois = 0; fois < 8; fois += 1) {
    const avant = questions;
    await page.clock.runFor(16_000);
    await expect.poll(() => questions).toBeGreaterThan(avant);
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('la liste où l’on travaille ne se perd ni en ouvrant, ni en décidant, ni en revenant', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  const liste = '/gestion/demandes?vue=urgentes&etablissement=010780575';
  await page.goto(liste);
  await enDirect(page);
  const noms = await lignes(page).getByRole('link').allInnerTexts();
  expect(noms.length).toBeGreaterThan(2);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await surLaPage(page, enTitre(noms[0]));
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  await page.keyboard.press('n');
  await surLaPage(page, enTitre(noms[1]));
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(liste);
  await ouvrirLigne(page, noms[1]);
  await ouvrirRefus(page);
  await page.getByRole('radio', { name: 'Autre motif' }).check();
  await page.getByLabel('Explication').fill('La date de prise de fonction n’est pas la bonne.');
  await page.getByRole('button', { name: 'Refuser la demande' }).click();
  await expect(page.getByText(/^Demande de .* refusée$/)).toBeVisible();
  await surLaPage(page, enTitre(noms[2]));
  await page.getByRole('link', { name: 'Demandes à traiter' }).click();
  await expect(page).toHaveURL(liste);
  await expect(lignes(page)).toHaveCount(noms.length - 1);
});

test('le flux s’arrête avec la session, et le dit', async ({ page, autrePersonne, incidents }) => {
  incidents.tolerer(/401/);
  await file(page, 'Nadia FERRAND');
  const ailleurs = await autrePersonne();
  await seConnecter(ailleurs, 'Nadia FERRAND');
  await ailleurs.goto('/mes-sessions');
  await ailleurs.getByRole('button', { name: /Fermer toutes les autres/ }).click();
  await expect(ailleurs.getByText('C’est fait')).toBeVisible();
  await expect(page.getByText('Cette page n’est plus mise à jour : rechargez-la')).toBeVisible({ timeout: 20_000 });
});

test('toute la file se traite au clavier', async ({ page }) => {
  await file(page, 'Nadia FERRAND');
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  const liens = lignes(page).getByRole('link');
  await page.keyboard.press('j');
  await expect(liens.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(liens.nth(2)).toBeFocused();
  await page.keyboard.press('k');
  await expect(liens.nth(1)).toBeFocused();
  // With a modifier, or while writing, a key is only a key.
  await page.keyboard.press('Control+j');
  await page.keyboard.press('Alt+k');
  await expect(liens.nth(1)).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('jk/?v');
  await expect(page.getByRole('searchbox')).toHaveValue('jk/?v');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).not.toBeFocused();

  await page.keyboard.press('?');
  const aide = page.getByRole('dialog', { name: 'Raccourcis clavier' });
  await expect(aide).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(aide).toBeHidden();

  await page.keyboard.press('j');
  const nom = await liens.first().innerText();
  await page.keyboard.press('Enter');
  await surLaPage(page, nom.split(' ').reverse().join(' '));
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('radio').first()).toBeFocused();
  await expect(page.locator('#refuser')).toHaveAttribute('open', '');
  await page.keyboard.press('v');
  await expect(page.getByRole('checkbox', { name: /Je confirme/ })).toBeFocused();
  // What is open over the page closes first, and what was ticked is not lost.
  const ici = page.url();
  await page.getByRole('complementary', { name: /Une question sur cette page/ }).getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator(':popover-open')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator(':popover-open')).toHaveCount(0);
  await page.keyboard.press('c');
  const champ = page.locator('#corriger').getByRole('checkbox').first();
  await expect(champ).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(champ).toBeChecked();
  expect(page.url()).toBe(ici);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await surLaPage(page, '24 demandes à traiter');
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  const premiere = page.url();
  await page.keyboard.press('n');
  await expect(page).not.toHaveURL(premiere);
  await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  // What is written is not lost by leaving too fast.
  await page.keyboard.press('r');
  await page.getByLabel('Explication').fill('Une explication');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Explication')).toHaveValue('Une explication');
  await page.keyboard.press('v');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();
});

test('les raccourcis se désactivent, et le choix suit la personne', async ({ page, autrePersonne }) => {
  await file(page, 'Nadia FERRAND');
  await page.getByRole('button', { name: 'Raccourcis clavier' }).click();
  await page.getByRole('button', { name: 'Désactiver les raccourcis' }).click();
  await expect(page.getByText('Les raccourcis sont désactivés.')).toBeVisible();
  await page.getByRole('button', { name: 'Fermer' }).click();
  const liens = lignes(page).getByRole('link');
  await page.keyboard.press('j');
  await expect(liens.first()).not.toBeFocused();

  const ailleurs = await autrePersonne();
  await file(ailleurs, 'Nadia FERRAND');
  await expect(ailleurs.getByRole('button', { name: 'Raccourcis clavier' })).toBeVisible();
  await ailleurs.keyboard.press('j');
  await ailleurs.keyboard.press('?');
  await expect(ailleurs.getByRole('dialog')).toBeHidden();
  await ailleurs.getByRole('button', { name: 'Raccourcis clavier' }).click();
  await ailleurs.getByRole('button', { name: 'Activer les raccourcis' }).click();
  await expect(ailleurs.getByText('Les raccourcis sont actifs.')).toBeVisible();
  await ailleurs.keyboard.press('Escape');
  await ailleurs.keyboard.press('j');
  await expect(lignes(ailleurs).getByRole('link').first()).toBeFocused();
});
