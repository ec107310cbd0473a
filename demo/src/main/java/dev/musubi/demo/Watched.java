package dev.musubi.demo;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.standing.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was heard of a holder who agreed that the bank is told what becomes of the private ID. A signal changes it once,
 * however often it comes, and not after a later one was heard: each is kept by its id with what it changed. What was heard
 * while the holder agreed stays after that is over, since it is no less true; nothing is added then.
 *
 * @param subject the holder's name here
 * @param agreement that the holder agrees, or did
 * @param inStream whether the issuer was told to tell of them, and was asked how it stands since
 * @param asked when the issuer was last asked how it stands; null where it has to be asked
 * @param marks what is to be seen to, and since when it is known
 * @param lastTold when the last signal was told, by the issuer's clock; null before the first
 * @param heard the ids of the signals that were heard
 */
record Watched(
        String subject,
        Agreement agreement,
        boolean inStream,
        @Nullable Instant asked,
        Map<Mark, Instant> marks,
        @Nullable Instant lastTold,
        List<String> heard) {

    /** The kinds that change something here; no others are asked for. */
    static final Set<String> KINDS = Set.of(
            Signal.REISSUE_REQUIRED,
            Signal.REISSUED,
            Signal.ASSURANCE_LEVEL_CHANGE,
            Signal.ACCOUNT_DISABLED,
            Signal.ACCOUNT_ENABLED,
            Signal.ACCOUNT_PURGED);

    Watched {
        marks = Map.copyOf(marks);
        heard = List.copyOf(heard);
    }

    private static final Duration ASKED_EVERY = Duration.ofDays(1);

    static Watched of(String subject, Instant agreedAt) {
        return new Watched(subject, Agreement.given(agreedAt), false, null, Map.of(), null, List.of());
    }

    /** Whether the holder agrees, as far as is known. */
    boolean agrees(Instant now) {
        return agreement.holds(now);
    }

    /** Whether the issuer has to be asked how it stands, and whether the holder still agrees: once a day, and when there is a reason. */
    boolean isToBeAsked(Instant now) {
        return agrees(now) && (!inStream || asked == null || !now.isBefore(asked.plus(ASKED_EVERY)));
    }

    /** The gravest mark. */
    Optional<Mark> mark() {
        return marks.keySet().stream().min(Mark::compareTo);
    }

    /** Whether the account has this mark. */
    boolean has(Mark mark) {
        return marks.containsKey(mark);
    }

    /** What is to be seen to, the gravest first. */
    List<Mark> inOrder() {
        return marks.keySet().stream().sorted().toList();
    }

    /** The holder agreed once more. The issuer took whoever ended that in between out of the stream, and is told again. */
    Watched agreed(Instant at) {
        return new Watched(subject, Agreement.given(at), false, null, marks, lastTold, heard);
    }

    /** The issuer tells of them from now on, or does no more, or has to be told again to do so. */
    Watched inStream(boolean is) {
        return new Watched(subject, agreement, is, asked, marks, lastTold, heard);
    }

    /** The issuer has to be asked how it stands, before a day is over. */
    Watched toBeAsked() {
        return new Watched(subject, agreement, inStream, null, marks, lastTold, heard);
    }

    /** A signal has come. */
    Watched heard(Signal signal) {
        if (heard.contains(signal.id())) {
            return this;
        }
        List<String> ids = new ArrayList<>(heard);
        ids.add(signal.id());
        Instant told = signal.issuedAt();
        if (lastTold != null && told.isBefore(lastTold)) {
            // What it says is over: what came after it was heard already.
            return with(marks, lastTold, ids);
        }
        return with(changed(each -> follow(signal, each)), told, ids);
    }

    private static void follow(Signal signal, Map<Mark, Instant> marks) {
        Instant told = signal.issuedAt();
        if (marks.containsKey(Mark.ERASED)) {
            return;
        }
        switch (signal.type()) {
            case Signal.REISSUE_REQUIRED -> marks.putIfAbsent(Mark.TO_CONFIRM, told);
            case Signal.ASSURANCE_LEVEL_CHANGE -> level(signal, marks);
            case Signal.REISSUED -> {
                marks.remove(Mark.TO_CONFIRM);
                // One before may have changed something that was not fetched yet, so an unchanged one ends no such
                // mark.
                if (signal.attributesChanged().orElse(true)) {
                    marks.putIfAbsent(Mark.NEWER, told);
                }
            }
            case Signal.ACCOUNT_DISABLED -> marks.putIfAbsent(Mark.RESTING, told);
            case Signal.ACCOUNT_ENABLED -> {
                // Where it stands on no live certificate even so, that is told next.
                marks.remove(Mark.RESTING);
                marks.remove(Mark.TO_CONFIRM);
            }
            case Signal.ACCOUNT_PURGED -> {
                marks.clear();
                marks.put(Mark.ERASED, told);
            }
            default -> {
                // Of the stream itself, or of what is no concern of an account's.
            }
        }
    }

    private static void level(Signal signal, Map<Mark, Instant> marks) {
        if (!"urn:musubi:standing".equals(signal.said().get("namespace"))) {
            return;
        }
        if ("stale".equals(signal.said().get("current_level"))) {
            marks.putIfAbsent(Mark.TO_CONFIRM, signal.issuedAt());
        } else if ("current".equals(signal.said().get("current_level"))) {
            marks.remove(Mark.TO_CONFIRM);
        }
    }

    /**
     * The issuer was asked how it stands: what was not told is found by that.
     *
     * @param state how it stands
     * @param isOnRecord whether what it says is on record
     * @param missed whether something may have happened that was not told, such as a re-issue
     */
    Watched stands(Standing.State state, boolean isOnRecord, boolean missed, Instant now) {
        return marked(marks -> {
            if (marks.containsKey(Mark.ERASED)) {
                return;
            }
            switch (state) {
                case REISSUE_REQUIRED -> {
                    marks.remove(Mark.RESTING);
                    marks.putIfAbsent(Mark.TO_CONFIRM, now);
                }
                case SUSPENDED, ENDED -> marks.putIfAbsent(Mark.RESTING, now);
                case ACTIVE -> {
                    marks.remove(Mark.RESTING);
                    marks.remove(Mark.TO_CONFIRM);
                }
            }
            if (isOnRecord) {
                marks.remove(Mark.NEWER);
            } else if (missed) {
                // Without a gap it was told, and maybe that nothing is different.
                marks.putIfAbsent(Mark.NEWER, now);
            }
        });
    }

    /**
     * The issuer was asked, and says whether the holder still agrees.
     *
     * @param until the day on which that ends; null where it is over
     */
    Watched said(@Nullable LocalDate until, Instant now) {
        return new Watched(subject, agreement.said(until, now), until != null, now, marks, lastTold, heard);
    }

    /**
     * The holder has signed in, with a private ID that stands.
     *
     * @param isOnRecord whether what it says is on record by now
     */
    Watched signedIn(boolean isOnRecord) {
        return marked(marks -> {
            marks.remove(Mark.RESTING);
            marks.remove(Mark.TO_CONFIRM);
            if (isOnRecord) {
                marks.remove(Mark.NEWER);
            }
        });
    }

    private Watched marked(Consumer<Map<Mark, Instant>> change) {
        return with(changed(change), lastTold, heard);
    }

    private Watched with(Map<Mark, Instant> marks, @Nullable Instant lastTold, List<String> heard) {
        return new Watched(subject, agreement, inStream, asked, marks, lastTold, heard);
    }

    private Map<Mark, Instant> changed(Consumer<Map<Mark, Instant>> change) {
        Map<Mark, Instant> after = new EnumMap<>(Mark.class);
        after.putAll(marks);
        change.accept(after);
        return after;
    }

    /** As it is stored. */
    Map<String, Object> toMap() {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("subject", subject);
        form.put("agreed_at", agreement.at().toString());
        put(form, "agreed_until", agreement.until());
        put(form, "agreement_over", agreement.ended());
        form.put("in_stream", inStream);
        put(form, "asked_at", asked);
        Map<String, Object> since = new LinkedHashMap<>();
        for (Mark each : Mark.values()) {
            Instant at = marks.get(each);
            if (at != null) {
                since.put(each.name(), at.toString());
            }
        }
        form.put("marks", since);
        put(form, "last_told", lastTold);
        form.put("heard", heard);
        return form;
    }

    private static void put(Map<String, Object> form, String name, @Nullable Object value) {
        if (value != null) {
            form.put(name, value.toString());
        }
    }

    /** From that. */
    static Watched of(Map<String, Object> form) {
        Map<Mark, Instant> marks = new EnumMap<>(Mark.class);
        ((Map<?, ?>) form.getOrDefault("marks", Map.of()))
                .forEach(
                        (mark, at) -> marks.put(Mark.valueOf(String.valueOf(mark)), Instant.parse(String.valueOf(at))));
        return new Watched(
                String.valueOf(form.get("subject")),
                new Agreement(
                        Instant.parse(String.valueOf(form.get("agreed_at"))),
                        form.get("agreed_until") instanceof String day ? LocalDate.parse(day) : null,
                        form.get("agreement_over") instanceof String day ? LocalDate.parse(day) : null),
                Boolean.TRUE.equals(form.get("in_stream")),
                form.get("asked_at") instanceof String at ? Instant.parse(at) : null,
                marks,
                form.get("last_told") instanceof String at ? Instant.parse(at) : null,
                ((List<?>) form.getOrDefault("heard", List.of()))
                        .stream().map(String::valueOf).toList());
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Watched" + marks.keySet();
    }
}
