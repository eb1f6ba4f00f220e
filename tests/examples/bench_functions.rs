//! Cold start, latency and throughput of the functions, beside a function that does nothing and the usual service.
//!
//! usage: `bench_functions RELEASE PEER_PROGRAMS README`: the release's folder, the folder of gunicorn, and the file
//! between whose marks the table goes. `PROGRAMS` is the folder of the functions. Called by `tests/peers/run.sh`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use system_tests::cloud::{Cloud, event, with_header};
use system_tests::data::root;
use system_tests::http::clients;
use system_tests::lambda::Runtime;
use system_tests::served::Served;
use system_tests::times::quantile;
use tempfile::TempDir;

/// Cold starts of each function.
const STARTS: usize = 30;
/// Connections that ask at the same time.
const CONNECTIONS: usize = 8;
/// Seconds that each endpoint is asked for.
const SECONDS: usize = 8;
/// Clients that fit into a function's memory of those it was asked for last.
const RECENT: usize = 200;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [release, peers, readme] = &arguments[..] else {
        anyhow::bail!("usage: bench_functions RELEASE PEER_PROGRAMS README");
    };
    let cloud = Cloud::start(release)?;
    let mut table = cold_starts(&cloud)?;
    table += &loads(&cloud, peers)?;
    print!("{table}");
    put(readme, &table)
}

fn cold_starts(cloud: &Cloud) -> Result<String> {
    let token = cloud.token("partner")?;
    let programs = [
        ("hello, no storage", "examples/hello", "/health", false),
        ("predict", "predict", "/health", true),
        ("explain", "explain", "/health", true),
        ("compare", "compare", "/health", true),
        ("predict, a client's score", "predict", "/predict", true),
    ];
    // A client of the release: its number is asked of `compare`, as a partner would not.
    let id = {
        let compare = Served::start(&programs_folder().join("compare"), cloud, &[])?;
        clients(&compare.base, 1)?[0]
    };
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); programs.len()];
    // By turns: what slows the machine down slows them all down.
    for _ in 0..STARTS {
        for ((_, program, path, guarded), times) in programs.iter().zip(&mut times) {
            let path = if *path == "/predict" { format!("/predict/{id}") } else { (*path).to_owned() };
            let environment = if *guarded { cloud.without(&[]) } else { vec![] };
            let mut runtime = Runtime::start()?;
            runtime.send(&with_header(event("get.json", &path)?, "x-id-token", &token))?;
            let begun = Instant::now();
            let function = runtime.function(&programs_folder().join(program), &environment)?;
            let answer = runtime.answer(begun).with_context(|| function.lines())?;
            ensure!(answer.status == 200, "{program}: {answer:?}");
            times.push(answer.took.as_secs_f64() * 1e3);
        }
    }
    let mut table = format!(
        "Cold start, from the process's start to its first answer through the Lambda runtime protocol, release and\n\
         issuer's keys loaded ({STARTS} starts of each, by turns):\n\n\
         | function | median | p90 | beyond hello |\n| --- | ---: | ---: | ---: |\n"
    );
    let hello = quantile(&mut times[0], 0.5);
    for ((name, ..), times) in programs.iter().zip(&mut times) {
        let (median, p90) = (quantile(times, 0.5), quantile(times, 0.9));
        writeln!(table, "| {name} | {median:.1} ms | {p90:.1} ms | {:.1} ms |", median - hello)?;
    }
    Ok(table)
}

/// Where the functions are: those of this build, or others, such as what is shipped.
fn programs_folder() -> PathBuf {
    root().join(std::env::var_os("PROGRAMS").unwrap_or_else(|| "target/release".into()))
}

