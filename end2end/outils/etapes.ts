// What a person does, in the words of the screens. Every step works with and without scripts.
import type { Locator, Page } from '@playwright/test';
import { avecScript, expect } from './portail';

/** Waits until what wakes up in the page is awake: a test is quicker than any person. */
export async function pret(page: Page): Promise<void> {
  if (!avecScript(page)) return;
  await expect(page.locator('leptos-island[data-component^="FormulaireVivant"]:not(:has([data-vivant]))')).toHaveCount(0);
  await expect(page.locator('leptos-island[data-component^="Combobox"]:not(:has([role=combobox]))')).toHaveCount(0);
}

/** We are on the page with that heading, and it is ready. */
export async function surLaPage(page: Page, titre: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: titre })).toBeVisible();
  await pret(page);
}

export async function seConnecter(page: Page, personne: string): Promise<void> {
  await page.goto('/connexion');
  await page.getByRole('button', { name: `Se connecter en tant que ${personne}`, exact: true }).click();
  await expect(page.getByRole('button', { name: 'Se déconnecter' })).toBeVisible();
}

/** On the sign-in page that a form sent too late leads to: signs in there, and takes the form up again. */
export async function reprendre(page: Page, personne: string): Promise<void> {
  await expect(page).toHaveURL(/\/connexion\?session=terminee&retour=\/reprise$/);
  await page.getByRole('button', { name: `Se connecter en tant que ${personne}`, exact: true }).click();
  await surLaPage(page, /^Vous êtes reconnecté\s: ce que vous aviez saisi n’est pas perdu$/);
  await page.getByRole('button', { name: 'Reprendre' }).click();
}

export async function seDeconnecter(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Se connecter' })).toBeVisible();
}

/** Signs in and opens the first step. */
export async function commencer(page: Page, personne: string): Promise<void> {
  await seConnecter(page, personne);
  await page.getByRole('button', { name: 'Commencer ma demande' }).click();
  await surLaPage(page, 'État civil');
}

/** The contact step of somebody who has just begun. */
export async function etapeContact(page: Page, personne = 'Camille MOREAU'): Promise<void> {
  await commencer(page, personne);
  await page.goto('/demande/contact');
  await surLaPage(page, 'Coordonnées de contact');
}

/** The summary of what is wrong is there, and has the focus wherever a page can give it: without scripts, an address with a fragment
 * leads to the form instead. */
export async function erreursDites(page: Page): Promise<void> {
  const resume = page.locator('#resume-erreurs');
  await (avecScript(page) ? expect(resume).toBeFocused() : expect(resume).toBeVisible());
}

export const validerEtape = (page: Page): Locator => page.getByRole('button', { name: 'Valider cette étape' });

/** The id of the demande that the form on the screen writes to. */
export async function idDemande(page: Page): Promise<string> {
  return page.locator('main input[name=demande]').first().inputValue();
}

/** The suggestions that are open. */
export const propositions = (page: Page): Locator => page.getByRole('listbox', { name: 'Propositions' }).getByRole('option');

/** A field with suggestions: chosen in the list with scripts; without, the text is sent and the answers are offered. */
export async function chercher(page: Page, champ: string, texte: string, choix: RegExp): Promise<void> {
  const saisie = page.getByLabel(champ, { exact: true });
  await saisie.fill(texte);
  if (!avecScript(page)) return;
  // A whole number is a choice; a name is found among others.
  if (/^\d{5,9}$/.test(texte)) {
    await expect(saisie).toHaveValue(choix);
  } else {
    await propositions(page).filter({ hasText: choix }).first().click();
    await expect(propositions(page)).toHaveCount(0);
  }
}

/** Without scripts: among the answers found for what was typed. */
export async function choisirParmi(page: Page, champ: string, choix: RegExp): Promise<void> {
  if (avecScript(page)) return;
  await page.getByRole('group', { name: champ }).getByRole('radio', { name: choix }).first().check();
}

export async function remplirDate(page: Page, groupe: string | RegExp, jour: string, mois: string, annee: string): Promise<void> {
  const boites = page.getByRole('group', { name: groupe });
  await boites.getByLabel('Jour').fill(jour);
  await boites.getByLabel('Mois').fill(mois);
  await boites.getByLabel('Année').fill(annee);
}

export interface Contact {
  email: string;
  mobile: string;
}

export const CONTACT: Contact = { email: 'camille.moreau@example.org', mobile: '06 12 34 56 78' };

export async function remplirContact(page: Page, { email, mobile }: Contact = CONTACT): Promise<void> {
  await page.getByLabel('Adresse email').fill(email);
  await page.getByLabel('Téléphone mobile').fill(mobile);
}

export interface Situation {
  /** typed in the field of the establishment */
  texte: string;
  /** the answer to choose */
  choix: RegExp;
  /** name of the answer to « Nom d’exercice », for who has a choice */
  nomExercice?: RegExp;
  profession?: string;
  role?: RegExp;
}

