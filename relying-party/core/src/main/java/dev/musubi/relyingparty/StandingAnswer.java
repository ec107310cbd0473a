package dev.musubi.relyingparty;

import dev.musubi.relyingparty.reissue.Renewal;
import dev.musubi.relyingparty.standing.Standing;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What the issuer answered when asked for a standing. */
public sealed interface StandingAnswer {

    /**
     * This is how it stands.
     *
     * @param standing the standing
     * @param renewal when the private ID is best issued anew, and where its holder reads why; null while there is nothing to do
     * @param monitoredUntil the day in Japan on which the holder's agreement ends that this relying party is told what becomes
     *     of the private ID; null where there is none, or none any more: nothing is told then, and the holder is not to be
     *     taken for somebody who agrees
     */
    record Known(
            Standing standing,
            @Nullable Renewal renewal,
            @Nullable LocalDate monitoredUntil) implements StandingAnswer {}

    /** There is no such private ID, or not under this name for this relying party. */
    record UnknownSubject() implements StandingAnswer {}

    /** The issuer does not know this relying party's certificate. */
    record NotAdmitted() implements StandingAnswer {}

    /**
     * The issuer cannot be reached, or could not answer. Never to be read as good.
     *
     * @param trouble what the matter is, for whoever runs this relying party; it is in the log too
     */
    record Unreachable(Trouble trouble) implements StandingAnswer {}
}
