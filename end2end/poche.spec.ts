// The portal in a pocket: installed, read again without a network, nothing left behind; and the first picture on a slow one.
import type { Page } from '@playwright/test';
import { axeClairEtSombre, sansDefilementLateral } from './outils/axe';
import { seConnecter, seDeconnecter } from './outils/etapes';
import { expect, test } from './outils/portail';
import { ralentir } from './outils/reseau';

test.use({ serviceWorkers: 'allow', viewport: { width: 360, height: 740 } });
test.describe.configure({ timeout: 120_000 });

/** A page that is not there for want of a network is the subject here. */
const COUPURES = [/503/, /net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_\w+|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)/];

/** The service worker has its files and answers for this page. */
async function serviceEveille(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    return navigator.serviceWorker.controller !== null;
  });
}

/** What the browser keeps of the pages, by address. */
async function copies(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    if (!(await caches.has('copies'))) return [];
    const gardees = await caches.open('copies');
    return (await gardees.keys()).map(({ url }) => new URL(url).pathname).filter((chemin) => !chemin.startsWith('/sw.js'));
  });
}

/** Everything that the browser keeps for this portal, as one text. */
async function toutCeQuiEstGarde(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const textes: string[] = [];
    for (const nom of await caches.keys()) {
      const cache = await caches.open(nom);
      for (const cle of await cache.keys()) textes.push(`${cle.url} ${(await (await cache.match(cle))?.text()) ?? ''}`);
    }
    return textes.join('\n');
  });
}

const horsLigne = (page: Page) => page.getByRole('complementary', { name: 'Hors ligne' });

test('le portail s’installe', async ({ page }) => {
  await page.goto('/');
  await serviceEveille(page);
  const cdp = await page.context().newCDPSession(page);
  const { url, errors, data } = await cdp.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toMatch(/\/manifest\.webmanifest$/);
  const manifeste = JSON.parse(data ?? '{}') as { icons: { src: string; sizes: string; type: string }[]; shortcuts: { url: string }[] };
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  // A browser without a window of its own for people refuses for that one reason.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  for (const { src, sizes, type } of manifeste.icons.filter(({ type: genre }) => genre === 'image/png')) {
    const image = await page.request.get(src);
    expect(image.headers()['content-type']).toBe(type);
    const octets = await image.body();
    expect(`${octets.readUInt32BE(16)}x${octets.readUInt32BE(20)}`, src).toBe(sizes);
  }
  expect((await page.request.get('/icones/icone-apple.png')).status()).toBe(200);
  await page.goto('/ouvrir');
  await expect(page).toHaveURL(/\/connexion$/);
});

