package dev.musubi.issuer.vault;

/** What a sealed item is; part of what it is bound to, so that one kind is never read as another. */
public enum ItemKind {
    /** The four attributes of one generation. */
    FOUR_ATTRIBUTES,
    /** The number of a signature certificate (CA key and serial), with the certificate where the holder sent one. */
    CERTIFICATE,
    /** The signed application an issue rests on. */
    SIGNED_APPLICATION,
    /** A signed consent, or its cancellation. */
    SIGNED_CONSENT,
    /** What J-LIS answered to a consented refresh, without the attributes themselves. */
    LATEST_ATTRIBUTES_ANSWER,
    /** Where a holder wants to be told things: an e-mail address, or a browser's subscription. Goes when its holder says so. */
    NOTICE_ADDRESS
}
