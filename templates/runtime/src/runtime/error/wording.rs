//! The outcome that the words of a text report.

use super::body::is_one_of;
use crate::runtime::api::ErrorMembers;

/// Characters after which a negation has no effect.
const CLAUSE_ENDS: [char; 7] = [',', ';', '.', '!', '?', '/', '\n'];

/// What a text reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The request was accepted: `Created`, `no errors`.
    Accepted,
    /// The request was refused: `INVALID_ORDER`.
    Refused,
    /// The request may have been refused: `not accepted` may become `accepted` later.
    Doubtful,
    /// The request was accepted and refused, or a part of it was: `completed with errors`.
    Mixed,
    /// No word is known.
    Unknown,
}

impl Outcome {
    /// Returns what a text reports.
    pub(crate) fn of(text: &str, members: &ErrorMembers) -> Self {
        let mut evidence = Evidence::default();
        let mut negation = Negation::None;
        let mut all = words(text).peekable();
        while let Some(word) = all.next() {
            let is = |known: &[&str]| is_word(known, word.text);
            let accepts = is(members.accepted_words);
            let is_error = is_error_word(word.text, members);
            let is_doubtful = is(members.doubtful_words);
            if accepts || is_error || is_doubtful {
                // the number may follow the word: `errors: 0`
                let is_zero = !word.ends_clause && all.next_if(|next| next.text == "0").is_some();
                let is_negated = is_zero || negation != Negation::None;
                evidence.accepted |= accepts && !is_negated || is_error && is_negated;
                evidence.refused |= is_error && !is_negated;
                evidence.doubtful |= accepts && is_negated || is_doubtful && !is_negated;
                negation = Negation::None;
            } else if is(members.negating_words) {
                negation = Negation::Word;
            } else if word.text == "0" && negation == Negation::None {
                negation = Negation::Zero;
            }
            if word.ends_clause || all.peek().is_none() {
                evidence.doubtful |= negation == Negation::Word;
                negation = Negation::None;
            }
        }
        evidence.outcome()
    }

    /// Returns `true` for a text in place of an error that did not occur: `no errors`, or a word such as `Success`. Other texts
    /// with such a word are messages, as in `the order was created before`.
    pub(super) fn denies_error(text: &str, members: &ErrorMembers) -> bool {
        let is_word = || words(text).count() == 1;
        let is_about_errors = || words(text).any(|word| is_error_word(word.text, members));
        Self::of(text, members) == Self::Accepted && (is_word() || is_about_errors())
    }

    /// Returns `true` if the request was refused or may have been, in whole or in part.
    pub(crate) fn reports_error(self) -> bool {
        matches!(self, Self::Refused | Self::Doubtful | Self::Mixed)
    }
}

/// What the words of a text report.
#[derive(Default)]
struct Evidence {
    accepted: bool,
    refused: bool,
    doubtful: bool,
}

impl Evidence {
    fn outcome(&self) -> Outcome {
        match (self.accepted, self.refused, self.doubtful) {
            (true, false, false) => Outcome::Accepted,
            (true, _, _) => Outcome::Mixed,
            (false, true, _) => Outcome::Refused,
            (false, false, true) => Outcome::Doubtful,
            (false, false, false) => Outcome::Unknown,
        }
    }
}

/// What precedes a word in its clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Negation {
    None,
    /// A word such as `not`.
    Word,
    /// The number 0, as in `0 errors`.
    Zero,
}

/// A word of a text.
#[derive(Clone, Copy)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    /// A clause of the sentence ends after it.
    ends_clause: bool,
}

/// Returns the words of a text: `VALIDATION_ERROR` and `ValidationError` have two, and `isn't` is one.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let (text, after) = rest.get(start..)?.split_at_checked(word_len(rest.get(start..)?))?;
        rest = after;
        let gap = after.split(char::is_alphanumeric).next().unwrap_or_default();
        Some(Token { text, ends_clause: gap.contains(CLAUSE_ENDS) })
    })
}

/// Returns the length of the word that a text begins with.
fn word_len(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    let mut last = None;
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let is_inside = is_apostrophe(letter) && next.is_some_and(char::is_alphanumeric);
        let begins_word = last.is_some_and(|last: char| {
            letter.is_uppercase()
                && (last.is_lowercase()
                    || next.is_some_and(char::is_lowercase) && !is_apostrophe(last))
        });
        if begins_word || !letter.is_alphanumeric() && !is_inside {
            return at;
        }
        last = Some(letter);
    }
    text.len()
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

fn is_error_word(word: &str, members: &ErrorMembers) -> bool {
    is_word(members.error_values, word) || is_word(members.failure, word)
}

/// Returns `true` for one of these words. The letter case and the kind of apostrophe are ignored.
fn is_word(known: &[&str], word: &str) -> bool {
    match word.contains('\u{2019}') {
        true => is_one_of(known, &word.replace('\u{2019}', "'")),
        false => is_one_of(known, word),
    }
}
