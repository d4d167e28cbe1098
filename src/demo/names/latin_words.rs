//! The words of company names in countries with Latin script. [`super::latin`] combines them.

#[rustfmt::skip]
pub(super) const GERMANY: CountryWords = CountryWords {
    country: "DE",
    ends: &["de", "de", "de", "com", "eu", "onmicrosoft.com"],
    forms: &[
        "GmbH", "GmbH", "GmbH", "GmbH & Co. KG", "AG", "KG", "UG (haftungsbeschränkt)", "e.K.", "OHG",
        "eG",
    ],
    sights: &[
        "Isar", "Alster", "Spree", "Neckar", "Harz", "Allgäu:allgaeu", "Rhön:rhoen", "Elbe", "Wetterstein",
        "Ammersee",
    ],
    cities: &[
        "München", "Berlin", "Köln", "Nürnberg", "Würzburg", "Hamburg", "Lübeck", "Leipzig", "Düsseldorf",
        "Ulm",
    ],
    given: &[
        "Klaus", "Anna", "Jürgen:juergen", "Sabine", "Matthias", "Heike", "Lukas", "Björn:bjoern", "Petra",
        "Stefan", "Ute", "Max",
    ],
    families: &[
        "Huber", "Müller:mueller", "Schneider", "Vogt", "Brandt", "Weiß:weiss", "Lindner",
        "Krämer:kraemer", "Schäfer:schaefer", "Böhm:boehm", "Hofmann", "Zöllner:zoellner", "Keller",
        "Reuter", "Großmann:grossmann", "Jäger:jaeger", "Pfeiffer", "Ziegler", "Lang", "Bauer",
        "Kühn:kuehn", "Seidel", "Thiele", "Arnold", "Fuchs", "Hahn",
    ],
    trades: &[
        "Systemhaus", "Maschinenbau", "Spedition", "Feinkost", "Bau", "Elektrotechnik", "Werkzeuge",
        "Medizintechnik", "Druckerei", "Möbel", "Brauerei", "Steuerberatung", "Immobilien", "Logistik",
        "Heizung & Sanitär", "Präzisionstechnik", "Verlag", "Gartenbau", "Optik", "Textil", "Autohaus",
        "Bäckerei", "Energietechnik", "Software", "IT-Service", "Pharma", "Architekten", "Umwelttechnik",
        "Metallbau", "Kunststofftechnik", "Versicherungsmakler", "Weinhandel", "Holzwerke", "Touristik",
    ],
};

#[rustfmt::skip]
pub(super) const SWEDEN: CountryWords = CountryWords {
    country: "SE",
    ends: &["se", "se", "com", "nu", "onmicrosoft.com"],
    forms: &["AB", "AB", "AB", "HB", "AB (publ)", "Ek. för."],
    sights: &[
        "Mälaren:malaren", "Vänern:vanern", "Öland:oland", "Kebnekaise", "Skåne:skane", "Siljan",
        "Dalälven:dalalven",
    ],
    cities: &[
        "Stockholm", "Göteborg", "Malmö", "Uppsala", "Västerås", "Örebro", "Umeå", "Luleå", "Växjö",
        "Lund",
    ],
    given: &[
        "Astrid", "Björn:bjorn", "Åsa:asa", "Erik", "Märta:marta", "Lars", "Ingrid", "Göran:goran", "Sven",
        "Linnéa:linnea",
    ],
    families: &[
        "Söderberg:soderberg", "Lindqvist", "Åkesson:akesson", "Öhman:ohman", "Sjöström:sjostrom",
        "Nyström:nystrom", "Berg", "Hägg:hagg", "Dahlgren", "Ekström:ekstrom", "Wallin", "Forsberg",
        "Hedlund", "Björklund:bjorklund", "Strömberg:stromberg", "Norén:noren", "Holm",
        "Sandström:sandstrom", "Engström:engstrom", "Ljung",
    ],
    trades: &[
        "Foods", "Bygg", "Data", "Konsult", "Fastigheter", "Åkeri", "Mekaniska", "Redovisning", "Bageri",
        "Trä", "Energi", "Möbler", "Elteknik", "Fiske", "Skog", "Design", "Medicin", "Transport", "Marin",
        "Vin & Mat", "Glasbruk", "Plåt", "Systems", "Trading", "Reklam", "Tandvård", "Verktyg",
        "Solenergi", "Förlag", "Textil",
    ],
};

