//! Indirect resellers and their partnership.

use crate::import::world::on_each_database;
use partner_portal::domain::PartnerKind;
use partner_portal::features::import::engine::options::Options;

const HEADER: &str = "MPN ID,Company name,Primary domain name,Country";

#[test]
fn creates_and_links_each_reseller_once() {
    on_each_database(|world| {
        let known = world.partner("201", PartnerKind::IndirectReseller);
        world.partner("202", PartnerKind::Direct);
        let file = format!(
            "{HEADER}\n200,Neu GmbH,neu.de,DE\n201,Other name,o.com,KR\n202,Direct,d.com,US\n203,Bad,b.com,usa\n"
        );
        let report = world.resellers(&file).unwrap();
        assert_eq!((report.added, report.bad), (2, 2));
        let told: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
        assert!(told[0].contains("belongs to a partner of the type direct"), "{told:?}");
        assert!(told[1].contains("two capital letters"), "{told:?}");
        assert_eq!(world.entries(&known).len(), 1, "the reseller's log has an entry too");
        assert_eq!(world.entries(&world.provider).len(), 3);
        let again = world.resellers(&file).unwrap();
        assert_eq!((again.added, again.unchanged, again.bad), (0, 2, 2));
        world.run("UPDATE partnerships SET ended_at = '2026-01-01 00:00:00'");
        assert!(world.resellers(&file).unwrap().bad_rows[0].message.contains("partnership that was ended"));
    });
}

#[test]
fn only_a_provider_can_import_resellers() {
    on_each_database(|world| {
        let direct = world.partner("300", PartnerKind::Direct);
        let file = format!("{HEADER}\n200,Neu GmbH,neu.de,DE\n");
        let refused = world.import_for(&direct, "resellers", file.as_bytes(), &Options::default());
        assert!(refused.unwrap_err().to_string().contains("only an indirect-provider has resellers"));
    });
}
