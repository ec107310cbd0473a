package dev.musubi.issuer.openid.client;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.openid.Purposes;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.StorableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The register of clients. Reading one takes a look into a small cache, two seconds old at most, since every request
 * names its client and parsing keys costs more than all else.
 */
@Component
public class ClientRegistry implements Purposes {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int CACHED = 10_000;

    private final JdbcClient jdbc;
    private final RelyingParties parties;
    private final MachineClock machine;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    ClientRegistry(JdbcClient jdbc, RelyingParties parties, MachineClock machine) {
        this.jdbc = jdbc;
        this.parties = parties;
        this.machine = machine;
    }

    private record Cached(Registered registered, Instant until) {}

    /** A client and the hashes of its secrets. */
    record Registered(OpenIdClient client, byte @Nullable [] secretHash, byte @Nullable [] registrationHash) {}

    /** A client, by its identifier. */
    public Optional<OpenIdClient> find(String clientId) {
        return registered(clientId).map(Registered::client);
    }

    /** All clients, by identifier. */
    public List<OpenIdClient> all() {
        return jdbc.sql("select * from openid_client order by client_id").query(this::row).list().stream()
                .map(Registered::client)
                .toList();
    }

    Optional<Registered> registered(String clientId) {
        Instant now = machine.instant();
        Cached cached = cache.get(clientId);
        if (cached != null && now.isBefore(cached.until())) {
            return Optional.of(cached.registered());
        }
        Optional<Registered> found = clientId.length() > 200 || !StorableText.is(clientId)
                ? Optional.empty()
                : jdbc.sql("select * from openid_client where client_id = ?")
                        .param(clientId)
                        .query(this::row)
                        .optional();
        if (cache.size() > CACHED) {
            cache.clear();
        }
        found.ifPresent(each -> cache.put(clientId, new Cached(each, now.plus(FRESH))));
        return found;
    }

    /** Registers a client, or replaces what was registered under its identifier. */
    void store(OpenIdClient client, @Nullable String secret, @Nullable String registrationToken) {
        jdbc.sql("""
                        insert into openid_client (client_id, relying_party_id, profile, metadata, secret_hash,
                                                   pkce_optional, purpose, purpose_en, registered_at,
                                                   registration_hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (client_id) do update set relying_party_id = excluded.relying_party_id,
                               profile = excluded.profile, metadata = excluded.metadata,
                               secret_hash = excluded.secret_hash, pkce_optional = excluded.pkce_optional,
                               purpose = excluded.purpose, purpose_en = excluded.purpose_en""")
                .params(Sql.values(
                        client.id(),
                        client.party().id(),
                        client.profile().name(),
                        client.metadata().toJSONObject().toJSONString(),
                        secret == null ? null : Sha256.of(secret),
                        client.pkceOptional(),
                        client.purpose(),
                        client.purposeEn(),
                        Sql.time(machine.instant()),
                        registrationToken == null ? null : Sha256.of(registrationToken)))
                .update();
        cache.remove(client.id());
    }

    @Override
    public Message words(String relyingPartyId, String purpose) {
        return jdbc.sql("""
                        select purpose_en from openid_client
                        where relying_party_id = ? and purpose = ? and purpose_en is not null limit 1""")
                .params(relyingPartyId, purpose)
                .query((row, n) -> new Message(purpose, row.getString("purpose_en")))
                .optional()
                .orElseGet(() -> OpenIdClient.wordsOf(purpose));
    }

    /** Forgets a client; its grants end with it, since nobody can present them any more. */
    public boolean remove(String clientId) {
        cache.remove(clientId);
        return jdbc.sql("delete from openid_client where client_id = ?")
                        .param(clientId)
                        .update()
                == 1;
    }

    private Registered row(ResultSet row, int n) throws SQLException {
        String id = row.getString("client_id");
        RelyingParty party = parties.find(row.getString("relying_party_id"))
                .orElseThrow(() -> new IllegalStateException("a client without its relying party"));
        try {
            return new Registered(
                    new OpenIdClient(
                            id,
                            party,
                            ClientProfile.valueOf(row.getString("profile")),
                            OIDCClientMetadata.parse(JSONObjectUtils.parse(row.getString("metadata"))),
                            row.getBoolean("pkce_optional"),
                            row.getString("purpose"),
                            row.getString("purpose_en")),
                    row.getBytes("secret_hash"),
                    row.getBytes("registration_hash"));
        } catch (ParseException e) {
            throw new IllegalStateException("a registered client's metadata does not parse", e);
        }
    }
}
