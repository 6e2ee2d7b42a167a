//! Clients that dawdle, on real sockets.

use super::servir;
use crate::limites::Limites;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::routing::get;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const DEMANDE: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
/// What no client of the portal would take quickly.
const ENORME: usize = 256 * 1024 * 1024;

struct Serveur {
    adresse: SocketAddr,
    arret: oneshot::Sender<()>,
    fin: JoinHandle<()>,
}

async fn ouvrir(limites: Limites) -> Serveur {
    let site = Router::new()
        .route(
            "/",
            get(|ConnectInfo(client): ConnectInfo<SocketAddr>| async move { client.ip().to_string() }),
        )
        .route("/enorme", get(|| async { Body::from(vec![b'a'; ENORME]) }))
        .route(
            "/lent",
            get(|| async {
                tokio::time::sleep(Duration::from_millis(600)).await;
                "fini"
            }),
        );
    let ecoute = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let adresse = ecoute.local_addr().unwrap();
    let (arret, demande) = oneshot::channel();
    let fin = tokio::spawn(servir(ecoute, site, limites, async {
        let _ = demande.await;
    }));
    Serveur { adresse, arret, fin }
}

fn courtes() -> Limites {
    Limites {
        entetes: Duration::from_millis(300),
        envoi: Duration::from_millis(300),
        ..Limites::default()
    }
}

/// Sends on an open connection and reads the answer up to `fin`.
async fn demander(client: &mut TcpStream, requete: &[u8], fin: &str) -> String {
    client.write_all(requete).await.unwrap();
    let mut lu = Vec::new();
    while !lu.ends_with(fin.as_bytes()) {
        let mut bout = [0; 1024];
        let nombre = client.read(&mut bout).await.unwrap();
        assert_ne!(nombre, 0, "cut after {:?}", String::from_utf8_lossy(&lu));
        lu.extend_from_slice(&bout[..nombre]);
    }
    String::from_utf8(lu).unwrap()
}

/// How long until the server ends the connection.
async fn jusqu_a_la_coupure(client: &mut TcpStream) -> Duration {
    let debut = Instant::now();
    let mut reste = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), client.read_to_end(&mut reste))
        .await
        .expect("the server ends the connection");
    debut.elapsed()
}

#[tokio::test]
async fn the_peer_is_known_and_the_connection_is_kept() {
    let serveur = ouvrir(courtes()).await;
    let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
    for _ in 0..3 {
        let reponse = demander(&mut client, DEMANDE, "127.0.0.1").await;
        assert!(reponse.starts_with("HTTP/1.1 200 OK"), "{reponse}");
        // Longer than the headers may take: doing nothing between two requests is not dawdling.
        tokio::time::sleep(Duration::from_millis(450)).await;
    }
}

