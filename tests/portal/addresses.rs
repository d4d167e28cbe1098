//! Bill-to addresses follow the rules of their country: required fields, formats and error messages.

use partner_portal::features::bill_to::address::bill_to::BillTo;
use partner_portal::features::bill_to::address::form::{AddressFields, AddressForm};
use partner_portal::i18n::Locale;

fn seoul() -> AddressForm {
    AddressForm {
        company_name: "한빛가온소프트".into(),
        first_name: "세훈".into(),
        last_name: "오".into(),
        email: "billing@hanbit-gaon.example".into(),
        phone: "+82 2-555-0142".into(),
        country: "KR".into(),
        address_line1: "세종대로 110".into(),
        address_line2: "12층".into(),
        city: "중구".into(),
        state: "서울특별시".into(),
        postal_code: "０４５２４".into(),
        registration_number: String::new(),
    }
}

fn in_country(country: &str, city: &str, state: &str, postal_code: &str) -> AddressForm {
    AddressForm {
        country: country.into(),
        city: city.into(),
        state: state.into(),
        postal_code: postal_code.into(),
        ..seoul()
    }
}

fn faults(form: &AddressForm, locale: Locale) -> Vec<String> {
    BillTo::parse(form, locale).unwrap_err().iter().map(|(field, _)| field.to_owned()).collect()
}

#[test]
fn formats_an_address_by_its_country() {
    let kept = BillTo::parse(&seoul(), Locale::Ko).unwrap();
    assert_eq!(kept.lines(), ["04524 서울특별시 중구", "세종대로 110", "12층"]);
    assert_eq!(kept.contact(), "오세훈");
    let lines = |form: AddressForm| BillTo::parse(&form, Locale::En).unwrap().lines();
    assert_eq!(lines(in_country("US", "Redmond", "washington", "980526399"))[2], "Redmond, WA 98052-6399");
    assert_eq!(lines(in_country("de", "Berlin", "", "10117"))[2], "10117 Berlin");
    assert_eq!(lines(in_country("GB", "London", "", "sw1a1aa"))[2..], ["London", "SW1A 1AA"]);
    assert_eq!(lines(in_country("TW", "信義區", "台北市", "110411"))[0], "110411 台北市信義區");
    assert_eq!(lines(in_country("JP", "", "東京都", "1000001"))[0], "100-0001 東京都");
    assert_eq!(lines(in_country("KR", "", "세종특별자치시", "30151"))[0], "30151 세종특별자치시");
    assert_eq!(
        lines(in_country("KE", "Nairobi", "", ""))[2],
        "Nairobi",
        "no rules, so no postal code is required"
    );
}

/// Military states of the US, and full-width digits from East Asian keyboards.
#[test]
fn accepts_military_states_and_full_width_digits() {
    let lines = |form: AddressForm| BillTo::parse(&form, Locale::En).unwrap().lines();
    for state in ["AA", "AE", "AP", "ap"] {
        let address = in_country("US", "FPO", state, "96349");
        assert_eq!(lines(address)[2], format!("FPO, {} 96349", state.to_uppercase()));
    }
    let phone = |phone: &str| AddressForm { phone: phone.into(), ..seoul() };
    for (typed, kept) in
        [("＋８２ ２ ５５５ ０１４２", "+82 2 555 0142"), ("02-2345-6789 ext. 12", "02-2345-6789 ext. 12")]
    {
        assert_eq!(BillTo::parse(&phone(typed), Locale::Ko).unwrap().phone, kept);
    }
    assert!(BillTo::parse(&phone("02-2345-6789 #123"), Locale::Ko).is_ok());
    assert_eq!(faults(&phone("call me"), Locale::Ko), ["phone"]);
}

