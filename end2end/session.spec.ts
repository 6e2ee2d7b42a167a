// The life of a session: the word before its end, what was sent too late, the other devices; and what a person can do about
// what is kept of them.
import type { Page } from '@playwright/test';
import { axe } from './outils/axe';
import { CONTACT, commencer, remplirContact, reprendre, seConnecter, surLaPage, validerEtape } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

const avis = (page: Page) => page.locator('#fin-de-session');

async function etapeContact(page: Page): Promise<void> {
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/contact');
  await surLaPage(page, 'Coordonnées de contact');
}

test.describe('avec une session d’une minute', () => {
  // The warning comes at half of so short a session.
  test.use({ configuration: 'session_inactivite_minutes = 1\n' });
  test.describe.configure({ timeout: 180_000 });
  test.beforeEach(({ page }) => test.skip(!avecScript(page), 'sans script, rien ne prévient et rien ne se perd'));

  test('on est prévenu, on reste, puis la fin garde ce qui est tapé', async ({ page, incidents }) => {
    incidents.tolerer(/401/);
    await etapeContact(page);
    const email = page.getByLabel('Adresse email');
    await email.focus();
    const place = await validerEtape(page).boundingBox();
    const alerte = page.getByRole('alert').filter({ hasText: 'Votre session se termine dans' });
    await expect(alerte).toBeVisible({ timeout: 45_000 });
    await expect(avis(page)).toContainText('Votre session se termine dans');
    await expect(email).toBeFocused();
    expect(await page.evaluate(() => document.querySelector('a[href]:not([href="#contenu"]), button')?.textContent), 'le premier arrêt du clavier').toBe('Rester connecté');
    expect(await validerEtape(page).boundingBox(), 'rien ne bouge').toEqual(place);
    await axe(page, 'fin de session annoncée');
    await page.getByRole('button', { name: 'Rester connecté' }).click();
    await expect(avis(page)).toHaveText('Vous restez connecté');
    await expect(email).toBeFocused();
    await expect(avis(page)).toHaveText('', { timeout: 10_000 });

    await expect(alerte).toBeVisible({ timeout: 45_000 });
    await expect(avis(page)).toContainText('Votre session est terminée', { timeout: 60_000 });
    await axe(page, 'session terminée');
    await remplirContact(page);
    await expect(page.locator('#etat-enregistrement')).toHaveText(/^Pas encore enregistré/);
    await page.getByRole('link', { name: 'Se reconnecter' }).click();
    await reprendre(page, 'Camille MOREAU');
    await surLaPage(page, 'Coordonnées de contact');
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(CONTACT.mobile);
  });

  test('ce qui se fait dans un autre onglet compte', async ({ page, context, incidents }) => {
    // A tab in the background takes its time.
    incidents.tolerer(/was preloaded using link preload/);
    await seConnecter(page, 'Camille MOREAU');
    const autre = await context.newPage();
    await page.waitForTimeout(20_000);
    await autre.goto('/mes-demandes');
    // The first tab would have spoken half a minute after it was opened.
    await page.waitForTimeout(15_000);
    await expect(avis(page)).toHaveText('');
    await expect(avis(page)).toContainText('Votre session se termine dans', { timeout: 45_000 });
    // Staying in one tab is enough for both.
    await page.getByRole('button', { name: 'Rester connecté' }).click();
    await expect(avis(autre)).toHaveText('', { timeout: 30_000 });
  });

  test('sans rien à garder, on revient à la même page', async ({ page, incidents }) => {
    incidents.tolerer(/401/);
    await etapeContact(page);
    await expect(avis(page)).toContainText('Votre session est terminée', { timeout: 90_000 });
    await page.getByRole('link', { name: 'Se reconnecter' }).click();
    await expect(page).toHaveURL(/\/connexion\?session=terminee&retour=\/demande\/contact$/);
    await page.getByRole('button', { name: 'Se connecter en tant que Camille MOREAU', exact: true }).click();
    await surLaPage(page, 'Coordonnées de contact');
  });
});

