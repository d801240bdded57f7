//! Several lists as one, which grow while they are read: an item that exists at the start is returned.

use impact_brand::paging::concat;

use crate::reader::{Program, Reader};

/// Reads several lists, and returns a hash of the requests.
pub async fn read(seed: u64) -> u64 {
    let programs = 1 + usize::try_from(seed % 4).expect("a small number");
    let open = |program: &mut Program| {
        let lists = (0..programs).map(|at| program.items(at));
        Reader::All(concat(lists).resume(program.position()))
    };
    Program::new(seed, programs).read(open).await
}

#[test]
fn items_of_several_lists_that_exist_at_the_start_are_returned() {
    for seed in crate::seeds(60) {
        crate::simulate(read(seed));
    }
}
