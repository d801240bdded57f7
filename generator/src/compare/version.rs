//! Versions, and the next one that a comparison requires.

use std::fmt;

/// A version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second number.
    pub minor: u64,
    /// The third number.
    pub patch: u64,
}

/// The effect of changes on the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeLevel {
    /// Nothing changed.
    None,
    /// Nothing was added, and nothing is breaking.
    Fix,
    /// Items were added.
    Addition,
    /// A change is breaking.
    Breaking,
}

impl Version {
    /// Parses `1.2.3`. A suffix after `-` or `+` is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let version = Self { major: parts.next()??, minor: parts.next()??, patch: parts.next()?? };
        parts.next().is_none().then_some(version)
    }

    /// Returns the lowest version that changes after this one may have. Until 1.0, a breaking change raises the second
    /// number.
    pub fn after(self, level: ChangeLevel) -> Self {
        let Self { major, minor, patch } = self;
        match (level, major, minor) {
            (ChangeLevel::None, ..) => self,
            (ChangeLevel::Breaking, 1.., _) => Self { major: major + 1, minor: 0, patch: 0 },
            (ChangeLevel::Addition, 1.., _) | (ChangeLevel::Breaking, 0, 1..) => {
                Self { major, minor: minor + 1, patch: 0 }
            }
            _ => Self { major, minor, patch: patch + 1 },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_raised_by_the_rules_of_cargo() {
        for (version, fix, addition, breaking) in [
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.1.2", "0.1.3", "0.1.3", "0.2.0"),
            ("1.1.2", "1.1.3", "1.2.0", "2.0.0"),
        ] {
            let version = Version::parse(version).unwrap();
            let after = |level| version.after(level).to_string();
            assert_eq!(after(ChangeLevel::None), version.to_string());
            assert_eq!(
                [
                    after(ChangeLevel::Fix),
                    after(ChangeLevel::Addition),
                    after(ChangeLevel::Breaking)
                ],
                [fix, addition, breaking]
            );
        }
    }

    #[test]
    fn versions_have_three_numbers() {
        assert_eq!(Version::parse("1.2.3-rc.1"), Version::parse("1.2.3"));
        for text in ["", "1.2", "1.2.3.4", "1.2.x", "v1.2.3"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
