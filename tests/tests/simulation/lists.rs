//! Lists that grow while they are read: an item that exists at the start is returned, whenever a program is interrupted.

use crate::reader::{Program, Reader};

#[test]
fn items_that_exist_at_the_start_are_returned() {
    for seed in crate::seeds(60) {
        crate::simulate(async {
            let open = |program: &mut Program| {
                let position = program.position();
                let list = program.network.service(|own| own.request(&program.client, 0));
                // a position of items is one of pages, and the reverse
                match program.random.chance(50) {
                    true => Reader::Items(list.items().resume(position)),
                    false => Reader::Pages(list.pages().resume(position)),
                }
            };
            Program::new(seed, 1).read(open).await;
        });
    }
}
