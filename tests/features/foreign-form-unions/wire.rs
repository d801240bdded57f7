//! Alternatives, maps and any JSON as the fields of a form.

use foreign_form_unions::Client;
use foreign_form_unions::testing::FixedRng;
use foreign_form_unions::tokens::{
    CreateSearchBodyByName, CreateSearchBodyByTags, CreateUploadBodyFile, CreateUploadBodyLink, Tokens,
};
use foreign_form_unions::types::{CodeRequest, GrantType, Range, RefreshRequest, TokenRequest};
use foreign_form_unions::wire::{Json, Map, Upload};

use crate::support::Capture;

fn tokens(capture: &Capture) -> Tokens {
    let builder = Client::builder().transport(capture.clone());
    builder.rng(FixedRng::new(1)).build().unwrap().tokens()
}

fn form(capture: &Capture) -> String {
    let sent = capture.last();
    let (head, form) = sent.split_once("\ncontent-type: application/x-www-form-urlencoded\n").unwrap();
    assert!(head.starts_with("POST /") || head.starts_with("PUT /"), "{head}");
    form.to_owned()
}

#[tokio::test]
async fn the_fields_are_those_of_the_alternative() {
    let capture = Capture::new("");
    let tokens = tokens(&capture);
    let code = CodeRequest::new("c1").grant_type(GrantType::AuthorizationCode);
    tokens.create_token(code.redirect_uri("https://example.com/a?b")).await.unwrap();
    let uri = "https%3A%2F%2Fexample.com%2Fa%3Fb";
    assert_eq!(form(&capture), format!("grant_type=authorization_code&code=c1&redirect_uri={uri}"));
    tokens.create_token(RefreshRequest::new("r1").scopes(["read", "write"])).await.unwrap();
    assert_eq!(form(&capture), "grant_type=refresh_token&refresh_token=r1&scopes=read&scopes=write");
    let unknown = Json::parse(r#"{"grant_type":"password","user":"ada","scopes":["read"]}"#).unwrap();
    tokens.create_token(TokenRequest::Unknown(unknown)).await.unwrap();
    assert_eq!(form(&capture), "grant_type=password&user=ada&scopes=read");
}

#[tokio::test]
async fn members_of_alternatives_have_their_styles() {
    let capture = Capture::new("");
    let tokens = tokens(&capture);
    tokens.create_search(CreateSearchBodyByName::new("tea").limit(2)).await.unwrap();
    assert_eq!(form(&capture), "name=tea&limit=2");
    let tags = CreateSearchBodyByTags::new(["a,b", "c"]).range(Range::new().from(1));
    tokens.create_search(tags).await.unwrap();
    assert_eq!(form(&capture), "tags=a%2Cb&tags=c&range%5Bfrom%5D=1");
    tokens.create_upload(CreateUploadBodyFile::new(Upload::bytes("a.txt", "A"))).await.unwrap();
    let sent = capture.last().replace("\r\n", "\n");
    assert!(sent.contains("name=\"file\"; filename=\"a.txt\"\nContent-Type: application/octet-stream\n\nA\n"));
    let link = CreateUploadBodyLink::new("https://example.com").size(Range::new().to(9));
    tokens.create_upload(link).await.unwrap();
    let sent = capture.last().replace("\r\n", "\n");
    assert!(sent.contains("name=\"url\"\n\nhttps://example.com\n"), "{sent}");
    assert!(sent.contains("name=\"size\"\nContent-Type: application/json\n\n{\"to\":9}\n"), "{sent}");
}

#[tokio::test]
async fn a_map_and_an_object_of_any_members_are_forms() {
    let capture = Capture::new("");
    let tokens = tokens(&capture);
    let labels: Map<String> = [("a", "1".to_owned()), ("b c", "2".to_owned())].into_iter().collect();
    tokens.replace_labels(labels).await.unwrap();
    assert_eq!(form(&capture), "a=1&b%20c=2");
    let any = Json::parse(r#"{"a":"x y","b":true,"c":1.50}"#).unwrap();
    tokens.replace_anything(any).await.unwrap();
    assert_eq!(form(&capture), "a=x%20y&b=true&c=1.50");
    let error = tokens.replace_anything(Json::parse("[1]").unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("`body`: expected an object"), "{error}");
    let nested = Json::parse(r#"{"a":{"b":1}}"#).unwrap();
    let error = tokens.replace_anything(nested).await.unwrap_err();
    assert!(error.to_string().contains("`a`: nested values cannot be part of a form"), "{error}");
}

#[tokio::test]
async fn a_value_of_several_types_has_the_style_of_an_object() {
    let capture = Capture::new("");
    let tokens = tokens(&capture);
    let rest = Json::parse(r#"{"a":{"b":1},"c":[true]}"#).unwrap();
    tokens.replace_terms().end(Range::new().from(1)).rest(rest).await.unwrap();
    assert_eq!(form(&capture), "end%5Bfrom%5D=1&rest%5Ba%5D%5Bb%5D=1&rest%5Bc%5D%5B0%5D=true");
    tokens.replace_terms().end(2).rest(Json::parse("\"x\"").unwrap()).await.unwrap();
    assert_eq!(form(&capture), "end=2&rest=x");
}
