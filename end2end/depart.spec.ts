// A departure in one act, on a phone: confirmed once whatever the network does, undone for a moment, opened again later.
import { axe, sansDefilementLateral } from './outils/axe';
import { SANS_CLAVIER, SANS_SCRIPT, entrer, parcourir, taper } from './outils/clavier';
import {
  choisirQuiPart, confirmer, donnerUneCarte, memePersonne, partirAvantHier, pasLaMeme, voirLeResume,
} from './outils/ecrans-depart';
import { nommer } from './outils/ecrans-designation';
import { SURSIS } from './outils/ecrans-sursis';
import { ouvrirMessage, rechercher, seConnecter, seDeconnecter, surLaPage } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';
import { glisser } from './outils/pouce';
import { ralentir } from './outils/reseau';

test.describe(() => {
  test.use({ configuration: SURSIS });

  test('quelqu’un part : tout se ferme en une fois, s’annule, et rien n’a changé', async ({ page }) => {
    test.setTimeout(90_000);
    await page.setViewportSize({ width: 320, height: 640 });
    await seConnecter(page, 'Hélène CARPENTIER');
    await choisirQuiPart(page, 'zeller');
    await test.step('le bouton est sous le pouce, à 320 px', async () => {
      const bouton = page.getByRole('button', { name: 'Voir le résumé' });
      await expect(bouton).toBeInViewport();
      expect((await bouton.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await sansDefilementLateral(page, 'le départ à 320 px');
      await axe(page, 'le départ à 320 px');
    });
    await test.step('rien de coché ne change rien', async () => {
      for (const coche of await page.getByRole('checkbox').all()) await coche.uncheck();
      await page.getByLabel('Motif de fin').selectOption({ label: 'Retraite salariée' });
      await page.getByRole('button', { name: 'Voir le résumé' }).click();
      await expect(page.getByText(/rien n’est coché/)).toBeVisible();
      for (const coche of await page.getByRole('checkbox').all()) await coche.check();
    });
    await voirLeResume(page);
    await expect(confirmer(page)).toBeInViewport();
    const resume = page.url();
    await (avecScript(page) ? confirmer(page).dblclick() : confirmer(page).click());
    await expect(page.getByText('Le départ est enregistré')).toBeVisible();
    const fait = page.url();
    await test.step('une confirmation retrouvée dans l’historique ne fait rien de plus', async () => {
      await page.goto(resume);
      await expect(page.getByText('Rien n’a été modifié')).toBeVisible();
      await page.goto('/departs');
      await expect(page.getByText('Vient d’être enregistré')).toHaveCount(1);
    });
    await page.goto(fait);
    await page.getByRole('button', { name: 'Annuler ce départ' }).click();
    await expect(page.getByText('Ce départ est annulé')).toBeVisible();
    await page.getByRole('link', { name: 'Voir la fiche' }).click();
    await expect(page.getByText(/Départ annulé par Hélène CARPENTIER/)).toBeVisible();
    await page.goto('/demonstration/messages');
    await expect(page.getByRole('link', { name: 'Votre départ est enregistré' })).toHaveCount(0);
  });
});

test('plus tard, un départ se rouvre et la personne le sait ; un gestionnaire d’ailleurs ne voit rien', { tag: '@essentiel' }, async ({ page }) => {
  test.setTimeout(90_000);
  await seConnecter(page, 'Nadia FERRAND');
  await choisirQuiPart(page, 'zeller');
  await voirLeResume(page);
  await confirmer(page).click();
  await expect(page.getByText('Le départ est fait')).toBeVisible();
  const fait = page.url();
  await ouvrirMessage(page, 'Votre départ est enregistré');
  await page.goto(fait);
  await page.getByRole('button', { name: 'Rouvrir' }).click();
  await expect(page.getByText('Ce départ a été rouvert')).toBeVisible();
  await ouvrirMessage(page, 'Votre départ est annulé');
  await seDeconnecter(page);
  await seConnecter(page, 'Sophie LAMBERT');
  await page.goto('/departs');
  await expect(page.getByText('Aucun départ enregistré')).toBeVisible();
});

test('un départ se fait au clavier', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/departs');
  await surLaPage(page, 'Qui part ?');
  await taper(page, page.getByRole('searchbox'), 'zeller');
  await page.keyboard.press('Enter');
  await entrer(page, page.getByRole('link', { name: /^Départ de / }).first());
  await surLaPage(page, /^Départ de /);
  await taper(page, page.getByLabel('Motif de fin'), 'Changement de lieu');
  await entrer(page, page.getByRole('button', { name: 'Voir le résumé' }));
  await surLaPage(page, /^Confirmer le départ de /);
  await expect(page.locator('#intention[role=status]')).toBeAttached();
  await entrer(page, confirmer(page));
  await expect(page.getByText('Le départ est fait')).toBeVisible();
});

test('agrandi quatre fois, rien ne couvre ce qui a le focus', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await seConnecter(page, 'Hélène CARPENTIER');
  await choisirQuiPart(page, 'zeller');
  // What a window of 1280 by 1024 holds at 400 %.
  await page.setViewportSize({ width: 320, height: 256 });
  await parcourir(
    page,
    page.getByLabel('Jour'),
    page.getByLabel('Année'),
    page.getByLabel('Motif de fin'),
    page.getByRole('checkbox').first(),
    page.getByRole('button', { name: 'Voir le résumé' }),
  );
});

