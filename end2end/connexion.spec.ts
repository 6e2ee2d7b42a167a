// Signing in and out with real identity providers: not ours, on another site, in the mode that serves real people.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CONTACT, envoyer, idDemande, ouvrirDossier, pret, remplirLaSuite, surLaPage, valider, validerEtape } from './outils/etapes';
import { Fournisseur } from './outils/fournisseur.mjs';
import { test as base, expect, nouvelleBase } from './outils/portail';
import { Serveur } from './outils/serveur';

const test = base.extend<{ fc: Fournisseur; psc: Fournisseur }>({
  fc: async ({}, use) => {
    const fournisseur = await Fournisseur.ouvrir('franceconnect');
    await use(fournisseur);
    await fournisseur.fermer();
  },
  psc: async ({}, use) => {
    const fournisseur = await Fournisseur.ouvrir('prosanteconnect');
    await use(fournisseur);
    await fournisseur.fermer();
  },
  portail: async ({ fc, psc }, use, testInfo) => {
    const dossier = nouvelleBase();
    const configuration = ['https = false', fc.section(), psc.section()].join('\n');
    const serveur = await Serveur.ouvrir(join(dossier, 'portail.db'), { configuration, demo: false });
    fc.inscrire(serveur.adresse);
    psc.inscrire(serveur.adresse);
    await use(serveur);
    await serveur.fermer();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('journal du serveur', { body: serveur.texteDuJournal(), contentType: 'text/plain' });
    }
    rmSync(dossier, { recursive: true, force: true });
    expect(serveur.texteDuJournal(), 'le serveur a rencontré un défaut').not.toMatch(/panicked|met a defect/);
    expect(serveur.texteDuJournal(), 'aucune donnée personnelle dans le journal').not.toMatch(/VASSEUR|FERRAND|CARPENTIER|nadia|demo-helene|b6048e95|2f9c1a77/i);
  },
});

const chezLeFournisseur = (page: Page) => expect(page.getByRole('heading', { level: 1, name: 'Fournisseur d’identité d’essai' })).toBeVisible();

async function demander(page: Page, fournisseur: 'FranceConnect' | 'Pro Santé Connect'): Promise<void> {
  await page.goto('/connexion');
  await page.getByRole('link', { name: `S’identifier avec ${fournisseur}` }).click();
}

async function seConnecter(page: Page, fournisseur: 'FranceConnect' | 'Pro Santé Connect', personne: string): Promise<void> {
  await demander(page, fournisseur);
  await chezLeFournisseur(page);
  await page.getByRole('button', { name: personne }).click();
  await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible();
}

/** Out of the portal and of the provider, which would answer by itself otherwise. */
async function quitterTout(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('button', { name: 'Me déconnecter aussi du fournisseur' }).click();
  await surLaPage(page, 'Vous êtes déconnecté');
}

/** Says who one is without following the last step; gives the address at which the portal would be told. */
async function adresseDeRetour(page: Page, personne: string, portail: Serveur): Promise<URL> {
  const formulaire = page.locator('form');
  const sub = await page.getByRole('button', { name: personne }).getAttribute('value');
  const action = new URL((await formulaire.getAttribute('action')) ?? '', page.url()).href;
  let reponse = await page.request.post(action, { form: { sub: sub ?? '' }, maxRedirects: 0 });
  for (;;) {
    const suite = new URL(reponse.headers().location, reponse.url());
    if (suite.origin === portail.adresse) return suite;
    reponse = await page.request.get(suite.href, { maxRedirects: 0 });
  }
}

test('un professionnel arrive par FranceConnect, avec son état civil', async ({ page }) => {
  await seConnecter(page, 'FranceConnect', 'Élodie Jeanne VASSEUR');
  await expect(page.getByRole('banner').getByText('Élodie VASSEUR-ROY')).toBeVisible();
  await page.getByRole('button', { name: 'Commencer ma demande' }).click();
  await surLaPage(page, 'État civil');
  const etatCivil = page.locator('main');
  for (const attendu of ['VASSEUR', 'Élodie Jeanne', '02/04/1991', 'Féminin', 'Bourg-en-Bresse']) {
    await expect(etatCivil.getByText(attendu, { exact: false }).first()).toBeVisible();
  }
});

