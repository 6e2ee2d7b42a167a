// The screens of the path of a structure: the list, the path of a head and of somebody who has no card yet, cards, contract.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { seConnecter, seDeconnecter, surLaPage } from './etapes';

export async function ecransStructures(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  await visite(page, 'structures');
  await page.getByRole('listitem').getByRole('heading', { level: 2 }).getByRole('link').click();
  await surLaPage(page, /^ASSOCIATION/);
  await visite(page, 'structure-en-place');
  await page.goto('/structures/010000255/cartes');
  await surLaPage(page, 'Cartes de la structure');
  await page.getByText('Noter une commande de carte').click();
  await visite(page, 'structure-cartes');
  await page.goto('/structures/010000255/contrat');
  await surLaPage(page, /^Contrat et F101/);
  await visite(page, 'structure-contrat');
  await page.goto('/structures/ouvrir');
  await surLaPage(page, 'Quelle structure dirigez-vous ?');
  await visite(page, 'structure-ouvrir');
  await seDeconnecter(page);
  await seConnecter(page, 'Odile MARCHAND');
  await page.goto('/support/contrats');
  await surLaPage(page, 'Contrats envoyés');
  await visite(page, 'support-contrats');
  await seDeconnecter(page);
}