test('du pouce, à 320 px, la ligne de quelqu’un glisse et montre son départ', { tag: '@essentiel' }, async ({ page, isMobile }) => {
  test.skip(!isMobile, 'il faut un écran que l’on touche');
  await page.setViewportSize({ width: 320, height: 640 });
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/departs');
  await rechercher(page, 'zeller');
  const ligne = page.locator('main li').filter({ has: page.getByRole('link', { name: /^Départ de / }) }).first();
  // Behind the edge of the screen, and never for screen readers or the keyboard, which have the button.
  const cachee = ligne.locator('a[aria-hidden=true]');
  await expect(cachee).not.toBeInViewport();
  await sansDefilementLateral(page, 'qui part, à 320 px');

  await test.step('un geste trop court revient en place', async () => {
    await glisser(page, ligne, -30);
    await expect(cachee).not.toBeInViewport();
    await expect(ligne.getByRole('link', { name: /^Départ de / })).toBeInViewport({ ratio: 1 });
  });

  await test.step('un vrai geste montre « Départ », large, et le pouce l’ouvre', async () => {
    await glisser(page, ligne, -170);
    await expect(cachee).toBeInViewport({ ratio: 1 });
    const place = await cachee.boundingBox();
    expect(place?.width).toBeGreaterThanOrEqual(44);
    expect(place?.height).toBeGreaterThanOrEqual(44);
    await sansDefilementLateral(page, 'la ligne glissée, à 320 px');
    await cachee.tap();
    await surLaPage(page, /^Départ de /);
  });

  await test.step('et le geste inverse la remet', async () => {
    await page.goto('/departs');
    await rechercher(page, 'zeller');
    await glisser(page, ligne, -170);
    await expect(cachee).toBeInViewport({ ratio: 1 });
    await glisser(page, ligne, 170);
    await expect(cachee).not.toBeInViewport();
  });
});

