//! Paths with parameters, and with characters that a URL cannot contain.

use path_parameters::Client;
use path_parameters::notes::Notes;

use crate::support::Capture;

fn notes(capture: &Capture) -> Notes {
    let builder = Client::builder("a/c", "token").transport(capture.clone());
    builder.build().unwrap().notes()
}

#[tokio::test]
async fn parameters_are_encoded() {
    let capture = Capture::new("").status(204);
    let notes = notes(&capture);
    notes.get(7, "a/b %").language("größe").await.unwrap();
    let line = capture.last().lines().next().map(str::to_owned).unwrap();
    assert_eq!(line, "GET /a%2Fc/shelves/7/notes/a%2Fb%20%25?Language=gr%C3%B6%C3%9Fe");
    for (name, reason) in [(" ", "is required"), ("..", "`.` or `..`"), ("%2e", "`.` or `..`")] {
        let error = notes.get(7, name).await.unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[tokio::test]
async fn literal_parts_are_encoded() {
    let capture = Capture::new("").status(204);
    let notes = notes(&capture);
    let cases = [
        (notes.sized("ö").send(), "/notes%20in%20gr%C3%B6%C3%9Fe/%C3%B6"),
        (notes.quoted().send(), "/notes/%5E%7C%5C%5B%5D%22%3C%60%3E"),
        (notes.reserved().send(), "/notes/(a);b=$1,2*&c@me!~:read"),
        (notes.escaped().send(), "/notes/a%2Fb//"),
        (notes.file("a.b", "txt", "read all").send(), "/files/a.b.txt:read%20all"),
        (notes.list_all().send(), "/notes?action=list%20all&kind%5B%5D=gr%C3%B6%C3%9Fe"),
        (notes.list_short().send(), "/notes"),
    ];
    for (call, target) in cases {
        call.await.unwrap();
        let line = capture.last().lines().next().map(str::to_owned);
        assert_eq!(line, Some(format!("GET {target}")));
    }
}

#[tokio::test]
async fn an_error_has_the_template_as_it_is_declared() {
    let capture = Capture::new("").status(404);
    let error = notes(&capture).sized("ö").await.unwrap_err();
    assert_eq!(error.path(), Some("/notes in größe/{Größe}"));
}
