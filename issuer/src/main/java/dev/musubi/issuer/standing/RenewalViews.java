package dev.musubi.issuer.standing;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.relyingparty.Acquaintances;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.vault.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The renewal information of a private ID, as one relying party is told it ({@code docs/standards/reissue.md}).
 *
 * <p>Where the anchor is gone the window is the day on which that came to be so: it has begun, so now is the time. Before the
 * end of the private ID's own term it is two weeks somewhere between ninety days before that end and sixteen: where, is drawn
 * for each sector by a keyed hash, so that it is stable without a table, that not all come on one day, and that two relying
 * parties' windows do not go together. It is told from its first day on: before, there is nothing to do, and nothing to know.
 *
 * <p>The end of the certificate behind it gives no window: it goes with its holder's birthday, and nothing of the certificate is
 * told. Its holder hears of it in good time, from the issuer.
 */
@Component
public class RenewalViews {

    /** When to look again, for whoever waits for the holder: {@code Retry-After}, as in RFC 9773 section 4.3. */
    public static final Duration LOOK_AGAIN = Duration.ofHours(6);

    /** The last window begins this long before the end. A new certificate is to be had from three months before. */
    static final int LATEST_START_DAYS = 30;

    /** How many days windows are spread over. */
    static final int SPREAD_DAYS = 60;

    /** How many days a window has. */
    static final int WINDOW_DAYS = 14;

    private final PrivateIds privateIds;
    private final Acquaintances acquaintances;
    private final KeyedHash hash;
    private final Coarse<String> explanation;

    RenewalViews(PrivateIds privateIds, Acquaintances acquaintances, KeyedHash hash, StandingSettings settings) {
        this.privateIds = privateIds;
        this.acquaintances = acquaintances;
        this.hash = hash;
        // Without a demand's reference the holder's screen says what a re-issue is, why, and how.
        this.explanation = Coarse.fixed(settings.holderScreen());
    }

    /**
     * For one relying party.
     *
     * @return empty while there is nothing to do, and where there is nothing to be done any more
     */
    public Optional<RenewalView> of(HolderId holderId, RelyingParty party, Instant now) {
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        return switch (privateId.state()) {
            case REISSUE_REQUIRED, SUSPENDED -> {
                Coarse<LocalDate> day = acquaintances
                        .with(holderId, party.sector(), privateId.generation(), now)
                        .dayOf(privateId.outwardSince());
                yield Optional.of(new RenewalView(new RenewalView.Window(day, day), explanation));
            }
            case ACTIVE ->
                ahead(privateId, party.sector(), now)
                        .map(start -> new RenewalView(
                                new RenewalView.Window(
                                        Pairwise.of(start), Pairwise.of(start.plusDays(WINDOW_DAYS - 1L))),
                                explanation));
            case ENDED -> Optional.empty();
        };
    }

    private Optional<LocalDate> ahead(PrivateId privateId, String sector, Instant now) {
        LocalDate today = day(now);
        return Optional.of(start(privateId.holderId(), sector, privateId.generation(), day(privateId.validUntil())))
                .filter(start -> !start.isAfter(today))
                // Whoever signed within the window needs not do so once more.
                .filter(start -> start.isAfter(
                        day(privateIds.generation(privateId.holderId()).beganAt())));
    }

    /** The first day of the window before {@code end}, for one sector and one generation. */
    LocalDate start(HolderId holderId, String sector, int generation, LocalDate end) {
        byte[] of = (holderId + "\n" + generation + "\n" + sector).getBytes(StandardCharsets.UTF_8);
        long drawn = ByteBuffer.wrap(hash.of("renewal-window", of)).getLong();
        return end.minusDays(LATEST_START_DAYS + Long.remainderUnsigned(drawn, SPREAD_DAYS + 1L));
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, Coarse.JAPAN);
    }
}
