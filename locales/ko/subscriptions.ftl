all-states = 모두 { $number }
filter-by-status = 상태로 필터링
no-subscriptions-found = 이 상태의 구독이 없습니다
bad-status = 없는 상태입니다. 모든 구독을 표시합니다.
export-subscriptions = 구독 내보내기({ $number })
add-subscription = 구독 추가
ordering-needs = 구독을 추가하려면 다음 역할 중 하나가 필요합니다: { $roles }
changing-needs = 변경하려면 다음 역할 중 하나가 필요합니다: { $roles }
subscriptions-caption = 구독(추가 기능은 상위 구독 아래에 표시됨)
renews = 갱신일
end-date = 종료일
cancellation-date = 취소 예정일
deletion-date = 삭제 예정일
next-date = 다음 일정
total = 합계
add-on-of-parent = (상위 구독: { $name })
add-ons = 추가 기능
in-days = { $days ->
    [0] 오늘
    [1] 내일
   *[other] { $days }일 후
}
cancelled-on-this-day = 이날 취소되어 삭제됩니다
deleted-on-this-day = 이날 삭제됩니다
ends-on-this-day = 이날 종료됩니다(자동 갱신 꺼짐)
day-not-known = 알 수 없음
day-not-yet-known = 아직 알 수 없음
suspended-note = { $count ->
    [1] 일시 중단된 구독 1개의 데이터는 { $day }까지 보관된 후 영구적으로 삭제됩니다. 고객에게 아직 필요하면 그 전에 다시 활성화하세요.
   *[other] 일시 중단된 구독 { $count }개의 데이터는 일정 기간 보관됩니다. 첫 번째 구독은 { $day }에 영구적으로 삭제됩니다. 고객에게 아직 필요한 구독은 다시 활성화하세요.
}

licenses = 라이선스
subscription-settings = 설정
subscription-actions = 작업
nickname = 별칭
nickname-hint = 제품 이름과 함께 귀사와 담당 재판매인에게 표시됩니다.
suspend = 일시 중단
suspend-text = 구독을 일시 중단하면 사용자는 즉시 액세스할 수 없게 됩니다. 데이터는 90~120일 동안 보관된 후 영구적으로 삭제되며, 그 전에는 다시 활성화할 수 있습니다.
add-ons-go-along = { $count ->
   *[other] 활성 추가 기능 { $count }개도 함께 일시 중단됩니다.
}
reactivate = 다시 활성화
reactivate-text = 사용자가 액세스할 수 없습니다. 고객에게 아직 필요하면 삭제 예정일 전에 구독을 다시 활성화하세요. 함께 일시 중단된 추가 기능도 다시 활성화됩니다.
deletion-day-unknown = 다른 포털에서 일시 중단된 구독입니다. 삭제 날짜는 해당 포털에서 확인할 수 있습니다.
auto-renew = 자동 갱신
auto-renew-on = 켜짐
auto-renew-off = 꺼짐
auto-renew-text = 끄면 기간이 끝날 때 구독이 일시 중단됩니다.
cancel-subscription = 구독 취소
cancel-refunded = { $until }까지 취소하면 전액 환불됩니다. 구독과 추가 기능은 즉시 영구적으로 삭제됩니다.
cancel-later = 전액 환불 기간이 지났습니다. 취소하면 갱신일인 { $day }에 구독과 추가 기능이 영구적으로 삭제됩니다.
cancellation-waits-text = 취소가 예약되었습니다. { $day }에 구독과 추가 기능이 영구적으로 삭제됩니다. 그 전에는 구독을 유지할 수 있습니다.
keep-subscription = 구독 유지
confirm-cancel = 고객이 구독 취소를 요청했습니다.
confirm-cancellation = 고객이 구독 취소를 요청했으면 확인란을 선택하세요.
copy-this-id = 구독 ID 복사
seller = 판매 파트너
reseller-of-record = 담당 재판매인
support-contact = 지정된 지원 담당자
support-hint = 이 구독에 대해 고객을 지원하는 파트너입니다.
billing = 청구
started-on = 시작일

changed-meanwhile = 페이지를 연 뒤에 다른 사용자가 이 구독을 변경했습니다. 지금 페이지에는 현재 상태가 표시되며, 입력한 내용은 저장되지 않았습니다. 확인한 후 필요하면 다시 제출하세요.
refused-deleted = 삭제된 구독은 되돌릴 수 없으며 더 이상 변경할 수 없습니다.
refused-deletion-due = 삭제 날짜가 되어 구독을 다시 활성화할 수 없습니다.
refused-suspended = 일시 중단된 구독은 변경할 수 없습니다. 먼저 다시 활성화하세요.
refused-pending = 구독을 아직 설정하고 있습니다. 활성 상태가 되면 변경할 수 있습니다.
refused-kept-by-vendor = 벤더 포털에서 종료된 구독입니다. 여기에서는 지원 담당자만 변경할 수 있습니다. 벤더 포털에서 다시 활성화되면 구독을 다시 가져오세요.
refused-parent-not-active = 추가 기능은 상위 구독이 활성 상태일 때만 활성화할 수 있습니다. 먼저 다음 구독을 다시 활성화하세요: { $parent }
refused-not-cancellable = 이 구독의 제품은 취소할 수 없습니다. 대신 일시 중단할 수 있습니다.
refused-no-renewal = 전액 환불 기간이 지났고 갱신일이 없어 구독을 취소할 수 없습니다. 대신 일시 중단할 수 있습니다.
refused-cancellation-waits = { $day }에 취소되도록 예약되어 있습니다. 갱신을 변경하려면 먼저 “구독 유지”를 선택하세요.
refused-no-reseller = 담당 재판매인이 없습니다. 지원 담당자는 구독을 판매한 파트너여야 합니다.
refused-partnership-ended = 이 구독을 판매한 간접 공급자와의 파트너 관계가 종료되었습니다. 이제 간접 공급자만 변경할 수 있습니다.
refused-seller-parted = 이 구독을 판매한 간접 공급자와 고객의 관계가 종료되어 변경할 수 없습니다.

