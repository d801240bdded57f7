//! The service of jobs, which returns the job of the first time for equal parameters, and runs jobs again.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response};
use impact_brand::transport::Clock;
use tests::random::Random;

use crate::clock::{date, seconds};
use crate::network::{Service, json};

/// How the service describes jobs.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// The response to an export has the time.
    has_date: bool,
    has_created: bool,
    /// The time of creation has an offset. Without one, it is in the time zone of the account.
    has_offset: bool,
    /// The time zone of the account, in seconds.
    zone: i64,
    /// The seconds by which the clock of the service is ahead.
    skew: i64,
    /// The seconds after which a job is visible.
    visible_after: i64,
    /// The seconds after which a job is removed.
    removed_after: i64,
}

/// A run of a job.
#[derive(Clone, Debug)]
pub struct Run {
    pub file: Bytes,
    started_at: i64,
    pub ended_at: i64,
    state: &'static str,
}

/// A job.
#[derive(Debug)]
pub struct Job {
    pub id: String,
    created_at: i64,
    pub runs: Vec<Run>,
}

/// The service of jobs.
#[derive(Debug)]
pub struct Jobs {
    pub jobs: Vec<Job>,
    /// The current job for each path and query of an export.
    current: HashMap<String, usize>,
    style: Style,
    /// The times of the exports that were received.
    pub exports: Vec<i64>,
    /// The number of replays that were received.
    pub replays: usize,
    /// The number of replays of jobs whose run was in progress for longer than a request is delayed.
    pub replays_in_progress: usize,
    /// The percentage of requests before which somebody else runs a job again.
    pub others: usize,
    clock: Arc<dyn Clock>,
    random: Random,
}

const HOUR: i64 = 3_600;

/// The seconds that a status and the replay after it take at most.
const MAX_DELAY: i64 = 500;

impl Jobs {
    pub fn random(random: &mut Random, clock: impl Clock) -> Self {
        let style = Style {
            has_date: random.chance(90),
            has_created: random.chance(90),
            has_offset: random.chance(40),
            zone: random.pick(&[-8 * HOUR, HOUR, HOUR, 2 * HOUR]),
            skew: random.pick(&[-300, 0, 300]),
            visible_after: random.pick(&[0, 0, 10]),
            removed_after: random.pick(&[HOUR / 2, 100_000, i64::MAX]),
        };
        Self {
            jobs: Vec::new(),
            current: HashMap::new(),
            style,
            exports: Vec::new(),
            replays: 0,
            replays_in_progress: 0,
            others: random.pick(&[0, 0, 10]),
            clock: Arc::new(clock),
            random: Random::new(random.number()),
        }
    }

    /// Returns a run that begins now.
    fn run(&mut self) -> Run {
        let now = seconds(&*self.clock);
        let number: usize = self.jobs.iter().map(|job| job.runs.len()).sum();
        let rows = self.random.pick(&[1, 3, 40]);
        let row = |row: usize| format!("{row},{number},{}.50\n", row % 97);
        let file = format!("Id,Run,Amount\n{}", (0..rows).map(row).collect::<String>());
        let state = self.random.pick(&["COMPLETED", "COMPLETED", "COMPLETED", "FAILED", "EXPIRED"]);
        let length = self.random.pick(&[0, 1, 30, 400, 4_000]);
        Run { file: file.into(), started_at: now, ended_at: now + length, state }
    }

    /// Returns the seconds after which a job is visible.
    pub fn visible_after(&self) -> i64 {
        self.style.visible_after
    }

    /// Describes a job in the message of a failure.
    pub fn describe(&self, id: &str) -> String {
        let job = self.jobs.iter().find(|job| job.id == id).expect("a job");
        let runs = job.runs.iter().map(|run| (run.started_at, run.ended_at, run.state));
        format!("{:?}, created at {}: {:?}", self.style, job.created_at, runs.collect::<Vec<_>>())
    }

    fn is_removed(&self, job: &Job) -> bool {
        seconds(&*self.clock) - job.created_at > self.style.removed_after
    }

