//! The service of exports, which makes a file for each job.

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use tests::random::Random;

use crate::clock::Virtual;
use crate::network::{Service, json};

/// How the service serves files.
#[derive(Clone, Copy, Debug)]
struct Style {
    has_tag: bool,
    has_ranges: bool,
    has_length: bool,
    /// The seconds after which the job is run again by somebody else, whose file is another one.
    changes_after: Option<i64>,
}

/// The service of exports.
#[derive(Debug)]
pub struct Exports {
    /// The files of the first run and of the second one.
    pub files: [Bytes; 2],
    style: Style,
    clock: Virtual,
    started_at: Option<i64>,
}

impl Exports {
    pub fn random(random: &mut Random, clock: Virtual) -> Self {
        let rows = random.pick(&[0, 3, 5_000, 20_000]);
        let files = [0, 1].map(|run| file(run, rows + random.below(50)));
        let style = Style {
            has_tag: random.chance(70),
            has_ranges: random.chance(70),
            has_length: random.chance(70),
            changes_after: random.chance(40).then(|| i64::try_from(random.below(120)).unwrap()),
        };
        Self { files, style, clock, started_at: None }
    }

    /// Returns the number of the current run.
    fn run(&self) -> usize {
        let age = self.clock.seconds() - self.started_at.unwrap_or_default();
        usize::from(self.style.changes_after.is_some_and(|after| age >= after))
    }

    fn download(&self, request: &Parts) -> Response<Bytes> {
        let (run, file) = (self.run(), &self.files[self.run()]);
        let tag = format!("\"run-{run}\"");
        let header = |name| request.headers.get(name).and_then(|value| value.to_str().ok());
        let mut response = Response::builder().header("Content-Type", "text/csv");
        if self.style.has_tag {
            response = response.header("ETag", &tag);
        }
        if self.style.has_ranges {
            response = response.header("Accept-Ranges", "bytes");
        }
        let range = header("range").filter(|_| self.style.has_ranges);
        let is_same = header("if-range").is_none_or(|known| known == tag);
        let mut body = file.clone();
        if let Some(range) = range.filter(|_| is_same) {
            let from = range.strip_prefix("bytes=").and_then(|range| range.strip_suffix('-'));
            let from: usize = from.expect("an open range").parse().expect("a number");
            if from >= file.len() {
                let range = format!("bytes */{}", file.len());
                let response = response.status(StatusCode::RANGE_NOT_SATISFIABLE);
                return response.header("Content-Range", range).body(Bytes::new()).unwrap();
            }
            body = file.slice(from..);
            let range = format!("bytes {from}-{}/{}", file.len() - 1, file.len());
            response = response.status(StatusCode::PARTIAL_CONTENT).header("Content-Range", range);
        }
        if self.style.has_length {
            response = response.header("Content-Length", body.len());
        }
        response.body(body).expect("a response")
    }
}

/// Returns the file of a run.
fn file(run: usize, rows: usize) -> Bytes {
    let mut text = "Id,Run,Amount\n".to_owned();
    for row in 0..rows {
        text.push_str(&format!("{row},{run},{}.50\n", row % 97));
    }
    text.into()
}

impl Service for Exports {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        let path = request.uri.path();
        if path.contains("/ReportExport/") {
            self.started_at.get_or_insert(self.clock.seconds());
            let uri = "/Advertisers/account/Jobs/J-1";
            return json(200, format!(r#"{{"Status":"QUEUED","QueuedUri":"{uri}"}}"#));
        }
        if path.ends_with("/Download") {
            return self.download(request);
        }
        let age = self.clock.seconds() - self.started_at.unwrap_or_default();
        let status = if age < 30 { "RUNNING" } else { "COMPLETED" };
        json(200, format!(r#"{{"Id":"J-1","Status":"{status}"}}"#))
    }
}
