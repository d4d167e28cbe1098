update = 更新
undo = 復原
switch-on = 開啟
switch-off = 關閉
account-providers = 間接提供者
account-support = 指派的支援連絡人
account-view-log = 在活動記錄中檢視
account-share = MPN 識別碼 { $mpn } · { $all } 個訂閱中有 { $count } 個
account-changed = 變更者：{ $name }，{ $moment }
account-needs = 您需要下列其中一個角色：{ $roles }。
account-removal-text = 客戶會立即從您的客戶清單、搜尋結果和匯出檔案中移除。
account-in-the-way = { $count ->
   *[other] 必須先暫停 { $number } 個作用中的訂閱，清單在下一頁。
}
account-removal-safe = 在下一頁確認之前，不會有任何變更。

bill-to-update = 更新帳單地址
bill-to-none = 尚無連絡人和地址。
bill-to-saved = 已儲存帳單地址。
bill-to-now = 客戶清單中的名稱：{ $name }
bill-to-unchanged = 未變更任何內容。帳單資訊與先前相同。
bill-to-undone = 帳單地址已恢復為先前的內容。
bill-to-undo-too-late = 之後已有其他人變更此客戶的資料，因此無法復原。未變更任何內容。
bill-to-conflict = 在您編輯期間，其他人儲存了這份帳單資訊
bill-to-conflict-by = { $name } 於 { $moment } 儲存了另一個版本。
bill-to-conflict-somebody = 已儲存另一個版本。
bill-to-conflict-text = 您的變更仍在下方的表單中。請比較兩個版本，然後保留已儲存的版本，或以您的版本取代。
bill-to-conflict-both = 兩個版本的不同之處
bill-to-field = 欄位
bill-to-stands = 已儲存的版本
bill-to-typed = 您的版本
bill-to-nothing = 空白
bill-to-keep-theirs = 保留已儲存的版本
bill-to-save-mine = 或以您的版本取代

agreement-title = Microsoft 客戶合約
agreement-accepted = 已接受
agreement-missing = 尚未接受
agreement-missing-text = 必須先確認客戶已接受合約，才能為此客戶訂購。
agreement-by = 接受者
agreement-day = 合約接受日期
agreement-day-hint = 接受合約的日期。
agreement-attest = 確認客戶已接受合約
agreement-submit = 確認
agreement-text = 請輸入代表客戶接受 Microsoft 客戶合約的人員和接受日期。您確認這些資訊屬實，並會以您的名義記錄在活動記錄中。
agreement-future = 日期不可晚於今天。
agreement-too-early = 請輸入 2010 年或之後的日期，並檢查年份。
agreement-attested = 確認者：{ $name }，{ $moment }
agreement-attested-now = 已確認客戶接受合約。
agreement-by-provider = 間接經銷商無法確認合約接受情形，須由其間接提供者確認。
agreement-other-cloud = 此合約僅適用於全球雲端。

permissions-title = 客戶權限
permissions-azure = Azure 保留
permissions-allow = 允許客戶購買
permissions-warning = 開啟後，客戶無須您核准即可購買，費用由您支付，而且您不會收到通知。
permissions-needs = 您需要下列其中一個角色，才能變更此設定：{ $roles }。
permissions-no-azure = 只能為具有作用中 Azure 訂閱的客戶開啟。
permission-on = 客戶現在可以購買 Azure 保留。費用由您支付，而且您不會收到通知。
permission-off = 客戶無法再購買 Azure 保留。
permission-unchanged = 未變更任何內容，設定與先前相同。
id-correction-title = 更正 Microsoft ID
id-correction-check = 檢查新的 Microsoft ID
id-correction-now = 目前的識別碼
id-correction-new = 客戶的 Microsoft ID
id-correction-hint = 原廠入口網站為此客戶顯示的租用戶識別碼，例如 47aa2dba-d9e2-4c8d-a09f-001680289e32。
id-correction-once = 請檢查這兩個識別碼。只能更正一次，之後無法再變更新的識別碼。
id-correction-everywhere = 新的識別碼適用於此客戶的所有項目，也適用於此入口網站中以目前識別碼管理同一客戶的所有合作夥伴。含有目前識別碼的網址會重新導向至新的網址。
id-correction-submit = 更正識別碼
id-correction-done = 已更正 Microsoft ID。
id-correction-same = 這是目前的識別碼。請輸入客戶的 Microsoft ID。
id-correction-taken = 此 Microsoft ID 無法用於此客戶。請向客戶確認，並在客戶清單和已移除的關係中搜尋，因為該公司可能已經存在。
id-correction-stale = 在您編輯期間，其他人變更了此客戶的資料。請檢查 Microsoft ID，然後再送出一次。
id-correction-not-ours = 此 Microsoft ID 不是由此入口網站指派，或已經更正過，因此無法變更。

# 設定登記的經銷商。
set-reseller-title = 設定登記的經銷商
set-reseller-now = 目前的經銷商
set-reseller-new = 新登記的經銷商
set-reseller-choose = 選擇經銷商
set-reseller-none = 無經銷商
set-reseller-reason-hint = 僅顯示在貴公司的活動記錄中。
set-reseller-happens = 變更的內容
set-reseller-subscriptions = { $count ->
    [0] 沒有未刪除的訂閱，因此只變更客戶與經銷商的關聯。
   *[other] { $number } 個訂閱將變更登記的經銷商，支援連絡人則變為貴公司。
}
set-reseller-former = 目前的經銷商會成為過去的經銷商，無法再檢視這些訂閱。
set-reseller-lists = 客戶清單不會變更。如果新經銷商的清單中有此客戶，即可檢視這些訂閱。
set-reseller-done = 已變更登記的經銷商。
set-reseller-missing = 請選擇經銷商，或選擇「無經銷商」。
set-reseller-unknown = 此合作夥伴不是貴公司的間接經銷商。請選擇其他經銷商。
set-reseller-order-waits = 其他經銷商為此客戶提出的訂單正在等待貴公司決定。請先核准或拒絕該訂單。
set-reseller-stale = 您編輯期間，其他使用者已變更經銷商。請檢查目前的經銷商，然後再送出一次。
