//! Whether everything of the spec becomes something, or has a reason not to.

use std::fs;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::emit::coverage::{Coverage, Kind};
use generator::{Options, coverage_of, diagnostics};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn measure(spec: PathBuf) -> Coverage {
    let mut ctx = Context::default();
    let options = Options { spec, templates: folder("templates") };
    match coverage_of(&mut ctx, &options) {
        Ok(coverage) => coverage,
        Err(found) => panic!("{}", diagnostics::render_text(&ctx.sources, &found.0)),
    }
}

#[test]
fn nothing_of_the_real_spec_falls_through_the_net() {
    let coverage = measure(folder("spec"));
    let gaps: Vec<_> = coverage.gaps().map(|gap| (gap.kind, &gap.origin.pointer)).collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
    for kind in Kind::ALL {
        let tally = coverage.total(kind);
        assert!(tally.total > 0, "{kind:?} are not counted");
        assert_eq!(
            tally.generated + tally.reasons.values().sum::<usize>(),
            tally.total,
            "{kind:?}"
        );
    }
    let text = coverage.markdown();
    assert!(text.contains("**100.0 % accounted for**"), "{text:.600}");
}

#[test]
fn a_gap_is_counted_and_named() {
    let spec = tempfile::tempdir().unwrap();
    for name in ["openapi.yaml", "notes.yaml"] {
        let from = folder("tests/features/body-json").join(name);
        let text = fs::read_to_string(from).unwrap();
        let text = text.replacen(
            "requestBody:\n",
            "requestBody:\n        description: Nobody hears this.\n",
            1,
        );
        fs::write(spec.path().join(name), text).unwrap();
    }
    let coverage = measure(spec.path().to_owned());
    let gaps: Vec<_> = coverage.gaps().collect();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!((gaps[0].kind, gaps[0].name.as_str()), (Kind::Description, "requestBody"));
    let text = coverage.markdown();
    assert!(!text.contains("100.0 %") && text.contains("1 is a gap"), "{text}");
}
