removal-reseller = 재판매인 관계 제거
removal-customer = 파트너 고객 관계 제거
removal-in-the-way = { $count ->
   *[other] 먼저 일시 중단해야 하는 구독 { $number }개
}
removal-in-the-way-text = 고객의 모든 구독이 일시 중단되거나 삭제되어야 관계를 제거할 수 있습니다. 일시 중단되면 사용자가 로그인할 수 없으므로 먼저 고객에게 알리세요.
removal-suspend-all = 구독 { $number }개 일시 중단
removal-suspend-hint = 90일 안에 다시 활성화할 수 있습니다.
removal-blocked = 아직 일시 중단되지 않은 구독이 있습니다. 일시 중단한 다음 다시 확인하세요. 변경된 내용은 없습니다.
removal-happens = 변경되는 사항
removal-leaves-list = 고객이 목록, 검색 결과, 내보내기 파일에서 즉시 제거됩니다.
removal-admin-ends = 위임된 관리자 권한이 종료됩니다.
removal-no-changes = 이 고객을 위해 더 이상 구매하거나 변경할 수 없습니다.
removal-permissions-end = 고객이 더 이상 귀사의 비용으로 구매할 수 없습니다.
removal-deletes = 일시 중단된 구독은 보존 기간이 지나면 삭제됩니다.
removal-reseller-warning = 귀사가 담당 재판매인인 구독을 포함하여 고객의 구독을 더 이상 볼 수 없습니다. 구독은 간접 공급자에게 그대로 남아 계속 사용되므로, 누가 관리할지 공급자와 협의하세요.
removal-stays = 유지되는 사항
removal-account-stays = 고객의 계정, 사용자, 데이터
removal-admin-stays = 위임된 관리자 권한(고객이 제거할 때까지)
removal-subscriptions-stay = 고객의 구독. 이 작업으로 일시 중단되는 구독은 없습니다.
removal-others-stay = 다른 파트너와 고객의 관계
removal-log-stays = 활동 로그의 모든 내용
removal-way-back = 관계를 복원하려면 다음 페이지에서 다시 요청하세요: { $page }
removal-confirm-title = 확인
removal-reason-hint = 동료가 볼 수 있으며 활동 로그에 기록됩니다.
removal-type-name = 회사 이름을 입력하세요
removal-wrong-name = 여기에 표시된 회사 이름을 그대로 입력하세요.
removal-confirm = 이 결정이 선의에 따라, 합법적인 사업 목적으로, 관련 계약에 따라 이루어졌음을 확인합니다. 이와 다른 제3자의 주장으로부터 이 포털의 운영자와 벤더를 보호하고 피해가 발생하지 않도록 하는 데 동의합니다. 포털은 통지를 보내지 않으므로, 계약에 필요한 계약 종료의 법적 고지는 직접 하겠습니다.
removal-not-confirmed = 확인하려면 확인란을 선택하세요.
removal-not-yet = 아직 관계를 제거할 수 없습니다
relationship-ended = 관계를 제거했습니다. 고객이 목록, 검색 결과, 내보내기 파일에서 제거되었습니다.

removed-title = 제거된 관계
removed-search = 제거된 관계 검색
removed-count = 제거된 관계 { $number }{ $count ->
   *[other] 건
}
removed-none = 제거된 관계가 없습니다
removed-none-text = 고객과의 관계를 제거하면 여기에 표시되며, 여기에서 다시 요청할 수 있습니다.
removed-not-found = 검색과 일치하는 제거된 관계가 없습니다
removed-when = 제거한 날짜
removed-by = 제거한 사람
removed-still-granted = 아직 부여되어 있음
removed-again = 다시 요청
removed-needs = 관계를 다시 요청하려면 다음 역할 중 하나가 필요합니다: { $roles }
