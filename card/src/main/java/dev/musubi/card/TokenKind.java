package dev.musubi.card;

import java.util.Optional;

/** What a JPKI application lives in, as its token information says (EF 0006, label). */
public enum TokenKind {
    /** A My Number Card. */
    CARD("JPKIAPICCTOKEN2"),
    /** The secure element of an Android phone. */
    ANDROID("JPKIAPGPSETOKEN"),
    /** An iPhone. */
    IPHONE("JPKIAPIOSTOKEN"),
    /** 住民基本台帳カード, the card before the My Number Card. */
    RESIDENT_REGISTER_CARD("JPKIAPICCTOKEN");

    /** What every label begins with, those of tokens to come as well. */
    public static final String LABEL_PREFIX = "JPKIAP";

    private final String label;

    TokenKind(String label) {
        this.label = label;
    }

    /** The label, without the spaces that pad it to 32 bytes. */
    public String label() {
        return label;
    }

    /** The kind with this label, padded or not. */
    public static Optional<TokenKind> ofLabel(String label) {
        String stripped = label.strip();
        for (TokenKind kind : values()) {
            if (kind.label.equals(stripped)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
