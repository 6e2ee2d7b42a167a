// The time one has to take a decision back, and one decision on many demandes: with and without scripts.
import type { Page } from '@playwright/test';
import { ouvrirCorrection, remarquer, renvoyerACorriger } from './outils/correction';
import { ouvrirRefus, pret, refuser, seConnecter, surLaPage, valider } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

const lignes = (page: Page) => page.locator('main ul > li').filter({ has: page.getByRole('checkbox') });
const annuler = (page: Page) => page.getByRole('button', { name: 'Annuler ma décision' });

async function file(page: Page, personne = 'Nadia FERRAND'): Promise<void> {
  await seConnecter(page, personne);
  await page.goto('/gestion/demandes');
}

/** Opens the oldest demande of the queue; gives its name as the page says it. */
async function ouvrirLaPremiere(page: Page): Promise<string> {
  await page.goto('/gestion/demandes');
  await lignes(page).first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await pret(page);
  return page.getByRole('heading', { level: 1 }).innerText();
}

/** How many mails about decisions the demonstration shows. */
async function emails(page: Page): Promise<number> {
  await page.goto('/demonstration/messages');
  return page.getByRole('link', { name: /^Demande .* (validée|refusée)$/ }).count();
}

/** Asks for the page until that text is there. */
async function attendre(page: Page, adresse: string, texte: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.goto(adresse);
    await expect(page.getByText(texte).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

test.describe('avec le temps de se raviser', () => {
  test.use({ configuration: '[decisions]\nsursis_secondes = 600\n' });

  test('une validation s’annule : rien n’est parti, la demande revient', async ({ page, autrePersonne }) => {
    await file(page);
    const avant = await emails(page);
    const nom = await ouvrirLaPremiere(page);
    const adresse = new URL(page.url()).pathname;
    await valider(page);
    await expect(page.getByText(`Demande de ${nom} validée`)).toBeVisible();
    await expect(page.getByText(/^Le numéro sera attribué et l’email envoyé dans (600|59\d)\ss\.$/)).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(nom);
    expect(await emails(page)).toBe(avant);

    // A colleague sees who decided, and cannot decide nor take it back.
    const helene = await autrePersonne();
    await file(helene, 'Hélène CARPENTIER');
    await expect(helene.getByRole('heading', { level: 1 })).toHaveText('23 demandes à traiter');
    await helene.goto(adresse);
    await expect(helene.getByText('Demande validée par Nadia FERRAND')).toBeVisible();
    await expect(helene.getByRole('complementary', { name: 'Décision' })).toHaveCount(0);
    await expect(annuler(helene)).toHaveCount(0);

    await page.goto(adresse);
    await annuler(page).click();
    await expect(page.getByText('Votre décision est annulée')).toBeVisible();
    await surLaPage(page, nom);
    await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
    await expect(page.getByText(/^Décision annulée par Nadia FERRAND le /)).toBeVisible();
    await page.goto('/gestion/demandes');
    await surLaPage(page, '24 demandes à traiter');
    expect(await emails(page)).toBe(avant);
  });

  test('un refus annulé rend ce qui était tapé', async ({ page }) => {
    await file(page);
    const nom = await ouvrirLaPremiere(page);
    const explication = 'Nous ne vous connaissons pas.\nVérifiez le numéro.';
    await refuser(page, 'Rejet par votre gestionnaire', explication);
    await expect(page.getByText(`Demande de ${nom} refusée`)).toBeVisible();
    await expect(page.getByText(/^L’email sera envoyé dans \d+\ss\.$/)).toBeVisible();
    await page.locator('#annuler-decision').click();
    await surLaPage(page, nom);
    await ouvrirRefus(page);
    await expect(page.getByLabel('Explication')).toHaveValue(explication);
    await expect(page.getByRole('radio', { name: 'Rejet par votre gestionnaire' })).toBeChecked();
  });

  test('une demande de correction s’annule : rien n’est parti, les mots reviennent', async ({ page, autrePersonne }) => {
    const demandees = async (): Promise<number> => {
      await page.goto('/demonstration/messages');
      return page.getByRole('link', { name: /^Demande .* à corriger$/ }).count();
    };
    await file(page);
    const avant = await demandees();
    const nom = await ouvrirLaPremiere(page);
    const adresse = new URL(page.url()).pathname;
    await ouvrirCorrection(page);
    await remarquer(page, 'Adresse email', 'Donnez une adresse à vous.');
    await renvoyerACorriger(page);
    await expect(page.getByText(`Correction demandée à ${nom}`)).toBeVisible();
    await expect(page.getByText(/^L’email sera envoyé dans (600|59\d)\ss\.$/)).toBeVisible();
    expect(await demandees()).toBe(avant);

    // A colleague sees who asked, and neither decides nor takes it back.
    const helene = await autrePersonne();
    await file(helene, 'Hélène CARPENTIER');
    await helene.goto(adresse);
    await expect(helene.getByText('Correction demandée par Nadia FERRAND').first()).toBeVisible();
    await expect(helene.getByRole('complementary', { name: 'Décision' })).toHaveCount(0);
    await expect(helene.getByRole('button', { name: 'Annuler ma demande de correction' })).toHaveCount(0);

    await page.goto(adresse);
    await page.getByRole('button', { name: 'Annuler ma demande de correction' }).click();
    await expect(page.getByText('Votre demande de correction est annulée')).toBeVisible();
    await surLaPage(page, nom);
    await expect(page.locator('#corriger').getByLabel(/Remarque.*: Adresse email$/)).toHaveValue('Donnez une adresse à vous.');
    expect(await demandees()).toBe(avant);
  });

  test('un lot dit ce qu’il fera, se confirme une fois, s’annule d’un coup', async ({ page }) => {
    await file(page);
    await page.getByRole('button', { name: 'Valider la sélection…' }).click();
    await expect(page.getByText('Aucune demande n’est choisie')).toBeVisible();
    for (const rang of [0, 1, 2]) await lignes(page).nth(rang).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Refuser la sélection…' }).click();
    await surLaPage(page, 'Refuser 3 demandes');
    await page.getByRole('button', { name: 'Refuser ces 3 demandes' }).click();
    await expect(page.getByText('Choisissez un motif de refus.').first()).toBeVisible();
    await page.getByRole('radio', { name: 'Autre motif' }).check();
    await page.getByLabel('Explication').fill('L’établissement ferme à la fin du mois.');
    await page.getByRole('button', { name: 'Refuser ces 3 demandes' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Refus de 3 demandes : encore annulable', { timeout: 20_000 });
    const adresse = page.url();
    await page.goto('/gestion/demandes');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('21 demandes à traiter');
    await page.getByRole('link', { name: 'Suivre ou annuler ce lot' }).click();
    expect(page.url()).toBe(adresse);
    await page.getByRole('button', { name: 'Annuler tout ce lot' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Refus de 3 demandes : annulé', { timeout: 20_000 });
    await page.goto('/gestion/demandes');
    await surLaPage(page, '24 demandes à traiter');
  });

  test('toutes les demandes d’un filtre : ce qui ne peut pas être décidé ainsi est laissé de côté', async ({ page }) => {
    await file(page);
    await page.getByRole('checkbox', { name: /^Les 24 demandes de cette liste/ }).check();
    await page.getByRole('button', { name: 'Valider la sélection…' }).click();
    await expect(page.getByRole('heading', { level: 2, name: /^Laissées de côté\s: \d+ demandes?$/ })).toBeVisible();
    await page.getByText('doublon possible').click();
    await expect(page.getByText('Une personne n’a qu’un numéro RPPS')).toBeVisible();
    const titre = await page.getByRole('heading', { level: 1 }).innerText();
    const combien = Number(/^Valider (\d+) demandes$/.exec(titre)?.[1]);
    expect(combien).toBeGreaterThan(10);
    await pret(page);
    const bouton = page.getByRole('button', { name: `Valider ces ${combien} demandes` });
    await bouton.click();
    await expect(page.getByText(/^Erreur\s: Confirmez que vous avez vérifié/)).toBeVisible();
    await pret(page);
    await page.getByRole('checkbox', { name: new RegExp(`pour chacune de ces ${combien} personnes`) }).check();
    await bouton.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Validation de 24 demandes : encore annulable', { timeout: 30_000 });
    await expect(page.getByText(`${combien} demandes : décision prise, pas encore d’effet`)).toBeVisible();
  });
});

test.describe('le délai passé', () => {
  test.use({ configuration: '[decisions]\nsursis_secondes = 2\n' });

  test('le numéro est attribué, la page le dit, il est trop tard pour annuler', async ({ page }) => {
    await file(page);
    const nom = await ouvrirLaPremiere(page);
    const adresse = new URL(page.url()).pathname;
    await valider(page);
    await expect(page.getByText(`Demande de ${nom} validée`)).toBeVisible();
    if (avecScript(page)) {
      // Said in the page, once for screen readers; the button keeps its room and cannot be reached any more.
      await expect(page.getByRole('timer')).toHaveText(/^C’est fait\s: numéro RPPS \d{11}/, { timeout: 20_000 });
      await expect(page.locator('main [role=status]').filter({ hasText: /^C’est fait/ })).toHaveCount(1);
      await expect(page.locator('#annuler-decision')).toBeHidden();
    } else {
      const autre = await page.context().newPage();
      await attendre(autre, adresse, /^Numéro RPPS\s: \d{11}$/);
      await autre.close();
      await annuler(page).click();
      await expect(page.getByText('Il est trop tard pour annuler')).toBeVisible();
    }
    await page.goto(adresse);
    await expect(page.getByText(/^Numéro RPPS\s: \d{11}$/)).toBeVisible();
    await expect(page.getByText(/^Validée par Nadia FERRAND le /)).toBeVisible();
    await expect(page.getByText(/^Décidée par Nadia FERRAND le /)).toBeVisible();
  });

  test('un lot va à son terme pendant qu’on fait autre chose', async ({ page }) => {
    await file(page);
    for (const rang of [0, 1]) await lignes(page).nth(rang).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Refuser la sélection…' }).click();
    await surLaPage(page, 'Refuser 2 demandes');
    await page.getByRole('radio', { name: 'Autre motif' }).check();
    await page.getByLabel('Explication').fill('L’établissement ferme à la fin du mois.');
    await page.getByRole('button', { name: 'Refuser ces 2 demandes' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Refus de 2 demandes : terminé', { timeout: 30_000 });
    await expect(page.getByText('2 demandes : décision effective, email parti')).toBeVisible();
    expect(await emails(page)).toBeGreaterThanOrEqual(2);
  });
});
