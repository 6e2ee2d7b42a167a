// The journeys from end to end, in every project: with and without scripts, at a desk and on a phone.
import { age } from './outils/dates';
import { avecScript, expect, test } from './outils/portail';
import {
  CONTACT, EHPAD, INSTITUT, chercher, choisirParmi, commencer, envoyer, etapeContact, faireUneDemande, ouvrirDossier, ouvrirMessage, refuser,
  remplirContact, remplirLaSuite, seConnecter, surLaPage, valider, validerEtape,
} from './outils/etapes';

test('une professionnelle s’enregistre, la gestionnaire valide, elle suit sa demande', async ({ page, autrePersonne }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Obtenir votre numéro RPPS et votre e-CPS');
  await commencer(page, 'Camille MOREAU');
  await expect(page.getByText('Étape 1 sur 4')).toBeVisible();
  await expect(page.getByText('Ces informations viennent de FranceConnect')).toBeVisible();
  for (const [nom, valeur] of [
    ['Nom de naissance', 'MOREAU'],
    ['Prénoms', 'Camille Louise'],
    ['Date de naissance', '12/03/1990'],
    ['Pays de naissance', 'France'],
    ['Commune de naissance', /Lyon 3e/],
  ] as const) {
    await expect(page.locator('div', { has: page.locator(`dt:text-is("${nom}")`) }).last().locator('dd')).toHaveText(valeur);
  }
  await validerEtape(page).click();
  await remplirLaSuite(page);

  for (const reponse of ['camille.moreau@example.org', '06 12 34 56 78', 'Accompagnant éducatif et social', '01/09/2026']) {
    await expect(page.getByText(reponse)).toBeVisible();
  }
  await expect(page.getByText(/INSTITUT DES JEUNES SOURDS.*FINESS 010780575/)).toBeVisible();
  const reference = await envoyer(page);
  expect(reference).toMatch(/^RP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

  await page.getByRole('link', { name: 'Récapitulatif à imprimer' }).click();
  await surLaPage(page, 'Récapitulatif de votre demande');
  await expect(page.getByText(`Référence ${reference}`)).toBeVisible();
  await page.getByRole('link', { name: 'Revenir au suivi de la demande' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await expect(page.getByText('Demande envoyée (fait)')).toBeVisible();
  await expect(page.getByText('Vérification par votre gestionnaire (à venir)')).toBeVisible();
  const suivi = page.url();

  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await surLaPage(nadia, 'Que voulez-vous faire ?');
  await expect(nadia.getByText('25 demandes à traiter')).toBeVisible();
  await nadia.getByRole('link', { name: 'Voir les demandes' }).click();
  await surLaPage(nadia, '25 demandes à traiter');
  await ouvrirDossier(nadia, reference);
  await expect(nadia.getByRole('heading', { level: 1 })).toHaveText('Camille MOREAU');
  await expect(nadia.getByText(`12/03/1990 (${age(1990, 3, 12)} ans)`)).toBeVisible();
  await valider(nadia);
  await expect(nadia.getByText('Demande de Camille MOREAU validée')).toBeVisible();
  const rpps = (await nadia.locator('main').innerText()).match(/Numéro RPPS attribué\s*:\s*(\d{11})/)?.[1];
  expect(rpps).toBeTruthy();

  await page.goto(suivi);
  await expect(page.getByText('Votre demande est validée')).toBeVisible();
  await expect(page.locator('#rpps')).toHaveText(rpps ?? '');
  await expect(page.locator('#identifiant')).toHaveText(`8${rpps}`);
  // A demonstration sends nothing: the path does not say that the mail left.
  await expect(page.getByText('Numéro RPPS envoyé par email (à venir)')).toBeVisible();
  await expect(page.getByText(/aucun email n’est envoyé/)).toBeVisible();
  await expect(page.getByText('e-CPS activable (à venir)')).toBeVisible();
  await page.goto('/mes-demandes');
  await expect(page.getByText('Vous êtes enregistré(e) au répertoire RPPS')).toBeVisible();

  await ouvrirMessage(page, `Demande ${reference} validée`);
  await expect(page.locator('pre')).toContainText(rpps ?? '');
  await expect(page.frameLocator('iframe').getByText(rpps ?? '', { exact: true })).toBeVisible();
});

test('une personne née à l’étranger donne sa ville de naissance', async ({ page }) => {
  await commencer(page, 'Aïcha BENALI');
  await expect(page.locator('dd').filter({ hasText: 'Algérie' })).toBeVisible();
  await expect(page.getByLabel('Commune de naissance')).toHaveCount(0);
  await validerEtape(page).click();
  await expect(page.locator('#resume-erreurs').getByRole('link', { name: 'Indiquez votre ville de naissance.' })).toBeVisible();
  await expect(page).toHaveTitle(/^Erreur\s: /);
  await page.getByLabel('Ville de naissance').fill('Oran');
  await validerEtape(page).click();
  await remplirLaSuite(page, { email: 'aicha.benali@example.org', mobile: '+33 6 12 34 56 79' }, EHPAD);
  await expect(page.getByText('Oran')).toBeVisible();
  await envoyer(page);
});

test('une personne qui a un nom d’usage choisit son nom d’exercice', async ({ page, autrePersonne }) => {
  const contact = { email: 'jb.legall@example.org', mobile: '0692 12 34 56' };
  const reference = await faireUneDemande(page, 'Jean-Baptiste LE GALL', contact, { ...INSTITUT, nomExercice: /LE GALL-MARTIN/ });
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await ouvrirDossier(nadia, reference);
  await expect(nadia.getByRole('heading', { level: 1 })).toHaveText('Jean-Baptiste LE GALL-MARTIN');
  await expect(nadia.getByText('0692 12 34 56')).toBeVisible();
});

test('une personne complète son lieu de naissance que FranceConnect ne donne pas', async ({ page }) => {
  await commencer(page, 'Inès ROCHA');
  await chercher(page, 'Pays de naissance', 'france', /^FRANCE|^France/);
  await chercher(page, 'Commune de naissance', 'bourg en bresse', /Bourg-en-Bresse \(01\)/);
  await validerEtape(page).click();
  if (!avecScript(page)) {
    await expect(page.locator('#resume-erreurs')).toBeVisible();
    await choisirParmi(page, 'Pays de naissance', /^France/i);
    await choisirParmi(page, 'Commune de naissance', /Bourg-en-Bresse \(01\)/);
    await validerEtape(page).click();
  }
  await remplirLaSuite(page, { email: 'ines.rocha@example.org', mobile: '06 98 76 54 32' });
  await expect(page.getByText('Bourg-en-Bresse (01)').first()).toBeVisible();
  await envoyer(page);
});

test('une demande refusée dit pourquoi, et se refait', async ({ page, autrePersonne }) => {
  const reference = await faireUneDemande(page, 'Camille MOREAU');
  const nadia = await autrePersonne();
  await seConnecter(nadia, 'Nadia FERRAND');
  await ouvrirDossier(nadia, reference);
  await refuser(nadia, 'Changement d’activité', 'Votre contrat commence en janvier : refaites la demande avec cette date.');
  await expect(nadia.getByText('Demande de Camille MOREAU refusée')).toBeVisible();

  await page.getByRole('link', { name: 'Suivre ma demande' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await expect(page.getByText('Votre demande est refusée : Changement d’activité')).toBeVisible();
  await expect(page.getByText('Votre contrat commence en janvier')).toBeVisible();
  await page.getByRole('button', { name: 'Faire une nouvelle demande' }).click();
  await surLaPage(page, 'État civil');
});

test('une demande se retire tant qu’elle n’est pas décidée', async ({ page }) => {
  await faireUneDemande(page, 'Camille MOREAU');
  await page.getByRole('link', { name: 'Suivre ma demande' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await page.getByText('Retirer ma demande').click();
  await page.getByRole('button', { name: 'Confirmer le retrait' }).click();
  await expect(page.getByText('Vous avez retiré cette demande')).toBeVisible();
});

test('on s’interrompt et on reprend sur un autre appareil', async ({ page, autrePersonne }) => {
  await commencer(page, 'Camille MOREAU');
  await validerEtape(page).click();
  await surLaPage(page, 'Coordonnées de contact');
  await page.getByLabel('Adresse email').fill('camille.moreau@example.org');
  await page.getByRole('button', { name: 'Sauvegarder et quitter' }).click();
  await surLaPage(page, 'Bonjour Camille');
  const ailleurs = await autrePersonne();
  await seConnecter(ailleurs, 'Camille MOREAU');
  await ailleurs.getByRole('link', { name: /Reprendre ma demande/ }).click();
  await surLaPage(ailleurs, 'État civil');
  await validerEtape(ailleurs).click();
  await surLaPage(ailleurs, 'Coordonnées de contact');
  await expect(ailleurs.getByLabel('Adresse email')).toHaveValue('camille.moreau@example.org');
});

test('une adresse à relire est signalée avant l’envoi, sans rien bloquer', async ({ page }) => {
  await etapeContact(page);
  await remplirContact(page, { email: 'camille.moreau@gmial.com', mobile: CONTACT.mobile });
  await validerEtape(page).click();
  await surLaPage(page, 'Situation d’exercice');
  await page.goto('/demande/verification');
  await expect(page.getByText('Vouliez-vous écrire camille.moreau@gmail.com')).toBeVisible();
  await page.getByRole('link', { name: 'Modifier l’adresse' }).click();
  await surLaPage(page, 'Coordonnées de contact');
  await expect(page.locator('#email-conseil')).toContainText('camille.moreau@gmail.com');
});

test('sans script, un établissement se cherche par son nom, et rien de tapé ne se perd', async ({ page }) => {
  test.skip(avecScript(page), 'avec un script, les réponses viennent pendant la frappe');
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/situation');
  const champ = page.getByLabel('Établissement', { exact: true });
  const reponses = page.getByRole('group', { name: 'Établissement' });
  const institut = reponses.getByRole('radio', { name: /INSTITUT DES JEUNES SOURDS/ });
  await champ.fill('sourds');
  await validerEtape(page).click();
  await expect(reponses.getByText(/Un nom ne suffit pas/)).toBeVisible();
  await expect(institut).toBeVisible();
  await validerEtape(page).click();
  await expect(institut, 'renvoyé sans choisir').toBeVisible();
  await reponses.getByRole('radio', { name: /^Aucune de ces réponses/ }).check();
  await validerEtape(page).click();
  await champ.fill('zzzzzz');
  await validerEtape(page).click();
  await expect(page.getByText(/^Rien ne correspond à «\szzzzzz\s»/)).toBeVisible();
  await expect(champ).toHaveValue('zzzzzz');
});

test('une profession enregistrée ailleurs est refusée, avec la marche à suivre', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/situation');
  await surLaPage(page, 'Situation d’exercice');
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: 'Ergothérapeute' });
  if (avecScript(page)) {
    await expect(page.getByText('Cette profession s’enregistre ailleurs')).toBeVisible();
  }
  await validerEtape(page).click();
  await expect(page.locator('#resume-erreurs').getByRole('link', { name: /Adressez-vous à l’ARS de votre région/ })).toBeVisible();
});

test('un établissement sanitaire et un rôle sont expliqués au moment du choix', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/situation');
  await surLaPage(page, 'Situation d’exercice');
  await page.getByRole('group', { name: 'Rôle RPPS+' }).getByRole('radio', { name: /^Coordination et orientation/ }).check();
  await expect(page.getByText(/Documents du dossier médical partagé ouverts par ce rôle/).locator('visible=true')).toHaveCount(1);
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: 'Aide-soignant' });
  await chercher(page, 'Établissement', '010011641', /CLINIQUE DU SOUFFLE/);
  await validerEtape(page).click();
  await expect(page.getByText('Pas de consultation de Mon espace santé pour le moment')).toBeVisible();
});

test('un numéro FINESS tapé en entier suffit, sans rien choisir', async ({ page }) => {
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/situation');
  await surLaPage(page, 'Situation d’exercice');
  const champ = page.getByLabel('Établissement', { exact: true });
  await champ.fill('010 780 914');
  if (avecScript(page)) await expect(champ).toHaveValue(/^EHPAD RESIDENCE/);
  await page.getByRole('group', { name: 'Date de prise de fonction' }).getByLabel('Jour').click();
  await validerEtape(page).click();
  await expect(page.locator('#debut-erreur')).toBeVisible();
  await expect(page.locator('#etablissement-erreur')).toBeHidden();
});
