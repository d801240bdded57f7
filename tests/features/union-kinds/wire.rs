//! Unions whose alternatives are distinguished by the kind of their JSON.

use union_kinds::Client;
use union_kinds::types::{Content, Filter, Image, Link, Message, MessageLimit, MessageLimitValue};
use union_kinds::types::{MessagePrompt, MessagePromptItem, MessageTool, MessageToolName, MessageToolValue, Part, Rule};
use union_kinds::types::Value;
use union_kinds::wire::{DateTime, Decimal, Map};

use crate::support::Capture;

fn client(capture: &Capture) -> Client {
    Client::builder().transport(capture.clone()).build().unwrap()
}

const JSON: &str = "content-type: application/json";

async fn sent(message: Message) -> String {
    let capture = Capture::new("");
    client(&capture).messages().create_message(message).await.unwrap();
    let last = capture.last();
    last.strip_prefix(&format!("POST /messages\n{JSON}\n")).unwrap().to_owned()
}

async fn returned(body: &'static str) -> Message {
    let capture = Capture::new(body);
    client(&capture).messages().create_message(Message::new("x")).await.unwrap()
}

#[tokio::test]
async fn values_of_each_kind_are_sent() {
    let parts = vec![
        Part::from(Image::new("https://example.com/a.png")),
        Link::new("https://example.com").into(),
        "text".into(),
    ];
    let prompt: [MessagePromptItem; 3] = ["a".into(), 7.into(), [1, 2].into()];
    let message = Message::new(parts).limit(5).tool("auto").prompt(prompt);
    let message = message.sent(Decimal::new(15, 1));
    assert_eq!(
        sent(message).await,
        concat!(
            r#"{"content":[{"type":"image","url":"https://example.com/a.png"},"#,
            r#"{"type":"link","url":"https://example.com"},"text"],"#,
            r#""limit":5,"tool":"auto","prompt":["a",7,[1,2]],"sent":1.5}"#
        )
    );
    let message = Message::new("hello")
        .limit(MessageLimitValue::None)
        .tool(MessageToolName::new("search").strict(true))
        .sent("2026-01-15T22:55:32Z".parse::<DateTime>().unwrap());
    assert_eq!(
        sent(message).await,
        concat!(
            r#"{"content":"hello","limit":"none","tool":{"name":"search","strict":true},"#,
            r#""sent":"2026-01-15T22:55:32Z"}"#
        )
    );
}

/// A list that was chosen is sent, also if it has no items. One that is required is missing without any.
#[tokio::test]
async fn empty_values_are_sent() {
    let prompt = Vec::<String>::new().into_iter().collect::<MessagePrompt>();
    let message = Message::new("x").prompt(prompt).labels(Map::<String>::new());
    assert_eq!(sent(message).await, r#"{"content":"x","prompt":[],"labels":{}}"#);
    let capture = Capture::new("");
    let refused = client(&capture).messages().create_message(Message::new(Vec::<Part>::new())).await;
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("`content` is required"), "{error}");
}

#[tokio::test]
async fn values_of_each_kind_are_read() {
    let message = returned(concat!(
        r#"{"content":[{"url":"u","type":"link"},"12",{"type":"video"}],"limit":12,"#,
        r#""tool":{"name":"a"},"value":{"a":[1.50,"1.50",true,null,{}],"b":"2026-01-15"}}"#
    ))
    .await;
    let Some(Content::List(parts)) = &message.content else { panic!("{message:?}") };
    let [Part::Link(link), Part::String(text), Part::Unknown(_)] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert_eq!((link.url.as_deref(), text.as_str()), (Some("u"), "12"));
    assert_eq!(message.limit, Some(MessageLimit::Integer(12)));
    assert!(matches!(&message.tool, Some(MessageTool::Name(tool)) if tool.name.as_deref() == Some("a")));
    let list = Value::List(vec![Decimal::new(150, 2).into(), "1.50".into(), true.into()]);
    let members = [("a", list), ("b", Value::from("2026-01-15"))];
    assert_eq!(message.value, Some(Map::from_iter(members).into()));

    let message = returned(r#"{"content":"12","limit":"12","tool":"off","sent":1.5}"#).await;
    assert_eq!(message.content, Some(Content::String("12".to_owned())));
    assert_eq!(message.limit, Some(MessageLimit::Value(MessageLimitValue::from("12"))));
    assert_eq!(message.tool, Some(MessageToolValue::Off.into()));
    assert_eq!(message.sent, Some(Decimal::new(15, 1).into()));
}

/// A value of a kind that no alternative has is kept, and so is one that cannot be read.
#[tokio::test]
async fn other_values_are_kept() {
    let body = r#"{"content":7,"limit":[{"a":1.50}],"tool":[1],"sent":true}"#;
    let message = returned(body).await;
    assert!(matches!(message.content, Some(Content::Unknown(_))));
    assert!(matches!(message.limit, Some(MessageLimit::Unknown(_))));
    assert!(matches!(message.tool, Some(MessageTool::Unknown(_))));
    assert_eq!(format!("{:?}", message.content), "Some(Unknown(..))");
    assert_eq!(sent(message).await, body);
    let body = r#"{"content":"x","limit":1.5,"sent":"yesterday"}"#;
    let message = returned(body).await;
    assert_eq!((&message.limit, &message.sent), (&None, &None));
    assert_eq!(sent(message).await, body);
    let message = returned(r#"{"content":"","limit":null,"tool":{},"value":[]}"#).await;
    assert_eq!((message.content, message.limit, message.value), (None, None, None));
}

#[tokio::test]
async fn lists_of_several_kinds_of_items_are_one_list() {
    let message = returned(r#"{"content":"x","prompt":[[1,2],3,"4"]}"#).await;
    let items = vec![vec![1, 2].into(), 3.into(), "4".into()];
    assert_eq!(message.prompt, Some(MessagePrompt::List(items)));
    let message = returned(r#"{"content":"x","prompt":"4"}"#).await;
    assert_eq!(message.prompt, Some("4".into()));
}

#[tokio::test]
async fn a_body_and_a_parameter_have_several_kinds() {
    let capture = Capture::new(r#"["a","b"]"#);
    let messages = client(&capture).messages();
    let before = messages.replace_filter("a").after(["x", "y"]).await;
    assert_eq!(before.unwrap(), Filter::List(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(capture.last(), format!("PUT /filter?after=x&after=y\n{JSON}\n\"a\""));
    messages.replace_filter(Rule::new().field("f")).after(7).await.unwrap();
    assert_eq!(capture.last(), format!("PUT /filter?after=7\n{JSON}\n{{\"field\":\"f\"}}"));
    let capture = Capture::new(r#"{"field":"g"}"#);
    let before = client(&capture).messages().replace_filter(["b"]).await.unwrap();
    assert_eq!(before, Filter::from(Rule::new().field("g")));
    assert_eq!(capture.last(), format!("PUT /filter\n{JSON}\n[\"b\"]"));
}
