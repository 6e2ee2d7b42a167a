// What anybody reads before signing in: the adviser, the comparison of rôles, the paths.
import { sansDefilementLateral } from './outils/axe';
import { SANS_CLAVIER, SANS_SCRIPT, entrer, focusVisible, parcourir, taper } from './outils/clavier';
import { surLaPage } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

test('le conseiller répond, dit pourquoi et propose un rôle', async ({ page }) => {
  await page.goto('/conseil');
  await page.getByRole('radio', { name: /^Oui\s: des données de santé/ }).check();
  await page.getByRole('group', { name: 'Avez-vous déjà un numéro RPPS ?' }).getByRole('radio', { name: 'Non', exact: true }).check();
  await page.getByRole('radio', { name: /^Social ou médico-social/ }).check();
  await page.getByLabel('Quelle est votre profession ?').selectOption({ label: 'Aide-soignant' });
  await page.getByRole('button', { name: 'Voir la réponse' }).click();
  await expect(page.getByText('Vous pouvez demander votre inscription')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Le rôle qui convient d’habitude' })).toBeVisible();
  await expect(page.getByText('Accompagnement social/médico-social au soin')).toBeVisible();
  // What was answered is still there, to be changed.
  await expect(page.getByLabel('Quelle est votre profession ?')).toHaveValue('313');
  await page.getByText(/^Voir les \d+ documents que ce rôle ouvre$/).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Synthèse psychiatrique' })).toBeVisible();

  await page.getByRole('radio', { name: /^Hôpital, clinique/ }).check();
  await page.getByRole('button', { name: 'Voir la réponse' }).click();
  await expect(page.getByText('C’est possible, avec une vérification')).toBeVisible();
  await expect(page.getByText('Profession inattendue dans cet établissement')).toBeVisible();

  await page.getByLabel('Quelle est votre profession ?').selectOption({ label: 'Assistant de service social' });
  await page.getByRole('button', { name: 'Voir la réponse' }).click();
  await expect(page.getByText('Vous n’avez pas à vous inscrire ici')).toBeVisible();
  await expect(page.getByText(/Adressez-vous à l’ARS de votre région/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Commencer ma demande' })).toHaveCount(0);

  // Whoever has a number keeps it, and is led to their record.
  await page.getByRole('radio', { name: /^Oui\s: j’en ai reçu un/ }).check();
  await page.getByRole('button', { name: 'Voir la réponse' }).click();
  await expect(page.getByText('Vous êtes déjà inscrit')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ouvrir ma fiche' })).toBeVisible();
  await page.getByRole('radio', { name: 'Je ne sais pas', exact: true }).check();
  await page.getByLabel('Quelle est votre profession ?').selectOption({ label: 'Aide-soignant' });
  await page.getByRole('button', { name: 'Voir la réponse' }).click();
  await expect(page.getByText('Vérifiez d’abord que vous n’avez pas de numéro RPPS')).toBeVisible();
  await expect(page.getByText('L’établissement doit être dans FINESS')).toBeVisible();

  // Whatever an address says, the page answers.
  await page.goto('/conseil?besoin=peut-etre&secteur=lune&metier=%3Cscript%3E&role=GENR77');
  await expect(page.getByText('Rien ne s’y oppose pour l’instant')).toBeVisible();
});

test('deux rôles se comparent document par document', async ({ page }) => {
  await page.goto('/conseil/roles');
  await expect(page.getByRole('columnheader')).toHaveCount(6);
  await page.getByLabel('Un rôle', { exact: true }).selectOption({ label: 'Coordination et orientation' });
  await page.getByLabel('Et un autre').selectOption({ label: 'Accompagnement au soin' });
  await page.getByRole('button', { name: 'Comparer' }).click();
  await expect(page.getByRole('columnheader')).toHaveCount(3);
  await expect(page.getByRole('row', { name: /^Synthèse psychiatrique/ }).getByRole('cell')).toHaveText(['Non', 'Oui']);
  await expect(page.getByRole('row', { name: /^Lettre de liaison à la sortie d'un établissement de soins/ }).getByRole('cell')).toHaveText(['Oui', 'Non']);
});

test('chaque public a son chemin, du début à la fin', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Comment faire (Représentants légaux)' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Vous dirigez une structure' })).toBeVisible();
  await page.getByRole('link', { name: 'Professionnel', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Vous demandez votre numéro RPPS' })).toBeVisible();
  await sansDefilementLateral(page, 'guide');
});

test('le conseiller se remplit au clavier seul, jusqu’au début de la demande', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await page.goto('/conseil');
  const bouton = page.getByRole('button', { name: 'Voir la réponse' });
  const donnees = page.getByRole('radio', { name: /^Oui\s: des données de santé/ });
  const numero = page.getByRole('group', { name: 'Avez-vous déjà un numéro RPPS ?' });
  const secteurs = page.getByRole('radio', { name: /^Social ou médico-social/ });

  await test.step('Tab va de question en question, les flèches de réponse en réponse', async () => {
    await parcourir(page, donnees);
    await page.keyboard.press('Space');
    await expect(donnees).toBeChecked();
    await parcourir(page, numero.getByRole('radio').first());
    await page.keyboard.press('ArrowDown');
    await expect(numero.getByRole('radio', { name: /^Oui/ })).toBeChecked();
    await page.keyboard.press('ArrowUp');
    await expect(numero.getByRole('radio', { name: 'Non', exact: true })).toBeChecked();
    await focusVisible(page);
    await parcourir(page, secteurs);
    await page.keyboard.press('Space');
    await expect(secteurs).toBeChecked();
    await parcourir(page, page.getByLabel('Quelle est votre profession ?'));
    await page.keyboard.type('Aide-soignant');
    await expect(page.getByLabel('Quelle est votre profession ?')).toHaveValue('313');
    await parcourir(page, bouton);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Vous pouvez demander votre inscription')).toBeVisible();
  });

  await test.step('la réponse se déplie, et mène à la demande', async () => {
    const documents = page.locator('summary').filter({ hasText: /^Voir les \d+ documents que ce rôle ouvre$/ });
    await parcourir(page, documents);
    await page.keyboard.press('Space');
    await expect(page.getByRole('listitem').filter({ hasText: 'Synthèse psychiatrique' })).toBeVisible();
    await entrer(page, page.getByRole('link', { name: 'Commencer ma demande' }));
    await surLaPage(page, 'Se connecter');
  });

  await test.step('deux rôles se comparent de même', async () => {
    await page.goto('/conseil/roles');
    await taper(page, page.getByLabel('Un rôle', { exact: true }), 'Coordination et orientation');
    await taper(page, page.getByLabel('Et un autre'), 'Accompagnement au soin');
    await parcourir(page, page.getByRole('button', { name: 'Comparer' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('columnheader')).toHaveCount(3);
  });
});
