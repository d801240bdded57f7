//! The items of CSV and JSON files, from chunks of any size.

use ::serde::Deserialize;
use bytes::Bytes;
use runtime::runtime::download::{FileFormat, ItemError, ItemParser, Record};
use runtime::wire::{Date, Decimal};

/// Parses a document in chunks of this size.
fn parse_chunks(
    text: &[u8],
    size: usize,
    set: fn(&mut ItemParser),
) -> Result<Vec<Record>, ItemError> {
    let mut parser = ItemParser::new();
    set(&mut parser);
    let (mut chunks, mut records) = (text.chunks(size), Vec::new());
    loop {
        while let Some(record) = parser.next_item()? {
            assert_eq!(record.index(), records.len() as u64);
            records.push(record);
        }
        match chunks.next() {
            Some(chunk) => parser.push(Bytes::copy_from_slice(chunk)),
            None => break,
        }
    }
    parser.end();
    while let Some(record) = parser.next_item()? {
        records.push(record);
    }
    assert_eq!(parser.count(), records.len() as u64);
    Ok(records)
}

fn shown(records: &[Record]) -> Vec<String> {
    let shown = records.iter().map(|record| {
        let values = record.names().map(|name| format!("{name}={}", record.json(name).unwrap()));
        format!("{}: {}", record.line(), values.collect::<Vec<_>>().join(" "))
    });
    shown.collect()
}

/// Parses a document, which has the same items in chunks of any size.
fn parse(text: impl AsRef<[u8]>) -> Vec<Record> {
    parse_with(text.as_ref(), |_| {})
}

fn parse_with(text: &[u8], set: fn(&mut ItemParser)) -> Vec<Record> {
    let all = parse_chunks(text, text.len().max(1), set).unwrap();
    for size in 1..text.len() {
        let own = parse_chunks(text, size, set).unwrap();
        assert_eq!(shown(&own), shown(&all), "chunks of {size}");
    }
    all
}

/// Returns the number of items before the error, its line, and its message, the same for chunks of any size.
fn failure(text: impl AsRef<[u8]>) -> String {
    let text = text.as_ref();
    let describe = |size| {
        let ItemError { item, line, error } = parse_chunks(text, size, |_| {}).unwrap_err();
        format!("{item} at {line}: expected {}, found {}", error.expected(), error.found())
    };
    let whole = describe(text.len().max(1));
    for size in 1..text.len() {
        assert_eq!(describe(size), whole, "chunks of {size}");
    }
    whole
}

