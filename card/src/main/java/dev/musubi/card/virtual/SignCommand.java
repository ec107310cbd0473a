package dev.musubi.card.virtual;

import dev.musubi.card.DigestAlgorithm;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * COMPUTE DIGITAL SIGNATURE, {@code 80 2A P1 80}. What P1 means for RSA is known from cards; for ECDSA, which no card has
 * yet, it is assumed: 00 takes a SHA-384 digest, 03 makes it, the answer is r and s.
 */
final class SignCommand {

    private final RandomGenerator random;

    SignCommand(RandomGenerator random) {
        this.random = random;
    }

    ResponseApdu sign(SelectedApplication selected, CommandApdu command) throws StatusException {
        requireKnown(command.p1());
        if (!(selected.byReference(command.p2()) instanceof CardFile.Key key)) {
            throw new StatusException(StatusWord.WRONG_FILE_KIND);
        }
        selected.requireVerified(key.pin());
        byte[] data = command.data();
        if (data.length == 0) {
            throw new StatusException(StatusWord.WRONG_LENGTH);
        }
        byte[] block = switch (key.signer().algorithm()) {
            case RSA_2048_SHA_256 -> rsaBlock(command.p1(), data);
            case ECDSA_P384_SHA_384 -> ecdsaBlock(command.p1(), data);
        };
        try {
            byte[] signature = key.signer().sign(block);
            if (command.expected() != 0 && command.expected() < signature.length) {
                throw new StatusException(StatusWord.WRONG_LENGTH);
            }
            return ResponseApdu.of(signature);
        } catch (GeneralSecurityException e) {
            throw new StatusException(StatusWord.NO_DIAGNOSIS);
        }
    }

    private static void requireKnown(int p1) throws StatusException {
        if (p1 > 5) {
            throw new StatusException(StatusWord.WRONG_P1_P2);
        }
    }

    private byte[] rsaBlock(int p1, byte[] data) throws StatusException {
        return switch (p1) {
            case 0 -> RsaPadding.pkcs1(atMost(RsaPadding.MOST_DATA, data));
            case 1 -> RsaPadding.pkcs1(digest(DigestAlgorithm.SHA_256, data));
            case 2 -> RsaPadding.pkcs1(DigestAlgorithm.SHA_256.digestInfo(digestOf(DigestAlgorithm.SHA_256, data)));
            case 3 -> RsaPadding.pkcs1(DigestAlgorithm.SHA_256.digestInfo(digest(DigestAlgorithm.SHA_256, data)));
            case 4 -> RsaPadding.pss(digestOf(DigestAlgorithm.SHA_256, data), random);
            case 5 -> RsaPadding.pss(digest(DigestAlgorithm.SHA_256, data), random);
            default -> throw new StatusException(StatusWord.WRONG_P1_P2);
        };
    }

    private static byte[] ecdsaBlock(int p1, byte[] data) throws StatusException {
        return switch (p1) {
            case 0 -> digestOf(DigestAlgorithm.SHA_384, data);
            case 3 -> digest(DigestAlgorithm.SHA_384, data);
            default -> throw new StatusException(StatusWord.WRONG_P1_P2);
        };
    }

    private static byte[] atMost(int length, byte[] data) throws StatusException {
        if (data.length > length) {
            throw new StatusException(StatusWord.WRONG_LENGTH);
        }
        return data;
    }

    private static byte[] digestOf(DigestAlgorithm algorithm, byte[] data) throws StatusException {
        if (data.length != algorithm.length()) {
            throw new StatusException(StatusWord.WRONG_LENGTH);
        }
        return data;
    }

    private static byte[] digest(DigestAlgorithm algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm.jcaName()).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has this digest", e);
        }
    }
}
