tag = 標籤
tag-name = 名稱
tag-hue = 顏色
tag-hue-automatic = 自動
tag-hue-of-new = 新標籤的顏色
hue-teal = 藍綠色
hue-blue = 藍色
hue-plum = 紫紅色
hue-rust = 鐵鏽色
hue-olive = 橄欖色
hue-gray = 灰色
tags-choose = 選取標籤
tags-add = 新增其他標籤
tags-add-hint = 以分號分隔標籤。尚不存在的標籤會自動建立。每個客戶最多可有 { $most } 個標籤。
tags-all-link = 所有標籤
tags-none-of-customer = 尚無標籤。
tags-intro = 標籤可將客戶分組。只有貴公司的使用者能看到標籤。
tags-search = 搜尋標籤
tags-export = 匯出客戶及其標籤
tags-show-all = 顯示所有標籤
tags-none = 尚無標籤
tags-none-text = 請在此新增標籤，或在客戶的帳戶頁面為客戶加上標籤。
tags-none-found = 沒有符合的標籤
tags-count = { $count ->
   *[other] { $number } 個標籤
}
tags-may-change = 您需要下列其中一個角色才能變更標籤：{ $roles }。
tag-new = 新增標籤
tag-edit = 變更標籤
tag-customers = { $count ->
   *[other] { $number } 個客戶
}
tag-merge-title = 要合併這兩個標籤嗎？
tag-merge-text = 具有第一個標籤的客戶會改用第二個標籤，第一個標籤會遭刪除。此動作無法復原。
tag-merge = 合併標籤
tag-delete = 刪除標籤
tag-delete-question = 要刪除此標籤嗎？
tag-delete-text = 此標籤會從所有客戶移除。此動作無法復原。
tag-exists = 已有名為「{ $name }」的標籤。請輸入其他名稱，或合併兩個標籤。
tag-exists-already = 已有名為「{ $name }」的標籤。請輸入其他名稱。
tag-too-many = 每個客戶最多可有 { $most } 個標籤，此客戶將有 { $count } 個。請先移除部分標籤。
tag-partner-full = 您已有 { $most } 個標籤，已達上限。請先刪除或合併標籤。
tag-fault-in-list = 「{ $name }」：{ $fault }
tag-fault-separator = 名稱不能包含分號，因為分號用來分隔標籤。
tags-saved = 已儲存標籤。
tag-created = 已新增標籤。
tag-saved = 已儲存標籤。
tag-deleted = 已刪除標籤。
