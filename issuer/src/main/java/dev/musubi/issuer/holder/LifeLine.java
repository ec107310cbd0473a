package dev.musubi.issuer.holder;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorState;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.State;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A private ID over time, past and to come: the certificates it stood on, when it was issued, and the ends that are known
 * ahead. Once as a picture, whose lengths are in its own units, and once as a table that says the same.
 *
 * @param bars the terms, from the top: the private ID's own, then one a certificate
 * @param issues where on the picture it was issued
 * @param years the first of January of some years
 * @param now where today is
 * @param words where the names of the bars begin, so that they do not stand in that line
 * @param height of the picture
 * @param events the table, the first one first
 */
record LifeLine(
        List<Bar> bars, List<Integer> issues, List<Year> years, int now, int words, int height, List<Event> events) {

    /** How wide the picture is, and what is left free at its sides. */
    static final int WIDTH = 340;

    private static final int MARGIN = 10;
    private static final int TOP = 34;
    private static final int ROW = 42;
    private static final int MOST_YEARS = 5;
    private static final int LEAD = 20;
    private static final Duration RENEWABLE = Duration.ofDays(90);
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    /** What a bar is of. */
    public enum What {
        /** The private ID itself. */
        PRIVATE_ID,
        /** A certificate that works. */
        GOOD,
        /** One that stopped working, or was replaced. */
        DEAD
    }

    /**
     * A term.
     *
     * @param past how long it has lasted
     * @param ahead how long it will last, as far as is known
     */
    record Bar(What what, int number, int top, int from, int past, int ahead) {}

    /** A mark of a year. */
    record Year(int at, Moment first) {}

    /**
     * A line of the table.
     *
     * @param key what happened, or will
     * @param number which certificate, or issue; 0 where it is neither
     */
    record Event(Moment at, String key, int number, boolean ahead) {}

    /** Of everything that is known at {@code now}. */
    static LifeLine of(PrivateId privateId, List<Anchors.Life> lives, List<Generation> generations, Instant now) {
        Instant start = lives.getFirst().establishedAt();
        Instant end = privateId.validUntil();
        for (Anchors.Life life : lives) {
            end = end.isAfter(end(life)) ? end : end(life);
        }
        Instant last = end.isAfter(now) ? end : now;
        // What began today is not to stick to the edge.
        Scale scale = new Scale(start.minus(Duration.between(start, last).dividedBy(LEAD)), last);
        int today = scale.at(now);
        List<Bar> bars = new ArrayList<>();
        Instant over = privateId.state() == State.ENDED ? privateId.since() : privateId.validUntil();
        bars.add(bar(What.PRIVATE_ID, 0, TOP, start, over, now, scale));
        for (int i = 0; i < lives.size(); i++) {
            Anchors.Life life = lives.get(i);
            bars.add(bar(
                    stands(life) ? What.GOOD : What.DEAD,
                    i + 1,
                    TOP + ROW * (i + 1),
                    life.establishedAt(),
                    end(life),
                    now,
                    scale));
        }
        return new LifeLine(
                bars,
                generations.stream().map(each -> scale.at(each.beganAt())).toList(),
                years(start, end, scale),
                today,
                today < WIDTH / 2 ? today + 6 : MARGIN,
                TOP + ROW * (lives.size() + 1) + 4,
                events(privateId, lives, generations, now));
    }

    private static Bar bar(What what, int number, int top, Instant from, Instant to, Instant now, Scale scale) {
        int begin = scale.at(from);
        int middle = Math.max(begin + 3, scale.at(to.isBefore(now) ? to : now));
        return new Bar(what, number, top, begin, middle - begin, Math.max(0, scale.at(to) - middle));
    }

    private static boolean stands(Anchors.Life life) {
        return life.releasedAt() == null && life.anchor().state() == AnchorState.GOOD;
    }

    /** When it ended as what the private ID stands on, or will. */
    private static Instant end(Anchors.Life life) {
        Instant end = life.anchor().notAfter();
        Instant revoked = life.anchor().revokedAt();
        Instant released = life.releasedAt();
        if (revoked != null && revoked.isBefore(end)) {
            end = revoked;
        }
        if (released != null && released.isBefore(end)) {
            end = released;
        }
        // A list may date a revocation before the issue that it ended.
        return end.isBefore(life.establishedAt()) ? life.establishedAt() : end;
    }

    private static List<Year> years(Instant start, Instant end, Scale scale) {
        int first = start.atZone(JAPAN).getYear() + 1;
        int last = end.atZone(JAPAN).getYear();
        int step = Math.max(1, (last - first + MOST_YEARS) / MOST_YEARS);
        List<Year> years = new ArrayList<>();
        for (int year = first; year <= last; year += step) {
            Instant begins = LocalDate.of(year, 1, 1).atStartOfDay(JAPAN).toInstant();
            years.add(new Year(scale.at(begins), new Moment(begins)));
        }
        return years;
    }

    private static List<Event> events(
            PrivateId privateId, List<Anchors.Life> lives, List<Generation> generations, Instant now) {
        List<Event> events = new ArrayList<>();
        for (Generation generation : generations) {
            String key = generation.number() == 1
                    ? "life.issued"
                    : switch (generation.source()) {
                        case SIGNATURE_CERTIFICATE -> "life.reissued";
                        case J_LIS -> "life.refreshed";
                    };
            events.add(new Event(new Moment(generation.beganAt()), key, generation.number(), false));
        }
        for (int i = 0; i < lives.size(); i++) {
            Anchors.Life life = lives.get(i);
            Anchor anchor = life.anchor();
            if (stands(life)) {
                Instant renewable = anchor.notAfter().minus(RENEWABLE);
                if (renewable.isAfter(now)) {
                    events.add(new Event(new Moment(renewable), "life.renewable", i + 1, true));
                }
                events.add(new Event(new Moment(anchor.notAfter()), "life.expires", i + 1, true));
            } else {
                events.add(new Event(new Moment(end(life)), why(anchor), i + 1, false));
            }
        }
        boolean over = privateId.state() == State.ENDED;
        events.add(new Event(
                new Moment(over ? privateId.since() : privateId.validUntil()),
                over ? "life.ended" : "life.ends",
                0,
                !over));
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    private static String why(Anchor anchor) {
        RevocationReason reason = anchor.reason();
        return switch (anchor.state()) {
            case EXPIRED -> "life.expired";
            case GOOD -> "life.replaced";
            case REVOKED ->
                reason == RevocationReason.AFFILIATION_CHANGED
                        ? "life.changed"
                        : reason == RevocationReason.SUPERSEDED
                                ? "life.renewed"
                                : reason == RevocationReason.KEY_COMPROMISE
                                                || reason == RevocationReason.CERTIFICATE_HOLD
                                        ? "life.lost"
                                        : "life.revoked";
        };
    }

    /** From time to the picture's units. */
    private record Scale(Instant from, Instant to) {
        int at(Instant moment) {
            long whole = Math.max(1, Duration.between(from, to).toSeconds());
            long part = Math.clamp(Duration.between(from, moment).toSeconds(), 0, whole);
            return MARGIN + (int) (part * (WIDTH - 2 * MARGIN) / whole);
        }
    }
}
