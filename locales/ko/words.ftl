microsoft-id = Microsoft ID
company-name = 회사 이름
primary-domain-name = 주 도메인 이름
relationship = 관계
subscription-id = 구독 ID
subscription = 구독
subscriptions = 구독
quantity = 수량
status = 상태
reseller = 재판매인
reason = 사유
auto-renewal = 자동 갱신
term-ends = 약정 종료일
tags = 태그
mpn-id = MPN ID
country = 국가/지역
license-count = { $count ->
   *[other] 라이선스 { $number }개
}

relationship-reseller = 재판매인
relationship-advisor = 자문 파트너
relationship-syndication = 신디케이션
relationship-microsoft-support = Microsoft 지원
relationship-none = 없음

status-active = 활성
status-suspended = 일시 중단됨
status-pending = 보류 중
status-deleted = 삭제됨
status-expired = 만료됨
status-disabled = 사용 중지됨

origin-added = 귀사 직원이 추가
origin-request = 관계 요청
origin-referral = 추천
origin-provider = 간접 공급자
origin-other-portal = 가져옴

partner-direct = 직접 파트너
partner-indirect-provider = 간접 공급자
partner-indirect-reseller = 간접 재판매인

role-global-admin = 글로벌 관리자
role-billing-admin = 청구 관리자
role-user-management-admin = 사용자 관리 관리자
role-admin-agent = 관리 에이전트
role-sales-agent = 영업 상담원
role-helpdesk-agent = 기술 지원팀 상담원
no-role = 역할 없음
colon = { ": " }
sentence-gap = { " " }
list-comma = { ", " }
dash = { " – " }
name-and-id = { $name }({ $id })
number-range = { $from }~{ $to }
