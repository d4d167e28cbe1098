all-states = 全部 { $number }
filter-by-status = 依狀態篩選
no-subscriptions-found = 沒有此狀態的訂閱
bad-status = 找不到此狀態。目前顯示所有訂閱。
export-subscriptions = 匯出訂閱 ({ $number })
add-subscription = 新增訂閱
ordering-needs = 您需要下列其中一個角色，才能新增訂閱：{ $roles }。
changing-needs = 您需要下列其中一個角色，才能變更此項目：{ $roles }。
subscriptions-caption = 訂閱；附加元件列在其上層訂閱之下
renews = 續約日期
end-date = 到期日
cancellation-date = 取消日期
deletion-date = 刪除日期
next-date = 下一個日期
total = 總計
add-on-of-parent = ({ $name } 的附加元件)
add-ons = 附加元件
in-days = { $days ->
    [0] 今天
    [1] 明天
   *[other] { $days } 天後
}
cancelled-on-this-day = 將於當天取消並刪除
deleted-on-this-day = 將於當天刪除
ends-on-this-day = 當天到期 (自動續約已關閉)
day-not-known = 未知
day-not-yet-known = 尚未確定
suspended-note = { $count ->
    [1] 有 1 個已暫停的訂閱，資料會保留至 { $day }，之後將永久刪除。如果客戶仍需要此訂閱，請在該日期之前重新啟動。
   *[other] 有 { $count } 個已暫停的訂閱，資料會保留一段時間；最早的一個將於 { $day }永久刪除。請重新啟動客戶仍需要的訂閱。
}

licenses = 授權
subscription-settings = 設定
subscription-actions = 動作
nickname = 暱稱
nickname-hint = 顯示在產品名稱旁，供您和登記的經銷商使用。
suspend = 暫停
suspend-text = 暫停後，使用者會立即失去存取權。資料會保留 90 到 120 天，之後永久刪除。在此之前，您可以重新啟動訂閱。
add-ons-go-along = { $count ->
   *[other] { $count } 個作用中的附加元件會一併暫停。
}
reactivate = 重新啟動
reactivate-text = 使用者無法存取。如果客戶仍需要此訂閱，請在刪除日期之前重新啟動。一併暫停的附加元件也會重新啟動。
deletion-day-unknown = 此訂閱是在其他入口網站暫停的，刪除日期請參閱該入口網站。
auto-renew = 自動續約
auto-renew-on = 開啟
auto-renew-off = 關閉
auto-renew-text = 關閉後，訂閱會在期限結束時暫停。
cancel-subscription = 取消訂閱
cancel-refunded = 在 { $until } 之前取消可全額退款，訂閱及其附加元件會立即永久刪除。
cancel-later = 全額退款期限已過。如果取消，訂閱及其附加元件將於續約日期 { $day }永久刪除。
cancellation-waits-text = 已排定取消：訂閱及其附加元件將於 { $day }永久刪除。在此之前您可以保留訂閱。
keep-subscription = 保留訂閱
confirm-cancel = 客戶要求取消此訂閱。
confirm-cancellation = 如果客戶要取消訂閱，請選取此核取方塊。
copy-this-id = 複製訂閱識別碼
seller = 銷售合作夥伴
reseller-of-record = 登記的經銷商
support-contact = 指派的支援連絡人
support-hint = 協助客戶使用此訂閱的合作夥伴。
billing = 計費
started-on = 開始日期

changed-meanwhile = 在您開啟頁面之後，有人變更了此訂閱。頁面目前顯示最新狀態，您輸入的內容並未儲存。請檢查內容，如果仍需要變更，請再送出一次。
refused-deleted = 已刪除的訂閱無法復原，也無法再變更。
refused-deletion-due = 已到刪除日期，無法再重新啟動訂閱。
refused-suspended = 已暫停的訂閱無法變更。請先重新啟動。
refused-pending = 訂閱仍在設定中。變更為作用中後即可變更。
refused-kept-by-vendor = 此訂閱已在原廠入口網站結束。在這裡只能變更支援連絡人；如果訂閱在原廠入口網站恢復為作用中，請再次匯入訂閱。
refused-parent-not-active = 只有上層訂閱為作用中時，附加元件才能是作用中。請先重新啟動 { $parent }。
refused-not-cancellable = 此訂閱的供應項目不允許取消，但您可以暫停訂閱。
refused-no-renewal = 全額退款期限已過，且此訂閱沒有續約日期，因此無法取消。您可以改為暫停訂閱。
refused-cancellation-waits = 已排定於 { $day }取消。請先選取「保留訂閱」，再變更續約設定。
refused-no-reseller = 沒有登記的經銷商。支援連絡人必須是銷售此訂閱的合作夥伴。
refused-partnership-ended = 您與銷售此訂閱的間接提供者的合作關係已結束。現在只有該提供者可以變更。
refused-seller-parted = 銷售此訂閱的間接提供者與此客戶已無關係，因此無法變更訂閱。