test('les pages lues se relisent sans réseau, et rien ne reste après', async ({ page, context, incidents, portail }) => {
  incidents.tolerer(...COUPURES);
  await page.goto('/');
  await serviceEveille(page);
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Que voulez-vous faire ?');
  await page.goto('/gestion/professionnels');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(async () => copies(page)).toEqual(['/gestion']);

  await test.step('une copie dit de quand elle est', async () => {
    await context.setOffline(true);
    await page.goto('/gestion');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Que voulez-vous faire ?');
    await expect(horsLigne(page)).toContainText(/Hors ligne\s: état du \d+ \S+ à \d+\sh\s\d\d\./);
    await expect(page).toHaveTitle(/^Hors ligne\s: /);
    // Styles, font and module come from the shell.
    await expect(page.getByRole('link', { name: 'Voir les demandes' })).toHaveCSS('font-family', /Atkinson/);
    await sansDefilementLateral(page, 'copie');
    await axeClairEtSombre(page, 'copie hors ligne');
  });

  await test.step('ce qui n’a pas été gardé le dit, et mène à ce qui l’a été', async () => {
    await page.goto('/gestion/demandes');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Le réseau ne répond pas');
    await expect(page.getByText('session n’a pas pu être fermée')).toBeHidden();
    await sansDefilementLateral(page, 'hors ligne');
    await axeClairEtSombre(page, 'page hors ligne');
    await page.getByRole('link', { name: 'Espace gestionnaire' }).click();
    await expect(horsLigne(page)).toBeVisible();
    // Neither the outbox of the demonstration nor a file is ever kept.
    await page.goto('/demonstration/messages').catch(() => undefined);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Le réseau ne répond pas');
  });

  await test.step('le réseau revenu, la page est celle du moment', async () => {
    await context.setOffline(false);
    await page.goto('/gestion');
    await expect(horsLigne(page)).toBeHidden();
    await expect(page).toHaveTitle(/^Espace gestionnaire/);
  });

  await test.step('un formulaire sans réseau ne part pas et ne perd rien', async () => {
    await page.goto('/gestion/notifications');
    await page.getByLabel('Adresse email').fill('nadia@example.org');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Recevoir un code' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'rien n’a été envoyé' })).toBeVisible();
    await expect(page.getByLabel('Adresse email')).toHaveValue('nadia@example.org');
    await axeClairEtSombre(page, 'formulaire sans réseau');
    await page.getByRole('button', { name: 'Fermer ce message' }).click();
    await expect(page.getByText('rien n’a été envoyé')).toBeHidden();
    await context.setOffline(false);
  });

  await test.step('quelqu’un d’autre se connecte : il ne trouve rien de la première', async () => {
    const cookies = await context.cookies();
    await context.clearCookies();
    await seConnecter(page, 'Camille MOREAU');
    await expect.poll(async () => copies(page)).toEqual(['/mes-demandes']);
    expect(await toutCeQuiEstGarde(page)).not.toContain('FERRAND');
    await seDeconnecter(page);
    // Signing out throws the service worker away too; the page that follows brings it back.
    await serviceEveille(page);
    await context.addCookies(cookies);
    await page.goto('/gestion');
    await expect.poll(async () => copies(page)).toEqual(['/gestion']);
  });

  await test.step('sortir efface tout, même sans réseau', async () => {
    expect(await toutCeQuiEstGarde(page)).toContain('FERRAND');
    await seDeconnecter(page);
    expect(await copies(page)).toEqual([]);
    expect(await toutCeQuiEstGarde(page)).not.toContain('FERRAND');
    await serviceEveille(page);
    await context.setOffline(true);
    await page.goto('/gestion');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Le réseau ne répond pas');
    await expect(page.getByRole('heading', { name: 'Pages lisibles hors ligne' })).toBeHidden();
    await context.setOffline(false);
    await seConnecter(page, 'Nadia FERRAND');
    await page.goto('/gestion');
    await expect.poll(async () => copies(page)).toEqual(['/gestion']);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await expect(page.getByText('Votre session n’a pas pu être fermée')).toBeVisible();
    expect(await toutCeQuiEstGarde(page)).not.toContain('FERRAND');
    await axeClairEtSombre(page, 'sortie hors ligne');
    await context.setOffline(false);
  });

  await test.step('une copie dont la session est finie n’est plus donnée', async () => {
    await page.goto('/gestion');
    await expect.poll(async () => copies(page)).toEqual(['/gestion']);
    await page.evaluate(async () => {
      const gardees = await caches.open('copies');
      const fiche = await gardees.match('/sw.js/fiche');
      await gardees.put('/sw.js/fiche', new Response(JSON.stringify({ ...(await fiche?.json()), fin: Date.now() - 1 })));
    });
    await context.setOffline(true);
    await page.goto('/gestion');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Le réseau ne répond pas');
    expect(await copies(page)).toEqual([]);
    await context.setOffline(false);
  });

  await test.step('un autre assemblage remplace les fichiers du précédent, et ses copies', async () => {
    await page.goto('/gestion');
    await expect.poll(async () => copies(page)).toEqual(['/gestion']);
    await page.evaluate(async () => {
      await (await caches.open('coque précédente')).put('/pkg/ancien.css', new Response('ancien'));
      await (await navigator.serviceWorker.getRegistration())?.unregister();
    });
    await page.goto('/gestion/notifications');
    await serviceEveille(page);
    expect(await page.evaluate(async () => (await caches.keys()).filter((nom) => nom.startsWith('coque')))).toHaveLength(1);
    expect(await copies(page)).toEqual([]);
  });

  await test.step('un portail arrêté est un portail sans réseau', async () => {
    await page.goto('/gestion');
    await expect.poll(async () => copies(page)).toEqual(['/gestion']);
    await portail.fermer();
    await page.goto('/gestion');
    await expect(horsLigne(page)).toBeVisible();
  });
});

test.describe('réseau lent', () => {
  // The first visit, when nothing is kept yet.
  test.use({ serviceWorkers: 'block' });

  test('la page se lit avant le module', async ({ page, incidents }) => {
    incidents.tolerer(/\.wasm/, /preload/, /ERR_FAILED/);
    await seConnecter(page, 'Hélène CARPENTIER');
    const accueil = new URL(page.url()).pathname;
    const { cdp } = await ralentir(page);
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });

    await test.step('la première image vient vite, le module se chargeant à côté', async () => {
      for (const chemin of [accueil, '/']) {
        const peindre = async () => {
          await page.goto(chemin);
          const peint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
          return Math.round(Number(await peint.jsonValue()));
        };
        // Other tests use the machine at the same time: the better of two visits is the page's own.
        const premiere = Math.min(await peindre(), await peindre());
        const fin = await page.evaluate(() =>
          performance.getEntriesByType('resource').filter(({ name }) => /\.(css|wasm)$/.test(name)).map((ligne) => {
            const { name, responseEnd, encodedBodySize } = ligne as PerformanceResourceTiming;
            return `${name.split('.').at(-1)} ${encodedBodySize} octets à ${Math.round(responseEnd)} ms`;
          }),
        );
        console.log(`   réseau lent, ${chemin} : première image à ${premiere} ms (${fin.join(', ')})`);
        // The aim. 1.4 s on a quiet machine, before the module.
        expect(premiere, chemin).toBeLessThan(2_000);
      }
    });

    await test.step('sans le module, la page se lit et ses liens mènent où ils disent', async () => {
      let demandes = 0;
      await page.route('**/*.wasm', () => {
        demandes += 1;
      });
      await page.goto('/', { waitUntil: 'commit' });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.goto(accueil, { waitUntil: 'commit' });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.goto('/gestion', { waitUntil: 'commit' });
      await page.getByRole('link', { name: 'Voir les demandes' }).click();
      await expect(page).toHaveURL(/\/gestion\/demandes$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/à traiter$/);
      expect(demandes, 'le module était demandé, et n’est jamais venu').toBeGreaterThan(0);
    });
  });
});
