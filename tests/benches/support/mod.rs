//! What the benchmarks share: a server on the loopback interface, and measuring in turns.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Starts a server that keeps connections open and sends the same response to every request. Returns its URL.
pub fn serve(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-ratelimit-limit: 1000000000\r\n\
         x-ratelimit-remaining: 999999999\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let response = response.clone();
            thread::spawn(move || respond(connection, response.as_bytes()));
        }
    });
    url
}

fn respond(mut connection: TcpStream, response: &[u8]) {
    connection.set_nodelay(true).expect("an open connection");
    let mut reader = BufReader::new(connection.try_clone().expect("an open connection"));
    let mut line = String::new();
    loop {
        // requests without a body end with an empty line
        loop {
            line.clear();
            match reader.read_line(&mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if line == "\r\n" => break,
                Ok(_) => {}
            }
        }
        if connection.write_all(response).is_err() {
            return;
        }
    }
}

/// Measures several functions in turns, so that changes of the machine affect all alike. Returns the median of each.
pub fn medians(rounds: usize, subjects: &mut [(&str, &mut dyn FnMut())]) -> Vec<Duration> {
    let mut times = vec![Vec::new(); subjects.len()];
    // the first round fills caches and opens connections
    for round in 0..=rounds {
        for (times, (_, subject)) in times.iter_mut().zip(subjects.iter_mut()) {
            let start = Instant::now();
            subject();
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    times.iter_mut().for_each(|times| times.sort());
    times.iter().map(|times| times[times.len() / 2]).collect()
}
