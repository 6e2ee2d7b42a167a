// Turnover, by its head: from a number to the people behind it, with and without scripts, on a desk and on a phone, with the keyboard
// alone. The row that slides under the thumb is that of departures (depart.spec.ts).
import { sansDefilementLateral } from './outils/axe';
import { SANS_CLAVIER, SANS_SCRIPT, espace, entrer, parcourir, taper } from './outils/clavier';
import { aRegarder, ouvrirRotation } from './outils/ecrans-rotation';
import { seConnecter, seDeconnecter, surLaPage } from './outils/etapes';
import { avecScript, expect, test } from './outils/portail';

/** The first number in a text: « 12 personnes ». */
const nombre = (texte: string): number => Number(/\d+/.exec(texte)?.[0] ?? 0);

test('chaque nombre mène aux personnes, et chaque personne à son départ', { tag: '@essentiel' }, async ({ page }) => {
  await ouvrirRotation(page);
  await expect(page.getByRole('navigation', { name: 'Espace de la structure' }).getByRole('link', { name: 'Arrivées et départs' }))
    .toHaveAttribute('aria-current', 'page');

  await test.step('ce qui a été oublié vient en premier', async () => {
    const oublies = aRegarder(page).getByRole('link').first();
    await expect(oublies).toHaveText(/ont encore un accès/);
    const combien = nombre(await oublies.innerText());
    await oublies.click();
    await surLaPage(page, 'Parties, avec encore un accès');
    await expect(page.locator('main').getByRole('status')).toHaveText(`${combien} personnes`);
    await expect(page.getByText(/encore gestionnaire de/)).toBeVisible();
    await expect(page.getByText(/\(retraite salariée\)\s; une situation reste ouverte ailleurs/).first()).toBeVisible();
    await expect(page.getByRole('link', { name: /^Départ de / })).toHaveCount(combien);
    expect(await page.getByRole('link', { name: /^Départ de / }).first().getAttribute('href')).toMatch(/^\/departs\/[0-9a-f-]{36}$/);
  });

  await test.step('le graphique a un titre, une description et son tableau', async () => {
    await page.goto('/rotation');
    const graphique = page.getByRole('img', { name: /^Mois par mois/ });
    await expect(graphique).toBeVisible();
    await expect(graphique.locator('desc')).toContainText(/arrivées et \d+ départs/);
    await page.getByText('Le graphique en tableau').click();
    const tableau = page.getByRole('table', { name: 'Arrivées, départs et présents, mois par mois' });
    await expect(tableau.getByRole('row')).toHaveCount(14);
    // Each headcount is the one before, with its moves.
    const mois = (await tableau.getByRole('row').allInnerTexts()).slice(1).map((ligne) => ligne.split('\t').slice(1).map(nombre)).reverse();
    for (const [rang, [arrivees, departs, presents]] of mois.entries()) {
      if (rang > 0) expect(presents).toBe(mois[rang - 1][2] + arrivees - departs);
    }
    const arrivees = tableau.getByRole('link', { name: /: arrivées en/ }).first();
    const combien = nombre(await arrivees.innerText());
    await arrivees.click();
    await surLaPage(page, /^Arrivées en /);
    await expect(page.locator('main').getByRole('status')).toHaveText(new RegExp(`^${combien}\\sperson`));
  });

  await test.step('un établissement, un rôle, un nom', async () => {
    await page.goto('/rotation');
    await page.getByLabel('Structure', { exact: true }).selectOption({ index: 2 });
    await page.getByRole('button', { name: 'Afficher' }).click();
    await expect(page).toHaveURL(/\/rotation\/\d{9}$/);
    await page.getByRole('link', { name: 'Présents', exact: true }).click();
    await surLaPage(page, 'Personnes présentes');
    const tous = nombre(await page.locator('main').getByRole('status').innerText());
    await page.getByLabel('Rôle', { exact: true }).selectOption({ label: 'Vie sociale' });
    await page.getByRole('button', { name: 'Filtrer' }).click();
    await expect(page).toHaveURL(/structure=\d{9}&role=GENR10/);
    expect(nombre(await page.locator('main').getByRole('status').innerText())).toBeLessThan(tous);
    const nom = (await page.locator('main li a[href^="/gestion/professionnels/"]').first().innerText()).trim();
    await page.getByLabel('Nom ou numéro RPPS').fill(nom);
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await expect(page.getByRole('link', { name: nom, exact: true }).first()).toBeVisible();
    // Neither the name nor a part of it is in the address.
    expect(page.url()).toMatch(/\/rotation\/listes\/presents\?structure=\d{9}&role=GENR10&recherche=[0-9a-f-]{36}$/);
    await page.getByRole('link', { name: nom, exact: true }).first().click();
    await expect(page.getByRole('heading', { name: 'Situations d’exercice' })).toBeVisible();
  });

  await test.step('rien ne dépasse, du plus petit écran au plus grand', async () => {
    for (const largeur of [320, 360, 1440]) {
      await page.setViewportSize({ width: largeur, height: 800 });
      for (const adresse of ['/rotation', '/rotation/listes/sans-signe?n=12', '/rotation/listes/cartes']) {
        await page.goto(adresse);
        await sansDefilementLateral(page, `${adresse} à ${largeur} px`);
      }
    }
  });
});

