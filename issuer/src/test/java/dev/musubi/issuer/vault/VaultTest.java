package dev.musubi.issuer.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class VaultTest extends IssuerTest {

    private static final byte[] CLEAR = "山田　花子".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private Vault vault;

    @Autowired
    private KeyEncryptionKeys keys;

    private HolderId admit() {
        HolderId holderId = HolderId.random();
        holders.creating(holderId, clock.instant(), () -> vault.admit(holderId));
        return holderId;
    }

    private ItemId put(HolderId holderId) {
        return holders.locking(
                holderId, () -> vault.of(holderId).put(ItemKind.FOUR_ATTRIBUTES, CLEAR, clock.instant()));
    }

    @Test
    void whenPutThenOnlySealedBytesAreStored() {
        HolderId holderId = admit();
        ItemId item = put(holderId);
        assertThat(vault.of(holderId).get(ItemKind.FOUR_ATTRIBUTES, item)).isEqualTo(CLEAR);
        assertThat((byte[]) value("select sealed from vault_item where item_id = ?", item))
                .isNotEqualTo(CLEAR);
    }

    @Test
    void whenReadAsAnotherKindThenThereIsNoSuchItem() {
        HolderId holderId = admit();
        ItemId item = put(holderId);
        assertThatThrownBy(() -> vault.of(holderId).get(ItemKind.CERTIFICATE, item))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void whenARowIsGivenToAnotherHolderThenItDoesNotOpen() {
        HolderId mine = admit();
        HolderId other = admit();
        ItemId item = put(mine);
        jdbc.sql("update vault_item set holder_id = ? where item_id = ?")
                .params(other, item)
                .update();
        assertThatThrownBy(() -> vault.of(other).get(ItemKind.FOUR_ATTRIBUTES, item))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void whenErasedThenNothingOpensEvenFromABackup() {
        HolderId holderId = admit();
        ItemId item = put(holderId);
        byte[] backup = (byte[])
                java.util.Objects.requireNonNull(value("select sealed from vault_item where item_id = ?", item));
        holders.locking(holderId, () -> {
            vault.erase(holderId);
            return true;
        });
        assertThat(value("select count(*) from vault_item where holder_id = ?", holderId))
                .isEqualTo(0L);
        jdbc.sql("insert into vault_item (holder_id, item_id, kind, sealed, created_at) values (?, ?, ?, ?, now())")
                .params(holderId, item, "FOUR_ATTRIBUTES", backup)
                .update();
        assertThatThrownBy(() -> vault.of(holderId)).isInstanceOf(Vault.ErasedException.class);
    }

    @Test
    void whenTheKeyEncryptionKeyRotatesThenOldItemsStillOpenUnderTheNewOne() {
        HolderId holderId = admit();
        ItemId item = put(holderId);
        String before = keys.current();
        String after = keys.rotate(before);
        assertThat(after).isNotEqualTo(before);
        assertThat(vault.toRewrap(new HolderId(new java.util.UUID(0, 0)), 10_000))
                .contains(holderId);
        holders.locking(holderId, () -> {
            vault.rewrap(holderId);
            return true;
        });
        assertThat(value("select kek_id from holder_key where holder_id = ?", holderId))
                .isEqualTo(after);
        assertThat(vault.of(holderId).get(ItemKind.FOUR_ATTRIBUTES, item)).isEqualTo(CLEAR);
        assertThat(vault.toRewrap(new HolderId(new java.util.UUID(0, 0)), 10_000))
                .doesNotContain(holderId);
    }
}
