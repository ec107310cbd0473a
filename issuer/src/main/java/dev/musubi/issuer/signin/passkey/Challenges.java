package dev.musubi.issuer.signin.passkey;

import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Challenges for passkeys, without a table: the browser carries a sealed ticket that says the challenge, its end and the
 * browser it was given to; it is good once.
 */
@Component
class Challenges {

    private static final String PURPOSE = "passkey-challenge";
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SealedTokens tokens;
    private final SingleUse singleUse;
    private final SignInSettings settings;
    private final MachineClock machine;

    Challenges(SealedTokens tokens, SingleUse singleUse, SignInSettings settings, MachineClock machine) {
        this.tokens = tokens;
        this.singleUse = singleUse;
        this.settings = settings;
        this.machine = machine;
    }

    /** A challenge, and the ticket to send back with the answer to it. */
    record Issued(String challenge, String ticket) {}

    Issued issue(BrowserMarks browser) {
        byte[] challenge = new byte[LENGTH];
        RANDOM.nextBytes(challenge);
        byte[] said = ByteBuffer.allocate(LENGTH + Long.BYTES + 32)
                .put(challenge)
                .putLong(machine.instant().plus(settings.challengeTerm()).getEpochSecond())
                .put(Sha256.of(browser.first()))
                .array();
        return new Issued(
                Base64.getUrlEncoder().withoutPadding().encodeToString(challenge), tokens.seal(PURPOSE, said));
    }

    /** What came of a ticket. */
    sealed interface Taken {
        /** The challenge it stands for. */
        record Good(Challenge challenge) implements Taken {}

        /** It was not given to this browser, is too old, or was shown before. */
        record Refused(PasskeyRefusal why) implements Taken {}
    }

    /** Takes the challenge a ticket stands for. */
    Taken take(String ticket, BrowserMarks browser) {
        Optional<byte[]> opened = tokens.open(PURPOSE, ticket).filter(said -> said.length == LENGTH + Long.BYTES + 32);
        if (opened.isEmpty()) {
            return new Taken.Refused(PasskeyRefusal.FOREIGN);
        }
        ByteBuffer buffer = ByteBuffer.wrap(opened.get());
        byte[] challenge = new byte[LENGTH];
        buffer.get(challenge);
        Instant end = Instant.ofEpochSecond(buffer.getLong());
        byte[] givenTo = new byte[32];
        buffer.get(givenTo);
        if (!browser.any(mark -> MessageDigest.isEqual(givenTo, Sha256.of(mark)))) {
            return new Taken.Refused(PasskeyRefusal.FOREIGN);
        }
        if (!machine.instant().isBefore(end)) {
            return new Taken.Refused(PasskeyRefusal.LATE);
        }
        return singleUse.first(PURPOSE, ticket, end)
                ? new Taken.Good(new DefaultChallenge(challenge))
                : new Taken.Refused(PasskeyRefusal.REPEATED);
    }
}