test('une gestionnaire arrive par Pro Santé Connect, à son tableau de bord', async ({ page }) => {
  await seConnecter(page, 'Pro Santé Connect', 'Nadia FERRAND');
  await expect(page).toHaveURL(/\/gestion$/);
  await surLaPage(page, 'Que voulez-vous faire ?');
});

test('une carte sans habilitation n’ouvre aucun droit', async ({ page, incidents }) => {
  incidents.tolerer(/403/);
  await seConnecter(page, 'Pro Santé Connect', 'Claude EXEMPLE');
  await page.goto('/gestion/demandes');
  await expect(page.getByRole('heading', { level: 1, name: 'Accès réservé' })).toBeVisible();
});

test('on revient à la page que l’on voulait', async ({ page }) => {
  await page.goto('/connexion?retour=/gestion/professionnels');
  await page.getByRole('link', { name: 'S’identifier avec Pro Santé Connect' }).click();
  await page.getByRole('button', { name: 'Nadia FERRAND' }).click();
  await expect(page).toHaveURL(/\/gestion\/professionnels$/);
});

test('se déconnecter ferme aussi la session du fournisseur', async ({ page, incidents }) => {
  // The page that loses its session below may be asking for news.
  incidents.tolerer(/401/);
  await seConnecter(page, 'Pro Santé Connect', 'Nadia FERRAND');
  // While the provider remembers, it does not ask again.
  await page.context().clearCookies({ name: 'session' });
  await demander(page, 'Pro Santé Connect');
  await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('button', { name: 'Me déconnecter aussi du fournisseur' }).click();
  await surLaPage(page, 'Vous êtes déconnecté');
  await page.goto('/gestion');
  await surLaPage(page, 'Se connecter');
  await demander(page, 'Pro Santé Connect');
  await chezLeFournisseur(page);
});

test('le retour en arrière et le lien déjà utilisé sont sans danger', async ({ page, incidents, portail }) => {
  incidents.tolerer(/400/);
  await demander(page, 'FranceConnect');
  const retour = await adresseDeRetour(page, 'Élodie Jeanne VASSEUR', portail);
  await page.goto(retour.href);
  await expect(page).toHaveURL(/\/mes-demandes$/);
  await page.goto(retour.href);
  await expect(page).toHaveURL(/\/mes-demandes$/);
  await page.context().clearCookies({ name: 'session' });
  await page.goto(retour.href);
  await surLaPage(page, 'Connexion à recommencer');
});

test('une adresse de retour modifiée est refusée, avec une page qui dit quoi faire', async ({ page, incidents, portail }) => {
  incidents.tolerer(/400|502/);
  await demander(page, 'FranceConnect');
  const retour = await adresseDeRetour(page, 'Élodie Jeanne VASSEUR', portail);
  const autreEtat = new URL(retour);
  autreEtat.searchParams.set('state', 'x'.repeat(43));
  await page.goto(autreEtat.href);
  await surLaPage(page, 'Connexion à recommencer');
  const autreCode = new URL(retour);
  autreCode.searchParams.set('code', 'x'.repeat(43));
  await page.goto(autreCode.href);
  await surLaPage(page, 'Connexion refusée par sécurité');
  await expect(page.getByText('OIDC-CODE')).toBeVisible();
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await expect(page.getByRole('button', { name: 'Se déconnecter' }).or(page.getByRole('button', { name: 'Élodie Jeanne VASSEUR' }))).toBeVisible();
});

test('un lien de retour volé ne sert à rien dans un autre navigateur', async ({ page, incidents, portail, autrePersonne }) => {
  incidents.tolerer(/400/);
  await demander(page, 'FranceConnect');
  const retour = await adresseDeRetour(page, 'Élodie Jeanne VASSEUR', portail);
  const voleur = await autrePersonne();
  await voleur.goto(retour.href);
  await surLaPage(voleur, 'Connexion à recommencer');
  await page.goto(retour.href);
  await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible();
});

