bulk-acts = 大量變更
bulk-acts-none = 尚無大量變更
bulk-acts-none-text = 請在清單中選取客戶或訂閱，再選擇要執行的動作。
bulk-acts-count = { $number } { $count ->
   *[other] 項大量變更
}
bulk-selected-rows = 選取的列
bulk-selected = 已選取
bulk-select-all = 選取清單的全部 { $number } 列
bulk-all-selected = 已選取全部 { $number } 列
bulk-select-row = 選取「{ $name }」
bulk-clear = 清除選取
bulk-more = 更多動作
bulk-tag = 新增標籤
bulk-untag = 移除標籤
bulk-suspend = 暫停訂閱
bulk-reactivate = 重新啟用訂閱
bulk-auto-renew = 切換自動續約
bulk-support-contact = 設定支援連絡人
bulk-step-choose = 選擇
bulk-step-review = 檢閱
bulk-step-done = 完成
bulk-steps = 步驟
bulk-rows-selected = { $count ->
   *[other] 已選取 { $number } 列
}
bulk-nothing-selected = 請在清單中至少選取一列，再重新選擇動作。
bulk-to-list = 返回清單
bulk-tag-to-remove = 要移除的標籤
bulk-choose-tag = 選擇標籤
bulk-names-hint = 以分號分隔標籤。尚不存在的標籤會自動建立。
bulk-support-seller = 銷售合作夥伴
bulk-support-reseller = 登記的經銷商
bulk-to-review = 繼續檢閱
bulk-title-review = { $act }：變更前請確認
bulk-title-preparing = { $act }：正在檢查各列
bulk-title-running = { $act }：進行中
bulk-title-stopped = { $act }：已停止
bulk-title-done = { $act }：完成
bulk-title-undoing = { $act }：正在復原
bulk-title-undone = { $act }：已復原
bulk-state-preparing = 檢查中
bulk-state-reviewed = 等待確認
bulk-state-running = 進行中
bulk-state-stopped = 已停止
bulk-state-ended = 完成
bulk-state-undoing = 復原中
bulk-state-undone = 已復原
bulk-will-change-customers = { $count ->
   *[other] 個客戶將會變更
}
bulk-will-change-subscriptions = { $count ->
   *[other] 個訂閱將會變更
}
bulk-of-customers = { $count ->
   *[other] 屬於 { $number } 個客戶
}
bulk-cannot = 無法變更
bulk-cannot-hint = 維持不變
bulk-same = 已是如此
bulk-same-hint = 不需變更
bulk-changed = 已變更
bulk-failed = 失敗
bulk-left-out = 未納入
bulk-not-done = 尚未處理
bulk-undone = 已復原
bulk-not-undone = 未復原
bulk-what-happens = 變更內容
bulk-happens-tag = 客戶會獲得這些標籤，其他標籤維持不變。
bulk-happens-untag = 客戶會失去此標籤，其他標籤維持不變。
bulk-happens-suspend = 使用者會立即失去存取權。作用中的附加元件會與訂閱一起暫停。暫停的訂閱會在保留期間後刪除。
bulk-happens-reactivate = 使用者會重新獲得存取權。與訂閱一起暫停的附加元件也會重新啟用。
bulk-happens-renew-on = 訂閱會在期限結束時自動續約。
bulk-happens-renew-off = 訂閱不會續約，並會在期限結束時暫停。
bulk-happens-support = 客戶會向此合作夥伴尋求支援。相關合作夥伴的活動記錄會顯示此變更。
bulk-happens-checked = 變更每一列時會再次檢查。其他人在此期間變更的列會列在結果中。
bulk-happens-logged = 每項變更都會以您的名義記錄在活動記錄中。
bulk-happens-undo = 結束後 { $hours } 小時內可以復原變更。
bulk-cannot-change = 無法變更
bulk-will-change = 將會變更
bulk-results = 結果
bulk-result = 結果
bulk-why = 原因
bulk-value-before = 之前
bulk-value-after = 之後
bulk-hidden = 還有 { $count } 列。檔案包含所有列。
bulk-download = 下載所有列 (CSV)
bulk-confirm-customers = { $count ->
   *[other] 變更 { $number } 個客戶
}
bulk-confirm-subscriptions = { $count ->
   *[other] 變更 { $number } 個訂閱
}
bulk-confirm-suspend = { $count ->
   *[other] 暫停 { $number } 個訂閱
}
bulk-nothing-to-do = 沒有可變更的項目。
bulk-progress = 已完成 { $done }／{ $all }
bulk-progress-checked = 已檢查 { $done } 列
bulk-leave = 您可以關閉此頁面。即使伺服器重新啟動，工作仍會繼續。
bulk-paused = 營運者已暫停背景工作，恢復後就會開始。
bulk-stop = 停止
bulk-stopped-by-role = 啟動此變更的使用者已沒有所需的角色。
bulk-stopped-by-restore = 進行期間資料庫已從備份還原。請先檢查結果再繼續。
bulk-stopped-by-failure = 在同一處多次失敗。原因記錄在伺服器記錄中。
bulk-stopped-by-person = { $name } 已停止此變更。
bulk-stopped-after = 處理 { $done }／{ $all } 列後停止。已完成的變更會保留。
bulk-continue = { $count ->
   *[other] 變更其餘 { $number } 列
}
bulk-undo = { $count ->
   *[other] 復原 { $number } 項變更
}
bulk-undo-until = 您可以在 { $until } 前復原。
bulk-done-note = 已變更 { $changed }／{ $all } 列。
bulk-undone-note = 已復原 { $undone }／{ $all } 項變更。
bulk-undo-hint = 之後由其他人變更的列會維持不變並列出。
bulk-started-by = 由 { $name } 於 { $at } 啟動。
bulk-prepared-by = 由 { $name } 於 { $at } 準備。
bulk-needs = 您需要下列其中一個角色才能進行此變更：{ $roles }。
bulk-step-too-late = 大量變更的狀態已改變，無法執行此步驟。此頁面顯示目前的狀態。
bulk-outcome-planned = 尚未處理
bulk-outcome-same = 已是如此
bulk-outcome-blocked = 無法變更
bulk-outcome-changed = 已變更
bulk-outcome-failed = 失敗
bulk-outcome-undone = 已復原
bulk-outcome-kept = 未復原
bulk-reason-gone = 已不在您的清單中。
bulk-reason-changed = 其他人已在此期間變更。
bulk-reason-no-subscription = 客戶沒有訂閱。
bulk-reason-tag-deleted = 標籤已刪除。
bulk-reason-restored = 還原後停止
bulk-reason-failure = 發生錯誤而停止
bulk-reason-role = 缺少角色而停止
bulk-reason-person = 由使用者停止
job-bulk-acts = 大量變更
field-bulk-act = 動作
field-failed = 失敗
field-stopped = 已停止
field-left = 未處理
field-undone = 已復原
field-kept = 未復原
resource-bulk-act = 大量變更
done-begin-bulk-act = 已啟動大量變更
done-end-bulk-act = 大量變更已結束
done-undo-bulk-act = 已開始復原大量變更
bulk-when = 日期
bulk-happens-reseller = 這些客戶未刪除的訂閱會改用新的登記的經銷商，貴公司會成為支援連絡人。先前的經銷商無法再檢視這些訂閱。
bulk-reason-several-resellers = 客戶或其訂閱原有多個記錄經銷商，無法一併還原。
field-bulk-rows = 大量變更的列
bulk-export-xlsx = 匯出至 Excel
bulk-export-csv = 匯出至 CSV
bulk-remind = 傳送提醒
bulk-will-remind = 位收件者將收到提醒
bulk-happens-remind = 每位收件者都會以要求的語言收到提醒，其中附有相同的連結。
bulk-happens-for-good = 已傳送的訊息無法收回。
bulk-confirm-remind = 傳送 { $number } 封提醒
bulk-last-message = 上一封訊息
bulk-reason-not-yours = 只有提出要求的人、全域系統管理員或系統管理代理人可以再次傳送。
bulk-reason-over = 此要求已不再等待答覆。
bulk-reason-no-recipient = 沒有電子郵件地址。
bulk-reason-just-reminded = 過去一小時內已傳送過提醒。
bulk-reason-of-reseller = 此要求由您的間接經銷商提出，只有該經銷商可以再次傳送。
