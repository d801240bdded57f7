//! Files: what is not the declared file is an error, and nothing is written.

use std::path::PathBuf;

use runtime::Error;
use runtime::transport::{Rng, SystemRng};

use crate::api::{FETCH_PDF, notes, notes_over};
use crate::fake::Fake;
use crate::notes::Notes;
use crate::server::{Server, json, response};

/// A folder with a file, which is removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("old.csv"), "old").unwrap();
        Self(folder)
    }

    /// Checks that nothing was written.
    fn check(&self) {
        let names: Vec<_> = std::fs::read_dir(&self.0).unwrap().map(Result::unwrap).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        assert_eq!(std::fs::read_to_string(self.0.join("old.csv")).unwrap(), "old");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Returns the errors of downloading and of saving.
pub async fn refused(raw: &[u8], folder: &Folder) -> [Error; 3] {
    let server = Server::new([raw.to_vec(), raw.to_vec(), raw.to_vec()]);
    let job = notes(&server.url).job("77");
    let errors = [
        job.download().await.map(drop).unwrap_err(),
        job.save(folder.0.join("old.csv")).await.unwrap_err(),
        job.save(folder.0.join("new.csv")).await.unwrap_err(),
    ];
    folder.check();
    errors
}

pub fn typed(content_type: &str, body: &str) -> Vec<u8> {
    response(200, &[("content-type", content_type)], body)
}

#[tokio::test]
async fn the_status_of_a_job_is_not_its_file() {
    let folder = Folder::new();
    for raw in [
        json(200, r#"{"Id":"77","Status":"RUNNING","PercentageComplete":"10","Other":1}"#),
        json(200, r#"{"Id":"77","Status":"ERROR","StatusMessage":"tried again"}"#),
        json(200, r#"{"Job":{"Id":"77","Status":"QUEUED"}}"#),
        typed("text/xml", "<R><Id>77</Id><Status>RUNNING</Status></R>"),
        typed(
            "text/xml",
            "<?xml version=\"1.0\"?><R><Job><Id>77</Id><Status>RUNNING</Status></Job></R>",
        ),
        json(202, r#"{"Id":"77"}"#),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_not_ready() && error.may_have_been_sent(), "{error:?}");
            assert_eq!(error.operation(), Some("download"));
        }
        let server = Server::new([raw]);
        let file = notes(&server.url).file("77").await.unwrap();
        assert!(!file.is_ready());
        let status = file.status().unwrap();
        assert!(status.id.as_deref() == Some("77"), "{status:?}");
    }
}

#[tokio::test]
async fn an_error_is_not_a_file() {
    let folder = Folder::new();
    for raw in [
        json(200, r#"{"Status":"ERROR","Message":"Validation Failed"}"#),
        json(200, r#"{"status":"error"}"#),
        json(200, r#"{"error":"Access denied"}"#),
        json(200, r#"{"message":"Access denied"}"#),
        response(200, &[], "Access denied"),
        json(200, r#"{"Status":"ERROR","success":false,"A":1,"B":2,"C":3}"#),
        typed("text/csv", r#" {"Status":"ERROR","Errors":[{"Field":"a","Message":"b"}]}"#),
        typed("text/xml", "<R><Status>ERROR</Status></R>"),
        typed(
            "application/octet-stream",
            "\u{feff}<R><Status>Error</Status><Message>x</Message></R>",
        ),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_rejected() && !error.is_decode(), "{error:?}");
            assert_eq!(error.status().unwrap(), 200);
            assert!(error.body_excerpt().is_some());
        }
    }
}

#[tokio::test]
async fn an_html_page_or_an_empty_body_is_not_a_file() {
    let folder = Folder::new();
    let long = format!("<!DOCTYPE html><html><title>Log in</title>{}", "x".repeat(200_000));
    let no_content = b"HTTP/1.1 204 X\r\nconnection: close\r\n\r\n".to_vec();
    for (raw, found) in [
        (typed("text/html", "<!DOCTYPE html><html><head><title>Log in</title>"), "Log in"),
        (typed("text/csv", &long), "Log in"),
        (typed("text/csv", ""), "an empty body"),
        (typed("text/csv", " \r\n"), "an empty body"),
        (no_content, "an empty body"),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
            assert!(error.to_string().contains(found), "{error}");
        }
    }
}

#[tokio::test]
async fn files_of_every_format_are_passed_on() {
    let large = format!(r#"{{"Status":"ERROR","Records":["{}"]}}"#, "x".repeat(300_000));
    for body in [
        "a,b\n1,2\n",
        r#"{"Records":[{"Id":"1","Status":"ERROR"}]}"#,
        r#"[{"Id":"1","Status":"RUNNING"}]"#,
        "<R><Record><Date>1</Date><Clicks>2</Clicks><Status>OK</Status></Record></R>",
        "{ not JSON",
        "<",
        large.as_str(),
    ] {
        let server = Server::new([typed("application/json", body), typed("x/y", body)]);
        let job = notes(&server.url).job("77");
        assert_eq!(job.download().await.unwrap().text().await.unwrap(), body);
        let file = notes(&server.url).file("77").await.unwrap().into_file().unwrap();
        assert_eq!(file.bytes().await.unwrap(), body.as_bytes());
    }
}

#[tokio::test]
async fn a_document_is_not_a_file_of_another_type() {
    let notes = notes_over(Fake::bodies(&[r#"{"Id":"1"}"#, "%PDF-1.7"]));
    let file = |notes: &Notes| notes.request(&FETCH_PDF).send::<runtime::download::Download>();
    let error = file(&notes).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("JSON or XML"), "{error}");
    assert_eq!(file(&notes).await.unwrap().text().await.unwrap(), "%PDF-1.7");
}

#[tokio::test]
async fn a_fetched_url_may_be_anything_but_an_error() {
    let page = "<html><title>Terms</title></html>";
    let server = Server::new([
        typed("text/html", page),
        json(200, r#"{"Id":"77","Status":"RUNNING"}"#),
        typed("text/plain", ""),
        json(200, r#"{"Status":"ERROR","Message":"no"}"#),
    ]);
    let client = notes(&server.url).client;
    assert_eq!(client.fetch("/terms").await.unwrap().text().await.unwrap(), page);
    assert!(client.fetch("/job").await.unwrap().text().await.unwrap().contains("RUNNING"));
    assert_eq!(client.fetch("/empty").await.unwrap().text().await.unwrap(), "");
    assert!(client.fetch("/no").await.unwrap_err().is_rejected());
}

#[cfg(unix)]
#[tokio::test]
async fn a_saved_file_keeps_the_permissions_and_the_links_of_the_one_it_replaces() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    // the longest name of a file
    let (file, link) = (folder.join("x".repeat(255)), folder.join("link"));
    std::fs::write(&file, "old").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&file, &link).unwrap();
    let server = Server::new([typed("text/csv", "a,b\n"), typed("text/csv", "c,d\n")]);
    let job = notes(&server.url).job("77");
    for (path, expected) in [(&file, "a,b\n"), (&link, "c,d\n")] {
        job.save(path).await.unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    std::fs::remove_dir_all(&folder).unwrap();
}
