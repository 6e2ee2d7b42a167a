// Whatever is typed: empty, huge, other alphabets, invisible characters, code, impossible dates. It is kept, shown again as text, and explained.
import type { Page } from '@playwright/test';
import { anneeDans } from './outils/dates';
import { avecScript, expect, test } from './outils/portail';
import {
  chercher, commencer, pret, refuser, seConnecter, surLaPage, validerEtape,
} from './outils/etapes';

const BOITES = ['Jour', 'Mois', 'Année'];

/** Waits for the automatic saving; without scripts there is none. */
async function enregistre(page: Page): Promise<void> {
  if (avecScript(page)) await expect(page.locator('#etat-enregistrement')).toHaveText(/^Réponses enregistrées à/);
}

// What people paste, and what people try. Typed in every field, said wrong, shown again as it was, and never executed.
const MAUVAISES: Record<string, string> = {
  'trois cents caractères': 'a'.repeat(301),
  cyrillique: 'Москва',
  'émoji': '👩‍⚕️ 06',
  'largeur nulle': 'Jean\u200bne',
  'de droite à gauche': 'abc\u202edef',
  balise: '<script>alert(1)</script>',
  attribut: '"><img src=x onerror=alert(1)>',
  SQL: "'; DROP TABLE demande; --",
};

for (const { chemin, titre, champs } of [
  { chemin: 'etat-civil', titre: 'État civil', champs: [/Nom d’usage/, 'Ville de naissance'] },
  { chemin: 'contact', titre: 'Coordonnées de contact', champs: ['Adresse email', 'Téléphone mobile'] },
]) {
  test(`mauvaises saisies : ${titre}`, async ({ page }) => {
    await commencer(page, 'Aïcha BENALI');
    await page.goto(`/demande/${chemin}`);
    await surLaPage(page, titre);
    for (const [nom, valeur] of Object.entries(MAUVAISES)) {
      await test.step(nom, async () => {
        await pret(page);
        for (const champ of champs) await page.getByLabel(champ).fill(valeur);
        await validerEtape(page).click();
        const liens = page.locator('#resume-erreurs').getByRole('link');
        await expect(liens).toHaveCount(2);
        // The message never repeats what was typed.
        await expect(page.locator('#resume-erreurs')).not.toContainText(valeur);
        await enregistre(page);
        await page.goto(`/demande/${chemin}?erreurs=1`);
        for (const champ of champs) await expect(page.getByLabel(champ)).toHaveValue(valeur);
        await expect(liens).toHaveCount(2);
      });
    }
  });
}

test('mauvaises saisies : Situation d’exercice, puis relues avant l’envoi', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  const dates = [page.getByRole('group', { name: 'Date de prise de fonction' }), page.getByRole('group', { name: /^Date de fin/ })];
  await page.goto('/demande/situation');
  for (const [nom, valeur] of Object.entries(MAUVAISES)) {
    await test.step(nom, async () => {
      await pret(page);
      await page.getByLabel('Établissement', { exact: true }).fill(valeur);
      for (const date of dates) for (const boite of BOITES) await date.getByLabel(boite).fill(valeur);
      await validerEtape(page).click();
      await expect(page.locator('#etablissement-erreur')).toBeVisible();
      await expect(page.locator('#debut-erreur')).toBeVisible();
      await expect(page.locator('#fin-erreur')).toBeVisible();
      await enregistre(page);
      // The check page shows what was typed, as text.
      await page.goto('/demande/verification');
      await expect(page.locator('main')).toContainText(valeur.slice(0, 12));
      await expect(page.locator('main').locator('script, img')).toHaveCount(0);
      await page.goto('/demande/situation?erreurs=1');
      await expect(page.getByLabel('Établissement', { exact: true })).toHaveValue(valeur);
      for (const date of dates) for (const boite of BOITES) await expect(date.getByLabel(boite)).toHaveValue(valeur);
    });
  }
});

// FranceConnect does not say where Inès was born: both fields are hers to fill in.
for (const { champ, id, pays } of [
  { champ: 'Pays de naissance', id: 'pays_naissance', pays: '' },
  { champ: 'Commune de naissance', id: 'commune_naissance', pays: '99100' },
]) {
  test(`mauvaises saisies : ${champ}`, async ({ page }) => {
    await commencer(page, 'Inès ROCHA');
    if (pays) await chercher(page, 'Pays de naissance', pays, /^france$/i);
    const saisie = page.getByLabel(champ, { exact: true });
    for (const [nom, valeur] of Object.entries(MAUVAISES)) {
      // « jean ne » is found in the name of a commune, which is then proposed.
      if (pays && nom === 'largeur nulle') continue;
      await test.step(nom, async () => {
        await pret(page);
        await saisie.fill(valeur);
        await validerEtape(page).click();
        await expect(page.locator(`#${id}-erreur`)).toBeVisible();
        await expect(page.locator('#resume-erreurs')).not.toContainText(valeur);
        await enregistre(page);
        await page.goto('/demande/etat-civil?erreurs=1');
        await expect(page.locator(`#${id}-erreur`)).toBeVisible();
        await expect(saisie).toHaveValue(valeur);
      });
    }
  });
}

test('mauvaises saisies du gestionnaire : recherche et explication', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  for (const adresse of ['/gestion/demandes', '/gestion/professionnels']) {
    await page.goto(adresse);
    for (const valeur of Object.values(MAUVAISES)) {
      await page.getByRole('searchbox').fill(valeur);
      await page.getByRole('button', { name: 'Rechercher' }).click();
      // Nobody is called by more than 200 characters: the search reads no further.
      await expect(page.getByRole('searchbox')).toHaveValue(valeur.slice(0, 200));
      await expect(page.locator('main').locator('script, img')).toHaveCount(0);
    }
  }
  await page.goto('/gestion/demandes');
  await page.locator('main').getByRole('listitem').getByRole('link').first().click();
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await pret(page);
  for (const valeur of ['x'.repeat(2001), 'Un mot\u200b invisible', '   ']) {
    await refuser(page, 'Autre motif', valeur);
    await expect(page.locator('#resume-erreurs').getByRole('link')).toHaveCount(1);
    await expect(page.getByLabel('Explication')).toHaveValue(valeur);
    await pret(page);
  }
});

test('mauvaises dates', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/situation');
  await surLaPage(page, 'Situation d’exercice');
  for (const [cases, message] of [
    [['', '', ''], /Indiquez la date de prise de fonction/],
    [['30', '2', '2026'], /n’existe pas/],
    [['29', '02', '1900'], /n’existe pas|trop proche/],
    [['1', '1', '0001'], /Vérifiez l’année/],
    [['1', '', '2026'], /La date est incomplète/],
    [['1', '1', anneeDans(3)], /dans plus d’un an/],
    [['1', '1', '1999'], /trop proche de votre date de naissance/],
  ] as const) {
    const groupe = page.getByRole('group', { name: 'Date de prise de fonction' });
    for (const [rang, boite] of BOITES.entries()) await groupe.getByLabel(boite).fill(cases[rang]);
    await validerEtape(page).click();
    await expect(page.locator('#debut-erreur')).toHaveText(message);
    for (const [rang, boite] of BOITES.entries()) await expect(groupe.getByLabel(boite)).toHaveValue(cases[rang]);
  }
});