#[test]
fn reports_every_invalid_field_in_form_order() {
    let nothing = AddressForm::default();
    let all = ["company_name", "last_name", "first_name", "email", "country", "city", "address_line1"];
    let mut told = faults(&nothing, Locale::Ko);
    told.sort();
    let mut expected = all.map(str::to_owned);
    expected.sort();
    assert_eq!(told, expected);
    assert_eq!(faults(&nothing, Locale::Ko)[1..3], ["last_name", "first_name"]);
    assert_eq!(faults(&nothing, Locale::En)[1..3], ["first_name", "last_name"]);
    assert_eq!(faults(&in_country("KR", "", "", "4524"), Locale::Ko), ["postal_code", "state"]);
    assert_eq!(
        faults(&in_country("US", "", "Wash", "04524-1"), Locale::En),
        ["city", "state", "postal_code"]
    );
    assert_eq!(faults(&in_country("QQ", "x", "", ""), Locale::En), ["country"]);
    let long = AddressForm { address_line2: "가".repeat(201), city: "a\u{0}b".into(), ..seoul() };
    assert_eq!(faults(&long, Locale::Ko), ["city", "address_line2"]);
    let emoji = AddressForm { company_name: "🏢".repeat(200), ..seoul() };
    assert!(BillTo::parse(&emoji, Locale::En).is_ok(), "characters are counted, not bytes");
}

#[test]
fn labels_and_field_order_follow_the_country() {
    let places = |form: &AddressForm, locale| -> Vec<String> {
        AddressFields::new(form, locale).parts().into_iter().map(|field| field.label).collect()
    };
    let korean = places(&seoul(), Locale::Ko);
    assert_eq!(korean, ["우편 번호", "시/도", "시/군/구", "도로명 주소", "상세 주소"]);
    assert_eq!(places(&in_country("TW", "", "", ""), Locale::ZhTw)[0], "郵遞區號");
    assert_eq!(places(&in_country("US", "", "", ""), Locale::En)[4], "ZIP code");
    assert_eq!(places(&in_country("DE", "", "", ""), Locale::En).len(), 4, "German addresses have no state");
    let kept = places(&in_country("DE", "", "Bayern", ""), Locale::En);
    assert_eq!(kept.len(), 5, "but input stays visible");
    let form = in_country("US", "", "서울", "");
    let state = AddressFields::new(&form, Locale::En).parts().remove(3);
    assert_eq!(state.choices[0], ("서울", "서울"), "nor is it lost in a list of states");
    let kenya = in_country("KE", "", "", "");
    assert!(
        AddressFields::new(&kenya, Locale::En).is_lenient()
            && !AddressFields::new(&form, Locale::En).is_lenient()
    );
}

#[test]
fn accepts_registration_numbers_only_in_countries_that_have_them() {
    let moscow = |number: &str, phone: &str| AddressForm {
        registration_number: number.into(),
        phone: phone.into(),
        ..in_country("RU", "Москва", "", "101000")
    };
    let kept = BillTo::parse(&moscow(" 7707 083893 ", "+7 495 555-01-42"), Locale::En).unwrap();
    assert_eq!(kept.registration_number, "7707083893");
    assert_eq!(faults(&moscow("", ""), Locale::En), ["phone", "registration_number"]);
    for bad in ["770708389", "77070838931", "770708389A", "７７０７０８３８９３", "77\u{0}07083893", "😀"]
    {
        assert_eq!(
            faults(&moscow(bad, "+7 495 555-01-42"), Locale::ZhTw),
            ["registration_number"],
            "{bad:?}"
        );
    }
    let seoul_with_one = AddressForm { registration_number: "7707083893".into(), ..seoul() };
    assert_eq!(faults(&seoul_with_one, Locale::Ko), ["registration_number"]);
    let shown = |form: &AddressForm| AddressFields::new(form, Locale::En).registration_number().is_some();
    assert!(shown(&moscow("", "")) && !shown(&seoul()) && shown(&seoul_with_one), "all input is visible");
    assert!(AddressFields::new(&moscow("", ""), Locale::En).needs_phone());
}
