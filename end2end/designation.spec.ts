// Designating (J6), withdrawing and undoing (R52), by the head of a structure and by a mandataire. The same without scripts.
import { SANS_CLAVIER, SANS_SCRIPT, entrer, espace, taper } from './outils/clavier';
import { nommer } from './outils/ecrans-designation';
import { seConnecter, surLaPage } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

// Several persons one after the other: these journeys are long.
test.describe.configure({ timeout: 180_000 });

test('un représentant légal désigne, une mandataire se désigne, un retrait s’annule', { tag: '@essentiel' }, async ({ page, incidents, autrePersonne }) => {
  incidents.tolerer(/403/);
  await test.step('deux personnes d’un coup, l’une ôtée', async () => {
    await seConnecter(page, 'Hélène CARPENTIER');
    await page.goto('/habilitations');
    await page.getByRole('link', { name: 'Ajouter un gestionnaire RPPS+' }).click();
    await nommer(page, '3010000255/000123', 'Jeanne', 'ARNAUD');
    await surLaPage(page, 'Coordonnées de Jeanne ARNAUD');
    await page.getByLabel('Mandataire', { exact: true }).check();
    await page.getByLabel('Adresse email').fill('jeanne.arnaud@example.org');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByRole('link', { name: 'Ajouter une autre personne' }).click();
    await nommer(page, '3010000255/000124', 'Omar', 'SELLIER');
    await page.goto('/habilitations');
    await expect(page.getByText('2 personnes choisies')).toBeVisible();
    await page.getByRole('link', { name: 'Reprendre la demande' }).click();
    await expect(page.getByText('À compléter').first()).toBeVisible();
    await page.getByText('Supprimer Omar SELLIER de la demande').click();
    await page.getByRole('button', { name: 'Confirmer : supprimer de la demande' }).last().click();
    await expect(page.getByText('Omar SELLIER')).toHaveCount(0);
    await page.getByLabel(/portail RPPS\+ \(version/).check();
    await page.getByLabel(/mesHabilitations \(version/).check();
    await page.getByRole('button', { name: 'Envoyer la demande d’habilitation' }).click();
    await surLaPage(page, 'Demande envoyée');
    await page.getByLabel('Adresse email').fill('helene@example.org');
    await page.getByRole('button', { name: 'Valider' }).click();
    await expect(page.getByText('La confirmation est partie')).toBeVisible();
    // Going back and sending again is harmless.
    await page.getByRole('link', { name: 'Voir qui peut agir' }).click();
    await expect(page.getByRole('heading', { name: /Jeanne ARNAUD/ })).toHaveCount(1);
  });

  const yasmine = await autrePersonne();
  await test.step('la mandataire se désigne et travaille aussitôt', async () => {
    await seConnecter(yasmine, 'Yasmine HADDAD');
    await yasmine.goto('/habilitations');
    await yasmine.getByRole('link', { name: 'Me désigner gestionnaire RPPS+' }).click();
    await yasmine.getByLabel('Adresse email').fill('yasmine@example.org');
    await yasmine.getByLabel(/^Je confirme que j’ai suivi/).check();
    await yasmine.getByLabel(/portail RPPS\+ \(version/).check();
    await yasmine.getByLabel(/mesHabilitations \(version/).check();
    await yasmine.getByRole('button', { name: 'Me désigner gestionnaire RPPS+' }).click();
    await surLaPage(yasmine, 'C’est fait');
    await yasmine.goto('/gestion/demandes');
    await surLaPage(yasmine, /à traiter$/);
  });

  await test.step('retirée, elle ne peut plus rien ; rétablie, tout revient', async () => {
    await page.goto('/habilitations');
    await page.getByRole('link', { name: 'Retirer l’habilitation de Yasmine HADDAD' }).first().click();
    await page.getByLabel('Départ de la structure').check();
    await page.getByLabel(/^Retirer aussi/).check();
    await page.getByRole('button', { name: 'Retirer l’habilitation' }).click();
    await expect(page.getByText('L’habilitation de Yasmine HADDAD est retirée')).toBeVisible();
    const refus = await yasmine.goto('/habilitations');
    expect(refus?.status()).toBe(403);
    await page.getByRole('button', { name: 'Annuler le retrait', exact: true }).click();
    await expect(page.getByText('Yasmine HADDAD peut de nouveau agir')).toBeVisible();
    expect((await yasmine.goto('/habilitations'))?.ok()).toBe(true);
  });
});

test('une désignation se fait au clavier', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/habilitations');
  await entrer(page, page.getByRole('link', { name: 'Ajouter un gestionnaire RPPS+' }));
  await surLaPage(page, 'Ajouter un gestionnaire RPPS+');
  const bloc = page.locator('details', { hasText: 'La personne n’apparaît pas' });
  if ((await bloc.getAttribute('open')) === null) await espace(page, bloc.locator('summary'));
  await taper(page, bloc.getByLabel('Identifiant national'), '3010000255/000123');
  await taper(page, bloc.getByLabel('Nom d’exercice', { exact: true }), 'ARNAUD');
  await taper(page, bloc.getByLabel('Prénom d’exercice', { exact: true }), 'Jeanne');
  await entrer(page, bloc.getByRole('button', { name: 'Choisir cette personne' }));
  await surLaPage(page, 'Coordonnées de Jeanne ARNAUD');
  // The address is that of who is designated: what helps an applicant is not offered here.
  await expect(page.getByRole('button', { name: 'Quelle adresse email donner ?' })).toHaveCount(0);
  await taper(page, page.getByLabel('Adresse email'), 'jeanne.arnaud@example.org');
  await espace(page, page.getByLabel(/^Je confirme que cette personne/));
  await entrer(page, page.getByRole('button', { name: 'Valider' }));
  await surLaPage(page, 'Demande d’habilitation');
  await espace(page, page.getByLabel(/portail RPPS\+ \(version/));
  await espace(page, page.getByLabel(/mesHabilitations \(version/));
  await entrer(page, page.getByRole('button', { name: 'Envoyer la demande d’habilitation' }));
  await surLaPage(page, 'Demande envoyée');
});
