//! HTTP/2: streams and connections that the server ends.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::secure::{Connection, accept, config};
use crate::tls::check_sent_writes;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;

/// Returns the frame that takes the place of the response on a stream.
type End = fn(u32) -> Vec<u8>;

/// Returns a frame.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = (payload.len() as u32).to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// Reads the type, the flags and the stream of a frame; returns `None` at the end of the connection.
fn read_frame(connection: &mut Connection) -> Option<(u8, u8, u32)> {
    let mut head = [0; 9];
    connection.read_exact(&mut head).ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
    connection.read_exact(&mut vec![0; length]).ok()?;
    Some((head[3], head[4], u32::from_be_bytes([head[5], head[6], head[7], head[8]])))
}

/// Starts a server that sends a frame in place of each response, and returns its URL and the number of requests that it
/// has received completely.
fn serve(end: End) -> (String, Arc<AtomicUsize>) {
    let mut config = config();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let url = accept(config, move |mut connection| {
        let counted = counted.clone();
        thread::spawn(move || {
            // the preface of the client, and the settings of the server
            connection.read_exact(&mut [0; 24]).unwrap();
            connection.write_all(&frame(SETTINGS, 0, 0, &[])).unwrap();
            connection.flush().unwrap();
            while let Some((kind, flags, stream)) = read_frame(&mut connection) {
                if matches!(kind, DATA | HEADERS) && flags & END_STREAM != 0 {
                    counted.fetch_add(1, Ordering::SeqCst);
                    let end = end(stream);
                    let _ = connection.write_all(&end);
                    let _ = connection.flush();
                    if end[3] == GOAWAY {
                        return;
                    }
                }
            }
        });
    });
    (url, count)
}

#[tokio::test]
async fn a_write_is_not_sent_again_if_its_stream_or_connection_ends() {
    let ends: [(&str, End); 5] = [
        ("GOAWAY after the stream", |stream| {
            frame(GOAWAY, 0, 0, &[stream.to_be_bytes(), 0_u32.to_be_bytes()].concat())
        }),
        ("GOAWAY before the stream", |_| frame(GOAWAY, 0, 0, &[0; 8])),
        ("GOAWAY with an error", |_| frame(GOAWAY, 0, 0, &[0, 0, 0, 0, 0, 0, 0, 2])),
        ("RST_STREAM, refused", |stream| frame(RST_STREAM, 0, stream, &7_u32.to_be_bytes())),
        ("RST_STREAM, internal error", |stream| frame(RST_STREAM, 0, stream, &2_u32.to_be_bytes())),
    ];
    for (name, end) in ends {
        let (url, count) = serve(end);
        check_sent_writes(&url, name).await;
        assert_eq!(count.load(Ordering::SeqCst), 2, "{name}");
    }
}
