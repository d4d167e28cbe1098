//! A made-up list for measuring: 40 % Latin, 30 % Hangul, 30 % Han names, the same in every run,
//! and queries that are cut out of it. `benches/search.rs` asks them.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::db::Db;
use partner_portal::db::schema::customers;
use partner_portal::domain::PartnerId;
use partner_portal::text::sort_key;
use uuid::Uuid;

pub const PARTNER: PartnerId = PartnerId(1);
const LATIN: [&str; 20] = [
    "Nordwind",
    "Contoso",
    "Söderberg",
    "Fabrikam",
    "Pacific",
    "Blue",
    "Harbor",
    "Trading",
    "Foods",
    "Systems",
    "Data",
    "Logistics",
    "Garten",
    "Müller",
    "Green",
    "Labs",
    "Design",
    "Motor",
    "Union",
    "Works",
];
const HANGUL: [&str; 20] = [
    "한강",
    "무역",
    "삼성",
    "대한",
    "서울",
    "부산",
    "전자",
    "물산",
    "건설",
    "통신",
    "미래",
    "하나",
    "정보",
    "기술",
    "식품",
    "산업",
    "코리아",
    "시스템",
    "청솔",
    "가람",
];
const HAN: [&str; 20] = [
    "大同", "台北", "國際", "貿易", "科技", "股份", "有限", "公司", "東方", "金屬", "電子", "工業", "資訊",
    "南山", "光華", "永豐", "新竹", "企業", "實業", "中興",
];

/// Steele's and Vigna's splitmix64: the same list in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n) as usize
    }
}

fn name(random: &mut Random, i: usize) -> String {
    let mut pick = |pieces: &[&str; 20]| pieces[random.below(20)].to_owned();
    match i % 10 {
        0..4 => format!("{} {} {} {:x}", pick(&LATIN), pick(&LATIN), pick(&LATIN), i * 7919 % 65_536),
        4..7 => format!("{}{}{} {}", pick(&HANGUL), pick(&HANGUL), pick(&HANGUL), i * 7919 % 9_973),
        _ => format!("{}{}{}{}", pick(&HAN), pick(&HAN), pick(&HAN), pick(&HAN)),
    }
}

pub fn fill(db: &Db, rows: usize) -> Vec<String> {
    let mut random = Random(1);
    let names: Vec<String> = (0..rows).map(|i| name(&mut random, i)).collect();
    let mut sorted: Vec<(Vec<u8>, usize)> =
        names.iter().enumerate().map(|(i, name)| (sort_key(name), i)).collect();
    sorted.sort_unstable();
    db.write_now(|c| {
        c.batch_execute(
            "INSERT INTO partners (id, mpn_id, kind, cloud, name, country, created_at)
             VALUES (1, '1', 'indirect-provider', 'global', 'P', 'KR', '2026-01-01 00:00:00')",
        )?;
        for (key, i) in &sorted {
            let id =
                Uuid::from_u64_pair(random.below(u64::MAX) as u64, random.below(u64::MAX) as u64).to_string();
            let values = (
                customers::partner_id.eq(PARTNER.0),
                customers::sort_key.eq(key),
                customers::microsoft_id.eq(id),
                customers::list_name.eq(&names[*i]),
                customers::domain.eq(format!("customer{i:07}.onmicrosoft.com")),
                customers::relationship.eq("reseller"),
                customers::company_name.eq(&names[*i]),
                customers::delegated_admin.eq(true),
                customers::origin.eq("added"),
                customers::customer_since.eq(partner_portal::clock::now()),
                customers::version.eq(1),
                customers::other_names.eq(other_names(*i, &names)),
            );
            diesel::insert_into(customers::table).values(values).execute(c)?;
        }
        Ok(())
    })
    .unwrap();
    names
}

/// Every tenth customer has an alias, every twentieth a former name too.
fn other_names(i: usize, names: &[String]) -> Option<String> {
    let other = |step: usize| &names[(i + step) % names.len()];
    match i % 20 {
        0 => Some(format!("{}\n\n{}", other(1), other(2))),
        10 => Some(other(1).clone()),
        _ => None,
    }
}

/// One to twelve characters out of the list: the middle of a name, one word or two, sometimes a domain's.
pub fn queries(names: &[String], count: usize) -> Vec<String> {
    let mut random = Random(2);
    let mut part = |longest: u64| {
        let i = random.below(names.len() as u64);
        let text = if random.below(10) == 0 { format!("customer{i:07}") } else { names[i].clone() };
        let letters: Vec<char> = text.chars().collect();
        let length = (1 + random.below(longest)).min(letters.len());
        let start = random.below((letters.len() - length + 1) as u64);
        letters[start..start + length].iter().collect::<String>()
    };
    (0..count).map(|i| if i % 3 == 0 { format!("{} {}", part(5), part(6)) } else { part(12) }).collect()
}
