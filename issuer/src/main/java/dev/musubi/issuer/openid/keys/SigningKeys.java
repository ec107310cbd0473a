package dev.musubi.issuer.openid.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.musubi.issuer.database.Background;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyEncryptionKeyChanged;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The provider's signing keys: an elliptic one (ES256) and an RSA one (PS256, RS256), each followed by its successor
 * before its term is out. A new key is published for a while before it signs, and an old one after it last signed, so
 * that whoever keeps our key set for a day verifies everything (OpenID Connect Core 1.0 section 10.1.1).
 */
@Component
public class SigningKeys {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);
    private static final int RSA_BITS = 2048;

    private final JdbcClient jdbc;
    private final KeyEncryptionKeys keyEncryption;
    private final OpenIdSettings settings;
    private final MachineClock machine;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable Loaded loaded;

    SigningKeys(JdbcClient jdbc, KeyEncryptionKeys keyEncryption, OpenIdSettings settings, MachineClock machine) {
        this.jdbc = jdbc;
        this.keyEncryption = keyEncryption;
        this.settings = settings;
        this.machine = machine;
    }

    /** Kinds of keys. */
    enum Kind {
        EC,
        RSA;

        static Kind of(JWSAlgorithm algorithm) {
            return JWSAlgorithm.Family.EC.contains(algorithm) ? EC : RSA;
        }
    }

    private record Kept(Kind kind, JWK key, Instant signsFrom) {}

    private record Loaded(List<Kept> keys, JWKSet published, Instant until) {}

    /** The key that signs by this algorithm now. */
    JWK signingBy(JWSAlgorithm algorithm) {
        Kind kind = Kind.of(algorithm);
        Instant now = machine.instant();
        return keys().keys().stream()
                .filter(each -> each.kind() == kind && !now.isBefore(each.signsFrom()))
                .max(Comparator.comparing(Kept::signsFrom))
                .map(Kept::key)
                .orElseThrow(() -> new IllegalStateException("there is no signing key"));
    }

    /** The public keys, as clients get them. */
    public JWKSet published() {
        return keys().published();
    }

    /**
     * Makes the next keys, which sign once the overlap has passed; of two issuers on one database only one does.
     *
     * @return whether any was made: there is at most one a day
     */
    public boolean rotate() {
        boolean made = false;
        for (Kind kind : Kind.values()) {
            made |= make(kind, machine.instant().plus(settings.signingKeyOverlap()));
        }
        loaded = null;
        return made;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
    void rotateWhenDue() {
        Instant now = machine.instant();
        boolean due = keys().keys().stream()
                .map(Kept::signsFrom)
                .max(Comparator.naturalOrder())
                .filter(newest -> newest.plus(settings.signingKeyTerm()).isAfter(now))
                .isEmpty();
        if (due) {
            rotate();
        }
        jdbc.sql("delete from signing_key where retires_at < ?")
                .param(Sql.time(now))
                .update();
    }

    /** So that the old key-encryption key can be taken away. */
    @EventListener
    void on(KeyEncryptionKeyChanged changed) {
        record Row(String keyId, String before, byte[] wrapped) {}
        jdbc.sql("select key_id, kek_id, wrapped from signing_key where kek_id <> ?")
                .param(keyEncryption.current())
                .query((row, n) -> new Row(row.getString("key_id"), row.getString("kek_id"), row.getBytes("wrapped")))
                .list()
                .forEach(each -> rewrap(each.keyId(), each.before(), each.wrapped()));
    }

    private void rewrap(String keyId, String before, byte[] wrapped) {
        byte[] bound = bound(keyId);
        byte[] clear;
        try {
            clear = keyEncryption.unwrap(before, wrapped, bound);
        } catch (RuntimeException unreadable) {
            // Nothing is lost by it that was not lost before.
            log.error(
                    "signing_key.unreadable key={} failure={}",
                    keyId,
                    unreadable.getClass().getName());
            return;
        }
        KeyEncryptionKeys.Wrapped now = keyEncryption.wrap(clear, bound);
        // Another issuer may be doing the same: whoever comes second leaves the row as it is.
        jdbc.sql("update signing_key set kek_id = ?, wrapped = ? where key_id = ? and kek_id = ?")
                .params(now.keyId(), now.bytes(), keyId, before)
                .update();
    }

    private Loaded keys() {
        Loaded present = loaded;
        if (present != null && machine.instant().isBefore(present.until())) {
            return present;
        }
        loading.lock();
        try {
            present = loaded;
            if (present == null || !machine.instant().isBefore(present.until())) {
                present = Background.urgently(this::load);
                loaded = present;
            }
            return present;
        } finally {
            loading.unlock();
        }
    }

    private Loaded load() {
        Instant now = machine.instant();
        List<Kept> keys = read();
        for (Kind kind : Kind.values()) {
            // Also where the keys there are do not sign yet: after a long standstill the old ones are gone.
            if (keys.stream().noneMatch(each -> each.kind() == kind && !now.isBefore(each.signsFrom()))) {
                make(kind, now.minusSeconds(1));
            }
        }
        keys = read();
        return new Loaded(
                keys,
                new JWKSet(keys.stream().map(each -> each.key().toPublicJWK()).toList()),
                machine.instant().plus(LOOK_AGAIN));
    }

    private List<Kept> read() {
        return jdbc
                .sql("select * from signing_key where retires_at is null or retires_at > ? order by signs_from desc")
                .param(Sql.time(machine.instant()))
                .query(this::kept)
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for a row that does not open or parse: it is said, and the other keys go on signing. */
    private Optional<Kept> kept(ResultSet row, int n) throws SQLException {
        String id = row.getString("key_id");
        try {
            byte[] clear = keyEncryption.unwrap(row.getString("kek_id"), row.getBytes("wrapped"), bound(id));
            return Optional.of(new Kept(
                    Kind.valueOf(row.getString("algorithm")),
                    JWK.parse(new String(clear, StandardCharsets.UTF_8)),
                    Sql.instant(row, "signs_from")));
        } catch (ParseException | RuntimeException unreadable) {
            log.error(
                    "signing_key.unreadable key={} failure={}",
                    id,
                    unreadable.getClass().getName());
            return Optional.empty();
        }
    }

    private boolean make(Kind kind, Instant signsFrom) {
        // One a day at most, so that issuers that start together on an empty database end up with one key between them.
        String id = kind.name().toLowerCase(Locale.ROOT) + "-" + signsFrom.getEpochSecond() / 86_400;
        // Where today's cannot be read there is none: it stays where it is, and another is made.
        return insert(kind, signsFrom, id) || (isUnreadable(id) && insert(kind, signsFrom, id + "-" + another()));
    }

    private boolean isUnreadable(String id) {
        return jdbc.sql("select * from signing_key where key_id = ?")
                .param(id)
                .query(this::kept)
                .optional()
                .flatMap(found -> found)
                .isEmpty();
    }

    private static String another() {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private boolean insert(Kind kind, Instant signsFrom, String id) {
        JWK key = generate(kind, id);
        Instant retires = signsFrom
                .plus(settings.signingKeyTerm())
                .plus(settings.signingKeyOverlap().multipliedBy(2))
                .plus(settings.signingKeyKept());
        KeyEncryptionKeys.Wrapped wrapped =
                keyEncryption.wrap(key.toJSONString().getBytes(StandardCharsets.UTF_8), bound(id));
        return jdbc.sql("""
                        insert into signing_key (key_id, algorithm, kek_id, wrapped, created_at, signs_from, retires_at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (key_id) do nothing""")
                        .params(
                                id,
                                kind.name(),
                                wrapped.keyId(),
                                wrapped.bytes(),
                                Sql.time(machine.instant()),
                                Sql.time(signsFrom),
                                Sql.time(retires))
                        .update()
                == 1;
    }

    private static JWK generate(Kind kind, String id) {
        try {
            return switch (kind) {
                case EC ->
                    new ECKey.Builder(new ECKeyGenerator(Curve.P_256).generate())
                            .keyID(id)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .build();
                case RSA ->
                    new RSAKey.Builder(new RSAKeyGenerator(RSA_BITS).generate())
                            .keyID(id)
                            .keyUse(KeyUse.SIGNATURE)
                            .build();
            };
        } catch (JOSEException e) {
            throw new IllegalStateException("no key could be made", e);
        }
    }

    private static byte[] bound(String id) {
        return ("signing-key:" + id).getBytes(StandardCharsets.UTF_8);
    }
}
