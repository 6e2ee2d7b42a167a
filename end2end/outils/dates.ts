// Days counted from today: a test written with a date that was far away when it was written fails one morning.

/** Today in Paris: year, month, day. */
function aujourdHui(): [number, number, number] {
  const [annee, mois, jour] = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' }).split('-').map(Number);
  return [annee, mois, jour];
}

/** How old somebody born that day is. */
export function age(annee: number, mois: number, jour: number): number {
  const [a, m, j] = aujourdHui();
  return a - annee - (m < mois || (m === mois && j < jour) ? 1 : 0);
}

/** The year that comes in so many years. */
export const anneeDans = (ans: number): string => String(aujourdHui()[0] + ans);
