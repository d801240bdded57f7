//! Unions of structs.

use runtime::json::{decode, decode_strict, decode_with_report, encode};
use runtime::wire::{Decimal, Extra, Json, Map, Sensitive};
use runtime::{open_union, record};

/// A fixed reward.
#[derive(Clone, Default)]
struct Fixed {
    amount: Option<Decimal>,
    extra: Extra,
}
record!(Fixed { "Amount" => amount });

/// A share of the revenue.
#[derive(Clone, Default)]
struct Share {
    kind: Option<String>,
    percent: Option<Decimal>,
    owner: Option<Sensitive<String>>,
    extra: Extra,
}
record!(Share { "Kind" => kind, "Percent" => percent, "Owner" => owner });

/// A union that is distinguished by the value of a member.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Reward {
    Fixed(Box<Fixed>),
    Share(Box<Share>),
    Unknown(Json),
}
open_union!(Reward by "Kind" { Fixed(Fixed) = "FIXED", Share(Share) = "SHARE" | "PERCENT" });

/// A union that is distinguished by members that only one variant has.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Shape {
    Fixed(Box<Fixed>),
    Share(Box<Share>),
    Unknown(Json),
}
open_union!(Shape by shape { Fixed(Fixed) = "Amount", Share(Share) = "Percent" | "Owner" });

/// Unions in every kind of field.
#[derive(Clone, Default)]
struct Plan {
    reward: Option<Reward>,
    rewards: Vec<Reward>,
    shapes: Vec<Shape>,
    by_name: Map<Reward>,
    extra: Extra,
}
record!(Plan {
    "Reward" => reward,
    "Rewards" => rewards,
    "Shapes" => shapes,
    "ByName" => by_name,
});

fn reward(document: &str) -> Reward {
    decode_strict(document.as_bytes()).expect(document)
}

