bulk-acts = 일괄 변경
bulk-acts-none = 아직 일괄 변경이 없습니다
bulk-acts-none-text = 목록에서 고객이나 구독을 선택한 다음 수행할 작업을 선택하세요.
bulk-acts-count = 일괄 변경 { $number }{ $count ->
   *[other] 건
}
bulk-selected-rows = 선택한 행
bulk-selected = 선택됨
bulk-select-all = 목록의 모든 행 선택({ $number })
bulk-all-selected = 전체 { $number } 선택됨
bulk-select-row = 선택: { $name }
bulk-clear = 선택 해제
bulk-more = 추가 작업
bulk-tag = 태그 추가
bulk-untag = 태그 제거
bulk-suspend = 구독 일시 중단
bulk-reactivate = 구독 다시 활성화
bulk-auto-renew = 자동 갱신 전환
bulk-support-contact = 지원 담당자 설정
bulk-step-choose = 선택
bulk-step-review = 검토
bulk-step-done = 완료
bulk-steps = 단계
bulk-rows-selected = { $count ->
   *[other] 선택한 행 { $number }개
}
bulk-nothing-selected = 목록에서 행을 하나 이상 선택한 다음 작업을 다시 선택하세요.
bulk-to-list = 목록으로 돌아가기
bulk-tag-to-remove = 제거할 태그
bulk-choose-tag = 태그 선택
bulk-names-hint = 태그는 세미콜론으로 구분합니다. 아직 없는 태그는 새로 만들어집니다.
bulk-support-seller = 판매 파트너
bulk-support-reseller = 담당 재판매인
bulk-to-review = 검토 계속
bulk-title-review = { $act }: 변경 전 확인
bulk-title-preparing = { $act }: 행 확인 중
bulk-title-running = { $act }: 진행 중
bulk-title-stopped = { $act }: 중지됨
bulk-title-done = { $act }: 완료
bulk-title-undoing = { $act }: 실행 취소 중
bulk-title-undone = { $act }: 실행 취소됨
bulk-state-preparing = 확인 중
bulk-state-reviewed = 확인 대기 중
bulk-state-running = 진행 중
bulk-state-stopped = 중지됨
bulk-state-ended = 완료
bulk-state-undoing = 실행 취소 중
bulk-state-undone = 실행 취소됨
bulk-will-change-customers = { $count ->
   *[other] 변경될 고객
}
bulk-will-change-subscriptions = { $count ->
   *[other] 변경될 구독
}
bulk-of-customers = { $count ->
   *[other] 고객 { $number }곳
}
bulk-cannot = 변경할 수 없음
bulk-cannot-hint = 변경되지 않습니다
bulk-same = 이미 같은 상태
bulk-same-hint = 변경할 내용이 없습니다
bulk-changed = 변경됨
bulk-failed = 실패
bulk-left-out = 제외됨
bulk-not-done = 아직 처리하지 않음
bulk-undone = 실행 취소됨
bulk-not-undone = 실행 취소하지 못함
bulk-what-happens = 변경 내용
bulk-happens-tag = 고객에게 이 태그가 추가됩니다. 다른 태그는 유지됩니다.
bulk-happens-untag = 고객에게서 이 태그가 제거됩니다. 다른 태그는 유지됩니다.
bulk-happens-suspend = 사용자는 즉시 액세스할 수 없게 됩니다. 활성 추가 기능도 구독과 함께 일시 중단됩니다. 일시 중단된 구독은 보존 기간이 지나면 삭제됩니다.
bulk-happens-reactivate = 사용자가 다시 액세스할 수 있습니다. 구독과 함께 일시 중단된 추가 기능도 다시 활성화됩니다.
bulk-happens-renew-on = 기간이 끝나면 구독이 자동으로 갱신됩니다.
bulk-happens-renew-off = 구독이 갱신되지 않습니다. 기간이 끝나면 구독이 일시 중단됩니다.
bulk-happens-support = 고객은 이 파트너에게 지원을 요청합니다. 관련 파트너의 활동 로그에 변경 내용이 표시됩니다.
bulk-happens-checked = 각 행은 변경할 때 다시 확인합니다. 그 사이에 다른 사용자가 변경한 행은 결과에 표시됩니다.
bulk-happens-logged = 모든 변경은 귀하의 이름으로 활동 로그에 기록됩니다.
bulk-happens-undo = 완료 후 { $hours }시간 동안 변경을 실행 취소할 수 있습니다.
bulk-cannot-change = 변경할 수 없음
bulk-will-change = 변경 예정
bulk-results = 결과
bulk-result = 결과
bulk-why = 이유
bulk-value-before = 이전
bulk-value-after = 이후
bulk-hidden = 그 외 { $count }개. 파일에는 모든 행이 포함됩니다.
bulk-download = 모든 행 다운로드(CSV)
bulk-confirm-customers = { $count ->
   *[other] 고객 { $number }곳 변경
}
bulk-confirm-subscriptions = { $count ->
   *[other] 구독 { $number }개 변경
}
bulk-confirm-suspend = { $count ->
   *[other] 구독 { $number }개 일시 중단
}
bulk-nothing-to-do = 변경할 내용이 없습니다.
bulk-progress = 전체 { $all } 중 { $done } 완료
bulk-progress-checked = 행 { $done }개 확인됨
bulk-leave = 이 페이지를 닫아도 됩니다. 서버가 다시 시작되어도 작업이 계속됩니다.
bulk-paused = 운영자가 백그라운드 작업을 일시 중지했습니다. 운영자가 다시 시작하면 작업이 시작됩니다.
bulk-stop = 중지
bulk-stopped-by-role = 작업을 시작한 사용자에게 필요한 역할이 더 이상 없습니다.
bulk-stopped-by-restore = 작업 중에 데이터베이스가 백업에서 복원되었습니다. 계속하기 전에 결과를 확인하세요.
bulk-stopped-by-failure = 같은 위치에서 여러 번 실패했습니다. 사유는 서버 로그에 있습니다.
bulk-stopped-by-person = { $name } 님이 중지했습니다.
bulk-stopped-after = 전체 행 { $all } 중 { $done } 처리 후 중지되었습니다. 이미 변경된 내용은 유지됩니다.
bulk-continue = { $count ->
   *[other] 나머지 { $number }개 행 변경
}
bulk-undo = { $count ->
   *[other] 변경 { $number }개 실행 취소
}
bulk-undo-until = { $until }까지 실행 취소할 수 있습니다.
bulk-done-note = 행 { $all }개 중 { $changed }개를 변경했습니다.
bulk-undone-note = 전체 { $all } 중 { $undone } 실행 취소됨
bulk-undo-hint = 이후에 다른 사용자가 변경한 행은 그대로 유지되며 결과에 표시됩니다.
bulk-started-by = { $name } 님이 시작했습니다({ $at }).
bulk-prepared-by = { $name } 님이 준비했습니다({ $at }).
bulk-needs = 이 변경에는 다음 역할 중 하나가 필요합니다: { $roles }
bulk-step-too-late = 일괄 변경의 상태가 이미 바뀌어 이 작업을 할 수 없습니다. 이 페이지에는 현재 상태가 표시됩니다.
bulk-outcome-planned = 아직 처리하지 않음
bulk-outcome-same = 이미 같은 상태
bulk-outcome-blocked = 변경할 수 없음
bulk-outcome-changed = 변경됨
bulk-outcome-failed = 실패
bulk-outcome-undone = 실행 취소됨
bulk-outcome-kept = 실행 취소하지 못함
bulk-reason-gone = 더 이상 귀사의 목록에 없습니다.
bulk-reason-changed = 그 사이에 다른 사용자가 변경했습니다.
bulk-reason-no-subscription = 고객에게 구독이 없습니다.
bulk-reason-tag-deleted = 태그가 삭제되었습니다.
bulk-reason-restored = 복원 후 중지됨
bulk-reason-failure = 오류로 중지됨
bulk-reason-role = 역할이 없어 중지됨
bulk-reason-person = 사용자가 중지함
job-bulk-acts = 일괄 변경
field-bulk-act = 작업
field-failed = 실패
field-stopped = 중지됨
field-left = 처리하지 않음
field-undone = 실행 취소됨
field-kept = 실행 취소하지 못함
resource-bulk-act = 일괄 변경
done-begin-bulk-act = 일괄 변경 시작
done-end-bulk-act = 일괄 변경 종료
done-undo-bulk-act = 일괄 변경 실행 취소 시작
bulk-when = 날짜
bulk-happens-reseller = 이 고객의 삭제되지 않은 구독에 새 담당 재판매인이 지정되고 귀사가 지원 담당자가 됩니다. 이전 재판매인은 더 이상 볼 수 없습니다.
bulk-reason-several-resellers = 고객이나 구독에 담당 재판매인이 여러 곳이었으므로 함께 되돌릴 수 없습니다.
field-bulk-rows = 일괄 변경의 행
bulk-export-xlsx = Excel로 내보내기
bulk-export-csv = CSV로 내보내기
bulk-remind = 알림 메일 보내기
bulk-will-remind = 받는 사람에게 알림 메일을 보냅니다
bulk-happens-remind = 받는 사람마다 요청의 언어로, 같은 링크가 든 알림 메일을 받습니다.
bulk-happens-for-good = 보낸 메시지는 취소할 수 없습니다.
bulk-confirm-remind = 알림 메일 { $number }통 보내기
bulk-last-message = 마지막 메시지
bulk-reason-not-yours = 요청을 만든 사람, 글로벌 관리자 또는 관리 에이전트만 다시 보낼 수 있습니다.
bulk-reason-over = 더 이상 답변을 기다리지 않는 요청입니다.
bulk-reason-no-recipient = 이메일 주소가 없습니다.
bulk-reason-just-reminded = 지난 한 시간 안에 알림 메일을 보냈습니다.
bulk-reason-of-reseller = 간접 재판매인이 만든 요청이므로 그 간접 재판매인만 다시 보낼 수 있습니다.
