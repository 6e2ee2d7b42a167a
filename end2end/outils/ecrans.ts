// Every screen and its error state, visited in the order in which their actors meet them. The caller says what to do on each.
import type { Page } from '@playwright/test';
import {
  INSTITUT, choisirParmi, cocherLegale, commencer, envoyer, erreursDites, faireUneDemande, ouvrirDossier, ouvrirRefus, pret,
  propositions, rechercher, refuser, remplirContact, remplirSituation, seConnecter, seDeconnecter, surLaPage, valider, validerEtape,
  verifierMesReponses,
} from './etapes';
import { avecScript, expect } from './portail';
import type { Incidents } from './incidents';

/** Called on each screen, once it is ready. */
export type Visite = (page: Page, nom: string) => Promise<void>;

/** What anybody sees. */
export async function ecransPublics(page: Page, incidents: Incidents, visite: Visite): Promise<void> {
  incidents.tolerer(/403|404/);
  await page.goto('/');
  await visite(page, 'accueil');
  await page.goto('/conseil');
  await visite(page, 'conseil');
  await page.goto('/conseil?besoin=oui&secteur=sanitaire&metier=313');
  await visite(page, 'conseil-reserve');
  await page.goto('/conseil?besoin=oui&secteur=ms&metier=psychologue');
  await visite(page, 'conseil-non');
  await page.goto('/conseil?besoin=oui&numero=oui&secteur=ms&metier=313');
  await visite(page, 'conseil-deja-inscrit');
  await page.goto('/conseil/roles');
  await visite(page, 'conseil-roles');
  for (const pour of ['professionnel', 'gestionnaire', 'representant-legal']) {
    await page.goto(`/guide/${pour}`);
    await visite(page, `guide-${pour}`);
  }
  await page.goto('/connexion');
  await visite(page, 'connexion');
  await page.goto('/mes-demandes');
  await expect(page.getByText('Connexion nécessaire')).toBeVisible();
  await visite(page, 'connexion-session-terminee');
  await page.goto('/connexion/deconnecte');
  await visite(page, 'deconnecte');
  await page.goto('/connexion/franceconnect');
  await expect(page.getByRole('heading', { level: 1, name: 'FranceConnect de démonstration' })).toBeVisible();
  await visite(page, 'fournisseur-de-demonstration');
  await page.getByRole('button', { name: 'Ne pas m’identifier' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connexion interrompue' })).toBeVisible();
  await visite(page, 'connexion-interrompue');
  await page.goto('/page-qui-n-existe-pas');
  await expect(page.getByRole('heading', { level: 1, name: 'Page introuvable' })).toBeVisible();
  await visite(page, 'page-introuvable');
}

/** The four steps with their errors, the check page, the confirmation, the tracking page before and after the withdrawal. */
export async function ecransDemande(page: Page, visite: Visite): Promise<void> {
  await seConnecter(page, 'Aïcha BENALI');
  await visite(page, 'mes-demandes-vide');
  await page.getByRole('button', { name: 'Commencer ma demande' }).click();
  await surLaPage(page, 'État civil');
  await visite(page, 'etat-civil');
  await validerEtape(page).click();
  await erreursDites(page);
  await visite(page, 'etat-civil-erreur');
  await page.getByLabel('Ville de naissance').fill('Oran');
  await validerEtape(page).click();

  await surLaPage(page, 'Coordonnées de contact');
  await visite(page, 'contact');
  await remplirContact(page, { email: 'aicha.benali', mobile: '01 23' });
  await validerEtape(page).click();
  await erreursDites(page);
  await visite(page, 'contact-erreur');
  await page.goto('/demande/contact?erreurs=1');
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'contact-erreur-serveur');
  await remplirContact(page, { email: 'aicha.benali@gmial.com', mobile: '06 12 34 56 78' });
  // Without scripts, the advice comes with the page to check.
  if (avecScript(page)) {
    await page.keyboard.press('Tab');
    await expect(page.getByText(/Vouliez-vous écrire/)).toBeVisible();
    await visite(page, 'contact-conseil');
  }
  await validerEtape(page).click();

  await surLaPage(page, 'Situation d’exercice');
  await visite(page, 'situation');
  await validerEtape(page).click();
  await erreursDites(page);
  await visite(page, 'situation-erreur');
  if (avecScript(page)) {
    await page.getByLabel('Établissement', { exact: true }).fill('bourg');
    await expect(propositions(page).first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await visite(page, 'situation-propositions');
    await page.keyboard.press('Escape');
  }
  await page.getByLabel('Profession', { exact: true }).selectOption({ label: 'Psychologue' });
  // Without scripts, said once the step is sent.
  if (!avecScript(page)) await validerEtape(page).click();
  await expect(page.getByText(avecScript(page) ? 'Cette profession s’enregistre ailleurs' : 'est enregistrée par l’agence régionale').first()).toBeVisible();
  await visite(page, 'situation-non-eligible');
  await remplirSituation(page);
  // With scripts, what is typed is kept as one goes.
  if (avecScript(page)) {
    await page.waitForResponse(/enregistrer-situation/);
  } else {
    await page.getByRole('button', { name: 'Sauvegarder et quitter' }).click();
    await surLaPage(page, /^Bonjour/);
  }
  await page.goto('/demande/verification');
  await surLaPage(page, 'Vérifier et envoyer');
  await visite(page, 'verification-incomplete');
  await page.goto('/demande/situation');
  await surLaPage(page, 'Situation d’exercice');
  await visite(page, 'situation-remplie');
  await choisirParmi(page, 'Établissement', INSTITUT.choix);
  await validerEtape(page).click();

  await surLaPage(page, 'Informations légales');
  await visite(page, 'informations-legales');
  await verifierMesReponses(page).click();
  await erreursDites(page);
  await visite(page, 'informations-legales-erreur');
  await cocherLegale(page);
  await verifierMesReponses(page).click();

  await surLaPage(page, 'Vérifier et envoyer');
  await visite(page, 'verification');
  await page.goto('/mes-demandes');
  await visite(page, 'mes-demandes-brouillon');
  await page.goto('/demande/verification');
  await pret(page);
  await envoyer(page);
  await visite(page, 'confirmation');
  await page.getByRole('link', { name: 'Récapitulatif à imprimer' }).click();
  await surLaPage(page, 'Récapitulatif de votre demande');
  await visite(page, 'recapitulatif');
  await page.getByRole('link', { name: 'Revenir au suivi de la demande' }).click();
  await surLaPage(page, 'Suivi de votre demande');
  await visite(page, 'suivi-en-attente');
  await page.getByText('Retirer ma demande').click();
  await visite(page, 'suivi-retrait');
  await page.getByRole('button', { name: 'Confirmer le retrait' }).click();
  await expect(page.getByText('Vous avez retiré cette demande')).toBeVisible();
  await visite(page, 'suivi-retiree');
}

/** What a demande looks like without scripts: the answers offered for a text. The server draws the same page with them. */
export async function ecransRecherche(page: Page, visite: Visite): Promise<void> {
  await commencer(page, 'Inès ROCHA');
  await visite(page, 'etat-civil-a-completer');
  await page.getByLabel('Pays de naissance').fill('fra');
  await page.getByLabel('Commune de naissance').fill('bourg');
  await page.getByLabel('Commune de naissance').press('Tab');
  // The suggestions close when one leaves the field.
  await page.getByLabel('Commune de naissance').blur();
  await page.getByRole('button', { name: 'Sauvegarder et quitter' }).click();
  await surLaPage(page, 'Bonjour Inès');
  await page.goto('/demande/etat-civil?erreurs=1');
  await expect(page.getByRole('group', { name: 'Commune de naissance' })).toBeVisible();
  await pret(page);
  await visite(page, 'etat-civil-propositions');
}

/** The desk of the gestionnaire, and what each decision says to the professionals. */
export async function ecransGestion(page: Page, incidents: Incidents, visite: Visite): Promise<void> {
  incidents.tolerer(/404/);
  const validee = await faireUneDemande(page, 'Camille MOREAU');
  await seDeconnecter(page);
  const contact = { email: 'jb.legall@example.org', mobile: '0692 12 34 56' };
  const refusee = await faireUneDemande(page, 'Jean-Baptiste LE GALL', contact, { ...INSTITUT, nomExercice: /LE GALL-MARTIN/ });
  await seDeconnecter(page);

  await seConnecter(page, 'Nadia FERRAND');
  await surLaPage(page, 'Que voulez-vous faire ?');
  await visite(page, 'gestion-accueil');
  await page.getByText(/Votre périmètre/).click();
  await visite(page, 'gestion-perimetre');
  await page.goto('/gestion/demandes');
  await visite(page, 'gestion-file');
  await rechercher(page, 'zzz');
  await expect(page.getByRole('heading', { level: 1, name: 'Aucune demande ne correspond' })).toBeVisible();
  await visite(page, 'gestion-file-sans-resultat');
  await page.goto('/gestion/demandes');
  await page.getByRole('listitem').filter({ hasText: 'Doublon possible' }).getByRole('link').first().click();
  await expect(page.getByText('Une personne n’a qu’un numéro RPPS')).toBeVisible();
  await visite(page, 'dossier-doublon');
  await page.goto('/gestion/demandes/01890000-0000-7000-8000-000000000000');
  await visite(page, 'dossier-introuvable');

  await ouvrirDossier(page, refusee);
  await visite(page, 'dossier');
  await page.getByRole('button', { name: 'Valider', exact: true }).click();
  await expect(page).toHaveTitle(/^Erreur/);
  await pret(page);
  await visite(page, 'dossier-validation-erreur');
  await ouvrirRefus(page);
  await visite(page, 'dossier-refus');
  await page.getByRole('button', { name: 'Refuser la demande' }).click();
  await erreursDites(page);
  await visite(page, 'dossier-refus-erreur');
  await refuser(page, 'Autre motif', 'La date de prise de fonction n’est pas celle du contrat.');
  await expect(page.getByText(/^Demande de .* refusée$/)).toBeVisible();
  await pret(page);
  await visite(page, 'dossier-suivant-apres-refus');
  await page.getByRole('link', { name: `Revoir la demande ${refusee}` }).click();
  await expect(page.getByText('Motif : Autre motif')).toBeVisible();
  await visite(page, 'dossier-refusee');
  await ouvrirDossier(page, validee);
  await valider(page);
  await expect(page.getByText(/^Demande de .* validée$/)).toBeVisible();
  await pret(page);
  await visite(page, 'dossier-suivant-apres-validation');
  await page.getByRole('link', { name: `Revoir la demande ${validee}` }).click();
  await expect(page.getByText(/Numéro RPPS\s: \d{11}/)).toBeVisible();
  await visite(page, 'dossier-validee');

  await page.goto('/gestion/professionnels');
  await visite(page, 'professionnels');
  await rechercher(page, '12345678901');
  await expect(page.getByText('Ce n’est pas un numéro RPPS')).toBeVisible();
  await visite(page, 'professionnels-faux-numero');
  await page.goto('/gestion/professionnels?pour=ajouter');
  await visite(page, 'professionnels-ajouter');
  await page.locator('main').getByRole('listitem').getByRole('link').first().click();
  await expect(page).toHaveTitle(/^Fiche d’un professionnel/);
  await pret(page);
  await visite(page, 'fiche');
  await page.goto('/demonstration/messages');
  await visite(page, 'messages');
  await page.getByRole('link', { name: `Demande ${validee} validée` }).click();
  await expect(page.locator('pre')).toBeVisible();
  await visite(page, 'message');
  for (const [personne, quoi] of [['Camille MOREAU', 'validee'], ['Jean-Baptiste LE GALL', 'refusee']] as const) {
    await seConnecter(page, personne);
    await visite(page, `mes-demandes-${quoi}`);
    await page.getByRole('link', { name: 'Qui a consulté mon dossier' }).click();
    await surLaPage(page, 'Qui a consulté mon dossier');
    await expect(page.getByText('Nadia FERRAND').first()).toBeVisible();
    await visite(page, `consultations-${quoi}`);
    await page.getByRole('link', { name: 'Mon espace' }).click();
    await page.getByRole('link', { name: /Suivre cette demande/ }).first().click();
    await surLaPage(page, 'Suivi de votre demande');
    await visite(page, `suivi-${quoi}`);
    await seDeconnecter(page);
  }
}

/** The page of a form that could not be sent: the session had ended. */
export async function ecranReprise(page: Page, incidents: Incidents, visite: Visite): Promise<void> {
  incidents.tolerer(/401|404|413/);
  await commencer(page, 'Camille MOREAU');
  await page.goto('/demande/contact');
  await surLaPage(page, 'Coordonnées de contact');
  await page.context().clearCookies();
  await remplirContact(page);
  await validerEtape(page).click();
  if (avecScript(page)) {
    await expect(page.locator('[data-erreur-envoi]')).toBeFocused();
    await visite(page, 'contact-session-terminee');
    // The same form as a browser sends it without scripts.
    await page.locator('main form').evaluate((formulaire: HTMLFormElement) => HTMLFormElement.prototype.submit.call(formulaire));
  }
  // Nothing says any more whose it is: the page holds it.
  await expect(page.getByRole('heading', { level: 1, name: 'Votre action n’a pas pu être enregistrée' })).toBeVisible();
  await visite(page, 'action-gardee-dans-la-page');
  await seConnecter(page, 'Camille MOREAU');
  await page.goto('/reprise');
  await surLaPage(page, 'Rien n’attend d’être repris');
  await visite(page, 'reprise-rien');
  for (const [adresse, nom] of [['/mes-sessions', 'mes-sessions'], ['/mes-donnees', 'mes-donnees']] as const) {
    await page.goto(adresse);
    await visite(page, nom);
  }
}
