//! Responses with a `Content-Encoding`.

use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Status};

use runtime::Error;

use crate::api::{builder, notes};
use crate::notes::Notes;
use crate::server::{Server, response};

/// Window bits of zlib for a gzip header.
const GZIP: i32 = 16 + 15;

/// Window bits of zlib for no header.
const RAW: i32 = -15;

fn compress(window_bits: i32, content: &[u8]) -> Vec<u8> {
    let config = DeflateConfig { window_bits, ..DeflateConfig::default() };
    let mut deflate = Deflate::new_with_config(config);
    let mut output = vec![0; content.len() + 1024];
    let status = deflate.compress(content, &mut output, DeflateFlush::Finish).unwrap();
    assert_eq!(status, Status::StreamEnd);
    output.truncate(deflate.total_out() as usize);
    output
}

fn encoded(encoding: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    response(200, &[("content-encoding", encoding), ("content-type", "text/csv")], body)
}

async fn download(raw: Vec<u8>) -> Result<Vec<u8>, Error> {
    let server = Server::new([raw]);
    let file = notes(&server.url).download("77").await?;
    assert_eq!(file.content_length(), None);
    Ok(file.bytes().await?.to_vec())
}

/// Returns text that is compressed to about a tenth.
fn lines(count: u32) -> String {
    (0..count).map(|at| format!("{},{},spring\n", at * 7919, at % 97)).collect()
}

#[tokio::test]
async fn a_stored_encoding_is_decoded() {
    let text = lines(200_000);
    let gzip = compress(GZIP, text.as_bytes());
    assert!(gzip.len() * 2 < text.len());
    for (encoding, body) in [
        ("gzip", gzip.clone()),
        ("GZIP", gzip.clone()),
        ("x-gzip, identity", gzip.clone()),
        ("deflate", compress(15, text.as_bytes())),
        // without the header of zlib
        ("deflate", compress(RAW, text.as_bytes())),
        ("deflate", gzip.clone()),
    ] {
        assert_eq!(download(encoded(encoding, body)).await.unwrap(), text.as_bytes(), "{encoding}");
    }
    // several members, and padding
    let (start, end) = text.as_bytes().split_at(1000);
    let mut joined = compress(GZIP, start);
    joined.extend(compress(GZIP, end));
    joined.extend([0; 512]);
    assert_eq!(download(encoded("gzip", joined)).await.unwrap(), text.as_bytes());
    assert_eq!(
        download(response(200, &[("content-encoding", "identity")], "a")).await.unwrap(),
        b"a"
    );
    // the encoding of an error or of a status
    let body = compress(GZIP, br#"{"Status":"ERROR","Message":"no"}"#);
    assert!(download(encoded("gzip", body)).await.unwrap_err().is_rejected());
}

#[tokio::test]
async fn what_follows_the_compressed_data_is_ignored() {
    let text = lines(10_000);
    for (encoding, window_bits) in [("gzip", GZIP), ("deflate", 15), ("deflate", RAW)] {
        for rest in [&b"\r\n"[..], b"\0\0x", b"<!-- cached -->", &[0xff; 100_000]] {
            let mut body = compress(window_bits, text.as_bytes());
            body.extend(rest);
            let decoded = download(encoded(encoding, &body)).await;
            assert_eq!(decoded.unwrap(), text.as_bytes(), "{encoding} {rest:?}");
            // a body in memory
            let server = Server::new([encoded(encoding, {
                let mut body = compress(window_bits, br#"{"Id":"1"}"#);
                body.extend(rest);
                body
            })]);
            notes(&server.url).get("1").await.unwrap().id.expect("an id");
        }
    }
    // data without a header are not those of gzip, and another member has to be complete
    let mut joined = compress(GZIP, text.as_bytes());
    joined.extend(&compress(GZIP, text.as_bytes())[..20]);
    for body in [compress(RAW, text.as_bytes()), joined] {
        download(encoded("gzip", body)).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_stored_encoding_is_decoded_before_it_is_saved() {
    let path = std::env::temp_dir().join(format!("runtime-{:x}.csv", std::process::id()));
    let server = Server::new([encoded("gzip", compress(GZIP, b"id,x\n1,2\n"))]);
    assert_eq!(notes(&server.url).job("77").save(&path).await.unwrap(), 9);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "id,x\n1,2\n");
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn an_invalid_encoding_is_an_error() {
    let text = lines(100_000);
    let gzip = compress(GZIP, text.as_bytes());
    let mut wrong = gzip.clone();
    let last = wrong.len() - 8;
    wrong[last] ^= 1;
    for body in [b"id,x\n1,2\n".to_vec(), wrong] {
        let error = download(encoded("gzip", body)).await.unwrap_err();
        assert!(error.is_decode(), "{error:?}");
        assert!(error.to_string().contains("compressed body is invalid"), "{error}");
    }
    for encoding in ["br", "zstd", "gzip, gzip"] {
        let error = download(encoded(encoding, &gzip)).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(encoding), "{error}");
    }
    let error = download(encoded("gzip", &gzip[..gzip.len() / 2])).await.unwrap_err();
    assert!(error.may_have_been_sent() && !error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn the_expansion_is_bounded() {
    let bomb = compress(GZIP, &vec![0; 40 * 1024 * 1024]);
    assert!(bomb.len() < 64 * 1024);
    let error = download(encoded("gzip", &bomb)).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("250 to 1"), "{error}");
    let server =
        Server::new([encoded("gzip", &bomb), encoded("gzip", compress(GZIP, &[b' '; 5000]))]);
    let client = builder().base_url(&server.url).max_body(4000).build().unwrap();
    let notes = Notes { client };
    for _ in 0..2 {
        let error = notes.get("1").await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("4000 bytes"), "{error}");
    }
}

#[tokio::test]
async fn other_responses_are_decoded_too() {
    let body = compress(GZIP, br#"{"Id":"1","Subject":"a"}"#);
    let refusal = compress(GZIP, br#"{"Message":"gone"}"#);
    let server = Server::new([
        encoded("gzip", body),
        response(404, &[("content-encoding", "gzip")], refusal),
        response(503, &[("content-encoding", "br")], "x"),
        encoded("br", "x"),
    ]);
    let notes = notes(&server.url);
    assert_eq!(notes.get("1").await.unwrap().subject.as_deref(), Some("a"));
    assert_eq!(notes.get("1").await.unwrap_err().message(), Some("gone"));
    assert!(notes.get("1").await.unwrap_err().is_server());
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("`br`"), "{error}");
}
