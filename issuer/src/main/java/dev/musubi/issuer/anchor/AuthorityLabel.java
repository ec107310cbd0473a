package dev.musubi.issuer.anchor;

import java.util.Arrays;
import java.util.HexFormat;

/** An authority in a label: the first bytes of its key's identifier, enough to tell it from the others. */
final class AuthorityLabel {

    private static final int BYTES = 4;

    private AuthorityLabel() {}

    static String of(byte[] keyIdentifier) {
        return HexFormat.of().formatHex(Arrays.copyOf(keyIdentifier, Math.min(BYTES, keyIdentifier.length)));
    }
}
