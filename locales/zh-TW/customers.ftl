customers-search-title = 客戶：「{ $query }」
search-customers = 搜尋客戶
search-hint = 公司名稱、網域或 Microsoft ID
filter-reseller = 依據間接經銷商篩選
filter-reseller-hint = 名稱或 MPN 識別碼
all-resellers = 所有間接經銷商
apply = 套用
customers-count = { $number } { $count ->
   *[other] 個客戶
}
customers-found = 找到 { $number } { $count ->
   *[other] 個客戶
}
active-filters = 已套用的篩選條件
remove-filter = 移除
chip-search = 搜尋：{ $query }
chip-reseller = 間接經銷商：{ $name }
clear-all = 全部清除
export-customers = 匯出客戶 ({ $number })
export-needs = 您需要下列其中一個角色才能匯出：{ $roles }。
sorted-name = 客戶，依公司名稱排序
sorted-name-down = 客戶，依公司名稱遞減排序
sorted-domain = 客戶，依主要網域名稱排序
sorted-domain-down = 客戶，依主要網域名稱遞減排序
show-details = 檢視詳細資料：{ $name }
hide-details = 隱藏詳細資料：{ $name }
pages = 頁面
page-previous = 上一頁
page-next = 下一頁

empty-title = 尚無客戶
empty-text = 您的客戶會顯示在這裡。請新增客戶，或匯入您從原廠入口網站匯出的清單。
nothing-found = 沒有符合「{ $query }」的客戶
nothing-found-reseller = 此間接經銷商沒有客戶
searched-all = 已搜尋公司名稱、主要網域名稱和 Microsoft ID。
searched-reseller = 已在 { $name } 的客戶中搜尋公司名稱、主要網域名稱和 Microsoft ID。
clear-search = 清除搜尋
search-all-resellers = 搜尋所有間接經銷商

bad-page = 清單中沒有此頁面。目前顯示第一頁。
bad-sort = 不支援此排序方式。目前依名稱排序。
bad-reseller = 找不到此間接經銷商。請從清單中選擇，或輸入其 MPN 識別碼。
bad-expanded = 無法展開此客戶：Microsoft ID 無效。
bad-query = 搜尋文字太長，請輸入最多 { $max } 個字元。

copy-microsoft-id = 複製 Microsoft ID
id-assigned-here = 由此入口網站指派。取得客戶的 Microsoft ID 後，請更換。
copy-domain = 複製主要網域名稱
copy-subscription-id = 複製訂閱識別碼：{ $name }
delegated-admin = 委派的系統管理員權限
delegated-granted = 已授與
delegated-not-granted = 未授與
customer-since = 客戶起始日
indirect-resellers = 間接經銷商
quick-links = 快速連結
account = 帳戶
all-subscriptions = 檢視全部 { $number } 個訂閱
no-subscriptions = 尚無訂閱
no-subscriptions-text = 此客戶向您購買的訂閱會顯示在這裡。
subscriptions-count = { $number } { $count ->
   *[other] 個訂閱
}
licenses-count = { $number } { $count ->
   *[other] 個授權
}
customer-views = 客戶
none = 無
account-info = 客戶帳戶資訊
partners-and-support = 合作夥伴
bill-to = 帳單地址
profile-name-hint = 客戶自己的公司名稱。變更帳單地址不會影響此名稱。
bill-to-name-hint = 顯示在您的客戶清單和匯出檔案中的名稱。
origin = 來源
and-more-resellers = 及另外 { $count } 家

filters = 篩選
columns = 欄位
column-place = { $column } 的位置
next-renewal = 下次續約
customer-until = 客戶起始日 (迄)
filter-all = 全部
this-month = 本月
this-year = 今年
reseller-none = 沒有間接經銷商
reseller-former = 已結束的間接經銷商
subscriptions-any = 有訂閱
subscriptions-none = 沒有訂閱
subscriptions-ending = 30 天內結束
nothing-found-filters = 沒有符合這些篩選條件的客戶
sorted-by = 客戶，依「{ $column }」遞增排序
sorted-by-down = 客戶，依「{ $column }」遞減排序
bad-choice = 這個篩選條件的值不明，因此未套用。
bad-days = 這不是日期或天數，因此未套用篩選條件。
bad-until = 最後一天早於第一天，或不是日期，因此未套用篩選條件。