test.describe('après la fin de la session', () => {
  test('la page demandée est retrouvée', async ({ page, context }) => {
    await etapeContact(page);
    await context.clearCookies();
    await page.goto('/demande/contact');
    await expect(page).toHaveURL(/\/connexion\?session=terminee&retour=\/demande\/contact$/);
    await page.getByRole('button', { name: 'Se connecter en tant que Camille MOREAU', exact: true }).click();
    await surLaPage(page, 'Coordonnées de contact');
  });

  test('d’une session dont rien ne reste, la page garde le texte et l’envoie', async ({ page, context, incidents }) => {
    incidents.tolerer(/401/);
    await etapeContact(page);
    await context.clearCookies();
    await remplirContact(page);
    await validerEtape(page).click();
    if (avecScript(page)) {
      await expect(page.locator('[data-erreur-envoi]')).toContainText('Votre session est terminée');
      await page.getByRole('link', { name: 'Se reconnecter' }).click();
    }
    await expect(page.getByRole('heading', { level: 1, name: 'Votre action n’a pas pu être enregistrée' })).toBeVisible();
    const onglet = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Se connecter dans un nouvel onglet' }).click();
    await (await onglet).getByRole('button', { name: 'Se connecter en tant que Camille MOREAU', exact: true }).click();
    await surLaPage(await onglet, 'Bonjour Camille');
    // Nobody who signs in here is offered it: nothing says whose it is.
    await (await onglet).goto('/reprise');
    await surLaPage(await onglet, 'Rien n’attend d’être repris');
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await surLaPage(page, 'Situation d’exercice');
    await page.goto('/demande/contact');
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(CONTACT.mobile);
  });

  test.describe('terminée d’elle-même', () => {
    test.use({ configuration: 'session_inactivite_minutes = 1\n' });
    test.describe.configure({ timeout: 150_000 });

    test('le texte envoyé trop tard attend son auteur, et lui seul', async ({ page, incidents }) => {
      incidents.tolerer(/401/);
      await etapeContact(page);
      if (avecScript(page)) {
        await expect(avis(page)).toContainText('Votre session est terminée', { timeout: 90_000 });
        await remplirContact(page);
        await expect(page.locator('#etat-enregistrement')).toHaveText(/^Pas encore enregistré/);
        await page.getByRole('link', { name: 'Se reconnecter' }).click();
      } else {
        // Nothing on the page says it.
        await page.waitForTimeout(62_000);
        await remplirContact(page);
        await validerEtape(page).click();
      }
      await expect(page).toHaveURL(/\/connexion\?session=terminee&retour=\/reprise$/);
      await axe(page, 'connexion, avec un texte qui attend');
      await page.getByRole('button', { name: 'Se connecter en tant que Aïcha BENALI', exact: true }).click();
      await surLaPage(page, 'Rien n’attend d’être repris');
      await seConnecter(page, 'Camille MOREAU');
      await page.goto('/reprise');
      await axe(page, 'texte à reprendre');
      await page.getByRole('button', { name: 'Reprendre' }).click();
      await surLaPage(page, 'Coordonnées de contact');
      await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
      await expect(page.getByLabel('Téléphone mobile')).toHaveValue(CONTACT.mobile);
      await validerEtape(page).click();
      await surLaPage(page, 'Situation d’exercice');
      await page.goto('/reprise');
      await surLaPage(page, 'Rien n’attend d’être repris');
    });
  });
});

test('mes sessions : on voit ses appareils et on ferme les autres', async ({ page, autrePersonne }) => {
  await seConnecter(page, 'Camille MOREAU');
  const mobile = await autrePersonne();
  await seConnecter(mobile, 'Camille MOREAU');
  await page.getByRole('link', { name: /Mes sessions/ }).click();
  await surLaPage(page, 'Mes sessions');
  const sessions = page.locator('main').getByRole('listitem');
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText('(cette session)');
  await expect(sessions.nth(1)).toContainText('Par FranceConnect');
  await sessions.nth(1).getByRole('button', { name: /^Fermer/ }).click();
  await expect(page.getByText('C’est fait')).toBeVisible();
  await expect(sessions).toHaveCount(1);
  await mobile.goto('/mes-demandes');
  await expect(mobile).toHaveURL(/\/connexion\?session=terminee/);

  await seConnecter(mobile, 'Camille MOREAU');
  await page.goto('/mes-sessions');
  await page.getByRole('button', { name: 'Fermer toutes les autres sessions' }).click();
  await expect(sessions).toHaveCount(1);
  await mobile.goto('/mes-demandes');
  await expect(mobile).toHaveURL(/\/connexion\?session=terminee/);
});

test.describe('mes données', () => {
  test('la copie se télécharge, pour soi et pour un logiciel', async ({ page }) => {
    await commencer(page, 'Camille MOREAU');
    await page.getByRole('link', { name: 'Vos données personnelles' }).click();
    await surLaPage(page, 'Vos données personnelles');
    for (const [lien, fichier] of [[/à lire ou à imprimer/, 'mes-donnees-rppsplus.html'], [/pour un logiciel/, 'mes-donnees-rppsplus.json']] as const) {
      const [copie] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: lien }).click()]);
      expect(copie.suggestedFilename()).toBe(fichier);
    }
  });

  test('un brouillon dit quand il sera effacé, et s’efface tout de suite', async ({ page }) => {
    await commencer(page, 'Camille MOREAU');
    await page.goto('/mes-demandes');
    await expect(page.getByText(/Ce brouillon sera effacé le .* \(dans\s30\sjours\)\ssi vous n’y touchez pas/)).toBeVisible();
    await page.getByText('Effacer maintenant').click();
    await page.getByRole('button', { name: /^Confirmer l’effacement/ }).click();
    await expect(page.getByText('La demande est effacée')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Commencer ma demande' })).toBeVisible();
  });
});