quantity-changed = 수량을 변경했습니다.
nickname-changed = 별칭을 변경했습니다.
renewal-changed = 자동 갱신 설정을 변경했습니다.
subscription-suspended = 구독과 그 추가 기능을 일시 중단했습니다.
all-suspended = 이 고객의 활성 구독을 모두 일시 중단했습니다.
nothing-to-suspend = 일시 중단할 활성 구독이 없습니다.
subscription-reactivated = 구독 및 함께 일시 중단된 추가 기능을 다시 활성화했습니다.
subscription-cancelled = 구독을 취소하여 전액 환불하고 삭제했습니다.
cancellation-waits = 갱신일에 구독이 취소되도록 예약했습니다.
cancellation-withdrawn = 취소를 철회했습니다. 구독은 유지됩니다.
support-contact-changed = 지정된 지원 담당자를 변경했습니다.
nothing-changed = 변경된 내용이 없습니다. 이미 같은 값입니다.

all-subscriptions-none-found = 조건에 맞는 구독이 없습니다
all-subscriptions-empty-text = 고객이 귀사에서 구매한 구독이 여기에 표시됩니다.
all-subscriptions-search = 구독 검색
all-subscriptions-hint = 고객, 제품 또는 구독 ID
ends-or-renews = 종료 또는 갱신
any-time = 전체 기간
within-days = { $days ->
   *[other] { $days }일 이내
}
product = 제품
renews-on-day = { $day } 갱신
ends-on-day = { $day } 종료
cancelled-on-day = { $day } 취소
deleted-on-day = { $day } 삭제
all-subscriptions-sorted = 구독, 정렬 기준: { $column }
all-subscriptions-sorted-down = 구독, 정렬 기준: { $column }(내림차순)
subscriptions-bad-renews = 시작일과 종료일을 2026-12-01, 2026-12-31과 같이 입력하거나 7일, 30일, 90일 중에서 선택하세요. 모든 날짜의 구독을 표시합니다.
subscriptions-bad-sort = 지원하지 않는 정렬 방식입니다. 다음 일정순으로 표시합니다.
subscriptions-bad-filter = 없는 필터 값입니다. 이 필터 없이 표시합니다.

commitment = 약정
term-until = { $day }까지
term-ended = { $day } 종료됨
refund-until = { $until }까지 전액 환불({ $left })
at-renewal = 갱신 시
at-renewal-head = 갱신 시 변경
at-renewal-scheduled = 예약됨
at-renewal-text = 다음 기간이 시작되는 { $day }에 변경됩니다. 그 전에는 실행 취소할 수 있습니다.
at-renewal-renew = 기간이 끝나면
at-renewal-yes = 갱신
at-renewal-no = 갱신하지 않음
at-renewal-quantity = 다음 기간의 수량
at-renewal-quantity-hint = 현재 { $number }. 수량을 유지하려면 비워 두세요.
at-renewal-offer = 다음 기간의 제품
at-renewal-offer-hint = 제품 ID 또는 제품 이름을 입력하세요. 제품을 유지하려면 비워 두세요.
at-renewal-offer-reason = 제품 및 청구 주기
at-renewal-cycle = 다음 기간의 청구 주기
at-renewal-unchanged = 현재대로: { $value }
planned-offer = →
planned-monthly = 매년 → 매월 청구
planned-annual = 매월 → 매년 청구
planned-quantity = { $before } → { $after }
planned-end = 갱신하지 않음
at-renewal-planned = 갱신 시 변경을 저장했습니다.
at-renewal-withdrawn = 갱신 시 변경을 실행 취소했습니다. 구독은 현재대로 갱신됩니다.
refused-does-not-renew = 자동 갱신이 꺼져 있습니다. 구독의 갱신 내용을 변경하려면 “갱신”을 선택하세요.
refused-no-renewal-date = 갱신일을 알 수 없어 변경을 예약할 수 없습니다.
refused-unknown-offer = 카탈로그에 구독을 갱신할 수 있는 제품이 없습니다: { $typed }. 제품 ID 또는 정확한 제품 이름을 입력하세요.
refused-no-such-cycle = 이 청구 주기로는 판매되지 않는 제품입니다: { $name }. 다른 청구 주기나 다른 제품을 선택하세요.
refused-add-on-offer = 추가 기능은 상위 구독의 제품에 속합니다. 갱신 시 수량만 변경할 수 있습니다.
refused-add-ons-of-offer = 이 구독의 활성 추가 기능이 현재 제품에 속해 있습니다. 먼저 추가 기능의 자동 갱신을 끄거나 제품을 유지하세요.
refused-offer-of-seller = 제품과 청구 주기는 이 구독을 판매한 간접 공급자만 변경할 수 있습니다. 간접 공급자에게 문의하세요.
plan-problem-offer-missing = 제품이 카탈로그에 더 이상 없음
plan-problem-cycle = 제품이 이 청구 주기로 더 이상 판매되지 않음
plan-problem-quantity = 제품이 이 수량을 허용하지 않음
plan-problem-add-ons = 활성 추가 기능이 현재 제품에 속함
