// What is forged: the demande of somebody else, a civil status, an act of another rôle, steps out of order, another site, bodies
// that no form makes. Nothing is read, nothing is written, and the answer is a clear page.
import { expect, test } from './outils/portail';
import {
  commencer, envoyerMaDemande, etapeContact, faireUneDemande, idDemande, pret, remplirContact, seConnecter, surLaPage, validerEtape,
} from './outils/etapes';

const FORMULAIRE = { Accept: 'text/html' };

test('la demande de quelqu’un d’autre ne se lit pas et ne s’écrit pas', async ({ page, autrePersonne, incidents }) => {
  incidents.tolerer(/404/);
  const victime = await autrePersonne();
  await etapeContact(victime, 'Jean-Baptiste LE GALL');
  const sienne = await idDemande(victime);
  await remplirContact(victime, { email: 'jb@example.org', mobile: '06 98 76 54 32' });
  await validerEtape(victime).click();
  await surLaPage(victime, 'Situation d’exercice');

  await etapeContact(page);
  const mienne = await idDemande(page);
  expect(mienne).not.toBe(sienne);
  for (const chemin of ['', '/confirmation', '/recapitulatif']) {
    expect((await page.goto(`/mes-demandes/${sienne}${chemin}`))?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page introuvable');
  }
  await page.goto('/demande/contact');
  await pret(page);
  await page.locator('main input[name=demande]').evaluate((champ: HTMLInputElement, id) => {
    champ.value = id;
  }, sienne);
  await remplirContact(page, { email: 'pirate@example.org', mobile: '06 12 34 56 78' });
  await validerEtape(page).click();
  await expect(page.getByText(/n’existe pas/).first()).toBeVisible();
  for (const acte of ['soumettre-demande', 'annuler-demande']) {
    const reponse = await page.request.post(`/api/${acte}`, { form: { demande: sienne }, headers: FORMULAIRE, maxRedirects: 0 });
    expect([403, 404], acte).toContain(reponse.status());
  }
  await victime.goto('/demande/contact');
  await expect(victime.getByLabel('Adresse email')).toHaveValue('jb@example.org');
});

test('un état civil forgé est ignoré', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  const reponse = await page.request.post('/api/enregistrer-etat-civil', {
    form: { demande: await idDemande(page), mode: 'continuer', nom_naissance: 'PIRATE', prenoms: 'Jack', naissance_jour: '1', naissance_mois: '1', naissance_annee: '2000', civilite: 'M', sexe: 'M', pays_naissance: '99352', ville_naissance: 'Alger' },
    headers: FORMULAIRE,
    maxRedirects: 0,
  });
  expect(reponse.status()).toBe(303);
  await page.goto('/demande/verification');
  await expect(page.locator('main')).toContainText('MOREAU');
  await expect(page.locator('main')).toContainText('12/03/1990');
  await expect(page.locator('main')).not.toContainText(/PIRATE|Alger/);
});

test('un professionnel ne décide de rien, une gestionnaire ne demande rien', async ({ page, incidents, autrePersonne }) => {
  incidents.tolerer(/403|404/);
  await faireUneDemande(page, 'Camille MOREAU');
  const id = page.url().split('/').at(-2) ?? '';
  for (const acte of ['valider-demande', 'refuser-demande']) {
    const reponse = await page.request.post(`/api/${acte}`, {
      form: { demande: id, version: '1', confirmation: 'on', motif: 'AUT', explication: 'Je me sers moi-même.' },
      headers: FORMULAIRE,
      maxRedirects: 0,
    });
    expect(reponse.status(), acte).toBe(403);
  }
  expect((await page.goto('/gestion'))?.status()).toBe(403);
  const paul = await autrePersonne();
  await seConnecter(paul, 'Paul GIRAUD');
  const reponse = await paul.request.post('/api/valider-demande', { form: { demande: id, version: '1', confirmation: 'on' }, headers: FORMULAIRE, maxRedirects: 0 });
  expect(reponse.status()).toBe(404);
  expect((await paul.goto('/mes-demandes'))?.status()).toBe(403);
  await page.goto(`/mes-demandes/${id}`);
  await expect(page.getByText('Vérification par votre gestionnaire (à venir)')).toBeVisible();
});

test('l’ordre des étapes ne se force pas', async ({ page }) => {
  await seConnecter(page, 'Camille MOREAU');
  for (const etape of ['etat-civil', 'contact', 'situation', 'informations-legales', 'verification']) {
    await page.goto(`/demande/${etape}`);
    await expect(page).toHaveURL(/\/mes-demandes$/);
  }
  await page.getByRole('button', { name: 'Commencer ma demande' }).click();
  await surLaPage(page, 'État civil');
  const id = await idDemande(page);
  await page.goto('/demande/verification');
  await expect(page.getByText('Il reste des réponses à donner')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Étape \d\s: / })).toHaveText([
    'Étape 2 : Coordonnées de contact',
    'Étape 3 : Situation d’exercice',
    'Étape 4 : Informations légales',
  ]);
  await expect(envoyerMaDemande(page)).toHaveCount(0);
  const forcee = await page.request.post('/api/soumettre-demande', { form: { demande: id }, headers: FORMULAIRE, maxRedirects: 0 });
  expect(forcee.status()).toBe(303);
  expect(forcee.headers().location).toMatch(/^\/demande\/contact\?erreurs=1/);
  const mode = await page.request.post('/api/enregistrer-contact', { form: { demande: id, mode: 'payer' }, headers: FORMULAIRE, maxRedirects: 0 });
  expect(mode.status()).toBe(404);
});

test('un envoi venu d’un autre site est refusé', async ({ page, portail }) => {
  await seConnecter(page, 'Camille MOREAU');
  const reponse = await page.request.post(`${portail.adresse}/api/commencer-demande`, {
    headers: { ...FORMULAIRE, Origin: 'https://ailleurs.example', 'Sec-Fetch-Site': 'cross-site' },
    maxRedirects: 0,
  });
  expect(reponse.status()).toBeGreaterThanOrEqual(400);
  expect(await reponse.text()).toContain('il a été refusé et rien n’a été modifié');
  await page.goto('/mes-demandes');
  await expect(page.getByRole('button', { name: 'Commencer ma demande' })).toBeVisible();
});

test('un envoi trop gros ou illisible reçoit une page claire', async ({ page }) => {
  await etapeContact(page);
  const id = await idDemande(page);
  const poster = (data: Buffer | string) =>
    page.request.post('/api/enregistrer-contact', {
      data,
      headers: { ...FORMULAIRE, 'Content-Type': 'application/x-www-form-urlencoded' },
      maxRedirects: 0,
    });
  for (const taille of [70_000, 3_000_000]) {
    const gros = await poster(`demande=${id}&mobile=&email=${'a'.repeat(taille)}`);
    expect(gros.status()).toBe(413);
    expect(await gros.text()).toContain('dépasse la taille admise pour un formulaire');
  }
  const sansRien = await poster('');
  expect(sansRien.status()).toBe(400);
  expect(await sansRien.text()).toContain('rechargez-la et recommencez');
  // NUL and bytes that are no UTF-8: kept readable, never a fault of the server.
  for (const octets of ['%00', 'a%00b', '%FF%FE', '%C3%28', '%ED%A0%80']) {
    const reponse = await poster(Buffer.from(`demande=${id}&mobile=${octets}&email=${octets}`, 'latin1'));
    expect(reponse.status(), octets).toBeLessThan(500);
    await page.goto('/demande/contact?erreurs=1');
    await expect(page.locator('#email-erreur')).toBeVisible();
  }
});
