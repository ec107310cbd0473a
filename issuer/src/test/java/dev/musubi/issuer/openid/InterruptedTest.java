package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One-time things, when the database goes away just as they are used. */
class InterruptedTest extends OpenIdTest {

    private static final String NAME = "{\"userinfo\":{\"name\":null}}";

    @Autowired
    private DataSource dataSource;

    private HolderId lastSignedIn() {
        return jdbc.sql("select holder_id from credential where kind = 'SESSION' order by made_at desc limit 1")
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .single();
    }

    /** Does something that waits for this holder's row, and ends the connection it waits on. */
    private <T> T interrupted(HolderId holderId, Callable<T> action) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection lock = dataSource.getConnection()) {
            lock.setAutoCommit(false);
            try (PreparedStatement select =
                    lock.prepareStatement("select 1 from holder where holder_id = ? for update")) {
                select.setObject(1, holderId.value());
                select.execute();
            }
            Future<T> result = threads.submit(action);
            List<Integer> ended = List.of();
            while (ended.isEmpty() && !result.isDone()) {
                // Found first and ended then: in one condition it would end the connection that holds the lock as well.
                ended = jdbc.sql("""
                                with waiting as materialized (
                                  select pid from pg_stat_activity
                                  where wait_event_type = 'Lock' and query like 'select 1 from holder%')
                                select pid from waiting where pg_terminate_backend(pid)""").query((row, n) -> row.getInt(1)).list();
            }
            assertThat(ended).as("it got as far as the holder's row").isNotEmpty();
            T value = result.get();
            lock.rollback();
            return value;
        }
    }

    @Test
    void whenTheDatabaseDropsTheConnectionWhileConsentIsGivenThenTryingAgainWorks() throws Exception {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        HolderId holderId = lastSignedIn();
        URI page = browser.go(start(bank, Map.of("claims", NAME)));
        String csrf = Objects.requireNonNull(browser.page().selectFirst("input[name=csrf]"))
                .attr("value");
        Map<String, String> agreed = Map.of("csrf", csrf, "item", "NAME");

        interrupted(holderId, () -> browser.press("consent-allow", agreed));
        assertThat(browser.page().text()).contains("temporarily_unavailable").doesNotContain("何も変わっていません");
        assertThat(value("select count(*) from consent where holder_id = ? and kind = 'DISCLOSURE'", holderId))
                .isEqualTo(0L);

        browser.go(page);
        URI back = browser.press("consent-allow", agreed);
        assertThat(redeem(bank, code(back)).statusCode()).isEqualTo(200);
    }
}
