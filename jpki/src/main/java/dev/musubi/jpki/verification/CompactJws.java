package dev.musubi.jpki.verification;

import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact serialization (RFC 7515 section 7.1), read strictly: three parts in canonical base64url without
 * padding, and only headers that cannot lead the verifier to another key.
 */
final class CompactJws implements SignedDocument {

    private static final int MAXIMUM_HEADER_CHARACTERS = 64 * 1024;
    /** RFC 7515 sections 4.1.2, 4.1.3, 4.1.5, 4.1.11; RFC 7797. */
    private static final Set<String> REFUSED_HEADERS = Set.of("jku", "jwk", "x5u", "crit", "b64");
    /** ECDSA with P-384: r and s of 48 bytes each (RFC 7518 section 3.4). */
    private static final int ES384_BYTES = 96;

    private final String algorithm;
    private final byte[] certificate;
    private final byte[] characters;
    private final int signedLength;
    private final SignedContent content;
    private final byte[] signature;

    private CompactJws(
            String algorithm,
            byte[] certificate,
            byte[] characters,
            int signedLength,
            SignedContent content,
            byte[] signature) {
        this.algorithm = algorithm;
        this.certificate = certificate;
        this.characters = characters;
        this.signedLength = signedLength;
        this.content = content;
        this.signature = signature;
    }

    static CompactJws read(String compact) throws SignatureRefusedException {
        return read(compact, null);
    }

    /** With {@code x5c} beside it instead of in the header; header names stand in one place only (RFC 7515 section 7.2.1). */
    static CompactJws read(String compact, @Nullable Object unprotectedX5c) throws SignatureRefusedException {
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first < 1 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw malformed("not three parts");
        }
        if (first > MAXIMUM_HEADER_CHARACTERS) {
            throw new SignatureRefusedException(RefusalReason.TOO_LARGE, "header");
        }
        byte[] characters = compact.getBytes(StandardCharsets.ISO_8859_1); // others become "?", which is refused
        Map<String, Object> header = JoseHeader.read(decode(characters, 0, first));
        if (!(header.get("alg") instanceof String algorithm)) {
            throw malformed("alg");
        }
        if (KeyAlgorithm.ofJwsName(algorithm).isEmpty()) {
            throw new SignatureRefusedException(RefusalReason.ALGORITHM_NOT_ALLOWED, "alg");
        }
        for (String name : REFUSED_HEADERS) {
            if (header.containsKey(name)) {
                throw malformed("header " + name);
            }
        }
        if (unprotectedX5c != null && header.containsKey("x5c")) {
            throw malformed("x5c twice");
        }
        @Nullable Object type = header.get("typ");
        if (type != null && !(type instanceof String)) {
            throw malformed("typ");
        }
        return new CompactJws(
                algorithm,
                certificate(unprotectedX5c == null ? header.get("x5c") : unprotectedX5c),
                characters,
                second,
                new SignedContent(decode(characters, first + 1, second), (String) type),
                decode(characters, second + 1, characters.length));
    }

    @Override
    public SignedContent content() {
        return content;
    }

    @Override
    public List<byte[]> certificates() {
        return List.of(certificate);
    }

    @Override
    public boolean isMadeWith(KeyAlgorithm other) {
        return other.jwsName().equals(algorithm);
    }

    @Override
    public boolean isSignedBy(PublicKey key, KeyAlgorithm with) throws SignatureRefusedException {
        if (with == KeyAlgorithm.ECDSA_P384_SHA_384 && signature.length != ES384_BYTES) {
            throw malformed("length of the signature");
        }
        if (!with.isJwsSignatureValue(signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(with.jwsSignatureAlgorithm());
            verifier.initVerify(key);
            verifier.update(characters, 0, signedLength);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The first certificate is the signer's (RFC 7515 section 4.1.6); those after it are not needed. */
    private static byte[] certificate(@Nullable Object x5c) throws SignatureRefusedException {
        if (x5c == null) {
            throw new SignatureRefusedException(RefusalReason.CERTIFICATE_MISSING, "x5c");
        }
        if (!(x5c instanceof List<?> list) || list.isEmpty() || !(list.get(0) instanceof String base64)) {
            throw malformed("x5c");
        }
        if (base64.length() > CertificateReader.MAXIMUM_BYTES * 4 / 3 + 4) {
            throw new SignatureRefusedException(RefusalReason.TOO_LARGE, "x5c");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed("x5c");
        }
    }

    /** Only the one encoding of each octet string is taken, so that a JWS cannot be given another spelling. */
    private static byte[] decode(byte[] characters, int from, int to) throws SignatureRefusedException {
        try {
            ByteBuffer buffer = Base64.getUrlDecoder().decode(ByteBuffer.wrap(characters, from, to - from));
            byte[] decoded = new byte[buffer.remaining()];
            buffer.get(decoded);
            int leftOver = decoded.length % 3;
            boolean canonical = to == from
                    || (characters[to - 1] != '='
                            && (leftOver == 0 || lastCharacter(decoded, leftOver) == characters[to - 1]));
            if (!canonical) {
                throw malformed("base64url");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw malformed("base64url");
        }
    }

    private static byte lastCharacter(byte[] decoded, int leftOver) {
        byte[] tail = new byte[leftOver];
        System.arraycopy(decoded, decoded.length - leftOver, tail, 0, leftOver);
        byte[] encoded = Base64.getUrlEncoder().withoutPadding().encode(tail);
        return encoded[encoded.length - 1];
    }

    private static SignatureRefusedException malformed(String detail) {
        return new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, detail);
    }
}