#[test]
fn the_variant_is_selected_by_the_value_of_a_member() {
    let Reward::Fixed(fixed) = reward(r#"{"Kind":"FIXED","Amount":"1.50"}"#) else {
        panic!("another variant")
    };
    assert_eq!(fixed.amount, Some(Decimal::new(150, 2)));
    for kind in ["SHARE", "PERCENT"] {
        let read = reward(&format!(r#"{{"Percent":5,"Kind":{kind:?}}}"#));
        assert!(matches!(&read, Reward::Share(share) if share.kind.as_deref() == Some(kind)));
        assert!(read.is_known());
    }
    // the discriminating member is added if the struct does not contain it
    let built = Reward::from(Fixed { amount: Some(Decimal::ONE), ..Fixed::default() });
    assert_eq!(encode(&built), r#"{"Kind":"FIXED","Amount":1}"#);
    assert_eq!(encode(&Reward::from(Share::default())), r#"{"Kind":"SHARE"}"#);
    let percent = reward(r#"{"Kind":"PERCENT"}"#);
    assert_eq!(encode(&percent), r#"{"Kind":"PERCENT"}"#);
}

#[test]
fn the_variant_is_selected_by_the_members_it_has() {
    let shape = |document: &str| decode_strict::<Shape>(document.as_bytes()).expect(document);
    assert!(matches!(shape(r#"{"Amount":1}"#), Shape::Fixed(_)));
    assert!(matches!(shape(r#"{"New":1,"Owner":"x"}"#), Shape::Share(_)));
    assert!(matches!(shape(r#"{"Amount":null,"Percent":2}"#), Shape::Share(_)));
    assert!(matches!(shape(r#"{"New":1}"#), Shape::Unknown(_)));
    assert!(matches!(shape("[{\"Amount\":1}]"), Shape::Fixed(_)));
    assert_eq!(encode(&Shape::from(Fixed::default())), "{}");
}

#[test]
fn unknown_variants_are_kept_and_reported() {
    let document = r#"{"Rewards":[{"Kind":"NEW","a":1.50},{"Amount":2}],"Reward":{"Kind":5}}"#;
    let (plan, report) = decode_with_report::<Plan>(document.as_bytes()).expect("decodes");
    assert_eq!(report.unknown_values, ["$.Rewards[0]", "$.Rewards[1]", "$.Reward"]);
    assert!(report.unreadable.is_empty());
    assert!(plan.rewards.iter().all(|reward| !reward.is_known()));
    assert_eq!(
        encode(&plan),
        r#"{"Reward":{"Kind":5},"Rewards":[{"Kind":"NEW","a":1.50},{"Amount":2}]}"#
    );
    assert_eq!(format!("{:?}", plan.rewards[0]), r#"Unknown({"Kind", "a"})"#);
}

#[test]
fn unreadable_values_are_kept_in_the_variant() {
    let document = concat!(
        r#"{"Reward":{"Kind":"SHARE","Percent":"1,5","Owner":["ada@example.org"]},"#,
        r#""Rewards":[{"Kind":"FIXED","Amount":"N/A"}],"ByName":{"a":{"Kind":"FIXED","Amount":[1]}}}"#
    );
    let (plan, report) = decode_with_report::<Plan>(document.as_bytes()).expect("decodes");
    let paths: Vec<_> = report.unreadable.iter().map(|value| value.path.as_str()).collect();
    let expected =
        ["$.Reward.Percent", "$.Reward.Owner", "$.Rewards[0].Amount", "$.ByName.a.Amount"];
    assert_eq!(paths, expected);
    let error = decode_strict::<Plan>(document.as_bytes()).expect_err("unreadable");
    assert_eq!(error.path(), "$.Reward.Percent");
    assert!(!format!("{plan:?} {report:?}").contains("ada@example.org"));
    assert_eq!(decode::<Plan>(encode(&plan).as_bytes()).as_ref(), Ok(&plan));
    let text = serde_json::to_string(&plan).expect("serializes");
    assert_eq!(serde_json::from_str::<Plan>(&text).expect("deserializes"), plan);
    let reward = plan.reward.expect("present");
    let text = serde_json::to_string(&reward).expect("serializes");
    assert_eq!(serde_json::from_str::<Reward>(&text).expect("deserializes"), reward);
}

#[test]
fn values_that_are_no_object_are_unreadable_and_kept() {
    for document in [
        r#"{"Reward":5}"#,
        r#"{"Reward":[{},{}]}"#,
        r#"{"Rewards":[{"Kind":"FIXED"},"x"]}"#,
        r#"{"ByName":{"a":7}}"#,
    ] {
        let (plan, report) = decode_with_report::<Plan>(document.as_bytes()).expect("decodes");
        assert_eq!(report.unreadable.len(), 1, "{document}");
        assert_eq!(encode(&plan), document);
        assert!(decode_strict::<Plan>(document.as_bytes()).is_err());
    }
    for absent in ["null", "\"\"", "[]"] {
        let document = format!(r#"{{"Reward":{absent}}}"#);
        let plan: Plan = decode_strict(document.as_bytes()).expect("decodes");
        assert_eq!(plan, Plan::default(), "{absent}");
    }
}

#[test]
fn wrapped_lists_of_unions_are_unwrapped_by_name_only() {
    let plan: Plan = decode_strict(
        br#"{"Rewards":{"Reward":[{"Kind":"FIXED"},{"Kind":"SHARE"}]},"Shapes":{"Shape":{"Amount":1}}}"#,
    )
    .expect("decodes");
    assert_eq!((plan.rewards.len(), plan.shapes.len()), (2, 1));
    assert!(plan.rewards.iter().all(Reward::is_known) && plan.shapes[0].is_known());
    // an object of one member is a variant, known or not
    for (document, is_known) in [
        (r#"{"Shapes":{"Amount":[1]}}"#, true),
        (r#"{"Shapes":{"New":[1]}}"#, false),
        (r#"{"Rewards":{"Kind":"FIXED"}}"#, true),
        (r#"{"Rewards":{"Kind":["FIXED"]}}"#, false),
        (r#"{"Rewards":{"FIXED":[1]}}"#, false),
    ] {
        let plan: Plan = decode(document.as_bytes()).expect("decodes");
        let found: Vec<_> = plan
            .shapes
            .iter()
            .map(Shape::is_known)
            .chain(plan.rewards.iter().map(Reward::is_known))
            .collect();
        assert_eq!(found, [is_known], "{document}");
        assert!(plan.extra.is_empty(), "{document}");
    }
}

/// A union of a struct and values of other kinds.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Rule {
    Fixed(Box<Fixed>),
    String(String),
    List(Vec<Rule>),
    Unknown(Json),
}
open_union!(Rule by object { Fixed(Fixed) } or {
    String(String) = string from str,
    List(Vec<Rule>) = list of Rule,
});

/// A union without structs.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Limit {
    Integer(i64),
    Map(Map<bool>),
    Unknown(Json),
}
open_union!(Limit by kind { Integer(i64) = number, Map(Map<bool>) = map });

#[test]
fn the_variant_is_selected_by_the_kind_of_json() {
    let rule = |document: &str| decode_strict::<Rule>(document.as_bytes()).expect(document);
    assert!(matches!(rule(r#"{"Amount":1}"#), Rule::Fixed(_)));
    assert_eq!(rule(r#""12""#), Rule::from("12"));
    assert_eq!(rule(r#"["a",[],["b"]]"#), Rule::List(vec!["a".into(), vec!["b".into()].into()]));
    assert_eq!(encode(&rule(r#"["a",{"Amount":1.50}]"#)), r#"["a",{"Amount":1.50}]"#);
    let limit = |document: &str| decode_strict::<Limit>(document.as_bytes()).expect(document);
    assert_eq!(limit("12"), Limit::Integer(12));
    assert!(matches!(limit(r#"{"a":true}"#), Limit::Map(_)));
    assert_eq!(format!("{:?}", limit("12")), "Integer(12)");
}

/// Fields with unions of values that may be empty.
#[derive(Clone, Default)]
struct Policy {
    rule: Option<Rule>,
    limit: Option<Sensitive<Limit>>,
    names: Vec<String>,
    extra: Extra,
}
record!(Policy { "Rule" => rule, "Limit" => limit, "Names" => names });

#[test]
fn an_empty_variant_is_sent() {
    let mut policy = Policy { rule: Some(Rule::List(Vec::new())), ..Policy::default() };
    policy.limit = Some(Sensitive::from(Limit::Map(Map::new())));
    assert_eq!(encode(&policy), r#"{"Rule":[],"Limit":{}}"#);
    // an extra member of the same name is not sent in addition
    policy.extra.insert("Rule", Json::from("a"));
    assert_eq!(encode(&policy), r#"{"Rule":[],"Limit":{}}"#);
    // a service writes an absent value like this
    let read: Policy = decode(br#"{"Rule":[],"Limit":{},"Names":[]}"#).expect("decodes");
    assert_eq!(read, Policy::default());
}

#[test]
fn items_convert_to_the_list_of_a_union() {
    let list = Rule::List(vec!["a".into(), "b".into()]);
    assert_eq!(Rule::from(["a", "b"]), list);
    assert_eq!(["a", "b"].into_iter().collect::<Rule>(), list);
    let nested: Rule = [Rule::from("a"), ["b"].into()].into_iter().collect();
    assert_eq!(encode(&nested), r#"["a",["b"]]"#);
    assert_eq!(Rule::from_iter(Vec::<String>::new()), Rule::List(Vec::new()));
}

#[test]
fn a_value_of_another_kind_is_unknown() {
    for document in [r#""12""#, "true", "[1]", r#"[{"a":true}]"#] {
        let (limit, report) = decode_with_report::<Limit>(document.as_bytes()).expect(document);
        assert!(!limit.is_known(), "{document}");
        assert_eq!(report.unknown_values, ["$"], "{document}");
        assert_eq!(encode(&limit), document);
        assert_eq!(format!("{limit:?}"), "Unknown(..)");
    }
    assert!(decode_strict::<Limit>(b"1.5").is_err());
    let error = decode_strict::<Limit>(b"{}").expect_err("absent");
    assert!(error.to_string().contains("a value of one of the variants"), "{error}");
}
