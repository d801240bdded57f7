//! Repairs bodies: a multipart body has named parts without headers, a form has members, examples are values, and the media
//! type of JSON has no parameters.

use super::Repairs;
use crate::load::objects;
use crate::media_type::{FORM, JSON, MULTIPART, essence};
use crate::normalize::walk::for_each_object;
use crate::source::{MemberMap, Node, NodeKind, Scalar, find_mut, map, remove, rename, string};

/// The media types of forms.
const FORMS: [&str; 2] = [FORM, MULTIPART];

/// The name of the part with the file of a multipart body that declares no parts.
const FILE: &str = "file";

/// Repairs the bodies of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::OPERATION) {
            remove_empty_form(node, repairs);
        }
        let is_request = std::ptr::eq(object, &objects::REQUEST_BODY);
        if is_request {
            name_part(node, repairs);
        }
        if is_request || std::ptr::eq(object, &objects::RESPONSE) {
            let content = find_mut(node, &["content".to_owned()]).map(|node| &mut node.kind);
            let Some(NodeKind::Map(content)) = content else { return };
            take_first_types(content, repairs);
            shorten_media_type(content);
            for (media, member) in content {
                remove_texts(media, &mut member.node, repairs);
            }
        } else if std::ptr::eq(object, &objects::ENCODING)
            && let Some(headers) = remove(node, "headers")
        {
            repairs.add("ignored headers of the parts of a body", "headers", headers.key);
        }
    });
}

/// Removes the body of an operation that is a form without members: nothing of it can be sent.
fn remove_empty_form(operation: &mut Node, repairs: &mut Repairs) {
    let content = operation.get("requestBody").and_then(|body| body.get("content"));
    let Some(content) = content.and_then(Node::as_map) else { return };
    let is_empty = content.iter().all(|(media, member)| {
        FORMS.contains(&media.as_str()) && member.node.get("schema").is_some_and(has_no_members)
    });
    if !is_empty || content.is_empty() {
        return;
    }
    if let Some(body) = remove(operation, "requestBody") {
        let id = operation.get("operationId").and_then(Node::as_str).unwrap_or("requestBody");
        repairs.add("ignored forms without members", id, body.key);
    }
}

/// Replaces lists of media types, in place of one, by the first of them.
fn take_first_types(content: &mut MemberMap, repairs: &mut Repairs) {
    let is_list = |(media, _): &(&String, _)| media.contains(',');
    let lists = content.iter().filter(is_list).map(|(media, it)| (media.clone(), it.key));
    for (media, key) in lists.collect::<Vec<_>>() {
        let first = media.split(',').next().unwrap_or_default().trim();
        if !content.contains_key(first) {
            rename(content, &media, first);
            repairs.add("used the first of a list of media types", media, key);
        }
    }
}

/// Removes the parameters of the media type of JSON, which is always encoded as UTF-8.
fn shorten_media_type(content: &mut MemberMap) {
    let is_json = |media: &&String| media.contains(';') && essence(media) == JSON;
    let Some(media) = content.keys().find(is_json).cloned() else { return };
    if !content.contains_key(JSON) {
        rename(content, &media, JSON);
    }
}

/// Returns `true` for an object with empty `properties` that does not permit other members explicitly, and for one without
/// `properties` that permits no others.
fn has_no_members(schema: &Node) -> bool {
    const KEYS: [&str; 4] = ["type", "properties", "additionalProperties", "description"];
    let Some(members) = schema.as_map() else { return false };
    let properties = schema.get("properties").and_then(Node::as_map);
    let others = schema.get("additionalProperties").and_then(Node::scalar);
    let is_closed = others == Some(Scalar::Bool(false));
    let is_open = members.contains_key("additionalProperties") && !is_closed;
    members.keys().all(|key| KEYS.contains(&key.as_str()))
        && properties.map_or(is_closed, |properties| properties.is_empty() && !is_open)
}

/// Removes the examples of a body in XML or a form that are its text. The value that is sent is not known from it.
fn remove_texts(media: &str, content: &mut Node, repairs: &mut Repairs) {
    let name = essence(media);
    let is_text = name.ends_with("xml") || FORMS.contains(&name.as_str());
    let schema = content.get("schema");
    let is_string = schema.and_then(|it| it.get("type")).and_then(Node::as_str) == Some("string");
    if !is_text || is_string || schema.is_none() {
        return;
    }
    let kind = "ignored examples that are the text of a body";
    if let Some(example) = content.get("example").filter(|example| example.as_str().is_some()) {
        repairs.add(kind, media, example.span);
        remove(content, "example");
    }
    let Some(examples) = find_mut(content, &["examples".to_owned()]) else { return };
    let NodeKind::Map(members) = &mut examples.kind else { return };
    members.retain(|_, member| {
        let value = member.node.get("value").filter(|value| value.as_str().is_some());
        value.inspect(|value| repairs.add(kind, media, value.span)).is_none()
    });
    if members.is_empty() {
        remove(content, "examples");
    }
}

/// Makes a multipart body that is a file an object with a file.
fn name_part(body: &mut Node, repairs: &mut Repairs) {
    let path = ["content", MULTIPART, "schema"].map(str::to_owned);
    let Some(schema) = find_mut(body, &path) else { return };
    if schema.get("type").and_then(Node::as_str) != Some("string") {
        return;
    }
    let span = schema.span;
    let required = Node { span, kind: NodeKind::List(vec![string(FILE, span)]) };
    let file = map([("type", string("string", span)), ("format", string("binary", span))], span);
    *schema = map(
        [
            ("type", string("object", span)),
            ("required", required),
            ("properties", map([(FILE, file)], span)),
        ],
        span,
    );
    repairs.add("named the file of a multipart body", FILE, span);
}
