// A demande goes back to its applicant and comes again: both sides, with and without scripts, on a desk and on a phone.
import { ouvrirCorrection, remarquer, renvoyerACorriger } from './outils/correction';
import { faireUneDemande, ouvrirDossier, ouvrirMessage, ouvrirRefus, pret, rechercher, seConnecter, surLaPage, valider } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

// Two people and many pages: longer than most journeys.
test.describe.configure({ timeout: 120_000 });

test('une correction fait l’aller et le retour', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await ouvrirDossier(nadia, reference);
  await ouvrirCorrection(nadia);
  await nadia.getByRole('button', { name: 'Renvoyer à corriger' }).click();
  await expect(nadia.locator('#corrections-erreur')).toHaveText('Erreur : Cochez au moins un champ à corriger.');
  await pret(nadia);
  await ouvrirCorrection(nadia);
  await remarquer(nadia, 'Adresse email', 'a');
  await nadia.getByRole('button', { name: 'Renvoyer à corriger' }).click();
  await expect(nadia.locator('#email-erreur')).toContainText('trop courte');
  await pret(nadia);
  await remarquer(nadia, 'Adresse email', 'Cette adresse est celle du service : donnez la vôtre.');
  await remarquer(nadia, 'Date de prise de fonction', 'Votre contrat commence le 15.');
  await renvoyerACorriger(nadia);
  await ouvrirMessage(nadia, `Demande ${reference} à corriger`);
  await expect(nadia.locator('pre')).toContainText('> Cette adresse est celle du service : donnez la vôtre.');

  await page.goto('/mes-demandes');
  await page.getByRole('link', { name: 'Corriger ma demande' }).click();
  await surLaPage(page, 'Corriger ma demande');
  await expect(page.getByText('Votre contrat commence le 15.')).toBeVisible();
  // Only these two: the mobile is there to read.
  await expect(page.getByLabel('Téléphone mobile')).toHaveCount(0);
  await page.getByLabel('Adresse email').fill('camille');
  await page.getByRole('button', { name: 'Renvoyer ma demande' }).click();
  await expect(page.locator('#resume-erreurs').getByRole('heading')).toHaveText('1 réponse est à revoir');
  await expect(page.getByLabel('Adresse email')).toHaveValue('camille');
  await pret(page);
  await page.getByLabel('Adresse email').fill('camille.perso@example.org');
  await page.getByRole('group', { name: 'Date de prise de fonction' }).getByLabel('Jour').fill('15');
  await page.getByRole('button', { name: 'Sauvegarder et quitter' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await page.getByRole('link', { name: 'Corriger ma demande' }).click();
  await surLaPage(page, 'Corriger ma demande');
  await expect(page.getByLabel('Adresse email')).toHaveValue('camille.perso@example.org');
  await page.getByRole('button', { name: 'Renvoyer ma demande' }).click();
  await expect(page.getByText('Votre demande est renvoyée')).toBeVisible();
  await expect(page.getByText(reference)).toBeVisible();

  await nadia.goto('/gestion/demandes');
  await rechercher(nadia, reference);
  await expect(nadia.getByRole('listitem').filter({ hasText: reference })).toContainText('Corrigée');
  await ouvrirDossier(nadia, reference);
  const tour = nadia.locator('#corrections-demandees');
  await expect(tour).toContainText('camille.moreau@example.org');
  await expect(tour).toContainText('camille.perso@example.org');
  await expect(tour).toContainText('15/09/2026');
  await valider(nadia);
  await expect(nadia.getByText(/^Demande de Camille MOREAU validée$/)).toBeVisible();
});

test('une correction se reprend, et se remplit d’un modèle', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await nadia.goto('/gestion/modeles');
  await surLaPage(nadia, 'Modèles de textes');
  await nadia.getByLabel('À quoi il sert').selectOption({ label: 'Demande de correction' });
  await nadia.getByLabel('Nom du modèle').fill('Rôle à vérifier');
  await nadia.getByLabel('Texte du modèle').fill('Bonjour {prénom}, votre rôle est à revoir.');
  await nadia.getByRole('button', { name: 'Enregistrer le modèle' }).click();
  await expect(nadia.locator('#texte_modele-erreur')).toContainText('aucun repère connu');
  await pret(nadia);
  await nadia.getByLabel('Texte du modèle').fill('Bonjour {prenom}, votre rôle à {etablissement} est à revoir.');
  await nadia.getByRole('button', { name: 'Enregistrer le modèle' }).click();
  await expect(nadia.getByText('Le modèle est enregistré')).toBeVisible();

  await ouvrirDossier(nadia, reference);
  await ouvrirCorrection(nadia);
  const choix = nadia.locator('#corriger form').first();
  await choix.getByLabel('Partir d’un modèle').selectOption({ label: 'Rôle à vérifier' });
  await choix.getByLabel('Pour le champ').selectOption({ label: 'Rôle RPPS+' });
  if (avecScript(nadia)) await expect(nadia.locator('[data-pret]').first()).toBeAttached();
  await choix.getByRole('button', { name: 'Remplir' }).click();
  await pret(nadia);
  await expect(nadia.locator('#corriger').getByLabel(/Remarque.*: Rôle RPPS\+$/)).toHaveValue(
    /^Bonjour Camille, votre rôle à INSTITUT DES JEUNES SOURDS.* est à revoir\.$/,
  );
  await renvoyerACorriger(nadia);
  await nadia.getByRole('link', { name: `Revoir la demande ${reference}` }).click();
  await nadia.getByRole('button', { name: 'Reprendre la demande' }).click();
  await expect(nadia.getByRole('button', { name: 'Valider', exact: true })).toBeVisible();
  await page.goto('/mes-demandes');
  await expect(page.getByRole('link', { name: 'Corriger ma demande' })).toHaveCount(0);
});

