package dev.musubi.issuer.standing;

import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.Outward;
import dev.musubi.issuer.relyingparty.OutwardView;

/**
 * When a private ID is best issued anew, and where its holder reads why: in the manner of ACME's renewal information (RFC 9773
 * section 4.2), with days in the place of times.
 *
 * @param suggestedWindow the days; one that is over means now
 * @param explanationUrl a page for the holder, the same for everybody
 */
public record RenewalView(Window suggestedWindow, Coarse<String> explanationUrl) implements OutwardView {

    /**
     * Days in Japan, both included.
     *
     * @param start the first: drawn for the sector, or the day on which the state changed
     * @param end the last
     */
    public record Window(Outward start, Outward end) implements OutwardView {}
}
