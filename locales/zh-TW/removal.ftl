removal-reseller = 移除經銷商關係
removal-customer = 移除客戶關係
removal-in-the-way = { $count ->
   *[other] 必須先暫停 { $number } 個訂閱
}
removal-in-the-way-text = 客戶的所有訂閱都暫停或刪除後，才能移除關係。訂閱暫停後使用者就無法登入，請先告知客戶。
removal-suspend-all = 暫停 { $number } 個訂閱
removal-suspend-hint = 您可以在 90 天內重新啟動。
removal-blocked = 還有尚未暫停的訂閱。請先暫停，再確認一次。未變更任何內容。
removal-happens = 移除後的變更
removal-leaves-list = 客戶會立即從您的清單、搜尋結果和匯出檔案中移除。
removal-admin-ends = 您的委派系統管理員權限會終止。
removal-no-changes = 您無法再為此客戶購買或變更任何項目。
removal-permissions-end = 客戶無法再以您的費用購買任何項目。
removal-deletes = 已暫停的訂閱會在保留期間結束後刪除。
removal-reseller-warning = 您將無法再看到客戶的訂閱，包括您是登記的經銷商的訂閱。訂閱會繼續運作並留在間接提供者名下，請與提供者商定由誰管理。
removal-stays = 保留的項目
removal-account-stays = 客戶的帳戶、使用者和資料。
removal-admin-stays = 您的委派系統管理員權限，直到客戶移除為止。
removal-subscriptions-stay = 客戶的訂閱，不會因此暫停。
removal-others-stay = 其他合作夥伴與客戶的關係。
removal-log-stays = 活動記錄中的所有內容。
removal-way-back = 若要恢復關係，請從此處再次要求：{ $page }
removal-confirm-title = 確認
removal-reason-hint = 您的同事可以看到，並會記錄在活動記錄中。
removal-type-name = 請輸入公司名稱
removal-wrong-name = 請完全依照此處顯示的公司名稱輸入。
removal-confirm = 我確認此決定是基於善意與合法的商業目的，並符合相關合約。如有第三方提出相反的主張，我們同意為此入口網站的營運者和原廠抗辯，並使其免受損害。合約要求的終止通知由我們自行發出，因為入口網站不會發送任何通知。
removal-not-confirmed = 請選取核取方塊以確認。
removal-not-yet = 目前還無法移除關係
relationship-ended = 已移除關係。客戶已從您的清單、搜尋結果和匯出檔案中移除。

removed-title = 已移除的關係
removed-search = 搜尋已移除的關係
removed-count = { $number } { $count ->
   *[other] 個已移除的關係
}
removed-none = 沒有已移除的關係
removed-none-text = 您移除與客戶的關係後，會顯示在這裡，您可以從這裡再次要求。
removed-not-found = 沒有符合搜尋條件的已移除關係
removed-when = 移除日期
removed-by = 移除者
removed-still-granted = 仍已授與
removed-again = 再次要求
removed-needs = 您需要下列其中一個角色，才能再次要求建立關係：{ $roles }。
