//! Files of jobs: what is not the file is an error, and nothing is written.

use crate::client;
use crate::server::{Server, json, response};

/// A CSV file that was compressed by gzip.
const GZIP: [u8; 29] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x4c, 0xd1, 0xa9, 0xe0, 0x32,
    0xd4, 0x31, 0xe2, 0x02, 0x00, 0xda, 0xd4, 0xd1, 0x93, 0x09, 0x00, 0x00, 0x00,
];

#[tokio::test]
async fn what_is_not_the_file_is_not_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.csv");
    let status = r#"{"Id":"J-1","Type":"ApiReport","Status":"RUNNING","PercentageComplete":"10"}"#;
    for (content_type, body, kind) in [
        ("application/json", status, "not ready"),
        ("application/json", r#"{"Status":"ERROR","Message":"Validation Failed"}"#, "rejected"),
        ("text/html", "<!DOCTYPE html><html><head><title>Log in</title></head></html>", "decode"),
        (
            "text/xml",
            "<ImpactRadiusResponse><Status>ERROR</Status></ImpactRadiusResponse>",
            "rejected",
        ),
        ("text/csv", "", "decode"),
    ] {
        let server =
            Server::serving(move |_| response(200, &[("content-type", content_type)], body));
        let job = client(&server.url).jobs().export_job("J-1");
        let error = job.save(&path).await.expect_err("not a file");
        let kinds = [error.is_not_ready(), error.is_rejected(), error.is_decode()];
        assert_eq!(
            kinds,
            ["not ready", "rejected", "decode"].map(|name| name == kind),
            "{error:?}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

#[tokio::test]
async fn the_status_in_place_of_a_file_is_returned() {
    let server = Server::new([json(200, r#"{"Id":"J-1","Status":"QUEUED"}"#)]);
    let file = client(&server.url).jobs().download("J-1").await.expect("a status");
    let status = file.status().expect("a status").status.as_ref().expect("a state");
    assert_eq!(status.as_str(), "QUEUED");
}

#[tokio::test]
async fn a_compressed_file_is_saved_decompressed() {
    let headers = [("content-encoding", "gzip"), ("content-type", "text/csv")];
    let server = Server::serving(move |_| response(200, &headers, GZIP));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.csv");
    let job = client(&server.url).jobs().export_job("J-1");
    assert_eq!(job.save(&path).await.expect("a file"), 9);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "id,x\n1,2\n");
    let text = job.download().await.expect("a file").text().await.expect("text");
    assert_eq!(text, "id,x\n1,2\n");
}
