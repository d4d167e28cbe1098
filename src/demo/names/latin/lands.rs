//! What company names are made of, by country, and the countries that write English; the others are in [`super::europe`].
//! A name whose domain needs other letters is `written:roman`. A new country is one more [`Land`].

use super::europe::{FRANCE, GERMANY, POLAND, SWEDEN};

/// What names of one country are made of.
pub(super) struct Land {
    /// ISO 3166 country, two capital letters.
    pub country: &'static str,
    /// What follows the dot of a domain.
    pub ends: &'static [&'static str],
    /// Legal forms, the common ones more than once.
    pub forms: &'static [&'static str],
    /// Rivers, hills and regions.
    pub sights: &'static [&'static str],
    /// Cities, as the seat or branch in a name.
    pub cities: &'static [&'static str],
    /// Given names.
    pub given: &'static [&'static str],
    /// Family names.
    pub families: &'static [&'static str],
    /// What the company does.
    pub trades: &'static [&'static str],
}

/// The countries and how often each comes up.
pub(super) const LANDS: &[(&Land, u64)] = &[
    (&GERMANY, 30),
    (&AMERICA, 20),
    (&BRITAIN, 10),
    (&SWEDEN, 10),
    (&FRANCE, 10),
    (&POLAND, 9),
    (&VIETNAM, 11),
];

#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "Foods", "Logistics", "Software", "Consulting", "Engineering", "Marine", "Textiles", "Energy",
    "Robotics", "Packaging", "Dental Care", "Freight", "Analytics", "Media", "Design", "Security",
    "Pharma", "Biotech", "Electronics", "Metals", "Furniture", "Travel", "Insurance", "Motors", "Solar",
    "Optics", "Printing", "Farms", "Coffee", "Hotels", "Studios", "Systems", "Labs", "Partners", "Capital",
    "Health", "Tools", "Trading", "Water", "Cloud", "Interiors", "Learning",
];

#[rustfmt::skip]
const AMERICA: Land = Land {
    country: "US",
    ends: &["com", "com", "com", "net", "io", "onmicrosoft.com"],
    forms: &["Inc.", "Inc.", "LLC", "LLC", "Corp.", "Co.", "LP", "Group, Inc."],
    sights: &["Cascade", "Mojave", "Hudson", "Sierra", "Tahoe", "Ozark", "Shenandoah", "Rio Grande"],
    cities: &[
        "Austin", "Boston", "Denver", "Portland", "San José", "Chicago", "Omaha", "Tampa", "Seattle",
        "Albuquerque",
    ],
    given: &[
        "James", "Maria", "Robert", "Linda", "José:jose", "Emily", "Tyrone", "Grace", "Carlos", "Helen",
        "Wei", "Priya",
    ],
    families: &[
        "Smith", "Johnson", "O'Connor", "García:garcia", "Nguyen", "Patel", "Kim", "Peterson",
        "Muñoz:munoz", "Washington", "Cohen", "McAllister", "Rivera", "Chen", "Baker", "Whitfield",
        "Torres", "Hughes", "Delgado", "Ferguson", "Park", "Sullivan",
    ],
    trades: ENGLISH,
};

#[rustfmt::skip]
const BRITAIN: Land = Land {
    country: "GB",
    ends: &["co.uk", "co.uk", "com", "uk", "onmicrosoft.com"],
    forms: &["Ltd", "Ltd", "Limited", "plc", "LLP", "CIC"],
    sights: &["Thames", "Pennine", "Severn", "Cotswold", "Mersey", "Snowdon", "Clyde", "Exmoor"],
    cities: &[
        "London", "Leeds", "Bristol", "Cardiff", "Glasgow", "York", "Bath", "Belfast", "Norwich", "Derby",
    ],
    given: &[
        "Oliver", "Siân:sian", "Hamish", "Amelia", "Rhys", "Niamh", "George", "Aisha", "Edward", "Zoë:zoe",
    ],
    families: &[
        "Clarke", "Brontë:bronte", "MacLeod", "Hughes-Jones", "O’Neill:oneill", "Whitaker", "Singh",
        "Ashworth", "Davies", "Khan", "Fairbairn", "Pemberton", "Turner", "Llewellyn", "Barlow",
        "Hargreaves", "Okafor", "Sinclair", "Thorne", "Wright",
    ],
    trades: ENGLISH,
};

#[rustfmt::skip]
const VIETNAM: Land = Land {
    country: "VN",
    ends: &["vn", "com.vn", "com.vn", "com", "onmicrosoft.com"],
    forms: &["Ltd.", "Co., Ltd.", "Co., Ltd.", "JSC", "Group JSC"],
    sights: &[
        "Mekong", "Hạ Long:halong", "Sông Hồng:songhong", "Trường Sơn:truongson", "Đà Lạt:dalat",
        "Phú Quốc:phuquoc",
    ],
    cities: &["Hà Nội", "Đà Nẵng", "Huế", "Hải Phòng", "Cần Thơ", "Sài Gòn", "Nha Trang", "Vũng Tàu"],
    given: &[
        "Thị Hoa:thihoa", "Văn Minh:vanminh", "Thu Hà:thuha", "Quốc Bảo:quocbao", "Minh Đức:minhduc",
        "Ngọc Lan:ngoclan", "Hữu Phước:huuphuoc",
    ],
    families: &[
        "Nguyễn:nguyen", "Trần:tran", "Lê:le", "Phạm:pham", "Hoàng:hoang", "Huỳnh:huynh", "Phan", "Vũ:vu",
        "Võ:vo", "Đặng:dang", "Bùi:bui", "Đỗ:do", "Hồ:ho", "Ngô:ngo", "Dương:duong", "Lý:ly",
    ],
    trades: ENGLISH,
};
