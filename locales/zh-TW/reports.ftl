reports = 報表
report-new = 定期傳送清單
report-new-text = 入口網站會以您當時的權限，依篩選條件匯出清單。每次匯出都會記錄在活動記錄中。
report-from-list = 定期傳送
report-from-list-text = 每週、每月或工作日以電子郵件傳送
report-edit = 變更報表
report-name = 報表名稱
report-schedule = 時間排程
report-weekly = 每週一
report-monthly = 每月第一天
report-weekdays = 週一至週五
report-time = 時間
report-time-hint = 時區：{ $zone }
report-format = 檔案格式
report-only-if-rows = 只在清單有資料列時傳送
report-to = 收件者
report-to-hint = 貴公司可匯出此清單的使用者。每位都會收到電子郵件，其中的連結登入後才能使用。
report-more = 其他收件者的電子郵件地址
report-more-hint = 貴公司的使用者太多，無法全部顯示。請以逗號或換行分隔地址。
report-more-long = 最多輸入 { $most } 個字元。
report-unknown-recipient = 「{ $address }」不是可匯出此清單的使用者的電子郵件地址。請檢查拼字。
report-recipient-gone = 選取的使用者中，有人已無法匯出此清單。請檢查收件者並再次儲存。
report-no-recipient = 請至少選取一位收件者。
report-many-recipients = 最多選取 { $most } 位收件者。
reports-full = 您已有 { $most } 個報表，已達上限。請先移除報表。
reports-full-partner = 貴公司已有 { $most } 個報表，已達上限。請先移除報表。
report-stale = 此報表在此期間已變更，因此未儲存任何內容。請與報表清單比較，然後再次儲存以取代。
report-lost = { $name } 無法匯出此清單，因此不會收到電子郵件。
reports-intro = 入口網站以檔案傳送的清單。時間的時區：{ $zone }
reports-no-mail = 此入口網站沒有郵件伺服器，因此不會傳送電子郵件。請從此頁面下載檔案。
reports-none = 尚無報表
reports-none-text = 請篩選清單，然後選取清單上方的「匯出」與「定期傳送」。
reports-count = { $count ->
   *[other] { $number } 個報表
}
reports-of-others = 其他使用者的報表
reports-of-others-text = 您可以暫停這些報表。只有擁有者可以變更或移除。
report-owner = 擁有者
report-when-head = 排程與收件者
report-when = { $schedule }，{ $time }
report-next = 下次匯出
report-last = 上次匯出
report-never = 尚未傳送
report-runs = 最近的匯出
report-recipients = { $count ->
   *[other] { $number } 位收件者
}
report-recipients-lost = { $count ->
   *[other] { $number } 位收件者無法匯出清單
}
report-rows = { $count ->
   *[other] { $number } 個資料列
}
report-letters = { $count ->
    [0] 沒有電子郵件
   *[other] { $number } 封電子郵件
}
report-run-waiting = 等待中
report-run-stopped = 報表已暫停，因此未傳送
report-run-skipped = 已到下一次的時間，因此未傳送
report-download = 下載檔案
report-run-now = 立即執行
report-pause = 暫停
report-resume = 繼續
report-remove = 移除
report-remove-question = 要移除此報表嗎？
report-remove-text = 之後不再傳送，其檔案也會刪除。
report-is-paused = 已暫停
report-paused-person = 使用者已將其暫停。
report-paused-role = 擁有者的角色已無法匯出此清單。
report-paused-owner = 擁有者的帳戶不在作用中。
report-paused-filter = 此報表的篩選條件已無效。請再次篩選清單並建立新報表。
report-paused-filter-value = 清單的篩選條件「{ $value }」已不存在。請再次篩選清單並建立新報表。
report-paused-rows = 清單的資料列太多，無法放入 Excel 活頁簿。請選擇 CSV 作為檔案格式，然後繼續報表。
report-paused-restore = 入口網站已從備份還原。請檢查已傳送的內容，然後繼續報表。
report-paused-failure = 多次無法建立檔案。請繼續報表，如果再次發生，請洽詢營運者。
report-all-rows = 所有資料列
report-filter-separator = ；
report-created = 已建立報表。
report-saved = 已儲存報表。
report-paused-now = 已暫停報表。
report-resumed = 報表已繼續，將在排程的下一天傳送。
report-removed = 已移除報表。
report-started = 正在匯出清單。電子郵件將在幾分鐘內傳送。
report-mail-subject = { $name }：{ $rows }
report-mail-intro = 這是 { $owner } 的報表「{ $name }」。
report-mail-list = 清單：{ $list }，{ $format }
report-mail-filter = 篩選條件：{ $filter }
report-mail-rows = 內容：{ $rows }
report-mail-made = 匯出時間：{ $moment } ({ $zone })
report-mail-late = 此報表延遲傳送。原定時間為 { $moment }，但當時入口網站未執行。
report-mail-link = 請登入後在此下載檔案。檔案會在 30 天後刪除。
report-mail-attached = 檔案已附加。您也可以在登入後於 30 天內在此下載。
report-mail-large = 檔案太大，無法保留。請在此匯出清單：{ $address }
report-mail-page = 所有報表：{ $address }
report-mail-paused = 報表「{ $name }」已暫停
report-mail-paused-text = 您的報表「{ $name }」已暫停，在您繼續之前不會傳送。
organization-report-attachments = 將報表檔案附加到電子郵件
organization-report-attachments-hint = 最大 5 MB 的檔案會附加。否則電子郵件只包含登入後才能使用的連結。
can-own-reports = 定期接收清單
can-manage-reports = 檢視及暫停所有使用者的報表
job-reports = 傳送報表
done-create-report = 已建立報表
done-update-report = 已變更報表
done-pause-report = 已暫停報表
done-resume-report = 已繼續報表
done-remove-report = 已移除報表
resource-report = 報表
field-schedule = 排程
field-recipients = 收件者
field-only-if-rows = 只在有資料列時
field-paused = 暫停原因
field-report-files = 報表檔案
report-unsubscribe = 同事傳送給您的報表
report-unsubscribe-text = 您將從收件者中移除。擁有者會看到，並可再次加入您。
report-unsubscribed-text = 您已不是此報表的收件者。擁有者可以再次加入您。
