invitation-one = { $partner } 希望成為您的經銷商
invitation-both = { $partner } 與 { $provider } 希望成為您的經銷商
invitation-one-text = 接受後，{ $partner } 會成為您的經銷商。僅開啟此頁面不代表接受。
invitation-both-text = 接受後，{ $partner } 會成為您的經銷商，{ $provider } 則為其間接提供者。僅開啟此頁面不代表接受。
invitation-can = 經銷商可以執行的作業
can-buy = 為您購買和變更訂閱。
can-see = 檢視授權數目和訂閱狀態。
can-manage = { $partner } 可以使用委派的系統管理員權限，為您管理使用者和服務。您可以隨時移除這些權限，而不會結束關係。
provider-can-order = { $provider } 可以處理經銷商為您提出的訂單。
invitation-cannot = 經銷商無法執行的作業
cannot-agree = 代替您接受客戶合約。
cannot-manage = 管理您的使用者和服務。此要求不包含系統管理員權限。
cannot-change = 變更您與其他合作夥伴的關係。
until-day = 至 { $day }
invitation-about = 貴公司資訊
domain-hint = 例如 company.example
invitation-person = 您的姓名
microsoft-id-optional = 如果不知道，請留空。
invitation-confirm = 我有權代表公司答覆此要求。
invitation-accept = 接受此經銷商
invitation-accept-both = 同時接受兩者
invitation-decline = 拒絕
decline-reason = 拒絕的原因
decline-reason-hint = 提出要求的合作夥伴會看到。
invitation-unexpected = 未預期收到此要求？
invitation-report = 請通知寄件者。
invitation-nothing = 如果您未採取任何動作，要求會自動過期。
invitation-preview = 這是客戶看到的頁面。您無法代表客戶答覆。
fault-microsoft-id = Microsoft ID 由以連字號分隔的五組英文字母和數字組成，共 32 個字元。如果不知道，請留空。
fault-domain = 請輸入網域名稱，例如 company.example，不含 https:// 和路徑。
fault-confirm = 請確認您有權答覆此要求。
invitation-accepted = 此要求已接受
invitation-accepted-text = 已於 { $day }接受。如有問題，請連絡 { $partner }。
invitation-declined = 此要求已拒絕
invitation-declined-text = 已於 { $day }拒絕。如果這是誤操作，請向 { $partner } 索取新的要求。
invitation-expired = 此要求已過期
invitation-expired-text = 此要求的有效期限至 { $day }止。請向 { $partner } 索取新連結。
invitation-revoked = 此連結已失效
invitation-revoked-text = { $partner } 已撤銷此連結，或以新連結取代。
invitation-staff = 您無法答覆此要求
invitation-staff-text = 您目前以傳送此要求的合作夥伴使用者身分登入。只有客戶可以答覆。
invitation-ask-for-link = 索取新連結
thanks-accepted = 感謝您接受
thanks-declined = 已送出您的答覆
thanks-accepted-text = 系統會立即通知 { $partners }。您可以列印此頁面，然後關閉。
thanks-declined-text = 您已拒絕。系統會立即通知 { $partners }。您可以關閉此頁面。
thanks-asked = 提出要求的合作夥伴
partnership-title = { $partner } 希望成為您的間接提供者
partnership-text = 授權後，{ $partner } 會成為您的間接提供者，您可以透過該提供者為客戶訂購。雙方看不到彼此的客戶，只會看到共同客戶。
partnership-who = 若要答覆，請以間接經銷商的全域系統管理員身分登入。
partnership-sign-in = 登入並答覆
partnership-other = 您已登入，但不是同一個雲端中間接經銷商的全域系統管理員。請使用其他帳戶登入後再答覆。
partnership-as = 您代表 { $reseller } 答覆。
partnership-confirm = 我有權為此組織授權間接提供者。
authorize-provider = 授權間接提供者

mail-request-subject = { $partner } 希望成為您的經銷商
mail-request-body =
    您好：

    { $partner } 希望成為貴公司的雲端訂閱經銷商。

    請透過下列連結了解內容，並選擇接受或拒絕。僅開啟連結不代表接受。

    { $link }

    連結有效期限至 { $until }。如有問題，請回覆此郵件。

    { $person }
    { $partner }
    { $email }
mail-both-subject = { $partner } 與 { $provider } 希望成為您的經銷商
mail-both-body =
    您好：

    { $partner } 希望成為貴公司的雲端訂閱經銷商，並與負責處理訂單的間接提供者 { $provider } 一起提出此要求。

    請透過下列連結了解內容，並一次接受或拒絕兩者。僅開啟連結不代表接受。

    { $link }

    連結有效期限至 { $until }。如有問題，請回覆此郵件。

    { $person }
    { $partner }
    { $email }
mail-partnership-subject = { $partner } 希望成為您的間接提供者
mail-partnership-body =
    您好：

    { $partner } 希望成為貴公司的間接提供者。

    貴公司的全域系統管理員可以透過下列連結授權或拒絕。僅開啟連結不代表授權。

    { $link }

    連結有效期限至 { $until }。如有問題，請回覆此郵件。

    { $person }
    { $partner }
    { $email }
mail-reminder-subject = 提醒：{ $partner } 正在等待您的答覆
mail-reminder-body =
    您好：

    您尚未答覆 { $partner } 傳送的要求。您可以在這裡接受或拒絕：

    { $link }

    連結有效期限至 { $until }。如果您未採取任何動作，要求會自動過期。

    { $person }
    { $partner }
    { $email }
mail-thanks-subject = 您給 { $partner } 的答覆
mail-thanks-body =
    { $person } 您好：

    您已於 { $day }接受下列合作夥伴的要求：{ $partners }

    公司名稱：{ $company }
    主要網域名稱：{ $domain }

    如果這不是您本人的操作，請回覆此郵件。
mail-open-request = 檢視要求
mail-button-dead = 如果按鈕無法使用，請將下列網址複製到瀏覽器：
invitation-privacy = { $partner } 的隱私權聲明
mail-privacy = 隱私權聲明：{ $url }
