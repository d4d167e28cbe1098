sign-in = 登入
email-address = 電子郵件地址
password = 密碼
go-on-to = 登入後將前往：{ $place }
password-forgotten = 忘記密碼？請洽貴組織的全域系統管理員或使用者管理系統管理員設定新密碼。密碼不會以電子郵件傳送。
sign-in-wrong = 電子郵件地址或密碼不正確。請再試一次。
sign-in-throttled = { $minutes ->
   *[other] 嘗試次數過多。請在 { $minutes } 分鐘後再試一次。
}
choose-password = 設定新密碼
choose-password-text = 您使用暫時密碼登入。請設定只有您知道的新密碼，然後即可繼續。
new-password = 新密碼
repeat-password = 確認新密碼
password-rules = 請使用至少 { $min } 個字元，可使用任何字元，包括空格。建議使用數個只有您會組合在一起的字詞。
password-too-short = 請使用至少 { $min } 個字元。
password-too-long = 密碼過長。請使用較短的密碼。
password-too-common = 這個密碼很容易被他人猜到。請選擇其他密碼。
password-same = 新密碼與暫時密碼相同。請選擇其他密碼。
passwords-differ = 兩次輸入的密碼不相符。請重新輸入。
set-password = 設定密碼
