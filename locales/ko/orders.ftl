orders = 주문
order = 주문
order-request = 주문 요청
order-add-ons = 추가 기능 주문
order-steps = 단계
order-step-choose = 선택
order-review = 검토
order-step-done = 완료
order-all = 모두

offer-id = 제품 ID
offer-name = 제품 이름
offer-publisher = 게시자
offer-category = 범주
offer-category-enterprise = 엔터프라이즈
offer-category-small-business = 중소기업
offer-category-trial = 평가판
offer-billing-type = 청구 유형
offer-billing-cycle = 청구 주기
offer-minimum = 최소 수량
offer-maximum = 최대 수량
offer-parent-id = 상위 제품 ID
offer-cancellable = 취소 가능
offer-yes = 예
offer-no = 아니요
offer-billing-license = 라이선스 기반
offer-billing-usage = 사용량 기반
offer-term = 기간
term-month = 1개월
term-year = 1년
term-none = 기간 없음
offer-range = 라이선스 { $range }개

order-provider = 간접 공급자
order-provider-hint = 구독을 판매할 공급자입니다. 이 고객과 관계를 맺은 공급자만 표시됩니다.
order-cart = 카트
order-cart-empty = 카트가 비어 있습니다. 목록에서 제품을 추가하세요.
order-offer = 제품
order-offers = 제품
order-offers-count = 제품 { $number }{ $count ->
   *[other] 개
}
order-search = 제품 검색
order-search-hint = 이름, 게시자 또는 제품 ID
order-no-offers = 아직 제품이 없습니다
order-no-offers-text = 판매할 수 있는 제품은 이 포털의 운영자가 가져옵니다. 추가 기능은 해당 구독의 페이지에서 주문합니다.
order-no-offers-found = 필터와 일치하는 제품이 없습니다
order-add = 추가
order-update = 업데이트
order-in-cart = 카트에 있음
order-take-out = 제거
order-note = 공급자에게 남기는 메모
order-reseller = 담당 재판매인
order-reseller-hint = 판매 실적이 인정되는 간접 재판매인입니다. 고객이 재판매인의 고객 목록에 있으면 재판매인이 구독을 볼 수 있습니다.
order-to-review = 주문 검토
order-attest = 계약 동의 확인
order-bad-address = 웹 주소의 일부가 올바르지 않아 무시했습니다.

order-review-order = 주문 검토
order-review-request = 주문 요청 검토
order-who = 주문 정보
order-customer = 고객
order-parent = 상위 구독
order-lines = 주문 항목
order-not-yet = 아직 주문할 수 없습니다
order-place = 주문하기
order-place-text = 구독이 즉시 시작됩니다. 주문은 활동 로그에 기록됩니다.
order-send-request = 요청 보내기
order-request-text = 공급자가 요청을 승인하거나 거부합니다. 그 전에는 아무것도 주문되지 않습니다.
order-back = 카트로 돌아가기

order-closed-cloud = 독일 클라우드는 종료되어 새 주문을 받지 않습니다.
order-no-seller = 지금은 귀사를 대신하여 이 고객에게 판매할 수 있는 공급자가 없습니다. 공급자에게 문의하세요.
order-no-provider = 간접 재판매인은 간접 공급자를 통해 주문합니다. 귀사를 통해 이 고객에게 판매하는 공급자가 아직 없습니다. 공급자에게 이 고객을 귀사의 고객으로 추가해 달라고 요청하세요.
order-no-agreement = 고객이 아직 고객 계약에 동의하지 않았습니다. 동의 없이는 주문할 수 없습니다.
order-no-reseller = 담당 재판매인: 귀사의 간접 재판매인 중 하나를 선택하거나 “없음”을 선택하세요.
order-empty = 카트가 비어 있습니다. 제품을 하나 이상 추가하세요.
order-too-many = 한 주문에는 최대 { $most }개 항목을 담을 수 있습니다.
order-unknown-offer = 더 이상 판매하지 않는 제품입니다. 카트에서 제거하세요. 제품 ID: { $offer }
order-no-active-parent = { $offer }: 추가 기능입니다. 담당 재판매인이 같은 활성 상위 구독이 있어야 하며, 그 구독의 페이지에서 주문합니다.
order-parent-not-active = { $name }: 활성 상태가 아닙니다. 추가 기능은 활성 구독에만 주문할 수 있습니다.

order-requested = 대기 중
order-placed = 주문됨
order-declined = 거부됨
order-withdrawn = 철회됨
orders-count = 주문 { $number }{ $count ->
   *[other] 건
}
order-waiting = 답변을 기다리는 주문 요청이 { $count ->
   *[other] { $count }
}건 있습니다
order-more-lines = 외 { $count ->
   *[other] { $count }
}개 항목
orders-none = 아직 주문이 없습니다
orders-none-text = 주문하려면 고객을 열고 “구독 추가”를 선택하세요.
orders-none-found = 이 상태의 주문이 없습니다
order-made = 주문일
order-asked = 요청일
order-seller = 판매 파트너
order-id = 주문 ID
order-copy-id = 주문 ID 복사
order-to-subscriptions = 고객의 구독 보기
order-approve = 승인
order-approve-text = 승인하면 즉시 주문되며, 요청한 재판매인이 담당 재판매인으로 지정됩니다.
order-decline = 거부
order-reason-hint = 재판매인에게 표시되며, 양쪽의 활동 로그에 기록됩니다.
order-withdraw = 요청 철회
order-withdraw-text = 공급자가 아직 답변하지 않았습니다. 철회한 요청은 승인할 수 없습니다.
order-answered = 이미 답변된 요청입니다. 변경된 내용은 없습니다.
order-needs = 이 요청에 답변하려면 다음 역할 중 하나가 필요합니다: { $roles }

order-was-placed = 주문했습니다. 구독이 활성화되었습니다.
order-was-requested = 공급자에게 주문 요청을 보냈습니다. 답변은 여기에 표시됩니다.
order-was-approved = 요청을 승인하고 주문했습니다.
order-was-declined = 요청을 거부했습니다. 재판매인이 사유를 볼 수 있습니다.
order-was-withdrawn = 요청을 철회했습니다.
billed-monthly = 매월
billed-annually = 매년
billed-once = 일회성
billed-by-use = 사용량 기준
orders-search = 고객, 주문 ID 또는 담당자
orders-no-match = 이 필터와 일치하는 주문이 없습니다
order-made-by = 주문한 사람
order-answered-on = 응답일
order-answered-by = 응답한 사람
order-line-cell = { $quantity } × { $offer }
