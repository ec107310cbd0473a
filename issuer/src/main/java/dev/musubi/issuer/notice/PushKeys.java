package dev.musubi.issuer.notice;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyEncryptionKeyChanged;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The key by which push services know this issuer (RFC 8292). It lies in the database, wrapped by the key-encryption key as the
 * provider's signing keys are, and all issuers on one database share it. Made once and never followed by another: browsers bind
 * their subscriptions to it (RFC 8292 section 4), so that a new one would end all of them.
 */
@Component
class PushKeys {

    private static final Logger log = LoggerFactory.getLogger(PushKeys.class);

    private static final String ID = "vapid";
    private static final byte[] BOUND = "musubi:push-key".getBytes(StandardCharsets.US_ASCII);

    private final JdbcClient jdbc;
    private final KeyEncryptionKeys keyEncryption;
    private final MachineClock machine;
    private volatile @Nullable ECKey known;

    PushKeys(JdbcClient jdbc, KeyEncryptionKeys keyEncryption, MachineClock machine) {
        this.jdbc = jdbc;
        this.keyEncryption = keyEncryption;
        this.machine = machine;
    }

    private record Kept(String keyId, byte[] wrapped) {}

    /** The key; of issuers that ask at once on an empty database, one makes it. */
    ECKey key() {
        ECKey key = known;
        if (key == null) {
            key = opened(kept().orElseGet(this::made));
            known = key;
        }
        return key;
    }

    private Optional<Kept> kept() {
        return jdbc.sql("select kek_id, wrapped from push_key where key_id = ?")
                .param(ID)
                .query((row, n) -> new Kept(row.getString("kek_id"), row.getBytes("wrapped")))
                .optional();
    }

    private Kept made() {
        try {
            String fresh = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
            KeyEncryptionKeys.Wrapped wrapped = keyEncryption.wrap(fresh.getBytes(StandardCharsets.UTF_8), BOUND);
            jdbc.sql(
                            "insert into push_key (key_id, kek_id, wrapped, created_at) values (?, ?, ?, ?) on conflict do nothing")
                    .params(ID, wrapped.keyId(), wrapped.bytes(), Sql.time(machine.instant()))
                    .update();
        } catch (JOSEException e) {
            throw new IllegalStateException("P-256 is not to be had", e);
        }
        return kept().orElseThrow();
    }

    private ECKey opened(Kept kept) {
        try {
            byte[] clear = keyEncryption.unwrap(kept.keyId(), kept.wrapped(), BOUND);
            return ECKey.parse(new String(clear, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalStateException("the key for push services is no key");
        }
    }

    /** So that the old key-encryption key can be taken away. */
    @EventListener
    void on(KeyEncryptionKeyChanged changed) {
        kept().filter(each -> !each.keyId().equals(keyEncryption.current())).ifPresent(before -> {
            try {
                KeyEncryptionKeys.Wrapped now =
                        keyEncryption.wrap(keyEncryption.unwrap(before.keyId(), before.wrapped(), BOUND), BOUND);
                // Another issuer may be doing the same: whoever comes second leaves the row as it is.
                jdbc.sql("update push_key set kek_id = ?, wrapped = ? where key_id = ? and kek_id = ?")
                        .params(now.keyId(), now.bytes(), ID, before.keyId())
                        .update();
            } catch (RuntimeException unreadable) {
                // Nothing is lost by it that was not lost before.
                log.error(
                        "push_key.unreadable failure={}", unreadable.getClass().getName());
            }
        });
    }
}
