package dev.musubi.issuer.openid.request;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * Requests that wait: those a client pushed (RFC 9126), and those whose holder has to do something first. They are
 * sealed, since a client may have put a person's particulars into one.
 */
@Component
public class WaitingRequests {

    private static final String PURPOSE = "authorization-request";
    private static final String ANSWER = "authorization-answer";
    private static final String URN = "urn:ietf:params:oauth:request_uri:";

    /** How long a second click, or a form sent again on a bad line, gets the answer of the first. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** So many browsers may bring one pushed request: its person's, and those of whoever looks at links that are sent about. */
    private static final int MOST_BROWSERS = 32;

    private static final int HASH = 32;

    /** A browser's hash, and when it brought the request, in milliseconds. */
    private static final int ENTRY = HASH + Long.BYTES;

    private final JdbcClient jdbc;
    private final SealedTokens tokens;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    WaitingRequests(JdbcClient jdbc, SealedTokens tokens, OpenIdSettings settings, MachineClock machine) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.settings = settings;
        this.machine = machine;
    }

    /**
     * A request that waits.
     *
     * @param id its id
     * @param clientId whose
     * @param parameters what it says
     * @param cameAt when this browser came with it
     * @param pushed whether its client pushed it
     * @param browser the hash of the browser it waits in
     */
    public record Waiting(
            RequestId id,
            String clientId,
            Map<String, List<String>> parameters,
            Instant cameAt,
            boolean pushed,
            byte[] browser) {
        @Override
        public String toString() {
            return "Waiting[" + id + "]";
        }
    }

    /** What came of looking a request up for a browser. */
    public sealed interface Lookup {
        /** It waits there. */
        record Waits(Waiting waiting) implements Lookup {}

        /** It was answered a moment ago, in this very browser, with these parameters. */
        record Answered(Waiting waiting, Map<String, String> answer) implements Lookup {
            @Override
            public String toString() {
                return "Answered[" + waiting.id() + "]";
            }
        }

        /** There is nothing to go on with. */
        record Gone(Absence why) implements Lookup {}
    }

    /** Why there is nothing to go on with. */
    public enum Absence {
        /** No such request, or it was too old so long ago that nothing is known of it. */
        UNKNOWN("No such request is known here."),
        /** Another client pushed it. */
        ANOTHER_CLIENTS("Another client pushed this request."),
        /** It belongs to another browser. */
        ANOTHER_BROWSERS("This request belongs to another browser."),
        /** It was answered. */
        FINISHED("This request was answered already."),
        /** Its time is over. */
        TOO_OLD("The time for this request is over.");

        private final String sentence;

        Absence(String sentence) {
            this.sentence = sentence;
        }

        /** For a person. */
        public String sentence() {
            return sentence;
        }
    }

    /** Keeps a pushed request; its reference is good for one answer. */
    public String push(String clientId, Map<String, List<String>> parameters) {
        return URN + keep(clientId, parameters, null, settings.pushedTerm());
    }

    /** Keeps a request for the browser it came in. */
    public RequestId keep(String clientId, Map<String, List<String>> parameters, BrowserMarks browser) {
        return keep(clientId, parameters, browser.first(), settings.requestTerm());
    }

    private RequestId keep(
            String clientId, Map<String, List<String>> parameters, @Nullable String browser, Duration term) {
        RequestId id = RequestId.random();
        Instant now = machine.instant();
        jdbc.sql("""
                        insert into openid_request (request_id, client_id, sealed, pushed, created_at, expires_at, browser_hash)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        id,
                        clientId,
                        tokens.seal(PURPOSE, StoredJson.bytes(parameters)).getBytes(StandardCharsets.US_ASCII),
                        browser == null,
                        Sql.time(now),
                        Sql.time(now.plus(term)),
                        browser == null ? null : Sha256.of(browser)))
                .update();
        return id;
    }

    /** True for a reference to a pushed request. */
    public static boolean isReference(String requestUri) {
        return requestUri.startsWith(URN);
    }

    /**
     * A pushed request that this client brings to a browser, if it may still be. It waits there from now on, and has the usual
     * time to be answered. Others may bring it as well while it is as young as pushed requests have to be: a scanner of links
     * loads the address too, and whose answer comes first is what counts (FAPI 2.0 section 5.3.2.2, note on {@code
     * request_uri}).
     */
    public Lookup bring(String requestUri, String clientId, BrowserMarks browser) {
        Optional<RequestId> id = DatabaseId.sent(requestUri.substring(URN.length()), RequestId::of);
        Optional<Kept> kept = id.flatMap(this::kept).filter(Kept::pushed);
        if (id.isEmpty() || kept.isEmpty()) {
            return new Lookup.Gone(Absence.UNKNOWN);
        }
        if (!kept.get().clientId().equals(clientId)) {
            return new Lookup.Gone(Absence.ANOTHER_CLIENTS);
        }
        if (kept.get().of(browser).isPresent()) {
            return lookup(kept, browser);
        }
        Instant now = machine.instant();
        boolean brought = jdbc.sql("""
                                update openid_request set brought_by = coalesce(brought_by, ''::bytea) || ?, expires_at = ?
                                where request_id = ? and completed_at is null and created_at > ? and expires_at > ?
                                  and coalesce(length(brought_by), 0) < ?""")
                        .params(
                                entry(browser, now),
                                Sql.time(now.plus(settings.requestTerm())),
                                id.get(),
                                Sql.time(now.minus(settings.pushedTerm())),
                                Sql.time(now),
                                MOST_BROWSERS * ENTRY)
                        .update()
                == 1;
        if (!brought && kept.get().completedAt() == null && tooOldToBring(kept.get(), now)) {
            return new Lookup.Gone(Absence.TOO_OLD);
        }
        return lookup(kept(id.get()), browser);
    }

    private boolean tooOldToBring(Kept kept, Instant now) {
        return !now.isBefore(kept.createdAt().plus(settings.pushedTerm())) || !now.isBefore(kept.expiresAt());
    }

    /** A request that waits in this browser, or was answered there a moment ago. */
    public Lookup find(RequestId id, BrowserMarks browser) {
        return lookup(kept(id), browser);
    }

    /**
     * What a request asks of all pages that are part of it, whichever browser they are in.
     *
     * @param since when it came, or was pushed
     * @param until how long it waits to be answered
     */
    public record AskedOfPages(Map<String, List<String>> parameters, Instant since, Instant until) {
        @Override
        public String toString() {
            return "AskedOfPages[" + since + "]";
        }
    }

    /** The same of a request that is kept here. */
    public Optional<AskedOfPages> asked(RequestId id) {
        return kept(id).map(kept -> new AskedOfPages(kept.parameters(), kept.createdAt(), kept.expiresAt()));
    }

    private Lookup lookup(Optional<Kept> found, BrowserMarks browser) {
        if (found.isEmpty()) {
            return new Lookup.Gone(Absence.UNKNOWN);
        }
        Kept kept = found.get();
        Instant now = machine.instant();
        if (kept.brought().isEmpty()) {
            return new Lookup.Gone(now.isBefore(kept.expiresAt()) ? Absence.UNKNOWN : Absence.TOO_OLD);
        }
        Instant completedAt = kept.completedAt();
        Optional<Brought> own = kept.of(browser);
        if (own.isEmpty()) {
            return new Lookup.Gone(kept.pushed() && completedAt != null ? Absence.FINISHED : Absence.ANOTHER_BROWSERS);
        }
        Waiting waiting = kept.waiting(own.get());
        if (completedAt != null) {
            Map<String, String> answer = kept.answer();
            return answer != null && now.isBefore(completedAt.plus(AGAIN))
                    ? new Lookup.Answered(waiting, answer)
                    : new Lookup.Gone(Absence.FINISHED);
        }
        return now.isBefore(kept.expiresAt()) ? new Lookup.Waits(waiting) : new Lookup.Gone(Absence.TOO_OLD);
    }

    /**
     * Notes that a request is answered now, in the browser it was found in, and waits in no other any more; false if it was
     * answered before. What with, {@link #remember} is told.
     */
    public boolean complete(Waiting waiting) {
        return jdbc.sql("""
                                update openid_request set completed_at = ?, browser_hash = ?
                                where request_id = ? and completed_at is null""")
                        .params(Sql.time(machine.instant()), waiting.browser(), waiting.id())
                        .update()
                == 1;
    }

    /** Notes that a request is answered now with these parameters; false if it had been before. */
    public boolean complete(Waiting waiting, Map<String, String> answer) {
        return jdbc.sql("""
                                update openid_request set completed_at = ?, browser_hash = ?, answer = ?
                                where request_id = ? and completed_at is null""")
                        .params(Sql.time(machine.instant()), waiting.browser(), sealed(answer), waiting.id())
                        .update()
                == 1;
    }

    /** Keeps what a request was answered with, for the same browser asking again. */
    public void remember(RequestId id, Map<String, String> answer) {
        jdbc.sql("update openid_request set answer = ? where request_id = ?")
                .params(sealed(answer), id)
                .update();
    }

    private byte[] sealed(Map<String, String> answer) {
        return tokens.seal(ANSWER, StoredJson.bytes(answer)).getBytes(StandardCharsets.US_ASCII);
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void forget() {
        jdbc.sql("delete from openid_request where expires_at < ?")
                .param(Sql.time(machine.instant()))
                .update();
    }

    /**
     * A row.
     *
     * @param brought the browsers it waits in, or the one it was answered in
     */
    private record Kept(
            RequestId id,
            String clientId,
            Map<String, List<String>> parameters,
            Instant createdAt,
            boolean pushed,
            List<Brought> brought,
            Instant expiresAt,
            @Nullable Instant completedAt,
            @Nullable Map<String, String> answer) {

        /** That it is this browser's. */
        Optional<Brought> of(BrowserMarks browser) {
            return brought.stream()
                    .filter(each -> browser.any(mark -> MessageDigest.isEqual(each.browser(), Sha256.of(mark))))
                    .findFirst();
        }

        Waiting waiting(Brought by) {
            return new Waiting(id, clientId, parameters, by.at(), pushed, by.browser());
        }
    }

    /**
     * A browser that a request waits in.
     *
     * @param browser its hash
     * @param at when it came with the request: what is to be done for the request anew must be newer. A client may push long
     *     before
     */
    private record Brought(byte[] browser, Instant at) {}

    private static byte[] entry(BrowserMarks browser, Instant at) {
        return ByteBuffer.allocate(ENTRY)
                .put(Sha256.of(browser.first()))
                .putLong(at.toEpochMilli())
                .array();
    }

    private static List<Brought> brought(byte @Nullable [] one, Instant createdAt, byte @Nullable [] several) {
        if (one != null) {
            return List.of(new Brought(one, createdAt));
        }
        List<Brought> all = new ArrayList<>();
        for (int i = 0; several != null && i < several.length; i += ENTRY) {
            all.add(new Brought(
                    Arrays.copyOfRange(several, i, i + HASH),
                    Instant.ofEpochMilli(ByteBuffer.wrap(several).getLong(i + HASH))));
        }
        return all;
    }

    private Optional<Kept> kept(RequestId id) {
        return jdbc.sql("select * from openid_request where request_id = ?")
                .param(id)
                .query(this::row)
                .optional();
    }

    private Kept row(ResultSet row, int n) throws SQLException {
        byte[] answer = row.getBytes("answer");
        return new Kept(
                RequestId.in(row, "request_id"),
                row.getString("client_id"),
                StoredJson.read(
                        opened(PURPOSE, row.getBytes("sealed")), new TypeReference<Map<String, List<String>>>() {}, 1),
                Sql.instant(row, "created_at"),
                row.getBoolean("pushed"),
                brought(row.getBytes("browser_hash"), Sql.instant(row, "created_at"), row.getBytes("brought_by")),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "completed_at"),
                answer == null
                        ? null
                        : StoredJson.read(opened(ANSWER, answer), new TypeReference<Map<String, String>>() {}, 1));
    }

    private byte[] opened(String purpose, byte[] sealed) {
        return tokens.open(purpose, new String(sealed, StandardCharsets.US_ASCII))
                .orElseThrow(() -> new IllegalStateException("a waiting request does not open"));
    }
}
