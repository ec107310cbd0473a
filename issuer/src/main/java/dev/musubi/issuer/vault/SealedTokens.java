package dev.musubi.issuer.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Strings that say something to this issuer and nothing to anybody else: codes, tokens, cookies. A string is bound to
 * what it is for, so that one kind is never taken for another, and it cannot be made or altered outside.
 *
 * <p>AES-256-GCM under a key derived for each string (HMAC-SHA-256 of 12 random bytes), with another 12 random bytes as
 * the nonce: 192 random bits in all, so that one master key serves for as many strings as there will ever be.
 */
@Component
public class SealedTokens {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte VERSION = 1;
    private static final int SALT = 12;
    private static final int LONGEST = 128 * 1024;

    private final TokenKey master;

    SealedTokens(TokenKey master) {
        this.master = master;
    }

    /** A string that says {@code content} and is for {@code purpose} alone. */
    public String seal(String purpose, byte[] content) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        byte[] sealed = AesGcm.seal(keyOf(salt), content, bound(purpose));
        return encoded(ByteBuffer.allocate(1 + SALT + sealed.length)
                .put(VERSION)
                .put(salt)
                .put(sealed)
                .array());
    }

    private static String encoded(byte[] all) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** What a string says, if it is one of ours and for {@code purpose}; empty for anything else. */
    public Optional<byte[]> open(String purpose, String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(token);
            // A string that decodes alike but is spelt otherwise (padding, unused bits) is none of ours: what may be
            // shown
            // once would be shown twice.
            if (all.length <= 1 + SALT || all[0] != VERSION || !encoded(all).equals(token)) {
                return Optional.empty();
            }
            byte[] salt = Arrays.copyOfRange(all, 1, 1 + SALT);
            return Optional.of(AesGcm.open(keyOf(salt), Arrays.copyOfRange(all, 1 + SALT, all.length), bound(purpose)));
        } catch (IllegalArgumentException | VaultException notOurs) {
            return Optional.empty();
        }
    }

    private SecretKeySpec keyOf(byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(master.key());
            return new SecretKeySpec(mac.doFinal(salt), "AES");
        } catch (GeneralSecurityException e) {
            throw new VaultException("HMAC-SHA-256 is not to be had", e);
        }
    }

    private static byte[] bound(String purpose) {
        return ("musubi:" + purpose).getBytes(StandardCharsets.US_ASCII);
    }
}
