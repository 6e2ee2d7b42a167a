// What somebody without a mouse does: Tab until what they look for has the focus, then a key.
import type { Locator, Page } from '@playwright/test';
import { expect } from './portail';

/** Presses Tab until that element has the focus. */
export async function tabuler(page: Page, cible: Locator): Promise<void> {
  await expect(cible).toBeVisible();
  for (let coups = 0; coups < 120; coups += 1) {
    if (await cible.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Le clavier n’atteint pas ${cible}`);
}

/** What has the focus is on the screen, not under something else, and has a ring around it: its own, or that of its label. */
export async function focusVisible(page: Page): Promise<void> {
  const defaut = () => page.evaluate(() => {
    const actif = document.activeElement;
    if (!actif || actif === document.body) return 'rien n’a le focus';
    const quoi = `${actif.tagName.toLowerCase()} « ${(actif.textContent ?? '').trim().slice(0, 40)} »`;
    const porteurs = [actif, actif.closest('label'), actif.nextElementSibling].filter((e) => e !== null);
    const porteur = porteurs.find((e) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(e);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    if (!porteur) return `${quoi} : pas de repère`;
    const { left, top, width, height } = porteur.getClientRects()[0];
    const [x, y] = [left + width / 2, top + height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `${quoi} : hors de l’écran`;
    const dessus = document.elementFromPoint(x, y);
    return dessus && (porteur.contains(dessus) || dessus.contains(actif)) ? '' : `${quoi} : sous ${dessus?.outerHTML.slice(0, 80)}`;
  });
  await expect.poll(defaut).toBe('');
}

/** Presses Tab from one to the next: the focus only goes forward in the page, is seen at each of them, and misses none. */
export async function parcourir(page: Page, ...cibles: Locator[]): Promise<void> {
  for (const cible of cibles) {
    await expect(cible).toBeVisible();
    for (let coups = 0; !(await cible.evaluate((element) => element === document.activeElement)); coups += 1) {
      const avant = await page.evaluateHandle(() => document.activeElement ?? document.body);
      await page.keyboard.press('Tab');
      const avance = await avant.evaluate((precedent) => {
        const actif = document.activeElement;
        return precedent === document.body || (actif !== null && Boolean(precedent.compareDocumentPosition(actif) & Node.DOCUMENT_POSITION_FOLLOWING));
      });
      if (!avance || coups > 120) throw new Error(`Le clavier ne va pas droit à ${cible}`);
    }
    await focusVisible(page);
  }
}

/** Goes there and presses Enter: a link, a button. */
export async function entrer(page: Page, cible: Locator): Promise<void> {
  await tabuler(page, cible);
  await page.keyboard.press('Enter');
}

/** Goes there and presses the space bar: a box to tick, something to unfold. */
export async function espace(page: Page, cible: Locator): Promise<void> {
  await tabuler(page, cible);
  await page.keyboard.press('Space');
}

/** Goes there and types. */
export async function taper(page: Page, cible: Locator, texte: string): Promise<void> {
  await tabuler(page, cible);
  await page.keyboard.type(texte);
}

/** A phone has no keyboard; without scripts the same links and forms are reached in the same order. */
export const SANS_CLAVIER = 'un téléphone n’a pas de clavier';
export const SANS_SCRIPT = 'sans script, les mêmes liens et les mêmes formulaires';
