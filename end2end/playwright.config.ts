import { existsSync } from 'node:fs';
import { defineConfig, type Project } from '@playwright/test';

// Playwright's own browser is not downloaded: the machine's serves, without its window when there is one made for that. CHROMIUM
// names another one.
const chromium = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(
  (chemin) => chemin && existsSync(chemin),
);

const BUREAU = { viewport: { width: 1440, height: 900 } };
const TELEPHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

function projet(name: string, ecran: Project['use'], javaScriptEnabled: boolean, testMatch?: RegExp, grep?: RegExp): Project {
  return { name, use: { ...ecran, javaScriptEnabled }, testMatch, grep };
}

/** A demande whole, and of what a head of structure does on a phone the journeys that say so: the suite keeps its length. */
const ESSENTIEL = /parcours\.spec\.ts|@essentiel/;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '.resultats/tests',
  globalSetup: './outils/preparation.ts',
  forbidOnly: true,
  // A busy machine may be late once; what passes only the second time is listed as « flaky », to be looked into.
  retries: 1,
  fullyParallel: true,
  workers: 3,
  reporter: [['list']],
  timeout: 45_000,
  expect: { timeout: 8_000 },
  projects: [
    projet('bureau', BUREAU, true),
    projet('telephone', TELEPHONE, true, /(parcours|recharger|accessibilite|correction|agir|rotation|structures|depart|revue|designation|conseil|aide)\.spec\.ts/),
    projet('bureau-sans-js', BUREAU, false, /(parcours|recharger|robustesse|forge|saisies|gestion|connexion|session|conseil|vues|sursis|correction|agir|liste|doublons|invitation|aide|rotation|designation|structures|depart|revue)\.spec\.ts/),
    projet('telephone-sans-js', TELEPHONE, false, /(parcours|structures|rotation|depart|revue|designation)\.spec\.ts/, ESSENTIEL),
  ],
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Allowed where it is the subject (poche.spec.ts): elsewhere every page comes from the portal.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    trace: 'off',
    actionTimeout: 8_000,
    navigationTimeout: 15_000,
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
