//! Diagnostics as text: wide characters, several files, folded lines, differences.

use generator::diagnostics::{Code, Diagnostic, render_text};
use generator::location::{Origin, Span};
use generator::source::{SourceFile, Sources};

/// Returns files with these texts, and the span of `needle` in each of them.
fn sources(texts: &[(&str, String)], needle: &str) -> (Sources, Vec<(Origin, Span)>) {
    let mut sources = Sources::default();
    sources.prefix = "spec/".to_owned();
    let mut spans = Vec::new();
    for (path, text) in texts {
        let file = sources.add(SourceFile::new(path));
        sources.set_text(file, text.clone());
        let matches = text.match_indices(needle).map(|(at, _)| Span::new(at, at + needle.len()));
        spans.extend(matches.map(|span| (Origin::root(file), span)));
    }
    (sources, spans)
}

#[test]
fn wide_characters_have_two_columns() {
    let (sources, spans) = sources(&[("a.yaml", "名前: { x: 値段, key: 1 }\n".to_owned())], "key");
    let (origin, span) = &spans[0];
    let diagnostic = Diagnostic::new(Code::UnknownMember, origin, "unknown key `key`").span(*span);
    insta::assert_snapshot!(render_text(&sources, &[diagnostic]), @r"
    error[G015 unknown-member]: unknown key `key`
     --> spec/a.yaml:1:14
      |
    1 | 名前: { x: 値段, key: 1 }
      |                  ^^^

    1 error
    ");
}

#[test]
fn distant_lines_are_folded_and_files_are_separate() {
    let lines = |count: usize| "filler: 1\n".repeat(count);
    let texts = [
        ("a.yaml", format!("{}key: 1\n{}key: 2\n", lines(3), lines(500))),
        ("b.yaml", format!("{}key: 3\n", lines(1200))),
    ];
    let (sources, spans) = sources(&texts, "key");
    let [(first, first_span), (second, second_span), (third, third_span)] = &spans[..] else {
        panic!("expected three keys")
    };
    let diagnostic = Diagnostic::new(Code::DuplicateKey, second, "duplicate key `key`")
        .span(*second_span)
        .label_span(first, *first_span, "first used here")
        .label_span(third, *third_span, "also used here")
        .help("remove one of them");
    insta::assert_snapshot!(render_text(&sources, &[diagnostic]), @r"
    error[G007 duplicate-key]: duplicate key `key`
        --> spec/a.yaml:505:1
         |
       4 | key: 1
         | --- first used here
    ...
     505 | key: 2
         | ^^^
         |
        ::: spec/b.yaml:1201:1
         |
    1201 | key: 3
         | --- also used here
         |
         = help: remove one of them

    1 error
    ");
}

#[test]
fn a_replacement_is_shown_as_a_difference() {
    let (sources, spans) = sources(&[("a.yaml", "a: 1\nrequires: [b]\n".to_owned())], "requires");
    let (origin, span) = &spans[0];
    let diagnostic = Diagnostic::new(Code::UnknownMember, origin, "unknown key `requires`")
        .span(*span)
        .suggest("requires", ["required", "type"]);
    insta::assert_snapshot!(render_text(&sources, &[diagnostic]), @r"
    error[G015 unknown-member]: unknown key `requires`
     --> spec/a.yaml:2:1
      |
    2 | requires: [b]
      | ^^^^^^^^
      |
    help: did you mean `required`?
      |
    2 - requires: [b]
    2 + required: [b]
      |

    1 error
    ");
}

/// A span may be outside of the text, or inside of a character, if a pass computes it wrongly.
#[test]
fn spans_outside_of_the_text_do_not_panic() {
    let (sources, spans) = sources(&[("a.yaml", "ä: ü".to_owned())], "ä");
    let (origin, _) = &spans[0];
    for (start, end) in [(1, 1), (1, 5), (6, 6), (5, 99), (99, 99)] {
        let diagnostic = Diagnostic::new(Code::WrongType, origin, "message")
            .span(Span::new(start, end))
            .replace("x");
        let text = render_text(&sources, &[diagnostic]);
        assert!(text.contains("--> spec/a.yaml:1:"), "{text}");
    }
}

#[test]
fn long_lines_are_cut_around_the_underline() {
    let text = format!("a: '{}', key: '{}'\n", "x".repeat(300), "y".repeat(300));
    let (sources, spans) = sources(&[("a.yaml", text)], "key");
    let (origin, span) = &spans[0];
    let diagnostic = Diagnostic::new(Code::UnknownMember, origin, "unknown key").span(*span);
    let text = render_text(&sources, &[diagnostic]);
    assert!(text.contains("key") && text.lines().all(|line| line.chars().count() <= 150));
}
