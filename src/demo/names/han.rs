//! Taiwanese company names: a stem, a trade and a legal form (`玉山資訊股份有限公司`), or a person's practice. Stems
//! are `written:roman`; [`super::company`] generates the domain.

use crate::demo::names::draft::{Draft, pick_and_join};
use crate::demo::random::Random;

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "大:da", "玉:yu", "永:yung", "華:hua", "國:kuo", "新:hsin", "金:chin", "台:tai", "中:chung", "東:tung",
    "南:nan", "正:cheng", "立:li", "信:hsin", "宏:hung", "聯:lien", "光:kuang", "長:chang", "三:san",
    "福:fu", "嘉:chia", "益:yi", "冠:kuan", "建:chien", "瑞:jui", "世:shih", "安:an", "全:chuan", "和:ho",
    "海:hai", "春:chun", "億:i", "凱:kai", "晶:ching", "品:pin", "群:chun", "豐:feng", "順:shun", "萬:wan",
    "振:chen", "昱:yu", "禾:ho", "森:sen", "鴻:hung", "泰:tai", "旭:hsu", "弘:hung", "喬:chiao",
];

#[rustfmt::skip]
const SECOND: &[&str] = &[
    "山:shan", "同:tung", "豐:feng", "泰:tai", "達:ta", "成:cheng", "興:hsing", "昌:chang", "隆:lung",
    "發:fa", "盛:sheng", "德:te", "信:hsin", "誠:cheng", "光:kuang", "輝:hui", "華:hua", "安:an", "利:li",
    "通:tung", "揚:yang", "洋:yang", "源:yuan", "盟:meng", "宇:yu", "邦:pang", "陽:yang", "祥:hsiang",
    "翔:hsiang", "力:li", "群:chun", "業:yeh", "創:chuang", "碩:shuo", "鼎:ting", "聖:sheng", "峰:feng",
    "海:hai", "田:tien", "禾:ho", "晟:sheng", "佳:chia", "威:wei", "澤:tse", "霖:lin",
];

#[rustfmt::skip]
const THIRD: &[&str] = &[
    "科:ke", "美:mei", "電:tien", "國:kuo", "新:hsin", "德:te", "欣:hsin", "億:i", "偉:wei", "特:te",
];

#[rustfmt::skip]
const TRADES: &[&str] = &[
    "資訊", "精密", "科技", "實業", "食品", "國際", "貿易", "電子", "機械", "工業", "生技", "製藥",
    "醫療器材", "軟體", "網路", "系統整合", "數位", "媒體", "廣告", "設計", "印刷", "文化", "教育",
    "旅行社", "觀光", "飯店", "家具", "室內裝修", "營造", "工程", "建設", "開發", "鋼鐵", "金屬", "塑膠",
    "橡膠", "紡織", "服飾", "化粧品", "美妝", "農產", "水產", "畜牧", "物流", "倉儲", "海運", "航空",
    "能源", "電機", "照明", "環保", "水處理", "汽車", "自動化", "半導體", "光電", "光學", "陶瓷", "玻璃",
    "造紙", "包裝", "保全", "管理顧問", "投資", "租賃", "茶業", "烘焙", "餐飲", "花卉", "玩具", "運動用品",
    "五金",
];

const TAILS: &[&str] = &["國際", "企業", "實業", "事業", "科技", "開發", "貿易", "服務", "工業", "集團"];

#[rustfmt::skip]
const PLACES: &[&str] = &[
    "台灣", "台北", "新北", "桃園", "新竹", "台中", "彰化", "嘉義", "台南", "高雄", "屏東", "宜蘭", "花蓮",
    "基隆", "南投", "雲林",
];

#[rustfmt::skip]
const FORMS: &[&str] = &[
    "股份有限公司", "股份有限公司", "股份有限公司", "股份有限公司", "股份有限公司", "有限公司", "有限公司",
    "有限公司", "企業社", "企業行", "商行", "工作室", "股份有限公司台灣分公司", "(股)公司", "行",
];

#[rustfmt::skip]
const FAMILIES: &[&str] = &[
    "陳:chen", "林:lin", "黃:huang", "張:chang", "李:lee", "王:wang", "吳:wu", "劉:liu", "蔡:tsai",
    "楊:yang", "許:hsu", "鄭:cheng", "謝:hsieh", "郭:kuo", "洪:hung", "曾:tseng", "邱:chiu", "廖:liao",
    "賴:lai", "周:chou", "歐陽:ouyang", "葉:yeh",
];

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "志", "美", "建", "淑", "雅", "家", "俊", "怡", "冠", "宗", "明", "欣", "文", "宜", "國", "柏",
];

#[rustfmt::skip]
const GIVEN_END: &[&str] = &[
    "明", "玲", "宏", "芬", "婷", "豪", "傑", "君", "宇", "翰", "德", "怡", "雄", "蓉", "輝", "霖",
];

#[rustfmt::skip]
const PRACTICES: &[&str] = &[
    "會計師事務所", "律師事務所", "建築師事務所", "牙醫診所", "小兒科診所", "中醫診所", "地政士事務所",
    "動物醫院",
];

const ENDS: &[&str] = &["com.tw", "com.tw", "com.tw", "tw", "com", "onmicrosoft.com", "onmicrosoft.com"];

/// Returns the name of a Taiwanese company.
pub(super) fn draft(random: &mut Random) -> Draft {
    let (name, roman) = if random.chance(7) { practice(random) } else { firm(random) };
    Draft { name, roman, country: "TW", ends: ENDS }
}

fn firm(random: &mut Random) -> (String, String) {
    let long = random.chance(25);
    let (stem, roman) = if long {
        pick_and_join(random, &[FIRST, SECOND, THIRD])
    } else {
        pick_and_join(random, &[FIRST, SECOND])
    };
    let place = if random.chance(20) { random.pick(PLACES) } else { "" };
    let trade = random.pick(TRADES);
    let tail = if random.chance(40) { random.pick(TAILS) } else { "" };
    let form = random.pick(FORMS);
    let tail = if tail == trade || form.starts_with(tail) { "" } else { tail };
    (format!("{place}{stem}{trade}{tail}{form}"), roman)
}

fn practice(random: &mut Random) -> (String, String) {
    let (person, roman) = pick_and_join(random, &[FAMILIES, GIVEN, GIVEN_END]);
    (format!("{person}{}", random.pick(PRACTICES)), roman)
}
