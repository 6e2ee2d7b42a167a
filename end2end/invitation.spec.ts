// An invitation: prepared by a gestionnaire, followed by the person, found again in the queue.
import { cocherLegale, envoyer, pret, remplirDate, seConnecter, seDeconnecter, surLaPage, validerEtape, verifierMesReponses } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

const EMAIL = 'invitee@example.org';
const ETABLISSEMENT = /INSTITUT DES JEUNES SOURDS/;

test('inviter, répondre, retrouver la demande par son origine', async ({ page, autrePersonne }) => {
  test.slow();
  await test.step('la gestionnaire prépare ce qu’elle sait', async () => {
    await seConnecter(page, 'Nadia FERRAND');
    await page.goto('/gestion/professionnels?pour=ajouter');
    await page.getByRole('link', { name: 'Invitez-la par email' }).click();
    await surLaPage(page, 'Inviter une personne');
    if (avecScript(page)) {
      await page.getByLabel('Adresse email').fill('pas une adresse');
      await page.getByLabel(/Prénom d’exercice/).focus();
      await expect(page.locator('#email-erreur')).toContainText('Erreur');
      await page.getByLabel('Adresse email').fill(EMAIL);
      await expect(page.locator('#email-erreur')).toBeHidden();
    } else {
      await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
      await expect(page.locator('#resume-erreurs')).toContainText('Indiquez l’adresse email de la personne');
      await page.getByLabel('Adresse email').fill(EMAIL);
    }
    await page.getByLabel(/Prénom d’exercice/).fill('Camille');
    await page.getByLabel(/Nom d’exercice/).fill('MOREAU');
    const etablissement = page.getByLabel('Établissement', { exact: true });
    const libelle = await etablissement.locator('option', { hasText: ETABLISSEMENT }).first().textContent();
    await etablissement.selectOption({ label: libelle ?? '' });
    await page.getByLabel(/^Profession/).selectOption({ label: 'Accompagnant éducatif et social' });
    await page.getByLabel(/^Rôle RPPS\+/).selectOption('GENR10');
    await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
    await surLaPage(page, 'Invitations');
    await expect(page.getByText('L’invitation est envoyée')).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: EMAIL })).toContainText('Envoyée');
  });

  const invitee = await autrePersonne();
  await test.step('le lien ne dit rien de la personne, et mène à une demande préremplie', async () => {
    await invitee.goto('/demonstration/messages');
    await invitee.getByRole('link', { name: 'Invitation à demander votre numéro RPPS' }).first().click();
    await invitee.getByRole('link', { name: 'Suivre le lien de ce message' }).click();
    await surLaPage(invitee, /vous invite à demander votre numéro RPPS/);
    await expect(invitee.locator('main')).not.toContainText(/MOREAU|Camille|example\.org/);
    await invitee.getByRole('link', { name: 'Continuer avec FranceConnect' }).click();
    await invitee.getByRole('button', { name: 'Se connecter en tant que Camille MOREAU', exact: true }).click();
    await surLaPage(invitee, /vous invite à demander votre numéro RPPS/);
    await invitee.getByRole('button', { name: 'Commencer ma demande' }).click();
    await surLaPage(invitee, 'État civil');
    await validerEtape(invitee).click();
    await surLaPage(invitee, 'Coordonnées de contact');
    await expect(invitee.getByLabel('Adresse email')).toHaveValue(EMAIL);
    await invitee.getByLabel('Téléphone mobile').fill('06 12 34 56 78');
    await validerEtape(invitee).click();
    await surLaPage(invitee, 'Situation d’exercice');
    await expect(invitee.getByText(/Choisi.: INSTITUT DES JEUNES SOURDS/)).toBeVisible();
    await expect(invitee.getByLabel('Profession', { exact: true })).not.toHaveValue('');
    await remplirDate(invitee, 'Date de prise de fonction', '1', '9', '2026');
    const prenom = invitee.getByRole('group', { name: 'Prénom d’exercice' }).getByRole('radio');
    if ((await prenom.count()) > 0) await prenom.first().check();
    await invitee.getByRole('radio', { name: 'Salarié', exact: true }).check();
    await validerEtape(invitee).click();
    await surLaPage(invitee, 'Informations légales');
    await cocherLegale(invitee);
    await verifierMesReponses(invitee).click();
    await surLaPage(invitee, 'Vérifier et envoyer');
  });
  const reference = await envoyer(invitee);

  await test.step('la demande dit d’où elle vient', async () => {
    await page.goto('/gestion/demandes?origine=invitation');
    await pret(page);
    const ligne = page.getByRole('listitem').filter({ hasText: reference });
    await expect(ligne).toContainText('Invitée par Nadia FERRAND');
    await ligne.getByRole('link').click();
    await expect(page.getByText('Invitée par Nadia FERRAND')).toBeVisible();
    await page.goto('/gestion/invitations');
    await expect(page.getByRole('listitem').filter({ hasText: EMAIL })).toContainText('Complétée');
  });

  await test.step('le lien ne sert plus à personne', async () => {
    await seDeconnecter(invitee);
    await invitee.goto('/demonstration/messages');
    await invitee.getByRole('link', { name: 'Invitation à demander votre numéro RPPS' }).first().click();
    await invitee.getByRole('link', { name: 'Suivre le lien de ce message' }).click();
    await surLaPage(invitee, 'Cette invitation ne peut pas servir');
  });
});
