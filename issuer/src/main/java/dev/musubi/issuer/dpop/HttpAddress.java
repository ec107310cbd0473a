package dev.musubi.issuer.dpop;

import java.net.URI;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether two addresses are one, as RFC 9449 section 4.3 wants {@code htu} compared: without query and fragment,
 * and in the normal form of RFC 3986 sections 6.2.2 and 6.2.3.
 */
final class HttpAddress {

    private static final int LONGEST = 2000;

    private HttpAddress() {}

    /** True if both name one resource. */
    static boolean same(String said, URI meant) {
        return said.length() <= LONGEST
                && normal(said)
                        .filter(normal(meant.toString()).orElseThrow()::equals)
                        .isPresent();
    }

    private static Optional<String> normal(String address) {
        URI uri;
        try {
            uri = URI.create(address).normalize();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
        String scheme = uri.getScheme();
        if (scheme == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        String path = uri.getRawPath();
        return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT)
                + (uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort())
                + (path == null || path.isEmpty() ? "/" : plain(path)));
    }

    /** Characters that need no escape stand without one, the others with one in capitals (RFC 3986 section 6.2.2). */
    private static String plain(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                plain.append(c);
                continue;
            }
            // URI has seen to it that two hexadecimal digits follow.
            String digits = path.substring(i + 1, i + 3);
            char escaped = (char) HexFormat.fromHexDigits(digits);
            if (escaped < 0x80 && (Character.isLetterOrDigit(escaped) || "-._~".indexOf(escaped) >= 0)) {
                plain.append(escaped);
            } else {
                plain.append('%').append(digits.toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return plain.toString();
    }
}
