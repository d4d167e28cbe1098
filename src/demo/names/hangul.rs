//! Korean company names: a stem, a trade and a legal form (`주식회사 한빛정밀`), or a person's practice. Stems are
//! `written:roman`, legal forms `before|after`; [`super::company`] generates the domain.

use crate::demo::names::draft::{Draft, pick_and_join, split_pair};
use crate::demo::random::Random;

#[rustfmt::skip]
const NATIVE: &[&str] = &[
    "한빛:hanbit", "다온:daon", "온새미로:onsaemiro", "가온:gaon", "누리:nuri", "아라:ara", "미르:mir",
    "해솔:haesol", "나래:narae", "한울:hanul", "다솜:dasom", "이든:ideun", "바름:bareum", "참빛:chambit",
    "새롬:saerom", "푸른:pureun", "늘봄:neulbom", "한결:hangyeol", "아름:areum", "들꽃:deulkkot",
    "솔바람:solbaram", "가람:garam", "마루:maru", "도담:dodam", "라온:raon", "예담:yedam", "하람:haram",
    "여울:yeoul", "산들:sandeul", "새벽:saebyeok", "별하:byeolha", "윤슬:yunseul", "너울:neoul",
    "해든:haedeun", "다원:dawon", "소담:sodam", "슬기:seulgi", "보람:boram", "은하:eunha", "초록:chorok",
    "큰나무:keunnamu", "더봄:deobom", "모아:moa", "하나로:hanaro", "이음:ieum", "디딤:didim",
    "우리들:urideul", "해오름:haeoreum", "달빛:dalbit", "두레:dure", "미소:miso", "샘물:saemmul",
    "백두:baekdu", "설악:seorak", "금강:geumgang", "스마트:smart", "에이스:ace", "유니온:union",
    "그린:green", "코아:core", "넥스:nex", "이노:inno", "탑:top", "제일:jeil",
];

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "대:dae", "동:dong", "삼:sam", "신:sin", "태:tae", "한:han", "성:seong", "진:jin", "우:woo", "세:se",
    "유:yu", "금:geum", "경:gyeong", "남:nam", "영:yeong", "광:gwang", "명:myeong", "보:bo", "부:bu",
    "서:seo", "선:seon", "승:seung", "아:a", "일:il", "정:jeong", "제:je", "조:jo", "창:chang", "천:cheon",
    "청:cheong", "풍:pung", "현:hyeon", "홍:hong", "화:hwa", "흥:heung", "해:hae", "효:hyo", "덕:deok",
    "미:mi", "인:in", "건:geon", "고:go", "국:guk", "기:gi",
];

#[rustfmt::skip]
const SECOND: &[&str] = &[
    "성:seong", "진:jin", "원:won", "광:gwang", "영:yeong", "일:il", "화:hwa", "양:yang", "흥:heung",
    "산:san", "보:bo", "창:chang", "명:myeong", "신:sin", "우:woo", "림:rim", "덕:deok", "경:gyeong",
    "도:do", "동:dong", "백:baek", "봉:bong", "상:sang", "선:seon", "수:su", "아:a", "안:an", "연:yeon",
    "용:yong", "운:un", "은:eun", "정:jeong", "주:ju", "천:cheon", "철:cheol", "호:ho", "환:hwan",
    "해:hae", "강:gang", "건:geon", "남:nam", "미:mi",
];

#[rustfmt::skip]
const TRADES: &[&str] = &[
    "정밀", "푸드", "물산", "테크", "전자", "화학", "건설", "산업", "상사", "통상", "무역", "물류", "해운",
    "바이오", "제약", "메디칼", "소프트", "정보", "정보통신", "네트웍스", "시스템", "솔루션", "미디어",
    "디자인", "기획", "인쇄", "출판", "교육", "에듀", "여행사", "관광", "호텔", "가구", "인테리어", "건축",
    "엔지니어링", "기계", "금속", "철강", "플라스틱", "고무", "섬유", "패션", "어패럴", "코스메틱", "뷰티",
    "식품", "농산", "수산", "축산", "유통", "마트", "커머스", "에너지", "전기", "조명", "환경", "수처리",
    "자동차", "모터스", "로보틱스", "반도체", "광학", "세라믹", "유리", "제지", "포장", "보안", "컨설팅",
    "헬스케어", "케미칼", "게임즈", "항공", "특수강", "주방", "원예", "완구", "스포츠", "렌탈", "에프앤비",
];

#[rustfmt::skip]
const TAILS: &[&str] = &[
    "코리아", "홀딩스", "인터내셔널", "글로벌", "파트너스", "개발", "서비스", "센터", "연구소", "공업",
    "그룹", "총판", "랩스",
];

#[rustfmt::skip]
const PLACES: &[&str] = &[
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "수원", "강남", "분당", "판교", "안산", "창원",
    "전주", "청주", "천안", "포항", "제주", "춘천", "강릉", "여수", "김해", "남양주", "구미",
];

#[rustfmt::skip]
const FORMS: &[&str] = &[
    "주식회사 |", "주식회사 |", "주식회사 |", "(주)|", "(주)|", "(주)|", "(주) |", "㈜|", "㈜|", "㈜ |",
    "| 주식회사", "| 주식회사", "|(주)", "|㈜", "| (주)", "(유)|", "유한회사 |", "협동조합 |", "|", "|",
    "| Co., Ltd.",
];

#[rustfmt::skip]
const FAMILIES: &[&str] = &[
    "김:kim", "이:lee", "박:park", "최:choi", "정:jung", "강:kang", "조:cho", "윤:yoon", "장:jang",
    "임:lim", "한:han", "오:oh", "서:seo", "신:shin", "권:kwon", "황:hwang", "안:ahn", "송:song", "류:ryu",
    "홍:hong",
];

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "민", "지", "서", "현", "도", "하", "준", "수", "예", "은", "재", "성", "승", "유", "태", "동",
];

#[rustfmt::skip]
const GIVEN_END: &[&str] = &[
    "준", "연", "우", "현", "민", "진", "호", "영", "희", "훈", "원", "아", "석", "경", "수", "빈",
];

#[rustfmt::skip]
const PRACTICES: &[&str] = &[
    "치과의원", "내과의원", "한의원", "법률사무소", " 세무회계사무소", "특허법률사무소", " 건축사사무소",
    "동물병원",
];

#[rustfmt::skip]
const ENDS: &[&str] = &[
    "co.kr", "co.kr", "co.kr", "com", "com", "kr", "onmicrosoft.com", "onmicrosoft.com",
];

/// Returns the name of a Korean company.
pub(super) fn draft(random: &mut Random) -> Draft {
    let (name, roman) = if random.chance(7) { practice(random) } else { firm(random) };
    Draft { name, roman, country: "KR", ends: ENDS }
}

fn firm(random: &mut Random) -> (String, String) {
    let native = random.chance(22);
    let (stem, roman) =
        if native { pick_and_join(random, &[NATIVE]) } else { pick_and_join(random, &[FIRST, SECOND]) };
    let place = if random.chance(30) { random.pick(PLACES) } else { "" };
    let trade = random.pick(TRADES);
    let tail = if random.chance(45) { random.pick(TAILS) } else { "" };
    let (before, after) = split_pair(random.pick(FORMS), '|');
    (format!("{before}{place}{stem}{trade}{tail}{after}"), roman)
}

fn practice(random: &mut Random) -> (String, String) {
    let (person, roman) = pick_and_join(random, &[FAMILIES, GIVEN, GIVEN_END]);
    (format!("{person}{}", random.pick(PRACTICES)), roman)
}
