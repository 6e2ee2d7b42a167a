//! Lists are shown a page at a time: twenty rows, numbered from 1. What is on a page is found first, in an index; then its rows are
//! read, and no others.

use crate::db::{Db, DbError, Places};
use uuid::Uuid;

/// Rows of a page.
pub const TAILLE_PAGE: u32 = 20;

/// The page that can be shown and the number of pages, for that many rows.
pub(crate) fn paginer(total: i64, demandee: u32) -> (u32, u32) {
    let pages = u32::try_from(total)
        .unwrap_or(u32::MAX)
        .div_ceil(TAILLE_PAGE)
        .max(1);
    (demandee.clamp(1, pages), pages)
}

/// The end of a statement that shows this page.
pub(crate) fn limite(page: u32) -> String {
    format!(
        "LIMIT {TAILLE_PAGE} OFFSET {}",
        u64::from(page.saturating_sub(1)) * u64::from(TAILLE_PAGE)
    )
}

/// What is on a page.
pub(crate) struct Trouvees {
    /// in the order of the list
    pub(crate) ids: Vec<Uuid>,
    /// on all the pages
    pub(crate) total: i64,
    /// this page, from 1
    pub(crate) page: u32,
    /// how many there are, at least 1
    pub(crate) pages: u32,
}

/// Finds what is on that page, or on the last one when it does not exist. `enonce`: the statement of a page, from the end that makes it
/// one; it gives `id` and, on each row, `total` (`COUNT(*) OVER ()`).
pub(crate) async fn trouver(
    db: &Db,
    places: &Places,
    demandee: u32,
    enonce: impl Fn(&str) -> String,
) -> Result<Trouvees, DbError> {
    let lire = async |page: u32| {
        let rows = places.clone().statement(enonce(&limite(page))).all(db).await?;
        let total = rows.first().map_or(Ok(0), |row| row.get("total"))?;
        let ids = rows
            .iter()
            .map(|row| row.get("id"))
            .collect::<Result<Vec<Uuid>, _>>()?;
        Ok::<_, DbError>((ids, total))
    };
    let demandee = demandee.max(1);
    let (mut ids, mut total) = lire(demandee).await?;
    if ids.is_empty() && demandee > 1 {
        // How many pages there are is not known yet.
        (ids, total) = lire(1).await?;
        let (derniere, _) = paginer(total, demandee);
        if derniere > 1 {
            (ids, total) = lire(derniere).await?;
        }
    }
    let (page, pages) = paginer(total, demandee);
    Ok(Trouvees {
        ids,
        total,
        page,
        pages,
    })
}

#[cfg(test)]
mod tests {
    use super::{limite, paginer};

    #[test]
    fn any_page_number_gives_a_page_that_exists() {
        assert_eq!(paginer(0, 0), (1, 1));
        assert_eq!(paginer(20, 2), (1, 1));
        assert_eq!(paginer(21, 2), (2, 2));
        assert_eq!(paginer(21, u32::MAX), (2, 2));
        assert_eq!(limite(3), "LIMIT 20 OFFSET 40");
    }
}