#[rustfmt::skip]
pub(super) const FRANCE: CountryWords = CountryWords {
    country: "FR",
    ends: &["fr", "fr", "com", "eu", "onmicrosoft.com"],
    forms: &["SARL", "SARL", "SAS", "SAS", "S.A.", "EURL", "SCOP"],
    sights: &[
        "Loire", "Dordogne", "Cévennes:cevennes", "Lubéron:luberon", "Mont-Blanc", "Camargue", "Vosges",
    ],
    cities: &[
        "Lyon", "Nantes", "Besançon", "Orléans", "Béziers", "Lille", "Angoulême", "Rennes",
        "Saint-Étienne", "Nice",
    ],
    given: &[
        "Hélène:helene", "François:francois", "Camille", "Benoît:benoit", "Chloé:chloe", "Luc",
        "Aurélie:aurelie", "Noël:noel",
    ],
    families: &[
        "Lefèvre:lefevre", "Dubois", "D’Aubigné:daubigne", "Moreau", "Béranger:beranger", "Girard",
        "Lemaître:lemaitre", "Roux", "Garçon:garcon", "Fontaine", "Hervé:herve", "Mercier", "Benoist",
        "L’Hôte:lhote", "Picard", "Vasseur", "Gauthier", "Boyer",
    ],
    trades: &[
        "Conseil", "Électricité", "Boulangerie", "Bâtiment", "Transports", "Vins", "Informatique",
        "Édition", "Menuiserie", "Conception", "Hôtellerie", "Immobilier", "Assurances", "Mécanique",
        "Santé", "Énergies", "Logistique", "Sécurité", "Formation", "Textiles", "Traiteur", "Paysages",
        "Optique", "Plasturgie", "Numérique", "Cosmétiques",
    ],
};

#[rustfmt::skip]
pub(super) const POLAND: CountryWords = CountryWords {
    country: "PL",
    ends: &["pl", "pl", "com.pl", "com", "onmicrosoft.com"],
    forms: &["Sp. z o.o.", "Sp. z o.o.", "S.A.", "Sp. k.", "Sp. j."],
    sights: &["Wisła:wisla", "Tatry", "Mazury", "Śląsk:slask", "Bałtyk:baltyk", "Bieszczady"],
    cities: &["Kraków", "Łódź", "Gdańsk", "Poznań", "Warszawa", "Wrocław", "Białystok", "Toruń", "Rzeszów"],
    given: &[
        "Łukasz:lukasz", "Zofia", "Paweł:pawel", "Agnieszka", "Małgorzata:malgorzata", "Jan", "Róża:roza",
        "Piotr",
    ],
    families: &[
        "Kowalski", "Wiśniewski:wisniewski", "Dąbrowski:dabrowski", "Wójcik:wojcik", "Zieliński:zielinski",
        "Nowak", "Kaźmierczak:kazmierczak", "Szymański:szymanski", "Jabłoński:jablonski", "Górski:gorski",
        "Pawlak", "Głowacki:glowacki", "Żuk:zuk", "Mazur", "Sikora", "Ćwik:cwik",
    ],
    trades: &[
        "Budownictwo", "Spedycja", "Meble", "Transport", "Oprogramowanie", "Piekarnia", "Okna",
        "Elektronika", "Maszyny", "Doradztwo", "Księgowość", "Drukarnia", "Nieruchomości", "Żywność",
        "Narzędzia", "Energia", "Opakowania", "Ogrody", "Stal", "Medycyna", "Turystyka", "Szkolenia",
        "Motoryzacja", "Odzież",
    ],
};

/// The words for company names of one country.
pub(super) struct CountryWords {
    /// ISO 3166 country, two capital letters.
    pub country: &'static str,
    /// Possible top-level domains.
    pub ends: &'static [&'static str],
    /// Legal forms; common ones are repeated.
    pub forms: &'static [&'static str],
    /// Rivers, hills and regions.
    pub sights: &'static [&'static str],
    /// Cities, for names with a seat or branch.
    pub cities: &'static [&'static str],
    /// Given names.
    pub given: &'static [&'static str],
    /// Family names.
    pub families: &'static [&'static str],
    /// Trades.
    pub trades: &'static [&'static str],
}

/// The countries with their weights.
pub(super) const LANDS: &[(&CountryWords, u64)] = &[
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
const AMERICA: CountryWords = CountryWords {
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
const BRITAIN: CountryWords = CountryWords {
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
const VIETNAM: CountryWords = CountryWords {
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
