tag = 태그
tag-name = 이름
tag-hue = 색
tag-hue-automatic = 자동
tag-hue-of-new = 새 태그의 색
hue-teal = 청록
hue-blue = 파랑
hue-plum = 자주
hue-rust = 주황
hue-olive = 올리브
hue-gray = 회색
tags-choose = 태그 선택
tags-add = 다른 태그 추가
tags-add-hint = 태그는 세미콜론으로 구분합니다. 아직 없는 태그는 새로 만들어집니다. 고객 한 곳에 태그를 최대 { $most }개 지정할 수 있습니다.
tags-all-link = 모든 태그
tags-none-of-customer = 아직 태그가 없습니다.
tags-intro = 태그로 고객을 분류합니다. 태그는 귀사의 사용자에게만 표시됩니다.
tags-search = 태그 검색
tags-export = 고객과 태그 내보내기
tags-show-all = 모든 태그 보기
tags-none = 아직 태그가 없습니다
tags-none-text = 여기에서 태그를 추가하거나 고객의 계정 페이지에서 태그를 지정하세요.
tags-none-found = 일치하는 태그가 없습니다
tags-count = { $count ->
   *[other] 태그 { $number }개
}
tags-may-change = 태그를 변경하려면 다음 역할 중 하나가 필요합니다: { $roles }
tag-new = 태그 추가
tag-edit = 태그 변경
tag-customers = { $count ->
   *[other] 고객 { $number }곳
}
tag-merge-title = 두 태그를 병합할까요?
tag-merge-text = 첫 번째 태그가 있는 고객에게 두 번째 태그가 대신 지정되고 첫 번째 태그는 삭제됩니다. 이 작업은 실행 취소할 수 없습니다.
tag-merge = 태그 병합
tag-delete = 태그 삭제
tag-delete-question = 이 태그를 삭제할까요?
tag-delete-text = 모든 고객에게서 이 태그가 제거됩니다. 이 작업은 실행 취소할 수 없습니다.
tag-exists = 이름이 같은 태그가 이미 있습니다: “{ $name }”. 다른 이름을 입력하거나 두 태그를 병합하세요.
tag-exists-already = 이름이 같은 태그가 이미 있습니다: “{ $name }”. 다른 이름을 입력하세요.
tag-too-many = 고객 한 곳의 태그는 최대 { $most }개입니다. 이 고객의 태그가 { $count }개가 됩니다. 먼저 일부 태그를 제거하세요.
tag-partner-full = 태그가 이미 최대 개수인 { $most }개입니다. 먼저 태그를 삭제하거나 병합하세요.
tag-fault-in-list = “{ $name }”: { $fault }
tag-fault-separator = 세미콜론은 태그를 구분하는 기호이므로 이름에 사용할 수 없습니다.
tags-saved = 태그를 저장했습니다.
tag-created = 태그를 추가했습니다.
tag-saved = 태그를 저장했습니다.
tag-deleted = 태그를 삭제했습니다.
