reports = 보고서
report-new = 목록 정기적으로 보내기
report-new-text = 포털이 필터링된 목록을 해당 시점의 본인 권한으로 내보냅니다. 내보내기는 모두 활동 로그에 기록됩니다.
report-from-list = 정기적으로 보내기…
report-from-list-text = 매주, 매월 또는 평일에 메일로
report-edit = 보고서 변경
report-name = 보고서 이름
report-schedule = 보낼 때
report-weekly = 매주 월요일
report-monthly = 매월 1일
report-weekdays = 월요일부터 금요일까지
report-time = 시간
report-time-hint = 표준 시간대: { $zone }
report-format = 파일 형식
report-only-if-rows = 목록에 행이 있을 때만 보내기
report-to = 받는 사람
report-to-hint = 이 목록을 내보낼 수 있는 귀사의 사용자입니다. 로그인하면 열리는 링크가 메일로 전송됩니다.
report-more = 추가로 받는 사람의 이메일 주소
report-more-hint = 귀사의 사용자가 많아 모두 표시할 수 없습니다. 주소를 쉼표나 줄로 구분하세요.
report-more-long = 최대 { $most }자까지 입력하세요.
report-unknown-recipient = 이 목록을 내보낼 수 있는 사용자의 이메일 주소가 아닙니다: “{ $address }”. 철자를 확인하세요.
report-recipient-gone = 선택한 사용자 중 더 이상 이 목록을 내보낼 수 없는 사용자가 있습니다. 받는 사람을 확인하고 다시 저장하세요.
report-no-recipient = 받는 사람을 한 명 이상 선택하세요.
report-many-recipients = 받는 사람을 최대 { $most }명까지 선택하세요.
reports-full = 보고서가 이미 최대 개수인 { $most }개입니다. 먼저 보고서를 제거하세요.
reports-full-partner = 귀사의 보고서가 이미 최대 개수인 { $most }개입니다. 먼저 보고서를 제거하세요.
report-stale = 그동안 이 보고서가 변경되었습니다. 저장한 내용이 없습니다. 보고서 목록과 비교한 다음 다시 저장하면 바뀝니다.
report-lost = 이 목록을 내보낼 수 없어 메일을 받지 않는 사용자: { $name }
reports-intro = 포털이 파일로 보내는 목록입니다. 시간의 표준 시간대: { $zone }
reports-no-mail = 이 포털에는 메일 서버가 없어 메일을 보내지 않습니다. 이 페이지에서 파일을 다운로드하세요.
reports-none = 아직 보고서가 없습니다
reports-none-text = 목록을 필터링한 다음 목록 위의 “내보내기”에서 “정기적으로 보내기”를 선택하세요.
reports-count = { $count ->
   *[other] 보고서 { $number }개
}
reports-of-others = 다른 사용자의 보고서
reports-of-others-text = 일시 중지할 수 있습니다. 변경과 제거는 소유자만 할 수 있습니다.
report-owner = 소유자
report-when-head = 일정과 받는 사람
report-when = { $schedule }, { $time }
report-next = 다음 내보내기
report-last = 마지막 내보내기
report-never = 아직 보내지 않음
report-runs = 최근 내보내기
report-recipients = { $count ->
   *[other] 받는 사람 { $number }명
}
report-recipients-lost = { $count ->
   *[other] 받는 사람 { $number }명이 목록을 내보낼 수 없음
}
report-rows = { $count ->
   *[other] { $number }행
}
report-letters = { $count ->
    [0] 메일 없음
   *[other] 메일 { $number }통
}
report-run-waiting = 대기 중
report-run-stopped = 보고서가 일시 중지되어 보내지 않음
report-run-skipped = 다음 보고서의 차례가 되어 보내지 않음
report-download = 파일 다운로드
report-run-now = 지금 실행
report-pause = 일시 중지
report-resume = 다시 시작
report-remove = 제거
report-remove-question = 이 보고서를 제거할까요?
report-remove-text = 더 이상 보내지 않으며 파일이 삭제됩니다.
report-is-paused = 일시 중지됨
report-paused-person = 사용자가 일시 중지했습니다.
report-paused-role = 소유자의 역할로는 더 이상 이 목록을 내보낼 수 없습니다.
report-paused-owner = 소유자의 계정이 활성 상태가 아닙니다.
report-paused-filter = 이 보고서의 필터가 더 이상 올바르지 않습니다. 목록을 다시 필터링하고 새 보고서를 만드세요.
report-paused-filter-value = 목록의 필터 조건이 더 이상 없습니다: “{ $value }”. 목록을 다시 필터링하고 새 보고서를 만드세요.
report-paused-rows = 행이 너무 많아 Excel 통합 문서에 담을 수 없습니다. 파일 형식으로 CSV를 선택하고 보고서를 다시 시작하세요.
report-paused-restore = 포털이 백업에서 복원되었습니다. 보낸 내용을 확인하고 보고서를 다시 시작하세요.
report-paused-failure = 파일을 여러 번 만들지 못했습니다. 보고서를 다시 시작하고, 반복되면 운영자에게 문의하세요.
report-all-rows = 모든 행
report-filter-separator = ;
report-created = 보고서를 만들었습니다.
report-saved = 보고서를 저장했습니다.
report-paused-now = 보고서를 일시 중지했습니다.
report-resumed = 보고서를 다시 시작했습니다. 일정의 다음 날짜에 보냅니다.
report-removed = 보고서를 제거했습니다.
report-started = 목록을 내보내고 있습니다. 몇 분 안에 메일을 보냅니다.
report-mail-subject = { $name }: { $rows }
report-mail-intro = { $owner } 님의 보고서입니다: “{ $name }”
report-mail-list = 목록: { $list }, { $format }
report-mail-filter = 필터: { $filter }
report-mail-rows = 내용: { $rows }
report-mail-made = 내보낸 시간: { $moment }({ $zone })
report-mail-late = 이 보고서는 늦었습니다. 예정 시간에 포털이 실행되지 않았습니다: { $moment }
report-mail-link = 로그인한 후 여기에서 파일을 다운로드하세요. 파일은 30일 후에 삭제됩니다.
report-mail-attached = 파일이 첨부되어 있습니다. 로그인한 후 30일 동안 여기에서 다운로드할 수도 있습니다.
report-mail-large = 파일이 너무 커서 보관할 수 없습니다. 여기에서 목록을 내보내세요: { $address }
report-mail-page = 모든 보고서: { $address }
report-mail-paused = 보고서가 일시 중지되었습니다: “{ $name }”
report-mail-paused-text = 보고서가 일시 중지되어 다시 시작할 때까지 보내지 않습니다: “{ $name }”
organization-report-attachments = 보고서 파일을 메일에 첨부
organization-report-attachments-hint = 5MB 이하의 파일이 첨부됩니다. 선택하지 않으면 메일에 로그인해야 열리는 링크만 포함됩니다.
can-own-reports = 목록을 정기적으로 받기
can-manage-reports = 모든 사용자의 보고서 보기와 일시 중지
job-reports = 보고서 보내기
done-create-report = 보고서 만들기
done-update-report = 보고서 변경
done-pause-report = 보고서 일시 중지
done-resume-report = 보고서 다시 시작
done-remove-report = 보고서 제거
resource-report = 보고서
field-schedule = 일정
field-recipients = 받는 사람
field-only-if-rows = 행이 있을 때만
field-paused = 일시 중지 사유
field-report-files = 보고서 파일
report-unsubscribe = 동료가 보내는 보고서
report-unsubscribe-text = 받는 사람에서 제외됩니다. 소유자가 확인하고 다시 추가할 수 있습니다.
report-unsubscribed-text = 더 이상 이 보고서의 받는 사람이 아닙니다. 소유자가 다시 추가할 수 있습니다.
