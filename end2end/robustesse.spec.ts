// What goes wrong in real life: a decision clicked twice, two tabs, no network, a session that ends, two people at once.
import type { Page } from '@playwright/test';
import { avecScript, expect, test } from './outils/portail';
import {
  CONTACT, INSTITUT, cocherLegale, commencer, envoyer, envoyerMaDemande, etapeContact, faireUneDemande, ouvrirDossier, pret, propositions,
  refuser, remplirContact, remplirLaSuite, remplirSituation, seConnecter, surLaPage, valider, validerEtape, validerSituation, verifierMesReponses,
} from './outils/etapes';

/** Waits for the automatic saving; without scripts there is none. */
async function enregistre(page: Page): Promise<void> {
  if (avecScript(page)) await expect(page.locator('#etat-enregistrement')).toHaveText(/^Réponses enregistrées à/);
}

test('une décision cliquée deux fois n’en fait qu’une', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  const reference = /RP-\S+/.exec(await page.locator('main').innerText())?.[0] ?? '';
  await ouvrirDossier(page, reference);
  await page.getByRole('checkbox', { name: /Je confirme/ }).check();
  await page.getByRole('button', { name: 'Valider', exact: true }).dblclick();
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();
  await page.goto('/demonstration/messages');
  await expect(page.getByRole('link', { name: `Demande ${reference} validée` })).toHaveCount(1);
  await page.goto('/gestion');
  await expect(page.getByText('23 demandes à traiter')).toBeVisible();
});

test('deux onglets écrivent dans la même demande, le dernier envoi compte', async ({ page, context }) => {
  await etapeContact(page);
  const autre = await context.newPage();
  await autre.goto('/demande/contact');
  await pret(autre);
  await remplirContact(page, { email: 'premier@example.org', mobile: CONTACT.mobile });
  await validerEtape(page).click();
  await surLaPage(page, 'Situation d’exercice');
  await remplirContact(autre, { email: 'second@example.org', mobile: CONTACT.mobile });
  await validerEtape(autre).click();
  await surLaPage(autre, 'Situation d’exercice');
  await remplirSituation(autre);
  await validerSituation(autre);
  await surLaPage(autre, 'Informations légales');
  await cocherLegale(autre);
  await verifierMesReponses(autre).click();
  await surLaPage(autre, 'Vérifier et envoyer');
  await expect(autre.getByText('second@example.org')).toBeVisible();
  // Both tabs stand before the same button.
  await page.goto('/demande/verification');
  await surLaPage(page, 'Vérifier et envoyer');
  const reference = await envoyer(autre);
  expect(await envoyer(page)).toBe(reference);
});

test('copier dit ce qui s’est passé, et ne le dit pas toujours', async ({ page }) => {
  test.skip(!avecScript(page), 'sans script, le numéro se sélectionne à la main');
  await seConnecter(page, 'Lucie ZELLER');
  await surLaPage(page, 'Lucie MERLIN');
  const copier = page.getByRole('button', { name: /^Copi(er|é) le numéro RPPS$/ });
  const repondre = (refuse: boolean) =>
    page.evaluate((refuse) => {
      navigator.clipboard.writeText = () => (refuse ? Promise.reject(new Error('refusé')) : Promise.resolve());
    }, refuse);
  await repondre(true);
  await copier.click();
  await expect(page.getByText('La copie n’a pas marché')).toBeInViewport();
  await repondre(false);
  await copier.click();
  await expect(copier).toHaveText(/^Copié/);
  await expect(copier).toHaveText(/^Copier/, { timeout: 10_000 });
});

