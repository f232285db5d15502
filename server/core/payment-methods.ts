/** Who takes money for us online; `sandbox` is the bank for trying out. */
export type ProviderName = 'unionpay' | 'alipay' | 'wechat' | 'sandbox'

/** 银行卡快捷支付, 网银支付, 支付宝, 微信支付: what a person chooses; a provider serves some of them. */
export type OnlineMethod = 'card' | 'netbank' | 'alipay' | 'wechat'