test('seul qui dirige une structure voit la rotation, et de la sienne seulement', async ({ page, incidents }) => {
  incidents.tolerer(/40[34]/);
  await seConnecter(page, 'Nadia FERRAND');
  await page.goto('/rotation');
  await surLaPage(page, 'Accès réservé');
  await seDeconnecter(page);
  await seConnecter(page, 'Hélène CARPENTIER');
  for (const adresse of ['/rotation/010780914', '/rotation/listes/presents?structure=010780914', '/rotation/listes/cartes?structure=010780914', '/rotation/listes/lune', '/rotation/listes/presents?role=x', '/rotation/123']) {
    await page.goto(adresse);
    await surLaPage(page, 'Page introuvable');
  }
});

test('du nombre au départ, au clavier seul', async ({ page, isMobile }) => {
  test.skip(isMobile, SANS_CLAVIER);
  test.skip(!avecScript(page), SANS_SCRIPT);
  await seConnecter(page, 'Hélène CARPENTIER');
  await surLaPage(page, 'Mes structures');
  await entrer(page, page.getByRole('link', { name: 'Arrivées et départs', exact: true }));
  await surLaPage(page, 'Arrivées et départs');

  await test.step('dans l’ordre de la page, et l’on voit où l’on est', async () => {
    await parcourir(
      page,
      page.getByLabel('Structure', { exact: true }),
      page.getByRole('button', { name: 'Afficher' }),
      aRegarder(page).getByRole('link').first(),
      page.getByRole('link', { name: 'Présents', exact: true }),
      page.locator('summary').filter({ hasText: 'Le graphique en tableau' }),
    );
    await page.keyboard.press('Space');
    const tableau = page.getByRole('table', { name: 'Arrivées, départs et présents, mois par mois' });
    await expect(tableau).toBeVisible();
    await parcourir(page, tableau.getByRole('link').first());
  });

  await test.step('les flèches choisissent un établissement, puis un rôle', async () => {
    await page.goto('/rotation');
    await parcourir(page, page.getByLabel('Structure', { exact: true }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await entrer(page, page.getByRole('button', { name: 'Afficher' }));
    await expect(page).toHaveURL(/\/rotation\/\d{9}$/);
    await entrer(page, page.getByRole('link', { name: 'Présents', exact: true }));
    await surLaPage(page, 'Personnes présentes');
    await taper(page, page.getByLabel('Rôle', { exact: true }), 'Vie sociale');
    await entrer(page, page.getByRole('button', { name: 'Filtrer' }));
    await expect(page).toHaveURL(/structure=\d{9}&role=GENR10/);
  });

  await test.step('jusqu’au départ de quelqu’un', async () => {
    const depart = page.getByRole('link', { name: /^Départ de / }).first();
    const vers = (await depart.getAttribute('href')) ?? '';
    await parcourir(page, page.getByLabel('Nom ou numéro RPPS'), page.getByRole('button', { name: 'Rechercher' }), depart);
    await page.keyboard.press('Enter');
    await surLaPage(page, /^Départ de /);
    expect(new URL(page.url()).pathname).toBe(vers);
  });
});
