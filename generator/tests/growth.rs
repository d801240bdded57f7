//! The work of the generator grows in proportion to the description. Allocations are counted instead of time, because
//! their number does not depend on the machine.

#[path = "../benches/generate/description.rs"]
mod description;

use std::alloc::System;
use std::path::Path;

use generator::context::Context;
use generator::{Options, generate};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Returns the number of allocations and the bytes that it takes to render the crate of a description.
fn work(operations: usize, tags: usize) -> [usize; 2] {
    let file = tempfile::NamedTempFile::with_suffix(".yaml").unwrap();
    std::fs::write(&file, description::description("3.0.3", operations, tags)).unwrap();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let options = Options::new(file.path().to_owned(), templates);
    let region = Region::new(ALLOCATOR);
    generate(&mut Context::default(), &options).unwrap();
    let change = region.change();
    [change.allocations + change.reallocations, change.bytes_allocated]
}

#[test]
fn work_grows_in_proportion_to_the_operations() {
    const OPERATIONS: usize = 100;
    for tags in [|operations: usize| operations / 20, |_| 1] {
        let works = [1, 2, 4].map(|factor| work(OPERATIONS * factor, tags(OPERATIONS * factor)));
        // what is the same for all descriptions does not count
        let [first, second] = [1, 2].map(|i| [0, 1].map(|k| works[i][k] - works[i - 1][k]));
        for (first, second) in first.into_iter().zip(second) {
            let growth = second as f64 / first as f64;
            assert!((1.8..2.2).contains(&growth), "{growth}: {works:?}");
        }
    }
}
