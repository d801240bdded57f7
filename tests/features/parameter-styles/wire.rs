//! Every style of a parameter, exploded or not, in every location.

use parameter_styles::Client;
use parameter_styles::notes::{Color, Filter, Notes};
use parameter_styles::wire::Date;

use crate::support::Capture;

fn notes(capture: &Capture) -> Notes {
    let builder = Client::builder("account", "token").transport(capture.clone());
    builder.build().unwrap().notes()
}

fn color() -> Color {
    Color::new().r(100).g(200)
}

fn filter() -> Filter {
    Filter::new("a b").tags(["x", "y"]).color(color())
}

#[tokio::test]
async fn query_parameters_have_their_styles() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    let cases = [
        (notes.send_query().form(color()), "R=100&G=200"),
        (notes.send_query().flat(color()), "flat=R%2C100%2CG%2C200"),
        (notes.send_query().space(["a", "b"]), "space=a%20b"),
        (notes.send_query().pipe(["a", "b"]), "pipe=a%7Cb"),
        (notes.send_query().pipes(["a", "b"]), "pipes=a&pipes=b"),
        (
            notes.send_query().deep(filter()),
            "deep%5Bname%5D=a%20b&deep%5Btags%5D%5B0%5D=x&deep%5Btags%5D%5B1%5D=y\
             &deep%5Bcolor%5D%5BR%5D=100&deep%5Bcolor%5D%5BG%5D=200",
        ),
        (
            notes.send_query().json(Filter::new("a").color(color())),
            "json=%7B%22name%22%3A%22a%22%2C%22color%22%3A%7B%22R%22%3A100%2C%22G%22%3A200%7D%7D",
        ),
        (notes.send_query().json_list([1, 2]), "json_list=%5B1%2C2%5D"),
        (notes.send_query().deep_list(["a", "b"]), "deep_list%5B0%5D=a&deep_list%5B1%5D=b"),
        (notes.send_query().text("a \"b\", c"), "text=a%20%22b%22%2C%20c"),
        (notes.send_query().text_date("2026-01-31".parse::<Date>().unwrap()), "text_date=2026-01-31"),
        (notes.send_query().pipe(["a"]).form(color()).pipe(["b"]), "R=100&G=200&pipe=b"),
    ];
    for (request, query) in cases {
        request.await.unwrap();
        assert_eq!(capture.last(), format!("GET /query?{query}"));
    }
    notes.send_query().pipe(Vec::<String>::new()).await.unwrap();
    assert_eq!(capture.last(), "GET /query");
}

#[tokio::test]
async fn path_parameters_have_their_styles() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    notes.send_simple("a/b", ["x,y", "z"], color(), color()).await.unwrap();
    assert_eq!(capture.last(), "GET /simple/a%2Fb/x%2Cy,z/R,100,G,200/R=100,G=200");
    notes.send_labels("a", ["x", "y"], ["x", "y"], color(), color()).await.unwrap();
    assert_eq!(capture.last(), "GET /label/.a/.x,y/.x.y/.R,100,G,200/.R=100.G=200");
    notes.send_matrices("a", ["x", "y"], ["x", "y"], color(), color()).await.unwrap();
    assert_eq!(
        capture.last(),
        "GET /matrix/;scalar=a/;list=x,y/;exploded=x;exploded=y/;object=R,100,G,200/;R=100;G=200"
    );
}

#[tokio::test]
async fn headers_and_cookies_have_their_styles() {
    let capture = Capture::new("");
    let headers = || notes(&capture).send_headers();
    headers().x_list([1, 2]).x_object(color()).x_pairs(color()).await.unwrap();
    assert_eq!(
        capture.last(),
        "GET /headers\nx-list: 1,2\nx-object: R,100,G,200\nx-pairs: R=100,G=200"
    );
    headers().x_json(Filter::new("a")).await.unwrap();
    assert_eq!(capture.last(), "GET /headers\nx-json: {\"name\":\"a\"}");
    headers().x_text(12).await.unwrap();
    assert_eq!(capture.last(), "GET /headers\nx-text: 12");
    headers().theme("dark blue").tags(["a", "b"]).color(color()).await.unwrap();
    assert_eq!(
        capture.last(),
        "GET /headers\ncookie: theme=dark%20blue; tags=a%2Cb; color=R%2C100%2CG%2C200"
    );
}

#[tokio::test]
async fn values_that_cannot_be_encoded_are_errors() {
    let capture = Capture::new("");
    let notes = notes(&capture);
    let query = || notes.send_query();
    for (request, reason) in [
        (query().pipe(["a|b", "c"]), "`pipe`: a value in a list separated by `|`"),
        (query().space(["a", "b", "c", "d"]), "`space`: expected at most 3 items"),
        (query().form(Color::new().r(256)), "in `form`: `R`: expected a number of at most 255"),
    ] {
        let error = request.await.unwrap_err();
        assert!(error.is_request() && error.to_string().contains(reason), "{error}");
    }
    let error = notes.send_simple("a", [""], color(), color()).await.unwrap_err();
    assert!(error.to_string().contains("`list`"), "{error}");
    assert_eq!(capture.count(), 0);
}
