// The screens of staff lists: bringing a file, matching its columns, the dry run, one row to correct.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { pret, seConnecter, surLaPage } from './etapes';

const LISTE = `Civilité;Sexe;Nom;Prénoms;Né(e) le;Lieu de naissance;Mail;Portable;FINESS;Entrée;Truc;Rôle;Statut
Mme;F;ZARTEGUI;Louise Marie;12/03/1990;Bourg-en-Bresse (01);liste1@example.org;0698765401;010780575;01/09/2026;328;GENR10;salariée
Mme;F;ZBOROWSKI;Anne;31/02/1990;Nulle-Part;liste2@example.org;0698765402;010780575;01/09/2026;boulanger;GENR10;salariée`;

/** From the file to the row to correct. */
export async function ecransListe(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/imports');
  await surLaPage(page, 'Importer une liste de personnel');
  await visite(page, 'liste-depot');
  await page.getByLabel('Votre fichier').setInputFiles({ name: 'équipe.csv', mimeType: 'text/csv', buffer: Buffer.from(LISTE) });
  await page.getByRole('button', { name: 'Déposer et contrôler' }).click();
  await surLaPage(page, 'Associer les colonnes');
  await visite(page, 'liste-colonnes');
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: 'Truc' });
  await page.getByRole('button', { name: 'Contrôler les lignes' }).click();
  await surLaPage(page, 'équipe.csv');
  await pret(page);
  await visite(page, 'liste-controle');
  await page.getByRole('link', { name: 'ZBOROWSKI Anne' }).click();
  await surLaPage(page, /Ligne 3/);
  await pret(page);
  await visite(page, 'liste-ligne');
  await page.goto('/gestion/imports');
  await visite(page, 'liste-anterieures');
}