fn loads(cloud: &Cloud, peers: &Path) -> Result<String> {
    let functions = ["predict", "explain", "compare"];
    let served = functions.map(|function| Served::start(&programs_folder().join(function), cloud, &[]));
    let [predict, explain, compare] = served;
    let (predict, explain, compare) = (predict?, explain?, compare?);
    let all = clients(&compare.base, usize::MAX)?;
    let files = TempDir::new()?;
    let ids = |name: &str, count: usize| -> Result<PathBuf> {
        let path = files.path().join(name);
        let step = (all.len() / count).max(1);
        let lines: Vec<_> = all.iter().step_by(step).take(count).map(u64::to_string).collect();
        fs::write(&path, lines.join("\n"))?;
        Ok(path)
    };
    let (recent, any) = (ids("recent", RECENT)?, ids("any", all.len())?);
    let six =
        "?features=AMT_CREDIT,AMT_INCOME_TOTAL,EXT_SOURCE_2,EXT_SOURCE_3,DAYS_BIRTH,NAME_EDUCATION_TYPE";

    let mut rows = Vec::new();
    for (name, base, prefix, suffix, ids) in [
        ("`GET /predict/{id}`, recent clients", &predict.base, "/predict/", "", &recent),
        ("`GET /predict/{id}`, any client (a read from S3)", &predict.base, "/predict/", "", &any),
        ("`GET /explain/{id}`, recent clients", &explain.base, "/explain/", "", &recent),
        ("`GET /explain/{id}`, any client (a read from S3)", &explain.base, "/explain/", "", &any),
        ("`GET /explain/{id}/profile`, recent clients", &explain.base, "/explain/", "/profile", &recent),
        ("`GET /model`", &explain.base, "/model?", "", &recent),
        ("`GET /compare/{id}`, six features", &compare.base, "/compare/", six, &any),
        ("`GET /clients`", &compare.base, "/clients?limit=20&cursor=", "", &any),
    ] {
        if prefix == "/model?" {
            rows.push((name, load(base, "/model", "", None)?));
        } else {
            rows.push((name, load(base, prefix, suffix, Some(ids))?));
        }
    }
    drop((predict, explain, compare));
    let peer = Peer::start(peers)?;
    for (name, prefix) in [
        ("peer, predict", "/predict/"),
        ("peer, a score without its reasons", "/score/"),
        ("peer, explain", "/explain/"),
    ] {
        rows.push((name, load(&peer.base, prefix, "", Some(&any))?));
    }
    let of = |name: &str| rows.iter().find(|(row, _)| *row == name).map_or(f64::NAN, |(_, load)| load.rate);
    let mut table = format!(
        "\nLatency and throughput on loopback, a release of {} clients, {CONNECTIONS} connections of wrk for {SECONDS} s on \
         the\nsame two cores (the embedded S3 server too); the peer is Flask, pandas, LightGBM and shap under gunicorn \
         with two\nworkers, everything in memory:\n\n\
         | endpoint | p50 | p99 | requests/s | beside the peer |\n| --- | ---: | ---: | ---: | ---: |\n",
        all.len()
    );
    for (name, load) in &rows {
        let peer =
            ["predict", "explain"].iter().find(|kind| name.starts_with(&format!("`GET /{kind}/{{id}}`")));
        let times =
            peer.map_or_else(String::new, |kind| format!("{:.0}x", load.rate / of(&format!("peer, {kind}"))));
        writeln!(table, "| {name} | {} | {} | {:.0} | {times} |", load.p50, load.p99, load.rate)?;
    }
    Ok(table)
}

/// What wrk measured.
struct Load {
    p50: String,
    p99: String,
    rate: f64,
}

fn load(base: &str, prefix: &str, suffix: &str, ids: Option<&Path>) -> Result<Load> {
    // Once for the caches, then for the figures.
    wrk(base, prefix, suffix, ids, 2)?;
    let text = wrk(base, prefix, suffix, ids, SECONDS)?;
    ensure!(!text.contains("Non-2xx"), "{base}{prefix}: {text}");
    let after = |name: &str| {
        let line = text.lines().map(str::trim).find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)).map(str::to_owned).context(text.clone())
    };
    let spaced = |text: String| {
        let unit = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
        format!("{} {}", &text[..unit], text[unit..].replace("us", "µs"))
    };
    let rate = after("Requests/sec:")?.parse()?;
    Ok(Load { p50: spaced(after("50%")?), p99: spaced(after("99%")?), rate })
}

fn wrk(base: &str, prefix: &str, suffix: &str, ids: Option<&Path>, seconds: usize) -> Result<String> {
    let mut command = Command::new("wrk");
    command.args(["-t", "1", "-c", &CONNECTIONS.to_string(), "-d", &format!("{seconds}s"), "--latency"]);
    if let Some(ids) = ids {
        command.arg("-s").arg(root().join("tests/peers/clients.lua"));
        command.env("IDS", ids).env("PREFIX", prefix).env("SUFFIX", suffix).arg(base);
    } else {
        command.arg(format!("{base}{prefix}"));
    }
    let output = command.output().context("wrk is not installed: infra/local/setup.sh wrk")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The usual service.
struct Peer {
    process: Child,
    base: String,
}

impl Peer {
    fn start(programs: &Path) -> Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let base = format!("http://127.0.0.1:{port}");
        let process = Command::new(programs.join("gunicorn"))
            .args([
                "--workers",
                "2",
                "--bind",
                &format!("127.0.0.1:{port}"),
                "--log-level",
                "warning",
                "server:app",
            ])
            .current_dir(root().join("tests/peers"))
            // shap tells of a change of its own at every request.
            .env("PYTHONWARNINGS", "ignore")
            .spawn()
            .context("gunicorn is not installed")?;
        let peer = Self { process, base };
        let begun = Instant::now();
        while ureq::get(format!("{}/health", peer.base)).call().is_err() {
            ensure!(begun.elapsed() < Duration::from_mins(2), "the peer does not listen");
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(peer)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // gunicorn ends its workers when it is asked to end, not when it is killed.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// Puts the table between the marks of a file.
fn put(readme: &Path, table: &str) -> Result<()> {
    let (from, to) = ("<!-- bench -->\n", "<!-- /bench -->");
    let text = fs::read_to_string(readme)?;
    let (before, rest) = text.split_once(from).context("no mark in the readme")?;
    let (_, after) = rest.split_once(to).context("no closing mark in the readme")?;
    Ok(fs::write(readme, format!("{before}{from}\n{table}\n{to}{after}"))?)
}
