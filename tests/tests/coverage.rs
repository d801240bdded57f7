//! Every element of the spec is generated, or excluded for a reason.

use std::fs;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::emit::coverage::{Coverage, ElementKind};
use generator::{Options, coverage_of, diagnostics};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn measure(spec: PathBuf) -> Coverage {
    let mut ctx = Context::default();
    let options = Options::new(spec, folder("templates"));
    match coverage_of(&mut ctx, &options) {
        Ok(coverage) => coverage,
        Err(found) => panic!("{}", diagnostics::render_text(&ctx.sources, &found.0)),
    }
}

#[test]
fn every_element_of_the_spec_is_covered() {
    let coverage = measure(folder("spec"));
    let gaps: Vec<_> = coverage.gaps().map(|gap| (gap.kind, &gap.origin.pointer)).collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
    for kind in ElementKind::ALL {
        let count = coverage.total(kind);
        assert!(count.total > 0, "no {kind:?} is counted");
        assert_eq!(
            count.generated + count.reasons.values().sum::<usize>(),
            count.total,
            "{kind:?}"
        );
    }
    let text = coverage.to_markdown();
    assert!(text.contains("**100.0 % covered**"), "{text:.600}");
}

#[test]
fn a_gap_is_counted_and_listed() {
    let spec = tempfile::tempdir().unwrap();
    for name in ["openapi.yaml", "notes.yaml"] {
        let from = folder("tests/features/body-json").join(name);
        let text = fs::read_to_string(from).unwrap();
        let text =
            text.replacen("requestBody:\n", "requestBody:\n        description: Not used.\n", 1);
        fs::write(spec.path().join(name), text).unwrap();
    }
    let coverage = measure(spec.path().to_owned());
    let gaps: Vec<_> = coverage.gaps().collect();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!((gaps[0].kind, gaps[0].name.as_str()), (ElementKind::Description, "requestBody"));
    let text = coverage.to_markdown();
    assert!(!text.contains("100.0 %") && text.contains("1 is a gap"), "{text}");
}
