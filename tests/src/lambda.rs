//! The Lambda runtime interface, as a function's own process meets it.
//!
//! Source: *Using the Lambda runtime API for custom runtimes* (version 2018-06-01). The process asks for the next
//! event, answers it, and asks again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// How long a function may take to answer, cold start and all.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a function answers to an event of a function URL.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u64,
    /// The headers, by their lower-case names.
    pub headers: BTreeMap<String, String>,
    /// The body, decoded where it came in base64.
    pub body: Vec<u8>,
    /// From the event, or the start of the process where that came later, to the answer.
    pub took: Duration,
}

impl Answer {
    /// The body, which is JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body)
            .with_context(|| format!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// What a process said to the runtime.
#[derive(Debug)]
enum Said {
    Response(Value),
    Error(Value),
}

/// A runtime that waits for one function's process. Its thread ends with the test.
#[derive(Debug)]
pub struct Runtime {
    address: SocketAddr,
    events: Sender<(String, String)>,
    said: Receiver<Said>,
    invocations: usize,
}

impl Runtime {
    /// A runtime on a free port of the loopback interface.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let (events, waiting) = channel();
        let (say, said) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (waiting, say) = (Arc::clone(&waiting), say.clone());
                // A process that ends takes its connection with it.
                std::thread::spawn(move || converse(connection, &waiting, &say).ok());
            }
        });
        Ok(Self { address, events, said, invocations: 0 })
    }

    /// A function's process under this runtime, with nothing in its environment but what is given.
    pub fn function(&self, program: &Path, environment: &[(&str, &str)]) -> Result<Function> {
        let mut command = Command::new(program);
        command.env_clear().envs(environment.iter().copied());
        command.env("AWS_LAMBDA_RUNTIME_API", self.address.to_string());
        command.env("AWS_LAMBDA_FUNCTION_NAME", "function-of-tests").env("AWS_LAMBDA_FUNCTION_VERSION", "1");
        command.env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process =
            command.spawn().with_context(|| format!("{}: build it first", program.display()))?;
        let lines = Arc::new(Mutex::new(String::new()));
        for stream in [
            process.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
            process.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
        ] {
            let stream = stream.context("a stream is not piped")?;
            let lines = Arc::clone(&lines);
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(std::result::Result::ok) {
                    let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
                    lines.push_str(&line);
                    lines.push('\n');
                }
            });
        }
        Ok(Function { process, lines })
    }

    /// Sends an event, and waits for what the function answers.
    pub fn invoke(&mut self, event: &Value) -> Result<Answer> {
        self.send(event)?;
        self.answer(Instant::now())
    }

    /// Sends an event, which waits for the process where that is not there yet.
    pub fn send(&mut self, event: &Value) -> Result<()> {
        self.invocations += 1;
        let id = format!("00000000-0000-4000-8000-{:012}", self.invocations);
        self.events.send((id, event.to_string())).context("the runtime has ended")
    }

    /// Waits for the answer to the event that was sent last; its time counts from `begun`.
    pub fn answer(&mut self, begun: Instant) -> Result<Answer> {
        let said = self.said.recv_timeout(PATIENCE).context("the function does not answer")?;
        let took = begun.elapsed();
        let response = match said {
            Said::Response(response) => response,
            Said::Error(error) => bail!("the function fails: {error}"),
        };
        let headers = response["headers"].as_object().context("no headers")?;
        let headers = headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_ascii_lowercase(), value.as_str()?.to_owned())));
        let body = response["body"].as_str().unwrap_or_default();
        Ok(Answer {
            status: response["statusCode"].as_u64().context("no status")?,
            headers: headers.collect(),
            body: if response["isBase64Encoded"] == true { STANDARD.decode(body)? } else { body.into() },
            took,
        })
    }
}

/// A function's process; it ends when it is dropped.
#[derive(Debug)]
pub struct Function {
    process: Child,
    lines: Arc<Mutex<String>>,
}

impl Function {
    /// What it has printed so far.
    pub fn lines(&self) -> String {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for the end of a process that is to end by itself: its exit code and what it printed.
    pub fn ended(mut self) -> Result<(Option<i32>, String)> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                // What it said last may be on its way still.
                std::thread::sleep(Duration::from_millis(50));
                return Ok((status.code(), self.lines()));
            }
            ensure!(begun.elapsed() < PATIENCE, "it does not end: {}", self.lines());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // A process that has ended already cannot be ended, and that is well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Answers the requests of one connection until it ends.
fn converse(
    connection: TcpStream,
    events: &Mutex<Receiver<(String, String)>>,
    say: &Sender<Said>,
) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut writer = connection;
    loop {
        let Some((line, body)) = request(&mut reader)? else { return Ok(()) };
        if line.starts_with("GET /2018-06-01/runtime/invocation/next ") {
            let (id, event) = events.lock().unwrap_or_else(PoisonError::into_inner).recv()?;
            let deadline = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)? + PATIENCE;
            write!(
                writer,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
                 lambda-runtime-aws-request-id: {id}\r\nlambda-runtime-deadline-ms: {}\r\n\
                 lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-3:123456789012:function:tests\r\n\
                 lambda-runtime-trace-id: Root=1-00000000-000000000000000000000000\r\n\r\n{event}",
                event.len(),
                deadline.as_millis(),
            )?;
            continue;
        }
        let value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let path = line.split(' ').nth(1).unwrap_or_default();
        say.send(if path.ends_with("/response") { Said::Response(value) } else { Said::Error(value) })?;
        writer.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")?;
    }
}

/// The first line of a request, and its body; `None` where the connection ends.
fn request(reader: &mut impl BufRead) -> Result<Option<(String, Vec<u8>)>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let (mut length, mut chunked) = (0, false);
    loop {
        let mut line = String::new();
        ensure!(reader.read_line(&mut line)? > 0, "a request breaks off");
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse()?,
            "transfer-encoding" => chunked = value.trim().eq_ignore_ascii_case("chunked"),
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size)?;
            let size = usize::from_str_radix(size.trim(), 16)?;
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk)?;
            if size == 0 {
                break;
            }
            body.extend_from_slice(&chunk[..size]);
        }
    } else {
        body = vec![0; length];
        reader.read_exact(&mut body)?;
    }
    Ok(Some((first, body)))
}
