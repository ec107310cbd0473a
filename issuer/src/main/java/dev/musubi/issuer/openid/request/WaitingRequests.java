package dev.musubi.issuer.openid.request;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
    private static final String URN = "urn:ietf:params:oauth:request_uri:";

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
     * @param createdAt when it came
     */
    public record Waiting(RequestId id, String clientId, Map<String, List<String>> parameters, Instant createdAt) {}

    /** Keeps a pushed request; its reference is good for one sign-in. */
    public String push(String clientId, Map<String, List<String>> parameters) {
        return URN + keep(clientId, parameters, null, settings.pushedTerm());
    }

    /** Keeps a request for the browser it came in. */
    public RequestId keep(String clientId, Map<String, List<String>> parameters, String browser) {
        return keep(clientId, parameters, browser, settings.requestTerm());
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
     * A pushed request that this client brings to a browser, if it may still be. It belongs to that browser from now on,
     * and has the usual time to be answered.
     */
    public Optional<Waiting> bring(String requestUri, String clientId, String browser) {
        return DatabaseId.sent(requestUri.substring(URN.length()), RequestId::of)
                .flatMap(id -> {
                    Instant now = machine.instant();
                    return jdbc.sql("""
                            update openid_request
                            set browser_hash = ?, expires_at = case when browser_hash is null then ? else expires_at end
                            where request_id = ? and client_id = ? and pushed and completed_at is null
                              and expires_at > ? and (browser_hash = ? or browser_hash is null and created_at > ?)
                            returning *""")
                            .params(
                                    Sha256.of(browser),
                                    Sql.time(now.plus(settings.requestTerm())),
                                    id,
                                    clientId,
                                    Sql.time(now),
                                    Sha256.of(browser),
                                    Sql.time(now.minus(settings.pushedTerm())))
                            .query(this::waiting)
                            .optional();
                });
    }

    /** A request that waits in this browser. */
    public Optional<Waiting> find(RequestId id, String browser) {
        return jdbc.sql("""
                        select * from openid_request
                        where request_id = ? and browser_hash = ? and completed_at is null and expires_at > ?""")
                .params(id, Sha256.of(browser), Sql.time(machine.instant()))
                .query(this::waiting)
                .optional();
    }

    /** Notes that a request was answered; false if it had been before. */
    public boolean complete(RequestId id) {
        return jdbc.sql("update openid_request set completed_at = ? where request_id = ? and completed_at is null")
                        .params(Sql.time(machine.instant()), id)
                        .update()
                == 1;
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void forget() {
        jdbc.sql("delete from openid_request where expires_at < ?")
                .param(Sql.time(machine.instant()))
                .update();
    }

    private Waiting waiting(ResultSet row, int n) throws SQLException {
        byte[] clear = tokens.open(PURPOSE, new String(row.getBytes("sealed"), StandardCharsets.US_ASCII))
                .orElseThrow(() -> new IllegalStateException("a waiting request does not open"));
        return new Waiting(
                RequestId.in(row, "request_id"),
                row.getString("client_id"),
                StoredJson.read(clear, new TypeReference<Map<String, List<String>>>() {}, 1),
                Sql.instant(row, "created_at"));
    }
}
