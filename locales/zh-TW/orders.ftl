orders = 訂單
order = 訂單
order-request = 訂購要求
order-add-ons = 訂購附加元件
order-steps = 步驟
order-step-choose = 選擇
order-review = 檢閱
order-step-done = 完成
order-all = 全部

offer-id = 供應項目識別碼
offer-name = 供應項目名稱
offer-publisher = 發行者
offer-category = 類別
offer-category-enterprise = 企業
offer-category-small-business = 小型企業
offer-category-trial = 試用版
offer-billing-type = 計費類型
offer-billing-cycle = 帳單週期
offer-minimum = 最小數量
offer-maximum = 最大數量
offer-parent-id = 上層供應項目識別碼
offer-cancellable = 可取消
offer-yes = 是
offer-no = 否
offer-billing-license = 授權型
offer-billing-usage = 用量型
offer-term = 期限
term-month = 1 個月
term-year = 1 年
term-none = 無固定期限
offer-range = { $range } 個授權

order-provider = 間接提供者
order-provider-hint = 銷售此訂閱的提供者。僅列出也與此客戶建立關係的提供者。
order-cart = 購物車
order-cart-empty = 購物車是空的。請從清單新增供應項目。
order-offer = 供應項目
order-offers = 供應項目
order-offers-count = { $number } { $count ->
   *[other] 個供應項目
}
order-search = 搜尋供應項目
order-search-hint = 名稱、發行者或供應項目識別碼
order-no-offers = 尚無供應項目
order-no-offers-text = 可銷售的供應項目由此入口網站的營運者匯入。附加元件請在所屬訂閱的頁面上訂購。
order-no-offers-found = 沒有符合篩選條件的供應項目
order-add = 新增
order-update = 更新
order-in-cart = 已在購物車中
order-take-out = 移除
order-note = 給提供者的備註
order-reseller = 登記的經銷商
order-reseller-hint = 此筆銷售所歸屬的間接經銷商。如果客戶也在該經銷商的客戶清單中，經銷商即可檢視此訂閱。
order-to-review = 檢閱訂單
order-attest = 確認客戶已接受合約
order-bad-address = 網址中有一部分無效，已略過。

order-review-order = 檢閱訂單
order-review-request = 檢閱訂購要求
order-who = 訂單資訊
order-customer = 客戶
order-parent = 所屬訂閱
order-lines = 訂單明細
order-not-yet = 目前還不能訂購
order-place = 送出訂單
order-place-text = 訂閱會立即開始，訂單會記錄在活動記錄中。
order-send-request = 送出要求
order-request-text = 由提供者核准或拒絕此要求。在此之前不會訂購任何項目。
order-back = 返回購物車

order-closed-cloud = 德國雲端已關閉，不接受新訂單。
order-no-seller = 目前沒有任何提供者可以代您銷售給此客戶。請連絡您的提供者。
order-no-provider = 間接經銷商透過間接提供者訂購。目前沒有提供者透過貴公司向此客戶銷售。請洽您的提供者，為貴公司新增此客戶。
order-no-agreement = 客戶尚未接受客戶合約。接受合約之前無法訂購。
order-no-reseller = 登記的經銷商：請選擇您的其中一個間接經銷商，或選擇「無」。
order-empty = 購物車是空的。請至少新增一個供應項目。
order-too-many = 一張訂單最多 { $most } 筆明細。
order-unknown-offer = 此供應項目已不再銷售，請從購物車移除。供應項目識別碼：{ $offer }
order-no-active-parent = { $offer } 是附加元件，必須有作用中且登記的經銷商相同的上層訂閱，並在該訂閱的頁面上訂購。
order-parent-not-active = { $name } 不是作用中的訂閱。只能為作用中的訂閱訂購附加元件。

order-requested = 等待中
order-placed = 已訂購
order-declined = 已拒絕
order-withdrawn = 已撤回
orders-count = { $number } { $count ->
   *[other] 張訂單
}
order-waiting = { $count ->
   *[other] { $count }
} 個訂購要求等待您的答覆
order-more-lines = 另有 { $count ->
   *[other] { $count }
} 筆明細
orders-none = 尚無訂單
orders-none-text = 若要訂購，請開啟客戶並選取「新增訂閱」。
orders-none-found = 沒有此狀態的訂單
order-made = 訂購日期
order-asked = 要求日期
order-seller = 銷售合作夥伴
order-id = 訂單識別碼
order-copy-id = 複製訂單識別碼
order-to-subscriptions = 檢視客戶的訂閱
order-approve = 核准
order-approve-text = 核准後會立即訂購，且提出要求的經銷商會成為登記的經銷商。
order-decline = 拒絕
order-reason-hint = 經銷商會看到此原因，並會記錄在雙方的活動記錄中。
order-withdraw = 撤回要求
order-withdraw-text = 提供者尚未答覆。撤回的要求無法再核准。
order-answered = 此要求已經答覆。未變更任何內容。
order-needs = 您需要下列其中一個角色，才能答覆此要求：{ $roles }。

order-was-placed = 已送出訂單，訂閱已啟用。
order-was-requested = 已將訂購要求傳送給提供者。答覆會顯示在這裡。
order-was-approved = 已核准要求並送出訂單。
order-was-declined = 已拒絕要求。經銷商可以看到原因。
order-was-withdrawn = 已撤回要求。
billed-monthly = 每月
billed-annually = 每年
billed-once = 一次性
billed-by-use = 依使用量
orders-search = 客戶、訂單識別碼或人員
orders-no-match = 沒有符合這些篩選條件的訂單
order-made-by = 訂購人
order-answered-on = 答覆日期
order-answered-by = 答覆人
order-line-cell = { $quantity } × { $offer }
