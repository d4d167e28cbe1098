customers-search-title = 고객: “{ $query }”
search-customers = 고객 검색
search-hint = 회사 이름, 도메인 또는 Microsoft ID
filter-reseller = 간접 재판매인으로 필터링
filter-reseller-hint = 이름 또는 MPN ID
all-resellers = 모든 간접 재판매인
apply = 적용
customers-count = 고객 { $number }{ $count ->
   *[other] 곳
}
customers-found = 고객 { $number }{ $count ->
   *[other] 곳 찾음
}
active-filters = 적용된 필터
remove-filter = 제거
chip-search = 검색: { $query }
chip-reseller = 간접 재판매인: { $name }
clear-all = 모두 지우기
export-customers = 고객 내보내기({ $number })
export-needs = 내보내려면 다음 역할 중 하나가 필요합니다: { $roles }
sorted-name = 고객, 회사 이름순
sorted-name-down = 고객, 회사 이름 역순
sorted-domain = 고객, 주 도메인 이름순
sorted-domain-down = 고객, 주 도메인 이름 역순
show-details = 세부 정보 보기: { $name }
hide-details = 세부 정보 숨기기: { $name }
pages = 페이지
page-previous = 이전
page-next = 다음

empty-title = 아직 고객이 없습니다
empty-text = 고객이 여기에 표시됩니다. 고객을 추가하거나, 벤더 포털에서 내보낸 목록을 가져오세요.
nothing-found = “{ $query }” 검색 결과가 없습니다
nothing-found-reseller = 이 간접 재판매인에게는 고객이 없습니다
searched-all = 회사 이름, 주 도메인 이름, Microsoft ID에서 검색했습니다.
searched-reseller = { $name }의 고객 중 회사 이름, 주 도메인 이름, Microsoft ID에서 검색했습니다.
clear-search = 검색 지우기
search-all-resellers = 모든 간접 재판매인에서 검색

bad-page = 목록에 없는 페이지입니다. 첫 페이지를 표시합니다.
bad-sort = 지원하지 않는 정렬 방식입니다. 이름순으로 표시합니다.
bad-reseller = 간접 재판매인을 찾을 수 없습니다. 목록에서 선택하거나 MPN ID를 입력하세요.
bad-expanded = Microsoft ID가 올바르지 않아 이 고객을 펼칠 수 없습니다.
bad-query = 검색어가 너무 깁니다. { $max }자 이하로 입력하세요.

copy-microsoft-id = Microsoft ID 복사
id-assigned-here = 이 포털에서 지정한 ID입니다. 고객의 Microsoft ID를 알게 되면 바꾸세요.
copy-domain = 주 도메인 이름 복사
copy-subscription-id = 구독 ID 복사: { $name }
delegated-admin = 위임된 관리자 권한
delegated-granted = 부여됨
delegated-not-granted = 부여되지 않음
customer-since = 고객 등록일
indirect-resellers = 간접 재판매인
quick-links = 빠른 링크
account = 계정
all-subscriptions = 구독 { $number }개 모두 보기
no-subscriptions = 아직 구독이 없습니다
no-subscriptions-text = 이 고객이 구매하는 구독이 여기에 표시됩니다.
subscriptions-count = 구독 { $number }{ $count ->
   *[other] 개
}
licenses-count = 라이선스 { $number }{ $count ->
   *[other] 개
}
customer-views = 고객
none = 없음
account-info = 고객 계정 정보
partners-and-support = 파트너
bill-to = 청구지
profile-name-hint = 고객이 사용하는 회사 이름입니다. 청구지를 변경해도 바뀌지 않습니다.
bill-to-name-hint = 고객 목록과 내보낸 파일에 표시되는 이름입니다.
origin = 등록 경로
and-more-resellers = 외 { $count }개사

filters = 필터
columns = 열
column-place = { $column }의 위치
next-renewal = 다음 갱신
customer-until = 고객 등록일(까지)
filter-all = 모두
this-month = 이번 달
this-year = 올해
reseller-none = 간접 재판매인 없음
reseller-former = 종료된 간접 재판매인
subscriptions-any = 구독 있음
subscriptions-none = 구독 없음
subscriptions-ending = 30일 이내 종료
nothing-found-filters = 이 필터에 맞는 고객이 없습니다
sorted-by = 고객, { $column } 기준 오름차순
sorted-by-down = 고객, { $column } 기준 내림차순
bad-choice = 이 필터의 값을 알 수 없습니다. 필터를 적용하지 않았습니다.
bad-days = 날짜 또는 일수가 아닙니다. 필터를 적용하지 않았습니다.
bad-until = 마지막 날이 첫날보다 앞서거나 날짜가 아닙니다. 필터를 적용하지 않았습니다.
