//! Twelve months as a drawing: those present as a line, arrivals above and departures below. The words are in the table that follows;
//! a departure is hatched, so that colour is never the only sign.

use domain::rotation::{LigneMois, Mois};
use leptos::prelude::*;

/// Units of the drawing; on a phone one of them is about a pixel.
const LARGEUR: u32 = 340;
const HAUTEUR: u32 = 226;
const GAUCHE: u32 = 8;
/// The band of the line.
const LIGNE_HAUT: u32 = 26;
const LIGNE_BAS: u32 = 74;
/// Where arrivals and departures part, and the longest bar.
const ZERO: u32 = 146;
const BARRE: u32 = 44;

/// Where things stand.
struct Echelle {
    pas: u32,
    plus: u32,
    bas: u32,
    haut: u32,
}

impl Echelle {
    fn de(mois: &[LigneMois]) -> Self {
        let nombre = u32::try_from(mois.len()).unwrap_or(1).max(1);
        let presents = || mois.iter().map(|ligne| ligne.presents);
        Self {
            pas: (LARGEUR - 2 * GAUCHE) / nombre,
            plus: mois
                .iter()
                .map(|ligne| ligne.arrivees.max(ligne.departs))
                .max()
                .unwrap_or(0)
                .max(1),
            bas: presents().min().unwrap_or(0),
            haut: presents().max().unwrap_or(0),
        }
    }

    fn milieu(&self, rang: u32) -> u32 {
        GAUCHE + rang * self.pas + self.pas / 2
    }

    fn hauteur(&self, nombre: u32) -> u32 {
        // A single arrival among hundreds must still be seen.
        if nombre == 0 {
            0
        } else {
            (nombre * BARRE / self.plus).max(2)
        }
    }

    fn ligne(&self, presents: u32) -> u32 {
        let etendue = self.haut - self.bas;
        match ((presents - self.bas) * (LIGNE_BAS - LIGNE_HAUT)).checked_div(etendue) {
            Some(montee) => LIGNE_BAS - montee,
            None => LIGNE_BAS.midpoint(LIGNE_HAUT),
        }
    }
}

/// What the drawing says, for who cannot see it.
fn description(mois: &[LigneMois]) -> String {
    let Some((premier, dernier)) = mois.first().zip(mois.last()) else {
        return String::new();
    };
    let arrivees: u32 = mois.iter().map(|ligne| ligne.arrivees).sum();
    let departs: u32 = mois.iter().map(|ligne| ligne.departs).sum();
    format!(
        "Entre {} et {}\u{a0}: {} et {}. Présents à la fin du premier mois\u{a0}: {}\u{a0}; aujourd’hui\u{a0}: {}. \
         Le détail mois par mois est dans le tableau qui suit.",
        premier.mois.libelle(),
        dernier.mois.libelle(),
        compte(arrivees, "arrivée"),
        compte(departs, "départ"),
        premier.presents,
        dernier.presents
    )
}

/// « 1 arrivée », « 3 départs », « 0 départ »
fn compte(nombre: u32, nom: &str) -> String {
    let s = if nombre > 1 { "s" } else { "" };
    format!("{nombre} {nom}{s}")
}

/// One month: a bar up, a bar down, its initial, and the year when it begins.
fn barres(rang: u32, ligne: LigneMois, echelle: &Echelle) -> impl IntoView + use<> {
    let milieu = echelle.milieu(rang);
    let (demi, haut, bas) = (
        (echelle.pas / 3).max(4),
        echelle.hauteur(ligne.arrivees),
        echelle.hauteur(ligne.departs),
    );
    let initiale: String = ligne
        .mois
        .abrege()
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    let annee = (rang == 0 || commence_l_annee(ligne.mois)).then(|| ligne.mois.annee());
    let nombre = |n: u32, y: u32| {
        (n > 0).then(
            || view! { <text x=milieu y=y text-anchor="middle" font-size="11" class="fill-ink">{n}</text> },
        )
    };
    // The month in progress is an outline: it is not over.
    let plein = if ligne.en_cours {
        "fill-page stroke-action"
    } else {
        "fill-action stroke-action"
    };
    view! {
        <g>
            <rect x=milieu - demi y=ZERO - haut width=2 * demi height=haut class=plein />
            <rect x=milieu - demi y=ZERO width=2 * demi height=bas fill="url(#departs-hachures)" class="stroke-danger" />
            {nombre(ligne.arrivees, ZERO - haut - 4)}
            {nombre(ligne.departs, ZERO + bas + 12)}
            <text x=milieu y=HAUTEUR - 16 text-anchor="middle" font-size="11" class="fill-soft">{initiale}</text>
            {annee.map(|annee| view! { <text x=milieu y=HAUTEUR - 3 text-anchor="middle" font-size="11" class="fill-soft">{annee}</text> })}
        </g>
    }
}

