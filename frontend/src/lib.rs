//! The browser half of the portal. It wakes up the islands that the server has drawn; everything they do is in `app`.

// The islands are found by their exported names: the crate must be linked even though nothing is called by name.
use app as _;

/// Called by the page's loader once the module is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
