//! What a request must hold beyond its required members.

/// A demand, and when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The list whose elements are held against it, each by itself; the body when `None`.
    pub each: Option<String>,
    /// What is demanded.
    pub demand: Demand,
    /// Only when all of these members have one of these values.
    pub when: Vec<(String, Vec<String>)>,
    /// Only when one of these members is given; does not matter when empty.
    pub when_any: Vec<String>,
    /// What else there is to say about it, as the end of a sentence.
    pub because: Option<String>,
}

/// What is demanded, by wire names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// At least one of these is given; members that stand together count together.
    Any(Vec<Vec<String>>),
    /// All of these are given.
    All(Vec<String>),
    /// At most one of these is given.
    NotBoth(Vec<String>),
    /// These are given under the condition only.
    Only(Vec<String>),
}

impl Rule {
    /// The rule in words, without a full stop: ``one of `A`, `B` or `C` is needed when `D` is given``.
    pub fn words(&self) -> String {
        let mut text = self.demand.words();
        let condition = self.condition();
        if !condition.is_empty() {
            text.push_str(" when ");
            text.push_str(&condition.join(" and "));
        }
        if let Some(because) = &self.because {
            text.push_str("; ");
            text.push_str(because);
        }
        text
    }

    /// The rule as a sentence of its own.
    pub fn sentence(&self) -> String {
        let words = self.words();
        match &self.each {
            Some(list) => format!("In each element of `{list}`: {words}."),
            None => {
                let mut letters = words.chars();
                let first = letters.next().map(|first| first.to_uppercase().to_string());
                format!("{}{}.", first.unwrap_or_default(), letters.as_str())
            }
        }
    }

    fn condition(&self) -> Vec<String> {
        let is = |(name, values): &(String, Vec<String>)| {
            format!("{} is {}", code(name), listed(values, "or"))
        };
        let mut parts: Vec<String> = self.when.iter().map(is).collect();
        match self.when_any.as_slice() {
            [] => {}
            [one] => parts.push(format!("{} is given", code(one))),
            several => parts.push(format!("one of {} is given", listed(several, "or"))),
        }
        parts
    }
}

impl Demand {
    /// The members it is about.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Demand::Any(sets) => sets.iter().flatten().map(String::as_str).collect(),
            Demand::All(names) | Demand::NotBoth(names) | Demand::Only(names) => {
                names.iter().map(String::as_str).collect()
            }
        }
    }

    fn words(&self) -> String {
        match self {
            Demand::Any(sets) => {
                let sets: Vec<String> = sets.iter().map(|set| together(set)).collect();
                match sets.as_slice() {
                    [one] => format!("{one} is needed"),
                    [one, other] => format!("{one} or {other} is needed"),
                    several => format!("one of {} is needed", joined(several, "or")),
                }
            }
            Demand::All(names) => match names.as_slice() {
                [one] => format!("{} is needed", code(one)),
                several => format!("{} are needed", listed(several, "and")),
            },
            Demand::NotBoth(names) => match names.as_slice() {
                [_, _] => format!("{} cannot be given together", listed(names, "and")),
                several => format!("only one of {} can be given", listed(several, "and")),
            },
            Demand::Only(names) => format!("{} can be given only", listed(names, "and")),
        }
    }
}

fn together(names: &[String]) -> String {
    match names.split_first() {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} with {}", code(first), listed(rest, "and"))
        }
        _ => listed(names, "and"),
    }
}

/// A name on the wire as the spec writes it, where all numbers of elements look alike.
pub fn as_described(wire: &str) -> String {
    wire.replace("{i?}", "{i}").replace("{i0}", "{i}")
}

/// How a name or a value looks in a sentence.
fn code(name: &str) -> String {
    format!("`{}`", as_described(name))
}

fn listed(names: &[String], last: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    joined(&names, last)
}

fn joined(parts: &[String], last: &str) -> String {
    match parts.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn rule(demand: Demand) -> Rule {
        Rule { each: None, demand, when: Vec::new(), when_any: Vec::new(), because: None }
    }

    #[test]
    fn every_demand_has_words() {
        let any = Demand::Any(vec![names("A"), names("B C"), names("D")]);
        let cases = [
            (any, "one of `A`, `B` with `C` or `D` is needed"),
            (Demand::Any(vec![names("A B")]), "`A` with `B` is needed"),
            (Demand::Any(vec![names("A"), names("B")]), "`A` or `B` is needed"),
            (Demand::All(names("A")), "`A` is needed"),
            (Demand::All(names("A B C")), "`A`, `B` and `C` are needed"),
            (Demand::NotBoth(names("A B")), "`A` and `B` cannot be given together"),
            (Demand::NotBoth(names("A B C")), "only one of `A`, `B` and `C` can be given"),
        ];
        for (demand, words) in cases {
            assert_eq!(rule(demand).words(), words);
        }
    }

    #[test]
    fn conditions_follow_the_demand() {
        let when = vec![("T".to_owned(), names("X Y")), ("U".to_owned(), names("Z"))];
        let only = Rule { when, ..rule(Demand::Only(names("A"))) };
        assert_eq!(only.words(), "`A` can be given only when `T` is `X` or `Y` and `U` is `Z`");
        let because = Some("there is no other way".to_owned());
        let all = Rule { when_any: names("M N"), because, ..rule(Demand::All(names("A"))) };
        assert_eq!(
            all.words(),
            "`A` is needed when one of `M` or `N` is given; there is no other way"
        );
        let each = Some("Items".to_owned());
        let element = Rule { each, ..rule(Demand::NotBoth(names("P{i?} S{i?}"))) };
        assert_eq!(
            element.sentence(),
            "In each element of `Items`: `P{i}` and `S{i}` cannot be given together."
        );
    }
}
