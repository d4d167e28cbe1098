sign-in = 登入
email-address = 電子郵件地址
password = 密碼
go-on-to = 登入後將前往：{ $place }
password-forgotten = 忘記密碼？您組織的全域系統管理員或使用者管理系統管理員會設定新密碼。密碼不會以電子郵件傳送。
sign-in-wrong = 電子郵件地址或密碼錯誤。
sign-in-throttled = { $minutes ->
   *[other] 嘗試次數過多。請在 { $minutes } 分鐘後再試一次。
}
choose-password = 設定您自己的密碼
choose-password-text = 您使用暫時密碼登入。請設定只有您知道的新密碼，然後即可繼續。
new-password = 新密碼
repeat-password = 再次輸入新密碼
password-rules = 至少 { $min } 個字元；任何字元都可以，包括空格。建議使用只有您會組合在一起的幾個詞。
password-too-short = 請使用至少 { $min } 個字元。
password-too-long = 密碼過長。請使用較短的密碼。
password-too-common = 這個密碼很容易被他人猜到。請選擇其他密碼。
password-same = 這是暫時密碼。請選擇新密碼。
passwords-differ = 兩次輸入的密碼不同。
set-password = 設定密碼
