// What the browser is told to refuse, and that nothing of the portal needs it. `Incidents` fails a test for any violation of
// the page's policy, on every screen of every other file too; tournee.spec.ts looks for what the policy forbids on each of them.
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Page } from '@playwright/test';
import { CONTACT, commencer, faireUneDemande, idDemande, remplirContact, seConnecter, surLaPage, validerEtape } from './outils/etapes';
import { expect, test } from './outils/portail';

/** Set by a script that should not have run. */
const intrus = (page: Page) => page.evaluate(() => (window as unknown as { intrus?: string }).intrus);

test('toutes les réponses portent leurs en-têtes', async ({ page }) => {
  for (const adresse of ['/', '/connexion', '/favicon.svg', '/pkg/absent.js', '/page-qui-n-existe-pas', '/gestion']) {
    const entetes = (await page.request.get(adresse, { maxRedirects: 0 })).headers();
    expect.soft(entetes['content-security-policy'], adresse).toContain("default-src 'none'");
    expect.soft(entetes['content-security-policy'], adresse).toContain("frame-ancestors 'none'");
    expect.soft(entetes['content-security-policy'], adresse).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*/);
    expect.soft(entetes['x-content-type-options'], adresse).toBe('nosniff');
    expect.soft(entetes['strict-transport-security'], `${adresse} : pas de HTTPS en démonstration`).toBeUndefined();
  }
});

test('un script glissé dans la page n’est pas exécuté', async ({ page, incidents }) => {
  incidents.tolerer(/Content Security Policy|politique de la page\s: script-src/, /404/);
  // The page as a flaw of the server would send it: its own policy, and code that it did not write.
  await page.route('/', async (route) => {
    const reponse = await route.fetch();
    const { 'content-encoding': _encodage, 'content-length': _taille, ...headers } = reponse.headers();
    const injecte = '<script>window.intrus = "script"</script><img src="/absente.png" onerror="window.intrus = \'attribut\'">';
    const body = (await reponse.text()).replace('<main', `${injecte}<main`);
    await route.fulfill({ status: reponse.status(), headers, body });
  });
  const erreurs: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') erreurs.push(message.text());
  });
  await page.goto('/');
  await expect.poll(() => erreurs.filter((texte) => texte.startsWith('politique de la page')).length).toBeGreaterThanOrEqual(2);
  expect(await intrus(page)).toBeUndefined();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

/** A page of another site, on the same machine. */
async function ailleurs(contenu: string): Promise<{ port: number; fermer: () => void }> {
  const serveur = createServer((_, reponse) => {
    reponse.setHeader('content-type', 'text/html; charset=utf-8');
    reponse.end(`<!doctype html><html lang="fr"><title>Ailleurs</title><link rel="icon" href="data:,"><body>${contenu}</body></html>`);
  });
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret));
  return { port: (serveur.address() as AddressInfo).port, fermer: () => serveur.close() };
}

test('un autre site ne peut pas montrer le portail dans un cadre', async ({ page, portail, incidents }) => {
  incidents.tolerer(/frame-ancestors|X-Frame-Options|BLOCKED_BY_RESPONSE/);
  const autre = await ailleurs(`<iframe src="${portail.adresse}/connexion" title="Portail"></iframe>`);
  await page.goto(`http://127.0.0.1:${autre.port}/`);
  await expect.poll(() => page.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
  autre.fermer();
});

test('un formulaire envoyé par un autre site est refusé, et n’est pas proposé à nouveau', async ({ page, portail, incidents }) => {
  incidents.tolerer(/403/);
  await commencer(page, 'Camille MOREAU');
  const champs = `<input type="hidden" name="demande" value="${await idDemande(page)}"><input type="hidden" name="email" value="voleur@example.org">`;
  const autre = await ailleurs(`<form method="post" action="${portail.adresse}/api/enregistrer-contact">${champs}<button>Gagner</button></form>`);
  // The same machine under another name is another site for the browser.
  await page.goto(`http://localhost:${autre.port}/`);
  await page.getByRole('button', { name: 'Gagner' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Envoi refusé' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Réessayer' })).toHaveCount(0);
  autre.fermer();
  await page.goto('/demande/contact');
  await surLaPage(page, 'Coordonnées de contact');
  await expect(page.getByLabel('Adresse email')).toHaveValue('');
});

test('un message de la démonstration se lit dans un cadre qui ne peut rien faire', async ({ page }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  await page.goto('/demonstration/messages');
  await page.getByRole('link', { name: reference }).click();
  await expect(page.frameLocator('iframe').getByText(/^Bonjour/)).toBeVisible();
  await expect(page.locator('iframe')).toHaveAttribute('sandbox', '');
});

test.describe('trop d’actes en peu de temps', () => {
  test.use({ configuration: '[debit.acte]\ncompte = { par_minute = 1, rafale = 3 }\n' });

  test('une page claire, rien de perdu', async ({ page, incidents }) => {
    incidents.tolerer(/429/);
    await commencer(page, 'Camille MOREAU');
    await page.goto('/demande/contact');
    await surLaPage(page, 'Coordonnées de contact');
    const form = { demande: await idDemande(page), mode: 'auto', email: '', mobile: '' };
    const robot = () => page.request.post('/api/enregistrer-contact', { headers: { Accept: 'application/json' }, form });
    await expect.poll(async () => (await robot()).status()).toBe(429);
    await remplirContact(page);
    await validerEtape(page).click();
    await expect(page.locator('[data-erreur-envoi]')).toContainText('Trop d’actions');
    await expect(page.getByLabel('Adresse email')).toHaveValue(CONTACT.email);
    // The same form as a browser sends it without scripts.
    await page.locator('main form').evaluate((formulaire: HTMLFormElement) => HTMLFormElement.prototype.submit.call(formulaire));
    await expect(page.getByRole('heading', { level: 1, name: 'Votre action n’a pas pu être enregistrée' })).toBeVisible();
    await expect(page.getByText('Trop d’actions')).toBeVisible();
    await expect(page.locator('input[name=email]')).toHaveValue(CONTACT.email);
    await page.goto('/mes-demandes');
    await surLaPage(page, /^Bonjour/);
  });
});

test('des clients qui envoient leurs en-têtes au compte-gouttes ne gênent personne', async ({ page, portail }) => {
  const { hostname, port } = new URL(portail.adresse);
  const lents = Array.from({ length: 300 }, () => connect(Number(port), hostname));
  for (const lent of lents) {
    lent.on('error', () => lent.destroy());
    lent.resume();
    lent.write('GET / HTTP/1.1\r\nX-');
  }
  await seConnecter(page, 'Camille MOREAU');
  // All of them are let go, ten seconds after their first byte.
  await expect.poll(() => lents.filter((lent) => !lent.closed).length, { timeout: 20_000 }).toBe(0);
});