fn commence_l_annee(mois: Mois) -> bool {
    mois.moins(1).annee() != mois.annee()
}

/// The drawing.
#[component]
pub(super) fn Courbe(mois: Vec<LigneMois>) -> impl IntoView {
    let echelle = Echelle::de(&mois);
    let description = description(&mois);
    let points: Vec<(u32, u32, u32)> = mois
        .iter()
        .zip(0..)
        .map(|(ligne, rang)| {
            (
                echelle.milieu(rang),
                echelle.ligne(ligne.presents),
                ligne.presents,
            )
        })
        .collect();
    let trace = points
        .iter()
        .map(|(x, y, _)| format!("{x},{y}"))
        .collect::<Vec<_>>()
        .join(" ");
    let bouts: Vec<(u32, u32, u32)> = points.first().into_iter().chain(points.last()).copied().collect();
    let barres = mois
        .into_iter()
        .zip(0..)
        .map(|(ligne, rang)| barres(rang, ligne, &echelle))
        .collect_view();
    view! {
        <figure class="mt-8 max-w-lecture" aria-labelledby="courbe-titre">
            <figcaption>
                <h2 id="courbe-titre" class="text-xl font-bold">"Mois par mois"</h2>
                <ul class="mt-1 flex flex-wrap gap-x-5 text-soft">
                    <li class="flex items-center gap-2">
                        <svg viewBox="0 0 20 12" class="h-3 w-5" aria-hidden="true"><polyline points="1,9 8,4 19,6" class="fill-none stroke-ink stroke-2" /></svg>
                        "Présents"
                    </li>
                    <li class="flex items-center gap-2">
                        <svg viewBox="0 0 12 12" class="size-3" aria-hidden="true"><rect width="12" height="12" class="fill-action" /></svg>
                        "Arrivées, vers le haut"
                    </li>
                    <li class="flex items-center gap-2">
                        <svg viewBox="0 0 12 12" class="size-3" aria-hidden="true">
                            <rect x="0.5" y="0.5" width="11" height="11" class="fill-none stroke-danger" />
                            <path d="M0 6 6 0M0 12 12 0M6 12 12 6" class="stroke-danger" />
                        </svg>
                        "Départs, vers le bas"
                    </li>
                </ul>
            </figcaption>
            <svg viewBox=format!("0 0 {LARGEUR} {HAUTEUR}") class="mt-2 w-full" role="img" aria-labelledby="courbe-nom" aria-describedby="courbe-desc">
                <title id="courbe-nom">"Mois par mois\u{a0}: présents, arrivées et départs"</title>
                <desc id="courbe-desc">{description}</desc>
                <defs>
                    <pattern id="departs-hachures" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect width="5" height="5" class="fill-danger-fond" />
                        <line x1="0" y1="0" x2="0" y2="5" stroke-width="2" class="stroke-danger" />
                    </pattern>
                </defs>
                <line x1=GAUCHE y1=ZERO x2=LARGEUR - GAUCHE y2=ZERO class="stroke-control" />
                {barres}
                <polyline points=trace stroke-width="2" class="fill-none stroke-ink" />
                {bouts
                    .into_iter()
                    .map(|(x, y, presents)| {
                        view! {
                            <g>
                                <circle cx=x cy=y r="3" class="fill-ink" />
                                <text x=x y=y - 8 text-anchor="middle" font-size="12" font-weight="bold" class="fill-ink">{presents}</text>
                            </g>
                        }
                    })
                    .collect_view()}
            </svg>
        </figure>
    }
}
