microsoft-id = Microsoft ID
company-name = 公司名稱
primary-domain-name = 主要網域名稱
relationship = 關係
subscription-id = 訂閱識別碼
subscription = 訂閱
subscriptions = 訂閱
quantity = 數量
status = 狀態
reseller = 經銷商
reason = 原因
auto-renewal = 自動續約
term-ends = 合約期結束
tags = 標籤
mpn-id = MPN 識別碼
country = 國家/地區
license-count = { $count ->
   *[other] { $number } 個授權
}

relationship-reseller = 經銷商
relationship-advisor = 顧問
relationship-syndication = 聯合銷售
relationship-microsoft-support = Microsoft 支援
relationship-none = 無

status-active = 作用中
status-suspended = 已暫停
status-pending = 待決
status-deleted = 已刪除
status-expired = 已過期
status-disabled = 已停用

origin-added = 由貴公司人員新增
origin-request = 關係要求
origin-referral = 轉介
origin-provider = 間接提供者
origin-other-portal = 已匯入

partner-direct = 直接合作夥伴
partner-indirect-provider = 間接提供者
partner-indirect-reseller = 間接經銷商

role-global-admin = 全域系統管理員
role-billing-admin = 帳單系統管理員
role-user-management-admin = 使用者管理系統管理員
role-admin-agent = 系統管理代理人
role-sales-agent = 銷售代理人
role-helpdesk-agent = 技術服務代理人
no-role = 沒有角色
colon = ：
sentence-gap = { "" }
list-comma = 、
dash = { " – " }
name-and-id = { $name } ({ $id })
number-range = { $from } 到 { $to }
