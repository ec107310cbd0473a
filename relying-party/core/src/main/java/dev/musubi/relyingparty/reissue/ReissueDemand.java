package dev.musubi.relyingparty.reissue;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A demand of this relying party's that a private ID be issued anew, as the issuer knows it.
 *
 * @param reference by which it is found again; keep it with the session of whoever is sent to {@code holderPage}
 * @param state what became of it
 * @param holderPage where to send the holder, an https page of the issuer's
 * @param demandedAt when it was made, by the issuer's clock
 * @param expiresAt until when it is open
 * @param fulfilledOn the day in Japan on which the private ID was issued anew; null unless it is fulfilled
 * @param fulfilledBy the generation that did it; null unless it is fulfilled
 * @param renewal when and why; null unless it is open
 * @param lookAgainAfter when to ask again, if the holder does not come back before: between a minute and a day
 */
public record ReissueDemand(
        String reference,
        State state,
        URI holderPage,
        Instant demandedAt,
        Instant expiresAt,
        @Nullable LocalDate fulfilledOn,
        @Nullable Integer fulfilledBy,
        @Nullable Renewal renewal,
        Duration lookAgainAfter)
        implements Serializable {

    /** What can be said of it, by the words of the wire. */
    public enum State {
        /** 再発行待ち: it waits for the holder. */
        OPEN,
        /** 再発行済み: the private ID was issued anew. */
        FULFILLED,
        /** 期限切れ: its time is over; demand anew. */
        EXPIRED
    }
}
