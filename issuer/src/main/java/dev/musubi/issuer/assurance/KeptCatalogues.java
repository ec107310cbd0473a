package dev.musubi.issuer.assurance;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every catalogue that ever decided, whole, by its digest: so a decision can be taken again on the data of its day, whatever
 * release runs then.
 */
@Component
class KeptCatalogues {

    private final JdbcClient jdbc;
    private final AssuranceEngine present;
    private final AtomicBoolean kept = new AtomicBoolean();

    KeptCatalogues(JdbcClient jdbc, AssuranceEngine present) {
        this.jdbc = jdbc;
        this.present = present;
    }

    /** Keeps the present one, once a start; never inside a transaction on a holder. */
    void keep(Instant at) {
        if (kept.get()) {
            return;
        }
        Catalogue catalogue = present.catalogue();
        jdbc.sql("""
                        insert into assurance_catalogue (digest, edition, files, first_used_at) values (?, ?, ?, ?)
                        on conflict (digest) do nothing""")
                .params(catalogue.digest(), catalogue.edition(), StoredJson.text(catalogue.files()), Sql.time(at))
                .update();
        kept.set(true);
    }

    /** An engine on the catalogue of that digest. */
    Optional<AssuranceEngine> engine(String digest) {
        if (digest.equals(present.catalogue().digest())) {
            return Optional.of(present);
        }
        return jdbc.sql("select files from assurance_catalogue where digest = ?")
                .param(digest)
                .query(String.class)
                .optional()
                .map(this::files)
                .map(Catalogue::of)
                .map(AssuranceEngine::new);
    }

    private Map<String, String> files(String stored) {
        Map<String, String> files = new TreeMap<>();
        StoredJson.tree(stored, 1)
                .properties()
                .forEach(each -> files.put(each.getKey(), each.getValue().asString()));
        return files;
    }
}
