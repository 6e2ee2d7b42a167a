//! Lists are shown a page at a time: twenty rows, numbered from 1.

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