#[tokio::test]
async fn headers_that_come_byte_by_byte_are_cut() {
    let serveur = ouvrir(courtes()).await;
    let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
    // A first request in good time gives no credit for the second.
    demander(&mut client, DEMANDE, "127.0.0.1").await;
    let debut = Instant::now();
    let (mut lecture, mut ecriture) = client.into_split();
    let goutte = tokio::spawn(async move {
        for octet in b"GET / HTTP/1.1\r\nX-Rien: "
            .iter()
            .chain(std::iter::repeat_n(&b'a', 200))
        {
            if ecriture.write_all(&[*octet]).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        panic!("the server took it all");
    });
    let mut reste = Vec::new();
    let _ = lecture.read_to_end(&mut reste).await;
    assert!(debut.elapsed() < Duration::from_secs(2), "{:?}", debut.elapsed());
    goutte.await.unwrap();
}

#[tokio::test]
async fn an_answer_that_is_not_taken_is_cut() {
    let serveur = ouvrir(courtes()).await;
    let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
    client
        .write_all(b"GET /enorme HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    let (mut recu, mut bout) = (0, vec![0; 1024 * 1024]);
    while let Ok(nombre @ 1..) = client.read(&mut bout).await {
        recu += nombre;
    }
    assert!(recu < ENORME, "what was in the system's buffers, no more: {recu}");
}

#[tokio::test]
async fn a_connection_that_asks_nothing_is_closed() {
    let limites = Limites {
        repos: Duration::from_millis(400),
        ..courtes()
    };
    let serveur = ouvrir(limites).await;
    let mut muet = TcpStream::connect(serveur.adresse).await.unwrap();
    let mut poli = TcpStream::connect(serveur.adresse).await.unwrap();
    demander(&mut poli, DEMANDE, "127.0.0.1").await;
    assert!(jusqu_a_la_coupure(&mut muet).await < Duration::from_secs(3));
    assert!(jusqu_a_la_coupure(&mut poli).await < Duration::from_secs(3));
}

#[tokio::test]
async fn headers_are_bounded() {
    let serveur = ouvrir(Limites::default()).await;
    let nombreux = "X-Rien: a\r\n".repeat(150);
    let long = format!("X-Long: {}\r\n", "a".repeat(40_000));
    for entetes in [nombreux, long] {
        let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
        let requete = format!("GET / HTTP/1.1\r\nHost: a\r\n{entetes}\r\n");
        let reponse = demander(&mut client, requete.as_bytes(), "\r\n\r\n").await;
        assert!(reponse.starts_with("HTTP/1.1 431 "), "{reponse}");
    }
}

/// How many sockets this process may open.
fn descripteurs() -> usize {
    let limites = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let ligne = limites.lines().find(|ligne| ligne.starts_with("Max open files"));
    ligne
        .and_then(|ligne| ligne.split_whitespace().nth(3)?.parse().ok())
        .unwrap_or(1_024)
}

#[tokio::test]
async fn a_thousand_idle_connections_do_not_stop_the_others() {
    let serveur = ouvrir(Limites::default()).await;
    // Both ends are in this process.
    let nombre = ((descripteurs().saturating_sub(200)) / 2).min(1_000);
    let mut muets = Vec::new();
    for _ in 0..nombre {
        let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
        client.write_all(b"GET / HT").await.unwrap();
        muets.push(client);
    }
    let debut = Instant::now();
    let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
    demander(&mut client, DEMANDE, "127.0.0.1").await;
    assert!(debut.elapsed() < Duration::from_secs(1), "{:?}", debut.elapsed());
}

#[tokio::test]
async fn above_the_limit_one_waits_for_a_place_and_gets_it() {
    let limites = Limites {
        connexions: NonZeroUsize::new(2).unwrap(),
        ..courtes()
    };
    let serveur = ouvrir(limites).await;
    let mut muets = Vec::new();
    for _ in 0..2 {
        let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
        client.write_all(b"GET").await.unwrap();
        muets.push(client);
    }
    let debut = Instant::now();
    let mut client = TcpStream::connect(serveur.adresse).await.unwrap();
    demander(&mut client, DEMANDE, "127.0.0.1").await;
    assert!(
        debut.elapsed() >= Duration::from_millis(200),
        "{:?}",
        debut.elapsed()
    );
}

#[tokio::test]
async fn stopping_finishes_what_is_under_way_and_nothing_else() {
    let serveur = ouvrir(Limites::default()).await;
    let mut muet = TcpStream::connect(serveur.adresse).await.unwrap();
    let mut occupe = TcpStream::connect(serveur.adresse).await.unwrap();
    occupe
        .write_all(b"GET /lent HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
    serveur.arret.send(()).unwrap();
    let reponse = demander(&mut occupe, b"", "fini").await;
    assert!(reponse.starts_with("HTTP/1.1 200 OK"), "{reponse}");
    jusqu_a_la_coupure(&mut muet).await;
    tokio::time::timeout(Duration::from_secs(2), serveur.fin)
        .await
        .unwrap()
        .unwrap();
    assert!(
        TcpStream::connect(serveur.adresse).await.is_err(),
        "nobody listens any more"
    );
}
