sign-in = 로그인
email-address = 이메일 주소
password = 암호
go-on-to = 로그인 후 이동할 페이지: { $place }
password-forgotten = 암호를 잊으셨나요? 조직의 글로벌 관리자 또는 사용자 관리 관리자에게 새 암호 설정을 요청하세요. 암호는 이메일로 보내지 않습니다.
sign-in-wrong = 이메일 주소 또는 암호가 올바르지 않습니다. 다시 시도하세요.
sign-in-throttled = { $minutes ->
   *[other] 시도 횟수가 너무 많습니다. { $minutes }분 후에 다시 시도하세요.
}
choose-password = 새 암호 설정
choose-password-text = 임시 암호로 로그인했습니다. 본인만 아는 새 암호를 설정하면 계속할 수 있습니다.
new-password = 새 암호
repeat-password = 새 암호 다시 입력
password-rules = { $min }자 이상이어야 합니다. 공백을 포함해 어떤 문자든 쓸 수 있습니다. 본인만 떠올릴 수 있는 단어 여러 개를 이어 쓰면 좋습니다.
password-too-short = { $min }자 이상 입력하세요.
password-too-long = 암호가 너무 깁니다. 더 짧은 암호를 입력하세요.
password-too-common = 다른 사람이 쉽게 추측할 수 있는 암호입니다. 다른 암호를 입력하세요.
password-same = 임시 암호와 같습니다. 다른 암호를 입력하세요.
passwords-differ = 두 암호가 일치하지 않습니다. 다시 입력하세요.
set-password = 암호 설정
