//! Row 19: a panic in a query or a change. Its transaction is rolled back, its connection is replaced, and no lock stays.
//! `tests/portal/attacks/errors.rs` shows what a user sees of a panic in a handler.

use crate::support::{database, short_or_long};
use diesel::connection::SimpleConnection;
use partner_portal::db::Db;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn the_pools_survive_a_thousand_panics_on_sqlite() {
    let (db, _folder) = database::sqlite();
    panic_often(&db, 1_000);
}

#[test]
fn the_pools_survive_a_thousand_panics_on_postgres() {
    if let Some((db, _dropped)) = database::postgres() {
        panic_often(&db, short_or_long(200, 1_000));
    }
}

fn panic_often(db: &Db, times: usize) {
    let set = |value: usize| format!("UPDATE settings SET value = '{value}' WHERE key = 'panics'");
    db.write_now(|c| Ok(c.batch_execute("INSERT INTO settings (key, value) VALUES ('panics', 'none')")?))
        .unwrap();
    for number in 0..times {
        let panicked = catch_unwind(AssertUnwindSafe(|| match number % 2 {
            0 => db.read_now::<()>(|c| {
                c.batch_execute("SELECT count(*) FROM settings")?;
                panic!("in a query")
            }),
            _ => db.write_now::<()>(|c| {
                c.batch_execute(&set(number))?;
                panic!("in a change")
            }),
        }));
        assert!(panicked.is_err());
    }
    db.read_now(|c| Ok(c.batch_execute("SELECT 1")?)).unwrap();
    assert_eq!(db.get_or_set("panics", "another").unwrap(), "none", "every change was rolled back");
    // As many queries at the same time as there are connections.
    let meet = &std::sync::Barrier::new(8);
    std::thread::scope(|threads| {
        let readers: Vec<_> = (0..8)
            .map(|_| {
                threads.spawn(move || {
                    db.read_now(|_| {
                        meet.wait();
                        Ok(())
                    })
                })
            })
            .collect();
        readers.into_iter().for_each(|reader| reader.join().unwrap().unwrap());
    });
    for number in 0..10 {
        db.write_now(|c| Ok(c.batch_execute(&set(number))?)).unwrap();
    }
    assert_eq!(db.get_or_set("panics", "another").unwrap(), "9");
}
