//! Requests as they are sent.

use runtime::transport::{Rng, SystemRng};
use runtime::wire::{DateTime, Decimal, Json, Map, Numbered, Upload};

use crate::api::{CREATE, DELETE, GET, NAMED, PATCH, QUOTED, RAW, UPDATE, UPLOAD, builder, notes};
use crate::notes::{Address, Conversion, Item, ItemChange, Note, Notes};
use crate::server::{Server, json};

const OK: &str = r#"{"Status":"OK","Uri":"/x"}"#;

fn server() -> (Server, Notes) {
    let server = Server::new([json(200, OK)]);
    let notes = notes(&server.url);
    (server, notes)
}

#[derive(Debug)]
struct Seven;

impl Rng for Seven {
    fn next(&self) -> u64 {
        7
    }
}

#[tokio::test]
async fn a_get_request_has_headers_and_a_query() {
    let (server, notes) = server();
    let since: DateTime = "2024-05-01T12:00:00-07:00".parse().unwrap();
    notes
        .list("10/00 ä")
        .media_id("a&b=c d+e")
        .ad_ids(["1", "2"])
        .labels(["x", "y z"])
        .since(since)
        .urgent(true)
        .filter("SUB AID", "ü")
        .filter("SUB AID", "2")
        .send()
        .await
        .unwrap();
    let received = server.only_request();
    assert_eq!(
        received.line(),
        "GET /Accounts/ACCOUNT-CANARY/Campaigns/10%2F00%20%C3%A4/Notes?MediaId=a%26b%3Dc%20d%2Be&AdId=1\
         &AdId=2&Labels=x%2Cy%20z&Since=2024-05-01T12%3A00%3A00-07%3A00&Urgent=true&SUB%20AID=%C3%BC\
         &SUB%20AID=2"
    );
    assert_eq!(received.header("accept"), Some("application/json"));
    assert_eq!(received.header("x-version"), Some("14"));
    assert_eq!(received.header("user-agent"), Some("tiny/1.2.3"));
    assert_eq!(received.header("content-type"), None);
    assert!(received.body.is_empty());
}

