// Reviewing who is still there: everybody at once then the exceptions, with the thumb, with the keys, without scripts; a part entrusted
// to somebody else; the attestation.
import type { Locator, Page } from '@playwright/test';
import { sansDefilementLateral } from './outils/axe';
import { SANS_CLAVIER, SANS_SCRIPT, entrer, espace, focusVisible, parcourir, tabuler } from './outils/clavier';
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
  await expect(page.getByText(/^Erreur\s: Choisissez un motif/)).toBeVisible();
  await page.getByLabel('Motif').selectOption({ label: 'Changement de lieu d’exercice' });
  await page.getByLabel('Nouveau rôle RPPS+').selectOption({ index: 2 });
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(page.getByText('Les réponses sont enregistrées', { exact: true })).toBeVisible();
}

test('les exceptions, puis tous les autres d’un coup, jusqu’à l’attestation', { tag: '@essentiel' }, async ({ page }) => {
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

test('toute la revue au clavier seul, de la connexion à l’attestation', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  await entrer(page, page.getByRole('link', { name: 'Revues des accès', exact: true }));
  await surLaPage(page, 'Revues des accès');
  await entrer(page, page.getByRole('link', { name: 'Continuer la revue' }));
  await eveillee(page);
  const ligne = lignes(page).first();
  const suivante = lignes(page).nth(1);

  await test.step('les flèches vont d’une réponse à l’autre, l’espace répond', async () => {
    await parcourir(page, ligne.locator('input[value=present]'));
    await page.keyboard.press('ArrowRight');
    await expect(ligne.locator('input[value=parti]')).toBeFocused();
    await focusVisible(page);
    await page.keyboard.press('Space');
  });

  await test.step('ce qui est demandé garde le focus, et le rend', async () => {
    const depart = page.getByRole('dialog', { name: /^Départ de/ });
    await expect(depart).toBeVisible();
    await parcourir(page, depart.getByLabel('Motif'));
    await page.keyboard.type('Changement de lieu');
    const enregistrer = depart.getByRole('button', { name: 'Enregistrer le départ' });
    await parcourir(page, enregistrer);
    // Past its last control the focus never falls behind the dialog.
    for (let coups = 0; coups < 8; coups += 1) {
      await page.keyboard.press('Tab');
      expect(await depart.evaluate((boite) => document.activeElement === document.body || boite.contains(document.activeElement))).toBe(true);
    }
    await tabuler(page, enregistrer);
    await page.keyboard.press('Enter');
    await expect(depart).toBeHidden();
    await expect(ligne.locator('[data-etat]')).toContainText('Parti le');
    await expect(ligne.locator('input[value=parti]')).toBeFocused();
    await focusVisible(page);
  });

  await test.step('la ligne suivante est la prochaine étape de Tab', async () => {
    await parcourir(page, suivante.locator('input[value=present]'));
    await page.keyboard.press('Space');
    await expect(suivante.locator('[data-etat]')).toHaveText('Enregistré');
  });

  await test.step('tous les autres, puis l’attestation', async () => {
    await entrer(page, page.getByRole('button', { name: /sans réponse sont toujours présents/ }));
    await eveillee(page);
    await expect(page.getByText('Chacun a une réponse.')).toBeVisible();
    await entrer(page, page.getByRole('button', { name: 'Terminer et attester' }));
    await surLaPage(page, 'Attestation de revue des accès');
  });
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

test('une réponse changée entre-temps n’arrête pas les autres', async ({ page, autrePersonne }) => {
  test.skip(avecScript(page), 'avec un script, chaque réponse part seule');
  const autre = await autrePersonne();
  for (const qui of [page, autre]) {
    await seConnecter(qui, 'Hélène CARPENTIER');
    await ouvrirRevue(qui);
    await qui.getByRole('link', { name: 'Tout le monde', exact: true }).click();
    await eveillee(qui);
  }
  const nom = await nomDe(lignes(page).filter({ has: page.locator('input[value=present]:checked') }).first());
  const suivante = lignes(page).filter({ hasNot: page.locator('input:checked') }).first();
  const autreNom = await nomDe(suivante);
  await repondre(autre.locator(`[data-nom="${nom}"]`), 'Parti');
  await autre.getByRole('button', { name: 'Enregistrer les réponses de cette page' }).click();
  await surLaPage(autre, 'Départs et rôles à préciser');
  await autre.getByLabel('Motif').selectOption({ label: 'Changement de lieu d’exercice' });
  await autre.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(autre.getByText('Les réponses sont enregistrées', { exact: true })).toBeVisible();

  await repondre(suivante, 'Présent');
  await page.getByRole('button', { name: 'Enregistrer les réponses de cette page' }).click();
  await surLaPage(page, 'Départs et rôles à préciser');
  await expect(page.getByRole('link', { name: /Quelqu’un a répondu pour cette personne/ })).toBeVisible();
  await expect(page.getByText(/^Réponse enregistrée\s: Parti le/)).toBeVisible();
  await page.getByRole('checkbox', { name: 'Ne rien changer pour cette personne' }).check();
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(page.getByText('Les réponses sont enregistrées', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Tout le monde', exact: true }).click();
  await expect(page.locator(`[data-nom="${nom}"] input[value=parti]`)).toBeChecked();
  await expect(page.locator(`[data-nom="${autreNom}"] input[value=present]`)).toBeChecked();
});

/** Rows of a staff list: people who do not exist, no two of whom look like one person. Their names come first in every list. */
function equipe(nombre: number): string {
  const syllabes = ['BA', 'CO', 'DI', 'FU', 'GRE', 'JA', 'KO', 'LI', 'MU', 'NE', 'PA', 'RO', 'SI', 'TU', 'VE', 'ZA'];
  const prenoms = ['Louise', 'Odette', 'Solange', 'Chloé', 'Margot', 'Aminata', 'Yvonne'];
  const deux = (n: number): string => String(n).padStart(2, '0');
  const rangees = Array.from({ length: nombre }, (_, n) => {
    const melange = (n * 2749) % 4096;
    const nom = `AA${[melange, Math.floor(melange / 16), Math.floor(melange / 256)].map((rang) => syllabes[rang % 16]).join('')}`;
    const naissance = `${deux(1 + ((n * 11) % 28))}/${deux(1 + ((n * 5) % 12))}/${1950 + ((n * 7) % 45)}`;
    const mobile = `06 97 ${deux(Math.floor(n / 10_000) % 100)} ${deux(Math.floor(n / 100) % 100)} ${deux(n % 100)}`;
    return `Mme;F;${nom};${prenoms[n % 7]};${naissance};Bourg-en-Bresse (01);revue${n}@example.org;${mobile};010780575;01/09/2025;328;GENR10;salariée`;
  });
  const entete = 'Civilité;Sexe;Nom;Prénoms;Né(e) le;Lieu de naissance;Mail;Portable;FINESS;Entrée;Métier;Rôle;Statut';
  return [entete, ...rangees].join('\r\n');
}

/** A staff list of that many people, brought and registered. */
async function inscrire(page: Page, nombre: number): Promise<void> {
  await page.goto('/gestion/imports');
  await surLaPage(page, 'Importer une liste de personnel');
  const buffer = Buffer.from(equipe(nombre));
  await page.getByLabel('Votre fichier').setInputFiles({ name: 'trois-cents.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Déposer et contrôler' }).click();
  await surLaPage(page, 'trois-cents.csv');
  await page.getByLabel(/Pour chacune des personnes/).check();
  await page.getByRole('button', { name: `Enregistrer ${nombre} personnes` }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(`${nombre} personnes sont enregistrées`)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 180_000 });
}

test('trois cents personnes revues en moins de cinq minutes, dont dix exceptions au clavier', async ({ page, autrePersonne, isMobile }) => {
  test.skip(isMobile || !avecScript(page), 'les touches demandent un clavier et un script');
  test.setTimeout(600_000);
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await inscrire(nadia, 300);

  await seConnecter(page, 'Hélène CARPENTIER');
  await ouvrirRevue(page);
  await page.getByRole('checkbox', { name: /Je laisse de côté/ }).check();
  await page.getByRole('button', { name: 'Terminer et attester' }).click();
  await surLaPage(page, 'Attestation de revue des accès');
  await page.goto('/revues');

  const debut = Date.now();
  await page.getByRole('button', { name: 'Commencer une revue maintenant' }).first().press('Enter');
  await eveillee(page);
  await lignes(page).first().getByRole('radio').first().focus();
  for (let rang = 0; rang < 10; rang += 1) {
    const ligne = lignes(page).nth(rang);
    const parti = rang % 3 !== 2;
    await page.keyboard.press(parti ? '2' : '3');
    const demande = page.getByRole('dialog', { name: parti ? /^Départ de/ : /^Nouveau rôle de/ });
    if (parti) await demande.getByLabel('Motif').selectOption({ label: 'Changement de lieu d’exercice' });
    else await demande.getByLabel('Rôle RPPS+').selectOption('GENR11');
    await demande.getByRole('button', { name: /^Enregistrer/ }).press('Enter');
    await expect(demande).toBeHidden();
    await expect(ligne.locator('[data-etat]')).toContainText(parti ? 'Parti le' : 'Rôle');
    await page.keyboard.press('j');
  }
  await page.getByRole('button', { name: /sans réponse sont toujours présents/ }).press('Enter');
  await eveillee(page);
  await expect(page.getByText('Chacun a une réponse.')).toBeVisible();
  await page.getByRole('button', { name: 'Terminer et attester' }).press('Enter');
  await surLaPage(page, 'Attestation de revue des accès');
  const duree = Date.now() - debut;
  const total = Number(/(\d+)\spersonnes revues sur (\d+)/.exec(await page.getByRole('article').innerText())?.[2]);
  console.log(`revue de ${total} personnes, dix exceptions au clavier, jusqu’à l’attestation : ${duree} ms`);
  expect(total).toBeGreaterThanOrEqual(300);
  expect(duree).toBeLessThan(5 * 60_000);
  await expect(page.getByRole('article').getByText(/^(Parti le|Rôle\s:)/)).toHaveCount(10);
});
