//! A connection that does not let itself be held: it ends when a request’s headers do not come, or when the client takes
//! nothing of what is sent to it. Time spent doing nothing between two requests is not counted here.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

/// Whether the connection is answering a request: bytes that arrive then are a body, otherwise they are headers. Counts the
/// beginnings and the ends: odd while a request is being answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suivi(Arc<AtomicUsize>);

impl Suivi {
    /// Headers are there; a request is being answered.
    pub(crate) fn commencer(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The answer is ready: the next bytes are the headers of the next request.
    pub(crate) fn finir(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn rang(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stopwatch that runs only while something is awaited.
struct Minuterie {
    duree: Duration,
    attente: Pin<Box<Sleep>>,
    lancee: bool,
}

impl Minuterie {
    fn new(duree: Duration) -> Self {
        Self {
            duree,
            attente: Box::pin(tokio::time::sleep(duree)),
            lancee: false,
        }
    }

    fn lancer(&mut self) {
        if !self.lancee {
            self.attente.as_mut().reset(Instant::now() + self.duree);
            self.lancee = true;
        }
    }

    fn arreter(&mut self) {
        self.lancee = false;
    }

    /// `Pending` until the time is over, then the error that ends the connection.
    fn surveiller<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if self.lancee {
            ready!(self.attente.as_mut().poll(cx));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Poll::Pending
    }
}

/// The connection.
pub(crate) struct Flux {
    tcp: TcpStream,
    suivi: Suivi,
    /// the last count seen: another one means that the headers being waited for have come
    rang: usize,
    entetes: Minuterie,
    envoi: Minuterie,
}

impl Flux {
    /// Watches a connection: `entetes` from the first byte of a request to the end of its headers, `envoi` without the
    /// client taking a byte of the answer.
    pub(crate) fn new(tcp: TcpStream, suivi: Suivi, entetes: Duration, envoi: Duration) -> Self {
        Self {
            tcp,
            rang: suivi.rang(),
            suivi,
            entetes: Minuterie::new(entetes),
            envoi: Minuterie::new(envoi),
        }
    }

    fn apres_envoi<T>(&mut self, cx: &mut Context<'_>, envoi: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if envoi.is_pending() {
            self.envoi.lancer();
            return self.envoi.surveiller(cx);
        }
        self.envoi.arreter();
        envoi
    }
}

impl AsyncRead for Flux {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        tampon: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let avant = tampon.filled().len();
        let lecture = Pin::new(&mut self.tcp).poll_read(cx, tampon);
        let rang = self.suivi.rang();
        if rang != self.rang {
            self.rang = rang;
            self.entetes.arreter();
        }
        if rang % 2 == 1 {
            return lecture;
        }
        if lecture.is_pending() {
            return self.entetes.surveiller(cx);
        }
        if tampon.filled().len() > avant {
            self.entetes.lancer();
        }
        lecture
    }
}

impl AsyncWrite for Flux {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let envoi = Pin::new(&mut self.tcp).poll_write(cx, octets);
        self.apres_envoi(cx, envoi)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        octets: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let envoi = Pin::new(&mut self.tcp).poll_write_vectored(cx, octets);
        self.apres_envoi(cx, envoi)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
