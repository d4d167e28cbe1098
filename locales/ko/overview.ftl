overview = 개요
to-overview = 개요로 이동
overview-bad-days = 7일, 30일 또는 90일을 선택하세요. 앞으로 30일이 표시됩니다.
overview-waiting = 처리할 일
overview-nothing-waits = 처리할 일이 없습니다.
overview-deletions = { $count ->
   *[other] { $days }일 이내에 삭제될 구독
}
overview-deletions-detail = { $count ->
   *[other] 첫 삭제일: { $day }. 라이선스 { $number }개의 데이터가 영구적으로 삭제됩니다.
}
overview-orders = { $count ->
   *[other] 승인하거나 거부할 주문 요청
}
overview-undecided = { $count ->
   *[other] 결정이 필요한 수락된 요청
}
overview-undelivered = { $count ->
   *[other] 메일이 배달되지 않은 요청
}
overview-referrals = { $count ->
   *[other] 답할 추천
}
overview-expiring = { $count ->
   *[other] { $days }일 이내에 만료되는 요청
}
overview-asked = { $count ->
   *[other] 간접 공급자가 아직 답하지 않은 주문 요청
}
overview-import-checked = 확인할 가져오기
overview-import-failed = 실패한 가져오기
overview-import-done = 완료된 가져오기
overview-bulk-reviewed = 확인할 일괄 변경
overview-bulk-stopped = 중지된 일괄 변경
overview-bulk-ended = 완료된 일괄 변경
overview-review = 검토
overview-fix = 수정
overview-answer = 답하기
overview-view = 보기
overview-coming = 다가오는 일
overview-nothing-comes = 이 기간에 갱신, 종료 또는 삭제되는 구독이 없습니다.
overview-period = 기간
overview-days = { $days ->
   *[other] { $days }일
}
overview-deleted = { $count ->
   *[other] 삭제 { $number }개
}
overview-end = { $count ->
   *[other] 종료 { $number }개
}
overview-renew = { $count ->
   *[other] 갱신 { $number }개
}
overview-planned = { $count ->
   *[other] 갱신 시 변경 { $number }개
}
overview-licenses = { $count ->
   *[other] 라이선스 { $number }개
}
overview-all = { $count ->
   *[other] 이 기간의 구독 { $number }개 모두 보기
}
coming-renewal = 갱신
coming-end = 종료
coming-deletion = 삭제
overview-key-ends = 종료(자동 갱신 꺼짐)
overview-days-sentence = 앞으로 { $days }일 동안 날짜별 구독: { $all }개가 갱신, 종료 또는 삭제됩니다. 가장 많은 날: { $day }, { $number }개.
overview-weeks-sentence = 앞으로 { $days }일 동안 주별 구독: { $all }개가 갱신, 종료 또는 삭제됩니다. 가장 많은 주의 시작일: { $day }, { $number }개.
overview-as-table = 표로 보기
overview-day = 날짜
overview-week-from = 주 시작일
overview-month = 월
overview-figures = 현황
overview-active = 활성 구독
overview-active-licenses = 활성 라이선스
overview-new = 이번 달 신규
overview-ended = 이번 달 종료
overview-before = 지난달 { $number }
overview-more = 이번 달 { $number } 증가
overview-less = 이번 달 { $number } 감소
overview-same = 이번 달 변동 없음
overview-requests = 이번 달에 보낸 요청
overview-unanswered = 답변 대기: { $number }
overview-number-percent = { $number } · { $percent }%
overview-statuses = 상태별 구독
overview-products = 제품별 활성 라이선스
overview-months = 최근 12개월
overview-began-ended = 시작되고 종료된 관계
overview-began = 시작
overview-lost = 종료
overview-unknown = 알 수 없음
overview-customers-sentence = 고객: { $since } { $from }곳, { $now } { $to }곳.
overview-licenses-sentence = 활성 라이선스: { $since } { $from }개, { $now } { $to }개.
overview-began-sentence = 월별로 시작되고 종료된 관계. 가장 많이 시작된 달: { $month }, { $number }건. 이번 달: 시작 { $began }건, 종료 { $ended }건.
overview-recent = 최근 활동
overview-nothing-happened = 아직 활동이 없습니다.
overview-whose = 누구의 변경
overview-everyone = 모두
overview-only-me = 나만
overview-open-log = 활동 로그 열기
