// The help: found with one's own words, with and without scripts, and never at the cost of what one was typing.
import { axeClairEtSombre, sansDefilementLateral } from './outils/axe';
import { CONTACT, commencer, pret, seConnecter, surLaPage, validerEtape } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

test('la recherche répond, se corrige et se retrouve en revenant', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Aide' }).click();
  await surLaPage(page, 'Aide');

  await test.step('par le formulaire, sans rien dans l’adresse', async () => {
    await page.getByLabel('Que cherchez-vous ?').fill('mandatire');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page.getByRole('heading', { name: /réponses? pour «\smandatire\s»/ })).toBeVisible();
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('link', { name: 'Que peut faire un mandataire ?' }).first().click();
    await surLaPage(page, 'Que peut faire un mandataire ?');
    await expect(page.getByText('Les sources divergent')).toBeVisible();
    await expect(page.getByText(/^Relue le /)).toBeVisible();
  });

  await test.step('revenir retrouve la liste', async () => {
    await page.goBack();
    await expect(page.getByRole('heading', { name: /réponses? pour «\smandatire\s»/ })).toBeVisible();
  });

  await test.step('rien ne se dit, et mène à quelqu’un', async () => {
    await page.getByLabel('Que cherchez-vous ?').fill('zzzzzz');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await expect(page.getByRole('heading', { name: 'Aucune réponse pour « zzzzzz »' })).toBeVisible();
    await expect(page.getByText('Rien ne correspond')).toBeVisible();
  });

  await test.step('au fil de la frappe', async () => {
    if (!avecScript(page)) return;
    await page.goto('/aide');
    const saisie = page.getByLabel('Que cherchez-vous ?');
    await expect(async () => {
      await saisie.fill('');
      await saisie.pressSequentially('e-cps expirée');
      await expect(page.getByRole('status').filter({ hasText: /^\d+ réponses\.$/ })).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(page.getByRole('link', { name: /^Mon e-CPS a expiré/ })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Les plus demandées' })).toBeHidden();
    expect(page.url()).toMatch(/\/aide$/);
    await saisie.fill('');
    await expect(page.getByRole('heading', { name: 'Les plus demandées' })).toBeVisible();
  });
});

test('connecté, la recherche se retrouve à une adresse qui ne dit rien', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/aide');
  await page.getByLabel('Que cherchez-vous ?').fill('départ');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page.getByRole('heading', { name: /réponses pour «\sdépart\s»/ })).toBeVisible();
  expect(page.url()).toMatch(/\/aide\?recherche=[0-9a-f-]{36}$/);
  await page.reload();
  await expect(page.getByLabel('Que cherchez-vous ?')).toHaveValue('départ');
});

test('du champ à la réponse et retour, rien n’est perdu', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  await validerEtape(page).click();
  await surLaPage(page, 'Coordonnées de contact');
  await page.getByLabel('Adresse email').fill(CONTACT.email);

  await test.step('sous le champ, sans quitter la page et sans script', async () => {
    await page.getByRole('button', { name: 'Quel numéro de téléphone donner ?' }).click();
    const bulle = page.locator('#aide-champ-mobile');
    await expect(bulle).toBeVisible();
    await sansDefilementLateral(page, 'bulle ouverte');
    await page.keyboard.press('Escape');
    await expect(bulle).toBeHidden();
    await expect(page.getByRole('button', { name: 'Quel numéro de téléphone donner ?' })).toBeFocused();
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
  });

  await test.step('au pied de l’étape, un mot et une réponse, dépliés sur place', async () => {
    const aide = page.getByRole('complementary', { name: 'Une question sur cette page ?' });
    await aide.getByRole('button', { name: /^e-CPS/ }).click();
    await expect(page.locator('#aide-e-cps')).toBeVisible();
    await page.keyboard.press('Escape');
    await aide.locator('summary').filter({ hasText: 'Quelle adresse email donner ?' }).click();
    await expect(aide.getByText(/que vous êtes seul à lire/)).toBeVisible();
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
  });

  await test.step('la réponse entière, puis le retour au formulaire', async () => {
    // Without, what is typed is kept when the step is sent; the answer was read in place just above.
    if (!avecScript(page)) return;
    const garde = page.waitForResponse((reponse) => reponse.url().includes('/api/enregistrer-contact'));
    await page.getByLabel('Téléphone mobile').fill(CONTACT.mobile);
    await page.getByLabel('Adresse email').focus();
    await garde;
    await page.getByRole('link', { name: /^Lire la réponse entière.*Quelle adresse email/ }).first().click();
    await surLaPage(page, 'Quelle adresse email donner ?');
    await page.goBack();
    await surLaPage(page, 'Coordonnées de contact');
    await pret(page);
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
  });
});

test('le glossaire, les contacts et la fiche sanitaire se lisent et s’impriment', async ({ page, incidents }) => {
  incidents.tolerer(/404/);
  for (const [adresse, titre] of [
    ['/aide/glossaire', 'Glossaire'],
    ['/aide/contacts', 'Contacts et liens officiels'],
    ['/aide/secteur-sanitaire', /^Secteur sanitaire/],
    ['/aide/activer-e-cps', 'Comment activer son e-CPS ?'],
  ] as const) {
    await page.goto(adresse);
    await surLaPage(page, titre);
    for (const largeur of [320, 1440]) {
      await page.setViewportSize({ width: largeur, height: 740 });
      await sansDefilementLateral(page, `${adresse} à ${largeur} px`);
    }
    await axeClairEtSombre(page, adresse);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('heading', { level: 1, name: titre })).toBeVisible();
    await expect(page.locator('footer')).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
  }
  await page.goto('/aide/une-question-qui-n-existe-pas');
  await expect(page.getByRole('heading', { level: 1, name: 'Page introuvable' })).toBeVisible();
  await page.getByRole('link', { name: 'Chercher dans l’aide' }).click();
  await surLaPage(page, 'Aide');
});
