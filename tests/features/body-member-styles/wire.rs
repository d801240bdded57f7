//! The styles of members of forms, and the types of parts.

use body_member_styles::Client;
use body_member_styles::notes::{Color, Labels, Notes, Price};
use body_member_styles::testing::FixedRng;
use body_member_styles::wire::{Json, Upload};

use crate::support::Capture;

fn notes(capture: &Capture) -> Notes {
    let builder = Client::builder("account", "token").transport(capture.clone());
    builder.rng(FixedRng::new(1)).build().unwrap().notes()
}

fn color() -> Color {
    Color::new().r(1).g(2)
}

#[tokio::test]
async fn members_of_forms_have_their_styles() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    let price = || Price::new().amount(5).color(color());
    let form = || notes.send_form();
    let cases = [
        (form().repeated(["a", "b"]), "repeated=a&repeated=b"),
        (form().joined(["a", "b"]), "joined=a%2Cb"),
        (form().piped([1, 2]), "piped=1%7C2"),
        (form().exploded(color()), "R=1&G=2"),
        (form().flat(color()), "flat=R%2C1%2CG%2C2"),
        (form().spaced(color()), "spaced=R%201%20G%202"),
        (form().deep(price()), "deep%5Bamount%5D=5&deep%5Bcolor%5D%5BR%5D=1&deep%5Bcolor%5D%5BG%5D=2"),
        (
            form().line(Price::new().amount(5)).line(Price::new().amount(6)),
            "lines%5B0%5D%5Bamount%5D=5&lines%5B1%5D%5Bamount%5D=6",
        ),
        (form().json(Price::new().amount(5)), "json=%7B%22amount%22%3A5%7D"),
        (form().any("a"), "any=a"),
        (form().any(Json::parse(r#"["a","",1.5]"#).unwrap()), "any=a&any=&any=1.5"),
        (form().any(Json::parse(r#"{"x":true,"y":"b"}"#).unwrap()), "x=true&y=b"),
    ];
    for (request, body) in cases {
        request.await.unwrap();
        let expected = format!("POST /forms\ncontent-type: application/x-www-form-urlencoded\n{body}");
        assert_eq!(capture.last(), expected);
    }
    notes.send_record(Labels::new().names(["a,b", "c"])).await.unwrap();
    assert!(capture.last().ends_with("\nnames=a%2Cb&names=c"), "{}", capture.last());
}

#[tokio::test]
async fn parts_have_their_types() {
    let capture = Capture::new("");
    let files = [Upload::bytes("a.txt", "A"), Upload::bytes("b.txt", "B")];
    let parts = notes(&capture).send_parts(files).tags(["x", "y"]).all_tags(["x", "y"]);
    parts.price(Price::new().amount(5)).await.unwrap();
    let sent = capture.last().replace("\r\n", "\n");
    let part = |head: &str, content: &str| format!("\nContent-Disposition: form-data; name={head}\n\n{content}\n");
    for expected in [
        part("\"files\"; filename=\"a.txt\"\nContent-Type: application/octet-stream", "A"),
        part("\"files\"; filename=\"b.txt\"\nContent-Type: application/octet-stream", "B"),
        part("\"tags\"", "x"),
        part("\"tags\"", "y"),
        part("\"all_tags\"\nContent-Type: application/json", "[\"x\",\"y\"]"),
        part("\"price\"\nContent-Type: application/json", "{\"amount\":5}"),
    ] {
        assert!(sent.contains(&expected), "expected {expected} in {sent}");
    }
    assert_eq!(sent.matches("form-data; name=").count(), 6);
}

#[tokio::test]
async fn parts_of_any_type_are_text_or_json() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    let json = |text: &str| Json::parse(text).unwrap();
    let part = |name: &str, content: &str| format!("name=\"{name}\"\n\n{content}\n");
    let json_part = |name: &str, content: &str| {
        format!("name=\"{name}\"\nContent-Type: application/json\n\n{content}\n")
    };
    let form = || notes.send_parts([Upload::bytes("a.txt", "A")]);
    let several = [json("1"), json(r#"{"x":[1]}"#), json("[2]")];
    let cases = [
        (form().any("a"), vec![part("any", "a")]),
        (form().any(json("1.50")), vec![part("any", "1.50")]),
        (form().any(json(r#"{"x":"a"}"#)), vec![json_part("any", r#"{"x":"a"}"#)]),
        (form().any(json(r#"["a",{"x":1}]"#)), vec![part("any", "a"), json_part("any", r#"{"x":1}"#)]),
        (
            form().several(several),
            vec![part("several", "1"), json_part("several", r#"{"x":[1]}"#), json_part("several", "[2]")],
        ),
        (form().nested([vec![1, 2], vec![3]]), vec![json_part("nested", "[1,2]"), json_part("nested", "[3]")]),
    ];
    for (request, parts) in cases {
        request.await.unwrap();
        let sent = capture.last().replace("\r\n", "\n");
        assert_eq!(sent.matches("form-data; name=").count(), parts.len() + 1, "{sent}");
        for part in parts {
            assert!(sent.contains(&part), "expected {part} in {sent}");
        }
    }
}

#[tokio::test]
async fn a_form_contains_no_objects_in_values_of_any_type() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    let object = || Json::parse(r#"{"x":1}"#).unwrap();
    let error = notes.send_form().several([object()]).await.unwrap_err();
    assert!(error.to_string().contains("`several`: nested values cannot be part of a form"), "{error}");
}
