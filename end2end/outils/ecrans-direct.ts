// The screens of two people at the same work: who has a demande in hand, what a colleague just did, the help of the keys.
import type { Page } from '@playwright/test';
import { pret, seConnecter, surLaPage, valider } from './etapes';
import type { Visite } from './ecrans';
import { expect } from './portail';

/** The queue and a demande while a colleague works on them. */
export async function ecransDirect(page: Page, autrePersonne: () => Promise<Page>, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/demandes');
  await expect(page.getByText('Mise à jour en direct')).toBeVisible();
  await page.getByRole('button', { name: 'Raccourcis clavier' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await visite(page, 'raccourcis');
  await page.keyboard.press('Escape');

  const helene = await autrePersonne();
  await seConnecter(helene, 'Hélène CARPENTIER');
  await helene.goto('/gestion/demandes');
  const nom = await helene.locator('main li[data-demande]').nth(1).getByRole('link').innerText();
  const ouvrir = async (ecran: Page) => {
    await ecran.locator('main li[data-demande]').filter({ hasText: nom }).getByRole('link').click();
    await expect(ecran.getByRole('complementary', { name: 'Décision' })).toBeVisible();
    await pret(ecran);
  };
  await ouvrir(helene);
  await expect(page.getByText('ouverte par Hélène CARPENTIER')).toBeVisible();
  await visite(page, 'file-en-main');
  await ouvrir(page);
  await expect(page.getByText('Hélène CARPENTIER traite cette demande')).toBeVisible();
  await visite(page, 'dossier-en-main-d-une-autre');
  await valider(page);
  await expect(page.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await pret(page);
  await visite(page, 'dossier-sans-la-main');
  await page.getByRole('button', { name: 'Prendre la main' }).click();
  await expect(page.getByText('Vous traitez cette demande')).toBeVisible();
  await pret(page);
  await visite(page, 'dossier-en-main');
  await expect(helene.getByText('Nadia FERRAND traite cette demande')).toBeVisible();
  await valider(page);
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();
  await expect(helene.getByText(/Cette demande vient d’être validée/)).toBeVisible();
  await visite(helene, 'dossier-decide-par-une-autre');
  await valider(helene);
  await expect(helene.getByText('Votre décision n’a pas été enregistrée')).toBeVisible();
  await visite(helene, 'dossier-conflit');

  await page.goto('/gestion/demandes');
  await surLaPage(page, '23 demandes à traiter');
  await expect(page.getByText('Mise à jour en direct')).toBeVisible();
  await helene.goto('/gestion/demandes');
  const autre = await helene.locator('main li[data-demande]').first().getByRole('link').innerText();
  await helene.locator('main li[data-demande]').filter({ hasText: autre }).getByRole('link').click();
  await pret(helene);
  await valider(helene);
  await expect(page.getByText('validée par Hélène CARPENTIER')).toBeVisible();
  await visite(page, 'file-decidee-par-une-autre');
}
