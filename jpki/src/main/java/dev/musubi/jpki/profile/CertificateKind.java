package dev.musubi.jpki.profile;

/**
 * The four end-entity certificates one person may hold at a time. The kind is read from the certificate policy OID
 * ({@link JpkiProfile#kindOf(String)}), never guessed from anything else.
 */
public enum CertificateKind {
    /** 署名用電子証明書 on the My Number Card. */
    CARD_SIGNATURE(AuthorityRole.SIGNATURE, true),
    /** 署名用電子証明書 in a smartphone (移動端末設備用). */
    SMARTPHONE_SIGNATURE(AuthorityRole.SIGNATURE, false),
    /** 利用者証明用電子証明書 on the My Number Card. */
    CARD_AUTHENTICATION(AuthorityRole.AUTHENTICATION, true),
    /** 利用者証明用電子証明書 in a smartphone (移動端末設備用). */
    SMARTPHONE_AUTHENTICATION(AuthorityRole.AUTHENTICATION, false);

    private final AuthorityRole role;
    private final boolean card;

    CertificateKind(AuthorityRole role, boolean card) {
        this.role = role;
        this.card = card;
    }

    /** Whether this is a signature certificate: it carries the four attributes and may sign documents. */
    public boolean isSignature() {
        return role == AuthorityRole.SIGNATURE;
    }

    /** Whether the key lies on the card; otherwise it lies in a smartphone. */
    public boolean isCard() {
        return card;
    }

    /** The authority that issues certificates of this kind. */
    public AuthorityRole issuedBy() {
        return role;
    }
}
