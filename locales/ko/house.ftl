forbidden-title = 이 작업은 내 역할에 포함되지 않습니다
forbidden-held = 내 역할: { $roles }.
forbidden-text = 다음 역할 중 하나가 필요합니다. 역할은 글로벌 관리자 또는 사용자 관리 관리자가 부여합니다.
who-may = 가능한 역할과 담당자
nobody-holds = 아직 없음
absent-title = 귀사에서는 사용할 수 없는 기능입니다
absent-for-kind = 귀사의 파트너 유형: { $kind }. 이 기능은 다음 유형의 파트너만 사용할 수 있습니다: { $kinds }. 역할을 바꾸어도 사용할 수 없습니다.
absent-in-cloud = 귀사의 클라우드: { $cloud }. 이 기능은 다음 클라우드에서만 사용할 수 있습니다: { $clouds }. 역할을 바꾸어도 사용할 수 없습니다.
forged-title = 양식이 만료되었습니다
forged-text = 마지막으로 로그인하거나 로그아웃하기 전에, 또는 다른 브라우저에서 연 양식입니다. 변경된 내용은 없습니다. 뒤로 가서 페이지를 새로 고친 후 다시 보내세요.
not-found-title = 없는 페이지입니다
not-found-text = 주소가 잘못되었거나, 다른 파트너에 속하거나, 제거된 항목입니다.
bad-input-title = 주소 또는 양식을 읽을 수 없습니다
bad-input-text = “{ $field }” 값이 올바르지 않습니다. 변경된 내용은 없습니다.
too-large-title = 내용이 너무 깁니다
too-large-text = 이 페이지에서 받을 수 있는 길이를 넘었습니다. 변경된 내용은 없습니다.
wrong-content-type-text = 이 주소에서 받지 않는 형식이나 문자 집합으로 보냈습니다. 변경된 내용은 없습니다. 뒤로 가서 양식을 해당 페이지에서 다시 보내세요.
too-many-title = 요청이 너무 많습니다
too-many-text = { $seconds ->
   *[other] { $seconds }초 후에 다시 시도하세요.
}
broken-title = 문제가 발생했습니다
broken-text = 사용자의 잘못이 아니라 포털의 오류입니다. 변경된 내용은 없습니다. 다시 시도하고, 계속되면 포털 운영자에게 알려 주세요.
unavailable-title = 포털이 바쁩니다
unavailable-text = 지금 데이터베이스가 응답하지 않습니다. 변경된 내용은 없습니다. 잠시 후 다시 시도하세요.
request-id = 요청
to-customers = 고객 목록으로
try-again = 다시 시도

setup-title = 비어 있는 포털입니다
setup-text = 아직 설정된 파트너가 없습니다. 포털 운영자가 서버에서 다음 명령을 실행합니다.
setup-after = 임시 암호가 한 번 표시됩니다. 그다음 이 페이지를 새로 고치고 로그인하세요.
setup-demo = 먼저 둘러보려면 같은 프로그램을 샘플 데이터로 실행하세요.

keys-intro = 글자를 입력하지 않을 때 사용할 수 있습니다.
keys-key = 키
keys-does = 기능
keys-search = 검색으로 이동
keys-help = 이 페이지 표시
keys-down = 다음 행
keys-up = 이전 행
keys-open = 고객 열기
keys-expand = 세부 정보 보기 또는 숨기기
keys-escape = 검색어 지우기, 한 번 더 누르면 검색에서 나가기
keys-switch = 이 브라우저의 바로 가기 키
keys-on = 켜기
keys-off = 끄기
keys-need-script = 바로 가기 키에는 JavaScript가 필요합니다. 다른 기능은 모두 JavaScript 없이 작동합니다.
