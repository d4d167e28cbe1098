update = 업데이트
undo = 실행 취소
switch-on = 켜기
switch-off = 끄기
account-providers = 간접 공급자
account-support = 지정된 지원 담당자
account-view-log = 활동 로그에서 보기
account-share = MPN ID { $mpn } · 구독 { $all }개 중 { $count }개
account-changed = 변경: { $name }, { $moment }
account-needs = 다음 역할 중 하나가 필요합니다: { $roles }
account-removal-text = 고객이 고객 목록, 검색 결과, 내보내기 파일에서 즉시 제거됩니다.
account-in-the-way = { $count ->
   *[other] 먼저 활성 구독 { $number }개를 일시 중단해야 합니다. 목록은 다음 페이지에 있습니다.
}
account-removal-safe = 다음 페이지에서 확인하기 전에는 아무것도 변경되지 않습니다.

bill-to-update = 청구지 업데이트
bill-to-none = 연락처와 주소가 아직 없습니다.
bill-to-saved = 청구지를 저장했습니다.
bill-to-now = 고객 목록에 표시되는 이름: { $name }
bill-to-unchanged = 변경된 내용이 없습니다. 청구지 정보가 이전과 같습니다.
bill-to-undone = 청구지를 이전 내용으로 되돌렸습니다.
bill-to-undo-too-late = 그 후 다른 사용자가 고객 정보를 변경하여 실행 취소할 수 없습니다. 변경된 내용은 없습니다.
bill-to-conflict = 편집하는 동안 다른 사용자가 이 청구지를 저장했습니다
bill-to-conflict-by = { $name } 님이 { $moment }에 다른 버전을 저장했습니다.
bill-to-conflict-somebody = 다른 버전이 저장되었습니다.
bill-to-conflict-text = 입력한 내용은 아래 양식에 그대로 있습니다. 두 버전을 비교한 다음, 저장된 내용을 유지하거나 입력한 내용으로 저장하세요.
bill-to-conflict-both = 두 버전의 차이
bill-to-field = 필드
bill-to-stands = 저장된 내용
bill-to-typed = 입력한 내용
bill-to-nothing = 비어 있음
bill-to-keep-theirs = 저장된 내용 유지
bill-to-save-mine = 또는 입력한 내용으로 저장

agreement-title = Microsoft 고객 계약
agreement-accepted = 동의함
agreement-missing = 동의하지 않음
agreement-missing-text = 이 고객을 위해 주문하려면 먼저 계약 동의를 확인해야 합니다.
agreement-by = 동의한 사람
agreement-day = 계약 동의 날짜
agreement-day-hint = 계약에 동의한 날짜입니다.
agreement-attest = 계약 동의 확인
agreement-submit = 확인
agreement-text = 고객을 대표하여 Microsoft 고객 계약에 동의한 사람과 날짜를 입력하세요. 입력한 내용이 사실임을 확인하는 것이며, 활동 로그에 내 이름으로 기록됩니다.
agreement-future = 오늘 또는 이전 날짜를 입력하세요.
agreement-too-early = 2010년 이후의 날짜를 입력하세요. 연도를 확인하세요.
agreement-attested = 확인: { $name }, { $moment }
agreement-attested-now = 계약 동의를 확인했습니다.
agreement-by-provider = 간접 재판매인은 계약 동의를 확인할 수 없습니다. 간접 공급자가 확인합니다.
agreement-other-cloud = 이 계약은 글로벌 클라우드에만 적용됩니다.

permissions-title = 고객 권한
permissions-azure = Azure 예약
permissions-allow = 고객이 구매할 수 있음
permissions-warning = 켜면 고객이 귀사의 승인 없이 구매할 수 있습니다. 비용은 귀사가 부담하며 알림은 전송되지 않습니다.
permissions-needs = 이 설정을 변경하려면 다음 역할 중 하나가 필요합니다: { $roles }
permissions-no-azure = 활성 Azure 구독이 있는 고객에게만 켤 수 있습니다.
permission-on = 이제 고객이 Azure 예약을 구매할 수 있습니다. 비용은 귀사가 부담하며 알림은 전송되지 않습니다.
permission-off = 이제 고객이 Azure 예약을 구매할 수 없습니다.
permission-unchanged = 변경된 내용이 없습니다. 이미 같은 설정입니다.
id-correction-title = Microsoft ID 수정
id-correction-check = 새 Microsoft ID 확인
id-correction-now = 현재 ID
id-correction-new = 고객의 Microsoft ID
id-correction-hint = 벤더 포털에 표시되는 이 고객의 테넌트 ID입니다. 예: 47aa2dba-d9e2-4c8d-a09f-001680289e32
id-correction-once = 두 ID를 모두 확인하세요. 한 번만 수정할 수 있으며, 새 ID는 나중에 변경할 수 없습니다.
id-correction-everywhere = 새 ID는 이 고객의 모든 항목에 적용되며, 이 포털에서 같은 고객을 현재 ID로 관리하는 모든 파트너에게도 적용됩니다. 현재 ID가 포함된 웹 주소는 새 주소로 연결됩니다.
id-correction-submit = ID 수정
id-correction-done = Microsoft ID를 수정했습니다.
id-correction-same = 현재 ID와 같습니다. 고객의 Microsoft ID를 입력하세요.
id-correction-taken = 이 고객에게 사용할 수 없는 Microsoft ID입니다. 고객에게 확인하세요. 회사가 이미 등록되어 있을 수 있으므로 고객 목록과 제거된 관계에서도 검색하세요.
id-correction-stale = 편집하는 동안 다른 사용자가 이 고객을 변경했습니다. Microsoft ID를 확인하고 다시 제출하세요.
id-correction-not-ours = 이 포털에서 지정한 Microsoft ID가 아니거나 이미 수정되어 변경할 수 없습니다.

# 담당 재판매인 설정.
set-reseller-title = 담당 재판매인 설정
set-reseller-now = 현재 재판매인
set-reseller-new = 새 담당 재판매인
set-reseller-choose = 재판매인 선택
set-reseller-none = 재판매인 없음
set-reseller-reason-hint = 귀사의 활동 로그에만 표시됩니다.
set-reseller-happens = 변경되는 내용
set-reseller-subscriptions = { $count ->
    [0] 삭제되지 않은 구독이 없으므로 고객과 재판매인의 연결만 변경됩니다.
   *[other] 구독 { $number }개의 담당 재판매인이 변경됩니다. 지원 담당자는 귀사가 됩니다.
}
set-reseller-former = 현재 재판매인은 이전 재판매인이 되며 이 구독을 더 이상 볼 수 없습니다.
set-reseller-lists = 고객 목록은 변경되지 않습니다. 새 재판매인은 이 고객이 자신의 목록에 있으면 구독을 볼 수 있습니다.
set-reseller-done = 담당 재판매인을 변경했습니다.
set-reseller-missing = 재판매인을 선택하거나 재판매인 없음을 선택하세요.
set-reseller-unknown = 이 파트너는 귀사의 간접 재판매인이 아닙니다. 다른 재판매인을 선택하세요.
set-reseller-order-waits = 이 고객에 대한 다른 재판매인의 주문이 귀사의 결정을 기다리고 있습니다. 먼저 승인하거나 거절하세요.
set-reseller-stale = 편집하는 동안 다른 사용자가 재판매인을 변경했습니다. 현재 재판매인을 확인하고 다시 제출하세요.
