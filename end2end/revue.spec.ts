// Reviewing who is still there: everybody at once then the exceptions, with the thumb, with the keys, without scripts; a part entrusted
// to somebody else; the attestation.
import type { Locator, Page } from '@playwright/test';
import { sansDefilementLateral } from './outils/axe';
import { eveillee, faireUnLien, lignes, ouvrirRevue, repondre } from './outils/ecrans-revue';
import { seConnecter, surLaPage } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

test.describe.configure({ timeout: 90_000 });

const nomDe = (ligne: Locator): Promise<string> => ligne.getAttribute('data-nom').then((nom) => nom ?? '');

/** Somebody left, somebody has another rôle: said over the list, or on the page that follows the form. */
async function exceptions(page: Page, partie: Locator, promue: Locator): Promise<void> {
  if (avecScript(page)) {
    await repondre(partie, 'Parti');
    const depart = page.getByRole('dialog', { name: /^Départ de/ });
    await depart.getByLabel('Motif').selectOption({ label: 'Changement de lieu d’exercice' });
    await depart.getByRole('button', { name: 'Enregistrer le départ' }).click();
    await expect(partie.locator('[data-etat]')).toContainText('Parti le');
    await repondre(promue, 'Rôle changé');
    const role = page.getByRole('dialog', { name: /^Nouveau rôle de/ });
    await role.getByLabel('Rôle RPPS+').selectOption({ index: 2 });
    await role.getByRole('button', { name: 'Enregistrer le rôle' }).click();
    await expect(role).toBeHidden();
    return;
  }
  await repondre(partie, 'Parti');
  await repondre(promue, 'Rôle changé');
  await page.getByRole('button', { name: 'Enregistrer les réponses de cette page' }).click();
  await surLaPage(page, 'Départs et rôles à préciser');
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await expect(page.getByText(/^Erreur : Choisissez un motif/)).toBeVisible();
  await page.getByLabel('Motif').selectOption({ label: 'Changement de lieu d’exercice' });
  await page.getByLabel('Nouveau rôle RPPS+').selectOption({ index: 2 });
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(page.getByText('Les réponses sont enregistrées', { exact: true })).toBeVisible();
}

test('les exceptions, puis tous les autres d’un coup, jusqu’à l’attestation', async ({ page }) => {
  await seConnecter(page, 'Hélène CARPENTIER');
  await ouvrirRevue(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await sansDefilementLateral(page, 'la revue à 320 px');
  const [partie, promue] = [lignes(page).nth(0), lignes(page).nth(1)];
  const noms = [await nomDe(partie), await nomDe(promue)];
  const debut = Date.now();
  await exceptions(page, partie, promue);
  await page.getByRole('button', { name: /sans réponse sont toujours présents/ }).click();
  await eveillee(page);
  await expect(page.getByText('Chacun a une réponse.')).toBeVisible();
  const total = await page.locator('#progres-fin').getAttribute('max');
  console.log(`revue de ${total} personnes, deux exceptions : ${Date.now() - debut} ms`);

  await test.step('une réponse se change jusqu’à la fin', async () => {
    await page.getByRole('link', { name: 'Départs et changements' }).click();
    await eveillee(page);
    const ligne = page.locator(`[data-nom="${noms[0]}"]`);
    await repondre(ligne, 'Présent');
    if (avecScript(page)) {
      await expect(ligne.locator('[data-etat]')).toHaveText('Enregistré');
    } else {
      await page.getByRole('button', { name: 'Enregistrer les réponses de cette page' }).click();
      await expect(page.locator(`[data-nom="${noms[0]}"]`)).toHaveCount(0);
    }
  });

  await test.step('l’attestation dit ce qui a changé', async () => {
    await page.getByRole('button', { name: 'Terminer et attester' }).click();
    await surLaPage(page, 'Attestation de revue des accès');
    await expect(page.getByRole('article')).toContainText('Hélène CARPENTIER atteste');
    await expect(page.getByRole('article')).toContainText(noms[1]);
    await expect(page.getByRole('article')).not.toContainText(noms[0]);
    await page.getByRole('link', { name: 'Revues des accès' }).first().click();
    await expect(page.getByText('Aucune revue en cours.')).toBeVisible();
    await expect(page.getByRole('link', { name: /^Attestation du/ })).toHaveCount(2);
  });
});

test('au clavier, sans quitter la liste', async ({ page, isMobile }) => {
  test.skip(isMobile || !avecScript(page), 'les touches demandent un clavier et un script');
  await seConnecter(page, 'Hélène CARPENTIER');
  await ouvrirRevue(page);
  const radio = (rang: number, valeur: string) => lignes(page).nth(rang).locator(`input[value=${valeur}]`);
  await radio(0, 'present').focus();
  await page.keyboard.press('1');
  await expect(radio(0, 'present')).toBeChecked();
  await expect(lignes(page).nth(0).locator('[data-etat]')).toHaveText('Enregistré');
  await page.keyboard.press('j');
  await expect(radio(1, 'present')).toBeFocused();
  await page.keyboard.press('2');
  await expect(page.getByRole('dialog', { name: /^Départ de/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(radio(1, 'parti')).not.toBeChecked();
  await expect(radio(1, 'present')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(radio(1, 'parti')).toBeFocused();
  await expect(radio(1, 'parti')).not.toBeChecked();
  await page.keyboard.press('k');
  await expect(radio(0, 'present')).toBeFocused();
  await expect(page.getByRole('status').first()).toContainText('revues sur');
});

test('une part confiée par lien, acceptée puis retirée', async ({ page, autrePersonne, incidents }) => {
  incidents.tolerer(/404/);
  await seConnecter(page, 'Hélène CARPENTIER');
  await ouvrirRevue(page);
  const lien = await faireUnLien(page);
  const autre = await autrePersonne();
  await test.step('le lien seul ne montre rien', async () => {
    await autre.goto(lien);
    await surLaPage(autre, 'Se connecter');
    await autre.getByRole('button', { name: 'Se connecter en tant que Zoé DUVAL', exact: true }).click();
    await surLaPage(autre, 'Revue des accès partagée');
    await autre.getByRole('button', { name: 'Demander à faire cette revue' }).click();
    await expect(autre.getByText('Votre demande est envoyée')).toBeVisible();
  });
  await ouvrirRevue(page);
  await expect(page.getByText(/demande à faire la revue de/)).toBeVisible();
  await page.getByRole('button', { name: /^Accepter/ }).click();
  await expect(page.getByText('La part est confiée', { exact: true })).toBeVisible();
  await test.step('son établissement, et rien d’autre', async () => {
    await autre.goto(lien);
    await eveillee(autre);
    await expect(autre.getByRole('heading', { name: 'Terminer la revue' })).toHaveCount(0);
    await repondre(lignes(autre).first(), 'Présent');
    if (avecScript(autre)) await expect(lignes(autre).first().locator('[data-etat]')).toHaveText('Enregistré');
    else await autre.getByRole('button', { name: 'Enregistrer les réponses de cette page' }).click();
  });
  await page.reload().then(() => page.locator('#partages summary').click());
  await page.getByRole('button', { name: /^Retirer le partage/ }).first().click();
  await expect(page.getByText('Le partage est retiré', { exact: true })).toBeVisible();
  const refus = await autre.goto(lien);
  expect(refus?.status()).toBe(404);
});