    fn export(&mut self, request: &Parts) -> Response<Bytes> {
        let now = seconds(&*self.clock);
        self.exports.push(now);
        let key = request.uri.to_string();
        let known = self.current.get(&key).copied();
        let at = match known.filter(|at| !self.is_removed(&self.jobs[*at])) {
            Some(at) => at,
            None => {
                let (id, run) = (format!("J-{}", self.jobs.len()), self.run());
                self.jobs.push(Job { id, created_at: now, runs: vec![run] });
                self.jobs.len() - 1
            }
        };
        self.current.insert(key, at);
        let uri = format!("/Advertisers/account/Jobs/{}", self.jobs[at].id);
        let mut response = json(200, format!(r#"{{"Status":"QUEUED","QueuedUri":"{uri}"}}"#));
        if self.style.has_date {
            let value = http_date(now + self.style.skew);
            response.headers_mut().insert("Date", value.parse().expect("a header"));
        }
        response
    }

    fn status(&self, job: &Job) -> Response<Bytes> {
        let now = seconds(&*self.clock);
        if now - job.created_at < self.style.visible_after {
            return not_found();
        }
        let run = job.runs.last().expect("a run");
        let state = match now - run.started_at {
            _ if now >= run.ended_at => run.state,
            0 | 1 => "QUEUED",
            // the service tries it again
            age if age % 3 == 0 => "ERROR",
            _ => "RUNNING",
        };
        let created = job.created_at + self.style.skew;
        let created = match (self.style.has_created, self.style.has_offset) {
            (false, _) => String::new(),
            (true, true) => date(created),
            (true, false) => date(created + self.style.zone).trim_end_matches('Z').to_owned(),
        };
        let id = &job.id;
        json(200, format!(r#"{{"Id":"{id}","Status":"{state}","CreatedDate":"{created}"}}"#))
    }

    fn replay(&mut self, at: usize) -> Response<Bytes> {
        let (now, run) = (seconds(&*self.clock), self.run());
        let job = &mut self.jobs[at];
        job.runs.push(run);
        let last = job.runs.iter().rev().nth(1).expect("a run");
        self.replays += 1;
        self.replays_in_progress +=
            usize::from(now < last.ended_at && last.started_at + MAX_DELAY < now);
        json(200, format!(r#"{{"Id":"{}","Status":"QUEUED"}}"#, self.jobs[at].id))
    }

    fn download(&self, job: &Job) -> Response<Bytes> {
        let run = job.runs.last().expect("a run");
        if seconds(&*self.clock) < run.ended_at || run.state != "COMPLETED" {
            // without its length, the start of a status may be that of a file
            let mut response = self.status(job);
            let length = response.body().len().to_string();
            response.headers_mut().insert("Content-Length", length.parse().expect("a header"));
            return response;
        }
        let response = Response::builder().header("Content-Type", "text/csv");
        let response = response.header("Content-Length", run.file.len());
        response.body(run.file.clone()).expect("a response")
    }
}

/// Returns a time as it is in a header.
fn http_date(seconds: i64) -> String {
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let name = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][usize::try_from(day % 7).unwrap()];
    let date = date(seconds);
    let (year, month, day) = (&date[..4], date[5..7].parse::<usize>().unwrap(), &date[8..10]);
    let month =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            [month - 1];
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{name}, {day} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

fn not_found() -> Response<Bytes> {
    json(404, r#"{"Status":"ERROR","Message":"Not found"}"#)
}

impl Service for Jobs {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        let path = request.uri.path();
        let Some((_, rest)) = path.split_once("/Jobs/") else { return self.export(request) };
        let id = rest.split('/').next().expect("an id");
        let at = self.jobs.iter().position(|job| job.id == id).expect("a known job");
        if self.is_removed(&self.jobs[at]) {
            return not_found();
        }
        if self.random.chance(self.others) {
            let run = self.run();
            self.jobs[at].runs.push(run);
        }
        match (&request.method, rest.ends_with("/Download")) {
            (&Method::PUT, _) => self.replay(at),
            (_, true) => self.download(&self.jobs[at]),
            _ => self.status(&self.jobs[at]),
        }
    }
}
