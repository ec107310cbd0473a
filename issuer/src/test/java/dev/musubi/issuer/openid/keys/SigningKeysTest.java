package dev.musubi.issuer.openid.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.status.ChangeSettings;
import dev.musubi.issuer.status.StatusSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

class SigningKeysTest extends IssuerTest {

    @Autowired
    private KeyEncryptionKeys keyEncryption;

    @Autowired
    private OpenIdSettings settings;

    @Autowired
    private StatusSettings lists;

    @Autowired
    private MachineClock machine;

    @AfterEach
    void takeOut() {
        jdbc.sql("delete from signing_key where key_id like 'spoiled-%'").update();
    }

    private void spoiled(String id, String kek) {
        Instant now = machine.instant();
        jdbc.sql("""
                        insert into signing_key (key_id, algorithm, kek_id, wrapped, created_at, signs_from, retires_at)
                        values (?, 'EC', ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        kek,
                        new byte[] {1, 2, 3},
                        Sql.time(now),
                        Sql.time(now.minusMillis(1)),
                        Sql.time(now.plus(Duration.ofDays(9))))
                .update();
    }

    @Test
    void whenARowDoesNotOpenThenTheOtherKeysSign() {
        spoiled("spoiled-1", keyEncryption.current());
        spoiled("spoiled-2", "no-such-key");
        SigningKeys keys = new SigningKeys(jdbc, keyEncryption, settings, machine);
        for (JWSAlgorithm algorithm : new JWSAlgorithm[] {JWSAlgorithm.ES256, JWSAlgorithm.PS256}) {
            assertThat(keys.signingBy(algorithm).getKeyID()).doesNotContain("spoiled");
            assertThat(keys.published().getKeyByKeyId(keys.signingBy(algorithm).getKeyID()))
                    .isNotNull();
        }
        assertThat(keys.published().getKeys()).noneMatch(each -> each.getKeyID().startsWith("spoiled"));
    }

    @Test
    void whenNoneOfTodaysOpensThenOthersAreMadeAndNothingIsWrittenOver() {
        new SigningKeys(jdbc, keyEncryption, settings, machine).signingBy(JWSAlgorithm.ES256);
        Map<String, byte[]> kept = new HashMap<>();
        jdbc.sql("select key_id, wrapped from signing_key")
                .query((row, n) -> kept.put(row.getString("key_id"), row.getBytes("wrapped")))
                .list();
        jdbc.sql("update signing_key set wrapped = ?")
                .param(new byte[] {1, 2, 3})
                .update();
        try {
            SigningKeys keys = new SigningKeys(jdbc, keyEncryption, settings, machine);
            for (JWSAlgorithm algorithm : new JWSAlgorithm[] {JWSAlgorithm.ES256, JWSAlgorithm.PS256}) {
                assertThat(keys.signingBy(algorithm).getKeyID()).isNotIn(kept.keySet());
            }
            assertThat(jdbc.sql("select count(*) from signing_key where wrapped = ?")
                            .param(new byte[] {1, 2, 3})
                            .query(Integer.class)
                            .single())
                    .isEqualTo(kept.size());
        } finally {
            jdbc.sql("delete from signing_key where wrapped <> ?")
                    .param(new byte[] {1, 2, 3})
                    .update();
            kept.forEach((id, wrapped) -> jdbc.sql("update signing_key set wrapped = ? where key_id = ?")
                    .params(wrapped, id)
                    .update());
        }
    }

    /** What it signed last can be asked for for a month, and the key is found for as long. */
    @Test
    void whenAKeySignsNoMoreThenItIsPublishedForAsLongAsWhatItSignedCanBeAskedFor() {
        new SigningKeys(jdbc, keyEncryption, settings, machine).signingBy(JWSAlgorithm.ES256);
        assertThat(jdbc.sql("select min(extract(day from retires_at - signs_from)) from signing_key")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(settings.signingKeyTerm()
                        .plus(settings.signingKeyOverlap())
                        .plus(lists.history())
                        .toDays());
    }

    @ParameterizedTest
    @CsvSource({"P32D,P30D,musubi.status.history", "P30D,P32D,musubi.changes.keep"})
    void whenSomethingIsKeptLongerThanItsKeyThenTheIssuerDoesNotStart(Duration history, Duration keep, String name) {
        StatusSettings kept = new StatusSettings(
                lists.issuer(),
                lists.lists(),
                lists.ttl(),
                lists.term(),
                lists.check(),
                history,
                lists.historyStep(),
                null);
        SigningKeys keys = new SigningKeys(jdbc, keyEncryption, settings, machine);
        assertThatThrownBy(
                        () -> new StatusSigner(keys, settings, kept, new ChangeSettings(Duration.ofMinutes(10), keep)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(name);
    }
}
