//! Files in responses.

use runtime::transport::{Rng, SystemRng};

use crate::api::{notes, notes_over};
use crate::fake::{Fake, Outcome};
use crate::server::{Server, json, response};

#[tokio::test]
async fn a_file_that_does_not_exist_yet_is_the_status_of_its_job() {
    let not_ready = || json(202, r#"{"Id":"77","Status":"RUNNING"}"#);
    let file = response(200, &[("content-type", "text/csv")], "\u{feff}a,b");
    let server = Server::new([not_ready(), not_ready(), file]);
    let notes = notes(&server.url);
    let file = notes.file("77").await.unwrap();
    assert!(!file.is_ready());
    assert_eq!(file.status().unwrap().status.as_deref(), Some("RUNNING"));
    assert!(file.into_file().is_none());
    let error = notes.download("77").await.unwrap_err();
    assert!(error.is_not_ready());
    assert_eq!(error.status().unwrap(), 202);
    let file = notes.file("77").await.unwrap();
    assert!(file.is_ready() && file.status().is_none());
    assert_eq!(file.into_file().unwrap().text().await.unwrap(), "a,b");
    assert_eq!(server.received()[0].header("accept"), Some("application/octet-stream"));
}

#[tokio::test]
async fn a_truncated_file_is_not_saved() {
    let truncated = b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nhalf".to_vec();
    let server = Server::new([truncated.clone(), truncated]);
    let notes = notes(&server.url);
    let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("report.csv");
    std::fs::write(&path, "old").unwrap();
    let handle = notes.job("77");
    let error = handle.save(&path).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    // reading it into memory is an error too
    let mut download = handle.download().await.unwrap();
    assert_eq!(download.content_length(), Some(100));
    let mut received = Vec::new();
    let error = loop {
        match download.next().await.unwrap() {
            Ok(chunk) => received.extend_from_slice(&chunk),
            Err(error) => break error,
        }
    };
    assert_eq!(received, b"half");
    assert_eq!(error.operation(), Some("download"));
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_missing_folder_is_a_local_error() {
    let server = Server::new([response(200, &[], "x")]);
    let notes = notes(&server.url);
    let handle = notes.job("77");
    let error = handle.save("/does/not/exist/report.csv").await.unwrap_err();
    assert!(!error.is_decode() && !error.is_server());
    assert!(error.to_string().contains("cannot write the file"), "{error}");
}

#[tokio::test]
async fn a_download_has_a_file_name_and_can_be_written_to_a_writer() {
    let names = [
        (r#"attachment; filename="report.csv""#, Some("report.csv")),
        (r#"attachment; filename=plain.csv; size=3"#, Some("plain.csv")),
        (r#"attachment; filename="a;b.csv"; filename*=UTF-8''%C3%A4.csv"#, Some("ä.csv")),
        (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
        (r#"attachment; filename="C:\dir\x.csv""#, Some("x.csv")),
        (r#"attachment; filename="a\"b.csv""#, Some("a\"b.csv")),
        (r#"attachment; filename="..""#, None),
        (r#"attachment; filename="""#, None),
        ("attachment", None),
    ];
    for (header, expected) in names {
        let server = Server::new([response(200, &[("content-disposition", header)], "xyz")]);
        let download = notes(&server.url).download("77").await.unwrap();
        assert_eq!(download.file_name().as_deref(), expected, "{header}");
        let mut target = Vec::new();
        assert_eq!(download.write_to(&mut target).await.unwrap(), 3);
        assert_eq!(target, b"xyz");
    }
    let server = Server::new([response(200, &[], b"\xff")]);
    let error = notes(&server.url).download("77").await.unwrap().text().await.unwrap_err();
    assert!(error.is_decode());
}

#[tokio::test]
async fn a_download_has_an_idle_timeout() {
    let fake = Fake::new([Outcome::Stuck(200)]);
    let error = notes_over(fake).download("77").await.unwrap_err();
    assert!(error.is_timeout() && error.status().unwrap() == 200, "{error:?}");
    let fake = Fake::new([Outcome::StuckAfter("half")]);
    let mut download = notes_over(fake).download("77").await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "half");
    assert!(download.next().await.unwrap().unwrap_err().is_timeout());
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_truncated_file_is_an_error_without_the_help_of_the_transport() {
    let download = notes_over(Fake::new([Outcome::Short])).download("77").await.unwrap();
    let error = download.bytes().await.unwrap_err();
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("96 bytes"));
}
