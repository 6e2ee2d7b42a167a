// From « I head this structure » to the right that the card of director gives, and the cards of gestionnaires.
import { SANS_CLAVIER, SANS_SCRIPT, entrer, espace, taper } from './outils/clavier';
import { avecScript, expect, test } from './outils/portail';
import { chercher, pret, remplirDate, seConnecter, seDeconnecter, surLaPage } from './outils/etapes';

test('sans carte, on ouvre le chemin de sa structure, et la carte reçue donne le droit', async ({ page, incidents }) => {
  incidents.tolerer(/403/);
  await test.step('qui attend sa carte ne voit que son chemin', async () => {
    await seConnecter(page, 'Thomas VASSEUR');
    await surLaPage(page, 'Mes structures');
    const fondation = page.getByRole('listitem').filter({ hasText: 'FONDATION COSTAZ' });
    await expect(fondation).toContainText('À faire maintenant');
    await expect(fondation).toContainText('Le contrat n’est pas encore validé');
    await fondation.getByRole('link').first().click();
    await expect(page.locator('#contrat')).toContainText('Fait le');
    await expect(page.locator('#cde')).toContainText('En attente depuis le');
    await expect(page.locator('#formation')).toContainText('À faire maintenant');
    await page.goto('/structures/010000362/cartes');
    await expect(page.getByRole('heading', { level: 1, name: 'Accès réservé' })).toBeVisible();
  });

  await test.step('une date à venir est refusée, puis corrigée', async () => {
    await page.goto('/structures/010000362');
    await remplirDate(page, 'Date de la formation d’un gestionnaire', '1', '1', '2199');
    await page.getByRole('button', { name: 'Noter cette formation' }).click();
    await expect(page).toHaveTitle(/^Erreur\s: /);
    await expect(page.getByText('Erreur : La date ne peut pas être dans l’avenir')).toBeVisible();
    await expect(page.locator('#resume-erreurs')).toBeFocused();
    await page.locator('#resume-erreurs').getByRole('link', { name: /dans l’avenir/ }).click();
    await expect(page).toHaveURL(/#date-formation$/);
    await remplirDate(page, 'Date de la formation d’un gestionnaire', '2', 'novembre', '2025');
    await page.getByLabel('Référence de l’attestation').fill('ATT-1');
    await page.getByRole('button', { name: 'Noter cette formation' }).click();
    await expect(page.getByText('C’est noté')).toBeVisible();
    await expect(page.locator('#roles')).toContainText('À faire maintenant');
  });

  await test.step('une autre structure, du nom au choix de l’organisation', async () => {
    await page.goto('/structures/ouvrir');
    await pret(page);
    await chercher(page, 'Établissement', '010780922', /ALBIZIA/);
    await page.getByRole('button', { name: 'Je dirige cette structure' }).click();
    await surLaPage(page, /ALBIZIA/);
    await page.getByText('Signaler une anomalie').click();
    await expect(page.getByRole('link', { name: 'Ouvrir dans ma messagerie' })).toHaveAttribute('href', /^mailto:/);
    await page.getByRole('button', { name: 'Ces données sont exactes' }).click();
    await page.getByRole('radio', { name: 'Organisation centralisée' }).check();
    await page.getByRole('button', { name: 'Enregistrer ce choix' }).click();
    await expect(page).toHaveURL(/\/structures\/010000354/);
    await expect(page.locator('#contrat')).toContainText('À faire maintenant');
  });

  await test.step('le support enregistre la carte, le droit est là', async () => {
    await seDeconnecter(page);
    await seConnecter(page, 'Odile MARCHAND');
    await page.goto('/support/contrats');
    await page.getByText('La CDE est reçue').click();
    await page.getByRole('button', { name: 'Valider le contrat' }).click();
    await expect(page.locator('#resume-erreurs')).toContainText('Le numéro d’une carte a de 8 à 20');
    await expect(page.getByText('Erreur : Le numéro d’une carte a de 8 à 20')).toBeVisible();
    await page.getByLabel('Numéro de la carte').fill('2800012345');
    // The card of somebody else is shown before the right is given.
    await page.getByLabel('Identifiant national de la carte').fill('3010000362/000777');
    await page.getByRole('button', { name: 'Valider le contrat' }).click();
    await expect(page.getByText('Vérifiez de qui est cette carte')).toBeVisible();
    await expect(page.getByText(/Personne n’est encore connu sous l’identifiant 3010000362\/000777/)).toBeVisible();
    await page.getByLabel('Identifiant national de la carte').fill('');
    await page.getByRole('button', { name: 'Confirmer et valider le contrat' }).click();
    await expect(page.getByText('Le contrat est validé', { exact: true })).toBeVisible();
    await seDeconnecter(page);
    await seConnecter(page, 'Thomas VASSEUR');
    await surLaPage(page, 'Mes structures');
    await page.goto('/structures/010000362/cartes');
    await surLaPage(page, 'Cartes de la structure');
    await expect(page.getByText('••••\u00a02345')).toBeVisible();
  });
});

test('une carte commandée, reçue, et celle qui expire bientôt', { tag: '@essentiel' }, async ({ page }) => {
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  await expect(page.getByText(/CPE de Yasmine HADDAD\s:\sencore\s4\d\sjours/)).toBeVisible();
  await page.getByRole('link', { name: 'Cartes de la structure' }).click();
  await surLaPage(page, 'Cartes de la structure');
  await page.getByText('Noter une commande de carte').click();
  await page.getByRole('button', { name: 'Noter cette commande' }).click();
  await expect(page.locator('#resume-erreurs')).toContainText('Indiquez à qui est destinée la carte');
  await page.getByLabel('Pour qui').selectOption({ label: 'Yasmine HADDAD' });
  await page.getByRole('button', { name: 'Noter cette commande' }).click();
  await expect(page.getByText('La commande est notée')).toBeVisible();
  const attendue = page.getByRole('listitem').filter({ hasText: 'pas encore reçue' });
  await attendue.getByText('La carte est arrivée').click();
  await attendue.getByLabel('Numéro de la carte').fill('2800099999');
  await attendue.getByRole('button', { name: 'Enregistrer cette carte' }).click();
  await expect(page.getByText('La carte est enregistrée')).toBeVisible();
  await page.goto('/structures');
  await expect(page.getByText(/Yasmine HADDAD\s: encore/)).toHaveCount(0);
});

test('reprendre un contrat demande de confirmer, et une carte sans titulaire trouve le sien', async ({ page }) => {
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  await page.goto('/structures/010000255');
  await page.getByText('Le numéro SIRET a changé', { exact: true }).click();
  await expect(page.getByText('Le contrat en cours est clos').locator('visible=true')).toContainText('Cela ne s’annule pas');
  await expect(page.getByRole('button', { name: /Confirmer.*SIRET/ })).toBeVisible();

  await page.goto('/structures/010000255/cartes');
  await page.getByText('Noter une commande de carte').click();
  await page.getByLabel('Son nom et son prénom').fill('Camille NOUVELLE');
  await page.getByRole('button', { name: 'Noter cette commande' }).click();
  await expect(page.getByText('La commande est notée')).toBeVisible();
  const carte = page.getByRole('listitem').filter({ hasText: 'Camille NOUVELLE' });
  await expect(carte).toContainText('elle ne porte aucun droit');
  await carte.getByText('Dire de qui est cette carte').click();
  await carte.getByRole('button', { name: 'Attribuer cette carte' }).click();
  await expect(page.locator('#resume-erreurs')).toContainText('Choisissez de qui est cette carte');
  await page.getByLabel('Cette carte est celle de').selectOption({ label: 'Yasmine HADDAD' });
  await page.getByRole('button', { name: 'Attribuer cette carte' }).click();
  await expect(page.getByText('La carte a son titulaire')).toBeVisible();
});

test('qui dirige lit qu’aucun rappel ne part, et où le changer', async ({ page }) => {
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  for (const adresse of ['/structures', '/revues']) {
    await page.goto(adresse);
    await expect(page.getByText('Aucune adresse confirmée : vous ne recevez aucun rappel')).toBeVisible();
  }
  await page.getByRole('link', { name: 'Indiquer mon adresse' }).click();
  await surLaPage(page, 'Notifications');
  await expect(page.getByRole('link', { name: 'Espace gestionnaire' })).toBeVisible();
});

test('la carte suivante s’enregistre sans commande', async ({ page }) => {
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/structures/010000255/cartes');
  const carte = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Yasmine HADDAD' }) });
  await carte.getByText('La carte suivante est arrivée').click();
  await carte.getByRole('button', { name: 'Enregistrer cette carte' }).click();
  await expect(page.locator('#resume-erreurs')).toContainText('Le numéro d’une carte a de 8 à 20');
  await carte.getByLabel('Numéro de la carte').fill('2800077777');
  await carte.getByRole('button', { name: 'Enregistrer cette carte' }).click();
  await expect(page.getByText('La carte est enregistrée')).toBeVisible();
  await expect(carte).toHaveCount(1);
  await expect(carte).toContainText('7777');
  await page.goto('/structures');
  await expect(page.getByText(/Yasmine HADDAD\s: encore/)).toHaveCount(0);
});

test('un autre numéro FINESS, puis une autre organisation, rouvrent ce qui est à refaire', async ({ page }) => {
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/structures/010000255');
  const numero = page.locator('details', { hasText: 'Le numéro FINESS a changé' }).last();

  await test.step('un numéro que le référentiel ne connaît pas est refusé', async () => {
    await numero.locator('summary').click();
    await numero.getByLabel('Nouveau numéro FINESS').fill('990000085');
    await numero.getByRole('button', { name: 'Continuer sous ce numéro' }).click();
    await expect(page.locator('#resume-erreurs')).toContainText('n’est pas encore ouvert dans le référentiel');
    await expect(numero.getByLabel('Nouveau numéro FINESS')).toHaveValue('990000085');
  });

  await test.step('le contrat continue sous le nouveau, ses données sont à vérifier', async () => {
    await numero.getByLabel('Nouveau numéro FINESS').fill('010000354');
    await numero.getByRole('button', { name: 'Continuer sous ce numéro' }).click();
    await expect(page).toHaveURL(/\/structures\/010000354\?/);
    await expect(page.locator('#finess')).toContainText('À refaire, parce que le numéro FINESS');
    await expect(page.locator('#lecteurs')).toContainText('Fait le');
    await page.getByRole('link', { name: 'Ce qu’il faut inscrire dans le contrat et le F101' }).first().click();
    await surLaPage(page, /^Contrat et F101/);
    await expect(page.locator('main')).toContainText('010000354');
    await expect(page.locator('main')).not.toContainText('010000255');
    await page.goto('/structures/010000255');
    await expect(page.getByText('Le contrat continue sous un autre numéro')).toBeVisible();
  });

  await test.step('abandonner rend l’ancien contrat ; l’organisation se choisit à nouveau', async () => {
    await page.goto('/structures/010000354');
    await page.getByText(/^Abandonner\s: ce n’est pas ma structure$/).first().click();
    await page.getByRole('button', { name: /^Confirmer.*Abandonner/ }).click();
    await surLaPage(page, 'Mes structures');
    await page.goto('/structures/010000255');
    await expect(page.locator('#cde')).toContainText('Fait le');
    await page.getByText('Changer d’organisation', { exact: true }).click();
    await page.getByRole('button', { name: /Confirmer.*organisation/ }).click();
    await expect(page.locator('#organisation')).toContainText('À refaire, parce que l’organisation choisie a changé');
    await page.locator('#organisation').getByRole('button', { name: 'Enregistrer ce choix' }).click();
    await expect(page.locator('#contrat')).toContainText('À refaire');
  });
});

test('le chemin d’une structure se suit au clavier', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await seConnecter(page, 'Thomas VASSEUR');
  await page.goto('/structures/ouvrir');
  await pret(page);
  const champ = page.getByLabel('Établissement', { exact: true });
  await taper(page, champ, '010780922');
  await expect(champ).toHaveValue(/ALBIZIA/);
  await entrer(page, page.getByRole('button', { name: 'Je dirige cette structure' }));
  await surLaPage(page, /ALBIZIA/);
  await entrer(page, page.getByRole('button', { name: 'Ces données sont exactes' }));
  await expect(page.getByText('C’est noté')).toBeVisible();
  // A path opened on an establishment is proposed for that one: there is nothing to tick.
  await entrer(page, page.getByRole('button', { name: 'Enregistrer ce choix' }));
  await expect(page.locator('#contrat')).toContainText('À faire maintenant');
  await entrer(page, page.locator('#contrat').getByRole('button', { name: 'Le contrat est envoyé' }));
  await expect(page.locator('#cde')).toContainText('En attente depuis le');
  // A step that is done unfolds, and so does one of its questions.
  await espace(page, page.locator('#contrat summary').first());
  await expect(page.locator('#contrat').getByRole('button', { name: 'Corriger la date d’envoi' })).toBeVisible();
  await espace(page, page.locator('#contrat summary').filter({ hasText: 'certificats' }));
  await expect(page.locator('#contrat').getByRole('link', { name: /^Lire la réponse entière.*certificats/ })).toBeVisible();
});