test('les deux côtés s’écrivent', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  await page.getByRole('link', { name: 'Suivre ma demande' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await page.getByLabel('Votre message').fill('Bonjour,\nje travaille <le> matin.');
  await page.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(page.locator('#fil')).toContainText('je travaille <le> matin.');

  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await nadia.goto('/gestion/demandes');
  await rechercher(nadia, reference);
  await expect(nadia.getByRole('listitem').filter({ hasText: reference })).toContainText('1 message non lu');
  await ouvrirDossier(nadia, reference);
  await expect(nadia.locator('#fil')).toContainText('Nouveau');
  await nadia.getByLabel('Votre message').fill('Merci !');
  await nadia.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(nadia.locator('#fil')).toContainText('Merci !');
  await ouvrirMessage(nadia, `Demande ${reference} : nouveau message`);
  await expect(nadia.locator('pre')).not.toContainText('Merci !');

  await page.goto('/mes-demandes');
  await page.getByRole('link', { name: '1 message non lu' }).click();
  await expect(page.locator('#fil')).toContainText('Merci !');
});

test('un refus part d’un modèle', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await ouvrirDossier(nadia, reference);
  await ouvrirRefus(nadia);
  const choix = nadia.locator('#refuser form').first();
  await choix.getByLabel('Partir d’un modèle').selectOption({ label: 'Contrat terminé' });
  if (avecScript(nadia)) await expect(nadia.locator('[data-pret]').first()).toBeAttached();
  await choix.getByRole('button', { name: 'Remplir' }).click();
  await pret(nadia);
  const explication = nadia.getByLabel('Explication');
  await expect(explication).toHaveValue(/^Bonjour Camille,[\s\S]*Nadia FERRAND$/);
  if (!avecScript(nadia)) return;
  // Another template takes the place of the first, and follows words of one's own.
  await choix.getByLabel('Partir d’un modèle').selectOption({ label: 'Personne inconnue de l’établissement' });
  await choix.getByRole('button', { name: 'Remplir' }).click();
  const autre = await explication.inputValue();
  await explication.fill(`${autre}\nAppelez-moi si besoin.`);
  await choix.getByLabel('Partir d’un modèle').selectOption({ label: 'Contrat terminé' });
  await choix.getByRole('button', { name: 'Remplir' }).click();
  const garde = await explication.inputValue();
  expect(garde.startsWith(`${autre}\nAppelez-moi si besoin.\n\nBonjour Camille,`)).toBe(true);
});
