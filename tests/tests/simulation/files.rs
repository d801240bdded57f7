//! Files of jobs: a file is saved completely or not at all, and its records are those of one run.

use std::path::Path;

use impact_brand::Error;
use impact_brand::jobs::Job;
use impact_brand::polling::FinishedJob;
use tests::random::Random;

use crate::clock::Virtual;
use crate::exports::Exports;
use crate::network::Network;

/// Exports a report from a random service.
async fn export(seed: u64) -> (Network<Exports>, Result<FinishedJob<Job>, Error>) {
    let mut random = Random::new(seed);
    let clock = Virtual::start();
    let service = Exports::random(&mut random, clock);
    let faults = random.pick(&[0, 10, 30, 50]);
    let network = Network::new(service, seed + 1_000_000, faults);
    let client = network.client(clock).build().expect("a client");
    let finished = async {
        let job = client.reports().export("report").start().await?;
        job.wait().await
    };
    (network.clone(), finished.await)
}

/// Saves the file. Returns `true` if it is complete, and a hash of the requests.
pub async fn save(seed: u64, folder: &Path) -> (bool, u64) {
    let path = folder.join("report.csv");
    let (network, finished) = export(seed).await;
    let Ok(finished) = finished else { return (false, network.trace()) };
    let result = finished.save(&path).await;
    let left = std::fs::read_dir(folder).expect("a folder").count();
    assert_eq!(left, usize::from(path.exists()), "seed {seed}: a temporary file is left");
    let is_complete = match (result, std::fs::read(&path)) {
        (Ok(length), Ok(bytes)) => {
            let files = network.service(|service| service.files.clone());
            assert!(files.iter().any(|file| file == &bytes), "seed {seed}: {length} bytes");
            assert_eq!(length, bytes.len() as u64, "seed {seed}");
            true
        }
        (Err(_), Err(_)) => false,
        (result, file) => panic!("seed {seed}: {result:?}, {file:?}"),
    };
    (is_complete, network.trace())
}

/// Reads the records of the file, and returns `true` if they are complete.
async fn read(seed: u64) -> bool {
    let (network, finished) = export(seed).await;
    let Ok(finished) = finished else { return false };
    let mut records = finished.records();
    let mut text = "Id,Run,Amount\n".to_owned();
    let is_complete = loop {
        match records.next().await {
            Some(Ok(record)) => {
                let fields = ["Id", "Run", "Amount"].map(|name| record.get(name).expect("a field"));
                text.push_str(&fields.join(","));
                text.push('\n');
            }
            Some(Err(_)) => break false,
            None => break true,
        }
    };
    let files = network.service(|service| service.files.clone());
    let is_right = |file: &[u8]| match is_complete {
        true => file == text.as_bytes(),
        false => file.starts_with(text.as_bytes()),
    };
    assert!(files.iter().any(|file| is_right(file)), "seed {seed}: {} bytes", text.len());
    is_complete
}

#[test]
fn files_are_complete_and_of_one_run() {
    let mut saved = 0;
    for seed in crate::seeds(40) {
        let folder = tempfile::tempdir().expect("a folder");
        saved += usize::from(crate::simulate(save(seed, folder.path())).0);
    }
    assert!(saved > 0 || !crate::are_default_seeds());
}

#[test]
fn records_are_those_of_one_run() {
    let mut complete = 0;
    for seed in crate::seeds(40) {
        complete += usize::from(crate::simulate(read(seed)));
    }
    assert!(complete > 0 || !crate::are_default_seeds());
}
