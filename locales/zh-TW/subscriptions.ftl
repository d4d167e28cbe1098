all-states = 全部 { $number }
filter-by-status = 依狀態篩選
bad-status = 沒有這種狀態。目前顯示所有訂閱。
export-subscriptions = 匯出訂閱 ({ $number })
add-subscription = 新增訂閱
ordering-needs = 新增訂閱需要下列其中一個角色：{ $roles }。
changing-needs = 變更此項目需要下列其中一個角色：{ $roles }。
subscriptions-caption = 訂閱；附加元件列在其上層訂閱之下
renews = 續約日
end-date = 到期日
cancellation-date = 取消日期
deletion-date = 刪除日期
next-date = 下一個日期
total = 總計
add-on-of = { $name } 的附加元件
add-ons = 附加元件
in-days = { $days ->
    [0] 今天
    [1] 明天
   *[other] { $days } 天後
}
cancelled-on-this-day = 將於當日取消並刪除
deleted-on-this-day = 將於當日刪除
ends-on-this-day = 當日到期：不自動更新
day-not-known = 不明
day-not-yet-known = 尚未確定
suspended-note = { $count ->
    [1] 有 1 個已暫停的訂閱，資料保留至 { $day }，之後將永久刪除。如果客戶仍需要，請在該日之前重新啟動。
   *[other] 有 { $count } 個已暫停的訂閱，資料會保留一段時間；最早的一個將於 { $day } 永久刪除。請重新啟動客戶仍需要的訂閱。
}

licenses = 授權
quantity-hint = { $least } 到 { $most } 的整數。
nickname = 暱稱
nickname-hint = 與產品名稱一起顯示，供您和登記的經銷商使用。
suspend = 暫停
suspend-text = 暫停後，使用者會立即失去存取權。資料會保留 90 到 120 天，之後永久刪除；在此之前可以重新啟動訂閱。
add-ons-go-along = { $count ->
   *[other] { $count } 個作用中的附加元件會一併暫停。
}
reactivate = 重新啟動
deletion-day = 使用者無法存取。如果未重新啟動，訂閱將於 { $day } 永久刪除。一併暫停的附加元件會一併重新啟動。
deletion-day-unknown = 使用者無法存取。此訂閱是在其他入口網站暫停的，刪除日期請見該入口網站。
renewal = 續約
auto-renew = 自動更新
auto-renew-text = 關閉時，訂閱會在期限結束時暫停。
cancel-subscription = 取消訂閱
cancel-refunded = 在 { $until } 之前取消可全額退款：訂閱及其附加元件會立即永久刪除。
cancel-later = 全額退款期限已過。取消會在 { $day } 續約時生效，屆時訂閱及其附加元件將永久刪除。
cancellation-waits-text = 已取消：訂閱及其附加元件將於 { $day } 永久刪除。在此之前您可以保留訂閱。
keep-subscription = 保留訂閱
confirm-cancel = 客戶要求取消。
confirm-cancellation = 如果客戶要取消訂閱，請勾選此方塊。
copy-this-id = 複製訂閱識別碼
seller = 銷售者
reseller-of-record = 登記的經銷商
support-contact = 指派的支援連絡人
support-hint = 協助客戶使用此訂閱的合作夥伴。
billing = 計費
started-on = 開始日期

changed-meanwhile = 在您開啟頁面之後，有人變更了此訂閱。頁面目前顯示最新狀態，您輸入的內容並未儲存。請檢查，如果仍然正確，請再送出一次。
refused-deleted = 已刪除的訂閱無法復原，也無法再變更。
refused-deletion-due = 刪除日已到，無法再重新啟動。
refused-suspended = 已暫停的訂閱無法變更。請先重新啟動。
refused-pending = 訂閱仍在設定中。變成作用中之後即可變更。
refused-kept-by-vendor = 此訂閱已在廠商入口網站結束。在這裡只能變更支援連絡人；如果它在廠商入口網站重新開始，請再次匯入訂閱。
refused-parent-not-active = 上層訂閱為作用中時，附加元件才能作用。請先重新啟動 { $parent }。
refused-not-cancellable = 此訂閱的供應項目不允許取消，但可以暫停。
refused-no-renewal = 全額退款期限已過，而且沒有可供取消生效的續約日。可以暫停訂閱。
refused-cancellation-waits = 已排定於 { $day } 取消。請先撤回取消，再變更續約設定。
refused-no-reseller = 沒有登記的經銷商。支援連絡人是銷售此訂閱的合作夥伴。
refused-partnership-ended = 您與銷售此訂閱的間接提供者的合作關係已結束。現在只有該提供者可以變更。
refused-seller-parted = 銷售此訂閱的間接提供者已與此客戶沒有關係，因此無法變更。

quantity-changed = 已變更數量。
nickname-changed = 已變更暱稱。
renewal-changed = 已變更自動更新設定。
subscription-suspended = 已暫停訂閱及其附加元件。
all-suspended = 已暫停此客戶所有作用中的訂閱。
nothing-to-suspend = 沒有作用中的訂閱，不需要暫停。
subscription-reactivated = 已重新啟動訂閱，以及一併暫停的附加元件。
subscription-cancelled = 已取消訂閱並全額退款，訂閱已刪除。
cancellation-waits = 訂閱將在續約時取消。
cancellation-withdrawn = 已撤回取消，訂閱會保留。
support-contact-changed = 已變更指派的支援連絡人。
nothing-changed = 沒有變更：原本就是如此。