/** Nadia's and Hélène's institute, found by the name it is known by. */
export const INSTITUT: Situation = { texte: 'jeunes sourds bourg', choix: /INSTITUT DES JEUNES SOURDS/ };
/** Paul's EHPAD, found by its number. */
export const EHPAD: Situation = { texte: '010780914', choix: /EHPAD RESIDENCE D.URFE/ };

/** Everything of step 3; without scripts, the establishment is still to be chosen among the answers. */
export async function remplirSituation(page: Page, situation: Situation = INSTITUT): Promise<void> {
  if (situation.nomExercice) await page.getByRole('radio', { name: situation.nomExercice }).check();
  const prenom = page.getByRole('group', { name: 'Prénom d’exercice' }).getByRole('radio');
  if ((await prenom.count()) > 0) await prenom.first().check();
  await chercher(page, 'Établissement', situation.texte, situation.choix);
  await remplirDate(page, 'Date de prise de fonction', '1', 'septembre', '2026');
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: situation.profession ?? 'Accompagnant éducatif et social' });
  await page.getByRole('group', { name: 'Rôle RPPS+' }).getByRole('radio', { name: situation.role ?? /^Accompagnement social\/médico-social au soin/ }).check();
  await page.getByRole('radio', { name: 'Salarié', exact: true }).check();
  await page.getByRole('radio', { name: 'Civil', exact: true }).check();
}

/** Sends step 3 as it is filled in, choosing the establishment on the way where there are no scripts. */
export async function validerSituation(page: Page, situation: Situation = INSTITUT): Promise<void> {
  await validerEtape(page).click();
  if (!avecScript(page) && !/^\d{9}$/.test(situation.texte)) {
    await expect(page.locator('#resume-erreurs')).toBeVisible();
    await choisirParmi(page, 'Établissement', situation.choix);
    await validerEtape(page).click();
  }
}

export async function cocherLegale(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /Je certifie l’exactitude/ }).check();
  await page.getByRole('checkbox', { name: /j’accepte les conditions générales/ }).check();
}

export const verifierMesReponses = (page: Page): Locator => page.getByRole('button', { name: 'Vérifier mes réponses' });
export const envoyerMaDemande = (page: Page): Locator => page.getByRole('button', { name: 'Envoyer ma demande' });

/** From the second step to the check page. */
export async function remplirLaSuite(page: Page, contact: Contact = CONTACT, situation: Situation = INSTITUT): Promise<void> {
  await surLaPage(page, 'Coordonnées de contact');
  await remplirContact(page, contact);
  await validerEtape(page).click();
  await surLaPage(page, 'Situation d’exercice');
  await remplirSituation(page, situation);
  await validerSituation(page, situation);
  await surLaPage(page, 'Informations légales');
  await cocherLegale(page);
  await verifierMesReponses(page).click();
  await surLaPage(page, 'Vérifier et envoyer');
}

/** Sends what is on the check page; gives the reference. */
export async function envoyer(page: Page): Promise<string> {
  await envoyerMaDemande(page).click();
  await surLaPage(page, 'Votre demande est envoyée');
  return page.locator('#reference').innerText();
}

/** A whole demande of somebody whose identity is complete; gives its reference and stays on the confirmation. */
export async function faireUneDemande(page: Page, personne: string, contact: Contact = CONTACT, situation: Situation = INSTITUT): Promise<string> {
  await commencer(page, personne);
  await validerEtape(page).click();
  await remplirLaSuite(page, contact, situation);
  return envoyer(page);
}

export async function rechercher(page: Page, texte: string): Promise<void> {
  await page.getByRole('searchbox').fill(texte);
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue(texte);
}

/** Opens the demande with that reference from the queue of the gestionnaire who is signed in. */
export async function ouvrirDossier(page: Page, reference: string): Promise<void> {
  await page.goto('/gestion/demandes');
  await rechercher(page, reference);
  const ligne = page.getByRole('listitem').filter({ hasText: reference });
  await ligne.getByRole('link').click();
  await expect(page.getByText(reference).first()).toBeVisible();
  await pret(page);
}

export async function valider(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /Je confirme l’identité/ }).check();
  await page.getByRole('button', { name: 'Valider', exact: true }).click();
}

export async function ouvrirRefus(page: Page): Promise<void> {
  const details = page.locator('#refuser');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
}

export async function refuser(page: Page, motif: string, explication: string): Promise<void> {
  await ouvrirRefus(page);
  await page.getByRole('radio', { name: motif }).check();
  await page.getByLabel('Explication').fill(explication);
  await page.getByRole('button', { name: 'Refuser la demande' }).click();
}

/** The mail with that subject, in the page of the demonstration. */
export async function ouvrirMessage(page: Page, sujet: string): Promise<void> {
  await page.goto('/demonstration/messages');
  await page.getByRole('link', { name: sujet }).click();
  await expect(page.getByRole('heading', { level: 1, name: sujet })).toBeVisible();
}
