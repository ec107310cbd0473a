package dev.musubi.issuer.status;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The name under which a batch says that something changed of a subject (docs/standards/something-changed.md): for this batch
 * alone, and to be computed by nobody who does not know the subject, which two sectors never share.
 */
public final class ChangePseudonyms {

    /** How many bytes a name has. */
    public static final int LENGTH = 16;

    private static final byte[] LABEL = "musubi-something-changed-1".getBytes(StandardCharsets.US_ASCII);

    private ChangePseudonyms() {}

    /** The name of a subject in a batch: the first bytes of HMAC-SHA-256, under the subject, of a label and the number. */
    public static byte[] of(String subject, long batch) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(subject.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(LABEL);
            return Arrays.copyOf(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(batch).array()), LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
        }
    }
}
