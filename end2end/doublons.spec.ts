// Possible duplicates: said before opening, explained trait by trait, answered, and answered again. With and without a script.
import { averties, comparer, doublons, ouvrirUnDoublon } from './outils/ecrans-doublons';
import { pret, seConnecter, surLaPage } from './outils/etapes';
import { expect, test } from './outils/portail';

test('une forte ressemblance se tranche avant de valider, et se reconsidère', async ({ page }) => {
  await ouvrirUnDoublon(page);
  const adresse = page.url();
  await expect(page.getByRole('button', { name: 'Valider', exact: true })).toHaveCount(0);
  await expect(doublons(page)).toContainText(/Forte ressemblance, \d+ sur 100/);
  await expect(doublons(page)).toContainText('Identique : nom de naissance, prénoms');
  await comparer(page);
  for (const trait of ['Nom de naissance', 'Prénoms', 'Date de naissance', 'Lieu de naissance']) {
    await expect(page.getByRole('heading', { name: trait })).toBeVisible();
  }
  await pret(page);
  await page.getByRole('button', { name: 'Ce n’est pas un doublon' }).click();
  await expect(page).toHaveURL(/#doublons$/);
  await expect(doublons(page)).toContainText('Ce n’est pas un doublon');
  await expect(page.getByText(/^Distinguée d’une autre personne par Nadia FERRAND/)).toBeVisible();
  await pret(page);
  await doublons(page).getByRole('button', { name: 'Revenir sur ce choix' }).first().click();
  await expect(page.getByRole('link', { name: 'Voir les ressemblances' })).toBeVisible();
  await comparer(page);
  await pret(page);
  await page.getByRole('button', { name: /^C’est la même personne/ }).click();
  await expect(page.getByRole('button', { name: 'Ajouter une situation au RPPS existant' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(new URL(adresse).pathname);
});

test('un doublon écarté quitte la file, et hors du périmètre la comparaison n’existe pas', async ({ page, incidents, autrePersonne }) => {
  incidents.tolerer(/404/);
  await ouvrirUnDoublon(page);
  const dossier = new URL(page.url()).pathname;
  await page.goto('/gestion/demandes');
  expect(await averties(page)).toContain(dossier);
  await page.goto(dossier);
  await comparer(page);
  const comparaison = new URL(page.url()).pathname;
  await pret(page);
  for (let reste = await page.getByRole('button', { name: 'Ce n’est pas un doublon' }).count(); reste > 0; reste -= 1) {
    await page.getByRole('button', { name: 'Ce n’est pas un doublon' }).click();
    await expect(doublons(page)).toBeVisible();
  }
  await page.goto('/gestion/demandes');
  await surLaPage(page, /à traiter$/);
  expect(await averties(page)).not.toContain(dossier);

  const paul = await autrePersonne();
  await seConnecter(paul, 'Paul GIRAUD');
  expect((await paul.goto(comparaison))?.status()).toBe(404);
  await surLaPage(paul, 'Page introuvable');
});
