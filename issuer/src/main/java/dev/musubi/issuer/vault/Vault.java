package dev.musubi.issuer.vault;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps what must be kept about a person, sealed under a data key of that person's own (AES-256-GCM), which is itself
 * wrapped by a key-encryption key. Deleting the data key makes every item of the person unreadable. A backup of the
 * database taken before still holds the wrapped key: it falls with its own retention, or with its key-encryption key.
 *
 * <p>All methods take part in the caller's transaction on the holder.
 */
@Component
public class Vault {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final KeyEncryptionKeys keys;
    private final ApplicationEventPublisher events;

    Vault(JdbcClient jdbc, KeyEncryptionKeys keys, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.events = events;
    }

    /** Gives a new holder a data key. */
    public Sealer admit(HolderId holderId) {
        byte[] dataKey = new byte[32];
        RANDOM.nextBytes(dataKey);
        KeyEncryptionKeys.Wrapped wrapped = keys.wrap(dataKey, holderId.bytes());
        jdbc.sql("insert into holder_key (holder_id, kek_id, wrapped) values (?, ?, ?)")
                .params(holderId, wrapped.keyId(), wrapped.bytes())
                .update();
        return new Sealer(holderId, new SecretKeySpec(dataKey, "AES"));
    }

    /**
     * The holder's items, to add to and to open.
     *
     * @throws ErasedException if the person was erased
     */
    public Sealer of(HolderId holderId) {
        KeyEncryptionKeys.Wrapped wrapped = jdbc.sql("select kek_id, wrapped from holder_key where holder_id = ?")
                .param(holderId)
                .query((row, n) -> new KeyEncryptionKeys.Wrapped(row.getString("kek_id"), row.getBytes("wrapped")))
                .optional()
                .orElseThrow(ErasedException::new);
        byte[] dataKey = keys.unwrap(wrapped.keyId(), wrapped.bytes(), holderId.bytes());
        return new Sealer(holderId, new SecretKeySpec(dataKey, "AES"));
    }

    /** Whether the person was erased. */
    public boolean isErased(HolderId holderId) {
        return jdbc.sql("select 1 from holder_key where holder_id = ?")
                .param(holderId)
                .query(Integer.class)
                .optional()
                .isEmpty();
    }

    /** Erases the person: the data key, and with it the sense of every item. The items go too. */
    public void erase(HolderId holderId) {
        events.publishEvent(new Erased(holderId));
        jdbc.sql("delete from holder_key where holder_id = ?").param(holderId).update();
        jdbc.sql("delete from vault_item where holder_id = ?").param(holderId).update();
    }

    /** Holders after {@code after}, in order, whose data key is not wrapped by the current key; at most {@code limit}. */
    public List<HolderId> toRewrap(HolderId after, int limit) {
        return jdbc.sql(
                        "select holder_id from holder_key where kek_id <> ? and holder_id > ? order by holder_id limit ?")
                .params(keys.current(), after, limit)
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .list();
    }

    /** How many data keys are wrapped by each key-encryption key. */
    public Map<String, Long> wrappedBy() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select kek_id, count(*) from holder_key group by kek_id")
                .query((row, n) -> counts.put(row.getString(1), row.getLong(2)))
                .list();
        return counts;
    }

    /** Wraps the holder's data key anew under the current key-encryption key; the items stay as they are. */
    public void rewrap(HolderId holderId) {
        Sealer sealer = of(holderId);
        KeyEncryptionKeys.Wrapped wrapped = keys.wrap(sealer.key.getEncoded(), holderId.bytes());
        jdbc.sql("update holder_key set kek_id = ?, wrapped = ? where holder_id = ?")
                .params(wrapped.keyId(), wrapped.bytes(), holderId)
                .update();
    }

    /** A person is erased. Published inside the transaction that does it. */
    public record Erased(HolderId holderId) {}

    /** The person was erased: there is nothing left to open. */
    public static final class ErasedException extends RuntimeException {
        ErasedException() {
            super("this person was erased");
        }
    }

    /** One person's items, with the data key at hand. Short-lived: fetched in a transaction, dropped with it. */
    public final class Sealer {

        private final HolderId holderId;
        private final SecretKey key;

        private Sealer(HolderId holderId, SecretKey key) {
            this.holderId = holderId;
            this.key = key;
        }

        /** Seals {@code clear} as a new item and tells its id. */
        public ItemId put(ItemKind kind, byte[] clear, Instant at) {
            ItemId itemId = ItemId.random();
            jdbc.sql("insert into vault_item (holder_id, item_id, kind, sealed, created_at) values (?, ?, ?, ?, ?)")
                    .params(holderId, itemId, kind.name(), AesGcm.seal(key, clear, bound(kind, itemId)), Sql.time(at))
                    .update();
            return itemId;
        }

        /**
         * Opens an item.
         *
         * @throws VaultException if there is no such item of that kind, or it was altered
         */
        public byte[] get(ItemKind kind, ItemId itemId) {
            Optional<byte[]> sealed = jdbc.sql(
                            "select sealed from vault_item where holder_id = ? and item_id = ? and kind = ?")
                    .params(holderId, itemId, kind.name())
                    .query((row, n) -> row.getBytes(1))
                    .optional();
            return AesGcm.open(key, sealed.orElseThrow(() -> new VaultException("no such item")), bound(kind, itemId));
        }

        /** Takes an item out for good: only what proves nothing, such as an address its holder took back. */
        public void remove(ItemKind kind, ItemId itemId) {
            jdbc.sql("delete from vault_item where holder_id = ? and item_id = ? and kind = ?")
                    .params(holderId, itemId, kind.name())
                    .update();
        }

        private byte[] bound(ItemKind kind, ItemId itemId) {
            byte[] name = kind.name().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(32 + name.length)
                    .put(holderId.bytes())
                    .put(itemId.bytes())
                    .put(name)
                    .array();
        }
    }
}
