// The screens of what is done without a demande: a person's page and its acts, a registration from end to end, one's own record.
import type { Page } from '@playwright/test';
import type { Visite } from './ecrans';
import { chercher, choisirParmi, pret, rechercher, remplirDate, seConnecter, surLaPage, validerEtape } from './etapes';
import { avecScript, expect } from './portail';

/** Opens the record of somebody of Nadia's establishments; gives the name. */
export async function ouvrirFiche(page: Page, nom: string): Promise<void> {
  await page.goto('/gestion/professionnels');
  await rechercher(page, nom);
  await page.locator('main').getByRole('listitem').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Situations d’exercice' })).toBeVisible();
}

export const voirCeQuiChange = (page: Page) => page.getByRole('button', { name: 'Voir ce qui va changer' });

/** A person's page, each act with its error and its confirmation. */
export async function ecransAgir(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await ouvrirFiche(page, 'zeller');
  await visite(page, 'fiche');
  await page.getByRole('link', { name: /^Fermer/ }).click();
  await surLaPage(page, 'Fermer la situation');
  await voirCeQuiChange(page).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'fermer-erreur');
  await remplirDate(page, 'Date de fin', '20', '11', '2026');
  await page.getByLabel('Motif de fin').selectOption({ label: 'Changement de lieu d’exercice' });
  await voirCeQuiChange(page).click();
  await surLaPage(page, 'Fermer cette situation ?');
  await visite(page, 'fermer-confirmer');
  await page.getByRole('button', { name: 'Confirmer la fermeture' }).click();
  await expect(page.getByText('La fermeture est enregistrée')).toBeVisible();
  await visite(page, 'fermee');
  await page.getByRole('button', { name: /^Annuler la fermeture/ }).click();
  await surLaPage(page, 'Annuler la fermeture ?');
  await page.getByRole('button', { name: 'Confirmer la réouverture' }).click();
  await expect(page.getByText('La fermeture est annulée')).toBeVisible();
  await page.getByRole('link', { name: /^Modifier/ }).first().click();
  await surLaPage(page, 'Modifier la situation');
  await visite(page, 'modifier');
  await page.getByRole('radio', { name: /^Coordination/ }).check();
  await voirCeQuiChange(page).click();
  await surLaPage(page, 'Modifier cette situation ?');
  await visite(page, 'modifier-confirmer');
}

/** The civil status of somebody new, typed from their document. */
export async function remplirEtatCivil(page: Page, nom: string, prenoms: string): Promise<void> {
  await page.getByRole('radio', { name: 'Passeport', exact: true }).check();
  await page.getByLabel(/Derniers caractères/).fill('12ab');
  await page.getByRole('radio', { name: 'Madame' }).check();
  await page.getByRole('radio', { name: 'Féminin' }).check();
  await page.getByLabel('Nom de naissance').fill(nom);
  await page.getByLabel('Prénoms').fill(prenoms);
  await remplirDate(page, 'Date de naissance', '4', 'mai', '1991');
  await chercher(page, 'Pays de naissance', 'France', /^France/);
  await chercher(page, 'Commune de naissance', '69383', /Lyon/);
}

/** Without scripts, the answers found are chosen among after sending. */
export async function validerEtatCivil(page: Page): Promise<void> {
  await validerEtape(page).click();
  if (!avecScript(page)) {
    await choisirParmi(page, 'Pays de naissance', /^France$/);
    await validerEtape(page).click();
  }
}

export async function remplirSituationGestion(page: Page): Promise<void> {
  await page.getByLabel('Établissement', { exact: true }).selectOption({ index: 1 });
  await remplirDate(page, 'Date de prise de fonction', '1', 'septembre', '2026');
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: 'Accompagnant éducatif et social' });
  await page.getByRole('group', { name: 'Rôle RPPS+' }).getByRole('radio', { name: /^Accompagnement social\/médico-social au soin/ }).check();
  await page.getByRole('radio', { name: 'Salarié', exact: true }).check();
}

/** A registration from end to end, with the errors of its steps. */
export async function ecransEnregistrer(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/gestion/enregistrer');
  await surLaPage(page, 'Enregistrer une nouvelle personne');
  await visite(page, 'enregistrer');
  await page.getByRole('button', { name: 'Commencer l’enregistrement' }).click();
  await surLaPage(page, 'État civil');
  await validerEtape(page).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'enregistrer-etat-civil-erreur');
  await remplirEtatCivil(page, 'Bernard', 'Claire Anne');
  await validerEtatCivil(page);
  await surLaPage(page, 'Coordonnées de contact');
  await visite(page, 'enregistrer-contact');
  await page.getByLabel('Adresse email').fill('claire.bernard@example.org');
  await page.getByLabel('Téléphone mobile').fill('06 99 88 77 66');
  await validerEtape(page).click();
  await surLaPage(page, 'Situation d’exercice');
  await visite(page, 'enregistrer-situation');
  await remplirSituationGestion(page);
  await validerEtape(page).click();
  await surLaPage(page, 'Informations légales');
  await visite(page, 'enregistrer-legal');
  await page.getByRole('checkbox', { name: /Je certifie l’exactitude/ }).check();
  await validerEtape(page).click();
  await surLaPage(page, 'Vérifier et enregistrer');
  await visite(page, 'enregistrer-verifier');
  await page.getByRole('button', { name: 'Enregistrer et attribuer le numéro RPPS' }).click();
  await surLaPage(page, 'Enregistrement terminé');
  await visite(page, 'enregistre');
}

/** One's own record, with its errors, and the departure. */
export async function ecransMaFiche(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Lucie ZELLER');
  await surLaPage(page, 'Lucie MERLIN');
  await visite(page, 'ma-fiche');
  await page.goto('/ma-fiche/depart');
  await surLaPage(page, 'Je quitte un établissement');
  await page.getByRole('button', { name: 'Déclarer mon départ' }).click();
  await expect(page.getByText('Choisissez l’établissement que vous quittez.')).toBeVisible();
  await pret(page);
  await visite(page, 'depart-erreur');
}
