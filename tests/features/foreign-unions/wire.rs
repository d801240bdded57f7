//! Unions that nothing but constants, members or the alternatives themselves describe.

use foreign_unions::Client;
use foreign_unions::types::{
    Animal, BarWidget, Bin, Bird, Blur, BoundUnbound, Cat, Channel, Dog, Effect, Entry, Event, Fade, FunnelWidget, Glow, InputEntry, Item,
    Kitten, Limit, LineWidget, Owner, OwnerCompany, Pack, PackWeight, Parcel, Point, ProductFunnelWidget, Rule, RuleBan, RuleLimit,
    RuleOther, RuleShare, RuleTeam, RuleTeamAction, RuleUser, RuleUserAction, Shade, Shape,
    ShapeRectangle, ShapeRectangleKind, StreamMapWidget, StreamMapWidgetType, TextChannel, Thing, VoiceChannel, Widget,
};

use crate::support::Capture;

fn client(capture: &Capture) -> Client {
    Client::builder().transport(capture.clone()).build().unwrap()
}

const JSON: &str = "content-type: application/json";

#[tokio::test]
async fn a_constant_identifies_an_alternative() {
    let capture = Capture::new(r#"{"kind": "circle", "radius": 4}"#);
    let shapes = client(&capture).shapes();
    let before = shapes.replace_shape(Shape::from(Point::new().width(1))).await.unwrap();
    assert_eq!(capture.last(), format!("PUT /shapes\n{JSON}\n{{\"kind\":\"point\",\"width\":1}}"));
    assert!(matches!(before, Shape::Circle(circle) if circle.radius == Some(4)));
    for (response, is_known) in
        [(r#"{"width": 4, "kind": "oblong"}"#, true), (r#"{"width": 4, "kind": "star"}"#, false)]
    {
        let capture = Capture::new(response);
        let rectangle = ShapeRectangle::new(ShapeRectangleKind::Oblong, 2);
        let before = client(&capture).shapes().replace_shape(rectangle).await.unwrap();
        assert_eq!(matches!(before, Shape::Rectangle(_)), is_known, "{response}");
        assert_eq!(
            capture.last(),
            format!("PUT /shapes\n{JSON}\n{{\"kind\":\"oblong\",\"width\":2}}")
        );
    }
}

#[tokio::test]
async fn a_number_identifies_an_alternative() {
    let sent = [
        (Channel::from(TextChannel::new(5).name("news")), r#"{"type":5,"name":"news"}"#),
        (Channel::from(VoiceChannel::new(2).name("hall")), r#"{"type":2,"name":"hall"}"#),
    ];
    for (channel, body) in sent {
        let capture = Capture::new(body);
        let before = client(&capture).shapes().replace_channel(channel.clone()).await.unwrap();
        assert_eq!(capture.last(), format!("PUT /channels\n{JSON}\n{body}"));
        assert_eq!(before, channel);
    }
    // other numbers are kept, and so are strings that are none of them
    for body in [r#"{"type":9,"name":"x"}"#, r#"{"type":"new","bitrate":1}"#, r#"{"name":"x"}"#] {
        let capture = Capture::new(body);
        let shapes = client(&capture).shapes();
        let before = shapes.replace_channel(TextChannel::new(0)).await.unwrap();
        assert!(matches!(before, Channel::Unknown(_)), "{body}");
        shapes.replace_channel(before).await.unwrap();
        assert_eq!(capture.last(), format!("PUT /channels\n{JSON}\n{body}"));
    }
}

#[tokio::test]
async fn a_member_names_an_alternative() {
    let capture = Capture::new("");
    let owner = Owner::from(OwnerCompany::new("ACME"));
    client(&capture).shapes().create_owner(owner).await.unwrap();
    assert_eq!(capture.last(), format!("POST /owners\n{JSON}\n{{\"company\":\"ACME\"}}"));
}

#[tokio::test]
async fn the_alternatives_of_a_base_have_its_members() {
    let capture = Capture::new(r#"{"species": "cat", "name": "Tom", "lives": 9}"#);
    let shapes = client(&capture).shapes();
    let cat = shapes.create_animal(Cat::new().name("Tom")).await.unwrap();
    assert_eq!((cat.name.as_deref(), cat.lives), (Some("Tom"), Some(9)));
    assert_eq!(
        capture.last(),
        format!("POST /animals\n{JSON}\n{{\"species\":\"cat\",\"name\":\"Tom\"}}")
    );
    shapes.create_animal(Animal::from(Dog::new().tricks(["sit"]))).await.unwrap();
    assert_eq!(
        capture.last(),
        format!("POST /animals\n{JSON}\n{{\"species\":\"Dog\",\"tricks\":[\"sit\"]}}")
    );
    shapes.create_animal(Animal::from(Kitten::new().lives(9).weeks(3))).await.unwrap();
    assert_eq!(
        capture.last(),
        format!("POST /animals\n{JSON}\n{{\"species\":\"Kitten\",\"lives\":9,\"weeks\":3}}")
    );
    shapes.create_animal(Animal::from(Bird::new().name("Io"))).await.unwrap();
    assert_eq!(
        capture.last(),
        format!("POST /animals\n{JSON}\n{{\"species\":\"bird\",\"name\":\"Io\"}}")
    );
}

#[tokio::test]
async fn a_union_in_a_union_has_its_alternatives() {
    let capture = Capture::new(r#"{"kind": "bin", "content": {"name": "a", "address": "b"}}"#);
    let shapes = client(&capture).shapes();
    let before = shapes.replace_thing(Point::new().width(1)).await.unwrap();
    assert_eq!(capture.last(), format!("PUT /things\n{JSON}\n{{\"kind\":\"point\",\"width\":1}}"));
    let Thing::Bin(found) = before else { panic!("{before:?}") };
    assert_eq!(found.content, Some(Parcel::new("a", "b").into()));
    shapes.replace_thing(Bin::new().content(PackWeight::new("a", 5))).await.unwrap();
    let body = r#"{"kind":"bin","content":{"name":"a","weight":5}}"#;
    assert_eq!(capture.last(), format!("PUT /things\n{JSON}\n{body}"));
}

#[tokio::test]
async fn an_object_without_the_members_of_others_is_the_remaining_alternative() {
    for (content, expected) in [
        (r#"{"name": "a"}"#, Pack::from(Item::new("a"))),
        (r#"{"weight": 5, "name": "a"}"#, PackWeight::new("a", 5).into()),
        (r#"{"name": "a", "weight": null, "address": "b"}"#, Parcel::new("a", "b").into()),
    ] {
        let body = format!(r#"{{"kind": "bin", "content": {content}}}"#);
        let capture = Capture::new(body.leak());
        let before = client(&capture).shapes().replace_thing(Point::new()).await.unwrap();
        let Thing::Bin(found) = before else { panic!("{before:?}") };
        let Some(found) = found.content else { panic!("{content}") };
        assert_eq!(std::mem::discriminant(&found), std::mem::discriminant(&expected), "{content}");
    }
}

#[tokio::test]
async fn alternatives_have_the_values_of_a_discriminator_without_mapping() {
    for (body, is_opened, is_known) in [
        (r#"{"type": "opened", "by": "a"}"#, true, true),
        (r#"{"type": "reopened", "by": "a"}"#, true, true),
        (r#"{"type": "ClosedEvent", "by": "a"}"#, false, true),
        (r#"{"type": "OpenedEvent", "by": "a"}"#, false, false),
    ] {
        let capture = Capture::new(body);
        let event = client(&capture).shapes().get_event().await.unwrap();
        assert_eq!((matches!(event, Event::Opened(_)), event.is_known()), (is_opened, is_known));
    }
}

#[tokio::test]
async fn members_identify_alternatives_with_one_value_of_the_discriminator() {
    let sent = [
        (Effect::from(Glow::new()), r#"{"type":"glow"}"#),
        (Shade::new().into(), r#"{"type":"shade"}"#),
        (Blur::new().into(), r#"{"type":"layer"}"#),
        (Fade::new(2).into(), r#"{"type":"layer","start":2}"#),
    ];
    for (effect, body) in sent {
        let capture = Capture::new(body);
        let before = client(&capture).shapes().replace_effect(effect.clone()).await.unwrap();
        assert_eq!(capture.last(), format!("PUT /effects\n{JSON}\n{body}"));
        let kinds = [&effect, &before].map(std::mem::discriminant);
        assert_eq!(kinds[0], kinds[1], "{body}");
    }
    // a member does not identify one with another value
    let capture = Capture::new(r#"{"type": "new", "start": 2}"#);
    let before = client(&capture).shapes().replace_effect(Glow::new()).await.unwrap();
    assert!(!before.is_known());
}

#[tokio::test]
async fn a_constant_that_is_the_default_identifies_an_alternative() {
    let capture = Capture::new(r#"{"object": "entry", "type": "output", "text": "b"}"#);
    let before = client(&capture).shapes().replace_entry(InputEntry::new().text("a")).await.unwrap();
    assert_eq!(capture.last(), format!("PUT /entries\n{JSON}\n{{\"type\":\"input\",\"text\":\"a\"}}"));
    assert!(matches!(before, Entry::Output(entry) if entry.text.as_deref() == Some("b")));
}

#[tokio::test]
async fn members_distinguish_alternatives_with_equal_constants() {
    let sent: [(Widget, &str); 4] = [
        (BarWidget::new("a").into(), r#"{"type":"bar","title":"a"}"#),
        (LineWidget::new("a").into(), r#"{"type":"line","title":"a"}"#),
        (FunnelWidget::new().title("a").into(), r#"{"type":"funnel","title":"a"}"#),
        (ProductFunnelWidget::new("b").title("a").into(), r#"{"type":"funnel","grouped":"b","title":"a"}"#),
    ];
    for (widget, body) in sent {
        let capture = Capture::new(body);
        let before = client(&capture).shapes().replace_widget(widget.clone()).await.unwrap();
        assert_eq!(capture.last(), format!("PUT /widgets\n{JSON}\n{body}"));
        let kinds = [&widget, &before].map(std::mem::discriminant);
        assert_eq!(kinds[0], kinds[1], "{body}");
    }
    let body = r#"{"type":"map","title":"a"}"#;
    let capture = Capture::new(body);
    let widget = StreamMapWidget::new(StreamMapWidgetType::Map).title("a");
    let before = client(&capture).shapes().replace_widget(widget).await.unwrap();
    assert_eq!(capture.last(), format!("PUT /widgets\n{JSON}\n{body}"));
    assert!(!before.is_known());
}

#[tokio::test]
async fn inline_alternatives_have_names() {
    let sent: [(Rule, &str); 6] = [
        (RuleLimit::new(3).origin("a").into(), r#"{"count":3,"origin":"a"}"#),
        (RuleBan::new("May").bound(Limit::new(2)).into(), r#"{"until":"May","bound":{"count":2}}"#),
        (RuleShare::new(50).origin("a").into(), r#"{"part":50,"origin":"a"}"#),
        (RuleUser::new(RuleUserAction::Ask, "me").into(), r#"{"action":"ask","user":"me"}"#),
        (RuleTeam::new(RuleTeamAction::Ask, "us").into(), r#"{"action":"ask","team":"us"}"#),
        (RuleOther::new().action("none").into(), r#"{"action":"none"}"#),
    ];
    for (rule, body) in sent {
        let capture = Capture::new(body);
        let before = client(&capture).shapes().replace_rule(rule.clone()).await.unwrap();
        assert_eq!(capture.last(), format!("PUT /rules\n{JSON}\n{body}"));
        assert_eq!(before, rule);
    }
    let capture = Capture::new(r#"{"bound": {}, "until": "May"}"#);
    let rule = RuleBan::new("May").bound(BoundUnbound::new());
    let before = client(&capture).shapes().replace_rule(rule).await.unwrap();
    assert_eq!(capture.last(), format!("PUT /rules\n{JSON}\n{{\"until\":\"May\",\"bound\":{{}}}}"));
    // an empty object is read as absent
    assert_eq!(before, RuleBan::new("May").into());
}
