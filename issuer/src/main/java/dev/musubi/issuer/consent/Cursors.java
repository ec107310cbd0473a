package dev.musubi.issuer.consent;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far J-LIS' registers were read. */
@Component
class Cursors {

    private final JdbcClient jdbc;

    Cursors(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long read(String name) {
        return jdbc.sql("select value from cursor where name = ?")
                .param(name)
                .query((row, n) -> row.getLong(1))
                .optional()
                .orElse(0L);
    }

    void move(String name, long cursor) {
        jdbc.sql(
                        "insert into cursor (name, value) values (?, ?) on conflict (name) do update set value = excluded.value")
                .params(name, cursor)
                .update();
    }
}
