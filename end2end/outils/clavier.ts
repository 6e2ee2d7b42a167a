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
