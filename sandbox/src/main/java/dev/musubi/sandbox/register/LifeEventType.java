package dev.musubi.sandbox.register;

/** What can happen to a resident, as far as certificates are concerned. */
public enum LifeEventType {
    /** Moves house within the municipality (転居): signature certificates revoked, affiliationChanged. */
    MOVE_WITHIN,
    /** Moves to another municipality (転出, 転入): signature certificates revoked, affiliationChanged. */
    MOVE_TO,
    /** Marries and changes the family name: signature certificates revoked, affiliationChanged. */
    MARRY,
    /** A minor correction of the register (軽微な修正, Act on JPKI article 12): nothing is revoked. */
    CORRECT_REGISTER,
    /** Dies: all certificates revoked, cessationOfOperation. */
    DIE,
    /** Loses the card and has it suspended (一時停止): the card's certificates revoked, certificateHold, for good. */
    LOSE_CARD,
    /** Reports that a private key may be in other hands: the device's certificates revoked, keyCompromise. */
    REPORT_KEY_COMPROMISE,
    /** Renews (更新): the old certificates superseded, new ones on the card. */
    RENEW,
    /** Moves abroad (国外転出): the address changes, so signature certificates are revoked, affiliationChanged. */
    GO_ABROAD,
    /** Goes to the counter: gets what certificates the card lacks; PINs are reset. */
    VISIT_COUNTER,
    /** Has certificates put into a smartphone; those in an older smartphone are superseded. */
    ISSUE_SMARTPHONE_CERTIFICATE,
    /** Asks for revocation (失効申請): the named certificate revoked, cessationOfOperation. */
    REVOKE_BY_REQUEST
}