test('sur un réseau lent, deux appuis : l’envoi se dit, et le départ se fait une fois', async ({ page, incidents }) => {
  test.skip(!avecScript(page), 'sans script, le navigateur montre lui-même qu’il charge');
  test.setTimeout(120_000);
  incidents.tolerer(/\.wasm/, /preload/);
  await page.setViewportSize({ width: 360, height: 740 });
  await seConnecter(page, 'Hélène CARPENTIER');
  const attente = page.locator('#intention');
  const faits = page.getByRole('button', { name: 'Rouvrir' });
  let envois = 0;
  page.on('request', (requete) => {
    if (requete.method() === 'POST' && requete.url().endsWith('/api/confirmer-depart')) envois += 1;
  });

  await test.step('avant que la page soit éveillée, le formulaire part deux fois et ne compte qu’une', async () => {
    await choisirQuiPart(page, 'zeller');
    await voirLeResume(page);
    // The module is asked for, and is still on its way.
    await page.route('**/*.wasm', () => undefined);
    await page.reload({ waitUntil: 'commit' });
    const { retablir } = await ralentir(page);
    await expect(attente).not.toHaveAttribute('role', 'status');
    await confirmer(page).dblclick();
    await expect(page.getByText('Le départ est fait')).toBeVisible({ timeout: 30_000 });
    expect(envois).toBeGreaterThan(0);
    await page.unroute('**/*.wasm');
    await retablir();
    await page.goto('/departs');
    await expect(faits).toHaveCount(1);
    await faits.click();
    await expect(page.getByText('Ce départ a été rouvert')).toBeVisible();
  });

  await test.step('éveillée, elle dit que l’envoi est en cours, et ne renvoie rien', async () => {
    await choisirQuiPart(page, 'zeller');
    await voirLeResume(page);
    const { retablir } = await ralentir(page);
    envois = 0;
    // The slow network, until the second press is made.
    let laisser = (): void => undefined;
    const second = new Promise<void>((fait) => {
      laisser = fait;
    });
    await page.route('**/api/confirmer-depart', async (route) => {
      await second;
      await route.continue();
    });
    const place = await confirmer(page).boundingBox();
    const [x, y] = [(place?.x ?? 0) + (place?.width ?? 0) / 2, (place?.y ?? 0) + (place?.height ?? 0) / 2];
    await page.mouse.click(x, y);
    await expect(attente).toContainText('Envoi en cours');
    await expect(attente).toContainText('Ce départ n’est pas encore enregistré.');
    await axe(page, 'envoi en cours');
    await page.mouse.click(x, y);
    await confirmer(page).press('Enter');
    laisser();
    await expect(page.getByText('Le départ est fait')).toBeVisible({ timeout: 30_000 });
    expect(envois).toBe(1);
    await retablir();
    await page.goto('/departs');
    await expect(faits).toHaveCount(1);
  });
});

test('sans réseau, la confirmation attend, le dit, et part une seule fois', async ({ page, context, incidents }) => {
  test.skip(!avecScript(page), 'sans script, le navigateur dit lui-même qu’il n’a pas de réseau');
  test.setTimeout(90_000);
  incidents.tolerer(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/);
  await page.setViewportSize({ width: 360, height: 740 });
  await seConnecter(page, 'Hélène CARPENTIER');
  await choisirQuiPart(page, 'zeller');
  await voirLeResume(page);
  const attente = page.locator('#intention');
  await test.step('hors ligne, elle reste en attente', async () => {
    await context.setOffline(true);
    await confirmer(page).click();
    await expect(attente).toContainText('En attente du réseau');
    await expect(attente).toContainText('Ce départ n’est pas encore enregistré');
    const garde = await page.evaluate(() => sessionStorage.getItem('depart-en-attente'));
    expect(garde).not.toMatch(/zeller|lucie|merlin/i);
    await axe(page, 'en attente du réseau');
  });
  await test.step('abandonnée, elle ne part pas', async () => {
    await attente.getByRole('button', { name: 'Abandonner' }).click();
    await expect(attente).not.toContainText('En attente');
    await context.setOffline(false);
    await page.goto('/departs');
    await expect(page.getByText('Aucun départ enregistré')).toBeVisible();
  });
  await test.step('arrivée mais sans réponse, elle repart sans rien faire deux fois', async () => {
    await choisirQuiPart(page, 'zeller');
    await voirLeResume(page);
    await page.route('**/api/confirmer-depart', async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    });
    await confirmer(page).click();
    await expect(attente).toContainText('En attente du réseau');
    await page.unroute('**/api/confirmer-depart');
    // On the next page it is sent by itself.
    await page.goto('/gestion');
    await expect(attente).toContainText('Le départ est enregistré');
    await attente.getByRole('link', { name: 'Voir ce départ' }).click();
    await surLaPage(page, /^Départ de /);
    await page.goto('/departs');
    await expect(page.getByRole('button', { name: 'Rouvrir' })).toHaveCount(1);
    await page.getByRole('button', { name: 'Rouvrir' }).click();
    await expect(page.getByText('Ce départ a été rouvert')).toBeVisible();
  });
  await test.step('le réseau revient : elle part d’elle-même', async () => {
    await choisirQuiPart(page, 'zeller');
    await voirLeResume(page);
    await context.setOffline(true);
    await confirmer(page).click();
    await expect(attente).toContainText('En attente du réseau');
    await context.setOffline(false);
    await expect(page.getByText('Le départ est fait')).toBeVisible();
    expect(await page.evaluate(() => sessionStorage.getItem('depart-en-attente'))).toBeNull();
  });
});