quantity-changed = 已變更數量。
nickname-changed = 已變更暱稱。
renewal-changed = 已變更自動續約設定。
subscription-suspended = 已暫停訂閱及其附加元件。
all-suspended = 已暫停此客戶所有作用中的訂閱。
nothing-to-suspend = 沒有可暫停的作用中訂閱。
subscription-reactivated = 已重新啟動訂閱，以及一併暫停的附加元件。
subscription-cancelled = 已取消訂閱並全額退款，訂閱已刪除。
cancellation-waits = 已排定在續約日期取消訂閱。
cancellation-withdrawn = 已撤回取消，訂閱會保留。
support-contact-changed = 已變更指派的支援連絡人。
nothing-changed = 未變更任何內容，值與先前相同。

all-subscriptions-none-found = 找不到符合條件的訂閱
all-subscriptions-empty-text = 客戶向您購買的訂閱會顯示在這裡。
all-subscriptions-search = 搜尋訂閱
all-subscriptions-hint = 客戶、產品或訂閱識別碼
ends-or-renews = 到期或續約
any-time = 不限時間
within-days = { $days ->
   *[other] { $days } 天內
}
product = 產品
renews-on-day = { $day }續約
ends-on-day = { $day }到期
cancelled-on-day = { $day }取消
deleted-on-day = { $day }刪除
all-subscriptions-sorted = 訂閱，排序依據：{ $column }
all-subscriptions-sorted-down = 訂閱，排序依據：{ $column } (遞減)
subscriptions-bad-renews = 請輸入開始日期和結束日期，例如 2026-12-01 和 2026-12-31，或選擇 7、30 或 90 天。目前顯示所有日期的訂閱。
subscriptions-bad-sort = 不支援此排序方式。目前依下一個日期排序。
subscriptions-bad-filter = 找不到此篩選值。目前顯示未套用此篩選條件的清單。

commitment = 承諾
term-until = 至 { $day }
term-ended = 已於 { $day } 結束
refund-until = 全額退款期限：{ $until } ({ $left })
at-renewal = 續約時
at-renewal-head = 續約時變更
at-renewal-scheduled = 已排定
at-renewal-text = 變更會在下一個期限開始時生效：{ $day }。在此之前可以復原。
at-renewal-renew = 期限結束時
at-renewal-yes = 續約
at-renewal-no = 不續約
at-renewal-quantity = 下一個期限的數量
at-renewal-quantity-hint = 目前 { $number }。若要維持數量，請保留空白。
at-renewal-offer = 下一個期限的供應項目
at-renewal-offer-hint = 請輸入供應項目識別碼或名稱。若要維持供應項目，請保留空白。
at-renewal-offer-reason = 供應項目與帳單週期
at-renewal-cycle = 下一個期限的帳單週期
at-renewal-unchanged = 維持目前：{ $value }
planned-offer = →
planned-monthly = 每年 → 每月計費
planned-annual = 每月 → 每年計費
planned-quantity = { $before } → { $after }
planned-end = 不續約
at-renewal-planned = 已儲存續約時變更。
at-renewal-withdrawn = 已復原續約時變更。訂閱會依目前內容續約。
refused-does-not-renew = 自動續約已關閉。若要變更訂閱的續約內容，請選取「續約」。
refused-no-renewal-date = 續約日期未知，因此無法排定變更。
refused-unknown-offer = 目錄中沒有可供訂閱續約的供應項目「{ $typed }」。請輸入其他供應項目識別碼或完整的供應項目名稱。
refused-no-such-cycle = { $name } 不以此帳單週期銷售。請選擇其他帳單週期或其他供應項目。
refused-add-on-offer = 附加元件屬於上層訂閱的供應項目。續約時只能變更數量。
refused-add-ons-of-offer = 此訂閱作用中的附加元件屬於目前的供應項目。請先關閉附加元件的自動續約，或維持供應項目。
refused-offer-of-seller = 只有銷售此訂閱的間接提供者可以變更供應項目或帳單週期。請洽您的提供者。
plan-problem-offer-missing = 供應項目已不在目錄中
plan-problem-cycle = 供應項目已不以此帳單週期銷售
plan-problem-quantity = 供應項目不允許此數量
plan-problem-add-ons = 作用中的附加元件屬於目前的供應項目
