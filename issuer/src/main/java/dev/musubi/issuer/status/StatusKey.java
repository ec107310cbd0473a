package dev.musubi.issuer.status;

import dev.musubi.issuer.vault.KeyedHash;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * The secret by which places lie where they lie and decoys do what they do: derived from the issuer's look-up key, which all
 * issuers on one database share. Whoever has it can tell decoys from people and the order in which places were dealt.
 */
@Component
final class StatusKey {

    private final SecretKeySpec key;

    StatusKey(KeyedHash lookUp) {
        this.key = new SecretKeySpec(lookUp.of("status-list", new byte[0]), "HmacSHA256");
    }

    /** A source of values that nobody without the key can tell from chance; for one thread. */
    Source source(Use use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return new Source(mac, use);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
        }
    }

    /** What values are for; no two uses ever share one. */
    enum Use {
        /** Where places lie. */
        PERMUTATION(1),
        /** What decoys do. */
        DECOYS(2);

        private final int code;

        Use(int code) {
            this.code = code;
        }
    }

    /** HMAC-SHA-256 of two numbers. */
    static final class Source {
        private final Mac mac;
        private final Use use;

        private Source(Mac mac, Use use) {
            this.mac = mac;
            this.use = use;
        }

        /** 32 bytes for these two. */
        ByteBuffer of(long list, long number) {
            return ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(17)
                    .put((byte) use.code)
                    .putLong(list)
                    .putLong(number)
                    .array()));
        }
    }
}