test('deux départs attendent ; un seul passe, et l’autre ne se dit pas enregistré', async ({ page, incidents }) => {
  test.skip(!avecScript(page), 'sans script, le navigateur dit lui-même qu’il n’a pas de réseau');
  test.setTimeout(90_000);
  incidents.tolerer(/ERR_FAILED|Failed to load resource/);
  await seConnecter(page, 'Hélène CARPENTIER');
  const attente = page.locator('#intention');
  await page.route('**/api/confirmer-depart', (route) => route.abort());
  await choisirQuiPart(page, 'zeller');
  await voirLeResume(page);
  await confirmer(page).click();
  await expect(attente).toContainText('Ce départ n’est pas encore enregistré');
  // The same person again, under another intention: the first one is not forgotten.
  await choisirQuiPart(page, 'zeller');
  await voirLeResume(page);
  await confirmer(page).click();
  await expect(attente).toContainText('2\u00a0départs ne sont pas encore enregistrés');
  // Signing out would throw them away: it says so first.
  await page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
  await expect(attente.getByRole('button', { name: 'Se déconnecter quand même' })).toBeVisible();
  await axe(page, 'se déconnecter quand des départs attendent');
  await attente.getByRole('button', { name: 'Rester connecté' }).click();
  await expect(attente).toContainText('2\u00a0départs ne sont pas encore enregistrés');
  await page.unroute('**/api/confirmer-depart');
  await page.goto('/gestion');
  await expect(attente).toContainText('Le départ est enregistré');
  await expect(attente).toContainText('Le départ n’est pas enregistré');
  await axe(page, 'un départ refusé après l’attente');
  expect(await page.evaluate(() => sessionStorage.getItem('depart-en-attente'))).toBeNull();
  await attente.getByRole('link', { name: 'Voir ce qui empêche' }).click();
  await expect(page).toHaveURL(/\/departs\/[^/]+\?saisie=/);
});