test.describe('sans réseau', () => {
  test.beforeEach(({ page }) => test.skip(!avecScript(page), 'sans script, c’est le navigateur qui le dit'));

  test('l’enregistrement automatique garde ce qui est tapé et réessaie', async ({ page, incidents }) => {
    incidents.tolerer(/Failed to load resource|net::ERR_FAILED/);
    await etapeContact(page);
    await page.route('**/api/enregistrer-contact', (route) => route.abort());
    await page.getByLabel('Adresse email').fill(CONTACT.email);
    await expect(page.getByText(/^Connexion perdue\s: vos réponses restent dans cette page/)).toBeVisible();
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
    await page.unroute('**/api/enregistrer-contact');
    await enregistre(page);
    await page.reload();
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
  });

  test('une étape validée hors ligne le dit, puis passe', async ({ page, context, incidents }) => {
    incidents.tolerer(/ERR_INTERNET_DISCONNECTED/);
    await etapeContact(page);
    await remplirContact(page);
    await enregistre(page);
    await context.setOffline(true);
    await validerEtape(page).click();
    const erreur = page.locator('[data-erreur-envoi]');
    await expect(erreur).toBeFocused();
    await expect(erreur).toHaveText(/^Connexion perdue\s: rien n’a été envoyé, vos réponses restent dans cette page/);
    await expect(page.getByLabel('Téléphone mobile')).toHaveValue(CONTACT.mobile);
    await expect(validerEtape(page)).not.toHaveAttribute('aria-disabled', 'true');
    await context.setOffline(false);
    await validerEtape(page).click();
    await surLaPage(page, 'Situation d’exercice');
  });

  test('l’envoi de la demande hors ligne le dit, puis part une seule fois', async ({ page, context, incidents }) => {
    incidents.tolerer(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/);
    await commencer(page, 'Camille MOREAU');
    await validerEtape(page).click();
    await remplirLaSuite(page);
    await context.setOffline(true);
    await envoyerMaDemande(page).click();
    await expect(page.locator('[data-erreur-envoi]')).toHaveText(/^Connexion perdue/);
    await context.setOffline(false);
    // The request arrives but its answer is lost on the way.
    await page.route('**/api/soumettre-demande', async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    });
    const perdue = page.waitForEvent('requestfailed');
    await envoyerMaDemande(page).click();
    await perdue;
    await expect(envoyerMaDemande(page)).not.toHaveAttribute('aria-disabled', 'true');
    await expect(page.locator('[data-erreur-envoi]')).toHaveText(/^Connexion perdue/);
    await page.unroute('**/api/soumettre-demande');
    await envoyer(page);
    await page.goto('/mes-demandes');
    await expect(page.getByRole('heading', { level: 3 })).toHaveCount(1);
  });

  test('l’échec d’un envoi est dit dans le formulaire envoyé, pas dans un autre', async ({ page, context, incidents }) => {
    incidents.tolerer(/ERR_INTERNET_DISCONNECTED/);
    await seConnecter(page, 'Lucie ZELLER');
    await surLaPage(page, 'Lucie MERLIN');
    await page.locator('#noms > summary').click();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Enregistrer mon nom d’exercice' }).click();
    const erreur = page.locator('#noms [data-erreur-envoi]');
    await expect(erreur).toBeFocused();
    await expect(erreur).toBeInViewport();
    await expect(erreur).toHaveText(/^Connexion perdue/);
    await expect(page.locator('#contact [data-erreur-envoi]')).toHaveText('');
    await context.setOffline(false);
  });

  test('les propositions le disent quand elles n’arrivent pas', async ({ page, incidents }) => {
    incidents.tolerer(/Failed to load resource|net::ERR_FAILED/);
    await commencer(page, 'Camille MOREAU');
    await page.goto('/demande/situation');
    await pret(page);
    await page.route('**/api/chercher-etablissements*', (route) => route.abort());
    await page.getByLabel('Établissement', { exact: true }).fill('bourg');
    await expect(page.getByText('Le portail ne répond pas')).toBeVisible();
    await expect(page.getByLabel('Établissement', { exact: true })).toHaveValue('bourg');
    await page.unroute('**/api/chercher-etablissements*');
    await page.getByLabel('Établissement', { exact: true }).fill('bourg en');
    await expect(propositions(page).first()).toBeVisible();
  });
});

