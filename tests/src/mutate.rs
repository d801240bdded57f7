//! Random changes of specs that respect their structure: most results are nearly valid.

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use crate::random::Random;

/// Keys whose members are named by the author of a spec. All members have the same kind of value.
const NAMED: [&str; 12] = [
    "callbacks",
    "content",
    "encoding",
    "examples",
    "headers",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// Values of every kind, to replace a value of another kind.
const SCALARS: [&str; 12] = [
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "''",
    "x",
    "[]",
    "{}",
    "[x]",
    "{ x: y }",
    "9999999999999999999",
];

/// The members of objects in a number of specs, by the role of the object.
#[derive(Default)]
pub struct Pool(BTreeMap<String, Vec<(Value, Value)>>);

impl Pool {
    /// Adds the members of all objects in a document.
    pub fn add(&mut self, document: &Value) {
        self.add_members("", "", document);
    }

    fn add_members(&mut self, role: &str, key: &str, value: &Value) {
        match value {
            Value::Mapping(members) => {
                for (name, member) in members {
                    let entry = self.0.entry(role.to_owned()).or_default();
                    entry.push((name.clone(), member.clone()));
                    let name = name.as_str().unwrap_or_default();
                    self.add_members(&role_of(key, name), name, member);
                }
            }
            Value::Sequence(items) => {
                items.iter().for_each(|item| self.add_members(&format!("{role}[]"), "", item));
            }
            _ => {}
        }
    }

    /// Changes a random place of a document.
    pub fn mutate(&self, random: &mut Random, document: &mut Value) {
        let mut places = count(document);
        if places == 0 {
            return;
        }
        places = random.below(places);
        self.mutate_at(random, "", "", document, &mut places);
    }

    /// Changes the container that is reached after `left` others; returns `true` if it was found.
    fn mutate_at(
        &self,
        random: &mut Random,
        role: &str,
        key: &str,
        value: &mut Value,
        left: &mut usize,
    ) -> bool {
        let is_container = matches!(value, Value::Mapping(members) if !members.is_empty())
            || matches!(value, Value::Sequence(items) if !items.is_empty());
        if is_container && *left == 0 {
            match value {
                Value::Mapping(members) => self.mutate_object(random, role, members),
                Value::Sequence(items) => mutate_list(random, items),
                _ => {}
            }
            return true;
        }
        *left -= usize::from(is_container);
        match value {
            Value::Mapping(members) => members.iter_mut().any(|(name, member)| {
                let name = name.as_str().unwrap_or_default().to_owned();
                self.mutate_at(random, &role_of(key, &name), &name, member, left)
            }),
            Value::Sequence(items) => {
                let role = format!("{role}[]");
                items.iter_mut().any(|item| self.mutate_at(random, &role, "", item, left))
            }
            _ => false,
        }
    }

    fn mutate_object(&self, random: &mut Random, role: &str, members: &mut Mapping) {
        let (name, member) = members.iter().nth(random.below(members.len())).expect("a member");
        let (name, member) = (name.clone(), member.clone());
        let known = self.0.get(role).map_or(&[][..], Vec::as_slice);
        match random.below(8) {
            0 => drop(members.remove(&name)),
            1 => drop(members.insert(name, scalar(random))),
            2 => {
                let other = renamed(random, &name);
                members.remove(&name);
                members.insert(other, member);
            }
            3 => drop(members.insert(renamed(random, &name), member)),
            4 => {
                let (other, _) = members.iter().nth(random.below(members.len())).expect("a member");
                let other = other.clone();
                let value = members.insert(other, member).expect("a member");
                members.insert(name, value);
            }
            5 => {
                let same: Vec<&Value> =
                    known.iter().filter(|(key, _)| *key == name).map(|(_, value)| value).collect();
                if !same.is_empty() {
                    members.insert(name, random.pick(&same).clone());
                }
            }
            _ if known.is_empty() => {}
            _ => {
                let (key, value) = &known[random.below(known.len())];
                members.insert(key.clone(), value.clone());
            }
        }
    }
}

fn mutate_list(random: &mut Random, items: &mut Vec<Value>) {
    let (at, other) = (random.below(items.len()), random.below(items.len()));
    match random.below(4) {
        0 => drop(items.remove(at)),
        1 => items.insert(other, items[at].clone()),
        2 => items.swap(at, other),
        _ => items[at] = scalar(random),
    }
}

/// Returns the number of objects and lists that are not empty.
fn count(value: &Value) -> usize {
    match value {
        Value::Mapping(members) => {
            usize::from(!members.is_empty()) + members.values().map(count).sum::<usize>()
        }
        Value::Sequence(items) => {
            usize::from(!items.is_empty()) + items.iter().map(count).sum::<usize>()
        }
        _ => 0,
    }
}

/// Returns the role of a member of an object: its key, or that of the object if the key is chosen by the author.
fn role_of(object: &str, name: &str) -> String {
    if NAMED.contains(&object) { format!("{object}/*") } else { name.to_owned() }
}

fn scalar(random: &mut Random) -> Value {
    serde_yaml::from_str(random.pick(&SCALARS)).expect("valid YAML")
}

/// Returns a name that differs a little.
fn renamed(random: &mut Random, name: &Value) -> Value {
    let text = name.as_str().unwrap_or("7");
    match random.below(4) {
        0 => format!("{text}2"),
        1 => text.to_lowercase(),
        2 => format!("x-{text}"),
        _ => text.chars().rev().collect(),
    }
    .into()
}