#[tokio::test]
async fn a_form_has_joined_lists_and_numbered_members() {
    let (server, notes) = server();
    notes.create("1", "a & b+c").text(7, "seven").labels(["x", "y"]).send().await.unwrap();
    let received = server.only_request();
    assert_eq!(received.text(), "Subject=a%20%26%20b%2Bc&Text7=seven&Labels=x%2Cy");
    assert_eq!(received.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn lists_of_structs_are_encoded_with_numbered_names() {
    let (server, notes) = server();
    let mut text = Numbered::new();
    text.set(1, "one".to_owned());
    text.set(12, "twelve".to_owned());
    let item = |sku: &str, quantity| Item {
        sku: Some(sku.to_owned()),
        quantity: Some(quantity),
        ..Item::default()
    };
    let second = Item { text: text.clone(), ..item("B", 2) };
    let conversion = Conversion {
        order_id: Some("007".to_owned()),
        text,
        items: vec![item("A", 1), second],
        ..Conversion::default()
    };
    // the response has no id
    assert_eq!(notes.submit(conversion).await.unwrap().id(), None);
    assert_eq!(
        server.only_request().text(),
        "OrderId=007&Text1=one&Text12=twelve&ItemSku1=A&ItemQuantity1=1&ItemSku2=B&ItemQuantity2=2\
         &ItemText2_1=one&ItemText2_12=twelve"
    );
}

#[tokio::test]
async fn the_first_element_may_have_no_number() {
    let (server, notes) = server();
    let change = |sku: &str| ItemChange {
        sku: Some(sku.to_owned()),
        position: Some(5),
        ..ItemChange::default()
    };
    let call = notes.change("1.2.3").item(change("A")).item(change("B")).item(change("C"));
    call.send().await.unwrap();
    let received = server.only_request();
    assert_eq!(received.method, "PUT");
    assert_eq!(
        received.text(),
        "ActionId=1.2.3&Sku=A&Position0=5&Sku2=B&Position1=5&Sku3=C&Position2=5"
    );
}

#[tokio::test]
async fn json_keeps_numbers_and_nesting() {
    let (server, notes) = server();
    let mut settings = Map::new();
    settings.insert("deep", Json::parse(r#"{"a":[1,"2"]}"#).unwrap());
    let note = Note {
        subject: Some("a \"quote\"".to_owned()),
        amount: Some("12.50".parse::<Decimal>().unwrap()),
        tags: vec!["x".to_owned(), "y,z".to_owned()],
        address: Some(Address { city: Some("Köln".to_owned()), ..Address::default() }),
        settings,
        ..Note::default()
    };
    let call = notes.request(&UPDATE).path::<&str>("NoteId", "1").record(&note);
    call.send::<()>().await.unwrap();
    let received = server.only_request();
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(
        received.text(),
        r#"{"Subject":"a \"quote\"","Amount":12.50,"Tags":["x","y,z"],"Address":{"City":"Köln"},"Settings":{"deep":{"a":[1,"2"]}}}"#
    );
}

#[tokio::test]
async fn a_list_is_a_json_array() {
    let (server, notes) = server();
    let note = |id: &str| Note { id: Some(id.into()), ..Note::default() };
    notes.bulk([note("1"), note("002")]).await.unwrap();
    assert_eq!(server.only_request().text(), r#"[{"Id":"1"},{"Id":"002"}]"#);
}

#[tokio::test]
async fn files_are_sent_as_multipart_from_disk_too() {
    let server = Server::new([json(200, OK), json(200, OK)]);
    let client = builder().base_url(&server.url).rng(Seven).build().unwrap();
    let notes = Notes { client };
    let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("on disk.csv");
    let content = "1,2\n".repeat(50_000);
    std::fs::write(&path, &content).unwrap();

    let from_disk = Upload::path(&path).with_content_type("text/csv");
    let call = notes.create("1", "s\"ub").attachment(from_disk);
    // the body can be sent again
    call.clone().send().await.unwrap();
    call.send().await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();

    let received = server.received();
    let boundary = "00000000000000070000000000000007";
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"Subject\"\r\n\r\ns\"ub\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"Attachment\"; \
         filename=\"on disk.csv\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--{boundary}--\r\n"
    );
    for received in &received {
        let content_type = format!("multipart/form-data; boundary={boundary}");
        assert_eq!(received.header("content-type"), Some(&*content_type));
        assert_eq!(received.header("content-length"), Some(&*expected.len().to_string()));
        assert!(received.text() == expected);
    }
    assert_eq!(received.len(), 2);
}

#[tokio::test]
async fn a_missing_file_is_an_error_before_anything_is_sent() {
    let (server, notes) = server();
    let call = notes.create("1", "s").attachment(Upload::path("/does/not/exist.csv"));
    let error = call.send().await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 0);
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_invalid_parameter_is_named_and_nothing_is_sent() {
    let (server, notes) = server();
    let upload = |name: &str| Upload::bytes(name, "x");
    let nested = Address { city: Some("Köln".to_owned()), ..Address::default() };
    let calls = [
        ("Text51", notes.create("1", "s").text(51, "x").text(0, "y").send()),
        ("Address", notes.create("1", "s").address(nested).send()),
        ("Labels", notes.create("1", "s").labels(["a,b"]).send()),
        ("Attachment", notes.create("1", "s").attachment(upload("a\"b")).send()),
        ("Attachment", notes.create("1", "s").attachment(upload("a\r\nb")).send()),
        ("Attachment", notes.create("1", "s").attachment(upload("")).send()),
        (
            "Attachment",
            notes
                .create("1", "s")
                .attachment(upload("a").with_content_type("text/x\r\nEvil: 1"))
                .send(),
        ),
        ("X-A", notes.create("1", "s").header("X-A", "a\r\nEvil: 1").send()),
        ("X A", notes.create("1", "s").header("X A", "a").send()),
        ("Authorization", notes.create("1", "s").header("Authorization", "mine").send()),
        ("Host", notes.create("1", "s").header("Host", "evil").send()),
        ("X-Version", notes.create("1", "s").api_version("1\n4").send()),
    ];
    for (name, call) in calls {
        let error = call.await.unwrap_err();
        assert!(error.is_request(), "{error}");
        assert!(error.message().unwrap().starts_with(&format!("`{name}`: ")), "{error}");
        assert_eq!(error.operation(), Some("createNote"));
        assert!(!error.may_have_been_sent());
    }
    let file =
        notes.request(&UPDATE).path::<&str>("NoteId", "1").member::<Upload>("File", upload("a"));
    assert!(file.send::<()>().await.unwrap_err().to_string().contains("`File`"));
    let body = notes.request(&DELETE).path::<&str>("NoteId", "1").member::<&str>("Reason", "x");
    assert!(body.send::<()>().await.unwrap_err().to_string().contains("`Reason`"));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn path_parameters_cannot_change_the_path() {
    let (server, notes) = server();
    for bad in ["", ".", "..", "%2e", "%2E%2e", ".%2E"] {
        let error = notes.get(bad).await.unwrap_err();
        assert!(error.is_request(), "{bad}");
        assert!(error.to_string().contains("`NoteId`"), "{error}");
    }
    let error = notes.request(&GET).send::<Note>().await.unwrap_err();
    assert!(error.to_string().contains("`NoteId`"), "{error}");
    assert!(server.received().is_empty());
    let fine = [
        ("../x", "..%2Fx"),
        ("a/../b", "a%2F..%2Fb"),
        ("...", "..."),
        ("{AccountSID}", "%7BAccountSID%7D"),
        ("a?b#c%", "a%3Fb%23c%25"),
        ("1000.4636.158133", "1000.4636.158133"),
        ("\u{0}\n", "%00%0A"),
    ];
    for (value, expected) in fine {
        server.then(json(200, "{}"));
        notes.get(value).await.unwrap();
        let target = server.received().pop().unwrap().target;
        assert_eq!(target, format!("/Accounts/ACCOUNT-CANARY/Notes/{expected}"));
    }
}

#[tokio::test]
async fn setting_a_parameter_twice_replaces_it() {
    let (server, notes) = server();
    notes.list("1").media_id("1").media_id("2").urgent(false).send().await.unwrap();
    assert!(server.only_request().target.ends_with("/Notes?MediaId=2&Urgent=false"));
}

#[tokio::test]
async fn an_empty_body_has_no_content_type() {
    let (server, notes) = server();
    notes.request(&UPLOAD).send::<()>().await.unwrap();
    let received = server.only_request();
    assert_eq!(received.header("content-type"), None);
    assert!(received.body.is_empty());
}

#[tokio::test]
async fn writes_without_a_body_have_a_length() {
    let server = Server::serving(|_| json(200, "{}"));
    let notes = notes(&server.url);
    notes.job("7").replay().await.unwrap();
    notes.request(&CREATE).path::<&str>("CampaignId", "1").send::<()>().await.unwrap();
    notes.request(&PATCH).send::<()>().await.unwrap();
    notes.request(&RAW).send::<()>().await.unwrap();
    for received in server.received() {
        assert_eq!(received.header("content-length"), Some("0"), "{}", received.method);
        assert_eq!(received.header("content-type"), None);
    }
    let methods: Vec<String> =
        server.received().into_iter().map(|received| received.method).collect();
    assert_eq!(methods, ["PUT", "POST", "PATCH", "POST"]);
    // reads and deletions have none
    let server = Server::serving(|_| json(200, "{}"));
    let notes = crate::api::notes(&server.url);
    notes.get("1").await.unwrap();
    notes.delete("1").await.unwrap();
    assert!(server.received().iter().all(|received| received.header("content-length").is_none()));
}

#[tokio::test]
async fn a_large_body_in_memory_has_a_length() {
    let server = Server::serving(|_| json(200, "{}"));
    let content: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 251) as u8).collect();
    let file = Upload::bytes("a.bin", content.clone());
    notes(&server.url).request(&RAW).file(file).send::<()>().await.unwrap();
    let received = server.only_request();
    assert_eq!(received.header("content-length"), Some("1000000"));
    assert_eq!(received.header("transfer-encoding"), None);
    assert!(received.body == content);
}

#[tokio::test]
async fn files_can_be_parts_that_a_member_names() {
    let server = Server::serving(|_| json(200, "{}"));
    let file = Upload::bytes("image.png", "BYTES");
    let request = notes(&server.url).request(&NAMED).member::<&str>("Content", "x");
    request.member::<Upload>("Attachment", file).send::<()>().await.unwrap();
    let received = server.only_request();
    let boundary = received.header("content-type").unwrap().split_once("boundary=").unwrap().1;
    let expected = "--B\r\nContent-Disposition: form-data; name=\"Content\"\r\n\r\nx\r\n\
        --B\r\nContent-Disposition: form-data; name=\"Attachment\"\r\n\r\nimage.png\r\n\
        --B\r\nContent-Disposition: form-data; name=\"image.png\"; filename=\"image.png\"\r\n\
        Content-Type: application/octet-stream\r\n\r\nBYTES\r\n--B--\r\n";
    assert_eq!(received.text(), expected.replace("--B", &format!("--{boundary}")));
    let request = notes(&server.url).request(&NAMED);
    let error = request.member::<Upload>("Attachment", Upload::bytes("", "x")).send::<()>().await;
    assert!(error.unwrap_err().to_string().contains("`Attachment`"));
}

#[tokio::test]
async fn numbers_and_booleans_can_be_strings() {
    let server = Server::serving(|_| json(200, "{}"));
    let note = Note {
        amount: Some("12.00".parse().unwrap()),
        tags: vec!["a".to_owned()],
        ..Note::default()
    };
    let request = notes(&server.url).request(&QUOTED).list([note]);
    request.send::<()>().await.unwrap();
    let request = notes(&server.url).request(&QUOTED).member::<bool>("Urgent", true);
    let request = request.member::<i64>("Count", 3).member::<Json>("Other", Json::from(4));
    request.send::<()>().await.unwrap();
    let bodies: Vec<String> = server.received().iter().map(|received| received.text()).collect();
    assert_eq!(bodies[0], r#"[{"Amount":"12.00","Tags":["a"]}]"#);
    assert_eq!(bodies[1], r#"{"Urgent":"true","Count":"3","Other":4}"#);
}