test.describe('la session se termine', () => {
  test('pendant une étape : le texte reste, on se reconnecte ailleurs et on continue', async ({ page, context, incidents }) => {
    incidents.tolerer(/401/);
    await etapeContact(page);
    await context.clearCookies();
    await remplirContact(page);
    await validerEtape(page).click();
    await expect(page.getByText(/Votre session est terminée/).first()).toBeVisible();
    await seConnecter(await context.newPage(), 'Camille MOREAU');
    if (avecScript(page)) {
      await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
      await validerEtape(page).click();
    } else {
      await page.getByRole('button', { name: 'Réessayer' }).click();
    }
    await surLaPage(page, 'Situation d’exercice');
    await page.goto('/demande/contact');
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
  });

  test('pendant une décision : elle se reprend', async ({ page, context, incidents }) => {
    incidents.tolerer(/401/);
    await seConnecter(page, 'Nadia FERRAND');
    await page.goto('/gestion/demandes');
    await page.locator('main').getByRole('listitem').getByRole('link').first().click();
    await expect(page.getByRole('complementary', { name: 'Décision' })).toBeVisible();
    await pret(page);
    await context.clearCookies();
    const explication = 'Cette personne a quitté l’établissement en mai.';
    await refuser(page, 'Autre motif', explication);
    await expect(page.getByText(/Votre session est terminée/).first()).toBeVisible();
    await seConnecter(await context.newPage(), 'Nadia FERRAND');
    await page.getByRole('button', { name: avecScript(page) ? 'Refuser la demande' : 'Réessayer' }).click();
    await expect(page.getByText(/^Demande de .* refusée$/)).toBeVisible();
  });

  test('une page protégée mène à la connexion', async ({ page }) => {
    for (const adresse of ['/mes-demandes', '/demande/contact', '/demande/verification', '/gestion', '/gestion/demandes', '/gestion/professionnels']) {
      await page.goto(adresse);
      await expect(page).toHaveURL(new RegExp(`/connexion\\?session=terminee&retour=${adresse}$`));
      await expect(page.getByText('Connexion nécessaire')).toBeVisible();
    }
  });
});

test('une adresse ou un mobile déjà pris se dit à sa place', async ({ page, autrePersonne }) => {
  const camille = await autrePersonne();
  await faireUneDemande(camille, 'Camille MOREAU');
  await commencer(page, 'Jean-Baptiste LE GALL');
  await validerEtape(page).click();
  await remplirLaSuite(page, CONTACT, { ...INSTITUT, nomExercice: /LE GALL \(nom de naissance\)/ });
  await envoyerMaDemande(page).click();
  await surLaPage(page, 'Coordonnées de contact');
  await expect(page.locator('#email-erreur, #mobile-erreur').filter({ visible: true })).not.toHaveCount(0);
  await expect(page).toHaveTitle(/^Erreur\s: /);
});

test('deux gestionnaires sur la même demande : la seconde apprend ce qui a changé', async ({ page, autrePersonne }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  const reference = /RP-\S+/.exec(await page.locator('main').innerText())?.[0] ?? '';
  await ouvrirDossier(page, reference);
  const helene = await autrePersonne();
  await seConnecter(helene, 'Hélène CARPENTIER');
  await ouvrirDossier(helene, reference);
  await valider(page);
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();

  await refuser(helene, 'Autre motif', 'Je ne connais pas cette personne.');
  await expect(helene.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await expect(helene.getByText(/^Le .* par Nadia FERRAND/)).toBeVisible();
  await expect(helene.getByText(/^Numéro RPPS\s: \d{11}$/).first()).toBeVisible();
  await expect(helene.getByRole('complementary', { name: 'Décision' })).toHaveCount(0);
  await helene.goto('/demonstration/messages');
  await expect(helene.getByRole('link', { name: `Demande ${reference} refusée` })).toHaveCount(0);
});

test('une demande retirée pendant que la gestionnaire la lit ne se décide plus', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await ouvrirDossier(nadia, reference);
  await page.getByRole('link', { name: 'Suivre ma demande' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await page.getByText('Retirer ma demande').click();
  await page.getByRole('button', { name: 'Confirmer le retrait' }).click();
  await expect(page.getByText('Vous avez retiré cette demande')).toBeVisible();
  await valider(nadia);
  await expect(nadia.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await expect(nadia.getByText('Retirée').first()).toBeVisible();
});
