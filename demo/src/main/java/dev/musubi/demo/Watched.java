package dev.musubi.demo;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.standing.Standing;
import java.time.Instant;
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
 * however often it comes, and not after a later one was heard: each is kept by its id with what it changed.
 *
 * @param subject the holder's name here
 * @param agreedAt when the holder was last known to agree
 * @param inStream whether the issuer was told to tell of them
 * @param marks what is to be seen to, and since when it is known
 * @param lastTold when the last signal was told, by the issuer's clock; null before the first
 * @param heard the ids of the signals that were heard
 */
record Watched(
        String subject,
        Instant agreedAt,
        boolean inStream,
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

    static Watched of(String subject, Instant agreedAt) {
        return new Watched(subject, agreedAt, false, Map.of(), null, List.of());
    }

    /** The gravest mark. */
    Optional<Mark> mark() {
        return marks.keySet().stream().min(Mark::compareTo);
    }

    /** Whether the account has this mark. */
    boolean has(Mark mark) {
        return marks.containsKey(mark);
    }

    /** The holder agreed once more. */
    Watched agreed(Instant at) {
        return new Watched(subject, at, inStream, marks, lastTold, heard);
    }

    /** The issuer tells of them from now on, or has to be told again to do so. */
    Watched inStream(boolean is) {
        return new Watched(subject, agreedAt, is, marks, lastTold, heard);
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
            return new Watched(subject, agreedAt, inStream, marks, lastTold, ids);
        }
        return new Watched(subject, agreedAt, inStream, changed(each -> follow(signal, each)), told, ids);
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

    /** The issuer was asked how it stands: what happened before it began to tell of them is found by that. */
    Watched stands(Standing.State state, Instant now) {
        return marked(marks -> {
            switch (state) {
                case REISSUE_REQUIRED -> marks.putIfAbsent(Mark.TO_CONFIRM, now);
                case SUSPENDED, ENDED -> marks.putIfAbsent(Mark.RESTING, now);
                case ACTIVE -> {}
            }
        });
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

    /** What the present generation says is on record. */
    Watched onRecord() {
        return marked(marks -> marks.remove(Mark.NEWER));
    }

    private Watched marked(Consumer<Map<Mark, Instant>> change) {
        return new Watched(subject, agreedAt, inStream, changed(change), lastTold, heard);
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
        form.put("agreed_at", agreedAt.toString());
        form.put("in_stream", inStream);
        Map<String, Object> since = new LinkedHashMap<>();
        for (Mark each : Mark.values()) {
            Instant at = marks.get(each);
            if (at != null) {
                since.put(each.name(), at.toString());
            }
        }
        form.put("marks", since);
        if (lastTold != null) {
            form.put("last_told", lastTold.toString());
        }
        form.put("heard", heard);
        return form;
    }

    /** From that. */
    static Watched of(Map<String, Object> form) {
        Map<Mark, Instant> marks = new EnumMap<>(Mark.class);
        ((Map<?, ?>) form.getOrDefault("marks", Map.of()))
                .forEach(
                        (mark, at) -> marks.put(Mark.valueOf(String.valueOf(mark)), Instant.parse(String.valueOf(at))));
        return new Watched(
                String.valueOf(form.get("subject")),
                Instant.parse(String.valueOf(form.get("agreed_at"))),
                Boolean.TRUE.equals(form.get("in_stream")),
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
