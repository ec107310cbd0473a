package dev.musubi.relyingparty;

import dev.musubi.relyingparty.standing.StandingRequirement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in is to bring. Immutable; each method gives a new one:
 *
 * {@snippet :
 * Demand.verified(Item.NAME, Item.ADDRESS).requireLiveAnchor(Duration.ofMinutes(15))
 * }
 *
 * @param essential attributes without which the sign-in is of no use
 * @param wished attributes the holder may leave out
 * @param standing what is required of the private ID; null for nothing
 * @param mode how the holder is met
 * @param maxAge how long ago the holder may have signed in at the provider; null for any time
 * @param acrValues authentication context classes, the one liked best first; empty for any
 * @param idTokenHint an ID token of the holder who is expected; null for anybody
 * @param locales languages for the pages, the one liked best first; empty for the browser's own
 * @param monitoring whether the holder is asked to let this relying party be told what becomes of the private ID
 */
public record Demand(
        Set<Item> essential,
        Set<Item> wished,
        @Nullable StandingRequirement standing,
        Mode mode,
        @Nullable Duration maxAge,
        List<String> acrValues,
        @Nullable String idTokenHint,
        List<String> locales,
        boolean monitoring)
        implements java.io.Serializable {

    /** How the holder is met (OpenID Connect Core 1.0 section 3.1.2.1, {@code prompt}). */
    public enum Mode {
        /** As little as is needed is shown. */
        AS_NEEDED,
        /** Nothing is shown; what would need a page is an outcome. */
        SILENT,
        /** The holder signs in anew. */
        SIGN_IN_ANEW,
        /** The holder is asked for consent anew. */
        ASK_CONSENT_ANEW
    }

    /** Copies. */
    public Demand {
        essential = Set.copyOf(essential);
        wished = Set.copyOf(wished);
        acrValues = List.copyOf(acrValues);
        locales = List.copyOf(locales);
    }

    /** A sign-in that tells nothing but which holder it is. */
    public static Demand signInOnly() {
        return new Demand(Set.of(), Set.of(), null, Mode.AS_NEEDED, null, List.of(), null, List.of(), false);
    }

    /** A sign-in that brings these attributes, verified; it is of no use without them. */
    public static Demand verified(Item... items) {
        return new Demand(of(items), Set.of(), null, Mode.AS_NEEDED, null, List.of(), null, List.of(), false);
    }

    /** And these, if the holder agrees. */
    public Demand alsoWished(Item... items) {
        Set<Item> more = of(items);
        more.addAll(wished);
        more.removeAll(essential);
        return new Demand(essential, more, standing, mode, maxAge, acrValues, idTokenHint, locales, monitoring);
    }

    /**
     * Requires a private ID that stands on a live anchor, known to be so no longer ago than this. Where it does not, an
     * interactive sign-in leads the holder through re-issue and comes back; a silent one says why it does not.
     */
    public Demand requireLiveAnchor(Duration noOlderThan) {
        return require(StandingRequirement.live(noOlderThan));
    }

    /** Requires something else of the private ID's standing; null for nothing. */
    public Demand require(@Nullable StandingRequirement requirement) {
        return new Demand(essential, wished, requirement, mode, maxAge, acrValues, idTokenHint, locales, monitoring);
    }

    /** Shows nothing to the holder ({@code prompt=none}). */
    public Demand silently() {
        return meeting(Mode.SILENT);
    }

    /** Has the holder met in this way. */
    public Demand meeting(Mode other) {
        return new Demand(essential, wished, standing, other, maxAge, acrValues, idTokenHint, locales, monitoring);
    }

    /** Has the holder sign in anew if the last time is longer ago than this. */
    public Demand signedInWithin(Duration age) {
        return new Demand(essential, wished, standing, mode, age, acrValues, idTokenHint, locales, monitoring);
    }

    /** Prefers authentication of these classes, the one liked best first. */
    public Demand preferring(String... classes) {
        return new Demand(
                essential, wished, standing, mode, maxAge, List.of(classes), idTokenHint, locales, monitoring);
    }

    /** Expects the holder of an earlier ID token, and nobody else. */
    public Demand expecting(String idToken) {
        return new Demand(essential, wished, standing, mode, maxAge, acrValues, idToken, locales, monitoring);
    }

    /** Asks for pages in these languages, BCP 47 tags, the one liked best first. */
    public Demand inLanguages(String... tags) {
        return new Demand(essential, wished, standing, mode, maxAge, acrValues, idTokenHint, List.of(tags), monitoring);
    }

    /**
     * Asks the holder, in a box of its own that is not ticked, to let this relying party be told from then on what becomes of
     * the private ID (scope {@code monitoring}; see {@link SignalStreams}). Whoever does not is signed in all the same. While
     * the holder has not agreed, each sign-in that asks shows that page.
     */
    public Demand askingToMonitor() {
        return new Demand(essential, wished, standing, mode, maxAge, acrValues, idTokenHint, locales, true);
    }

    private static Set<Item> of(Item... items) {
        Set<Item> set = EnumSet.noneOf(Item.class);
        set.addAll(List.of(items));
        return set;
    }
}
