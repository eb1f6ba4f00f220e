//! A connection that stays open, as a browser's or a partner's does.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to a server, made when it is first asked.
#[derive(Debug)]
pub(super) struct Connection {
    address: String,
    reader: Option<BufReader<TcpStream>>,
}

/// What was answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) retry_after: Option<u64>,
    pub(super) body: Vec<u8>,
}

impl Connection {
    /// To a server at `http://address`.
    pub(super) fn to(base: &str) -> Self {
        Self { address: base.trim_start_matches("http://").to_owned(), reader: None }
    }

    /// Sends a request, and reads the answer. A connection that failed is made anew the next time.
    pub(super) fn ask(&mut self, path: &str, body: Option<&str>) -> Result<Reply> {
        let mut reader = if let Some(reader) = self.reader.take() {
            reader
        } else {
            let socket = TcpStream::connect(&self.address)?;
            socket.set_nodelay(true)?;
            socket.set_read_timeout(Some(PATIENCE))?;
            BufReader::new(socket)
        };
        let head = match body {
            None => format!("GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n", self.address),
            Some(body) => format!(
                "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                self.address,
                body.len()
            ),
        };
        reader.get_mut().write_all(head.as_bytes())?;
        let reply = read(&mut reader)?;
        self.reader = Some(reader);
        Ok(reply)
    }
}

fn read(reader: &mut impl BufRead) -> Result<Reply> {
    let mut line = String::new();
    ensure!(reader.read_line(&mut line)? > 0, "the connection ended without an answer");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    let (mut length, mut retry_after) = (None, None);
    loop {
        line.clear();
        ensure!(reader.read_line(&mut line)? > 0, "the answer breaks off");
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.trim().parse()?),
            "retry-after" => retry_after = value.trim().parse().ok(),
            _ => {}
        }
    }
    let mut body = vec![0; length.context("an answer that is not compressed has its length")?];
    reader.read_exact(&mut body)?;
    Ok(Reply { status, retry_after, body })
}
