//! The bare handler that pages are measured beside: axum, one route, a constant body of N bytes. Called by `script/bench`.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let taille: usize = std::env::args().nth(1).ok_or("usage: temoin N")?.parse()?;
    let corps: &'static str = Box::leak("x".repeat(taille).into_boxed_str());
    let ecoute = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", ecoute.local_addr()?);
    axum::serve(
        ecoute,
        Router::new().route("/", get(move || async move { Html(corps) })),
    )
    .await?;
    Ok(())
}
