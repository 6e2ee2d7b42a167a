// The screens of possible duplicates: in the demande, side by side, once answered.
import type { Page } from '@playwright/test';
import { pret, seConnecter, surLaPage } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** The look-alikes, in the page of a demande. */
export const doublons = (page: Page) => page.getByRole('region', { name: 'Doublons possibles' });

/** The demandes on the screen of the queue that look like somebody, by address. */
export async function averties(page: Page): Promise<string[]> {
  return page.getByRole('listitem').filter({ hasText: 'Doublon possible' }).getByRole('link')
    .evaluateAll((liens) => liens.map((lien) => (lien as HTMLAnchorElement).pathname));
}

/** Opens the oldest demande of Nadia's queue whose person strongly looks like somebody registered. */
export async function ouvrirUnDoublon(page: Page): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  for (const adresse of await averties(page)) {
    await page.goto(adresse);
    if (await page.getByRole('link', { name: 'Voir les ressemblances' }).isVisible()) return;
  }
  throw new Error('Aucune demande ne ressemble fortement à quelqu’un');
}

/** From the demande to the comparison with the closest one. */
export async function comparer(page: Page): Promise<void> {
  await doublons(page).getByRole('link', { name: /^Comparer avec/ }).first().click();
  await surLaPage(page, 'Est-ce la même personne ?');
}

export async function ecransDoublons(page: Page, visite: Visite): Promise<void> {
  await ouvrirUnDoublon(page);
  await pret(page);
  await visite(page, 'a-trancher');
  await comparer(page);
  await pret(page);
  await visite(page, 'cote-a-cote');
  await page.getByRole('button', { name: 'Ce n’est pas un doublon' }).click();
  await expect(doublons(page).getByRole('button', { name: 'Revenir sur ce choix' }).first()).toBeVisible();
  await pret(page);
  await visite(page, 'ecarte');
  await comparer(page);
  await page.getByRole('button', { name: /^C’est la même personne/ }).click();
  await expect(page.getByRole('button', { name: 'Ajouter une situation au RPPS existant' })).toBeVisible();
  await pret(page);
  await visite(page, 'meme-personne');
}
