//! The time of generating crates, and how it grows with the number of operations.
//!
//! ```console
//! $ cargo bench -p generator --bench generate
//! ```
//!
//! Each run is a process that writes to a new folder. The descriptions are that of this repository, and four with 250 to
//! 2,000 operations. Environment variables add others: `DESCRIPTIONS` names files, separated by `:`. `OPENAPI_NEXUS` and
//! `OPENAPI_TO_RUST` name the programs of other generators, which run in turns with this one. `PEER_SPEC` names the file
//! that they read instead of the description of this repository.

mod description;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use generator::context::Context;
use generator::output::Mode;
use generator::{Options, generate_into};

/// The allocator of `xtask`.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 4] = [250, 500, 1000, 2000];
const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    if let [_, command, spec, out] = arguments.as_slice()
        && command == RUN
    {
        return generate(Path::new(spec), Path::new(out));
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let peers = Peer::all();
    println!(
        "| description | ms | MiB |{}",
        columns(&peers, |peer| format!(" {} ms |", peer.name))
    );
    println!("|---|---|---|{}", columns(&peers, |_| "---|".to_owned()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let peer_spec = env::var_os("PEER_SPEC").map(PathBuf::from);
    report("this repository", &root.join("spec"), peer_spec.as_deref(), &peers, folder.path());
    let times = SIZES.map(|operations| {
        let [own, others] = ["3.0.3", "3.1.0"].map(|version| {
            let path = folder.path().join(format!("{operations}-{version}.yaml"));
            fs::write(&path, description::description(version, operations, operations / 20))
                .expect("written");
            path
        });
        let name = format!("{operations} operations");
        report(&name, &own, Some(&others), &peers, folder.path())
    });
    for path in env::var_os("DESCRIPTIONS").iter().flat_map(env::split_paths) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        report(&name, &path, Some(&path), &peers, folder.path());
    }
    println!(
        "\ngrowth from {} to {} operations: exponent {:.2}",
        SIZES[0],
        SIZES[3],
        exponent(&times)
    );
    ExitCode::SUCCESS
}

/// The argument with which this program generates a crate.
const RUN: &str = "--run";

/// Generates a crate, and prints the peak of the memory in MiB if the system has it.
fn generate(spec: &Path, out: &Path) -> ExitCode {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let is_own = spec.is_dir();
    let mut options = Options::new(spec.to_owned(), templates);
    options.keep_going = !is_own;
    options.crate_name = (!is_own).then(|| "client".to_owned());
    let (_, changes) = generate_into(&mut Context::default(), &options, out, Mode::Write);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next());
    let peak: Option<f64> = peak.and_then(|kib| kib.parse().ok());
    println!("{:.0}", peak.unwrap_or_default() / 1024.0);
    if changes.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Another generator.
struct Peer {
    name: &'static str,
    program: PathBuf,
    arguments: fn(spec: &Path, out: &Path) -> Vec<PathBuf>,
}

impl Peer {
    fn all() -> Vec<Self> {
        let nexus: fn(&Path, &Path) -> Vec<PathBuf> = |spec, out| {
            let fixed = |text: &str| PathBuf::from(text);
            vec![
                fixed("generate"),
                fixed("-i"),
                spec.to_owned(),
                fixed("-o"),
                out.to_owned(),
                fixed("-g"),
                fixed("rust-reqwest"),
            ]
        };
        let to_rust: fn(&Path, &Path) -> Vec<PathBuf> = |spec, out| {
            vec!["generate".into(), spec.to_owned(), "--output-dir".into(), out.join("src/api")]
        };
        let known = [
            ("openapi-nexus", "OPENAPI_NEXUS", nexus),
            ("openapi-to-rust", "OPENAPI_TO_RUST", to_rust),
        ];
        let peer = |(name, variable, arguments)| {
            Some(Self { name, program: env::var_os(variable)?.into(), arguments })
        };
        known.into_iter().filter_map(peer).collect()
    }
}

fn columns(peers: &[Peer], column: impl Fn(&Peer) -> String) -> String {
    peers.iter().map(column).collect()
}

/// Prints a line of the table, and returns the time of this generator.
fn report(
    name: &str,
    own: &Path,
    others: Option<&Path>,
    peers: &[Peer],
    folder: &Path,
) -> Duration {
    let this = env::current_exe().expect("the path of this program");
    let mut own_times = Vec::new();
    let mut peak = String::new();
    let mut times: Vec<Vec<Duration>> = peers.iter().map(|_| Vec::new()).collect();
    for round in 0..ROUNDS {
        let out = |number: usize| folder.join(format!("{name}-{round}-{number}"));
        let arguments = [RUN.into(), own.to_owned(), out(0)];
        let (time, output) = run(&this, &arguments).expect("a crate");
        own_times.push(time);
        peak = output;
        for (number, (peer, times)) in peers.iter().zip(&mut times).enumerate() {
            let out = out(number + 1);
            let arguments = others.map(|spec| (peer.arguments)(spec, &out));
            let result = arguments.and_then(|arguments| run(&peer.program, &arguments));
            // some report errors without failing
            times.extend(result.filter(|_| out.exists()).map(|(time, _)| time));
        }
    }
    let own_time = median(&mut own_times).unwrap_or_default();
    let times = times.iter_mut().map(|times| match median(times) {
        Some(time) => format!(" {} ({:.2}) |", time.as_millis(), own_time.div_duration_f64(time)),
        None => " - |".to_owned(),
    });
    println!(
        "| {name} | {} | {} |{}",
        own_time.as_millis(),
        peak.trim(),
        times.collect::<String>()
    );
    own_time
}

/// Runs a program, and returns the time and the output unless it fails.
fn run(program: &Path, arguments: &[PathBuf]) -> Option<(Duration, String)> {
    let start = Instant::now();
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output();
    let output = output.expect("a program");
    let time = start.elapsed();
    output.status.success().then(|| (time, String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn median(times: &mut [Duration]) -> Option<Duration> {
    times.sort();
    times.get(times.len() / 2).copied()
}

/// Returns the slope of the line through the times in a plot with logarithmic axes.
fn exponent(times: &[Duration; 4]) -> f64 {
    let points: Vec<(f64, f64)> = SIZES
        .iter()
        .zip(times)
        .map(|(size, time)| ((*size as f64).ln(), time.as_secs_f64().ln()))
        .collect();
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
    let (x, y) = (x / count, y / count);
    let product: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let square: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    product / square
}