#[test]
fn csv_of_every_spelling_has_the_same_items() {
    let expected = [r#"2: Id="1" Name="a, b""#, r#"3: Id="02" Name="""#];
    for text in [
        "Id,Name\n1,\"a, b\"\n02,\n",
        "Id,Name\r\n1,\"a, b\"\r\n02,\r\n",
        "Id,Name\n1,\"a, b\"\n02,",
        "Id,Name\n1,\"a, b\"\n02,\"\"",
        "\u{feff}Id,Name\n1,\"a, b\"\n02,\n\n\r\n\n",
        "\u{feff}\"Id\",\"Name\"\n1,\"a, b\"\n02,\n",
    ] {
        assert_eq!(shown(&parse(text)), expected, "{text:?}");
    }
}

#[test]
fn fields_contain_quotes_and_line_breaks() {
    let records = parse("A,B\n\n\"one\ntwo\r\nthree\",\"say \"\"hi\"\"\"\nx,5\" pipe\n");
    assert_eq!(
        shown(&records),
        [r#"3: A="one\ntwo\r\nthree" B="say \"hi\"""#, r#"6: A="x" B="5\" pipe""#]
    );
}

#[test]
fn csv_without_items_is_empty() {
    for text in ["", "\n", "A,B", "A,B\n", "A,B\r\n", "\u{feff}A,B\n\n\n", "\u{feff}"] {
        assert!(
            parse_with(text.as_bytes(), |parser| parser.set_format(FileFormat::Csv)).is_empty()
        );
        assert!(parse(text).is_empty(), "{text:?}");
    }
}

#[test]
fn names_are_kept_as_they_are() {
    let records = parse("Sale Amount, b ,Ä,Ä,\n1,2,3,4,5\n");
    let names: Vec<&str> = records[0].names().collect();
    assert_eq!(names, ["Sale Amount", " b ", "Ä", "Ä", ""]);
    // the first of several values, and all of them in order
    assert_eq!(records[0].get("Ä").unwrap(), "3");
    let all: Vec<String> = records[0].deserialize().unwrap();
    assert_eq!(all, ["1", "2", "3", "4", "5"]);
    assert_eq!(records[0].to_map().get("Ä").unwrap().to_str().unwrap(), "4");
    #[derive(Deserialize, Debug)]
    struct Row {
        #[serde(rename = "Ä")]
        _value: String,
    }
    let error = records[0].deserialize::<Row>().unwrap_err();
    assert_eq!(error.to_string(), "$: expected one value `Ä`, found several");
}

#[test]
fn an_invalid_line_is_located() {
    for (text, expected) in [
        ("A,B\n1,2\n3\n4,5\n", "1 at 3: expected 2 fields, found 1"),
        ("A,B\n1,2\n\n3,4,5", "1 at 4: expected 2 fields, found 3"),
        ("A,B\n\"x\ny\",2\n1\n", "1 at 4: expected 2 fields, found 1"),
        ("A\n1\n\"2\n3\n", "1 at 3: expected a closing quote, found the end of the file"),
        ("\"A", "0 at 1: expected a closing quote, found the end of the file"),
    ] {
        assert_eq!(failure(text), expected, "{text:?}");
    }
    for (text, expected) in [
        (
            &b"A,B\n1,2\n3,\xff\n"[..],
            "1 at 3: expected UTF-8, found an invalid byte in the field `B`",
        ),
        (b"A,B\n\xc3,\xa4\n", "0 at 2: expected UTF-8, found an invalid byte in the field `A`"),
        (b"A,\xff\n", "0 at 1: expected UTF-8, found an invalid byte in field 2"),
    ] {
        assert_eq!(failure(text), expected);
    }
}

#[test]
fn json_lists_are_found() {
    let expected = [r#"A="x" B=1.50"#, r#"A=null B={"c":[1,"]}\""]}"#];
    let items = r#"{"A":"x","B":1.50}, {"A":null ,"B": {"c":[1,"]}\""]} }"#;
    for (before, after) in [
        ("[", "]"),
        ("\u{feff} [ ", " ] \n"),
        (r#"{"Records":["#, "]}"),
        (r#"{"@page":"1","x":{"Records":[1]},"n":12,"Records": ["#, r#"],"@total":2,"y":null}"#),
    ] {
        let records = parse(format!("{before}{items}{after}"));
        let shown = shown(&records);
        let shown: Vec<_> = shown
            .iter()
            .map(|line| line.trim_start_matches("1: ").replace("{\"c\": ", "{\"c\":"))
            .collect();
        assert_eq!(shown, expected, "{before}");
    }
    for empty in ["[]", " [ ] ", r#"{"Records":[]}"#, r#"{"a":1,"Records":[ ],"b":{}}"#] {
        assert!(parse(empty).is_empty());
    }
}

#[test]
fn one_of_several_json_lists_is_selected() {
    let text = r#"{"Errors":[],"Records":[{"A":1}],"Other":[{"A":2}]}"#;
    let records = parse_with(text.as_bytes(), |parser| parser.set_list("Records".to_owned()));
    assert_eq!(shown(&records), ["1: A=1"]);
    assert_eq!(failure(text), "0 at 1: expected one list of items, found `Errors` and `Records`");
    // the only item in place of the list
    let text = r#"{"Errors":{"A":0},"Records":{"A":{"B":1}},"Total":1}"#;
    let records = parse_with(text.as_bytes(), |parser| parser.set_list("Records".to_owned()));
    assert_eq!(shown(&records), ["1: A={\"B\":1}"]);
    let text = r#"{"Errors":[],"Records":[{"A":1}],"Other":[{"A":2}]}"#;
    let missing = parse_chunks(text.as_bytes(), 9, |parser| parser.set_list("None".to_owned()));
    assert_eq!(missing.unwrap_err().error.expected(), "a list `None`");
}

#[test]
fn an_invalid_json_item_is_located() {
    for (text, expected) in [
        ("[{\"A\":1},\n{\"A\":}]", "1 at 2: expected a JSON document, found expected value"),
        ("[{\"A\":1},\n\n 5]", "1 at 3: expected an object, found 5"),
        ("[{\"A\":1}\n{\"A\":2}]", "1 at 2: expected `,` or `]`, found another character"),
        ("[{\"A\":1},]", "1 at 1: expected a value, found another character"),
        ("[{\"A\":1}", "1 at 1: expected the rest of the document, found its end"),
        ("[{\"A\":1},\n{\"A\":\"", "1 at 2: expected the rest of the document, found its end"),
        ("[{\"A\":1}] x", "1 at 1: expected the end of the document, found another character"),
        ("{\"A\":1}", "0 at 1: expected a list of items, found an object without one"),
        ("{\"A\":[{}],}", "1 at 1: expected the name of a member, found another character"),
        ("{\"A\" []}", "0 at 1: expected `:`, found another character"),
        ("<html>", "0 at 1: expected CSV or JSON, found XML or HTML"),
    ] {
        assert_eq!(failure(text), expected, "{text}");
    }
    assert!(failure(b"[{\"A\":\"\xff\"}]").contains("expected UTF-8"));
    let deep = format!("[{}{}]", "[".repeat(200), "]".repeat(200));
    assert!(failure(&deep).contains("nested"), "{}", failure(&deep));
}

#[test]
fn the_format_is_that_of_the_content_type_or_of_the_first_byte() {
    let csv = "{A,B\n1,2\n";
    for (content_type, text, expected) in [
        (Some("text/csv; charset=utf-8"), csv, r#"2: {A="1" B="2""#),
        (Some("application/json"), "[{\"A\":1}]", "1: A=1"),
        (Some("application/octet-stream"), " [{\"A\":1}]", "1: A=1"),
        (None, "A\n1", r#"2: A="1""#),
        (Some("application/vnd.api+json"), "[{\"A\":1}]", "1: A=1"),
    ] {
        let mut parser = ItemParser::new();
        parser.set_content_type(content_type);
        parser.push(Bytes::copy_from_slice(text.as_bytes()));
        parser.end();
        assert_eq!(shown(&[parser.next_item().unwrap().unwrap()]), [expected]);
    }
    // the format that is set takes precedence
    let mut parser = ItemParser::new();
    parser.set_format(FileFormat::Csv);
    parser.set_content_type(Some("application/json"));
    parser.push(Bytes::from_static(csv.as_bytes()));
    assert_eq!(parser.next_item().unwrap().unwrap().get("B").unwrap(), "2");
}

#[test]
fn an_item_has_a_maximum_size() {
    let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
    for start in ["A\n\"", "[{\"A\":\"", "{\""] {
        let mut parser = ItemParser::new();
        parser.push(Bytes::copy_from_slice(start.as_bytes()));
        let mut pieces = 0;
        let error = loop {
            match parser.next_item() {
                Ok(record) => assert!(record.is_none()),
                Err(error) => break error,
            }
            parser.push(piece.clone());
            pieces += 1;
            assert!(pieces < 20, "{start}");
        };
        assert!(error.error.expected().contains("at most 16777216 bytes"), "{:?}", error.error);
        assert!(parser.next_item().unwrap().is_none());
    }
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "PascalCase")]
struct Row {
    clicks: u64,
    change: Option<i32>,
    rate: f64,
    active: bool,
    name: Option<String>,
    comment: String,
    day: Option<Date>,
    state: State,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
enum State {
    Open,
}

#[test]
fn values_are_converted_leniently() {
    let csv = "Clicks,Change,Rate,Active,Name,Comment,Day,State,Other\n\
               12.0,,0.5,YES,,,2026-01-02,OPEN,x\n";
    let json = r#"[{"Clicks":"12","Change":null,"Rate":"0.5","Active":1,"Name":[],"Comment":"",
                   "Day":"2026-01-02","State":"OPEN","Other":{"a":[1]}}]"#;
    let expected = Row {
        clicks: 12,
        change: None,
        rate: 0.5,
        active: true,
        name: None,
        comment: String::new(),
        day: Some("2026-01-02".parse().unwrap()),
        state: State::Open,
    };
    for text in [csv, json] {
        assert_eq!(parse(text)[0].deserialize::<Row>().unwrap(), expected, "{text}");
    }
    let pairs: (u8, String) = parse("A,B\n7,x\n")[0].deserialize().unwrap();
    assert_eq!(pairs, (7, "x".to_owned()));
}

#[test]
fn a_value_of_another_type_is_located_and_not_shown() {
    for (text, expected) in [
        ("Clicks\nabc\n", "$.Clicks: expected u64"),
        (r#"[{"Clicks":"1.5"}]"#, "$.Clicks: expected u64"),
        ("Clicks,Change,Rate,Active\n1,2,3,maybe\n", "$.Active: expected a boolean"),
        ("Clicks\n1\n", "$: expected a value `Rate`"),
    ] {
        let error = parse(text)[0].deserialize::<Row>().unwrap_err();
        let shown = format!("{}: expected {}", error.path(), error.expected());
        assert_eq!(shown, expected, "{text}");
    }
}

#[test]
fn decimals_are_exact() {
    /// A decimal of the program, which is deserialized from strings or from what is not a string.
    #[derive(Debug, PartialEq)]
    struct Exact(String);
    impl<'de> Deserialize<'de> for Exact {
        fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl ::serde::de::Visitor<'_> for Visitor {
                type Value = Exact;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a decimal")
                }
                fn visit_str<E>(self, text: &str) -> Result<Exact, E> {
                    Ok(Exact(text.to_owned()))
                }
            }
            from.deserialize_any(Visitor)
        }
    }
    #[derive(Deserialize)]
    struct Row {
        amount: Exact,
        json: runtime::wire::Json,
    }
    const AMOUNT: &str = "12345678901234567890.1200";
    let csv = parse(format!("amount,json\n{AMOUNT},{AMOUNT}\n"));
    let json = parse(format!(r#"[{{"amount":{AMOUNT},"json":{AMOUNT}}}]"#));
    for (record, expected) in [(&csv[0], format!("\"{AMOUNT}\"")), (&json[0], AMOUNT.to_owned())] {
        let row: Row = record.deserialize().unwrap();
        assert_eq!((row.amount.0.as_str(), row.json.as_json()), (AMOUNT, expected.as_str()));
        let amount: Decimal = record.parse("amount").unwrap().unwrap();
        assert_eq!(amount.to_string(), AMOUNT);
    }
}

#[test]
fn values_are_parsed_by_name() {
    let csv = &parse("Amount,Count,Empty,Bad\n1.50,7,,x\n")[0];
    assert_eq!(csv.parse::<i64>("Count").unwrap(), Some(7));
    assert_eq!(csv.parse::<Decimal>("Empty").unwrap(), None);
    assert!(csv.parse::<Decimal>("Bad").unwrap_err().to_string().starts_with("$.Bad: "));
    let error = csv.parse::<Decimal>("Amuont").unwrap_err();
    assert_eq!(error.to_string(), "$.Amuont: expected a column of this name, found none");
    let json = &parse(r#"[{"A":null,"B":2}]"#)[0];
    assert_eq!(json.parse::<i64>("A").unwrap(), None);
    assert_eq!(json.parse::<i64>("Other").unwrap(), None);
    assert_eq!((json.get("A"), json.get("B").as_deref()), (None, Some("2")));
    assert_eq!(serde_json::to_string(json).unwrap(), r#"{"A":null,"B":2}"#);
    assert_eq!(
        serde_json::to_string(csv).unwrap(),
        r#"{"Amount":"1.50","Count":"7","Empty":"","Bad":"x"}"#
    );
    assert!(!format!("{csv:?}").contains("1.50"), "{csv:?}");
}
