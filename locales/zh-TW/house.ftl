forbidden-title = 您的角色不包含這項作業
forbidden-held = 您的角色：{ $roles }。
forbidden-text = 需要下列其中一個角色。角色由全域系統管理員或使用者管理系統管理員指派。
who-may = 可以執行的角色與人員
nobody-holds = 尚無
absent-title = 貴組織無法使用這項功能
absent-for-kind = 貴組織的合作夥伴類型：{ $kind }。只有下列類型的合作夥伴可以使用這項功能：{ $kinds }。變更角色也無法使用。
absent-in-cloud = 貴組織的雲端：{ $cloud }。只有下列雲端可以使用這項功能：{ $clouds }。變更角色也無法使用。
forged-title = 這份表單已過期
forged-text = 表單是在您上次登入或登出之前，或在其他瀏覽器中開啟的。未變更任何內容。請返回並重新載入頁面，然後再送出一次。
not-found-title = 沒有這個頁面
not-found-text = 位址有誤，或內容屬於其他合作夥伴，或已移除。
bad-input-title = 無法讀取這個位址或表單
bad-input-text = 「{ $field }」的值不正確。未變更任何內容。
too-large-title = 內容太長
too-large-text = 超過這個頁面可接受的長度。未變更任何內容。
wrong-content-type-text = 傳送的格式或字元集不是這個位址可接受的。未變更任何內容。請返回，從原本的頁面重新傳送表單。
too-many-title = 要求過多
too-many-text = { $seconds ->
   *[other] 請在 { $seconds } 秒後再試一次。
}
broken-title = 發生錯誤
broken-text = 這是入口網站的問題，不是您的錯。未變更任何內容。請再試一次；如果持續發生，請通知此入口網站的操作人員。
unavailable-title = 入口網站忙碌中
unavailable-text = 資料庫目前沒有回應。未變更任何內容。請稍後再試一次。
request-id = 要求
to-customers = 前往客戶清單
try-again = 再試一次

setup-title = 這個入口網站是空的
setup-text = 尚未設定合作夥伴。請由操作人員在伺服器上執行一個命令：
setup-after = 命令只會顯示一次暫時密碼。接著重新載入這個頁面並登入。
setup-demo = 想先看看的話，可用範例資料執行同一個程式：

keys-intro = 不在輸入文字時即可使用。
keys-key = 按鍵
keys-does = 作用
keys-search = 移至搜尋
keys-help = 顯示這個頁面
keys-down = 下一列
keys-up = 上一列
keys-open = 開啟客戶
keys-expand = 顯示或隱藏詳細資料
keys-escape = 清除搜尋；再按一次離開搜尋
keys-switch = 這個瀏覽器的鍵盤快速鍵
keys-on = 開啟
keys-off = 關閉
keys-need-script = 鍵盤快速鍵需要 JavaScript。其他功能不需要 JavaScript 也能使用。
