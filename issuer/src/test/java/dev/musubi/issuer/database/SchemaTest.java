package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.IssuerTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds the schema to the rules that let it be spread over many database nodes. */
class SchemaTest extends IssuerTest {

    private Map<String, String> comments() {
        Map<String, String> comments = new TreeMap<>();
        jdbc.sql("""
                        select c.relname, coalesce(obj_description(c.oid), '') from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'flyway_schema_history'""")
                .query((row, n) -> comments.put(row.getString(1), row.getString(2)))
                .list();
        return comments;
    }

    @Test
    void whenATableIsMadeThenItSaysHowItIsSpread() {
        assertThat(comments())
                .isNotEmpty()
                .allSatisfy((table, comment) ->
                        assertThat(comment).as(table).matches("(distributed by [a-z_]+|reference|local); .+"));
    }

    @Test
    void whenATableIsDistributedThenItsColumnLeadsEveryUniqueKey() {
        comments().forEach((table, comment) -> {
            if (comment.startsWith("distributed by ")) {
                String column = comment.substring("distributed by ".length(), comment.indexOf(';'));
                List<String> leading = jdbc.sql("""
                                select a.attname from pg_index i
                                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                                where i.indrelid = ?::regclass and i.indisunique""")
                        .param(table)
                        .query((row, n) -> row.getString(1))
                        .list();
                assertThat(leading).as(table).isNotEmpty().containsOnly(column);
            }
        });
    }

    @Test
    void whenTablesReferToEachOtherThenOnlyWithinAHolder() {
        Map<String, String> comments = comments();
        jdbc.sql(
                        "select conrelid::regclass::text, confrelid::regclass::text, confdeltype from pg_constraint where contype = 'f'")
                .query((row, n) -> {
                    assertThat(comments.get(row.getString(1))).startsWith("distributed by holder_id");
                    assertThat(comments.get(row.getString(2))).startsWith("distributed by holder_id");
                    assertThat(row.getString(3)).as("on delete").isIn("a", "c", "r");
                    return true;
                })
                .list();
    }

    @Test
    void whenTheCatalogueIsReadThenThereAreNoTriggersNoIdentitiesAndNoDeferredConstraints() {
        assertThat(value("select count(*) from pg_trigger where not tgisinternal"))
                .isEqualTo(0L);
        assertThat(value("select count(*) from pg_attribute where attidentity <> ''"))
                .isEqualTo(0L);
        assertThat(value("select count(*) from pg_constraint where condeferrable"))
                .isEqualTo(0L);
    }

    @Test
    void whenTheEmbeddedServerRunsThenItIsDurableAndAsksForAPassword() {
        assertThat(value("show fsync")).isEqualTo("on");
        assertThat(value("show full_page_writes")).isEqualTo("on");
        assertThat(value("show synchronous_commit")).isEqualTo("on");
        assertThat(value("show data_checksums")).isEqualTo("on");
        assertThat(value("show password_encryption")).isEqualTo("scram-sha-256");
        assertThat(value("show listen_addresses")).isEqualTo("127.0.0.1");
        List<String> methods = jdbc.sql("select distinct auth_method from pg_hba_file_rules")
                .query((row, n) -> row.getString(1))
                .list();
        assertThat(methods).containsExactly("scram-sha-256");
    }
}
