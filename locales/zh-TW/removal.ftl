removal-reseller = 移除經銷商關係
removal-customer = 移除客戶關係
removal-in-the-way = { $count ->
   *[other] 還有 { $number } 個訂閱。
}
removal-in-the-way-text = 客戶的所有訂閱都暫停或刪除後，才能結束關係。訂閱暫停後使用者就無法登入，請先告知客戶。
removal-suspend-all = 全部暫停（{ $number } 個）
removal-suspend-hint = 可以復原：在 90 天內重新啟動。
removal-blocked = 還有訂閱尚未暫停。請先暫停，再確認一次；目前沒有任何變更。
removal-happens = 會發生什麼
removal-leaves-list = 客戶會立即從您的清單、搜尋和匯出中消失。
removal-admin-ends = 您的委派的系統管理員權限會終止。
removal-no-changes = 您無法再為此客戶購買或變更任何項目。
removal-permissions-end = 客戶無法再以您的費用購買。
removal-deletes = 已暫停的訂閱到期後會刪除。
removal-reseller-warning = 您將無法再看到客戶的訂閱，包括您是登記經銷商的訂閱。訂閱會繼續運作並留在間接提供者，請與其商定由誰負責。
removal-stays = 什麼會保留
removal-account-stays = 客戶的帳戶、使用者和資料。
removal-admin-stays = 您的委派的系統管理員權限，直到客戶收回。
removal-subscriptions-stay = 客戶的訂閱：不會因此暫停任何訂閱。
removal-others-stay = 其他合作夥伴與客戶的關係。
removal-log-stays = 活動記錄中的所有內容。
removal-way-back = 恢復的方法：從此處重新要求建立關係：
removal-confirm-title = 確認
removal-reason-hint = 供您的同事參考，會保留在活動記錄中。
removal-type-name = 請輸入公司名稱：
removal-wrong-name = 請完全依照此處所寫輸入公司名稱。
removal-confirm = 我確認此決定出於善意、基於合法的商業目的，並符合相關合約；如有相反的主張，我們會使此入口網站的操作人員和廠商免受損害；合約要求的終止通知由我們負責發出，因為入口網站不會發送任何通知。
removal-not-confirmed = 請勾選方塊以確認。
removal-not-yet = 目前還無法進行：
relationship-ended = 已結束關係。客戶已從您的清單、搜尋和匯出中消失。

removed-title = 已移除的關係
removed-search = 搜尋已移除的關係
removed-count = { $number } { $count ->
   *[other] 個已移除的關係
}
removed-none = 沒有已移除的關係
removed-none-text = 您結束與客戶的關係後，會顯示在這裡，並提供恢復的方法。
removed-not-found = 沒有符合的已移除關係
removed-when = 移除時間
removed-by = 移除者
removed-still-granted = 仍已授與
removed-again = 重新要求
removed-needs = 重新要求建立關係需要下列其中一個角色：{ $roles }。
