// Acting without a demande: what a gestionnaire does on a person's page, a registration from end to end, and what the registered
// professional changes alone.
import {
  ecransEnregistrer, ouvrirFiche, remplirEtatCivil, remplirSituationGestion, validerEtatCivil, voirCeQuiChange,
} from './outils/ecrans-agir';
import { ouvrirMessage, pret, remplirDate, seConnecter, seDeconnecter, surLaPage, validerEtape } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

test('fermer, se tromper, rouvrir : la personne est prévenue, le numéro ne change pas', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await ouvrirFiche(page, 'zeller');
  const rpps = /RPPS (\d{11})/.exec(await page.locator('main').innerText())?.[1] ?? 'aucun';
  await page.getByRole('link', { name: /^Fermer/ }).click();
  await surLaPage(page, 'Fermer la situation');
  await remplirDate(page, 'Date de fin', '1', '1', '2001');
  await voirCeQuiChange(page).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await expect(page.locator('#resume-erreurs')).toContainText('Choisissez un motif de fin.');
  await expect(page.getByRole('group', { name: 'Date de fin' }).getByLabel('Année')).toHaveValue('2001');
  await pret(page);
  const hier = new Date(Date.now() - 24 * 3600 * 1000);
  await remplirDate(page, 'Date de fin', String(hier.getDate()), String(hier.getMonth() + 1), String(hier.getFullYear()));
  await page.getByLabel('Motif de fin').selectOption({ label: 'Changement de lieu d’exercice' });
  await voirCeQuiChange(page).click();
  await surLaPage(page, 'Fermer cette situation ?');
  await expect(page.getByText('Changement de lieu d’exercice')).toBeVisible();
  const confirmation = page.url();
  await page.getByRole('button', { name: 'Confirmer la fermeture' }).click();
  await expect(page.getByText('La fermeture est enregistrée')).toBeVisible();
  await expect(page.getByText(/Terminée · du/).first()).toBeVisible();
  await expect(page.getByText(/Situation fermée par Nadia FERRAND/)).toBeVisible();
  // The confirmation found again in the history of the browser does nothing more.
  await page.goto(confirmation);
  await expect(page.getByText('Rien n’a été modifié')).toBeVisible();
  await page.getByRole('link', { name: 'Revenir à la fiche' }).click();
  await page.getByRole('button', { name: /^Annuler la fermeture/ }).click();
  await surLaPage(page, 'Annuler la fermeture ?');
  await page.getByRole('button', { name: 'Confirmer la réouverture' }).click();
  await expect(page.getByText('La fermeture est annulée')).toBeVisible();
  await expect(page.locator('main')).toContainText(rpps);
  await page.goto('/demonstration/messages');
  await expect(page.getByRole('link', { name: 'Votre situation d’exercice est rouverte' })).toBeVisible();
  await ouvrirMessage(page, 'Votre situation d’exercice prend fin');
});

test('modifier montre avant et après, et ne fait rien sans confirmation', async ({ page }) => {
  await seConnecter(page, 'Nadia FERRAND');
  await ouvrirFiche(page, 'zeller');
  await page.getByRole('link', { name: /^Modifier/ }).first().click();
  await surLaPage(page, 'Modifier la situation');
  await voirCeQuiChange(page).click();
  await expect(page.getByText('Rien ne change')).toBeVisible();
  await pret(page);
  await page.getByRole('radio', { name: /^Coordination/ }).check();
  await voirCeQuiChange(page).click();
  await surLaPage(page, 'Modifier cette situation ?');
  await expect(page.locator('dl')).toContainText(/Coordination/);
  await page.getByRole('link', { name: 'Revenir en arrière' }).click();
  await surLaPage(page, 'Modifier la situation');
  await expect(page.getByRole('radio', { name: /^Coordination/ })).toBeChecked();
  await voirCeQuiChange(page).click();
  await surLaPage(page, 'Modifier cette situation ?');
  const bouton = page.getByRole('button', { name: 'Confirmer la modification' });
  await (avecScript(page) ? bouton.dblclick() : bouton.click());
  await expect(page.getByText('La situation est modifiée')).toBeVisible();
  await expect(page.getByText(/Situation modifiée par Nadia FERRAND/)).toHaveCount(1);
});

