//! Lists that grow while they are read: an item that exists at the start is returned, whenever a program is interrupted.

use std::collections::HashSet;

use impact_brand::Error;

use crate::growing::Growing;
use crate::reader::{Program, Reader};

#[test]
fn items_that_exist_at_the_start_are_returned() {
    for seed in crate::seeds(120) {
        crate::simulate(async {
            let open = |program: &mut Program| {
                let position = program.position();
                let list = program.network.service(|own| own.request(program.client.actions(), 0));
                // a position of items is one of pages, and the reverse
                match program.random.chance(70) {
                    true => Reader::Items(list.items().resume(position)),
                    false => Reader::Pages(list.pages().resume(position)),
                }
            };
            Program::new(seed, 1).read(open).await;
        });
    }
}

#[test]
fn pages_that_do_not_exist_repeat_no_item() {
    for seed in crate::seeds(60) {
        crate::simulate(async {
            let mut program = Program::new(seed, 1);
            program.network.heal();
            program.network.service(Growing::report_too_many_pages);
            let existing = program.network.service(|own| own.ids(0));
            let mut reader = Reader::Items(program.items(0)).prefetch(program.random.below(5));
            let mut found = HashSet::new();
            let error = loop {
                match reader.next().await {
                    Some(Ok(ids)) => {
                        let are_new = ids.iter().all(|id| found.insert(id.clone()));
                        assert!(are_new, "seed {seed}: {ids:?} again");
                    }
                    Some(Err(error)) => break Some(error),
                    None => break None,
                }
            };
            assert!(error.as_ref().is_none_or(Error::is_paging), "seed {seed}: {error:?}");
            assert!(existing.is_subset(&found), "seed {seed}: {error:?}");
        });
    }
}
