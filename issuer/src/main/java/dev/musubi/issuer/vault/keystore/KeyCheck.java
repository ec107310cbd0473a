package dev.musubi.issuer.vault.keystore;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.time.MachineClock;
import java.security.MessageDigest;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps an issuer from starting on a database whose rows rest on another key store: holders would not be found again, and
 * would get other names at relying parties. The first issuer on a database notes its keys' fingerprints there.
 */
@Component
final class KeyCheck implements InitializingBean {

    private final FileKeyStore keys;
    private final JdbcClient jdbc;
    private final MachineClock machine;

    KeyCheck(FileKeyStore keys, JdbcClient jdbc, MachineClock machine) {
        this.keys = keys;
        this.jdbc = jdbc;
        this.machine = machine;
    }

    @Override
    public void afterPropertiesSet() {
        keys.fingerprints().forEach((name, fingerprint) -> {
            jdbc.sql("insert into key_check (name, fingerprint, noted_at) values (?, ?, ?) on conflict do nothing")
                    .params(name, fingerprint, Sql.time(machine.instant()))
                    .update();
            byte[] noted = jdbc.sql("select fingerprint from key_check where name = ?")
                    .param(name)
                    .query((row, n) -> row.getBytes(1))
                    .single();
            if (!MessageDigest.isEqual(noted, fingerprint)) {
                throw new OtherKeyStoreException(name);
            }
        });
    }

    /** The database was begun with another key store. */
    static final class OtherKeyStoreException extends RuntimeException {
        OtherKeyStoreException(String name) {
            super("the database was begun with another key store (its key " + name + " differs): stop this issuer, and"
                    + " give it the file and the password of the issuer that was first (musubi.keys.file,"
                    + " musubi.keys.password)");
        }
    }
}