test('une personne est enregistrée de bout en bout ; la même, une deuxième fois, garde son numéro', async ({ page }) => {
  test.setTimeout(90_000);
  const etapes: string[] = [];
  await ecransEnregistrer(page, async (_, nom) => void etapes.push(nom));
  expect(etapes).toHaveLength(7);
  const rpps = /\d{11}/.exec(await page.locator('main').innerText())?.[0] ?? 'aucun';
  await page.getByRole('link', { name: 'Voir sa fiche' }).click();
  await expect(page.getByText('Passeport, numéro finissant par 12AB')).toBeVisible();
  await page.goto('/gestion/enregistrer');
  await page.getByRole('button', { name: 'Commencer l’enregistrement' }).click();
  await surLaPage(page, 'État civil');
  await remplirEtatCivil(page, 'BERNARD', 'Claire Anne');
  await validerEtatCivil(page);
  await surLaPage(page, 'Coordonnées de contact');
  await page.getByLabel('Adresse email').fill('claire.bernard@gmial.com');
  await page.getByRole('button', { name: 'Sauvegarder et quitter' }).click();
  await expect(page.getByText('Une saisie est commencée')).toBeVisible();
  await page.goto('/gestion/enregistrer/verification');
  await expect(page.getByText('Vouliez-vous écrire claire.bernard@gmail.com')).toBeVisible();
  await expect(page.getByText('Cette personne a déjà un numéro RPPS')).toBeVisible();
  await expect(page.getByText(rpps)).toBeVisible();
  await page.goto('/gestion/enregistrer/situation');
  await pret(page);
  await remplirSituationGestion(page);
  await validerEtape(page).click();
  await surLaPage(page, 'Informations légales');
  await page.goto('/gestion/enregistrer');
  await page.getByRole('button', { name: 'Effacer cette saisie' }).click();
  await expect(page.getByText('La saisie est effacée')).toBeVisible();
  await ouvrirMessage(page, 'Vous êtes enregistré(e) au répertoire RPPS+');
});

test('avec son e-CPS, une inscrite change ses coordonnées et déclare son départ', async ({ page }) => {
  await seConnecter(page, 'Lucie ZELLER');
  await surLaPage(page, 'Lucie MERLIN');
  const changerAdresse = async (adresse: string) => {
    await page.getByText('Changer mes coordonnées').click();
    await page.getByLabel('Adresse email').fill(adresse);
    await page.getByRole('button', { name: 'Enregistrer mes coordonnées' }).click();
    await expect(page.getByText('Vos coordonnées sont changées')).toBeVisible();
    await expect(page.getByText(adresse).first()).toBeVisible();
  };
  // Accepted, and said again on the record: a slip of the finger loses every mail.
  await changerAdresse('lucie.zeller@gmial.com');
  await expect(page.getByText('Une adresse email à relire')).toBeVisible();
  await changerAdresse('lucie.zeller@example.org');
  await expect(page.getByText('Une adresse email à relire')).toHaveCount(0);
  await page.getByRole('link', { name: 'Je quitte un établissement' }).click();
  await surLaPage(page, 'Je quitte un établissement');
  await page.getByRole('radio', { name: /EHPAD/ }).check();
  const hier = new Date(Date.now() - 24 * 3600 * 1000);
  await remplirDate(page, 'Date de fin', String(hier.getDate()), String(hier.getMonth() + 1), String(hier.getFullYear()));
  await page.getByLabel('Motif de fin').selectOption({ label: 'Changement de lieu d’exercice' });
  await page.getByRole('button', { name: 'Déclarer mon départ' }).click();
  await expect(page.getByText('Votre départ est enregistré').first()).toBeVisible();
  await page.getByRole('link', { name: 'Qui a consulté mon dossier' }).click();
  await surLaPage(page, 'Qui a consulté mon dossier');
  await seDeconnecter(page);
  await seConnecter(page, 'Paul GIRAUD');
  await ouvrirFiche(page, 'zeller');
  await expect(page.getByText(/Départ déclaré par la personne elle-même/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Annuler la fermeture/ })).toBeVisible();
});
