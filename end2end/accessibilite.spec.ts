// The keyboard and the focus. What a machine can check on every screen is in tournee.spec.ts.
import { SANS_CLAVIER, tabuler } from './outils/clavier';
import { CONTACT, commencer, propositions, seConnecter, surLaPage, validerEtape, verifierMesReponses } from './outils/etapes';
import { expect, test } from './outils/portail';

test('le premier arrêt du clavier mène au contenu', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator('main').getByRole('link').first()).toBeFocused();
});

test('toute la demande se fait au clavier', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  await page.goto('/connexion');
  await tabuler(page, page.getByRole('button', { name: 'Se connecter en tant que Camille MOREAU' }));
  await page.keyboard.press('Enter');
  await tabuler(page, page.getByRole('button', { name: 'Commencer ma demande' }));
  await page.keyboard.press('Enter');
  await surLaPage(page, 'État civil');
  await tabuler(page, validerEtape(page));
  await page.keyboard.press('Enter');

  await surLaPage(page, 'Coordonnées de contact');
  await tabuler(page, page.getByLabel('Adresse email'));
  await page.keyboard.type(CONTACT.email);
  await tabuler(page, page.getByLabel('Téléphone mobile'));
  await page.keyboard.type(CONTACT.mobile);
  await page.keyboard.press('Enter');

  await surLaPage(page, 'Situation d’exercice');
  await tabuler(page, page.getByRole('group', { name: 'Prénom d’exercice' }).getByRole('radio').first());
  await page.keyboard.press('Space');
  await tabuler(page, page.getByRole('combobox', { name: 'Établissement' }));
  await page.keyboard.type('jeunes sourds');
  await expect(propositions(page)).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(propositions(page)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Établissement' })).toHaveValue(/INSTITUT DES JEUNES SOURDS/);
  await tabuler(page, page.getByRole('group', { name: 'Date de prise de fonction' }).getByLabel('Jour'));
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.keyboard.type('9');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2026');
  await tabuler(page, page.getByLabel('Profession', { exact: true }));
  await page.keyboard.type('Accompagnant');
  await expect(page.getByLabel('Profession', { exact: true })).toHaveValue('328');
  for (const groupe of ['Rôle RPPS+', 'Mode d’exercice', 'Catégorie professionnelle']) {
    await tabuler(page, page.getByRole('group', { name: groupe }).getByRole('radio').first());
    await page.keyboard.press('Space');
  }
  await tabuler(page, validerEtape(page));
  await page.keyboard.press('Enter');

  await surLaPage(page, 'Informations légales');
  for (const nom of [/Je certifie/, /j’accepte les conditions/]) {
    await tabuler(page, page.getByRole('checkbox', { name: nom }));
    await page.keyboard.press('Space');
  }
  await tabuler(page, verifierMesReponses(page));
  await page.keyboard.press('Enter');
  await surLaPage(page, 'Vérifier et envoyer');
  await tabuler(page, page.getByRole('button', { name: 'Envoyer ma demande' }));
  await page.keyboard.press('Enter');
  await surLaPage(page, 'Votre demande est envoyée');
});

test('une gestionnaire décide au clavier', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  await seConnecter(page, 'Nadia FERRAND');
  await tabuler(page, page.getByRole('link', { name: 'Voir les demandes' }));
  await page.keyboard.press('Enter');
  await surLaPage(page, '24 demandes à traiter');
  const premiere = page.locator('main').getByRole('listitem').getByRole('link').first();
  const nom = await premiere.innerText();
  await tabuler(page, premiere);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
  await tabuler(page, page.getByRole('checkbox', { name: /Je confirme/ }));
  await page.keyboard.press('Space');
  await tabuler(page, page.getByRole('button', { name: 'Valider', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Demande de ${nom.split(' ').reverse().join(' ')} validée`)).toBeVisible();
});

test('les erreurs se lisent, se rejoignent et s’effacent', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/contact');
  await surLaPage(page, 'Coordonnées de contact');
  // Leaving an empty field is not yet a mistake worth a summary, but it is said under its label.
  await page.getByLabel('Adresse email').fill('camille');
  await page.getByLabel('Téléphone mobile').focus();
  await expect(page.locator('#email-erreur')).toHaveText(/^Erreur\s: Il manque le signe/);
  await expect(page.getByLabel('Adresse email')).toHaveAttribute('aria-invalid', 'true');
  await validerEtape(page).click();
  const resume = page.locator('#resume-erreurs');
  await expect(resume).toBeFocused();
  await expect(resume.getByRole('heading')).toHaveText('2 réponses sont à revoir');
  await expect(page).toHaveTitle(/^Erreur\s: /);
  await resume.getByRole('link').first().click();
  await expect(page.getByLabel('Adresse email')).toBeFocused();
  await page.getByLabel('Adresse email').fill(CONTACT.email);
  await expect(page.locator('#email-erreur')).toBeHidden();
  await expect(page.getByLabel('Adresse email')).not.toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Téléphone mobile').fill(CONTACT.mobile);
  await validerEtape(page).click();
  await surLaPage(page, 'Situation d’exercice');
});

test('les propositions suivent le clavier, s’annoncent et se referment', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/situation');
  await surLaPage(page, 'Situation d’exercice');
  const champ = page.getByRole('combobox', { name: 'Établissement' });
  await champ.pressSequentially('bourg');
  await expect(champ).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText(/^\d propositions\.$/)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const active = await champ.getAttribute('aria-activedescendant');
  await expect(page.locator(`#${active}`)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(champ).toHaveAttribute('aria-expanded', 'false');
  await expect(champ).toHaveValue('bourg');
  await champ.fill('zzzzzz');
  await expect(page.getByText(/^Aucun résultat/)).toBeVisible();
});
