invitation-one = { $partner }의 재판매인 관계 요청
invitation-both = { $partner } 및 { $provider }의 재판매인 관계 요청
invitation-one-text = 수락하면 귀사와 { $partner } 사이에 재판매인 관계가 맺어집니다. 이 페이지를 여는 것만으로는 수락되지 않습니다.
invitation-both-text = 수락하면 귀사와 { $partner }(재판매인), { $provider }(간접 공급자) 사이에 재판매인 관계가 맺어집니다. 이 페이지를 여는 것만으로는 수락되지 않습니다.
invitation-can = 재판매인이 할 수 있는 일
can-buy = 귀사를 위해 구독을 구매하고 변경할 수 있습니다.
can-see = 라이선스 수와 구독 상태를 볼 수 있습니다.
can-manage = { $partner }에서 위임된 관리자 권한으로 귀사의 사용자와 서비스를 관리할 수 있습니다. 이 권한은 관계를 유지하면서 언제든지 제거할 수 있습니다.
provider-can-order = { $provider }에서 재판매인이 귀사를 위해 요청한 주문을 처리할 수 있습니다.
invitation-cannot = 재판매인이 할 수 없는 일
cannot-agree = 귀사를 대신하여 고객 계약에 동의할 수 없습니다.
cannot-manage = 사용자와 서비스를 관리할 수 없습니다. 이 요청에는 관리자 권한이 포함되지 않습니다.
cannot-change = 귀사와 다른 파트너의 관계를 바꿀 수 없습니다.
until-day = { $day }까지
invitation-about = 귀사 정보
domain-hint = 예: company.example
invitation-person = 담당자 이름
microsoft-id-optional = 모르면 비워 두세요.
invitation-confirm = 회사를 대표하여 이 요청에 답할 권한이 있습니다.
invitation-accept = 재판매인으로 수락
invitation-accept-both = 두 곳 모두 재판매인으로 수락
invitation-decline = 거부
decline-reason = 거부 사유
decline-reason-hint = 요청을 보낸 파트너에게 표시됩니다.
invitation-unexpected = 예상하지 못한 요청인가요? 보낸 사람에게
invitation-report = 알려 주세요.
invitation-nothing = 아무것도 하지 않으면 요청은 자동으로 만료됩니다.
invitation-preview = 고객이 보는 페이지입니다. 고객을 대신해 답할 수는 없습니다.
fault-microsoft-id = Microsoft ID는 하이픈으로 구분된 다섯 그룹의 영문자와 숫자 32자입니다. 모르면 비워 두세요.
fault-domain = company.example처럼 https://와 경로가 없는 도메인 이름을 입력하세요.
fault-confirm = 이 요청에 답할 권한이 있음을 확인하세요.
invitation-accepted = 이미 수락된 요청입니다
invitation-accepted-text = { $day }에 수락되었습니다. 궁금한 점은 { $partner }에 문의하세요.
invitation-declined = 이미 거부된 요청입니다
invitation-declined-text = { $day }에 거부되었습니다. 실수였다면 { $partner }에 새 요청을 보내 달라고 하세요.
invitation-expired = 만료된 요청입니다
invitation-expired-text = { $day }까지 유효했습니다. { $partner }에 새 링크를 요청하세요.
invitation-revoked = 더 이상 유효하지 않은 링크입니다
invitation-revoked-text = { $partner }에서 이 링크를 취소했거나 새 링크로 바꾸었습니다.
invitation-staff = 이 요청에 답할 수 없습니다
invitation-staff-text = 이 요청을 보낸 파트너의 사용자로 로그인되어 있습니다. 고객만 답할 수 있습니다.
invitation-ask-for-link = 새 링크 요청
thanks-accepted = 수락해 주셔서 감사합니다
thanks-declined = 답변을 보냈습니다
thanks-accepted-text = { $partners }에 즉시 알립니다. 이 페이지를 인쇄하고 닫으셔도 됩니다.
thanks-declined-text = 거부하셨습니다. { $partners }에 즉시 알립니다. 이 페이지를 닫으셔도 됩니다.
thanks-asked = 요청한 파트너
partnership-title = { $partner }의 파트너 관계 요청
partnership-text = 승인하면 { $partner }의 간접 재판매인이 되어 이 공급자를 통해 고객의 구독을 주문할 수 있습니다. 서로의 고객은 보이지 않으며 공유 고객만 표시됩니다.
partnership-who = 답하려면 간접 재판매인의 글로벌 관리자로 로그인하세요.
partnership-sign-in = 로그인하고 답하기
partnership-other = 로그인되어 있지만 같은 클라우드에 있는 간접 재판매인의 글로벌 관리자가 아닙니다. 답하려면 다른 계정으로 로그인하세요.
partnership-as = 다음 조직을 대표하여 답합니다: { $reseller }
partnership-confirm = 이 조직의 간접 공급자를 승인할 권한이 있습니다.
authorize-provider = 간접 공급자 승인

mail-request-subject = { $partner }의 재판매인 관계 요청
mail-request-body =
    안녕하세요.

    { $partner }에서 귀사의 클라우드 구독을 위한 재판매인 관계를 요청드립니다.

    아래 링크에서 내용을 확인하고 수락하거나 거부하실 수 있습니다. 링크를 여는 것만으로는 수락되지 않습니다.

    { $link }

    링크는 { $until }까지 유효합니다. 궁금한 점이 있으면 이 메일에 회신해 주세요.

    { $person }
    { $partner }
    { $email }
mail-both-subject = { $partner } 및 { $provider }의 재판매인 관계 요청
mail-both-body =
    안녕하세요.

    { $partner }에서 간접 공급자 { $provider } 측과 함께 재판매인 관계를 요청드립니다.

    아래 링크에서 확인하고 함께 수락하거나 거부하실 수 있습니다. 링크를 여는 것만으로는 수락되지 않습니다.

    { $link }

    링크는 { $until }까지 유효합니다. 문의는 이 메일에 회신해 주세요.

    { $person }
    { $email }
mail-partnership-subject = { $partner }의 파트너 관계 요청
mail-partnership-body =
    안녕하세요.

    { $partner }에서 귀사의 간접 공급자가 되고자 파트너 관계를 요청드립니다.

    아래 링크에서 귀사의 글로벌 관리자가 승인하거나 거부하실 수 있습니다. 링크를 여는 것만으로는 승인되지 않습니다.

    { $link }

    링크는 { $until }까지 유효합니다. 궁금한 점이 있으면 이 메일에 회신해 주세요.

    { $person }
    { $partner }
    { $email }
mail-reminder-subject = 알림: { $partner }에서 답변을 기다립니다
mail-reminder-body =
    안녕하세요.

    { $partner }에서 보낸 요청에 아직 답하지 않으셨습니다. 아래 링크에서 수락하거나 거부하실 수 있습니다.

    { $link }

    링크는 { $until }까지 유효합니다. 아무것도 하지 않으면 요청은 자동으로 만료됩니다.

    { $person }
    { $partner }
    { $email }
mail-thanks-subject = { $partner }에 보낸 답변
mail-thanks-body =
    { $person } 님, 안녕하세요.

    { $day }에 다음 파트너의 요청을 수락하셨습니다: { $partners }

    회사 이름: { $company }
    주 도메인 이름: { $domain }

    직접 수락하지 않으셨다면 이 메일에 회신해 주세요.
mail-open-request = 요청 보기
mail-button-dead = 버튼이 작동하지 않으면 이 링크를 복사하여 브라우저에 붙여 넣으세요:
invitation-privacy = { $partner }의 개인정보 처리방침
mail-privacy = 개인정보 처리방침: { $url }
