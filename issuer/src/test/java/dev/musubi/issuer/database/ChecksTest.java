package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.IssuerTest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What no code writes the database refuses too. */
class ChecksTest extends IssuerTest {

    @Test
    void whenAColumnHoldsAStateOrAKindThenAConstraintSaysWhich() {
        List<@Nullable String> unchecked = jdbc.sql("""
                        select c.table_name || '.' || c.column_name
                        from information_schema.columns c
                        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'text'
                          and c.table_name <> 'flyway_schema_history'
                          and c.column_name ~ '(^|_)(state|kind|cause|source|method|outcome|profile|law|reason|why|algorithm|as)$'
                          and not exists (
                            select 1 from pg_constraint k
                            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
                            where k.contype = 'c' and k.conrelid = ('public.' || quote_ident(c.table_name))::regclass
                              and a.attname = c.column_name)
                        order by 1""").query(String.class).list();
        assertThat(unchecked).isEmpty();
    }
}
