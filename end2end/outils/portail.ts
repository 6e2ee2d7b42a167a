// What every test receives: a portal of its own, a browser watched for silent errors, and more persons when it asks.
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { Incidents } from './incidents';
import { Serveur } from './serveur';

export interface Outils {
  /** what its configuration file says (TOML), for a test that needs other settings */
  configuration: string;
  /** the portal of this test */
  portail: Serveur;
  /** what the browsers of this test reported */
  incidents: Incidents;
  /** opens the page of somebody else, with a session of their own */
  autrePersonne: () => Promise<Page>;
}

/** A copy of the model database, in a folder of its own. */
export function nouvelleBase(): string {
  const dossier = mkdtempSync(join(tmpdir(), 'portail-test-'));
  for (const suffixe of ['', '-wal']) {
    const source = join(process.env.PORTAIL_MODELE ?? '', `modele.db${suffixe}`);
    if (existsSync(source)) copyFileSync(source, join(dossier, `portail.db${suffixe}`));
  }
  return dossier;
}

const sansScript = new WeakSet<BrowserContext>();

/** Do scripts run in this page? */
export function avecScript(page: Page): boolean {
  return !sansScript.has(page.context());
}

/** Where a failed test stopped, in the output itself: pictures do not leave the machine that ran it. */
async function dire(context: BrowserContext, titre: string): Promise<void> {
  for (const page of context.pages()) {
    const texte = await page.locator('body').innerText({ timeout: 2_000 }).catch(() => '(page illisible)');
    console.log(`« ${titre} » s’est arrêté sur ${page.url()} :\n${texte.slice(0, 3_000)}\n`);
  }
}

export const test = base.extend<Outils>({
  configuration: ['', { option: true }],

  portail: async ({ configuration }, use, testInfo) => {
    const dossier = nouvelleBase();
    // Decisions take effect at once, unless the test is about the time one has to take them back.
    const decisions = configuration.includes('[decisions]') ? '' : '\n[decisions]\nsursis_secondes = 0\n';
    const serveur = await Serveur.ouvrir(join(dossier, 'portail.db'), { configuration: configuration + decisions });
    await use(serveur);
    await serveur.fermer();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('journal du serveur', { body: serveur.texteDuJournal(), contentType: 'text/plain' });
    }
    rmSync(dossier, { recursive: true, force: true });
    expect(serveur.texteDuJournal(), 'le serveur a rencontré un défaut').not.toMatch(/panicked|met a defect/);
  },

  baseURL: async ({ portail }, use) => use(portail.adresse),

  incidents: async ({}, use) => {
    const incidents = new Incidents();
    await use(incidents);
    expect.soft(incidents.restants(), 'le navigateur a signalé des erreurs').toEqual([]);
  },

  context: async ({ context, incidents, javaScriptEnabled }, use, testInfo) => {
    if (!javaScriptEnabled) sansScript.add(context);
    await incidents.surveiller(context, javaScriptEnabled);
    await use(context);
    if (testInfo.status !== testInfo.expectedStatus) await dire(context, testInfo.title);
  },

  autrePersonne: async ({ browser, incidents, javaScriptEnabled }, use) => {
    const ouverts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      ouverts.push(context);
      if (!javaScriptEnabled) sansScript.add(context);
      await incidents.surveiller(context, javaScriptEnabled);
      return context.newPage();
    });
    await Promise.all(ouverts.map((context) => context.close()));
  },
});

export { expect };
