//! What stands between a function and its storage, and fails on demand.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use service::StorageSettings;

/// What goes wrong with an answer.
#[derive(Clone)]
pub(crate) enum Fault {
    /// It comes late.
    Late(Duration),
    /// It is an error of the storage.
    Status(u16),
    /// The connection ends without an answer.
    Silence,
    /// The content breaks off in the middle.
    Cut,
    /// The storage does what it is asked to, and the connection ends without an answer.
    Unheard,
    /// The content stops in the middle, and the connection stays.
    Stall(Duration),
    /// One bit of the content is another.
    Flip,
    /// The content is another one of the same length.
    Other,
    /// Something happens before the storage is asked.
    First(Arc<dyn Fn() + Send + Sync>),
    /// The storage knows tags and conditions, as S3 does.
    Conditions,
}

impl Fault {
    /// What it is called in the table of faults.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Late(time) => format!("S3 answers after {} ms", time.as_millis()),
            Self::Status(status) => format!("S3 answers {status}"),
            Self::Silence => "S3 ends the connection without an answer".to_owned(),
            Self::Unheard => "S3 does what it is asked to, and its answer is lost".to_owned(),
            Self::Cut => "S3 cuts the content short".to_owned(),
            Self::Stall(time) => format!("S3 stops in the middle of the content for {} s", time.as_secs()),
            Self::Flip => "a bit is flipped on the way".to_owned(),
            Self::Other => "other bytes of the same length come".to_owned(),
            Self::First(_) => "something happens meanwhile".to_owned(),
            Self::Conditions => "nothing: S3 knows conditions".to_owned(),
        }
    }
}

struct Rule {
    part: &'static str,
    fault: Fault,
    left: usize,
}

/// The proxy; its threads end with the process.
pub(crate) struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    upstream: String,
    rules: Mutex<Vec<Rule>>,
    asked: Mutex<Vec<String>>,
}

impl Proxy {
    /// A proxy before that storage.
    pub(crate) fn start(settings: &StorageSettings) -> (Self, StorageSettings) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let upstream = settings.endpoint.as_deref().unwrap().trim_start_matches("http://").to_owned();
        let state = Arc::new(State { upstream, rules: Mutex::default(), asked: Mutex::default() });
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // A client that goes away is not the proxy's concern.
                std::thread::spawn(move || state.answer(connection).ok());
            }
        });
        let settings = StorageSettings { endpoint: Some(format!("http://{address}")), ..settings.clone() };
        (Self { address, state }, settings)
    }

    /// Answers to requests whose path has that part go wrong, so many times.
    pub(crate) fn fail(&self, part: &'static str, fault: Fault, times: usize) {
        self.state.rules.lock().unwrap().push(Rule { part, fault, left: times });
    }

    /// Everything goes well again.
    pub(crate) fn mend(&self) {
        self.state.rules.lock().unwrap().clear();
    }

    /// The paths that were asked for since the last time this was called.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.asked.lock().unwrap())
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxy").field("address", &self.address).finish_non_exhaustive()
    }
}

impl State {
    fn fault(&self, path: &str) -> Option<Fault> {
        let mut rules = self.rules.lock().unwrap();
        let rule = rules.iter_mut().find(|rule| rule.left > 0 && path.contains(rule.part))?;
        rule.left -= 1;
        Some(rule.fault.clone())
    }

    /// Answers one request, and ends the connection.
    fn answer(&self, mut client: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(client.try_clone()?);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.asked.lock().unwrap().push(path.clone());
        let fault = self.fault(&path);
        match &fault {
            Some(Fault::Silence) => return client.shutdown(Shutdown::Both),
            Some(Fault::Status(status)) => {
                let line =
                    format!("HTTP/1.1 {status} Fault\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                return client.write_all(line.as_bytes());
            }
            Some(Fault::Late(time)) => std::thread::sleep(*time),
            Some(Fault::First(act)) => act(),
            _ => {}
        }
        // What is written, too, comes with its length.
        let length = head
            .to_ascii_lowercase()
            .split("content-length:")
            .nth(1)
            .and_then(|rest| rest.lines().next().and_then(|length| length.trim().parse().ok()));
        let mut sent = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut sent)?;
        let (mut start, mut body) = self.ask(&head, &sent)?;
        if matches!(fault, Some(Fault::Unheard)) {
            return client.shutdown(Shutdown::Both);
        }
        let half = body.len() / 2;
        match fault {
            Some(Fault::Flip) => body[half] ^= 1,
            Some(Fault::Other) => body.iter_mut().for_each(|byte| *byte = byte.wrapping_add(1)),
            Some(Fault::Cut | Fault::Stall(_)) => {
                client.write_all(start.as_bytes())?;
                client.write_all(&body[..half])?;
                client.flush()?;
                if let Some(Fault::Stall(time)) = fault {
                    std::thread::sleep(time);
                }
                return client.shutdown(Shutdown::Both);
            }
            Some(Fault::Conditions) => {
                let tag = format!("\"{:08x}\"", crc32fast::hash(&body));
                if head.to_ascii_lowercase().contains(&format!("if-none-match: {tag}")) {
                    let line =
                        format!("HTTP/1.1 304 Not Modified\r\netag: {tag}\r\nconnection: close\r\n\r\n");
                    return client.write_all(line.as_bytes());
                }
                let kept = start
                    .trim_end()
                    .split("\r\n")
                    .filter(|line| !line.to_ascii_lowercase().starts_with("etag:"));
                start = kept.collect::<Vec<_>>().join("\r\n") + &format!("\r\netag: {tag}\r\n\r\n");
            }
            _ => {}
        }
        client.write_all(start.as_bytes())?;
        client.write_all(&body)?;
        client.shutdown(Shutdown::Write)
    }

    /// What the storage answers: the head and the content.
    fn ask(&self, head: &str, sent: &[u8]) -> std::io::Result<(String, Vec<u8>)> {
        let mut upstream = TcpStream::connect(&self.upstream)?;
        // The whole answer is read to its end; this header is not among those that are signed.
        let kept = head
            .trim_end()
            .split("\r\n")
            .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
        let head = kept.collect::<Vec<_>>().join("\r\n") + "\r\nconnection: close\r\n\r\n";
        upstream.write_all(head.as_bytes())?;
        upstream.write_all(sent)?;
        let mut bytes = Vec::new();
        upstream.read_to_end(&mut bytes)?;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
        let body = bytes.split_off(end);
        Ok((String::from_utf8_lossy(&bytes).into_owned(), body))
    }
}