test('une carte sans numéro RPPS au même nom : la question est posée, cochée elle part avec le reste', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await seConnecter(page, 'Hélène CARPENTIER');
  await test.step('à la désignation, la réponse est facultative', async () => {
    await page.goto('/habilitations');
    await page.getByRole('link', { name: 'Ajouter un gestionnaire RPPS+' }).click();
    await nommer(page, '3010000255/000777', 'Lucie', 'ZELLER');
    await surLaPage(page, 'Coordonnées de Lucie ZELLER');
    const question = page.getByRole('group', { name: /^Est-ce la même personne/ });
    await expect(question.getByRole('radio', { name: /^Oui\s:\sLucie MERLIN, RPPS/ })).not.toBeChecked();
    await expect(question.getByRole('radio', { name: 'Non, ou je ne sais pas' })).toBeChecked();
    await sansDefilementLateral(page, 'la question à la désignation, à 320 px');
    await axe(page, 'la question à la désignation, à 320 px');
    await page.getByLabel('Gestionnaire RPPS+', { exact: true }).check();
    await page.getByLabel('Adresse email').fill('lucie.zeller@example.org');
    await page.getByLabel(/^Je confirme que cette personne a suivi/).check();
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByLabel(/portail RPPS\+ \(version/).check();
    await page.getByLabel(/mesHabilitations \(version/).check();
    await page.getByRole('button', { name: 'Envoyer la demande d’habilitation' }).click();
    await surLaPage(page, 'Demande envoyée');
  });
  await choisirQuiPart(page, 'zeller');
  const elle = page.getByRole('checkbox', { name: /au nom de Lucie ZELLER/ });
  await expect(elle).not.toBeChecked();
  await axe(page, 'un départ avec une carte au même nom, à 320 px');
  await voirLeResume(page);
  await expect(page.getByText('Une habilitation au même nom est laissée')).toBeVisible();
  await sansDefilementLateral(page, 'le résumé d’une habilitation laissée, à 320 px');
  await page.getByRole('link', { name: 'Revenir en arrière' }).click();
  await elle.check();
  await voirLeResume(page);
  await expect(page.getByText('Une habilitation au même nom est laissée')).toHaveCount(0);
  await expect(page.getByText(/, au nom de Lucie ZELLER/)).toBeVisible();
  await confirmer(page).click();
  await expect(page.getByText('Le départ est fait')).toBeVisible();
  await expect(page.getByText(/^À vérifier/)).toHaveCount(0);
});

test('partie sans qu’on ait rien dit de sa carte : une réponse, d’un pouce, qui se reprend', async ({ page }) => {
  test.setTimeout(150_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await seConnecter(page, 'Hélène CARPENTIER');
  await donnerUneCarte(page, '3010000255/000777', 'Lucie', 'ZELLER');
  await donnerUneCarte(page, '3010000255/000778', 'Lucie', 'MERLIN');
  await partirAvantHier(page, 'zeller');
  await test.step('la question est posée sur le départ, et comptée dans la rotation', async () => {
    await expect(pasLaMeme(page, 'Lucie ZELLER')).toBeVisible();
    await sansDefilementLateral(page, 'un départ avec deux cartes au même nom, à 320 px');
    await page.goto('/rotation');
    await page.getByRole('link', { name: /1\spersonne partie, une habilitation porte son nom/ }).click();
    await expect(page).toHaveURL(/\/departs#a-verifier$/);
    await expect(page.getByRole('heading', { name: 'À vérifier' })).toBeVisible();
  });
  await test.step('deux boutons sous le pouce, à 320 px', async () => {
    for (const bouton of [memePersonne(page, 'Lucie ZELLER'), pasLaMeme(page, 'Lucie ZELLER')]) {
      const boite = await bouton.boundingBox();
      expect(boite?.height).toBeGreaterThanOrEqual(44);
      expect((boite?.x ?? 0) + (boite?.width ?? 999)).toBeLessThanOrEqual(320);
    }
    await sansDefilementLateral(page, 'à vérifier, à 320 px');
    await axe(page, 'à vérifier, à 320 px');
  });
  await test.step('non se reprend', async () => {
    await pasLaMeme(page, 'Lucie ZELLER').click();
    await expect(page.getByText(/^C’est noté\s: ce n’est pas la même personne/)).toBeVisible();
    await expect(pasLaMeme(page, 'Lucie ZELLER')).toHaveCount(0);
    await expect(pasLaMeme(page, 'Lucie MERLIN')).toBeVisible();
    const revenir = page.getByRole('button', { name: /^Revenir sur cette réponse/ });
    expect((await revenir.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await sansDefilementLateral(page, 'une carte écartée, à 320 px');
    await axe(page, 'une carte écartée, à 320 px');
    await revenir.click();
    await expect(page.getByText('La question est de nouveau posée')).toBeVisible();
    await pasLaMeme(page, 'Lucie ZELLER').click();
    await expect(page.getByText(/^C’est noté\s: ce n’est pas la même personne/)).toBeVisible();
  });
  await test.step('oui retire l’habilitation, et plus rien n’est à vérifier', async () => {
    await memePersonne(page, 'Lucie MERLIN').click();
    await expect(page.getByText(/^C’est noté\s: l’habilitation est retirée/)).toBeVisible();
    await axe(page, 'une habilitation retirée par la réponse, à 320 px');
    await expect(page.getByRole('heading', { name: 'À vérifier' })).toHaveCount(0);
    await page.goto('/rotation');
    await expect(page.getByRole('link', { name: /une habilitation porte son nom/ })).toHaveCount(0);
  });
});

test('qui ne désigne personne dit oui, et le représentant légal le voit', async ({ page }) => {
  test.setTimeout(120_000);
  await seConnecter(page, 'Hélène CARPENTIER');
  await donnerUneCarte(page, '3010000255/000777', 'Lucie', 'ZELLER');
  await partirAvantHier(page, 'zeller');
  await seDeconnecter(page);
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/departs');
  await expect(pasLaMeme(page, 'Lucie ZELLER')).toHaveCount(0);
  await memePersonne(page, 'Lucie ZELLER').click();
  await expect(page.getByText(/^C’est noté\s: le représentant légal doit retirer l’habilitation/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'À vérifier' })).toHaveCount(0);
  await seDeconnecter(page);
  await seConnecter(page, 'Hélène CARPENTIER');
  await page.goto('/rotation');
  await page.getByRole('link', { name: /personnes parties ont encore un accès/ }).click();
  await surLaPage(page, 'Parties, avec encore un accès');
  await expect(page.getByRole('link', { name: 'MERLIN Lucie', exact: true })).toBeVisible();
});
