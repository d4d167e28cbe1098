overview = 概觀
to-overview = 前往概觀
overview-bad-days = 請選擇 7、30 或 90 天。目前顯示未來 30 天。
overview-waiting = 等待您處理
overview-nothing-waits = 沒有等待您處理的事項。
overview-deletions = { $count ->
   *[other] 將於 { $days } 天內刪除的訂閱
}
overview-deletions-detail = { $count ->
   *[other] 最早刪除日：{ $day }。{ $number } 個授權的資料將永久刪除。
}
overview-orders = { $count ->
   *[other] 待核准或拒絕的訂購要求
}
overview-undecided = { $count ->
   *[other] 需要決定的已接受要求
}
overview-undelivered = { $count ->
   *[other] 郵件無法送達的要求
}
overview-referrals = { $count ->
   *[other] 待回覆的轉介
}
overview-expiring = { $count ->
   *[other] 將於 { $days } 天內到期的要求
}
overview-asked = { $count ->
   *[other] 間接提供者尚未回覆的訂購要求
}
overview-import-checked = 待確認的匯入
overview-import-failed = 失敗的匯入
overview-import-done = 已完成的匯入
overview-bulk-reviewed = 待確認的大量變更
overview-bulk-stopped = 已停止的大量變更
overview-bulk-ended = 已完成的大量變更
overview-review = 檢閱
overview-fix = 修正
overview-answer = 回覆
overview-view = 檢視
overview-coming = 即將發生
overview-nothing-comes = 這段期間沒有續約、結束或刪除的訂閱。
overview-period = 期間
overview-days = { $days ->
   *[other] { $days } 天
}
overview-deleted = { $count ->
   *[other] { $number } 個刪除
}
overview-end = { $count ->
   *[other] { $number } 個結束
}
overview-renew = { $count ->
   *[other] { $number } 個續約
}
overview-planned = { $count ->
   *[other] { $number } 個於續約時變更
}
overview-licenses = { $count ->
   *[other] { $number } 個授權
}
overview-all = { $count ->
   *[other] 檢視這段期間的全部 { $number } 個訂閱
}
coming-renewal = 續約
coming-end = 結束
coming-deletion = 刪除
overview-key-ends = 結束 (自動續約已關閉)
overview-days-sentence = 未來 { $days } 天每日的訂閱：{ $all } 個將續約、結束或刪除。最多的一天：{ $day }，{ $number } 個。
overview-weeks-sentence = 未來 { $days } 天每週的訂閱：{ $all } 個將續約、結束或刪除。最多的一週始於 { $day }：{ $number } 個。
overview-as-table = 以表格顯示
overview-day = 日期
overview-week-from = 週起始日
overview-month = 月份
overview-figures = 目前狀況
overview-active = 使用中訂閱
overview-active-licenses = 作用中的授權
overview-new = 本月新增
overview-ended = 本月結束
overview-before = 上月 { $number }
overview-more = 本月增加 { $number }
overview-less = 本月減少 { $number }
overview-same = 本月沒有變動
overview-requests = 本月傳送的要求
overview-unanswered = 尚未回覆：{ $number }
overview-number-percent = { $number } · { $percent }%
overview-statuses = 依狀態的訂閱
overview-products = 作用中的授權 (依產品)
overview-months = 最近 12 個月
overview-began-ended = 開始與結束的關係
overview-began = 開始
overview-lost = 結束
overview-unknown = 未知
overview-customers-sentence = 客戶：{ $since } { $from } 個，{ $now } { $to } 個。
overview-licenses-sentence = 作用中的授權：{ $since } { $from } 個，{ $now } { $to } 個。
overview-began-sentence = 每月開始與結束的關係。最多開始的月份：{ $month }，{ $number } 個。本月開始 { $began } 個，結束 { $ended } 個。
overview-recent = 近期活動
overview-nothing-happened = 尚無活動。
overview-whose = 誰的變更
overview-everyone = 所有人
overview-only-me = 只有我
overview-open-log = 開啟活動記錄
