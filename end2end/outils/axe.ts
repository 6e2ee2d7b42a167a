// Accessibility as far as a machine can see it, and the one thing it cannot: a page that scrolls sideways.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { avecScript, expect } from './portail';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ETIQUETTES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation of any impact. `quand` says where we are, for the report. */
export async function axe(page: Page, quand: string, regles?: string[]): Promise<void> {
  // The tool waits on timers of the page: it needs scripts, and the page drawn is the same.
  if (!avecScript(page)) return;
  // Once per document: it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const resultat = await page.evaluate(
    async ([etiquettes, seulement]) => {
      const { axe } = window as unknown as { axe: { run: (...options: unknown[]) => Promise<AxeResults> } };
      const runOnly = seulement ? { type: 'rule', values: seulement } : { type: 'tag', values: etiquettes };
      // A sandboxed frame runs no script and could not answer.
      return axe.run(document, { runOnly, resultTypes: ['violations'], iframes: false });
    },
    [ETIQUETTES, regles ?? null] as const,
  );
  const violations = resultat.violations.map(({ id, help, nodes }) => ({ id, help, ou: nodes.map((noeud) => noeud.html.slice(0, 200)) }));
  expect.soft(violations, `axe : ${quand}`).toEqual([]);
}

/** The same page, light then dark: only colours change between the two. */
export async function axeClairEtSombre(page: Page, quand: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await axe(page, quand);
  await page.emulateMedia({ colorScheme: 'dark' });
  await axe(page, `${quand}, sombre`, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Nothing sticks out of the screen. */
export async function sansDefilementLateral(page: Page, quand: string): Promise<void> {
  const { largeur, ecran, coupables } = await page.evaluate(() => {
    const racine = document.documentElement;
    const depasse = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > racine.clientWidth + 1);
    return {
      largeur: racine.scrollWidth,
      ecran: racine.clientWidth,
      coupables: depasse.slice(-3).map((e) => e.outerHTML.slice(0, 160)),
    };
  });
  expect.soft(largeur, `la page défile de côté : ${quand}\n${coupables.join('\n')}`).toBeLessThanOrEqual(ecran);
}