test('refuser chez le fournisseur ne perd rien', async ({ page, incidents }) => {
  incidents.tolerer(/403/);
  await demander(page, 'FranceConnect');
  await page.getByRole('button', { name: 'Refuser' }).click();
  await surLaPage(page, 'Connexion interrompue');
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await chezLeFournisseur(page);
});

test('un fournisseur arrêté a sa page, au départ comme au retour', async ({ page, incidents, portail, fc, psc }) => {
  incidents.tolerer(/503/);
  await fc.fermer();
  await demander(page, 'FranceConnect');
  await surLaPage(page, 'Service d’identité indisponible');
  await expect(page.getByRole('link', { name: 'Réessayer' })).toBeVisible();
  await demander(page, 'Pro Santé Connect');
  const retour = await adresseDeRetour(page, 'Nadia FERRAND', portail);
  await psc.fermer();
  await page.goto(retour.href);
  await surLaPage(page, 'Service d’identité indisponible');
});

test('un fournisseur qui change de clés continue de servir', async ({ page, fc, autrePersonne }) => {
  await seConnecter(page, 'FranceConnect', 'Élodie Jeanne VASSEUR');
  fc.tourner();
  const ailleurs = await autrePersonne();
  await seConnecter(ailleurs, 'FranceConnect', 'Élodie Jeanne VASSEUR');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible();
});

test('une gestionnaire ne traite pas la demande qu’elle a faite par FranceConnect : une collègue le fait', async ({ page, incidents, autrePersonne }) => {
  test.setTimeout(90_000);
  incidents.tolerer(/422/);
  const reference = await test.step('elle dépose sa demande, pour son propre institut', async () => {
    await seConnecter(page, 'FranceConnect', 'Nadia Simone FERRAND');
    await page.getByRole('button', { name: 'Commencer ma demande' }).click();
    await surLaPage(page, 'État civil');
    await validerEtape(page).click();
    await remplirLaSuite(page, { ...CONTACT, email: 'nadia@example.org' });
    return envoyer(page);
  });

  await test.step('de retour avec sa carte, elle la voit comme la sienne', async () => {
    await quitterTout(page);
    await seConnecter(page, 'Pro Santé Connect', 'Nadia FERRAND');
    await ouvrirDossier(page, reference);
    await expect(page.getByText('Cette demande est la vôtre, ou celle d’un homonyme')).toBeVisible();
    await expect(page.getByText('Un autre gestionnaire de votre structure doit la traiter.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Prendre la main' })).toBeHidden();
  });
  const adresse = page.url();

  await test.step('la prendre en main quand même ne change rien', async () => {
    const reponse = await page.request.post('/api/prendre-la-main', { form: { demande: await idDemande(page) }, headers: { 'Sec-Fetch-Site': 'same-origin' } });
    expect(reponse.status()).toBeLessThan(400);
    await page.goto(adresse);
    await expect(page.getByText('Cette demande est la vôtre, ou celle d’un homonyme')).toBeVisible();
    await pret(page);
  });

  await test.step('la valider quand même est refusé, avec la raison', async () => {
    await valider(page);
    await expect(page.getByText(/^Cette demande est la vôtre, ou celle d’une personne qui porte votre nom\s: un autre gestionnaire de votre structure doit la traiter\.$/)).toBeVisible();
  });

  await test.step('une collègue la valide', async () => {
    const helene = await autrePersonne();
    await seConnecter(helene, 'Pro Santé Connect', 'Hélène CARPENTIER');
    await helene.goto(adresse);
    await expect(helene.getByText('Vous traitez cette demande')).toBeVisible();
    await valider(helene);
    await expect(helene.getByText('Demande de Nadia FERRAND validée')).toBeVisible();
    await page.goto(adresse);
    await expect(page.getByText(/alidée par Hélène CARPENTIER/).first()).toBeVisible();
  });
});
