//! Pairs of old and new elements.

/// The elements of two lists, paired.
pub(super) struct Pairs<'a, T> {
    /// Elements with the same identity, in the order of the new list.
    pub(super) same: Vec<(&'a T, &'a T)>,
    /// Elements with another name.
    pub(super) renamed: Vec<(&'a T, &'a T)>,
    /// Elements of the old list only.
    pub(super) removed: Vec<&'a T>,
    /// Elements of the new list only.
    pub(super) added: Vec<&'a T>,
}

/// Pairs elements by identity. An element without a counterpart is renamed if exactly one other may be its new form, and
/// that one may have no other old form.
pub(super) fn pair<'a, T>(
    old: &'a [T],
    new: &'a [T],
    is_same: impl Fn(&T, &T) -> bool,
    may_be_renamed: impl Fn(&T, &T) -> bool,
) -> Pairs<'a, T> {
    let mut same = Vec::new();
    let mut removed: Vec<&T> = old.iter().collect();
    let mut added = Vec::new();
    for element in new {
        match removed.iter().position(|other| is_same(other, element)) {
            Some(at) => same.push((removed.remove(at), element)),
            None => added.push(element),
        }
    }
    let mut renamed: Vec<(usize, &T)> = Vec::new();
    for element in std::mem::take(&mut added) {
        let candidates: Vec<usize> = indexes(&removed, |other| may_be_renamed(other, element));
        match candidates.as_slice() {
            [at] => renamed.push((*at, element)),
            _ => added.push(element),
        }
    }
    let is_unique = |at: usize| renamed.iter().filter(|(other, _)| *other == at).count() == 1;
    let (sure, doubtful): (Vec<_>, Vec<_>) =
        renamed.iter().copied().partition(|(at, _)| is_unique(*at));
    added.extend(doubtful.into_iter().map(|(_, element)| element));
    let renamed: Vec<(&T, &T)> =
        sure.iter().filter_map(|(at, element)| Some((*removed.get(*at)?, *element))).collect();
    let taken: Vec<usize> = sure.iter().map(|(at, _)| *at).collect();
    let left = removed.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    Pairs { same, renamed, removed: left.map(|(_, element)| *element).collect(), added }
}

fn indexes<T>(elements: &[&T], accept: impl Fn(&T) -> bool) -> Vec<usize> {
    let accepted = elements.iter().enumerate().filter(|(_, element)| accept(element));
    accepted.map(|(at, _)| at).collect()
}

/// Returns `true` if two elements are probably the same under different names: the names differ in case, separators or
/// few letters, or the descriptions are equal.
pub(super) fn are_alike(old: (&str, &str), new: (&str, &str)) -> bool {
    const MIN_SIMILARITY: f64 = 0.75;
    let ((old_name, old_docs), (new_name, new_docs)) = (old, new);
    let (old_name, new_name) = (letters(old_name), letters(new_name));
    let has_same_docs = !old_docs.is_empty() && old_docs == new_docs;
    has_same_docs || strsim::normalized_damerau_levenshtein(&old_name, &new_name) >= MIN_SIMILARITY
}

/// Returns the letters and digits in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(old: &[&str], new: &[&str]) -> String {
        let alike = |a: &&str, b: &&str| are_alike((a, ""), (b, ""));
        let pairs = pair(old, new, |a, b| a == b, alike);
        let join = |pairs: &[(&&str, &&str)]| -> String {
            pairs.iter().map(|(a, b)| format!("{a}>{b} ")).collect()
        };
        format!(
            "{}| {}| {:?} | {:?}",
            join(&pairs.same),
            join(&pairs.renamed),
            pairs.removed,
            pairs.added
        )
    }

    #[test]
    fn renames_are_unique() {
        assert_eq!(describe(&["A", "Note"], &["Notes", "A"]), "A>A | Note>Notes | [] | []");
        assert_eq!(
            describe(&["NoteId1", "NoteId2"], &["NoteId3"]),
            "| | [\"NoteId1\", \"NoteId2\"] | [\"NoteId3\"]"
        );
        assert_eq!(
            describe(&["NoteId"], &["NoteId1", "NoteId2"]),
            "| | [\"NoteId\"] | [\"NoteId1\", \"NoteId2\"]"
        );
        assert_eq!(describe(&["Start"], &["Text"]), "| | [\"Start\"] | [\"Text\"]");
    }

    #[test]
    fn alike_names_differ_little_or_have_the_same_description() {
        assert!(are_alike(("PARTNER_ID", ""), ("partnerId", "The partner.")));
        assert!(are_alike(("Media", "The partner."), ("Partner", "The partner.")));
        assert!(!are_alike(("Media", ""), ("Partner", "")));
    }
}
